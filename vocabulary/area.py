"""Where the Kommune lies, told from what is known of it, and which coordinates can hardly be meant. Pure.

Outliers must not decide: the middle is a median, the reach a quartile. Half of what is known may be wrong."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from statistics import median, quantiles
from typing import NamedTuple

from django.utils.translation import gettext as _

from vocabulary import outlines

type Point = tuple[float, float]  # latitude, longitude

FEW = 5  # points that say nothing about where the others are
NEAR_KM = 50.0  # around a Kommune, whatever its size
TIMES = 3.0  # the third quartile of the distances
KM_PER_DEGREE = 111.2  # of latitude


class Area(NamedTuple):
    latitude: float
    longitude: float
    reach_km: float

    def distance_km(self, point: Point) -> float:
        north, east = point[0] - self.latitude, abs(point[1] - self.longitude)
        east = min(east, 360 - east) * math.cos(math.radians((point[0] + self.latitude) / 2))
        return math.hypot(north, east) * KM_PER_DEGREE

    def holds(self, point: Point) -> bool:
        return self.distance_km(point) <= self.reach_km

    def doubt(self, point: Point) -> str:
        """What is strange about a place, with a suggestion where there is one; empty if nothing is."""
        if self.holds(point):
            return ""
        if self.holds(point[::-1]):
            return _("Breite und Länge sind wohl vertauscht: Gemeint ist vermutlich Breite %(latitude)s, Länge %(longitude)s.") % {
                "latitude": f"{point[1]:.8g}", "longitude": f"{point[0]:.8g}",
            }  # fmt: skip
        if point == (0, 0):
            return _("0 und 0 liegt im Atlantik. Ist der Ort nicht bekannt, lassen Sie beide Felder leer.")
        if self == GERMANY:
            return _("Dieser Ort liegt nicht in Deutschland.")
        distance = f"{round(self.distance_km(point)):,}".replace(",", ".")
        return _("Dieser Ort liegt %(km)s km von hier entfernt.") % {"km": distance}


GERMANY = Area(51.2, 10.4, 520.0)


def area_of(points: Iterable[Point]) -> Area:
    """The area in which most of these points lie; all of Germany where too few are known."""
    known = [point for point in points if all(map(math.isfinite, point))]
    if len(known) < FEW:
        return GERMANY
    middle = Area(median(y for y, _x in known), median(x for _y, x in known), 0.0)
    distances = [middle.distance_km(point) for point in known]
    return Area(middle.latitude, middle.longitude, max(NEAR_KM, TIMES * quantiles(distances, n=4)[2]))


def corners(outline: Mapping[str, object]) -> list[Point]:
    """South-west, south-east, north-west, north-east and the middle of an outline that has passed `outlines.check`."""
    west, south, east, north = outlines.box(outline)
    return [
        (south, west),
        (south, east),
        (north, west),
        (north, east),
        ((south + north) / 2, (west + east) / 2),
    ]
