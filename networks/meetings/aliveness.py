"""Whether a network lives: one sign, derived from what is known of it, and its reason in words.

- `lebendig`: a meeting is agreed; or the last one is not longer ago than its rhythm lets expect; or, where that cannot be
  said (no rhythm that was wholly read, or no meeting is known), somebody met, told or confirmed something within a year.
- `ruhig`: a meeting should have been long ago, but since then a Zwischenstand was told or the entry confirmed; or, where
  the rhythm says nothing, nothing at all is known of the last year.
- `ueberfaellig`: by its rhythm a meeting should have been long ago (`rhythm.is_overdue`), none is agreed, and since
  then nobody told or confirmed anything. Whoever does so begins the waiting anew, and is never contradicted.
- `ruht`: the network, or its rhythm, says so itself.
- nothing: it is planned or has ended, or neither a meeting nor a Zwischenstand nor a confirmation is known.

What is known depends on who asks. `of` takes all meetings and Zwischenstände, hidden ones too: for the questions about
freshness, the admin, Koordination and who edits the network. Everybody else, and the search, which is the same for all,
are told what follows from public ones alone, so that the sign never gives away that there are others; its words say
only what is known („kein Treffen bekannt“). Coordinators who meet in private confirm their entry, and nobody waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

import rhythm as rhythms
from networks.meetings.land import land

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from networks.models import Network

A_YEAR = timedelta(
    days=365
)  # the longest usual rhythm, and how long the start page waits to call a network still
FEW_DAYS, FEW_WEEKS, FEW_MONTHS = 14, 60, 730  # up to so many days a span is told in days, weeks, months
DAYS_IN_MONTH, DAYS_IN_YEAR = 30.44, 365.25  # on average


class Sign(models.TextChoices):
    ALIVE = "lebendig", gettext_lazy("lebendig")
    QUIET = "ruhig", gettext_lazy("ruhig")
    OVERDUE = "ueberfaellig", gettext_lazy("überfällig")
    DORMANT = "ruht", gettext_lazy("ruht")
    UNKNOWN = "", ""


class Cause(StrEnum):
    """What a sign stands on."""

    AGREED = "vereinbart"
    MET = "getroffen"
    TOLD = "berichtet"
    CONFIRMED = "bestaetigt"
    MISSING = "fehlt"
    SILENCE = "still"
    SAID = "gesagt"


@dataclass(frozen=True)
class Known:
    """The days that are known of a network: the last meeting held, the next one agreed, the last Zwischenstand, the last
    confirmation."""

    met: date | None = None
    agreed: date | None = None
    told: date | None = None
    confirmed: date | None = None

    @property
    def active_on(self) -> date | None:
        """When it last met or told something: a confirmation is about the entry."""
        return max(filter(None, (self.met, self.told)), default=None)

    @property
    def heard_on(self) -> date | None:
        return max(filter(None, (self.met, self.told, self.confirmed)), default=None)


@dataclass(frozen=True)
class Aliveness:
    """`often`: the rhythm as a word; `changes_on`: the first day on which time alone may change the sign."""

    sign: Sign
    cause: Cause | None = None
    known: Known = Known()
    often: str = ""
    changes_on: date | None = None

    @property
    def label(self) -> str:
        return str(self.sign.label)

    @property
    def lets_expect(self) -> bool:
        """Whether the next dates by the rhythm are likely: nobody shall stand before a closed door."""
        return self.sign != Sign.OVERDUE

    def reason(self, today: date) -> str:
        """„letztes Treffen vor 3 Wochen, monatlich“; empty where there is no sign."""
        return _REASONS[self.cause](self, today) if self.cause else ""

    def as_card(self) -> dict[str, Any]:
        """For what the search keeps: days instead of words, which would be others tomorrow."""
        days = {name: day.isoformat() for name, day in asdict(self.known).items() if day}
        return {"sign": self.sign.value, "cause": self.cause or "", "often": self.often, **days}

    @classmethod
    def from_card(cls, kept: Mapping[str, Any]) -> Self:
        known = {one.name: date.fromisoformat(kept[one.name]) for one in fields(Known) if kept.get(one.name)}
        cause = Cause(kept["cause"]) if kept["cause"] else None
        return cls(Sign(kept["sign"]), cause, Known(**known), kept["often"])


NOTHING = Aliveness(Sign.UNKNOWN)


def derived(
    status: str,
    rhythm: rhythms.Rhythm | None,
    known: Known,
    today: date,
    holidays: rhythms.Holidays | None = None,
) -> Aliveness:
    """The sign that follows. `status`: of `Network.Status`; `holidays`: whether a day lies in the school holidays."""
    if status == "ruhend" or (status == "aktiv" and rhythm and rhythm.paused and not known.agreed):
        return Aliveness(Sign.DORMANT, Cause.SAID, known)
    if status != "aktiv" or (known.agreed is None and known.heard_on is None):
        return NOTHING
    if known.agreed:
        return Aliveness(Sign.ALIVE, Cause.AGREED, known, changes_on=known.agreed + timedelta(days=1))
    often = _often(rhythm) if rhythm and not rhythm.leftover else ""
    if rhythm is None or rhythms.days_left(rhythm, known.met, today, holidays) is None:
        return _by_the_year(known, often, today)
    return _by_rhythm(rhythm, known, often, today, holidays)


def _by_rhythm(
    rhythm: rhythms.Rhythm, known: Known, often: str, today: date, holidays: rhythms.Holidays | None
) -> Aliveness:
    """`known.met` is there, and the rhythm says how long a meeting may be waited for."""
    left = rhythms.days_left(rhythm, known.met, today, holidays) or 0
    if left >= 0:
        return Aliveness(Sign.ALIVE, Cause.MET, known, often, _after(today, left))
    if rhythms.is_overdue(rhythm, known.heard_on, today, holidays):
        return Aliveness(Sign.OVERDUE, Cause.MISSING, known, often)
    left = rhythms.days_left(rhythm, known.heard_on, today, holidays) or 0
    return Aliveness(Sign.QUIET, _last_word(known), known, often, _after(today, left))


def _often(rhythm: rhythms.Rhythm) -> str:
    """„etwa monatlich“; what only has to be „mindestens viermal im Jahr“ says so itself."""
    is_vague = rhythm.frequency is rhythms.Frequency.ON_DEMAND and rhythm.expected_gap_days
    return rhythm.in_words() if is_vague else str(rhythm.frequency.label)


def _by_the_year(known: Known, often: str, today: date) -> Aliveness:
    heard = known.heard_on or today
    if today - heard > A_YEAR:
        return Aliveness(Sign.QUIET, Cause.SILENCE, known, often)
    cause = Cause.MET if known.met == heard else _last_word(known)
    return Aliveness(Sign.ALIVE, cause, known, often, heard + A_YEAR + timedelta(days=1))


def _last_word(known: Known) -> Cause:
    """A Zwischenstand says more than a confirmation of the same day."""
    is_told = known.told and (known.confirmed is None or known.told >= known.confirmed)
    return Cause.TOLD if is_told else Cause.CONFIRMED


def _after(today: date, left: int) -> date:
    return today + timedelta(days=left + 1)


def of(network: Network) -> Aliveness:
    """From all that is known, hidden meetings included. Reads what `NetworkQuerySet.with_doubts` added, else asks once."""
    read = network if hasattr(network, "last_told_on") else _read(network)
    known = Known(
        met=_day(read.last_meeting_start),
        agreed=_day(read.next_meeting_start),
        told=read.last_told_on,
        confirmed=network.confirmed_at,
    )
    return seen(network, known)


def _read(network: Network) -> Any:
    return type(network).objects.filter(pk=network.pk).with_doubts().only("pk").get()


def seen(network: Network, known: Known) -> Aliveness:
    """From what somebody may know of a network."""
    return as_of_today()(network, known)


def as_of_today() -> Callable[[Network, Known], Aliveness]:
    """`seen` for many networks: the day and the holidays are looked for once."""
    place, day = land(), timezone.localdate()
    holidays = place.is_school_holiday if place else None
    return lambda network, known: derived(network.status, network.structured_rhythm, known, day, holidays)


def having(sign: str, networks: QuerySet[Network]) -> list[int]:
    """Ids of those that have this sign by all that is known: one query, and a look at each."""
    return [network.pk for network in networks.with_doubts().iterator() if of(network).sign == sign]


def _day(moment: Any) -> date | None:
    return timezone.localdate(moment) if moment else None


# --- words -----------------------------------------------------------------------------------------------------------


def _span(days: int) -> str:
    """„3 Wochen“, as it stands behind „vor“ and „seit“."""
    if days < FEW_DAYS:
        return ngettext("%d Tag", "%d Tagen", days) % days
    if days < FEW_WEEKS:
        return _("%d Wochen") % round(days / 7)
    if days < FEW_MONTHS:
        return _("%d Monaten") % round(days / DAYS_IN_MONTH)
    return _("%d Jahren") % round(days / DAYS_IN_YEAR)


def ago(day: date, today: date) -> str:
    """„heute“, „gestern“, „vor 3 Wochen“."""
    days = max(0, (today - day).days)
    recent = {0: _("heute"), 1: _("gestern")}
    return recent.get(days) or _("vor %s") % _span(days)


def _said(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _met(one: Aliveness, today: date) -> str:
    return _("letztes Treffen %s") % ago(one.known.met, today) if one.known.met else ""


def _met_before(one: Aliveness, today: date) -> str:
    """Where something newer is known."""
    return _met(one, today) if one.sign == Sign.QUIET else ""


def _agreed(one: Aliveness, today: date) -> str:
    return _("nächstes Treffen am %s") % date_format(one.known.agreed or today, "j. F Y")


def _told(one: Aliveness, today: date) -> str:
    return _said(_("Zwischenstand %s") % ago(one.known.told or today, today), _met_before(one, today))


def _confirmed(one: Aliveness, today: date) -> str:
    return _said(_("%s bestätigt") % ago(one.known.confirmed or today, today), _met_before(one, today))


def _missing(one: Aliveness, today: date) -> str:
    since = _span((today - (one.known.met or today)).days)
    return _("seit %(since)s kein Treffen bekannt, obwohl %(often)s vorgesehen") % {
        "since": since,
        "often": one.often,
    }


def _silence(one: Aliveness, today: date) -> str:
    return _("seit %s ist nichts bekannt") % _span((today - (one.known.heard_on or today)).days)


_REASONS: dict[Cause, Callable[[Aliveness, date], str]] = {
    Cause.AGREED: _agreed,
    Cause.MET: lambda one, today: _said(_met(one, today), one.often),
    Cause.TOLD: _told,
    Cause.CONFIRMED: _confirmed,
    Cause.MISSING: _missing,
    Cause.SILENCE: _silence,
    Cause.SAID: _met,
}


def choices(signs: Iterable[Sign] = Sign) -> list[tuple[str, str]]:
    """Value and word of those that say something."""
    return [(sign.value, str(sign.label)) for sign in signs if sign]
