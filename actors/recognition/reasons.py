"""Why two institutions seem to be the same, and what speaks against it: short German sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _

from actors.recognition.rules import MOST_OF_IT
from duplicates.scoring import Found, Reasons

ALIKE = 0.6  # of the signal, from which on two names are called alike


def reasons_for(found: Found) -> Reasons:
    """`found`: the signals of the pair."""
    street = bool(found["strasse"])
    speaks_for = (
        (found["name_gleich"] == 1.0, _("gleicher Name")),
        (found["name_gleich"] < 1.0 and found["name"] >= ALIKE, _("ähnlicher Name")),
        (street and bool(found["hausnummer"]), _("gleiche Anschrift")),
        (street and not found["hausnummer"], _("gleiche Straße")),
        (
            found["nachfolge"] == 1.0,
            _("vermutlich Nachfolgerin an derselben Adresse"),
        ),
        (found["aussenstelle"] >= MOST_OF_IT, _("vermutlich eine Außenstelle")),
        (found["ort"] == 1.0 and not street, _("gleicher Ort")),
        (bool(found["telefon"]), _("gleiche Telefonnummer")),
        (bool(found["netz"]), _("gleiche Internetadresse")),
        (bool(found["traeger"]), _("gleicher Träger")),
    )
    speaks_against = (
        (found["ort_gegen"] == 1.0, _("anderer Ort")),
        (bool(found["strasse_gegen"]), _("andere Straße")),
        (bool(found["nummer_gegen"]), _("andere Nummer im Namen")),
        (bool(found["art_gegen"]), _("andere Art von Einrichtung")),
    )
    return Reasons(_those(speaks_for), _those(speaks_against), is_substantial=True)


def _those(sentences: tuple[tuple[bool, str], ...]) -> tuple[str, ...]:
    return tuple(sentence for holds, sentence in sentences if holds)
