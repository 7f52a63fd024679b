"""Why two structures seem to be the same, and what speaks against it: German sentences that a person can check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rapidfuzz.distance import OSA

from networks.features import Profile, cover
from search import german

SHOWN_WORDS = 5


@dataclass(frozen=True, slots=True)
class Reasons:
    """Sentences in German, most telling first."""

    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]


NO_REASONS = Reasons((), ())


def reasons_for(found: Mapping[str, float], proposal: Profile, existing: Profile) -> Reasons:
    """`found`: the signals of the pair."""
    speaks_for = [
        _name(found, proposal, existing),
        _purpose(found, proposal, existing),
        *_people(proposal, existing),
    ]
    speaks_for += _shared_terms(proposal, existing)
    speaks_for.append(_same_place(found, proposal, existing))
    speaks_against = [
        _other_place(found, existing),
        *_differences(found, proposal, existing),
        _standing(existing),
    ]
    return Reasons(tuple(filter(None, speaks_for)), tuple(filter(None, speaks_against)))


def _name(found: Mapping[str, float], proposal: Profile, existing: Profile) -> str:
    mine, theirs = proposal.structure, existing.structure
    if german.fold(mine.name) == german.fold(theirs.name):
        return _("gleicher Name")
    acronym = mine.name if len(mine.name) <= len(theirs.name) else theirs.name
    if found["name"] >= 0.7:
        if any(word.looks_like_acronym and not word.is_format for word in proposal.names[0].words):
            return _("Kürzel passt zum Namen: %(acronym)s") % {"acronym": acronym}
        alike = OSA.normalized_similarity(proposal.letters, existing.letters)
        return (
            _("fast gleicher Name")
            if alike >= 0.5 or _same_words(proposal, existing)
            else _("Name mit gleicher Bedeutung")
        )
    if found["name"] >= 0.45:
        return _("ähnlicher Name")
    words = cover(existing.names[0].words, proposal.everything, proposal.stock).words
    if words and found["text_im_namen"] >= 0.4:
        return _("der Name kommt in der Beschreibung vor: %(words)s") % {"words": _listed(words)}
    return ""


def _same_words(proposal: Profile, existing: Profile) -> bool:
    """The same words in another order or divided otherwise."""
    mine, theirs = proposal.names[0], existing.names[0]
    roots = {root for root in mine.roots if len(root) > 2}, {root for root in theirs.roots if len(root) > 2}
    return len(roots[0] & roots[1]) * 2 >= len(roots[0] | roots[1])


def _purpose(found: Mapping[str, float], proposal: Profile, existing: Profile) -> str:
    words = cover(proposal.purpose.words, existing.everything, proposal.stock).words
    if not words or found["zweck"] < 0.2:
        return ""
    text = _("gleicher Zweck: %(words)s") if found["zweck"] >= 0.45 else _("ähnlicher Zweck: %(words)s")
    return text % {"words": _listed(words)}


def _people(proposal: Profile, existing: Profile) -> list[str]:
    shared = len(proposal.structure.people & existing.structure.people)
    found = []
    if shared:
        sentence = ngettext("%(count)d gemeinsames Mitglied", "%(count)d gemeinsame Mitglieder", shared)
        found.append(sentence % {"count": shared})
    if proposal.structure.coordinator and proposal.structure.coordinator == existing.structure.coordinator:
        found.append(_("gleiche Koordination"))
    return found


def _shared_terms(proposal: Profile, existing: Profile) -> list[str]:
    found = []
    themes = proposal.structure.themes & existing.structure.themes
    if themes:
        sentence = ngettext("gleiches Thema: %(names)s", "gleiche Themen: %(names)s", len(themes))
        found.append(sentence % {"names": ", ".join(sorted(themes))})
    groups = proposal.structure.target_groups & existing.structure.target_groups
    if groups:
        sentence = ngettext("gleiche Zielgruppe: %(names)s", "gleiche Zielgruppen: %(names)s", len(groups))
        found.append(sentence % {"names": ", ".join(sorted(groups))})
    return found


def _same_place(found: Mapping[str, float], proposal: Profile, existing: Profile) -> str:
    shared = proposal.places_named & existing.places_named
    if found["ort"] and shared:
        return _("gleicher Ort: %(names)s") % {"names": ", ".join(sorted(shared))}
    if proposal.structure.is_citywide and existing.structure.is_citywide:
        return _("beide für das ganze Gebiet")
    return ""


def _other_place(found: Mapping[str, float], existing: Profile) -> str:
    if found["ort_gegen"]:
        return _("anderer Ort: %(names)s") % {"names": ", ".join(sorted(existing.places_named))}
    if found["ort_teil_gegen"]:
        if existing.structure.is_citywide:
            return _("arbeitet im ganzen Gebiet, nicht nur vor Ort")
        return _("nur in %(names)s") % {"names": ", ".join(sorted(existing.places_named))}
    return ""


def _differences(found: Mapping[str, float], proposal: Profile, existing: Profile) -> list[str]:
    differences = []
    if found["zweck_gegen"] >= 0.4:
        differences.append(_("anders beschriebener Zweck"))
    if found["themen_gegen"] == 1.0:
        differences.append(
            _("andere Themen: %(names)s") % {"names": ", ".join(sorted(existing.structure.themes))}
        )
    if found["mitglieder_gegen"] >= 0.4 and not proposal.structure.people & existing.structure.people:
        differences.append(_("keine gemeinsamen Mitglieder"))
    return differences


def _standing(existing: Profile) -> str:
    structure = existing.structure
    if structure.status == "beendet":
        return (
            _("seit %(year)d beendet") % {"year": structure.ended_in} if structure.ended_in else _("beendet")
        )
    if structure.status == "ruhend":
        if structure.ended_in:
            return _("ruht seit %(year)d: wiederbeleben?") % {"year": structure.ended_in}
        return _("ruht zurzeit: wiederbeleben?")
    if structure.status == "geplant":
        return _("noch in Planung: jetzt abstimmen?")
    return ""


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(list(dict.fromkeys(words))[:SHOWN_WORDS])
