"""Days for the next meeting: the one that the rhythm gives, and those near it that suit the members best.

Counted from the last meeting that is agreed. Where nobody wrote down a rhythm that names days, it is read off the past
meetings; where there are too few, the weekday of the last one is offered, or the one that the rhythm names. Without all that
there is nothing to propose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import rhythm as rhythms
from accounts.models import User
from networks.meetings import expected
from networks.meetings.collisions import Outlook, outlooks
from networks.meetings.land import land
from networks.meetings.sentences import about_the_day, in_full
from networks.meetings.slots import NoSuchTimeError, Slot, slot_on
from networks.models import Meeting, Network
from networks.querysets import NEAR
from vocabulary.days import local_day, start_of

AROUND = 21  # days either side of the one by the rhythm
OTHERS = 3  # further days: as many as are compared at a glance
WEEKS = 4  # of the same weekday, where there is no rhythm
SATURDAY = 5  # from here on no workday
LEFT_OUT_SHOWN = 3  # days of the same weekday, so that nobody wonders why they are missing
DAY = timedelta(days=1)


class Basis(StrEnum):
    """Where the first day comes from."""

    RHYTHM = "rhythmus"
    HABIT = "gewohnheit"  # read off the past meetings
    WEEKDAY = "wochentag"  # that of the last one
    NAMED = "genannt"  # the rhythm names a weekday and says no more


@dataclass(frozen=True)
class Proposal:
    outlook: Outlook
    reason: str = ""

    @property
    def slot(self) -> Slot:
        return self.outlook.slot


@dataclass(frozen=True)
class Proposals:
    """`given` is the day that the rhythm gives, `others` stand in the order of the calendar, `best` is one of them all.
    `begins` and `ends`: the usual time. `left_out`: sentences."""

    basis: Basis | None = None
    given: Proposal | None = None
    others: list[Proposal] = field(default_factory=list)
    best: Proposal | None = None
    left_out: list[str] = field(default_factory=list)
    begins: time | None = None
    ends: time | None = None

    @property
    def all(self) -> list[Proposal]:
        return [*([self.given] if self.given else []), *self.others]

    @property
    def are_better(self) -> bool:
        """Whether each of the others suits better than what the rhythm gives."""
        if self.given is None:
            return False
        return all(_harm(one.outlook) < _harm(self.given.outlook) for one in self.others)


def propose(network: Network, user: User) -> Proposals:
    """A constant number of queries, those of `outlooks` among them."""
    meetings = list(network.meetings.visible_to(user).order_by("start", "pk"))
    agreed = [one for one in meetings if not one.is_cancelled]
    basis, given = _first_day(network, meetings, agreed)
    begins, ends = usual_clock(network, given, agreed)
    if given is not None:
        taken = {local_day(one.start) for one in agreed}
        return _around(network, user, basis, given, taken, begins, ends)
    source, days = _weekdays(network, agreed)
    weeks = [Proposal(one, _reason(one, None)) for one in _outlooks(network, user, days, begins, ends)]
    best = min(weeks, key=lambda one: _harm(one.outlook), default=None)
    return Proposals(source, None, weeks, best, begins=begins, ends=ends)


def _around(
    network: Network,
    user: User,
    basis: Basis,
    given: date,
    taken: set[date],
    begins: time | None,
    ends: time | None,
) -> Proposals:
    reach = _reach(rhythm_of(network, basis))
    near = (given + timedelta(days=step) for step in range(-reach, reach + 1))
    days = [day for day in near if day == given or (_is_open(day, given) and day not in taken)]
    first, *rest = sorted(_outlooks(network, user, days, begins, ends), key=lambda one: one.slot.day != given)
    by_rhythm = Proposal(first, _reason(first, None))
    ranked = _ranked([one for one in rest if not one.is_holiday], given)
    others = [Proposal(one, _reason(one, given)) for one in ranked[:OTHERS]]
    return Proposals(
        basis=basis,
        given=by_rhythm,
        others=sorted(others, key=lambda one: one.slot.day),
        best=min([by_rhythm, *others], key=lambda one: _harm(one.outlook)),
        left_out=_left_out([one for one in rest if one.is_holiday], given),
        begins=begins,
        ends=ends,
    )


def rhythm_of(network: Network, basis: Basis) -> rhythms.Rhythm | None:
    """The one that was entered, or that of the past meetings."""
    if basis is Basis.RHYTHM:
        return network.structured_rhythm
    days = network.meetings.filter(is_cancelled=False).order_by("-start").values_list("start", "is_all_day")
    return rhythms.infer(local_day(start) if is_open else start for start, is_open in days)


def _first_day(network: Network, meetings: list[Meeting], agreed: list[Meeting]) -> tuple[Basis, date | None]:
    anchor = local_day(agreed[-1].start) if agreed else None
    for basis in (Basis.RHYTHM, Basis.HABIT):
        rhythm = rhythm_of(network, basis)
        if rhythm and (found := _next_free(rhythm, anchor, meetings)):
            return basis, found
    return Basis.WEEKDAY, None


def _next_free(rhythm: rhythms.Rhythm, anchor: date | None, meetings: list[Meeting]) -> date | None:
    """The next date behind the last meeting near which there is none yet; what was dropped stays dropped."""
    after = timezone.now()
    if anchor is not None:
        after = max(after, start_of(anchor + DAY))
    near = min(NEAR, timedelta(days=_reach(rhythm)))
    for start, _end, _is_open in expected.reckoned(rhythm, after, anchor, land(), guesses_days=True):
        if all(abs(start - one.start) >= near for one in meetings):
            return local_day(start)
    return None


def usual_clock(network: Network, day: date | None, agreed: list[Meeting]) -> tuple[time | None, time | None]:
    """From when until when the rhythm says, else the last meeting was of which that is known."""
    rhythm = network.structured_rhythm
    begins, ends = (rhythm.clock_on(day) if day else (rhythm.start, rhythm.end)) if rhythm else (None, None)
    last = next((one for one in reversed(agreed) if not one.is_all_day), None)
    if begins is not None or last is None:
        return begins, ends
    start = timezone.localtime(last.start)
    end = timezone.localtime(last.end) if last.end else None
    is_short = end is not None and end - start < DAY
    return start.time(), end.time() if end and is_short else None


def _reach(rhythm: rhythms.Rhythm | None) -> int:
    """Days by which a meeting can be put off: beyond half the gap it is the next one."""
    gap = rhythm.expected_gap_days if rhythm else None
    return max(1, min(AROUND, int(gap / 2))) if gap else AROUND


def _is_open(day: date, given: date) -> bool:
    """A workday to come; who meets on Saturdays may do so a week later."""
    return day > timezone.localdate() and (day.weekday() < SATURDAY or day.weekday() == given.weekday())


def _weekdays(network: Network, agreed: list[Meeting]) -> tuple[Basis | None, list[date]]:
    """The next weeks on the weekday of the last meeting, else on the one that the rhythm names."""
    today, rhythm = timezone.localdate(), network.structured_rhythm
    if agreed:
        last = local_day(agreed[-1].start)
        return Basis.WEEKDAY, _weeks_after(max(last, today), last.weekday())
    if rhythm and rhythm.weekdays and not rhythm.leftover and not rhythm.paused:
        return Basis.NAMED, _weeks_after(today, rhythm.weekdays[0])
    return None, []


def _weeks_after(day: date, weekday: int) -> list[date]:
    first = day + timedelta(days=(weekday - day.weekday()) % 7 or 7)
    return [first + timedelta(weeks=week) for week in range(WEEKS)]


def _outlooks(
    network: Network, user: User, days: Iterable[date], begins: time | None, ends: time | None
) -> list[Outlook]:
    slots = []
    for day in days:
        try:
            slots.append(slot_on(day, begins, ends))
        except NoSuchTimeError:
            slots.append(slot_on(day, None))
    return outlooks(network, user, slots)


def _harm(outlook: Outlook) -> tuple[bool, bool, int]:
    return bool(outlook.public_holiday), bool(outlook.school_break), outlook.weight


def _ranked(found: list[Outlook], given: date) -> list[Outlook]:
    """The best first: fewest collisions, then the usual weekday, then what is on about the theme, then the nearest; of
    two as near the later one, for which there is more time to invite."""

    def rank(one: Outlook) -> tuple[object, ...]:
        other_weekday = one.slot.day.weekday() != given.weekday()
        away = (one.slot.day - given).days
        return *_harm(one), other_weekday, len(one.on_theme), abs(away), away < 0, one.slot.day

    return sorted(found, key=rank)


def _reason(outlook: Outlook, given: date | None) -> str:
    """How the day lies to the one by the rhythm, and whether it is free."""
    holidays = about_the_day(outlook)
    said = [_distance(outlook.slot.day, given)] if given else []
    if holidays:
        said.append(holidays)
    elif land():
        said.append(_("Keine Ferien, kein Feiertag."))
    return " ".join(said)


def _distance(day: date, given: date) -> str:
    days = (day - given).days
    weeks = abs(days) // 7
    if days % 7 == 0:
        later = ngettext(
            "Gleicher Wochentag, eine Woche später.", "Gleicher Wochentag, %(count)s Wochen später.", weeks
        )
        sooner = ngettext(
            "Gleicher Wochentag, eine Woche früher.", "Gleicher Wochentag, %(count)s Wochen früher.", weeks
        )
        return (later if days > 0 else sooner) % {"count": weeks}
    later = ngettext("Ein Tag nach dem Rhythmus.", "%(count)s Tage nach dem Rhythmus.", abs(days))
    sooner = ngettext("Ein Tag vor dem Rhythmus.", "%(count)s Tage vor dem Rhythmus.", abs(days))
    return (later if days > 0 else sooner) % {"count": abs(days)}


def _left_out(found: list[Outlook], given: date) -> list[str]:
    """Days of the usual weekday that are holidays."""
    usual = [one for one in found if one.slot.day.weekday() == given.weekday()]
    return [f"{in_full(one.slot.day)} – {about_the_day(one)}" for one in usual[:LEFT_OUT_SHOWN]]
