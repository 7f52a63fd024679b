"""Everything that people type comes in without invisible characters, whichever form it is: ours, the admin's, a library's."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from vocabulary.texts import as_typed

TAKEN_AS_IT_IS = "password"  # in the name of a field


class VisibleTextMiddleware:
    """Stands behind the CSRF middleware, which reads the form of a request first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        if "\0" in request.path:  # no database would look for it
            raise Http404
        request.GET = _cleaned(request.GET)  # type: ignore[assignment]
        if request.method == "POST":
            request.POST = _cleaned(request.POST)  # type: ignore[assignment]


def _cleaned(data: QueryDict) -> QueryDict:
    changed = {
        name: texts
        for name, values in data.lists()
        if TAKEN_AS_IT_IS not in name and (texts := [as_typed(value) for value in values]) != values
    }
    if not changed:
        return data
    copy = data.copy()
    for name, texts in changed.items():
        copy.setlist(name, texts)
    return copy
