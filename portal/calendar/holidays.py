"""School and public holidays of the Land as a calendar names them; none where no Land is set."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from networks.meetings.land import land
from rhythm.lands import Break

ONE_DAY = timedelta(days=1)


def land_after_in() -> str:
    """„Niedersachsen“, for „Schulferien in …“; empty where no Land is set."""
    place = land()
    return place.name_after_in if place else ""


def public_holiday(day: date) -> str:
    place = land()
    return place.public_holiday_on(day) if place else ""


def school_break(day: date) -> Break | None:
    """The school holidays that a day lies in."""
    place = land()
    return place.school_break(day) if place else None


def sentence(one: Break) -> str:
    """„23. Dezember bis 9. Januar: Weihnachtsferien in Niedersachsen“."""
    said = {"name": one.name, "land": land_after_in(), "first": date_format(one.first, "j. F")}
    if one.first == one.last:
        return _("%(first)s: %(name)s in %(land)s") % said
    said["last"] = date_format(one.last, "j. F")
    return _("%(first)s bis %(last)s: %(name)s in %(land)s") % said


def breaks(first: date, last: date) -> list[Break]:
    """Those that have a day between the two, in their order."""
    found: list[Break] = []
    day = first
    while day <= last:
        if one := school_break(day):
            found.append(one)
            day = one.last
        day += ONE_DAY
    return found


def not_published(last: date) -> int | None:
    """The year whose school holidays nobody knows yet, of a day ahead."""
    place = land()
    if place is None or place.known_until(last) > last or place.is_school_holiday(last):
        return None
    return last.year
