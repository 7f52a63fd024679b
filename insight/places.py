"""The tree of places, for pages that lay its parts side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from vocabulary.models import District

# What works in a part of them counts as theirs in the directory (`search.terms.PlaceList`).
WIDE = (District.Level.STATE, District.Level.COUNTY)


@dataclass(frozen=True, slots=True)
class TreePlace:
    """`parent`: slug of what it lies in, empty at the top."""

    slug: str
    name: str
    level: str
    parent: str

    @property
    def is_wide(self) -> bool:
        """A Kreis or Land: the directory finds everything in it under its name."""
        return self.level in WIDE


class PlaceTree:
    """In the order of the list. A place that lies in itself by mistake has no parts."""

    def __init__(self, places: list[TreePlace]) -> None:
        self._known = {place.slug: place for place in places}
        self._parts: dict[str, list[TreePlace]] = defaultdict(list)
        for place in places:
            self._parts[place.parent if place.parent in self._known else ""].append(place)

    @classmethod
    def read(cls) -> Self:
        """One query."""
        rows = District.objects.order_by("position", "name", "pk")
        fields = rows.values_list("slug", "name", "level", "parent__slug")
        return cls([TreePlace(slug, name, level, parent or "") for slug, name, level, parent in fields])

    def get(self, slug: str) -> TreePlace | None:
        return self._known.get(slug)

    def parts(self, slug: str = "") -> list[TreePlace]:
        """What lies directly in a place; without one, what lies in nothing else."""
        return self._parts.get(slug, [])

    def above(self, place: TreePlace) -> list[TreePlace]:
        """Outermost first."""
        found: list[TreePlace] = []
        while (outer := self._known.get(place.parent)) and outer not in found:
            found.insert(0, outer)
            place = outer
        return found

    def counted(self, place: TreePlace) -> tuple[str, ...]:
        """Values of the directory's filter that together find all that is at work in a place or in a part of it."""
        if place.is_wide:
            return (place.slug,)
        return (place.slug, *(one.slug for one in self._below(place, {place.slug})))

    def _below(self, place: TreePlace, seen: set[str]) -> Iterator[TreePlace]:
        for part in self.parts(place.slug):
            if part.slug not in seen:
                seen.add(part.slug)
                yield part
                yield from self._below(part, seen)

    @property
    def outermost(self) -> TreePlace | None:
        """The place whose parts are what a visitor chooses from: the one that holds all others; where it holds one only that is
        divided itself, that one. None where several lie side by side."""
        if len(self.parts()) != 1:
            return None
        place = self.parts()[0]
        for _level in District.Level.choices:
            inside = self.parts(place.slug)
            if len(inside) != 1 or not self.parts(inside[0].slug):
                break
            place = inside[0]
        return place
