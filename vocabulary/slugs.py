"""Addresses from German names: Übergang Kita – Schule -> uebergang-kita-schule."""

from __future__ import annotations

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"}
)


def german_slug(text: str) -> str:
    """Lower-case ASCII slug that spells umlauts out, as German addresses do."""
    return slugify(text.translate(GERMAN))


def stands_in_addresses(name: str) -> models.CheckConstraint:
    """A constraint for `slug`: with any other text the lists that link to the page would fail."""
    return models.CheckConstraint(
        condition=models.Q(slug__regex=r"^[-a-zA-Z0-9_]+$"),
        name=name,
        violation_error_message=_("Eine Adresse besteht aus Buchstaben ohne Umlaute, Ziffern und Strichen."),
    )
