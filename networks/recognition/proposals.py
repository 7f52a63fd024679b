"""From what somebody fills in (a row of a table, a form) to a `Structure` that can be compared.

Unknown words are kept or left out, never refused: a check may not fail over a misspelt theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from actors.models import Actor
from exchange.cells import one_line, parts
from exchange.errors import CellError
from exchange.words import Entries, ListWords, words_of_terms
from german import analyzer
from networks.recognition.context import districts_known, split_districts
from networks.recognition.places import is_citywide
from networks.recognition.structures import Structure
from networks.recognition.wording import FORMAT_WORDS, TELLING_FORMATS
from vocabulary.models import District, NetworkFormat, TargetGroup, Theme

MAX_LIST = 300  # members of one proposal; the longest real list has some 60


class Proposals:
    """Reads rows with the columns kennung, name, kurzname, format, zweck, themen, zielgruppen, stadtteile, koordination,
    mitglieder. Any of them may be missing. The lists of the Kommune are read once.
    """

    def read(self, row: Mapping[str, str]) -> Structure:
        districts, is_whole = self._districts(parts(row.get("stadtteile") or ""))
        coordinator = self._actors([row.get("koordination") or ""])
        return Structure(
            kennung=one_line(row.get("kennung") or ""),
            name=one_line(row.get("name") or ""),
            short_name=one_line(row.get("kurzname") or ""),
            format=self._format(row),
            purpose=row.get("zweck") or "",
            themes=self._terms(self.themes, parts(row.get("themen") or "")),
            target_groups=self._terms(self.target_groups, parts(row.get("zielgruppen") or "")),
            districts=districts,
            is_citywide=is_whole,
            coordinator=next(iter(coordinator), ""),
            members=self._actors(parts(row.get("mitglieder") or "")[:MAX_LIST]),
        )

    @cached_property
    def themes(self) -> ListWords[int]:
        return words_of_terms(Theme)

    @cached_property
    def target_groups(self) -> ListWords[int]:
        return words_of_terms(TargetGroup)

    @cached_property
    def formats(self) -> ListWords[int]:
        return words_of_terms(NetworkFormat)

    @cached_property
    def actors(self) -> Entries:
        return Entries(Actor)

    @cached_property
    def known_districts(self):
        return districts_known()

    @cached_property
    def district_words(self) -> dict[str, int]:
        return self.known_districts.by_word()

    def _terms(self, words: ListWords[int], written: Iterable[str]) -> frozenset[str]:
        """Names of the terms; a word that nobody knows stands for itself."""
        found = set()
        for word in written:
            try:
                found.add(words.names[words.find(word)])
            except CellError:
                found.add(one_line(word))
        return frozenset(found)

    def _format(self, row: Mapping[str, str]) -> str:
        word = one_line(row.get("format") or "")
        return next(iter(self._terms(self.formats, [word])), "") if word else format_in(row.get("name") or "")

    def _districts(self, written: list[str]) -> tuple[frozenset[str], bool]:
        ids, unknown, is_whole = set(), set(), False
        for word in written:
            pk = self.district_words.get(analyzer.fold(word))
            if pk is not None:
                ids.add(pk)
            elif is_citywide(word):
                is_whole = True
            else:
                unknown.add(one_line(word))
        districts, whole = split_districts(ids, self.known_districts)
        return districts | unknown, whole or is_whole

    def _actors(self, written: Iterable[str]) -> frozenset[str]:
        found: set[str] = set()
        for word in written:
            matches = self.actors.find(one_line(word)) if word else []
            found.update(str(pk) for pk in matches[:1])
        return frozenset(found)


def format_in(name: str) -> str:
    """The format that a name bears: „AK Sport“ → Arbeitskreis; "" for none."""
    for token in analyzer.tokenize(name[:300]):
        found = FORMAT_WORDS.get(token.folded) or TELLING_FORMATS.get(token.folded)
        if found:
            return found
    return ""


def structure_of(
    *,
    name: str = "",
    purpose: str = "",
    themes: Iterable[Theme] = (),
    target_groups: Iterable[TargetGroup] = (),
    districts: Iterable[District] = (),
    members: Iterable[Actor] = (),
    coordinator: Actor | None = None,
    **others: str,
) -> Structure:
    """Structure of what a form holds. `others`: short_name, format, goals as text."""
    names, is_whole = split_districts([district.pk for district in districts], districts_known())
    return Structure(
        name=one_line(name),
        short_name=one_line(others.get("short_name", "")),
        format=others.get("format", "") or format_in(name),
        purpose=f"{purpose} {others.get('goals', '')}".strip(),
        themes=frozenset(theme.name for theme in themes),
        target_groups=frozenset(group.name for group in target_groups),
        districts=names,
        is_citywide=is_whole,
        coordinator=str(coordinator.pk) if coordinator else "",
        members=frozenset(str(actor.pk) for actor in members),
    )
