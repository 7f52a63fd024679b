"""How a mail looks as bytes: what Python's folding would break is kept in one piece."""

from __future__ import annotations

from email.header import Header
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.policy import default as default_policy
from email.utils import make_msgid
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.encoding import iri_to_uri, punycode

LONGEST_PLAIN = 66  # characters of a subject that fit into a line
IN_ONE_PIECE = ("list-unsubscribe", "list-unsubscribe-post", "message-id")


class OnePieceHeader(UnstructuredHeader):
    """An address or an identifier. Too long for a line of 78, Python would hide it in an encoded word (RFC 2047), which
    no mail programme looks into (RFC 2369: no encoding); RFC 5322 allows lines of 998."""

    max_count: ClassVar[Literal[1] | None] = 1

    def fold(self, *, policy: EmailPolicy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class SubjectHeader(UnstructuredHeader):
    """Python's newer folding writes encoded words of more than 75 octets, and decodes what only looks like one."""

    max_count: ClassVar[Literal[1] | None] = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        super().parse(value, kwds)
        kwds["decoded"] = value  # what somebody typed is no encoding

    def fold(self, *, policy: EmailPolicy) -> str:
        text = str(self)
        is_plain = text.isascii() and "=?" not in text and len(text) < LONGEST_PLAIN
        header = Header(text, "us-ascii" if is_plain else "utf-8", maxlinelen=75, header_name=self.name)
        return f"{self.name}: {header.encode(linesep=policy.linesep)}{policy.linesep}"


def _registry() -> HeaderRegistry:
    registry = HeaderRegistry()
    for name in IN_ONE_PIECE:
        registry.map_to_type(name, OnePieceHeader)  # type: ignore[arg-type]  # a mixin, as Python's own headers
    registry.map_to_type("subject", SubjectHeader)  # type: ignore[arg-type]
    return registry


HEADERS = _registry()


class WireMessage(EmailMultiAlternatives):
    """What goes to the mail server: in 7 bit, since not every server on the way promises to take 8 (RFC 6152)."""

    def message(self, *, policy: Any = default_policy) -> EmailMessage:
        return super().message(policy=policy.clone(header_factory=HEADERS, cte_type="7bit"))


def ascii_address(url: str) -> str:
    """The same web address in the letters that headers may have."""
    parts = urlsplit(url)
    host = punycode(parts.hostname or "")
    port = f":{parts.port}" if parts.port else ""
    return iri_to_uri(urlunsplit((parts.scheme, host + port, parts.path, parts.query, parts.fragment)))


def new_message_id() -> str:
    """Of the portal: the name of the machine is nobody's business. A mail keeps it, however often it is sent."""
    return make_msgid(domain=punycode(urlsplit(settings.SITE_URL).hostname or "localhost"))
