"""Planning a meeting: which day, from when until when, a series, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from networks.forms import day as day_input
from networks.forms import lines
from networks.meetings import series
from networks.meetings.collisions import Outlook, outlooks
from networks.meetings.proposals import Basis, Proposals, rhythm_of
from networks.meetings.sentences import in_full
from networks.meetings.series import Planned
from networks.meetings.slots import NoSuchTimeError, Slot, slot_on
from networks.models import Meeting, Network, Update
from rhythm import Period, Rhythm
from vocabulary.days import local_day, meeting_days
from vocabulary.forms import AsksBack

OWN = "anderer"  # a day of one's own
ONCE = "nein"  # no series
LONGEST = timedelta(hours=12)  # a meeting that takes longer has its times mixed up, mostly
MONTHS_AHEAD = 24  # of a series
USUAL_SERIES = 12  # months of a series that are proposed
MOST_STEPS = 52  # weeks or months between two meetings
NEXT_FREE = 8  # weeks within which a day without a holiday is looked for
OF_THE_DAY = ("day", "own_day", "begins", "ends", "series", "every", "until")
CLOCKS = ["%H:%M", "%H:%M:%S", "%H.%M", "%H"]


class DayChoice(forms.RadioSelect):
    """Each day is described by what stands below it."""

    def create_option(self, name: str, value: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value != OWN:
            option["attrs"]["aria-describedby"] = f"tag-{value}"
        return option


@dataclass(frozen=True)
class Doubt:
    """Said once before saving; who saves again means it."""

    key: str
    text: str


def clock(label: Any, *, is_needed: bool = False) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=is_needed, widget=widget, input_formats=CLOCKS)


class PlanForm(AsksBack, forms.ModelForm):
    """`slot` and `planned` (the further dates of a series) are there after validation, as far as they can be told."""

    day = forms.ChoiceField(
        label=gettext_lazy("Tag"),
        widget=DayChoice(attrs={"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Bitte wählen Sie einen Tag.")},
    )
    own_day = forms.DateField(
        label=gettext_lazy("Datum"),
        required=False,
        widget=day_input(),
        validators=[meeting_days],
        error_messages={"required": gettext_lazy("Bitte geben Sie den Tag an.")},
    )
    begins = clock(gettext_lazy("Von"))
    ends = clock(gettext_lazy("Bis"))
    series = forms.ChoiceField(
        label=gettext_lazy("Noch weitere Treffen anlegen?"),
        initial=ONCE,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    every = forms.IntegerField(
        label=gettext_lazy("Alle wie viele Wochen oder Monate?"),
        required=False,
        min_value=1,
        max_value=MOST_STEPS,
        help_text=gettext_lazy("Nur wenn Sie oben Wochen oder Monate gewählt haben."),
    )
    until = forms.ChoiceField(
        label=gettext_lazy("Bis einschließlich"),
        help_text=gettext_lazy("Höchstens zwei Jahre im Voraus."),
    )
    skips_holidays = forms.BooleanField(
        label=gettext_lazy("Ferien und Feiertage auslassen"), required=False, initial=True
    )
    known = forms.IntegerField(
        required=False, widget=forms.HiddenInput
    )  # the newest meeting when it was opened
    noted = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)  # keys of doubts read

    class Meta:
        model = Meeting
        fields = ["title", "place", "link", "agenda", "visibility", "guests"]
        widgets = {"agenda": lines(5), "visibility": forms.RadioSelect(attrs={"class": "form-check-input"})}

    def __init__(self, *args: Any, network: Network, user: User, proposals: Proposals, **kwargs: Any) -> None:
        self.network, self.user, self.proposals = network, user, proposals
        self.slot: Slot | None = None
        self.planned: list[Planned] = []
        self.doubts: list[Doubt] = []
        self.unread: list[Doubt] = []
        kwargs["instance"] = Meeting(network=network)
        if kwargs.get("data") is not None:
            kwargs["data"] = _with_known_day(
                kwargs["data"], {one.slot.day.isoformat() for one in proposals.all}
            )
        super().__init__(*args, **kwargs)
        self._offer_days()
        self._offer_series()
        self._propose()

    def _offer_days(self) -> None:
        days = [one.slot.day for one in self.proposals.all]
        field = self.fields["day"]
        field.choices = [(day.isoformat(), in_full(day)) for day in days] + [(OWN, _("Ein Tag Ihrer Wahl"))]
        best = self.proposals.best
        self.initial["day"] = best.slot.day.isoformat() if best else OWN
        if not days:
            field.widget = forms.HiddenInput()
            self.fields["own_day"].label, self.fields["own_day"].required = _("Tag"), True

    def _offer_series(self) -> None:
        choices = [(ONCE, _("nein, nur dieses Treffen"))]
        if self._rhythm:
            choices.append(("rhythmus", _("ja, im Rhythmus: %(words)s") % {"words": self._rhythm.in_words()}))
        choices += [("wochen", _("ja, alle … Wochen")), ("monate", _("ja, alle … Monate"))]
        self.fields["series"].choices = choices
        today = timezone.localdate()
        months = [(today.year * 12 + today.month - 1 + ahead) for ahead in range(MONTHS_AHEAD + 1)]
        self.fields["until"].choices = [
            (f"{month // 12}-{month % 12 + 1:02}", f"{MONTHS[month % 12 + 1]} {month // 12}")
            for month in months
        ]
        first = self.proposals.best.slot.day if self.proposals.best else today
        ahead = USUAL_SERIES + (first.year - today.year) * 12 + first.month - today.month
        self.initial.update(until=self.fields["until"].choices[min(ahead, MONTHS_AHEAD)][0], every=4)

    @cached_property
    def _rhythm(self) -> Rhythm | None:
        """The one that a series can follow."""
        basis = self.proposals.basis
        return rhythm_of(self.network, basis) if basis in {Basis.RHYTHM, Basis.HABIT} else None

    @cached_property
    def _last(self) -> Meeting | None:
        return self.network.meetings.filter(is_cancelled=False).order_by("start", "pk").last()

    def _propose(self) -> None:
        """What was so at the last meeting; the open question of the last Zwischenstand beside the agenda."""
        newest = self.network.meetings.order_by("pk").last()
        self.initial.update(
            begins=self.proposals.begins, ends=self.proposals.ends, known=newest.pk if newest else 0
        )
        if self._last:
            self.initial.update(place=self._last.place, visibility=self._last.visibility)
        update = self.network.updates.filter(is_public=True).first()
        if update and update.kind in {Update.Kind.PROBLEM, Update.Kind.UNSOLVABLE_HERE}:
            said = _("Ein Punkt je Zeile. Offen seit dem letzten Zwischenstand: „%(text)s“")
            self.fields["agenda"].help_text = said % {"text": escape(update.text[:200])}  # stands as HTML

    # --- what was chosen ---

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day = self._chosen(cleaned)
        if day is not None and not {"begins", "ends"} & self.errors.keys():
            self.slot = self._slot_on(day, cleaned.get("begins"), cleaned.get("ends"))
        if self.slot:
            self.planned = self._series(self.slot, cleaned)
            noted = set(cleaned.get("noted", "").split())
            self.doubts = list(self._doubts(self.slot, cleaned))
            self.unread = [one for one in self.doubts if one.key not in noted]
            keys = " ".join(one.key for one in self.doubts)
            self.fields["noted"].bound_data = lambda _data, _initial: keys
        return cleaned

    def _chosen(self, cleaned: dict[str, Any]) -> date | None:
        if cleaned.get("day") == OWN:
            if not cleaned.get("own_day") and "own_day" not in self.errors:
                self.add_error("own_day", _("Bitte geben Sie den Tag an."))
            return cleaned.get("own_day")
        return date.fromisoformat(cleaned["day"]) if cleaned.get("day") else None

    def _slot_on(self, day: date, begins: time | None, ends: time | None) -> Slot | None:
        if ends is not None and begins is None:
            self.add_error("begins", _("Bitte geben Sie auch an, wann das Treffen beginnt."))
        elif ends is not None and begins == ends:
            self.add_error("ends", _("Beginn und Ende sind gleich. Ist das Ende offen, lassen Sie es leer."))
        else:
            try:
                return slot_on(day, begins, ends)
            except NoSuchTimeError as error:
                told = _("Diese Uhrzeit gibt es am %(day)s nicht: In dieser Nacht wird die Uhr vorgestellt.")
                self.add_error("begins" if error.args[0] == begins else "ends", told % {"day": in_full(day)})
        return None

    def _series(self, slot: Slot, cleaned: dict[str, Any]) -> list[Planned]:
        how, until = cleaned.get("series"), cleaned.get("until")
        if not how or how == ONCE or not until:
            return []
        if how == "rhythmus" and self._rhythm:
            rhythm, anchor = self._rhythm, local_day(self._last.start) if self._last else None
        elif cleaned.get("every"):
            period = Period.WEEK if how == "wochen" else Period.MONTH
            rhythm, anchor = series.every(slot.day, period, cleaned["every"]), slot.day
        else:
            if "every" not in self.errors:
                self.add_error("every", _("Bitte schreiben Sie eine Zahl, zum Beispiel 6."))
            return []
        days = series.days_of(rhythm, slot.day, _end_of_month(until), anchor)
        if not days:
            self.add_error(
                "until", _("Bis dahin gibt es kein weiteres Treffen. Wählen Sie einen späteren Monat.")
            )
        times = cleaned.get("begins"), cleaned.get("ends")
        return series.planned(self.network, days, *times, skips_holidays=cleaned["skips_holidays"])

    # --- what is asked back ---

    def _doubts(self, slot: Slot, cleaned: dict[str, Any]) -> Iterator[Doubt]:
        """Keys say of what they are, so that another day is asked about anew."""
        yield from self._of_others(cleaned)
        day, today = slot.day, timezone.localdate()
        own = cleaned.get("own_day")
        if own and cleaned["day"] != OWN and own != day:
            told = _("Gewählt ist %(day)s. Der Tag, den Sie eingetragen haben (%(own)s), ist es nicht.")
            yield Doubt(f"wahl-{day}-{own}", told % {"day": in_full(day), "own": in_full(own)})
        if day < today:
            told = _("%(day)s ist vorbei. Das Treffen wird als vergangenes eingetragen.")
            yield Doubt(f"vorbei-{day}", told % {"day": in_full(day)})
        elif self.outlook and self.outlook.public_holiday:
            yield Doubt(f"feiertag-{day}", self._holiday_words(day, self.outlook.public_holiday))
        if slot.end and slot.end - slot.start > LONGEST:
            told = _("Das Treffen endet erst am %(day)s um %(clock)s Uhr. Ist das so gemeint?")
            end = timezone.localtime(slot.end)
            yield Doubt(
                f"lang-{end:%Y%m%d%H%M}", told % {"day": in_full(end.date()), "clock": f"{end:%H:%M}"}
            )

    def _of_others(self, cleaned: dict[str, Any]) -> Iterator[Doubt]:
        """What somebody entered since this form was opened, and what stands on the same day."""
        new = self.network.meetings.filter(pk__gt=cleaned.get("known") or 0, is_cancelled=False)
        entered = list(new.order_by("start", "pk"))
        there = [one for one in self.outlook.own if one not in entered] if self.outlook else []
        if entered:
            told = ngettext(
                "Inzwischen hat jemand ein Treffen eingetragen: %(when)s. Es ist nichts verloren.",
                "Inzwischen hat jemand %(count)s Treffen eingetragen, das erste: %(when)s. Es ist nichts verloren.",
                len(entered),
            )
            first = when(entered[0].start, is_open=entered[0].is_all_day)
            newest = max(one.pk for one in entered)
            yield Doubt(f"neu-{newest}", told % {"when": first, "count": len(entered)})
        told = _("An diesem Tag steht schon ein Treffen: %(when)s.")
        for one in there:
            yield Doubt(f"doppelt-{one.pk}", told % {"when": when(one.start, is_open=one.is_all_day)})

    def _holiday_words(self, day: date, name: str) -> str:
        later = [day + timedelta(weeks=week) for week in range(1, NEXT_FREE)]
        found = outlooks(self.network, self.user, [slot_on(one, None) for one in later], with_theme=False)
        free = next((one.slot.day for one in found if not one.is_holiday), None)
        said = _("%(day)s ist ein Feiertag: %(name)s.") % {"day": in_full(day), "name": name}
        return f"{said} {_('Der nächste freie ist %(day)s.') % {'day': in_full(free)}}" if free else said

    # --- what is shown and saved ---

    @cached_property
    def _seen(self) -> list[Outlook]:
        slots = [self.slot, *(one.slot for one in self.planned if one.slot)] if self.slot else []
        return outlooks(self.network, self.user, slots, with_theme=False)

    @property
    def outlook(self) -> Outlook | None:
        """Of the chosen day at the chosen time."""
        return self._seen[0] if self._seen else None

    @property
    def errors_of_the_day(self) -> list[str]:
        """What is wrong with day, times and series, for the answer that comes without the page."""
        return [text for name in OF_THE_DAY for text in self.errors.get(name, [])]

    @property
    def dates(self) -> list[tuple[Planned, Outlook | None]]:
        """The further dates of the series, each with what speaks against it; None where it is left out."""
        by_day = {one.slot.day: one for one in self._seen[1:]}
        return [(one, by_day.get(one.day)) for one in self.planned]

    @property
    def count(self) -> int:
        return 1 + sum(one.slot is not None for one in self.planned)

    def enter(self) -> list[Meeting]:
        """All meetings, the first of them on the chosen day. Only of a valid form."""
        slots = [self.slot, *(one.slot for one in self.planned)]
        return series.enter(self.instance, [slot for slot in slots if slot])


def _with_known_day(data: QueryDict, days: set[str]) -> QueryDict:
    """What is proposed changes when somebody enters a meeting: a day that was proposed before stays chosen."""
    day = data.get("day", "")
    if day in days or day == OWN or not (parsed := _parsed(day)):
        return data
    changed = data.copy()
    changed["day"], changed["own_day"] = OWN, parsed.isoformat()
    return changed


def _parsed(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _end_of_month(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def when(start: datetime, *, is_open: bool) -> str:
    """„Mittwoch, 20. Januar 2027, 14:00 Uhr“."""
    here = timezone.localtime(start)
    return in_full(here.date()) if is_open else f"{in_full(here.date())}, {here:%H:%M} Uhr"
