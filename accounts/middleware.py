from __future__ import annotations

from typing import Any

import pghistory.middleware
from django.http import HttpRequest
from django.urls import Resolver404, resolve


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Notes with each change who was logged in and on which kind of page, not the address itself: signed links carry
    e-mail addresses, and the history is kept for long."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        try:
            page = resolve(request.path_info).view_name
        except Resolver404:
            page = ""
        return {**super().get_context(request), "url": page}
