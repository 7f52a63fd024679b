"""Bodies and their meetings as a council information system gives them away (OParl 1.0 and 1.1), read from files.

A folder holds `organizations.json` and `meetings.json`: a list, or an object whose `data` is one; or the same with one object a
line (`.jsonl`). What a body or meeting says wrongly is left out; refused is only a meeting of which nothing is left."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from vocabulary.days import local_day, meeting_days, ordinary

LONGEST_KENNUNG, LONGEST_UID = 60, 255  # of the columns that keep them


class OparlError(Exception):
    """The folder can't be read; a German sentence says why."""


@dataclass(frozen=True)
class Refused:
    file: str
    id: str
    why: str

    def __str__(self) -> str:
        return f"{self.file}, {self.id}: {self.why}"


@dataclass(frozen=True)
class Body:
    id: str
    name: str
    short_name: str = ""
    classification: str = ""
    website: str = ""
    begins_on: date | None = None
    ends_on: date | None = None

    @property
    def kennung(self) -> str:
        """By which it is found again, whatever it is called by then: „oparl-web1.karlsruhe.de-gr-32130“."""
        address = urlsplit(self.id)
        tail = "-".join(part for part in address.path.split("/")[-2:] if part)
        return "-".join(filter(None, ["oparl", address.hostname, tail]))[-LONGEST_KENNUNG:]


@dataclass(frozen=True)
class Session:
    """A meeting. `uid` is its address in the council information system; `bodies` are ids."""

    uid: str
    title: str
    start: datetime
    end: datetime | None
    is_all_day: bool
    is_cancelled: bool
    place: str
    bodies: tuple[str, ...]


@dataclass
class Folder:
    """What a folder holds. `dropped_ends`: meetings that ended before they began."""

    path: Path
    refused: list[Refused] = field(default_factory=list)
    dropped_ends: int = 0

    @cached_property
    def bodies(self) -> dict[str, Body]:
        found = (_body(row) for _file, row in self._rows("organizations"))
        return {body.id: body for body in found if body.id and body.name}

    @cached_property
    def sessions(self) -> list[Session]:
        found = (self._session(file, row) for file, row in self._rows("meetings"))
        return [session for session in found if session]

    @property
    def meeting_bodies(self) -> list[Body]:
        """Those that meet; the others are offices and companies."""
        meeting = {body for session in self.sessions for body in session.bodies}
        return [body for body in self.bodies.values() if body.id in meeting]

    def _rows(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Name of the file, and its objects; what was deleted there is none."""
        path = next(
            (p for p in (self.path / f"{name}.json", self.path / f"{name}.jsonl") if p.is_file()), None
        )
        if path is None:
            raise OparlError(
                _("Im Ordner %(folder)s fehlt %(name)s.json (oder .jsonl).")
                % {"folder": self.path, "name": name}
            )
        for row in _objects(path):
            if isinstance(row, dict) and not row.get("deleted"):
                yield path.name, row

    def _session(self, file: str, row: dict[str, Any]) -> Session | None:
        uid, start = _text(row.get("id")), _moment(row.get("start"))
        bodies = tuple(body for body in _ids(row.get("organization")) if body in self.bodies)
        if start is None or not bodies:
            why = _("kein Beginn") if start is None else _("kein bekanntes Gremium")
            self.refused.append(Refused(file, uid or "?", why))
            return None
        end, is_all_day = _moment(row.get("end")), timezone.localtime(start).time() == datetime.min.time()
        if end and end < start:
            self.dropped_ends += 1
        return Session(
            uid=uid[-LONGEST_UID:],
            title=_text(row.get("name"))[:200],
            start=start,
            end=end if end and end > start else None,
            is_all_day=is_all_day,
            is_cancelled=bool(row.get("cancelled")) or "abgesagt" in _text(row.get("meetingState")).lower(),
            place=_place(row.get("location"))[:200],
            bodies=bodies,
        )


def _objects(path: Path) -> list[Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".jsonl":
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        found = json.loads(text)
    except (OSError, ValueError) as error:
        raise OparlError(
            _("%(file)s lässt sich nicht lesen: %(why)s") % {"file": path, "why": error}
        ) from error
    rows = found.get("data") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise OparlError(_("%s enthält keine Liste.") % path)
    return rows


def _body(row: dict[str, Any]) -> Body:
    return Body(
        id=_text(row.get("id")),
        name=_text(row.get("name"))[:250],
        short_name=_text(row.get("shortName"))[:60],
        classification=_text(row.get("classification")) or _text(row.get("organizationType")),
        website=_text(row.get("website")),
        begins_on=_day(row.get("startDate")),
        ends_on=_day(row.get("endDate")),
    )


def _text(value: Any) -> str:
    """In one line, without characters that no text has."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", value).split()) if isinstance(value, str) else ""


def _ids(value: Any) -> list[str]:
    """Addresses, or whole objects that stand in their place."""
    found = value if isinstance(value, list) else [value]
    return [_text(one.get("id") if isinstance(one, dict) else one) for one in found]


def _place(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    return _text(value.get("description")) or _text(value.get("streetAddress"))


def _moment(value: Any) -> datetime | None:
    """None for what is none, or a day that nobody can mean."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    moment = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    return moment if moment in meeting_days else None


def _day(value: Any) -> date | None:
    try:
        day = local_day(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        return None
    return day if day in ordinary else None
