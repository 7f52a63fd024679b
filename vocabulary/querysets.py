from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from tree_queries.query import TreeQuerySet

from vocabulary.reserving import free_address
from vocabulary.slugs import german_slug

if TYPE_CHECKING:
    from vocabulary.models import District


class TermQuerySet(TreeQuerySet):
    """Terms are few: a whole list is read at once, never one by one."""

    def named(self, word: str) -> Self:
        """Terms called `word`, or with `word` as a synonym, regardless of case."""
        folded = word.strip().casefold()
        matching = [
            term.pk
            for term in self.only("pk", "name", "synonyms")
            if folded in {term.name.casefold(), *(s.casefold() for s in term.synonyms)}
        ]
        return self.filter(pk__in=matching)


class DistrictQuerySet(TreeQuerySet):
    def named(self, word: str) -> Self:
        word = word.strip()
        return self.filter(models.Q(name__iexact=word) | models.Q(synonyms__contains=[word]))

    def quarters(self) -> Self:
        return self.filter(level="stadtteil")

    def free_slug(self, name: str, *, below: District | None = None) -> str:
        """A slug for `name` that no district has or had; a second Altstadt becomes altstadt-auenberg."""
        base = german_slug(name)[:100].strip("-") or "gebiet"
        with_town = f"{base}-{german_slug(below.name)}"[:115].strip("-") if below else ""
        return free_address(self.model, [base, with_town], base=base)
