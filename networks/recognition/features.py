"""Named signals of a pair of structures: what speaks for „the same“ and what against it. Pure: no Django models.

Every signal lies between 0 and 1 and is 0 where one side says nothing: an empty field is no evidence. The names are
those of `data/similarity.toml`; signals whose name ends in `_gegen` may only lower a score, all others only raise it.
"""

from __future__ import annotations

import math
from functools import lru_cache

from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

from german import analyzer
from networks.recognition.acronyms import stands_for
from networks.recognition.containment import Containment, containment
from networks.recognition.profiles import Profile, saturate
from networks.recognition.structures import Corpus, Text
from networks.recognition.territory import Lies, Territory
from networks.recognition.wording import format_roots, words_of

SIGNALS = {
    "name": _("Name"),
    "name_fast_gleich": _("fast gleicher Name"),
    "name_allein": _("Name, wo kein Zweck dabeisteht"),
    "name_in_text": _("Name im Text des Eintrags"),
    "text_im_namen": _("Name des Eintrags im Text"),
    "zweck": _("Zweck, im Eintrag wiedergefunden"),
    "zweck_umgekehrt": _("Zweck des Eintrags, hier wiedergefunden"),
    "zweck_beide": _("Zweck, in beide Richtungen"),
    "zweck_allein": _("Zweck, wo der Name nichts sagt"),
    "zweck_gegen": _("anderer Zweck"),
    "name_gegen": _("anderer Name"),
    "gremium_gegen": _("das eine ist ein Gremium des anderen"),
    "mitglieder": _("gemeinsame Mitglieder"),
    "mitglieder_gleich": _("Mitglieder beider Seiten"),
    "mitglieder_fast_alle": _("fast nur gemeinsame Mitglieder"),
    "mitglieder_gegen": _("andere Mitglieder"),
    "koordination": _("gleiche Koordination"),
    "koordination_gegen": _("Koordination, die dort nicht mitmacht"),
    "genannt": _("im Text genannte Mitglieder"),
    "thema_gemeint": _("Thema, das der Text meint"),
    "themen": _("gleiche Themen"),
    "themen_gegen": _("andere Themen"),
    "zielgruppen": _("gleiche Zielgruppen"),
    "ort": _("gleicher Ort"),
    "stadt": _("gleiche Stadt oder Gemeinde, unter mehreren"),
    "stadt_name": _("gleicher Name in derselben Stadt"),
    "stadt_thema": _("gleiches Thema in derselben Stadt"),
    "stadt_zweck": _("gleicher Zweck in derselben Stadt"),
    "stadt_teil": _("Gemeinde und Kreis, zu dem sie gehört"),
    "stadt_offen_gegen": _("Ort ungesagt, und Namen wie dieser gibt es überall"),
    "ort_teil_gegen": _("Teil des Gebiets oder das ganze"),
    "ort_gegen": _("anderer Ort"),
}
# Of a directory of several towns only (`territory`): fitted on such ones, with all other weights as they are.
TOWN_SIGNALS = tuple(name for name in SIGNALS if name.startswith("stadt"))

NEARLY_SAME = 0.7  # of the likeness of names: from here on it says „the same“ more and more
# Of the letters: of whole names, of single names without districts.
LIKE_A_TYPING_ERROR, LIKE_ONE_IN_A_PHRASE = 0.93, 0.85
LEAST_LETTERS = 7  # of a name: one error in fewer is another word
FITS = 0.5  # of an acronym, from which on its name and it are taken to say as much
FEW = 0.4  # what is left of a likeness that rests on words that say nothing
PLENTY = 1.5  # so many rare words or members of evidence count as one
SHARED_MOST = 0.4  # of the members of both; what is above is hardly by chance
KIN_THEME = 0.4  # how far another theme of one branch speaks against
SAYS_THEME = 0.85  # share of a name that must stand in the theme
HALF = 0.5  # of the purpose that is found again is no other purpose any more
SAME_THEME = 0.85  # names that both say the theme and nothing else are as good as nearly the same


