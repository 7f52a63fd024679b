"""The hits of a list as points on a map."""

from __future__ import annotations

from typing import Any

from search.explaining import entry_url
from search.models import Entry
from search.results import Answer
from vocabulary.models import District

MOST_MARKERS = 5000


def markers(answer: Answer) -> dict[str, Any]:
    """`points`: [latitude, longitude, kind, name, address in the portal] of the first hits that have a place;
    `without_place` counts the others, `is_cut` says that more hits than MOST_MARKERS were found."""
    ids = answer.page(0, MOST_MARKERS)
    rows = Entry.objects.filter(id__in=ids).values_list(
        "id", "kind", "name", "card__slug", "latitude", "longitude"
    )
    found = {row[0]: row[1:] for row in rows}
    points = [
        [latitude, longitude, kind, name, entry_url(kind, slug)]
        for kind, name, slug, latitude, longitude in (found[i] for i in ids if i in found)
        if latitude is not None
    ]
    return {
        "points": points,
        "total": answer.total,
        "without_place": len(ids) - len(points),
        "is_cut": answer.total > MOST_MARKERS,
    }


def outlines() -> list[dict[str, Any]]:
    """Name and GeoJSON geometry of the places that have an outline, at most 500."""
    rows = District.objects.filter(outline__isnull=False).order_by("level", "position", "name")
    return [
        {"name": name, "geometry": outline} for name, outline in rows.values_list("name", "outline")[:500]
    ]
