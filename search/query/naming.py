"""Which entries somebody means by a name within a question: „die VHS“, „das Jugendamt“, „Grundschulen“."""

from __future__ import annotations

from pyroaring import BitMap

from search.index.postings import InvertedIndex
from search.models import Entry
from search.query.facets import Vocabulary
from search.query.interpretation import interpret
from search.query.matching import Need, in_names
from search.sources import FACETS, PUBLIC, Option

MOST = 60  # of one name: more are no name any more
LEAST = 0.6  # of a way to meet a word, to be its name: an abbreviation is, a synonym is not
MANY_MORE = 3  # times as many entries have the word as a part of their names: „Schulen“ means these, too


def called(index: InvertedIndex, known: Vocabulary, facet: str, name: str) -> list[Option]:
    """The values of a facet that are public entries whose names have all telling words of `name` in them, in the order of
    their names. Empty where nobody is called so, or where too many are. One query beside those of a search."""
    among = index.facet(PUBLIC)
    for own, values in FACETS[facet].values_are.items():
        among = among & BitMap.union(*(index.facet(f"{own}={value}") for value in values))
    found = interpret(index, known, name, among)
    needs = [need for need in found.match.needs if need.is_required] if found.match else []
    if not needs or not all(need.hits for need in needs):
        return []
    named = _named(index, needs, among, parts=False)
    partly = _named(index, needs, among, parts=True)
    if len(partly) > MANY_MORE * len(named):
        named = partly
    if len(named) > MOST:
        return []
    rows = Entry.objects.filter(id__in=named.to_array().tolist()).order_by("sort_name", "id")
    return [Option(slug, label) for slug, label in rows.values_list("card__slug", "name")]


def _named(index: InvertedIndex, needs: list[Need], among: BitMap, *, parts: bool) -> BitMap:
    hits = [
        BitMap.union(BitMap(), *(in_names(index, one, parts=parts) for one in need.alternatives if one.weight >= LEAST))
        for need in needs
    ]  # fmt: skip
    return BitMap.intersection(among, *hits)
