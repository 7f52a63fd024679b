"""A structure with everything that the comparison derives from it once: words, places, weights. Pure: no Django."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property

from german import analyzer
from networks.recognition.containment import containment, root_match
from networks.recognition.places import unknown_place
from networks.recognition.structures import Corpus, Structure, Text
from networks.recognition.territory import NOWHERE, Where
from networks.recognition.wording import FORMAT_WORDS, ComparableWord, words_of

STEERING = frozenset({"Steuerungsgruppe", "Beirat"})  # formats of bodies that belong to something larger
COMMON = 0.36  # words that say less („Arbeitstitel“, „Vorhaben“) are no other name: they are none yet
HALF = 0.5  # of the name that the other fields say is as good as all of it
MUTE_NAME = 0.2  # what a name counts that says nothing of what the other fields say
TELLING = 0.4  # what one word weighs that says by itself what something is for
SENTENCE = 4  # or so many words together
LONGEST_NAME = 300  # characters: no name is that long, and patterns shall not run over pasted documents
# What stands in brackets or quotes, or an acronym behind a stroke or dash.
BESIDE = re.compile(
    r"""\(([^()]{2,80})\)|[„“"»]([^„“”"«»]{3,80})[“”"«]|\s*[/–-]\s*([A-ZÄÖÜ]{2,8})$|^([A-ZÄÖÜ][A-Za-zÄÖÜäöü]{1,8})\s+[–-]\s"""
)
PART_OF = re.compile(r"^(\S.{3,60}?)\s(?:der|des|vom|im|beim|innerhalb)\s(.{6,})$")
THEME_MEANT = 0.4  # share of a theme's words that must be met


