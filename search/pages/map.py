"""The hits of a list as points on a map.

A hit without coordinates stands in the middle of its district, when it has exactly one, and is marked as "about there".
What is at work in a whole Kommune has no place in it. Points far away, most often a wrong coordinate, do not decide what
the map shows; they are named beneath it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from search.models import Entry
from search.query.highlighting import entry_url
from search.query.results import SearchResult
from vocabulary import outlines as geometry
from vocabulary.area import Area, area_of
from vocabulary.models import District
from vocabulary.placing import MOST_OUTLINES, WIDE, known_points

MOST_MARKERS = 5000  # what a telephone still draws without stumbling
MOST_NAMED = 100  # of those without a place; the list has all
PLACE = "stadtteil="

type Point = tuple[float, float, str, str, str, str]


@dataclass
class MapPlaces:
    """`points`: latitude, longitude, kind, name, address in the portal, and the district when the place is only about
    there. `without`: (name, address) of those without a place, `whole` of those for all of a Kommune, Kreis or Land; `far`
    of those on the map that lie far away. `bounds`: south, west, north, east of the others. `is_cut`: more hits than
    MOST_MARKERS were found."""

    points: list[Point] = field(default_factory=list)
    without: list[tuple[str, str]] = field(default_factory=list)
    whole: list[tuple[str, str]] = field(default_factory=list)
    far: list[tuple[str, str]] = field(default_factory=list)
    bounds: tuple[float, float, float, float] | None = None
    is_cut: bool = False

    @property
    def rough_count(self) -> int:
        return sum(bool(district) for *_rest, district in self.points)

    def fit(self, area: Area) -> None:
        """Find out what lies far from the area, and how far the rest extends."""
        near = []
        for latitude, longitude, _kind, name, address, _district in self.points:
            if area.holds((latitude, longitude)):
                near.append((latitude, longitude))
            else:
                self.far.append((name, address))
        if near:
            ys, xs = [y for y, _x in near], [x for _y, x in near]
            self.bounds = min(ys), min(xs), max(ys), max(xs)

    @property
    def off_the_map(self) -> list[OffTheMap]:
        """What to name beneath the map, in groups of the same reason."""
        groups = [
            OffTheMap(_("%(n)d für die ganze Stadt oder den ganzen Kreis"), self.whole),
            OffTheMap(_("%(n)d weit entfernt: Stimmen die Koordinaten?"), self.far),
            OffTheMap(_("%(n)d ohne Ort"), self.without),
        ]
        return [group for group in groups if group.entries]


@dataclass(frozen=True)
class OffTheMap:
    """Hits that are not where one looks for them on the map. `entries`: (name, address)."""

    heading: str
    entries: list[tuple[str, str]]

    @property
    def label(self) -> str:
        return self.heading % {"n": len(self.entries)}

    @property
    def named(self) -> list[tuple[str, str]]:
        return self.entries[:MOST_NAMED]

    @property
    def unnamed_count(self) -> int:
        return max(0, len(self.entries) - MOST_NAMED)


def places_of(answer: SearchResult) -> MapPlaces:
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
    found = MapPlaces(is_cut=answer.total > MOST_MARKERS)
    for kind, name, slug, latitude, longitude, facets in (rows[i] for i in ids if i in rows):
        address = entry_url(kind, slug)
        about = middles.of(facets) if latitude is None else None
        if latitude is None and middles.are_whole(facets):
            found.whole.append((name, address))
        elif about:
            found.points.append((*about[0], kind, name, address, about[1]))
        elif latitude is not None:
            found.points.append((latitude, longitude, kind, name, address, ""))
        else:
            found.without.append((name, address))
    found.fit(area_of(known_points() or [point[:2] for point in found.points]))
    return found


class _Middles:
    """Where districts have their middle, as far as they have an outline."""

    def __init__(self, slugs: Any) -> None:
        parts = District.objects.filter(parent=OuterRef("pk"))
        districts = (
            District.objects.filter(slug__in=set(slugs))
            .annotate(has_parts=Exists(parts))
            .values_list("slug", "name", "level", "outline", "has_parts")
        )
        self._districts = {
            slug: (name, level, geometry.readable(outline))
            for slug, name, level, outline, _parts in districts
        }
        self._whole = {slug for slug, *_rest, has_parts in districts if has_parts}
        self._middles: dict[str, tuple[float, float]] = {}

    def are_whole(self, facets: list[str]) -> bool:
        """Whether all its places contain others: what works in the whole city is not in one spot of it."""
        slugs = {
            value.removeprefix(PLACE) for value in facets if value.startswith(PLACE)
        } & self._districts.keys()
        return bool(slugs) and slugs <= self._whole

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


def markers(answer: SearchResult) -> dict[str, Any]:
    """What the map draws; `without_place` counts the hits that are only in the list."""
    places = places_of(answer)
    return {
        "points": places.points,
        "total": answer.total,
        "without_place": len(places.without) + len(places.whole),
        "bounds": places.bounds,
        "is_cut": places.is_cut,
    }


def outlines() -> list[dict[str, Any]]:
    """Name, GeoJSON geometry and middle of the places that have an outline, at most MOST_OUTLINES. What contains others has
    no middle: its name would lie on theirs."""
    rows = District.objects.filter(outline__isnull=False).order_by("level", "position", "name")
    rows = rows.annotate(has_parts=Exists(District.objects.filter(parent=OuterRef("pk"))))
    return [
        {"name": name, "geometry": outline, "middle": None if has_parts else geometry.middle(outline)}
        for name, outline, has_parts in rows.values_list("name", "outline", "has_parts")[:MOST_OUTLINES]
        if outline and geometry.readable(outline)
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
