"""What the portal makes of a rhythm while somebody types it: what was read, the next dates, what was not read, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

import rhythm as rhythms
from networks.meetings.expected import reckoned
from networks.meetings.land import land
from networks.models import Network
from rhythm import Rhythm, Understood
from vocabulary.days import local_day

LONGEST = 250  # characters, as many as the field holds
SHOWN = 3  # dates: enough to see the rhythm in them
DAY = "dienstags"  # of the example that has one


@dataclass(frozen=True)
class NextDate:
    """`free`: „Ferien“ or „Feiertag“, else empty."""

    start: datetime
    free: str = ""


@dataclass(frozen=True)
class RhythmAnswer:
    """`read`: the rhythm in words, `unread`: pieces of the text, `doubt`: where it can be read in two ways. `why`: a sentence
    where no dates follow. `example`: the same text with a weekday, where that would help. `network`: whose rhythm it is, if
    this very text is stored there, so that a date can be agreed on."""

    text: str
    understood: Understood
    read: str = ""
    unread: tuple[str, ...] = ()
    doubt: str = ""
    dates: tuple[NextDate, ...] = ()
    why: str = ""
    example: str = ""
    network: Network | None = None


def answer_to(text: str, network: Network | None = None) -> RhythmAnswer | None:
    """None for no text. Of a longer one than the field holds, the beginning. Never raises.

    `network`: from whose last meeting „alle 4 Wochen“ is counted."""
    text = " ".join(text[:LONGEST].split())
    if not text:
        return None
    is_saved = network and Network.objects.filter(pk=network.pk, rhythm_text=text).exists()
    saved = network if is_saved else None
    rhythm = rhythms.parse(text)
    if rhythm is None:
        return RhythmAnswer(text, Understood.NO, unread=(text,), network=saved)
    dates = _dates(rhythm, network)
    return RhythmAnswer(
        text,
        rhythm.understood,
        rhythm.in_words(),
        _pieces(text, rhythm.leftover),
        rhythm.doubt,
        dates,
        "" if dates else _why(rhythm),
        "" if dates or rhythm.leftover else _with_a_day(text, rhythm),
        saved,
    )


def _pieces(text: str, leftover: str) -> tuple[str, ...]:
    if not leftover:
        return ()
    return (leftover,) if leftover in text else tuple(leftover.split(", "))


def _dates(rhythm: Rhythm, network: Network | None) -> tuple[NextDate, ...]:
    last = network and network.meetings.public().filter(is_cancelled=False).last()
    anchor = local_day(last.start) if last else None
    found = reckoned(rhythm, timezone.now(), anchor, land(), most=SHOWN)
    return tuple(NextDate(start, _free(start)) for start, _end, _is_open in found)


def _free(start: datetime) -> str:
    place, day = land(), local_day(start)
    if place and place.is_public_holiday(day):
        return _("Feiertag")
    return _("Ferien") if place and place.is_school_holiday(day) else ""


def _why(rhythm: Rhythm) -> str:
    if rhythm.leftover:
        return _("Keine: Was nicht verstanden ist, kann sie ändern.")
    if rhythm.paused:
        return _("Keine, solange das Netzwerk ruht.")
    if rhythm.needs_school_holidays and land() is None:
        return _("Keine: Wann hier Ferien sind, ist im Portal nicht eingestellt.")
    if rhythm.period is None:
        return _("Keine: Sie werden bei Bedarf vereinbart.")
    return _what_is_missing(rhythm)


def _what_is_missing(rhythm: Rhythm) -> str:
    """Of one that says how often, and not on which days."""
    if not rhythm.names_days:
        return _("Kein Tag genannt: Im Kalender steht das Netzwerk unter „Tag noch offen“.")
    if reckoned(rhythm, timezone.now(), timezone.localdate(), land(), most=1):
        return _("Noch offen: Von einem Treffen an, das Sie eintragen, rechnet das Portal weiter.")
    return _("Keine: Welcher Tag es ist, steht nicht fest, oder er liegt nicht in den nächsten zwei Jahren.")


def _with_a_day(text: str, rhythm: Rhythm) -> str:
    if rhythm.period is None or rhythm.paused or rhythm.names_days:
        return ""
    tried = rhythms.parse(f"{text} {DAY}")
    is_better = tried is not None and not tried.leftover and tried.names_days
    return f"{text} {DAY}" if is_better else ""
