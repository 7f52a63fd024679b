"""A network's own calendar file comes in: first what is in it, then what somebody chose of that."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView

from moderation.access import EditorsPage
from networks.calendar_files.matching import RowKind, plan_of
from networks.calendar_files.reading import read
from networks.calendar_files.taking import take
from networks.calendar_files.text import CalendarFileError
from networks.forms_calendar import CalendarFileForm, ChosenMeetingsForm
from networks.models import Meeting, Network

TAKE = "uebernehmen"  # the button under the preview


class ImportCalendarView(EditorsPage, FormView):
    model = Network
    form_class = CalendarFileForm
    template_name = "networks/import_calendar.html"
    initial = {"visibility": Meeting.Visibility.PUBLIC}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.take() if TAKE in request.POST else super().post(request, *args, **kwargs)

    def form_valid(self, form: CalendarFileForm) -> HttpResponse:
        """The preview: nothing is written yet."""
        visibility = form.cleaned_data["visibility"]
        try:
            plan = plan_of(self.entry, read(form.text, timezone.localdate()), visibility)
        except CalendarFileError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        chosen = ChosenMeetingsForm(initial={"text": form.text, "visibility": visibility})
        return self.render_to_response(self.get_context_data(plan=plan, chosen=chosen, form=None))

    def take(self) -> HttpResponse:
        form, today = ChosenMeetingsForm(self.request.POST), timezone.localdate()
        if not form.is_valid():
            messages.error(self.request, _("Bitte wählen Sie die Datei noch einmal aus."))
            return redirect(self.request.path)
        text, visibility = form.cleaned_data["text"], form.cleaned_data["visibility"]
        try:
            done = take(
                self.entry, text, today=today, visibility=visibility, chosen=form.chosen(self.request.POST)
            )
        except CalendarFileError as error:
            messages.error(self.request, str(error))
            return redirect(self.request.path)
        messages.success(self.request, told(done[1]))
        return redirect("networks:meetings", self.entry.slug)


def told(done: Counter[RowKind]) -> str:
    """„3 neue Treffen, 1 geändertes, 1 abgesagtes übernommen.“"""
    parts = [
        ngettext("%d neues Treffen", "%d neue Treffen", done[RowKind.NEW]) % done[RowKind.NEW],
        ngettext("%d geändertes", "%d geänderte", done[RowKind.CHANGED]) % done[RowKind.CHANGED],
        ngettext("%d abgesagtes", "%d abgesagte", done[RowKind.CANCELLED]) % done[RowKind.CANCELLED],
        ngettext("%d erkanntes", "%d erkannte", done[RowKind.MATCHED]) % done[RowKind.MATCHED],
    ]
    kinds = (RowKind.NEW, RowKind.CHANGED, RowKind.CANCELLED, RowKind.MATCHED)
    shown = [part for part, kind in zip(parts, kinds, strict=True) if done[kind]]
    return _("Übernommen: %s.") % ", ".join(shown) if shown else _("Es war nichts zu übernehmen.")
