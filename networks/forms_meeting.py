"""Changing, moving and cancelling a meeting, and what came of it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.conflicts import ConflictAwareForm
from networks.forms import lines
from networks.meetings import moving
from networks.meetings.slots import Slot
from networks.models import Meeting, Update
from networks.moments import MomentField
from vocabulary.days import local_day
from vocabulary.forms import AsksBack

LONGEST_LINE = 200  # characters of a Zwischenstand in one line, and of a reason


def why() -> forms.CharField:
    """Asked anew each time: the reason of an earlier move does not become that of this one."""
    return forms.CharField(
        label=_("Grund"),
        required=False,
        max_length=LONGEST_LINE,
        help_text=_(
            "Steht beim Termin, für alle, die ihn sehen. Bitte keine Namen: zum Beispiel „Der Lesesaal ist belegt“."
        ),
    )


class MomentsForm(AsksBack, ConflictAwareForm):
    """Whose `start`, a `MomentField`, says by an empty time that the time is open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"start", "end"} & set(self.fields):
            self.fields[name].widget.is_day_only = self.instance.is_all_day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.instance.is_all_day = not self._has_clock("start")
        return cleaned

    def _has_clock(self, name: str) -> bool:
        widget = self.fields[name].widget
        return bool(widget.value_from_datadict(self.data, self.files, self.add_prefix(name))[1])


class MeetingForm(MomentsForm):
    start = MomentField(
        label=_("Beginn"),
        help_text=_(
            "Zum Berichtigen. Trifft man sich an einem anderen Tag, wählen Sie „Verlegen“: Dann steht der alte "
            "Tag mit dem Grund im Kalender. Ohne Uhrzeit: Sie ist noch offen."
        ),
    )
    end = MomentField(label=_("Ende"), required=False, help_text=_("Ohne Tag: am selben Tag wie der Beginn."))

    class Meta:
        model = Meeting
        fields = ["title", "start", "end", "place", "link", "agenda", "guests", "minutes", "visibility"]
        widgets = {"agenda": lines(6), "visibility": forms.RadioSelect}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start is None:
            return cleaned
        if isinstance(end, time):
            here = timezone.localtime(start).date()
            end = timezone.make_aware(datetime.combine(here, end))
        if end is not None and not self._has_clock("end") and local_day(end) == local_day(start):
            end = None  # the same day once more says nothing
        if end is not None and self._has_clock("end") != self._has_clock("start"):
            which = "start" if self._has_clock("end") else "end"
            self.add_error(which, _("Bitte geben Sie die Uhrzeit auch hier an, oder bei keinem von beiden."))
        elif end is not None and end < start:
            self.add_error("end", _("Das Treffen endet, bevor es beginnt."))
        else:
            cleaned["end"] = end
        return cleaned


class MoveForm(MomentsForm):
    start = MomentField(
        label=_("Neuer Termin"), help_text=_("Die Dauer bleibt. Ohne Uhrzeit: Sie ist noch offen.")
    )
    why = why()

    class Meta:
        model = Meeting
        fields = ["start"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, before = cleaned.get("start"), self.initial["start"]
        if start is None:
            return cleaned
        if start == before:
            self.add_error("start", _("Das ist der Termin, der schon vereinbart ist."))
        elif local_day(start) < timezone.localdate():
            self.add_error("start", _("Dieser Tag ist schon vorbei."))
        return cleaned

    @property
    def slot(self) -> Slot:
        """When it will be, once the form is valid."""
        start, end = self.cleaned_data["start"], moving.end_of(self.cleaned_data["start"], self._before)
        return Slot(start, end, is_all_day=self.instance.is_all_day)

    @property
    def _before(self) -> tuple[datetime, datetime | None]:
        """Begin and end as they are stored."""
        return self.initial["start"], self.instance.end

    def save(self, commit: bool = True) -> Meeting:
        moving.move(self.instance, self.cleaned_data["start"], before=self._before)
        self.instance.reason = self.cleaned_data["why"]
        return super().save(commit)


class CancelForm(AsksBack, ConflictAwareForm):
    """Knows, unseen, of which day it was opened: who cancels a meeting that somebody moved meanwhile is told."""

    why = why()

    class Meta:
        model = Meeting
        fields = ["start", "is_cancelled"]
        widgets = {"start": forms.HiddenInput, "is_cancelled": forms.HiddenInput}

    def save(self, commit: bool = True) -> Meeting:
        self.instance.is_cancelled, self.instance.reason = True, self.cleaned_data["why"]
        return super().save(commit)


class OutcomeForm(AsksBack, forms.Form):
    """One line of what came of a meeting. `is_click`: one of the buttons that need no word."""

    kind = forms.ChoiceField(
        label=_("Art"),
        choices=[
            (kind.value, kind.label)
            for kind in (Update.Kind.PROGRESS, Update.Kind.PROBLEM, Update.Kind.RESULT)
        ],
    )
    text = forms.CharField(
        label=_("Zwischenstand in einem Satz"),
        max_length=LONGEST_LINE,
        error_messages={
            "required": _("Bitte schreiben Sie einen Satz – oder wählen Sie, was darunter steht.")
        },
    )

    def __init__(self, *args: Any, is_click: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_click:
            self.fields["text"].required = self.fields["kind"].required = False