def signals(proposal: Profile, existing: Profile) -> dict[str, float]:
    """All signals of a pair. Not symmetric in the texts: a proposal is usually shorter than what is stored."""
    found = dict.fromkeys(SIGNALS, 0.0)
    _names(found, proposal, existing)
    found["gremium_gegen"] = float(_is_part(proposal, existing) or _is_part(existing, proposal))
    _purposes(found, proposal, existing)
    _members(found, proposal, existing)
    _mentions(found, proposal, existing)
    _coordinator(found, proposal, existing)
    _themes(found, proposal, existing)
    _places(found, proposal, existing)
    return found


def _names(found: dict[str, float], proposal: Profile, existing: Profile) -> None:
    best = 0.0
    for mine in proposal.names:
        for place, theirs in enumerate(existing.names):
            best = max(best, _name_similarity(mine, theirs, proposal, existing, place == 0))
    if any(not word.is_format for word in words_of(proposal.structure.name)):
        best = max(
            best,
            _same_letters(proposal.letters, existing.letters, LIKE_A_TYPING_ERROR),
            _same_theme(proposal, existing),
        )
    found["name"] = best
    found["name_fast_gleich"] = max(0.0, best - NEARLY_SAME) / (1.0 - NEARLY_SAME)
    mine = proposal.names[0]
    in_text = containment(mine.words, existing.everything, proposal.corpus, existing.bare_name)
    found["name_in_text"] = in_text.share * saturate(in_text.mass)
    their_name = containment(existing.names[0].words, proposal.everything, proposal.corpus)
    found["text_im_namen"] = their_name.share * saturate(their_name.mass)
    found["name_gegen"] = (1.0 - max(best, in_text.share)) * proposal.name_weight * proposal.name_speaks
    if not proposal.purpose.words:  # nothing that could bear the name out
        found["name_allein"] = best


def _is_part(one: Profile, whole: Profile) -> bool:
    """Whether one steers the other („Lenkungskreis“ of a Netzwerk), or is named after it („Jugendforum der Partnerschaft …“)."""
    if one.steers and whole.steers is False:
        return True
    return bool(one.part_of.words) and any(one.part_of.every_root == name.every_root for name in whole.names)


def _same_theme(proposal: Profile, existing: Profile) -> float:
    """Two names that say nothing but the theme which both have: „Lesenetz“ and „Runder Tisch Leseförderung“."""
    for theme in proposal.structure.themes & existing.structure.themes:
        text = _theme_text(theme)
        shares = (containment(side.names[0].words, text, side.corpus) for side in (proposal, existing))
        if all(found.share >= SAYS_THEME for found in shares):
            return SAME_THEME
    return 0.0


@lru_cache(maxsize=1_000)
def _theme_text(theme: str) -> Text:
    return Text(words_of(theme))


def _name_similarity(mine: Text, theirs: Text, proposal: Profile, existing: Profile, is_main: bool) -> float:
    """Harmonic mean of both containments, damped where the words that meet are few and frequent; or the same letters."""
    if mine.folded and mine.folded == theirs.folded:
        content = any(not word.is_format for word in mine.words)
        return 1.0 if content or mine.words == theirs.words else 0.0
    has_content = any(not word.is_format for word in mine.words)
    if has_content and mine.every_root == theirs.every_root:
        return 1.0  # „Familienbündnis“ and „Bündnis für Familien“
    spelled = _same_letters(_letters(mine), _letters(theirs), LIKE_ONE_IN_A_PHRASE) if has_content else 0.0
    if is_main:
        spelled = max(spelled, _as_acronym(mine, existing), _as_acronym(theirs, proposal))
    there = containment(mine.words, theirs, proposal.corpus, existing.bare_name if is_main else "")
    back = containment(theirs.words, mine, proposal.corpus, proposal.bare_name)
    if any(
        w.looks_like_acronym and stands_for(w.surface, existing.bare_name) >= FITS
        for w in mine.words
        if not w.is_format
    ):
        back = Containment(max(back.share, there.share), max(back.mass, there.mass))
    if not there.share or not back.share:
        return spelled
    mean = 2 * there.share * back.share / (there.share + back.share)
    return max(spelled, mean * (FEW + (1.0 - FEW) * saturate(min(there.mass, back.mass) * 2)))


