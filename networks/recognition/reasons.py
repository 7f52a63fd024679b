"""Why two structures seem to be the same, and what speaks against it: German sentences that a person can check."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rapidfuzz.distance import OSA

from duplicates.scoring import Reasons
from networks.recognition.containment import containment
from networks.recognition.profiles import Profile
from networks.recognition.rules import ANOTHER_NAME, NEARLY_THE_NAME
from networks.recognition.structures import Text

SHOWN_WORDS = 5  # of a purpose: more nobody compares with what stands there
# Alike: a reader sees that it is the same name; with fewer, only the meaning is the same.
HALF_THE_LETTERS = 0.5
# Of the signals; what is typed is shorter, so that less of it must meet.
NAME_IN_TEXT, TEXT_IN_NAME = 0.5, 0.4
SAME_PURPOSE = 0.45  # of the signal, from which on two purposes are called the same
SPEAKS_AGAINST = 0.4  # of a signal against, from which on it is told
MANY_MEMBERS = 0.4  # of the signal: two or three shared ones that do not sit everywhere
BUSY_MEMBER = 0.2  # of the signal: one member in common that sits in many networks says less
BOTH = 2  # a theme and a target group in common
SEVERAL = 3  # of: theme, target group, a word of the purpose, district, member, coordination
MEANT = 0.45  # of the signal, from which on a text is said to sound like a theme
ALIKE = 0.2  # of the signal, from which on two purposes are called alike
ONE_WORD = 0.3  # of the signal, when a single word of the purpose meets


def reasons_for(found: Mapping[str, float], proposal: Profile, existing: Profile) -> Reasons:
    """`found`: the signals of the pair."""
    name, (purpose, is_weak) = _name(found, proposal, existing), _purpose(found, proposal, existing)
    people, terms = _people(found, proposal, existing), _shared_terms(proposal, existing)
    meant = _meant(found, proposal, existing)
    speaks_for = [name, purpose, meant, *people, *terms, _same_place(found, proposal, existing)]
    speaks_against = [
        _other_place(found, existing),
        *_differences(found, proposal, existing),
        _standing(existing),
    ]
    has_member = found["genannt"] or found["mitglieder"] >= BUSY_MEMBER
    alike = (*terms, purpose, found["ort"] or found["stadt"], has_member, found["koordination"])
    is_substantial = (
        bool(name or (purpose and not is_weak) or found["mitglieder"] >= MANY_MEMBERS)
        or len(terms) == BOTH
        or sum(map(bool, alike)) >= SEVERAL
    )
    return Reasons(
        tuple(filter(None, speaks_for)),
        tuple(filter(None, speaks_against)),
        is_substantial,
        is_slight=bool(purpose or meant or found["stadt"]) and not is_substantial,
    )


def _name(found: Mapping[str, float], proposal: Profile, existing: Profile) -> str:
    mine, theirs = proposal.structure, existing.structure
    if proposal.folded_name and proposal.folded_name == existing.folded_name:
        return _("gleicher Name")
    if found["name"] >= NEARLY_THE_NAME:
        if any(word.looks_like_acronym and not word.is_format for word in proposal.names[0].words):
            acronym = mine.name if len(mine.name) <= len(theirs.name) else theirs.name
            return _("Kürzel passt zum Namen: %(acronym)s") % {"acronym": acronym}
        alike = OSA.normalized_similarity(proposal.letters, existing.letters) >= HALF_THE_LETTERS
        is_spelled_alike = alike or _same_words(proposal, existing)
        return _("fast gleicher Name") if is_spelled_alike else _("Name mit gleicher Bedeutung")
    return _("ähnlicher Name") if found["name"] >= ANOTHER_NAME else _name_in_text(found, proposal, existing)


def _name_in_text(found: Mapping[str, float], proposal: Profile, existing: Profile) -> str:
    words = containment(existing.names[0].words, proposal.everything, proposal.corpus).words
    if words and found["text_im_namen"] >= TEXT_IN_NAME:
        return _("der Name kommt in der Beschreibung vor: %(words)s") % {"words": _listed(words)}
    words = containment(proposal.names[0].words, existing.everything, proposal.corpus).words
    if words and found["name_in_text"] >= NAME_IN_TEXT:
        quoted = _in_the_entry(proposal.names[0], existing) or words
        return _("der Name trifft, worum es geht: %(words)s") % {"words": _listed(quoted)}
    return ""


def _same_words(proposal: Profile, existing: Profile) -> bool:
    """The same words in another order or divided otherwise."""
    mine, theirs = proposal.names[0], existing.names[0]
    roots = {root for root in mine.roots if len(root) > 2}, {root for root in theirs.roots if len(root) > 2}
    return len(roots[0] & roots[1]) * 2 >= len(roots[0] | roots[1])


def _purpose(found: Mapping[str, float], proposal: Profile, existing: Profile) -> tuple[str, bool]:
    """The sentence, and whether it says too little to stand alone: one word of many."""
    words = containment(proposal.purpose.words, existing.everything, proposal.corpus).words
    if not words or found["zweck"] < ALIKE:
        return "", True
    text = (
        _("gleicher Zweck: %(words)s") if found["zweck"] >= SAME_PURPOSE else _("ähnlicher Zweck: %(words)s")
    )
    quoted = _in_the_entry(proposal.purpose, existing) or words
    return text % {"words": _listed(quoted)}, len(set(words)) == 1 and found["zweck"] < ONE_WORD


def _in_the_entry(text: Text, existing: Profile) -> tuple[str, ...]:
    """The words of the entry that say what `text` says: a reader looks for them there and must find them."""
    return containment(existing.everything.words, text, existing.corpus).words


def _meant(found: Mapping[str, float], proposal: Profile, existing: Profile) -> str:
    """The theme of which the proposal speaks without naming it as its own."""
    themes = existing.structure.themes - proposal.structure.themes
    theme = max(sorted(themes), key=lambda name: proposal.themes_meant.get(name, 0.0), default="")
    if found["thema_gemeint"] < MEANT or proposal.themes_meant.get(theme, 0.0) < MEANT:
        return ""
    return _("es klingt nach dem Thema: %(theme)s") % {"theme": theme}


def _people(found: Mapping[str, float], proposal: Profile, existing: Profile) -> list[str]:
    shared = len(proposal.structure.people & existing.structure.people)
    sentences = []
    if shared:
        sentence = ngettext("%(count)d gemeinsames Mitglied", "%(count)d gemeinsame Mitglieder", shared)
        sentences.append(sentence % {"count": shared})
    if found["koordination"]:
        sentences.append(_("gleiche Koordination"))
    return sentences


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
    if found["stadt"]:
        return _("gleicher Ort: %(names)s") % {"names": existing.where_it_is}
    shared = proposal.places_named & existing.places_named
    if found["ort"] and shared:
        return _("gleicher Ort: %(names)s") % {"names": ", ".join(sorted(shared))}
    if proposal.structure.is_citywide and existing.structure.is_citywide:
        return _("beide für das ganze Gebiet")
    return ""


def _other_place(found: Mapping[str, float], existing: Profile) -> str:
    if found["ort_gegen"]:
        return _("anderer Ort: %(names)s") % {"names": existing.where_it_is}
    if found["stadt_offen_gegen"]:
        return _("gehört zu %(names)s, hier ist noch kein Ort genannt") % {"names": existing.where_it_is}
    if found["ort_teil_gegen"]:
        if existing.structure.is_citywide:
            return _("arbeitet im ganzen Gebiet, nicht nur vor Ort")
        return _("nur in %(names)s") % {"names": existing.where_it_is}
    return ""


def _differences(found: Mapping[str, float], proposal: Profile, existing: Profile) -> list[str]:
    differences = []
    if found["gremium_gegen"]:
        differences.append(_("das eine ist ein Gremium des anderen"))
    mine = proposal.structure.coordinator
    if mine and mine == existing.structure.coordinator and found["koordination_gegen"]:
        differences.append(_("gleiche Koordination, sie kennt also beide"))
    if found["zweck_gegen"] >= SPEAKS_AGAINST:
        differences.append(_("anders beschriebener Zweck"))
    if found["themen_gegen"] == 1.0:
        differences.append(
            _("andere Themen: %(names)s") % {"names": ", ".join(sorted(existing.structure.themes))}
        )
    if (
        found["mitglieder_gegen"] >= SPEAKS_AGAINST
        and not proposal.structure.people & existing.structure.people
    ):
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
