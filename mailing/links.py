"""Signed links in mails: they say for which address they are without carrying it. Whoever reads a log, the history of a
browser or the address line of a screen shared learns nobody's address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.encoding import punycode

from mailing.wire import ascii_address


def mark_of(address: str, *, secret: str | bytes | None = None) -> str:
    """Stands for the address in a link; the same for the same address in any case."""
    return salted_hmac(
        "mailing.links", address.strip().lower(), secret=secret, algorithm="sha256"
    ).hexdigest()[:24]


def is_for(found: Mapping[str, Any], address: str) -> bool:
    """Whether what stands in a link (`for`) was made for this address. Links from before carry it themselves (`to`)."""
    if "for" not in found:
        return str(found.get("to", "")).lower() == address.strip().lower()
    secrets = [
        settings.SECRET_KEY,
        *settings.SECRET_KEY_FALLBACKS,
    ]  # signatures outlive a change of the key, too
    return any(constant_time_compare(found["for"], mark_of(address, secret=secret)) for secret in secrets)


def reply_headers(address: str) -> dict[str, str]:
    """An answer to such a mail goes to this address and not to the portal's. The domain in ASCII, as RFC 5322 wants it."""
    local, _at, domain = address.rpartition("@")
    return {"Reply-To": f"{local}@{punycode(domain)}"}


def unsubscribe_headers(path: str) -> dict[str, str]:
    """RFC 2369 and 8058: mail programmes show a button that ends such mails with one click, without a login. What is at
    `path` takes a POST by itself."""
    return {
        "List-Unsubscribe": f"<{ascii_address(settings.SITE_URL + path)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
