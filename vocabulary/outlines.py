"""Outlines of districts as GeoJSON geometries (RFC 7946): checked when they come in, drawn as a small picture. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise

from django.utils.translation import gettext as _

type Point = tuple[float, float]
WIDTH = 240.0  # units of the picture
NO_AREA = 1e-15  # square degrees, some ten square millimetres: the ring is a line
NO_WIDTH = 1e-9  # degrees, a tenth of a millimetre: what is narrower is drawn as a point


class OutlineError(ValueError):
    """What is wrong with an outline, in German."""


def check(outline: object) -> None:
    """Raises OutlineError unless `outline` is a Polygon or MultiPolygon in degrees of longitude and latitude."""
    if not isinstance(outline, Mapping) or outline.get("type") not in {"Polygon", "MultiPolygon"}:
        kind = outline.get("type") if isinstance(outline, Mapping) else None
        raise OutlineError(
            _("Gebraucht wird die Geometrie allein, vom Typ Polygon oder MultiPolygon. Hier steht: %s.")
            % (kind or "?")
        )
    try:
        rings = [list(ring) for ring in _rings(outline)]
        sound = rings and all(len(ring) >= 4 and ring[0] == ring[-1] for ring in rings)
        inside = all(-180 <= x <= 180 and -90 <= y <= 90 for ring in rings for x, y in ring)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise OutlineError(_("Die Koordinaten sind keine Liste von Paaren [Länge, Breite].")) from error
    if not sound:
        raise OutlineError(
            _("Jeder Ring braucht mindestens vier Punkte, und der letzte ist gleich dem ersten.")
        )
    if not inside:
        raise OutlineError(
            _("Die Koordinaten müssen Längen- und Breitengrade sein (WGS 84), zum Beispiel [9.34, 51.54].")
        )


def readable(outline: object) -> Mapping[str, object] | None:
    """The outline if it can be drawn: what was stored past the form must not stop a map."""
    try:
        check(outline)
    except OutlineError:
        return None
    return outline  # type: ignore[return-value]  # checked just now


def box(outline: Mapping[str, object]) -> tuple[float, float, float, float]:
    """West, south, east and north end in degrees. The outline must have passed `check`."""
    points = [point for ring in _rings(outline) for point in ring]
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def svg_path(outline: Mapping[str, object]) -> tuple[str, float, float]:
    """Path data for an SVG picture, and its width and height. The outline must have passed `check`."""
    rings = [list(ring) for ring in _rings(outline)]
    west, south, east, north = box(outline)
    stretch = math.cos(
        math.radians((south + north) / 2)
    )  # a degree of longitude is shorter than one of latitude
    scale = WIDTH / max((east - west) * stretch, north - south, NO_WIDTH)

    def place(point: Point) -> str:
        return f"{(point[0] - west) * stretch * scale:.1f} {(north - point[1]) * scale:.1f}"

    path = "".join(f"M{'L'.join(place(point) for point in ring)}Z" for ring in rings)
    return path, round((east - west) * stretch * scale, 1), round((north - south) * scale, 1)


def middle(outline: Mapping[str, object]) -> Point:
    """Latitude and longitude of the centre of gravity, in degrees; holes count. The outline must have passed `check`.

    In plane degrees: over a Kommune the error is a few metres."""
    area = x_moment = y_moment = 0.0
    polygons = [outline["coordinates"]] if outline["type"] == "Polygon" else outline["coordinates"]
    for polygon in polygons:
        for position, ring in enumerate(polygon):
            points = [(float(x), float(y)) for x, y, *_height in ring]
            size, x, y = _moments(points)
            weight = abs(size) if position == 0 else -abs(size)  # whichever way round it is written
            area, x_moment, y_moment = area + weight, x_moment + weight * x, y_moment + weight * y
    if abs(area) < NO_AREA:
        points = [point for ring in _rings(outline) for point in ring]
        return sum(y for _x, y in points) / len(points), sum(x for x, _y in points) / len(points)
    return y_moment / area, x_moment / area


def _moments(points: list[Point]) -> tuple[float, float, float]:
    """Signed area of a closed ring, and x and y of its centre of gravity. Counted from its first point: areas of a few
    hundred metres would drown in coordinates of fifty degrees."""
    x0, y0 = points[0]
    area = x_moment = y_moment = 0.0
    for (x1, y1), (x2, y2) in pairwise((x - x0, y - y0) for x, y in points):
        cross = x1 * y2 - x2 * y1
        area, x_moment, y_moment = area + cross, x_moment + (x1 + x2) * cross, y_moment + (y1 + y2) * cross
    if abs(area) < NO_AREA:
        return 0.0, x0, y0
    return area / 2, x0 + x_moment / (3 * area), y0 + y_moment / (3 * area)


def _rings(outline: Mapping[str, object]) -> Iterator[Iterator[Point]]:
    polygons = [outline["coordinates"]] if outline["type"] == "Polygon" else outline["coordinates"]
    for polygon in polygons:
        for ring in polygon:
            yield ((float(x), float(y)) for x, y, *_height in ring)
