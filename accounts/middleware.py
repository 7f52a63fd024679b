from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory.middleware
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject

from accounts import factors
from accounts.models import User


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Notes with each change who was logged in and on which kind of page, not the address itself: signed links carry
    e-mail addresses, and the history is kept for long."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        try:
            page = resolve(request.path_info).view_name
        except Resolver404:
            page = ""
        return {**super().get_context(request), "url": page}


class FactorMiddleware:
    """Says of the person of each request whether this login proved the second factor; asked only when somebody asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _person(request))  # type: ignore[assignment]  # as Django does
        return self.get_response(request)


def _person(request: HttpRequest) -> User | AnonymousUser:
    user = get_user(request)
    if user.is_authenticated and user.needs_factor:
        user.factor_confirmed = factors.is_confirmed(request, user)
    return user
