"""The hits of a list as points on a map.

A hit without coordinates stands in the middle of its district, when it has exactly one, and is marked as "about there"."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from search.explaining import entry_url
from search.models import Entry
from search.results import Answer
from vocabulary import outlines as geometry
from vocabulary.models import District

MOST_MARKERS = 5000
MOST_NAMED = 100  # of those without a place; the list has all
PLACE = "stadtteil="
WIDE = {
    District.Level.STATE,
    District.Level.COUNTY,
}  # stand with every entry in them; see search.terms.PlaceList

type Point = tuple[float, float, str, str, str, str]


@dataclass
class Places:
    """`points`: latitude, longitude, kind, name, address in the portal, and the district when the place is only about
    there. `without`: (name, address) of the others. `is_cut`: more hits than MOST_MARKERS were found."""

    points: list[Point] = field(default_factory=list)
    without: list[tuple[str, str]] = field(default_factory=list)
    is_cut: bool = False

    @property
    def rough_count(self) -> int:
        return sum(bool(district) for *_rest, district in self.points)

    @property
    def named(self) -> list[tuple[str, str]]:
        return self.without[:MOST_NAMED]

    @property
    def unnamed_count(self) -> int:
        return max(0, len(self.without) - MOST_NAMED)


def places_of(answer: Answer) -> Places:
    """The first MOST_MARKERS hits in their order. Two queries at most."""
    ids = answer.page(0, MOST_MARKERS)
    columns = ("id", "kind", "name", "card__slug", "latitude", "longitude", "facets")
    rows = {row[0]: row[1:] for row in Entry.objects.filter(id__in=ids).values_list(*columns)}
    middles = _Middles(
        value.removeprefix(PLACE)
        for *_rest, latitude, _longitude, facets in rows.values()
        if latitude is None
        for value in facets
        if value.startswith(PLACE)
    )
    found = Places(is_cut=answer.total > MOST_MARKERS)
    for kind, name, slug, latitude, longitude, facets in (rows[i] for i in ids if i in rows):
        address = entry_url(kind, slug)
        about = middles.of(facets) if latitude is None else None
        if about:
            found.points.append((*about[0], kind, name, address, about[1]))
        elif latitude is not None:
            found.points.append((latitude, longitude, kind, name, address, ""))
        else:
            found.without.append((name, address))
    return found


class _Middles:
    """Where districts have their middle, as far as they have an outline."""

    def __init__(self, slugs: Any) -> None:
        districts = District.objects.filter(slug__in=set(slugs)).values_list(
            "slug", "name", "level", "outline"
        )
        self._districts = {
            slug: (name, level, geometry.readable(outline)) for slug, name, level, outline in districts
        }
        self._middles: dict[str, tuple[float, float]] = {}

    def of(self, facets: list[str]) -> tuple[tuple[float, float], str] | None:
        """Latitude and longitude, and the name of the one district among the values of an entry; a Land or Kreis counts
        only where nothing in it is named."""
        slugs = [
            slug
            for value in facets
            if (slug := value.removeprefix(PLACE)) in self._districts and value != slug
        ]
        narrow = [slug for slug in slugs if self._districts[slug][1] not in WIDE]
        candidates = narrow or slugs
        if len(candidates) != 1:
            return None
        name, _level, outline = self._districts[candidates[0]]
        if outline is None:
            return None
        if candidates[0] not in self._middles:
            self._middles[candidates[0]] = geometry.middle(outline)
        return self._middles[candidates[0]], name


def markers(answer: Answer) -> dict[str, Any]:
    """What the map draws; `without_place` counts the hits that are only in the list."""
    places = places_of(answer)
    return {
        "points": places.points,
        "total": answer.total,
        "without_place": len(places.without),
        "is_cut": places.is_cut,
    }


def outlines() -> list[dict[str, Any]]:
    """Name and GeoJSON geometry of the places that have an outline, at most 500."""
    rows = District.objects.filter(outline__isnull=False).order_by("level", "position", "name")
    return [
        {"name": name, "geometry": outline}
        for name, outline in rows.values_list("name", "outline")[:500]
        if geometry.readable(outline)
    ]


@dataclass(frozen=True)
class Tiles:
    """Pictures of streets beneath the map, from the address in the settings; none without one."""

    url: str
    attribution: str

    @cached_property
    def origin(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    @property
    def is_foreign(self) -> bool:
        """Whether somebody else learns the visitor's IP address: then the visitor is asked first."""
        return self.host != urlsplit(settings.SITE_URL).netloc

    @property
    def policy(self) -> dict[str, Any]:
        """The Content Security Policy of a page with the map: pictures from this one host more."""
        own = settings.SECURE_CSP
        return {**own, "img-src": [*own["img-src"], self.origin]}


def tiles() -> Tiles | None:
    return Tiles(settings.MAP_TILE_URL, settings.MAP_TILE_ATTRIBUTION) if settings.MAP_TILE_URL else None
