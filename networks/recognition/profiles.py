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
from networks.recognition.wording import ComparableWord, words_of

COMMON = 0.36  # words that say less („Arbeitstitel“, „Vorhaben“) are no other name: they are none yet
HALF = 0.5  # of the name that the other fields say is as good as all of it
MUTE_NAME = 0.2  # what a name counts that says nothing of what the other fields say
TELLING = 0.4  # what one word weighs that says by itself what something is for
SENTENCE = 4  # or so many words together
LONGEST_NAME = 300
# What stands in brackets or quotes, or an acronym behind a stroke or dash.
BESIDE = re.compile(
    r"""\(([^()]{2,80})\)|[„“"»]([^„“”"«»]{3,80})[“”"«]|\s*[/–-]\s*([A-ZÄÖÜ]{2,8})$|^([A-ZÄÖÜ][A-Za-zÄÖÜäöü]{1,8})\s+[–-]\s"""
)
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
            for word in words_of(name)
            if not self.corpus.is_own_name(word.folded) and not self._is_place(word)
        )

    def _is_place(self, word: ComparableWord) -> bool:
        """A district, or the proper name of an institution in one („Hafenmäuse“): it says where, not what for."""
        places = self.corpus.places
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
    def purpose(self) -> Text:
        return Text(
            word
            for word in words_of(self.structure.purpose)
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
    def towns(self) -> frozenset[str]:
        """Towns and Kreise of a directory of several among the places named, or those around them."""
        places = self.corpus.places
        return frozenset(town for place in self.places_named for town in places.towns_of(place))

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