def _as_acronym(name: Text, other: Profile) -> float:
    """A name of nothing but capitals that spells the other one: „QD KTP“, „BgA PfD“."""
    if not any(word.looks_like_acronym and not word.is_format for word in name.words):
        return 0.0
    if not all(word.looks_like_acronym or word.is_format for word in name.words):
        return 0.0
    every = "".join(word.surface for word in name.words if word.looks_like_acronym)
    return max(stands_for(every, other.bare_name), stands_for(every, other.structure.name))


def _letters(text: Text) -> str:
    return "".join(word.folded for word in text.words)


def _same_letters(mine: str, theirs: str, least: float) -> float:
    """Written together, apart, with a hyphen or a typing error: share of letters alike in their order, 0 below `least`."""
    if min(len(mine), len(theirs)) < LEAST_LETTERS:
        return 0.0
    return OSA.normalized_similarity(mine, theirs, score_cutoff=least)


def _purposes(found: dict[str, float], proposal: Profile, existing: Profile) -> None:
    corpus = proposal.corpus
    if not proposal.purpose.words:
        return
    there = containment(proposal.purpose.words, existing.everything, corpus)
    found["zweck"] = there.share * saturate(there.mass / PLENTY)
    back = containment(existing.purpose.words, proposal.everything, corpus)
    found["zweck_umgekehrt"] = back.share * saturate(back.mass / PLENTY)
    both = math.sqrt(found["zweck"] * found["zweck_umgekehrt"])
    found["zweck_beide"] = both
    found["zweck_allein"] = both * (1.0 - proposal.name_weight * proposal.name_speaks)
    weight = sum(proposal.word_weight(word) for word in proposal.purpose.words)
    if existing.purpose.words:
        # Two people never tell a thing with the same words: behind an equal name other words are no other purpose.
        is_other = 1.0 - found["name_fast_gleich"] * proposal.name_weight
        found["zweck_gegen"] = max(0.0, 1.0 - there.share / HALF) * saturate(weight / 2) * is_other


# --- who, what for, where --------------------------------------------------------------------------------------------


def _members(found: dict[str, float], proposal: Profile, existing: Profile) -> None:
    mine, theirs, corpus = proposal.structure.people, existing.structure.people, proposal.corpus
    if not mine or not theirs:
        return
    shared = sum(corpus.member_weight(member) for member in mine & theirs)
    either = sum(corpus.member_weight(member) for member in mine | theirs)
    own = sum(corpus.member_weight(member) for member in mine)
    elsewhere = sum(corpus.member_weight(member) for member in mine - theirs if corpus.members[member])
    found["mitglieder"] = shared / own * saturate(shared / PLENTY)
    found["mitglieder_gleich"] = shared / either * saturate(shared / PLENTY)
    found["mitglieder_fast_alle"] = max(0.0, found["mitglieder_gleich"] - SHARED_MOST) / (1.0 - SHARED_MOST)
    # Who takes part in nothing that is known here is no sign of another round.
    found["mitglieder_gegen"] = elsewhere / own * saturate(elsewhere / PLENTY)


def _mentions(found: dict[str, float], proposal: Profile, existing: Profile) -> None:
    """Who is named in a text of one and takes part in the other („der Nordstern hilft beim Umsetzen“)."""
    mine, theirs, corpus = proposal.structure.people, existing.structure.people, proposal.corpus
    named = proposal.named & theirs | existing.named & mine
    found["genannt"] = saturate(sum(corpus.member_weight(key) for key in named))


