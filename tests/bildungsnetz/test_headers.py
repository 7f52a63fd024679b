import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

EXPECTED = {
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}


@pytest.mark.parametrize("path", ["/", "/admin/login/", "/gibt-es-nicht/"])
def test_security_headers_on_every_kind_of_page(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in EXPECTED} == EXPECTED


def test_csp_allows_nothing_inline_and_nothing_foreign(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives.pop("default-src") == "'none'"
    assert directives.pop("img-src") == "'self' data:"
    assert set(directives.values()) == {"'self'", "'none'"}


def test_a_visitor_gets_no_cookie(client: Client) -> None:
    assert client.get("/").cookies == {}
