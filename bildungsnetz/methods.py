"""Pages are read and forms are sent: whatever else a program asks for is answered here, before any page is asked."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import Resolver404, resolve

USUAL = ("GET", "HEAD", "POST", "OPTIONS")


class MethodsMiddleware:
    """405 for PUT, DELETE and the like, which generic views take for a sent form; OPTIONS tells what the page takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD", "POST"}:
            return _in_words(request, self.get_response(request))
        try:
            allowed = _allowed(resolve(request.path_info).func)
        except Resolver404:
            return self.get_response(request)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ", ".join(allowed)})
        return HttpResponseNotAllowed(allowed)


def _in_words(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A person comes by a link where only a form is taken: back from the login, or by the history of the browser."""
    if response.status_code != 405 or request.method != "GET":
        return response
    page = render(request, "405.html", status=405)
    page.headers["Allow"] = response.headers["Allow"]
    return page


def _allowed(view: Callable[..., object]) -> list[str]:
    view_class = getattr(view, "view_class", None)
    if view_class is None:
        return list(USUAL)
    taken = [method for method in view_class.http_method_names if hasattr(view_class, method)]
    has_head = "get" in taken and "head" not in taken
    return [name for name in USUAL if name.lower() in taken or (name == "HEAD" and has_head)]
