"""What is said for a suggestion: German sentences that quote what stands in the entry. No sentence rests on more than that."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from actors.models import Offer
from partners.matching import Candidate, PartnerPlan, PartnerReason, Suggestion

LONGEST_QUOTE = 140  # characters of a presentation; more is on its page
MOST_ROUNDS = 3  # networks that are named; more is on its page
# What says most comes first; of one signal the order is that of the entry.
ORDER = (
    "bedarf", "bedarf_anders", "gegenseitig", "gruppe", "generation", "ort", "ort_genannt", "stadtweit", "thema", "sagt", "gruppe_nah",
    "alle", "phase", "sucht_auch", "art", "runde",
)  # fmt: skip

type Labels = Callable[[str, str], str]  # facet, slug -> how it is called


def sentences(plan: PartnerPlan, one: Suggestion, label: Labels) -> list[str]:
    """Each said once, the most telling first."""
    reasons = sorted(one.reasons, key=lambda reason: ORDER.index(reason.signal))
    said = (_sentence(plan, one.candidate, reason, label) for reason in reasons)
    return list(dict.fromkeys(said))


def _sentence(plan: PartnerPlan, one: Candidate, reason: PartnerReason, label: Labels) -> str:
    return SENTENCES[reason.signal](plan, one, reason, label)


def _offer(_plan: PartnerPlan, _one: Candidate, reason: PartnerReason, _label: Labels) -> str:
    return _quoted(reason)


def _quoted(reason: PartnerReason) -> str:
    """„bietet Raum: Saal für 50 Personen“, as the entry says it."""
    said = reason.said
    if said is None:
        return ""
    kind = Offer.Kind(said.kind).label
    pattern = (
        _("sucht %(kind)s: %(text)s")
        if said.direction == Offer.Direction.SEEKS
        else _("bietet %(kind)s: %(text)s")
    )
    return pattern % {"kind": kind, "text": said.text}


def _mutual(_plan: PartnerPlan, _one: Candidate, reason: PartnerReason, _label: Labels) -> str:
    return _("%(wish)s. Sie bieten: %(offer)s") % {"wish": _quoted(reason), "offer": reason.words[0]}


def _common(_plan: PartnerPlan, _one: Candidate, reason: PartnerReason, _label: Labels) -> str:
    return _("%(wish)s. Vielleicht suchen Sie gemeinsam") % {"wish": _quoted(reason)}


def _presentation(_plan: PartnerPlan, one: Candidate, _reason: PartnerReason, _label: Labels) -> str:
    text = Truncator(one.description).chars(LONGEST_QUOTE)
    return (
        _("stellt sich so vor: „%(text)s“") % {"text": text}
        if text
        else _("ist: %(kind)s") % {"kind": one.kind}
    )


def _citywide(plan: PartnerPlan, one: Candidate, reason: PartnerReason, label: Labels) -> str:
    return _quoted(reason) if reason.said else _presentation(plan, one, reason, label)


def _rounds(plan: PartnerPlan, _one: Candidate, reason: PartnerReason, _label: Labels) -> str:
    networks = ", ".join(reason.words[:MOST_ROUNDS])
    asker = plan.asker.name if plan.asker else ""
    return _("trifft %(asker)s schon in: %(networks)s") % {"asker": asker, "networks": networks}


def _named(
    pattern: Callable[[], str], facet: str
) -> Callable[[PartnerPlan, Candidate, PartnerReason, Labels], str]:
    def sentence(_plan: PartnerPlan, _one: Candidate, reason: PartnerReason, label: Labels) -> str:
        return pattern() % {"words": ", ".join(label(facet, slug) for slug in reason.words)}

    return sentence


SENTENCES: Mapping[str, Callable[[PartnerPlan, Candidate, PartnerReason, Labels], str]] = {
    "bedarf": _offer,
    "bedarf_anders": _offer,
    "art": _offer,
    "ort_genannt": _offer,
    "gegenseitig": _mutual,
    "sucht_auch": _common,
    "sagt": _presentation,
    "stadtweit": _citywide,
    "runde": _rounds,
    "alle": lambda *_args: _("richtet sich an alle"),
    "gruppe": _named(lambda: _("nennt als Zielgruppe: %(words)s"), "zielgruppe"),
    "gruppe_nah": _named(lambda: _("nennt eine nahe Zielgruppe: %(words)s"), "zielgruppe"),
    "generation": _named(lambda: _("andere Generation am selben Ort: %(words)s"), "zielgruppe"),
    "ort": _named(lambda: _("sitzt am gesuchten Ort: %(words)s"), "stadtteil"),
    "thema": _named(lambda: _("arbeitet zu: %(words)s"), "thema"),
    "phase": _named(lambda: _("nennt die Bildungsphase: %(words)s"), "phase"),
}