def _coordinator(found: dict[str, float], proposal: Profile, existing: Profile) -> None:
    mine, theirs = proposal.structure.coordinator, existing.structure.coordinator
    if mine and theirs:
        found["koordination"] = proposal.corpus.member_weight(mine) if mine == theirs else 0.0
        is_known = bool(proposal.corpus.members[mine])
        found["koordination_gegen"] = float(is_known and mine not in existing.structure.people)


def _themes(found: dict[str, float], proposal: Profile, existing: Profile) -> None:
    corpus = proposal.corpus
    mine, theirs = proposal.structure.themes, existing.structure.themes
    if mine and theirs:
        shared = sum(corpus.theme_weight(theme) for theme in mine & theirs)
        own = sum(corpus.theme_weight(theme) for theme in mine)
        found["themen"] = shared / own * min(1.0, shared)
        if not mine & theirs:
            parents = corpus.theme_parents
            kin = {parents.get(theme) for theme in mine} | mine
            found["themen_gegen"] = (
                KIN_THEME if kin & ({parents.get(theme) for theme in theirs} | theirs) - {None, ""} else 1.0
            )
    meant = (proposal.themes_meant.get(theme, 0.0) * corpus.theme_weight(theme) for theme in theirs)
    found["thema_gemeint"] = max(meant, default=0.0)
    groups = proposal.structure.target_groups, existing.structure.target_groups
    if groups[0] and groups[1]:
        found["zielgruppen"] = len(groups[0] & groups[1]) / len(groups[0])


def _places(found: dict[str, float], proposal: Profile, existing: Profile) -> None:
    if proposal.corpus.places.territory:
        _towns(found, proposal, existing, proposal.corpus.places.territory)
        return
    mine, theirs = proposal.places_named, existing.places_named
    if mine and theirs:
        overlap = proposal.corpus.places.overlap(mine, theirs)
        found[{"gleich": "ort", "teil": "ort_teil_gegen", "": "ort_gegen"}[overlap]] = 1.0
    elif (mine and existing.structure.is_citywide) or (theirs and proposal.structure.is_citywide):
        found["ort_teil_gegen"] = 1.0


def _towns(found: dict[str, float], proposal: Profile, existing: Profile, territory: Territory) -> None:
    mine, theirs = proposal.where, existing.where
    if theirs and not mine:
        found["stadt_offen_gegen"] = 1.0 - _own_name(proposal, existing)
        return
    lies, is_same_town = territory.lies(mine, theirs), bool(mine.towns & theirs.towns)
    found["ort"] = float(lies == Lies.SAME)
    found["ort_gegen"] = float(lies == Lies.APART)
    found["stadt_teil"] = float(lies == Lies.PART and not is_same_town)
    if is_same_town:
        found["stadt"] = 1.0
        found["stadt_name"] = max(found["name"], found["name_in_text"], found["text_im_namen"])
        found["stadt_thema"] = max(found["thema_gemeint"], found["themen"])
        found["stadt_zweck"] = max(found["zweck"], found["zweck_umgekehrt"])


def _own_name(proposal: Profile, existing: Profile) -> float:
    """How much the words weigh that are no German words, stand in both names and in no third one: „Billenetz“, no
    „Jugendberufsagentur“, no acronym (each town has its JBA)."""
    theirs = {word.folded for text in existing.names for word in text.words}
    mine = (word for word in proposal.names[0].words if word.folded in theirs and not word.surface.isupper())
    own = (
        word
        for word in mine
        if not word.is_format and any(_is_own(root, proposal.corpus) for root in word.roots)
    )
    return saturate(2 * sum(map(proposal.word_weight, own)))


def _is_own(root: str, corpus: Corpus) -> bool:
    return corpus.roots[root] <= 1 and root not in format_roots() and not analyzer.analyse(root).known
