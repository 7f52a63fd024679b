from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from insight.models import Chapter, CommitteeReport, ReportSetting
from insight.reports.periods import Length, ReportSpan
from insight.reports.words import span_name
from vocabulary.days import ordinary

LONGEST_TEXT = 3_000  # characters of a chapter: a page of paper
LONGEST_TITLE = 110  # characters; the days of a period come behind it
OWN = "eigener"
NO_RHYTHM = ("", _("nein"))
TO_PUBLIC = [one for one in Chapter if not one.is_internal]


def day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def chapter_field(**more: Any) -> forms.MultipleChoiceField:
    internal = _("nur für die Koordination")
    choices = [(one.value, f"{one.label} ({internal})" if one.is_internal else one.label) for one in Chapter]
    return forms.MultipleChoiceField(
        label=_("Kapitel"),
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Bitte wählen Sie mindestens ein Kapitel.")},
        **more,
    )


def spans() -> dict[str, ReportSpan]:
    """The last and the running quarter, half-year and year, by what stands in the form."""
    today = timezone.localdate()
    found = [make(today, length) for length in Length for make in (ReportSpan.before, ReportSpan.around)]
    return {f"{one.first}/{one.last}": one for one in found}


class PeriodForm(forms.ModelForm):
    """A period of the calendar, or days of one's own."""

    first_day = forms.DateField(label=_("Von"), required=False, widget=day(), validators=[ordinary])
    last_day = forms.DateField(label=_("Bis"), required=False, widget=day(), validators=[ordinary])

    def check_days(self, cleaned: dict[str, Any]) -> None:
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        for name, value in (("first_day", first), ("last_day", last)):
            if value is None and name not in self.errors:
                self.add_error(name, _("Bitte geben Sie einen Tag an."))
        if first and last and last < first:
            self.add_error("last_day", _("Der Zeitraum endet, bevor er beginnt."))


class NewReportForm(PeriodForm):
    """`rhythm`: keep the choice as a setting, which makes drafts by itself."""

    title = forms.CharField(label=_("Titel"), max_length=LONGEST_TITLE)
    period = forms.ChoiceField(label=_("Zeitraum"))
    chapters = chapter_field()
    rhythm = forms.ChoiceField(
        label=_("Für später merken und nach jedem Zeitraum einen Entwurf anlegen?"),
        choices=[NO_RHYTHM, *ReportSetting.Rhythm.choices],
        required=False,
        help_text=_("Sie bekommen eine E-Mail, sobald ein Entwurf bereitliegt."),
    )

    class Meta:
        model = CommitteeReport
        fields = ["title", "period", "first_day", "last_day", "chapters", "rhythm"]

    field_order = ["title", "period", "first_day", "last_day", "chapters", "rhythm"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spans = spans()
        known = [(value, span_name(span)) for value, span in self.spans.items()]
        self.fields["period"].choices = [*known, (OWN, _("eigener Zeitraum"))]
        for name in ("first_day", "last_day"):
            self.fields[name].help_text = _("Nur für einen eigenen Zeitraum.")
        self.initial = {"title": _("Bericht zur Bildungslandschaft"), "chapters": TO_PUBLIC, **self.initial}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if span := self.spans.get(cleaned.get("period", "")):
            cleaned |= {"first_day": span.first, "last_day": span.last}
        elif cleaned.get("period") == OWN:
            self.check_days(cleaned)
        return cleaned

    def full_title(self) -> str:
        """With the period, by which reports are told apart in a list."""
        span = ReportSpan(self.cleaned_data["first_day"], self.cleaned_data["last_day"])
        return f"{self.cleaned_data['title']}, {span_name(span)}"


class EditReportForm(PeriodForm):
    """Title, period, chapters and what is written beside the figures. `version` is that of the row when the form was opened: nobody
    overwrites silently what another wrote, and a refused form keeps what was typed."""

    chapters = chapter_field()
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    class Meta:
        model = CommitteeReport
        fields = ["title", "first_day", "last_day", "chapters", "change_note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored_version = self.instance.version
        self.initial["version"] = self.instance.version
        if not self.instance.replaces_id:
            del self.fields["change_note"]
        for chapter in Chapter:
            self.fields[text_name(chapter)] = forms.CharField(
                label=chapter.label,
                required=False,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea(attrs={"rows": 5}),
                initial=self.instance.texts.get(chapter.value, ""),
            )

    @property
    def text_fields(self) -> list[forms.BoundField]:
        return [self[text_name(chapter)] for chapter in Chapter]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.check_days(cleaned)
        if "version" in cleaned and cleaned["version"] != self.stored_version:
            self.fields["version"].bound_data = lambda _data, _initial: self.stored_version
            raise ValidationError(
                _(
                    "Inzwischen hat jemand anderes diesen Entwurf gespeichert. Was Sie geschrieben haben, steht weiter hier und "
                    "ist noch nicht gespeichert. Speichern Sie noch einmal, gilt, was hier steht."
                ),
                code="conflict",
            )
        return cleaned

    def save(self, commit: bool = True) -> CommitteeReport:
        texts = {one.value: self.cleaned_data[text_name(one)].strip() for one in Chapter}
        self.instance.texts = {name: text for name, text in texts.items() if text}
        return super().save(commit)


def text_name(chapter: Chapter) -> str:
    return f"text_{chapter.value}"


class ReleaseForm(forms.Form):
    """What internal chapters become public with it, and that somebody means it. `seen`: `releasing.mark_of` what was shown."""

    also = forms.MultipleChoiceField(
        label=_("Interne Kapitel, die auch öffentlich werden sollen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Sie nennen einzelne Einrichtungen und lassen sich als Vorwurf lesen. Ohne Haken bleiben sie draußen."
        ),
    )
    is_meant = forms.BooleanField(
        label=_("Ich habe den Bericht gelesen. Er darf so für alle sichtbar werden."),
        error_messages={"required": _("Bitte bestätigen Sie, dass der Bericht öffentlich werden darf.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, report: CommitteeReport, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        internal = [(one.value, one.label) for one in report.chosen if one.is_internal]
        self.fields["also"].choices = internal
        if not internal:
            del self.fields["also"]


class SettingForm(forms.ModelForm):
    chapters = chapter_field()

    class Meta:
        model = ReportSetting
        fields = ["title", "chapters", "rhythm"]
