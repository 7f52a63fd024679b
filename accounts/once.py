"""The same form sent several times at once (double click, a phone that tries again): one result, shown to all.

What was sent is recognised by everything in it, the form's own nonce among it: each display of a form has another CSRF
token and another `SpamProtectedForm.shown_at`. The first request works, the others wait for it and get its answer, cookies
included, so that whichever the browser keeps is the right one. A view takes part with `sent_once = True`."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from accounts.spam_protection import SpamProtectedForm

REMEMBERED = 60  # seconds for which a form with a nonce gets the same answer again
OF_LIBRARIES = frozenset({"account_signup"})  # views that can't say so themselves
DONE = "is_done"  # attribute of an answer without redirect that says: it worked

type View = Callable[[HttpRequest], HttpResponseBase]


def done(response: HttpResponse) -> HttpResponse:
    """Mark a page that says that all went well, where the view does not redirect to one."""
    setattr(response, DONE, True)
    return response


class SentOnceMiddleware:
    """Stands outside of the sessions: their cookie belongs to the answer."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST" or not _takes_part(request):
            return self.get_response(request)
        came_at, key = time.time(), _key_of(request)
        with _one_after_another(key):
            if answer := _known(key, came_at, has_nonce=_has_nonce(request)):
                return answer
            response = self.get_response(request)
            if isinstance(response, HttpResponse) and (
                response.status_code == 302 or hasattr(response, DONE)
            ):
                cache.set(key, (time.time(), _copy(response)), REMEMBERED)
            return response


def _takes_part(request: HttpRequest) -> bool:
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    view = getattr(match.func, "view_class", match.func)
    return getattr(view, "sent_once", False) or match.view_name in OF_LIBRARIES


def _key_of(request: HttpRequest) -> str:
    visitor = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    sent = (
        visitor,
        request.get_full_path(),
        sorted((name, *values) for name, values in request.POST.lists()),
    )
    return f"sent-once-{hashlib.sha256(repr(sent).encode()).hexdigest()}"


def _has_nonce(request: HttpRequest) -> bool:
    """Forms from before an update of the portal may have none."""
    with suppress(signing.BadSignature):
        if (
            SpamProtectedForm.signer.unsign(request.POST.get("shown_at", ""))
            != SpamProtectedForm.WITHOUT_NONCE
        ):
            return True
    return "csrfmiddlewaretoken" in request.POST


def _known(key: str, came_at: float, *, has_nonce: bool) -> HttpResponse | None:
    """The answer of a request that was sent at the same time; with a nonce also of one shortly before."""
    answered_at, answer = cache.get(key, (0.0, None))
    return answer if has_nonce or answered_at > came_at else None


def _copy(response: HttpResponse) -> HttpResponse:
    """What goes over the wire, without what it was made of."""
    if isinstance(response, HttpResponseRedirect):
        copy: HttpResponse = HttpResponseRedirect(response.url, headers=dict(response.headers))
    else:
        copy = HttpResponse(response.content, status=response.status_code, headers=dict(response.headers))
    copy.cookies = response.cookies
    return copy


@contextmanager
def _one_after_another(key: str) -> Iterator[None]:
    """Across processes, and not bound to a transaction: views have their own. Without a database the view says so itself."""
    number = int(key[-15:], 16)
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [number])
    try:
        yield
    finally:
        with suppress(DatabaseError, transaction.TransactionManagementError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def wait_for_others(what: str) -> None:
    """Within a transaction, until its end: nobody else does the same at the same time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])
