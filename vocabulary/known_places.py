"""What the list of Germany's places knows of a district: its level, its key, what it lies in."""

from __future__ import annotations

from django.db.models import Q

from german.places import Kind, Place, gazetteer
from vocabulary.models import District

CITY = 50_000  # people
MUCH_LARGER = 15  # times; Halle (Saale) is only eleven times as large as Halle (Westf.)
LEVELS = {
    Kind.STATE: District.Level.STATE,
    Kind.COUNTY: District.Level.COUNTY,
    Kind.MUNICIPALITY: District.Level.MUNICIPALITY,
    Kind.QUARTER: District.Level.QUARTER,
}


def place_called(name: str, *, level: str = "", inside: District | None = None) -> Place | None:
    """The one place that `name` can mean; None where it is unknown, or several bear it and none of them is far the largest.

    `level`: only of this level. `inside`: only what lies in this district; where nothing is known of it, nothing is known."""
    found = _named(name, level)
    if inside is not None:
        whole = place_of(inside)
        found = [place for place in found if whole and gazetteer().relation(place, whole) == "within"]
    return _only(found)


def place_of(district: District) -> Place | None:
    """The place that a district is, by its key or else by its name and what it lies in."""
    named = _named(district.name, district.level)
    if district.key:
        own = _without_association(district.key)
        return next((place for place in named if place.key == own), None)
    if len(named) > 1 and district.parent is not None:
        return place_called(district.name, level=district.level, inside=district.parent)
    return _only(named)


def district_at(place: Place) -> District | None:
    """The district that stands for a place already."""
    names = Q(name__iexact=place.name) | Q(name__iexact=place.label)
    if place.key:
        names |= Q(key=place.key)
    named = District.objects.filter(names, level=LEVELS[place.kind]).select_related("parent")
    return next((district for district in named if place_of(district) == place), None)


def districts_above(place: Place) -> list[Place]:
    """What a place lies in that could be a district, widest first."""
    return [upper for upper in reversed(gazetteer().above(place)) if upper.kind in LEVELS]


def nearest_above(place: Place) -> District | None:
    """The narrowest district there is in which a place lies."""
    found = [district for upper in districts_above(place) if (district := district_at(upper))]
    return found[-1] if found else None


def _named(name: str, level: str) -> list[Place]:
    kind = Kind(level) if level else None  # Kind and Level say it in the same words
    return [place for place in gazetteer().named(name, kind=kind) if place.kind in LEVELS]


def _only(namesakes: list[Place]) -> Place | None:
    """The largest comes first. „Stadt Rosenheim“ is the one with 60 000 people, and not the village in the Westerwald."""
    if len(namesakes) < 2:
        return next(iter(namesakes), None)
    first, second = namesakes[:2]
    is_city = first.population >= CITY and first.population >= MUCH_LARGER * second.population
    return first if is_city else None


def _without_association(official: str) -> str:
    """The AGS of an ARS."""
    return official[:5] + official[9:] if len(official) == 12 else official
