"""Shows how a rhythm is read: `manage.py parse_rhythm "jeden 2. Dienstag im Monat, 16 Uhr" --land NW`."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from rhythm import Rhythm, Understood, next_dates, parse
from rhythm.lands import LANDS, Land
from rhythm.words import exceptions_in_words

DATES = 5  # the next ones: enough to see the rhythm in them
NOTHING: dict[str, Any] = {
    "understood": Understood.NO, "text": "", "rules": [], "times_per_year": None, "start": None, "end": None,
    "begins": None, "ends": None, "exceptions": [], "unread": "", "note": "", "doubt": "", "next": [],
}  # fmt: skip


class Command(BaseCommand):
    help = "Zeigt als JSON, wie ein Rhythmus gelesen wird und welche Termine daraus folgen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", metavar="TEXT", help="zum Beispiel „jeden 2. Dienstag im Monat, 16 Uhr“")
        parser.add_argument(
            "--from", dest="since", metavar="TAG", help="erster Tag, zum Beispiel 2027-01-31; sonst heute"
        )
        parser.add_argument(
            "--land", metavar="LAND", help="Land der Schulferien und Feiertage, zum Beispiel NW"
        )

    def handle(self, *args: Any, text: str, since: str | None, land: str | None, **options: Any) -> None:
        first, where = _day(since), _land(land)
        found = (
            {"unread": text.strip()} if (rhythm := parse(text)) is None else described(rhythm, first, where)
        )
        self.stdout.write(json.dumps(NOTHING | found, ensure_ascii=False, indent=2))


def _day(text: str | None) -> date:
    if text is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"„{text}“ ist kein Tag. Bitte schreiben Sie ihn wie 2027-01-31.") from error


def _land(code: str | None) -> Land | None:
    try:
        return Land(code.upper()) if code is not None else None
    except ValueError as error:
        raise CommandError(f"„{code}“ ist kein Land. Möglich sind {', '.join(LANDS)}.") from error


def described(rhythm: Rhythm, since: date, land: Land | None = None) -> dict[str, Any]:
    """`start` and `end` are times of day, those of the first rule; `begins` and `ends` are days."""
    return {
        "understood": rhythm.understood,
        "text": rhythm.in_words(),
        "rules": [rule.rrule for rule in rhythm.rules if rule.rrule],
        "times_per_year": rhythm.times_per_year,
        "start": rhythm.start.isoformat("minutes") if rhythm.start else None,
        "end": rhythm.end.isoformat("minutes") if rhythm.end else None,
        "begins": _iso(rhythm.first or rhythm.begins),
        "ends": _iso(rhythm.ends),
        "exceptions": exceptions_in_words(rhythm),
        "unread": rhythm.leftover,
        "note": rhythm.note,
        "doubt": rhythm.doubt,
        "next": [moment.isoformat() for moment in _next(rhythm, since, land)],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _next(rhythm: Rhythm, since: date, land: Land | None) -> list[datetime]:
    after = datetime.combine(since, time()) - datetime.resolution
    if land is None:
        return next_dates(rhythm, after, DATES)
    found = next_dates(
        rhythm, after, DATES, holidays=land.is_school_holiday, public_holidays=land.is_public_holiday
    )
    is_known = land.known_until(since) if rhythm.needs_school_holidays else date.max
    return [moment for moment in found if moment.date() <= is_known]
