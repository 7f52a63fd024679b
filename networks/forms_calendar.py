"""The two steps of reading a network's own calendar file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from networks.calendar_files.text import CalendarFileError, refuse_large, text_of
from networks.models import Meeting


class CalendarFileForm(forms.Form):
    """`text`: what of the file is read."""

    file = forms.FileField(
        label=_("Kalenderdatei"),
        help_text=_(
            "Eine Datei mit der Endung .ics, höchstens 2 MB. Beschreibungen und Namen liest das Bildungsnetz nicht."
        ),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )
    visibility = forms.ChoiceField(
        label=_("Wer sieht die neuen Treffen?"),
        choices=Meeting.Visibility,
        help_text=_("Was im Kalender als privat gilt, sieht nur, wer das Netzwerk bearbeitet."),
    )

    text = ""

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        try:
            refuse_large(file.size)
            self.text = text_of(file.read())
        except CalendarFileError as error:
            raise forms.ValidationError(str(error)) from error
        return file


class ChosenMeetingsForm(forms.Form):
    """What was chosen in the preview; the file comes along as text, so that nothing has to be kept on the server."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False)
    visibility = forms.ChoiceField(widget=forms.HiddenInput, choices=Meeting.Visibility)

    def clean_text(self) -> str:
        try:
            return text_of(self.cleaned_data["text"].encode())
        except CalendarFileError as error:
            raise forms.ValidationError(str(error)) from error

    def chosen(self, data: Any) -> set[str]:
        return set(data.getlist("treffen"))
