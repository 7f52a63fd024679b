"""An OpenID Connect provider that runs beside a test, as the Kommune's Keycloak would: discovery, authorization, tokens,
userinfo over HTTP. Built on oidc-provider-mock, which does not know PKCE: that is asked for in front of it."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import oidc_provider_mock
import requests
from oidc_provider_mock._server import _threaded_server


class ProofKeys:
    """WSGI: no code without a challenge, no token without the verifier that fits it (RFC 7636, S256 only)."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app
        self.challenges: dict[str, str] = {}
        self.refused = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        query = dict(parse_qsl(environ.get("QUERY_STRING", "")))
        if environ["PATH_INFO"].endswith("/authorize") and query.get("code_challenge_method") != "S256":
            return self.refuse(start_response)
        if environ["PATH_INFO"].endswith("/token"):
            length = int(environ.get("CONTENT_LENGTH") or 0)
            body = environ["wsgi.input"].read(length)
            environ["wsgi.input"] = io.BytesIO(body)
            sent = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            if not self.fits(sent.get("code", ""), sent.get("code_verifier", "")):
                return self.refuse(start_response)

        def remember(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
            location = dict(headers).get("Location", "")
            code = parse_qs(urlsplit(location).query).get("code", [""])[0]
            if code:
                self.challenges[code] = query["code_challenge"]
            return start_response(status, headers, *rest)

        return self.app(environ, remember)

    def fits(self, code: str, verifier: str) -> bool:
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        return bool(verifier) and self.challenges.get(code) == digest

    def refuse(self, start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.refused += 1
        start_response("400 Bad Request", [("Content-Type", "application/json")])
        return [b'{"error": "invalid_grant"}']


class Provider:
    """`url` is what OIDC_SERVER_URL would say."""

    def __init__(self, port: int, keys: ProofKeys) -> None:
        self.url = f"http://localhost:{port}"
        self.keys = keys

    def knows(self, sub: str, **claims: object) -> None:
        """Somebody the provider can log in."""
        requests.put(f"{self.url}/users/{sub}", json=claims, timeout=10).raise_for_status()

    def log_in(self, authorize: str, sub: str) -> str:
        """What the browser does at the provider: returns path and query of the address it is sent back to."""
        answer = requests.post(authorize, data={"sub": sub}, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"


@contextmanager
def running_provider() -> Iterator[Provider]:
    keys = ProofKeys(oidc_provider_mock.app())
    with _threaded_server(app=keys) as server:
        yield Provider(server.server_port, keys)
