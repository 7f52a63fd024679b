"""Which days can be meant, and on which day something is here.

Offices write 31.12.9999 for "never" and 01.01.0001 for "unknown". Such a day is refused wherever somebody enters it
(`Days`: `ordinary`, narrower ones), the database keeps none (`keeps_to_known_days`), and what it holds nevertheless (columns of
others, old history) is read as the edge of what it may hold, so that reckoning with it never fails (`vocabulary.reading`)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EARLIEST = date(1800, 1, 1)
YEARS_AHEAD = 30  # what is later was meant otherwise: „2062“ for 2026
# A constraint cannot move with the calendar, so the database has fixed bounds. They lie outside of what may be entered: a
# day that was moved to one of them is still seen to be wrong.
STORED_FROM, STORED_TO = date(1799, 12, 31), date(2200, 12, 31)
FIRST_MOMENT = datetime.combine(STORED_FROM, time(), UTC)
LAST_MOMENT = datetime.combine(STORED_TO, time(), UTC) + timedelta(hours=12)


def latest(years: int = YEARS_AHEAD) -> date:
    """The last day that can be meant today."""
    today = timezone.localdate()
    day = min(today.day, 28) if today.month == 2 and years else today.day  # 29 February is not in every year
    return date(today.year + years, today.month, day)


def local_day(moment: date | datetime) -> date:
    """The day on which it is here; the one place that turns a moment into a day for what leaves the house."""
    if not isinstance(moment, datetime):
        return moment
    if timezone.is_naive(moment):
        return moment.date()
    try:
        return timezone.localdate(moment)
    except (OverflowError, ValueError):  # the first or last hours that Python knows
        return moment.date()


def start_of(day: date) -> datetime:
    """The first moment of a day here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def written(start: datetime, *, is_all_day: bool = False) -> str:
    """A moment in a table: 2026-12-03 16:30 in local time, only the day where the time is open. An import reads both."""
    if is_all_day:
        return local_day(start).isoformat()
    here = timezone.localtime(start)
    is_double = here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()
    zone = (" MEZ" if here.fold else " MESZ") if is_double else ""
    return f"{here:%Y-%m-%d %H:%M}{zone}"


class Days:
    """Validator of days and moments: those that somebody can mean, narrower where a field says so. `years_ahead` 0: what has
    been done, so not after today."""

    def __init__(self, first: date = EARLIEST, years_ahead: int = YEARS_AHEAD) -> None:
        self.first, self.years_ahead = first, years_ahead

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, object]]:
        """For migrations."""
        return "vocabulary.days.Days", (), {"first": self.first, "years_ahead": self.years_ahead}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Days) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.first, self.years_ahead))

    @property
    def last(self) -> date:
        return latest(self.years_ahead)

    def __contains__(self, value: date | datetime) -> bool:
        return self.first <= local_day(value) <= self.last

    def outside(self, field: models.Field) -> Q:
        """Rows that hold something else, also what Python does not know (infinity)."""
        if isinstance(field, models.DateTimeField):
            first, after = start_of(self.first), start_of(self.last + timedelta(days=1))
            return Q(**{f"{field.name}__lt": first}) | Q(**{f"{field.name}__gte": after})
        return Q(**{f"{field.name}__lt": self.first}) | Q(**{f"{field.name}__gt": self.last})

    def __call__(self, value: date | datetime) -> None:
        if value in self:
            return
        day = local_day(value)
        if self.years_ahead == 0 and timezone.localdate() < day <= latest():
            raise ValidationError(_("Dieser Tag liegt in der Zukunft."), code="day")
        bounds = {"first": date_format(self.first, "j. F Y"), "last": date_format(self.last, "j. F Y")}
        raise ValidationError(
            _(
                "Bitte geben Sie einen Tag zwischen dem %(first)s und dem %(last)s an. "
                "Ist er nicht bekannt oder gibt es kein Ende, lassen Sie das Feld leer."
            )
            % bounds,
            code="day",
        )


ordinary = Days()
not_after_today = Days(years_ahead=0)
planned = Days(years_ahead=10)  # what begins, is agreed or offered: nobody plans further
meeting_days = Days(date(1950, 1, 1), years_ahead=10)
told_days = Days(date(1950, 1, 1), years_ahead=0)  # on which somebody said how things stand
consent_days = Days(date(1978, 1, 1), years_ahead=0)  # since the first Bundesdatenschutzgesetz
consent_ends = Days(date(1978, 1, 1))


def clamped[D: (date, datetime)](value: D) -> D:
    """The nearest day or moment that the database may hold."""
    if isinstance(value, datetime):
        return min(max(value, FIRST_MOMENT), LAST_MOMENT)
    return min(max(value, STORED_FROM), STORED_TO)


def keeps_to_known_days(*days: str, name: str, moments: tuple[str, ...] = ()) -> models.CheckConstraint:
    """A constraint for these fields of days and of moments; one that is empty lies nowhere."""
    condition = Q()
    for field in days:
        condition &= Q(**{f"{field}__range": (STORED_FROM, STORED_TO)})
    for field in moments:
        condition &= Q(**{f"{field}__range": (FIRST_MOMENT, LAST_MOMENT)})
    return models.CheckConstraint(
        condition=condition,
        name=name,
        violation_error_message=gettext_lazy("Ein Datum liegt weit außerhalb dessen, was gemeint sein kann."),
    )
