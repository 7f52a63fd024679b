"""Addresses from German names: Übergang Kita – Schule -> uebergang-kita-schule."""

from __future__ import annotations

from django.utils.text import slugify

GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"}
)


def german_slug(text: str) -> str:
    """Lower-case ASCII slug that spells umlauts out, as German addresses do."""
    return slugify(text.translate(GERMAN))