@dataclass
class Profile:
    """A structure with everything the comparison derives from it once: words, places, weights."""

    structure: Structure
    corpus: Corpus

    @cached_property
    def names(self) -> list[Text]:
        """The name first, then every other name and what a name says beside it in brackets or quotes, without the Kommune's
        own name and without districts."""
        given = (self.structure.name, self.structure.short_name, *self.structure.other_names)
        beside = [part for name in given for part in _said_beside(name[:LONGEST_NAME])]
        texts = [self._name_text(name) for name in (*given, *beside) if name.strip()]
        return [texts[0], *(text for text in texts[1:] if text.words)] if texts else [Text(())]

    def _name_text(self, name: str) -> Text:
        return Text(
            word
            for word in words_of(self._without_places(name))
            if not self.corpus.is_own_name(word.folded) and not self._is_place(word)
        )

    def _without_places(self, text: str) -> str:
        territory = self.corpus.places.territory
        return territory.named_in(text)[0] if territory else text

    def _is_place(self, word: ComparableWord) -> bool:
        """A district, or the proper name of an institution in one („Hafenmäuse“): it says where, not what for."""
        places = self.corpus.places
        if places.territory:
            return False
        return word.folded in places.sites or bool(places.mentioned(word.surface))

    @cached_property
    def folded_name(self) -> str:
        return analyzer.fold(self.structure.name)

    @cached_property
    def bare_name(self) -> str:
        """The name as written, without districts and the Kommune's own name: what an acronym is made of."""
        kept = (
            part
            for part in self.structure.name[:300].split()
            if not self.corpus.is_own_name(analyzer.fold_word(part))
            and not self.corpus.places.mentioned(part)
        )
        return " ".join(kept)

    @cached_property
    def letters(self) -> str:
        """All letters of the name with its districts, without the Kommune's own name."""
        return "".join(
            word.folded for word in words_of(self.structure.name) if not self.corpus.is_own_name(word.folded)
        )

    @cached_property
    def steers(self) -> bool | None:
        """Whether it is the body that steers or advises a whole (Lenkungskreis, Beirat), as its name says or its format; None
        where neither says of what kind it is."""
        said = [
            FORMAT_WORDS[word.folded] for word in words_of(self.structure.name) if word.folded in FORMAT_WORDS
        ]
        kinds = {kind for kind in (*said, "" if any(said) else self.structure.format) if kind}
        return bool(kinds & STEERING) if kinds else None

    @cached_property
    def part_of(self) -> Text:
        """The whole that a name names itself a part of: „Partnerschaft für Demokratie“ of „Jugendforum der Partnerschaft …“."""
        found = PART_OF.match(self.structure.name[:LONGEST_NAME])
        if not found or all(
            word.is_format for word in words_of(found.group(1))
        ):  # „Netzwerk der Migrantenvereine“
            return Text(())
        return self._name_text(found.group(2))

    @cached_property
    def purpose(self) -> Text:
        return Text(
            word
            for word in words_of(self._without_places(self.structure.purpose))
            if not word.is_format and not self.corpus.is_own_name(word.folded) and not self._is_place(word)
        )

    @cached_property
    def everything(self) -> Text:
        """Names, purpose and themes in one: where a word may turn up on the other side."""
        words = [word for text in self.names for word in text.words if not word.is_format]
        return Text((*words, *self.purpose.words, *words_of(" ".join(sorted(self.structure.themes)))))

    @cached_property
    def says_what_for(self) -> bool:
        """Whether name or purpose say more than the kind of cooperation and a place („Runder Tisch Lindenau“), and more
        than what half of the directory says of itself („Bildung“, „Schule“)."""
        words = (*(word for text in self.names for word in text.words), *self.purpose.words)
        said = {word.folded: self.word_weight(word) for word in words if not word.is_format}
        return len(said) >= SENTENCE or any(weight >= TELLING for weight in said.values())

    def word_weight(self, word: ComparableWord) -> float:
        return self.corpus.word_weight(word)

    @cached_property
    def named(self) -> frozenset[str]:
        """Institutions that the texts name."""
        return self.corpus.places.institutions_in(f"{self.structure.name}, {self.structure.purpose}")

    @cached_property
    def places_named(self) -> frozenset[str]:
        """Districts said in the fields or in the name; failing that, in the purpose or by institutions named there."""
        structure, places = self.structure, self.corpus.places
        named = structure.districts | places.mentioned(f"{structure.name} {structure.short_name}")
        if named or structure.is_citywide:
            return named
        implied = places.mentioned(structure.purpose) or places.sites_in(
            f"{structure.name} {structure.purpose}"
        )
        return implied or frozenset(filter(None, [self._place_elsewhere]))

    @cached_property
    def where(self) -> Where:
        """In a directory of several towns: the places said in the fields, else in the name, else by who coordinates, else in
        the purpose, if that names one."""
        structure, places = self.structure, self.corpus.places
        territory = places.territory
        if territory is None:
            return NOWHERE
        names = f"{structure.name} / {structure.short_name}"
        coordinator = filter(None, [places.seats.get(structure.coordinator, "")])
        _rest, by_purpose = territory.named_in(structure.purpose)
        tries = (
            territory.of(structure.districts),
            territory.named_in(names)[1],
            territory.of(coordinator),
            by_purpose if len(by_purpose.towns) == 1 else NOWHERE,
        )
        return next(filter(None, tries), NOWHERE)

    @cached_property
    def where_it_is(self) -> str:
        """In words."""
        if self.corpus.places.territory is None:
            return ", ".join(sorted(self.places_named))
        named = (
            self.structure.districts or {places[0].label for places in self.where.places} | self.where.others
        )
        return ", ".join(sorted(named))

    @cached_property
    def _place_elsewhere(self) -> str:
        found = unknown_place(self.structure.name)
        return "" if self.corpus.is_own_name(found) or self.corpus.roots[found] > 0 else found

    @cached_property
    def name_weight(self) -> float:
        """How much the name says, as evidence: 0 for „Arbeitskreis“, „Neue Runde“, near 1 for a rare word."""
        words = self.names[0].words
        return saturate(
            sum(self.word_weight(word) for word in words if max(word.telling, default=0) > COMMON)
        )

    @cached_property
    def name_speaks(self) -> float:
        """How far the name says what the other fields say: little for „Rückenwind“, 1 where there is nothing else."""
        rest = Text((*self.purpose.words, *words_of(" ".join(sorted(self.structure.themes)))))
        if not rest.words:
            return 1.0
        share = containment(self.names[0].words, rest, self.corpus).share
        return MUTE_NAME + (1.0 - MUTE_NAME) * min(1.0, share / HALF)

    @cached_property
    def themes_meant(self) -> dict[str, float]:
        """Themes of the corpus whose words stand in name or purpose, whether somebody ticked them or not, with the share."""
        names = (word for name in self.names for word in name.words)
        text = Text(word for word in (*names, *self.purpose.words) if not word.is_format)
        shares = ((theme, self._share_of(theme, text)) for theme in self.corpus.themes)
        return {theme: share for theme, share in shares if share >= THEME_MEANT}

    def _share_of(self, theme: str, text: Text) -> float:
        words = [word for word in words_of(theme) if not word.is_format]
        weights = [sum(word.telling) for word in words]
        found = (
            weight * root_match(word, text, self.corpus) for word, weight in zip(words, weights, strict=True)
        )
        return sum(found) / (sum(weights) or 1.0)


def _said_beside(name: str) -> list[str]:
    """„BAN“ of „Bildungslandschaft Altstadt Nord/BAN“; „Lesestart“ and „Netzwerk Leseförderung“ of „Netzwerk Leseförderung (Lesestart)“."""
    inside = [found.group(found.lastindex or 0).strip() for found in BESIDE.finditer(name)]
    rest = BESIDE.sub(" ", name).strip(" -–,/:;")
    return [*inside, rest] if inside and rest else inside


def saturate(mass: float) -> float:
    """0 for no evidence, near 1 for plenty: one rare word weighs about 1."""
    return 1.0 - math.exp(-mass)
