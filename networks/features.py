"""Named signals of a pair of structures: what speaks for „the same“ and what against it. Pure: no Django.

Every signal lies between 0 and 1 and is 0 where one side says nothing: an empty field is no evidence. The names are
those of `data/similarity.json`; signals whose name ends in `_gegen` may only lower a score, all others only raise it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from networks.acronyms import stands_for
from networks.places import unknown_place
from networks.structures import Stock, Structure, Text
from networks.wording import NEAR_FIELD, SAME_FIELD, Word, format_roots, word_fields, words_of
from search import german

SIGNALS = (
    "name", "name_fast_gleich", "name_in_text", "text_im_namen", "zweck", "zweck_stark", "zweck_umgekehrt",
    "zweck_gegen", "name_gegen", "mitglieder", "mitglieder_gleich", "mitglieder_gegen", "koordination",
    "koordination_gegen", "genannt", "themen", "themen_gegen", "zielgruppen", "ort", "ort_teil_gegen", "ort_gegen", "format",
)  # fmt: skip


# A compound with a meaning of its own („Tagespflege“, „Pflegeeltern“) is not met by one of its parts.
ALL_PARTS, PART_OF_CONCEPT = 0.9, 0.6
COMMON = 0.36  # words that say less („Arbeitstitel“, „Vorhaben“) are no other name: they are none yet
SAME_THEME = 0.85  # names that both say the theme and nothing else are as good as nearly the same


@dataclass
class Profile:
    """A structure with everything the comparison derives from it once: words, places, weights."""

    structure: Structure
    stock: Stock

    @cached_property
    def names(self) -> list[Text]:
        """The name first, then every other name, without the Kommune's own name and without districts."""
        given = (self.structure.name, self.structure.short_name, *self.structure.other_names)
        return [self._name_text(name) for name in given if name.strip()] or [Text(())]

    def _name_text(self, name: str) -> Text:
        return Text(
            word
            for word in words_of(name)
            if not self.stock.is_own_name(word.folded) and not self._is_place(word)
        )

    def _is_place(self, word: Word) -> bool:
        """A district, or the proper name of an institution in one („Hafenmäuse“): it says where, not what for."""
        places = self.stock.places
        return word.folded in places.sites or bool(places.mentioned(word.surface))

    @cached_property
    def bare_name(self) -> str:
        """The name as written, without districts and the Kommune's own name: what an acronym is made of."""
        kept = (
            part
            for part in self.structure.name[:300].split()
            if not self.stock.is_own_name(german.fold_word(part)) and not self.stock.places.mentioned(part)
        )
        return " ".join(kept)

    @cached_property
    def letters(self) -> str:
        """All letters of the name with its districts, without the Kommune's own name."""
        return "".join(
            word.folded for word in words_of(self.structure.name) if not self.stock.is_own_name(word.folded)
        )

    @cached_property
    def purpose(self) -> Text:
        return Text(
            word
            for word in words_of(self.structure.purpose)
            if not word.is_format and not self.stock.is_own_name(word.folded) and not self._is_place(word)
        )

    @cached_property
    def everything(self) -> Text:
        """Names, purpose and themes in one: where a word may turn up on the other side."""
        words = [word for text in self.names for word in text.words if not word.is_format]
        return Text((*words, *self.purpose.words, *words_of(" ".join(sorted(self.structure.themes)))))

    @cached_property
    def mass(self) -> dict[str, float]:
        return {
            word.folded: self.word_weight(word) for text in (*self.names, self.purpose) for word in text.words
        }

    def word_weight(self, word: Word) -> float:
        return self.stock.word_weight(word)

    @cached_property
    def named(self) -> frozenset[str]:
        """Institutions that the texts name."""
        return self.stock.places.institutions_in(f"{self.structure.name}, {self.structure.purpose}")

    @cached_property
    def places_named(self) -> frozenset[str]:
        """Districts said in the fields or in the name; failing that, in the purpose or by institutions named there."""
        structure, places = self.structure, self.stock.places
        named = structure.districts | places.mentioned(f"{structure.name} {structure.short_name}")
        if named or structure.is_citywide:
            return named
        implied = places.mentioned(structure.purpose) or places.sites_in(
            f"{structure.name} {structure.purpose}"
        )
        return implied or frozenset(filter(None, [self._place_elsewhere]))

    @cached_property
    def _place_elsewhere(self) -> str:
        found = unknown_place(self.structure.name)
        return "" if self.stock.is_own_name(found) or self.stock.roots[found] > 0 else found


