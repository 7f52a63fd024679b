"""One event of a calendar file, and the single meetings that it means."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _

from networks.calendar_files.moments import UnreadableError, When, when
from networks.calendar_files.recurrence import RuleError, SeriesRule
from networks.calendar_files.text import Component, value_of
from vocabulary.texts import one_line

BACK, AHEAD = (
    timedelta(days=365),
    timedelta(days=731),
)  # of what a series repeats; as far as a series may be planned
FIRST_YEAR = 1950  # in which a series may begin; as for meetings
MOST_DATES = 1_000  # that a series adds or leaves out
LONGEST_UID = 255  # characters, as the field that keeps it
LINKS = (
    "CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-GOOGLE-CONFERENCE",
    "URL",
)  # the first one counts

_DURATION = re.compile(
    r"\+?P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:\d{1,6}S)?)?", re.ASCII
)
_LINK = re.compile(r"https?://[^\s<>\"]+")
# Outlook says of a cancelled meeting in the subject only that it is.
_CANCELLED = re.compile(r"(?:abgesagt|f(?:ä|ae)llt aus|cancell?ed)\s*[:–-]\s*", re.IGNORECASE)


@dataclass(frozen=True)
class FileMeeting:
    """One meeting of the file. `uid` is its own, also within a series (`series`: the UID of that, else empty). `end` of a
    day without a time lies on the last day. `note`: what was left out of it."""

    uid: str
    title: str
    start: datetime
    end: datetime | None
    is_all_day: bool
    place: str = ""
    link: str = ""
    series: str = ""
    is_private: bool = False
    is_cancelled: bool = False
    note: str = ""


class EventReader:
    """One VEVENT. Raises UnreadableError and RuleError."""

    def __init__(self, event: Component, head: Component, *, is_recall: bool) -> None:
        self.event, self.head = event, head
        self.uid = value_of(event, "UID").strip()
        if not event.get("DTSTART"):
            raise UnreadableError(_("Es steht nicht da, wann er beginnt."))
        self.start = when(*event["DTSTART"][0], head)
        self.end, self.note = self._end()
        # Of a date that differs from its series: when that would have been.
        self.original = when(*event["RECURRENCE-ID"][0], head) if event.get("RECURRENCE-ID") else None
        self.rules = [SeriesRule.read(value) for _parameters, value in event.get("RRULE", [])]
        title = one_line(value_of(event, "SUMMARY"))
        says_so = _CANCELLED.match(title)
        status = value_of(event, "STATUS").strip().upper()
        self.is_cancelled = is_recall or status == "CANCELLED" or bool(says_so)
        self.title = title[says_so.end() :] if says_so else title
        if event.get("EXRULE"):
            raise RuleError(_("Ausnahmen als Regel (EXRULE) liest das Bildungsnetz nicht."))

    def _end(self) -> tuple[When | None, str]:
        if self.event.get("DTEND"):
            end = when(*self.event["DTEND"][0], self.head)
            if self.start.clock is None:
                end = end.on(max(end.day - timedelta(days=1), date.min)) if end.day > date.min else end
            if end.moment < self.start.moment:
                return None, _("Das Ende liegt vor dem Beginn und fällt weg.") if self.start.clock else ""
            return (end if end.moment > self.start.moment else None), ""
        return self._after_duration(), ""

    def _after_duration(self) -> When | None:
        match = _DURATION.fullmatch(value_of(self.event, "DURATION").strip().upper())
        if match is None:
            return None
        weeks, days, hours, minutes = (int(number or 0) for number in match.groups())
        lasting = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
        if self.start.clock is None:
            lasting = max(timedelta(days=lasting.days - 1), timedelta())
        if not lasting:
            return None
        try:
            until = datetime.combine(self.start.day, self.start.clock or time()) + lasting
        except OverflowError:
            return None
        return When(until.date(), until.time() if self.start.clock else None, self.start.zone)

    @property
    def repeats(self) -> bool:
        return self.original is None and bool(self.rules or self.event.get("RDATE"))

    def cost(self, today: date, left: int) -> int:
        """Days to be looked at, at most `left`."""
        if self.rules and self.start.day.year < FIRST_YEAR:
            raise UnreadableError(_("Die Reihe beginnt vor %d.") % FIRST_YEAR)
        days = sum(rule.span(self.start.day, today - BACK, self._until(rule, today)) for rule in self.rules)
        if days > left:
            raise UnreadableError(_("Die Datei wiederholt zu viel. Bitte in mehrere Dateien teilen."))
        return days

    def _until(self, rule: SeriesRule, today: date) -> date:
        last = today + AHEAD
        if rule.until:
            end = when({}, rule.until, self.head)
            if end.clock is None or self.start.clock is None:
                return min(last, end.day)
            until = end.moment.astimezone(self.start.zone)  # a day later or earlier than in UTC
            last = min(last, until.date() - timedelta(days=int(until.time() < self.start.clock)))
        return last

    def entries(self, today: date, apart: set[date], zone: tzinfo | None) -> Iterator[FileMeeting]:
        """`apart`: days of this series that stand in the file by themselves; `zone`: in which the series counts its days."""
        if self.original is not None:
            yield self._entry(self.start, self.end, self._uid(self.original.day_in(zone)), series=self.uid)
        elif self.repeats:
            for start in self._repeated(today):
                if start.day not in apart:
                    end = self.end and self.end.on(start.day + (self.end.day - self.start.day))
                    yield self._entry(start, end, self._uid(start.day), series=self.uid)
        else:
            yield self._entry(self.start, self.end, self._uid(None))

    def _repeated(self, today: date) -> list[When]:
        since, last, first = today - BACK, today + AHEAD, self.start.day
        days = {day for rule in self.rules for day in rule.dates(first, since, self._until(rule, today))} | {
            first
        }
        starts = {day: self.start.on(day) for day in days if since <= day <= last}
        for added in self._dates("RDATE"):
            if since <= added.day <= last:
                starts[added.day] = added
        without = {left_out.day for left_out in self._dates("EXDATE")}
        return [starts[day] for day in sorted(starts) if day not in without]

    def _dates(self, name: str) -> Iterator[When]:
        for parameters, values in self.event.get(name, []):
            for value in values.split(",")[:MOST_DATES]:
                if value.strip():
                    one = when(parameters, value.partition("/")[0], self.head)
                    in_utc = one.zone is UTC and one.clock and self.start.clock
                    local = one.moment.astimezone(self.start.zone) if in_utc else None
                    yield When(local.date(), local.time(), self.start.zone) if local else one

    def dropped(self) -> set[str]:
        return {self._uid(left_out.day) for left_out in self._dates("EXDATE")} if self.uid else set()

    def _uid(self, day: date | None) -> str:
        """Of a series each date has its own. What has no UID is known by what it says, so that it comes in once only."""
        uid = self.uid or hashlib.sha256(f"{self.start}{self.title}".encode()).hexdigest()
        uid += f"#{day:%Y%m%d}" if day else ""
        return uid if len(uid) <= LONGEST_UID else hashlib.sha256(uid.encode()).hexdigest()

    def _entry(self, start: When, end: When | None, uid: str, series: str = "") -> FileMeeting:
        place = one_line(value_of(self.event, "LOCATION"))
        in_place = _LINK.search(place)
        given = (_LINK.search(value_of(self.event, name)) for name in LINKS)
        link = in_place or next(filter(None, given), None)
        return FileMeeting(
            uid=uid,
            title=self.title,
            start=start.moment,
            end=end.moment if end else None,
            is_all_day=start.clock is None,
            place=one_line(place.replace(in_place[0], "")).strip(" ;,") if in_place else place,
            link=link[0] if link else "",
            series=series,
            is_private=value_of(self.event, "CLASS").strip().upper() in {"PRIVATE", "CONFIDENTIAL"},
            is_cancelled=self.is_cancelled,
            note=self.note,
        )
