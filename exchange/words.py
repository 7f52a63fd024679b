"""From a word in a cell to what it means: terms of the controlled lists, entries by kennung or name.

Lookups read their list once and answer from memory; a file has thousands of rows and few different words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from exchange.cells import one_line
from exchange.errors import CellError
from vocabulary.closed import synonyms_of
from vocabulary.models import Term

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_GUESS = 120  # characters of a word for which we look for the nearest
CLOSE = 70  # of 100: from here on "did you mean" is a fair question


def fold(word: str) -> str:
    """For comparing: „Übergang Kita – Schule“ and „übergang kita-schule“ are the same word."""
    return re.sub(r"\s*[-–—]\s*", "-", one_line(word).casefold())


def nearest(word: str, known: Iterable[str]) -> str:
    """A German sentence naming the known word that comes nearest; empty when nothing is known."""
    best = process.extractOne(
        fold(word[:LONGEST_GUESS]), list(dict.fromkeys(known)), scorer=fuzz.WRatio, processor=fold
    )
    if best is None:
        return ""
    sentence = _("Meinten Sie „{word}“?") if best[1] >= CLOSE else _("Am nächsten kommt „{word}“.")
    return sentence.format(word=best[0])


def _short(word: str) -> str:
    return word if len(word) <= LONGEST_GUESS else f"{word[:LONGEST_GUESS]}…"


class ListWords[V]:
    """Words of one controlled list, with synonyms."""

    def __init__(self, entries: Iterable[tuple[V, str, Iterable[str]]], *, label: str) -> None:
        self.label = label
        self.names: dict[V, str] = {}
        self._exactly: dict[str, V] = {}
        self._by_name: dict[str, set[V]] = defaultdict(set)
        self._by_synonym: dict[str, set[V]] = defaultdict(set)
        for value, name, synonyms in entries:
            self.names[value] = name
            self._exactly.setdefault(one_line(name), value)
            self._by_name[fold(name)].add(value)
            for synonym in synonyms:
                self._by_synonym[fold(synonym)].add(value)

    def find(self, word: str) -> V:
        """The word as it is written, else however it is capitalised, else a synonym."""
        if word in self._exactly:
            return self._exactly[word]
        key = fold(word)
        found = self._by_name.get(key) or self._by_synonym.get(key, set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            names = _(" oder ").join(f"„{self.names[value]}“" for value in found)
            raise CellError(
                _("„{word}“ kann {names} heißen: bitte genau eines schreiben.").format(
                    word=_short(word), names=names
                )
            )
        raise CellError(
            _("„{word}“ steht nicht in der Liste {label}. {nearest}")
            .format(word=_short(word), label=self.label, nearest=nearest(word, self.names.values()))
            .strip()
        )

    def reference(self, value: V) -> str:
        """How an export writes the word."""
        return one_line(self.names[value])


def words_of_terms(model: type[Term]) -> ListWords[int]:
    rows = model.objects.order_by("position", "name").values_list("pk", "name", "synonyms")
    return ListWords(rows, label=str(model._meta.verbose_name))


def words_of_choices(
    choices: Iterable[tuple[str, StrOrPromise]], synonyms: dict[str, list[str]], *, label: str
) -> ListWords[str]:
    """`synonyms` by label, as they stand in the shipped vocabulary."""
    entries = ((value, str(name), [value, *synonyms.get(str(name), [])]) for value, name in choices if value)
    return ListWords(entries, label=label)


@cache
def words_of_field(model: type[models.Model], name: str, closed_list: str) -> ListWords[str]:
    """The choices of a field, with the synonyms that are shipped for this list."""
    field: Any = model._meta.get_field(name)
    choices = getattr(field, "base_field", field).choices
    return words_of_choices(choices, synonyms_of(closed_list), label=str(field.verbose_name))


class Entries:
    """All entries of a model by kennung (also former ones), by exact name, and by address (/akteure/kita-sued/)."""

    def __init__(self, model: type[models.Model]) -> None:
        self.label = str(model._meta.verbose_name)
        self.names: dict[int, str] = {}
        self.kennungen: dict[int, str | None] = {}
        self._slugs: dict[int, str] = {}
        self._prefix = model(slug="x").get_absolute_url()[: -len("x/")]
        self._by_kennung: dict[str, int] = {}
        self._by_former: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_address: dict[str, int] = {}
        rows = model.objects.values_list("pk", "kennung", "name", "slug", "former_kennungen")
        for pk, kennung, name, slug, former in rows.iterator(chunk_size=2000):
            self.add(pk, kennung, name, slug, former)

    def add(self, pk: int, kennung: str | None, name: str, slug: str, former: Iterable[str] = ()) -> None:
        name = one_line(name)
        if self.names.get(pk) != name:
            self.names[pk] = name
            self._by_name[name].append(pk)
        self.kennungen[pk], self._slugs[pk] = kennung, slug
        self._by_address[self.address(pk)] = pk
        if kennung:
            self._by_kennung[one_line(kennung)] = pk
        self._by_former.update(dict.fromkeys(former, pk))

    def address(self, pk: int) -> str:
        return f"{self._prefix}{self._slugs[pk]}/"

    def find(self, word: str) -> list[int]:
        """Primary keys that `word` may mean: the one with this kennung or address, else all with this name."""
        for known in (self._by_kennung, self._by_former):
            if word in known:
                return [known[word]]
        named = [pk for pk in self._by_name.get(word, []) if self.names[pk] == word]
        if not named and word in self._by_address:
            return [self._by_address[word]]
        return named

    def called(self, word: str) -> set[int]:
        """Primary keys of all entries that are called so in any way, also where `find` would prefer one of them.

        What an export writes must mean the same while an import has read half of the entries."""
        by_key = [
            known[word] for known in (self._by_kennung, self._by_former, self._by_address) if word in known
        ]
        return {*by_key, *(pk for pk in self._by_name.get(word, []) if self.names[pk] == word)}

    def the_one(self, word: str) -> int:
        found = self.find(word)
        if len(found) == 1:
            return found[0]
        if found:
            raise CellError(
                _("„{word}“ gibt es {count}-mal im Verzeichnis: bitte die Kennung schreiben.").format(
                    word=_short(word), count=len(found)
                )
            )
        known = [*(k for k in self.kennungen.values() if k), *self.names.values()]
        raise CellError(
            _("„{word}“ ist weder Kennung noch Name im Verzeichnis ({label}). {nearest}")
            .format(word=_short(word), label=self.label, nearest=nearest(word, known))
            .strip()
        )

    def reference(self, pk: int) -> str:
        """How an export names the entry so that an import finds it again."""
        for word in (one_line(self.kennungen[pk] or ""), self.names[pk]):
            if word and word[0] != '"' and self.called(word) == {pk}:  # in quotes it would be a text
                return word
        return self.address(pk)