def signals(proposal: Profile, existing: Profile) -> dict[str, float]:
    """All signals of a pair. Not symmetric in the texts: a proposal is usually shorter than what is stored."""
    found = dict.fromkeys(SIGNALS, 0.0)
    _names(found, proposal, existing)
    _purposes(found, proposal, existing)
    _members(found, proposal, existing)
    _mentions(found, proposal, existing)
    _coordinator(found, proposal, existing)
    _themes(found, proposal, existing)
    _places(found, proposal, existing)
    formats = proposal.structure.format, existing.structure.format
    found["format"] = float(bool(formats[0]) and formats[0] == formats[1])
    return found


# --- texts -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cover:
    """How much of one text is found in another: `share` 0 to 1, `mass` the weight of what is found."""

    share: float
    mass: float
    words: tuple[str, ...] = ()


def cover(words: tuple[Word, ...], other: Text, stock: Stock, name: str = "") -> Cover:
    """Share of the weight of `words` that `other` contains; `name` is the other's name as written, for acronyms."""
    total = found = 0.0
    hits = []
    for word in words:
        if word.is_format:
            continue
        weight = stock.word_weight(word)
        match = word_match(word, other, stock, name)
        total += weight
        found += weight * match
        if match >= SAME_FIELD and weight > 0.3:
            hits.append(word.surface)
    return Cover(found / total if total else 0.0, found, tuple(hits))


def word_match(word: Word, other: Text, stock: Stock, name: str = "") -> float:
    """How well a word is met by the other text: 1 the same, less for kin, typing errors, abbreviations."""
    if word.folded in other.folded:
        return 1.0
    by_root = _root_match(word, other, stock)
    if by_root > 0.95:
        return by_root
    return max(
        by_root,
        _spelling_match(word, other),
        stands_for(word.surface, name) if name and word.looks_like_acronym else 0.0,
    )


def _root_match(word: Word, other: Text, stock: Stock) -> float:
    weights = [stock.weight(root) * telling for root, telling in zip(word.roots, word.telling, strict=True)]
    parts = sum(weight * _kin(root, other) for root, weight in zip(word.roots, weights, strict=True))
    share = parts / (sum(weights) or 1.0)
    if len(word.roots) == 1:
        return share
    concept = "+".join(word.roots[:-1] if word.roots[-1] in format_roots() else word.roots)
    whole = _kin(concept, other)
    if not whole and share < ALL_PARTS and "+" in concept and concept in word_fields():
        return share * PART_OF_CONCEPT
    return max(whole, share)


def _kin(key: str, other: Text) -> float:
    if key in other.keys:
        return 1.0
    core, near = word_fields().get(key, (frozenset(), frozenset()))
    if core & other.cores:
        return SAME_FIELD
    return NEAR_FIELD if core & other.nears or near & other.cores else 0.0


def _spelling_match(word: Word, other: Text) -> float:
    """The same but for a typing error, an abbreviation or an ending that no rule knew."""
    folded, length = word.folded, len(word.folded)
    if word.is_cut:
        return 0.8 if any(known.startswith(folded) for known in other.folded) else 0.0
    if length < 5:
        return 0.0
    allowed = 1 if length < 8 else 2 if length < 14 else 3
    nearest = process.extractOne(
        folded, other.long, scorer=OSA.distance, processor=None, score_cutoff=allowed
    )
    best = 1.0 - 0.6 * nearest[1] / allowed / (1.0 if length < 8 else 2.0) if nearest else 0.0
    if length >= 7 and any(
        known[:7] == folded[:7] and max(len(known), length) - _in_common(known, folded) <= 3
        for known in other.long
    ):
        return max(best, 0.75)
    return best


