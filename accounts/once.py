"""The same form sent several times at once (double click, a phone that tries again): one result, shown to all.

What was sent is recognised by everything in it, the form's own nonce among it: each display of a form has another CSRF
token and another `SpamProtectedForm.shown_at`. The first request works, the others wait for it and get its answer, cookies
included, so that whichever the browser keeps is the right one. Every form takes part, those of the admin and of libraries
too."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from accounts.spam_protection import SpamProtectedForm

REMEMBERED = 60  # seconds for which a form with a nonce gets the same answer again
# Logging in and out is no result to be shown again: a minute later it would hand out a login that has ended.
LOGINS = frozenset(
    {"admin:login", "admin:logout", "account_login", "account_logout", "account_reauthenticate"}
)
LOGINS_OF_LIBRARIES = ("mfa_", "socialaccount_", "openid_connect_")
POPUP = "admin/popup_response.html"
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
        if request.method != "POST" or not takes_part(request):
            return self.get_response(request)
        came_at, sent = time.time(), _digest_of(request)
        key = _key_of(request, sent)
        with _one_after_another(key):
            if answer := _known(key, sent, came_at, has_nonce=_has_nonce(request)):
                return answer
            response = self.get_response(request)
            if isinstance(response, HttpResponse) and _says_result(response):
                cache.set(key, (time.time(), sent, _copy(response)), REMEMBERED)
            else:
                cache.delete(key)
            return response


def takes_part(request: HttpRequest) -> bool:
    """Not a file: two may have one name. Nor what broke off on its way, which the view refuses in its own words."""
    try:
        name = resolve(request.path_info).view_name
        has_file = bool(request.FILES)
    except (Resolver404, UnreadablePostError):
        return False
    return not has_file and name not in LOGINS and not name.startswith(LOGINS_OF_LIBRARIES)


def _says_result(response: HttpResponse) -> bool:
    """A small window of the admin closes with a page, everything else leads on or says so."""
    template = getattr(response, "template_name", None) or ()
    return response.status_code == 302 or hasattr(response, DONE) or POPUP in template


def _digest_of(request: HttpRequest) -> str:
    """Everything that was sent, and whose and where."""
    visitor = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    sent = (
        visitor,
        request.get_full_path(),
        sorted((name, *values) for name, values in request.POST.lists()),
    )
    return hashlib.sha256(repr(sent).encode()).hexdigest()


def _key_of(request: HttpRequest, sent: str) -> str:
    """One visitor on one page: only the last that she sent there is known. Who goes back twice, to what she wrote first,
    means it again."""
    visitor = (
        request.COOKIES.get(settings.SESSION_COOKIE_NAME) or request.POST.get("csrfmiddlewaretoken") or sent
    )
    place = repr((visitor, request.get_full_path()))
    return f"sent-once-{hashlib.sha256(place.encode()).hexdigest()}"


def _has_nonce(request: HttpRequest) -> bool:
    """Forms from before an update of the portal may have none."""
    with suppress(signing.BadSignature):
        if (
            SpamProtectedForm.signer.unsign(request.POST.get("shown_at", ""))
            != SpamProtectedForm.WITHOUT_NONCE
        ):
            return True
    return "csrfmiddlewaretoken" in request.POST


def _known(key: str, sent: str, came_at: float, *, has_nonce: bool) -> HttpResponse | None:
    """The answer of a request that was sent at the same time; with a nonce also of one shortly before."""
    answered_at, answered, answer = cache.get(key, (0.0, "", None))
    return answer if answered == sent and (has_nonce or answered_at > came_at) else None


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
