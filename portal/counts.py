"""How many entries stand behind a theme or a district: the numbers on tiles, the same as in the lists they lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pyroaring import BitMap

from search.index.postings import InvertedIndex, inverted_index
from search.pages.districts import slugs_with_parts
from search.pages.views import audience_of
from vocabulary.models import District, Theme


def count_themes(themes: Iterable[Theme], user: Any) -> list[Theme]:
    """Sets `network_count` and `actor_count`: entries visible to `user`, with those of the sub-themes.

    From the bitmaps of the search: exact at any size, one query for all themes. Counting in SQL would join the
    networks of each theme with its actors.
    """
    themes = list(themes)
    _count(themes, user, lambda theme: [f"thema={theme.slug}"])
    return themes


def count_districts(districts: Iterable[District], user: Any) -> list[District]:
    """The same for districts, with what lies in their parts."""
    districts = list(districts)
    parts = slugs_with_parts(districts)
    _count(districts, user, lambda district: [f"stadtteil={slug}" for slug in parts[district.pk]])
    return districts


def most_used(themes: list[Theme]) -> list[Theme]:
    """Counted themes, the one with most networks first."""
    return sorted(themes, key=lambda theme: (-theme.network_count, theme.position, theme.pk))


def _count(terms: list, user: Any, facets_of: Callable[[Any], list[str]]) -> None:
    with inverted_index.lock:
        inverted_index.synchronise()
        visible = _union(inverted_index, audience_of(user))
        networks, actors = (
            visible & inverted_index.facet("art=netzwerk"),
            visible & inverted_index.facet("art=akteur"),
        )
        for term in terms:
            having = _union(inverted_index, facets_of(term))
            term.network_count = networks.intersection_cardinality(having)
            term.actor_count = actors.intersection_cardinality(having)


def _union(of: InvertedIndex, values: Iterable[str]) -> BitMap:
    return BitMap.union(*(of.facet(value) for value in values))
