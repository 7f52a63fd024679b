"""In which words people ask for what actors offer, or look for (see `search.query.questions`)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from actors.models import Offer
from actors.search import PERSON
from search.query.questions import Form, register_form

ACTORS = _("Akteure")
OFFERS, SEEKS = Offer.Direction.OFFERS.value, Offer.Direction.SEEKS.value
LITTLE = r"(?: (?:noch|hier|denn|gerade|aktuell|dringend|eigentlich))*"
GIVES = r"(?:bietet|bieten|hat|haben|verleiht|vermietet|stellt|stellen|vergibt|spendet|gibt)"
AT_THE_END = r"(?: (?:an|ab|bereit|anzubieten|zur verfuegung))?"
WANTS = r"(?:sucht|suchen|braucht|brauchen|benoetigt|benoetigen)"
# What the kinds of offers are called by who asks for nothing closer.
KINDS = {
    Offer.Kind.ROOM: (
        r"(?:einen raum|raum|raeume|raeumlichkeiten)",
        _("die Räume bieten"),
        _("die Räume suchen"),
    ),
    Offer.Kind.STAFF: (
        r"(?:personal|leute|helfer(?:innen)?|mitarbeiter(?:innen)?)",
        _("die Personal bieten"),
        _("die Personal suchen"),
    ),
    Offer.Kind.MONEY: (
        r"(?:geld|foerdermittel|zuschuesse|finanzierung|foerderung|spenden|sponsoren)",
        _("die Geld bieten"),
        _("die Geld suchen"),
    ),
    Offer.Kind.MATERIAL: (r"material(?:ien)?", _("die Material bieten"), _("die Material suchen")),
    Offer.Kind.KNOWLEDGE: (
        r"(?:wissen|know ?how|fachwissen)",
        _("die Wissen bieten"),
        _("die Wissen suchen"),
    ),
}


def register_all() -> None:
    for kind, (words, offering, seeking) in KINDS.items():
        register_form(
            Form(
                rf"^wer {GIVES}{LITTLE} {words}{AT_THE_END}$",
                {"art": ["akteur"], OFFERS: [kind]},
                head=ACTORS,
                says=offering,
            ),
            Form(
                rf"^wer {WANTS}{LITTLE} {words}$",
                {"art": ["akteur"], SEEKS: [kind]},
                head=ACTORS,
                says=seeking,
            ),
        )
    register_form(
        Form(
            r"^(?:frau|herrn?)(?: (?:dr|prof))* (?P<rest>(?!und |in |im ).+)$",
            says=_("deren Kontaktperson „%(topic)s“ heißt"),
            within=PERSON,
        ),
        Form(
            rf"^wer {GIVES}{LITTLE} (?P<rest>.+?){AT_THE_END}$",
            {"art": ["akteur"], OFFERS: []},
            head=ACTORS,
            says=_("die „%(topic)s“ bieten"),
            within=OFFERS,
        ),
        Form(
            rf"^wer {WANTS}{LITTLE} (?P<rest>.+)$",
            {"art": ["akteur"], SEEKS: []},
            head=ACTORS,
            says=_("die „%(topic)s“ suchen"),
            within=SEEKS,
        ),
    )