def _in_common(first: str, second: str) -> int:
    """Letters alike from the beginning."""
    return next(
        (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )


def _names(found: dict[str, float], proposal: Profile, existing: Profile) -> None:
    best = 0.0
    for mine in proposal.names:
        for place, theirs in enumerate(existing.names):
            best = max(best, _name_similarity(mine, theirs, proposal, existing, place == 0))
    if any(not word.is_format for word in words_of(proposal.structure.name)):
        best = max(
            best, _same_letters(proposal.letters, existing.letters, 0.93), _same_theme(proposal, existing)
        )
    found["name"] = best
    found["name_fast_gleich"] = max(0.0, best - 0.7) / 0.3
    mine = proposal.names[0]
    weight = sum(proposal.word_weight(word) for word in mine.words if max(word.telling, default=0) > COMMON)
    in_text = cover(mine.words, existing.everything, proposal.stock, existing.bare_name)
    found["name_in_text"] = in_text.share * _saturate(in_text.mass)
    their_name = cover(existing.names[0].words, proposal.everything, proposal.stock)
    found["text_im_namen"] = their_name.share * _saturate(their_name.mass)
    found["name_gegen"] = (1.0 - max(best, in_text.share)) * _saturate(weight)


def _same_theme(proposal: Profile, existing: Profile) -> float:
    """Two names that say nothing but the theme which both have: „Lesenetz“ and „Runder Tisch Leseförderung“."""
    for theme in proposal.structure.themes & existing.structure.themes:
        text = _theme_text(theme)
        covers = (cover(side.names[0].words, text, side.stock) for side in (proposal, existing))
        if all(found.share >= 0.85 for found in covers):
            return SAME_THEME
    return 0.0


@lru_cache(maxsize=1_000)
def _theme_text(theme: str) -> Text:
    return Text(words_of(theme))


def _name_similarity(mine: Text, theirs: Text, proposal: Profile, existing: Profile, is_main: bool) -> float:
    """Harmonic mean of both covers, damped where the words that meet are few and frequent; or the same letters."""
    if mine.folded and mine.folded == theirs.folded:
        content = any(not word.is_format for word in mine.words)
        return 1.0 if content or mine.words == theirs.words else 0.0
    has_content = any(not word.is_format for word in mine.words)
    spelled = _same_letters(_letters(mine), _letters(theirs), 0.85) if has_content else 0.0
    if is_main:
        spelled = max(spelled, _as_acronym(mine, existing), _as_acronym(theirs, proposal))
    there = cover(mine.words, theirs, proposal.stock, existing.bare_name if is_main else "")
    back = cover(theirs.words, mine, proposal.stock, proposal.bare_name)
    if any(
        w.looks_like_acronym and stands_for(w.surface, existing.bare_name) >= 0.5
        for w in mine.words
        if not w.is_format
    ):
        back = Cover(max(back.share, there.share), max(back.mass, there.mass))
    if not there.share or not back.share:
        return spelled
    mean = 2 * there.share * back.share / (there.share + back.share)
    return max(spelled, mean * (0.4 + 0.6 * _saturate(min(there.mass, back.mass) * 2)))


def _as_acronym(name: Text, other: Profile) -> float:
    """A name of nothing but capitals that spells the other one: „QD KTP“, „BgA PfD“."""
    if not any(word.looks_like_acronym and not word.is_format for word in name.words):
        return 0.0
    if not all(word.looks_like_acronym or word.is_format for word in name.words):
        return 0.0
    every = "".join(word.surface for word in name.words if word.looks_like_acronym)
    return stands_for(every, other.bare_name)


def _letters(text: Text) -> str:
    return "".join(word.folded for word in text.words)


def _same_letters(mine: str, theirs: str, least: float) -> float:
    """Written together, apart, with a hyphen or a typing error: share of letters alike in their order, 0 below `least`."""
    if min(len(mine), len(theirs)) < 7:
        return 0.0
    return OSA.normalized_similarity(mine, theirs, score_cutoff=least)


def _purposes(found: dict[str, float], proposal: Profile, existing: Profile) -> None:
    stock = proposal.stock
    if not proposal.purpose.words:
        return
    there = cover(proposal.purpose.words, existing.everything, stock)
    evidence = _saturate(there.mass / 1.5)
    found["zweck"] = there.share * evidence
    found["zweck_stark"] = max(0.0, there.share - 0.45) / 0.55 * evidence
    back = cover(existing.purpose.words, proposal.everything, stock)
    found["zweck_umgekehrt"] = back.share * _saturate(back.mass / 1.5)
    weight = sum(proposal.word_weight(word) for word in proposal.purpose.words)
    if existing.purpose.words:
        found["zweck_gegen"] = max(0.0, 1.0 - 2.0 * there.share) * _saturate(weight / 2)


def _saturate(mass: float) -> float:
    """0 for no evidence, near 1 for plenty: one rare word weighs about 1."""
    return 1.0 - math.exp(-mass)


# --- who, what for, where --------------------------------------------------------------------------------------------


def _members(found: dict[str, float], proposal: Profile, existing: Profile) -> None:
    mine, theirs, stock = proposal.structure.people, existing.structure.people, proposal.stock
    if not mine or not theirs:
        return
    shared = sum(stock.member_weight(member) for member in mine & theirs)
    either = sum(stock.member_weight(member) for member in mine | theirs)
    own = sum(stock.member_weight(member) for member in mine)
    found["mitglieder"] = shared / own * _saturate(shared / 1.5)
    found["mitglieder_gleich"] = shared / either * _saturate(shared / 1.5)
    found["mitglieder_gegen"] = (1.0 - shared / own) * _saturate(own / 1.5)


def _mentions(found: dict[str, float], proposal: Profile, existing: Profile) -> None:
    """Who is named in a text of one and takes part in the other („der Nordstern hilft beim Umsetzen“)."""
    mine, theirs, stock = proposal.structure.people, existing.structure.people, proposal.stock
    named = proposal.named & theirs | existing.named & mine
    found["genannt"] = _saturate(sum(stock.member_weight(key) for key in named))


def _coordinator(found: dict[str, float], proposal: Profile, existing: Profile) -> None:
    mine, theirs = proposal.structure.coordinator, existing.structure.coordinator
    if mine and theirs:
        found["koordination"] = proposal.stock.member_weight(mine) if mine == theirs else 0.0
        found["koordination_gegen"] = float(mine not in existing.structure.people)


def _themes(found: dict[str, float], proposal: Profile, existing: Profile) -> None:
    stock = proposal.stock
    mine, theirs = proposal.structure.themes, existing.structure.themes
    if mine and theirs:
        shared = sum(stock.theme_weight(theme) for theme in mine & theirs)
        own = sum(stock.theme_weight(theme) for theme in mine)
        found["themen"] = shared / own * min(1.0, shared)
        if not mine & theirs:
            parents = stock.theme_parents
            kin = {parents.get(theme) for theme in mine} | mine
            found["themen_gegen"] = (
                0.4 if kin & ({parents.get(theme) for theme in theirs} | theirs) - {None, ""} else 1.0
            )
    groups = proposal.structure.target_groups, existing.structure.target_groups
    if groups[0] and groups[1]:
        found["zielgruppen"] = len(groups[0] & groups[1]) / len(groups[0])


def _places(found: dict[str, float], proposal: Profile, existing: Profile) -> None:
    mine, theirs = proposal.places_named, existing.places_named
    if mine and theirs:
        overlap = proposal.stock.places.overlap(mine, theirs)
        found[{"gleich": "ort", "teil": "ort_teil_gegen", "": "ort_gegen"}[overlap]] = 1.0
    elif (mine and existing.structure.is_citywide) or (theirs and proposal.structure.is_citywide):
        found["ort_teil_gegen"] = 1.0
