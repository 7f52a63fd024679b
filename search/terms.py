"""The controlled lists as the search needs them: facet options, and what an entry's terms say in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

from search.sources import Option, Passage, Weight
from vocabulary import reserving
from vocabulary.models import District


@dataclass(frozen=True)
class TermInfo:
    id: int
    slug: str
    name: str
    synonyms: tuple[str, ...]
    parent_id: int | None


class TermList:
    """One controlled list, read once. `facet` is its name in addresses, `via` how reasons call it."""

    def __init__(self, model: type[models.Model], facet: str, via: str, weight: Weight) -> None:
        self.model, self.facet, self.via, self.weight = model, facet, via, weight

    @cached_property
    def terms(self) -> dict[int, TermInfo]:
        fields = ["id", "slug", "name", "synonyms"]
        has_parents = any(field.name == "parent" for field in self.model._meta.get_fields())
        rows = self.model.objects.order_by("position", "name").values_list(
            *fields, *(["parent_id"] if has_parents else [])
        )
        return {
            row[0]: TermInfo(row[0], row[1], row[2], tuple(row[3]), row[4] if has_parents else None)
            for row in rows
        }

    @cached_property
    def former(self) -> dict[int, tuple[str, ...]]:
        """Id -> addresses that the term, or one that it took the place of, had before."""
        return reserving.addresses(self.model)

    def ancestors(self, term: TermInfo) -> list[TermInfo]:
        """Parents upwards; a cycle ends the walk."""
        found: list[TermInfo] = []
        while term.parent_id in self.terms and (parent := self.terms[term.parent_id]) not in found:
            found.append(parent)
            term = parent
        return found

    def facet_values(self, ids: Iterable[int]) -> list[str]:
        chosen = [self.terms[i] for i in ids if i in self.terms]
        return list({t.slug for term in chosen for t in (term, *self.ancestors(term))})

    def passages(self, ids: Iterable[int]) -> list[Passage]:
        """Name, synonyms and parents of each term; synonyms and parents count less than the name."""
        passages = []
        for term in (self.terms[i] for i in ids if i in self.terms):
            passages.append(Passage(self.weight, term.name, self.via))
            passages += [Passage("E", synonym, self.via, term.name) for synonym in term.synonyms]
            passages += [Passage("E", parent.name, self.via, term.name) for parent in self.ancestors(term)]
        return passages

    def labels(self, ids: Iterable[int]) -> list[dict[str, Any]]:
        """For cards, in the order of the list."""
        chosen = set(ids)
        return [
            {"facet": self.facet, "value": term.slug, "label": term.name}
            for term in self.terms.values()
            if term.id in chosen
        ]

    def options(self) -> list[Option]:
        return [
            Option(
                t.slug,
                t.name,
                self.terms[t.parent_id].slug if t.parent_id in self.terms else "",
                t.synonyms,
                former=self.former.get(t.id, ()),
            )
            for t in self.terms.values()
        ]


class PlaceList(TermList):
    """The places. A Land or Kreis stands for everything in it; a Gemeinde for what works in the whole of it, so
    that "Gesamte Stadt" narrows: its quarters are options of their own."""

    def __init__(self) -> None:
        super().__init__(District, "stadtteil", "Ort", "D")

    @cached_property
    def wide(self) -> set[int]:
        levels = [District.Level.STATE, District.Level.COUNTY]
        return set(District.objects.filter(level__in=levels).values_list("id", flat=True))

    def are_whole(self, ids: Iterable[int]) -> bool:
        """Whether all these places contain others: then it is the whole city, not a part of it."""
        with_parts = {term.parent_id for term in self.terms.values()}
        chosen = [i for i in ids if i in self.terms]
        return bool(chosen) and all(i in with_parts for i in chosen)

    def facet_values(self, ids: Iterable[int]) -> list[str]:
        chosen = [self.terms[i] for i in ids if i in self.terms]
        above = [parent for term in chosen for parent in self.ancestors(term) if parent.id in self.wide]
        return list({term.slug for term in (*chosen, *above)})

    def _city_of(self, term: TermInfo) -> str:
        """The topmost place it lies in that is no Kreis or Land; empty for the city itself."""
        inside = [parent.slug for parent in self.ancestors(term) if parent.id not in self.wide]
        return inside[-1] if inside else ""

    def passages(self, ids: Iterable[int]) -> list[Passage]:
        """The place itself and everything it lies in, without synonyms of the latter ("Gesamte Stadt")."""
        chosen = [self.terms[i] for i in ids if i in self.terms]
        passages = [
            Passage(self.weight, spelling, self.via) for t in chosen for spelling in (t.name, *t.synonyms)
        ]
        above = {parent.name for term in chosen for parent in self.ancestors(term)}
        return passages + [Passage("E", name, self.via) for name in sorted(above)]

    def options(self) -> list[Option]:
        with_parts = {term.parent_id for term in self.terms.values()}
        return [
            Option(
                t.slug,
                t.synonyms[0] if t.synonyms and t.id in with_parts and t.id not in self.wide else t.name,
                self.terms[t.parent_id].slug if t.parent_id in self.wide else "",
                (t.name, *t.synonyms),
                is_whole=t.id in with_parts,
                whole=self._city_of(t),
                former=self.former.get(t.id, ()),
            )
            for t in self.terms.values()
        ]


def linked(through: type[models.Model], own: str, other: str, ids: list[int]) -> dict[int, list[int]]:
    """Own id -> ids of the other side, from a many-to-many table. One query for any number of ids."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = through.objects.filter(**{f"{own}__in": ids}).order_by("pk").values_list(own, other)
    for own_id, other_id in rows:
        found[own_id].append(other_id)
    return found
