"""Days, moments and time zones of a calendar file. Zones are looked up by their name, never computed from the definitions in
the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from networks.calendar_files.text import Component, value_of
from vocabulary.days import start_of
from vocabulary.texts import one_line

_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?", re.ASCII)


class UnreadableError(ValueError):
    """One event can't be read; says why in German."""


@dataclass(frozen=True)
class When:
    """A day or a moment as it is written: in its own time zone."""

    day: date
    clock: time | None
    zone: tzinfo

    @property
    def moment(self) -> datetime:
        try:
            if self.clock is None:
                return start_of(self.day)
            return datetime.combine(self.day, self.clock, self.zone).astimezone(UTC)
        except (OverflowError, ValueError) as error:  # the first or last hours that Python knows
            raise UnreadableError(_("Der Tag liegt weit außerhalb dessen, was gemeint sein kann.")) from error

    def on(self, day: date) -> When:
        return replace(self, day=day)

    def day_in(self, zone: tzinfo | None) -> date:
        """The day on which it is there; a day is one everywhere."""
        return self.day if self.clock is None or zone is None else self.moment.astimezone(zone).date()


def when(parameters: dict[str, str], value: str, head: Component) -> When:
    match = _DATE.fullmatch(value.strip())
    if match is None:
        raise UnreadableError(_("„%s“ ist kein Tag und keine Uhrzeit.") % one_line(value)[:40])
    year, month, day, hour, minute, _seconds, is_utc = match.groups()
    try:
        on = date(int(year), int(month), int(day))
        clock = time(int(hour), int(minute)) if hour is not None else None
    except ValueError as error:
        raise UnreadableError(_("„%s“ gibt es nicht.") % one_line(value)[:40]) from error
    return When(on, clock, UTC if is_utc else _zone(parameters.get("TZID", ""), head))


def _zone(name: str, head: Component) -> tzinfo:
    """A time without a zone is one of here, unless the calendar says where it lives."""
    name = name or (value_of(head, "X-WR-TIMEZONE").strip() if "X-WR-TIMEZONE" in head else "")
    if not name:
        return timezone.get_current_timezone()
    known = zone_called(name)
    if known is None:
        raise UnreadableError(_("Die Zeitzone „%s“ ist nicht bekannt.") % one_line(name)[:80])
    return known


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def zone_called(name: str) -> ZoneInfo | None:
    """By the name of the tz database, also behind a prefix („/mozilla.org/20050126_1/Europe/Berlin“); by the name that
    Windows and Notes have for it; by the cities that Outlook lists."""
    name = name.strip(' "/')
    parts = name.split("/")
    tried = [
        "/".join(parts[-3:]),
        "/".join(parts[-2:]),
        WINDOWS_TO_OLSON.get(name, ""),
        WINDOWS_TO_OLSON.get(f"{name} Standard Time", ""),
        "Europe/Berlin" if "Berlin" in name or name in {"MEZ", "MESZ", "CEST"} else "",
    ]
    return next((ZoneInfo(key) for key in tried if key in _zones()), None)
