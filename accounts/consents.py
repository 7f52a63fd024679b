"""The sentences that people agree to, each for one purpose, with their versions.

A sentence that changes gets a new version in front; old ones stay, so that what somebody agreed to can be looked up."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent, User

Purpose = Consent.Purpose


@dataclass(frozen=True)
class Wording:
    """One version of one sentence; `version` is the month in which it came, with a letter for the second one."""

    purpose: Consent.Purpose
    version: str
    text: str | Promise


WORDINGS = (
    Wording(
        Purpose.ACCOUNT,
        "2026-11",
        _(
            "Ich habe die Hinweise zum Datenschutz gelesen. Meine E-Mail-Adresse und mein Name werden gespeichert, "
            "damit ich mich anmelden und Einträge pflegen kann."
        ),
    ),
    Wording(
        Purpose.ENTRY,
        "2026-11",
        _("Ich darf diesen Eintrag vornehmen und habe die Hinweise zum Datenschutz gelesen."),
    ),
    Wording(
        Purpose.CONTACT,
        "2026-11",
        _(
            "Ich bin damit einverstanden, dass mein Name, meine Funktion und meine dienstliche Erreichbarkeit im "
            "öffentlichen Bildungsnetz stehen. Ich kann das jederzeit widerrufen."
        ),
    ),
)  # newest first within a purpose


def current(purpose: Consent.Purpose) -> Wording:
    """The sentence to show today."""
    return next(wording for wording in WORDINGS if wording.purpose == purpose)


def at_version(purpose: Consent.Purpose, version: str) -> Wording:
    """The sentence of a version, for what was ticked before a new one came; the current one if it is unknown."""
    known = (wording for wording in WORDINGS if (wording.purpose, wording.version) == (purpose, version))
    return next(known, current(purpose))


def record(wording: Wording, *, user: User | None = None, email: str = "", about: str = "") -> Consent:
    """Keep that somebody agreed, with the words; `email` for people without an account."""
    return Consent.objects.create(
        purpose=wording.purpose,
        version=wording.version,
        text=str(wording.text),
        user=user,
        email="" if user else email,
        about=about[:300],
    )
