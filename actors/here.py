"""Where the actors of this portal are, and the form that asks about one that seems to be elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from actors.models import Actor
from moderation.conflicts import ConflictAwareForm
from vocabulary.area import Area, Point, area_of
from vocabulary.placing import AsksAboutPlace, known_points

MOST_POINTS = 5000  # say as much as all


def here(but: int | None = None, more: Iterable[Point] = ()) -> Area:
    """The area of the outlines, else of the other actors and of `more`, as the rows of a file."""
    if outlined := known_points():
        return area_of(outlined)
    actors = Actor.objects.filter(latitude__isnull=False).exclude(pk=but).order_by("pk")
    points = [actor.coordinates for actor in actors.only("latitude", "longitude")[:MOST_POINTS]]
    return area_of([*filter(None, points), *more])


class ActorPlaceForm(AsksAboutPlace, ConflictAwareForm):
    def question_about_place(self) -> tuple[str, Point, str]:
        latitude, longitude = (self.cleaned_data.get(name) for name in ("latitude", "longitude"))
        place = (latitude or 0.0, longitude or 0.0)
        is_new = not {"latitude", "longitude"}.isdisjoint(self.changed_data)
        if latitude is None or longitude is None or not is_new:
            return "latitude", place, ""
        return "latitude", place, here(but=self.instance.pk).doubt(place)
