"""Encrypts what must be readable again, such as TOTP secrets: a stolen database alone gives nobody a second factor."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"bildungsnetz: second factors"


class UnreadableSecretError(Exception):
    """SECRET_KEY is not the one a secret was encrypted with (and not among SECRET_KEY_FALLBACKS)."""


def encrypt(text: str) -> str:
    return _fernet().encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """Reads also what was encrypted with one of SECRET_KEY_FALLBACKS, so that the key can be changed.

    Raises UnreadableSecretError."""
    try:
        return _fernet().decrypt(encrypted).decode()
    except InvalidToken as error:
        raise UnreadableSecretError(
            "SECRET_KEY has changed: put the former one into SECRET_KEY_FALLBACKS."
        ) from error


def _fernet() -> MultiFernet:
    keys: list[Any] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(secret_key: str) -> bytes:
    """A key of its own for this purpose, so that it can't be mixed up with the keys of signatures."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret_key.encode())
    return base64.urlsafe_b64encode(derived)
