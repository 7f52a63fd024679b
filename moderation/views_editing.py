"""The page on which editors change their entry."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from moderation.access import EditorsPage
from moderation.conflicts import ConflictAwareForm
from moderation.editing import needs_second_look, proposed, save_edit
from moderation.models import Case
from moderation.safe_forms import KeepsTyped


class EditView(EditorsPage, KeepsTyped, FormView):
    """The room of the entry routes it with its model and form, which locks the row while it compares."""

    template_name = "moderation/edit.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.entry, "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = Case.objects.about(self.entry).open().filter(kind=Case.Kind.CHANGE)
        waiting = [difference for case in changes for difference in proposed(case)]
        stored_name = type(self.entry).objects.values_list("name", flat=True).get(pk=self.entry.pk)
        return super().get_context_data(
            **kwargs,
            waiting=waiting,
            stored_name=stored_name,
            needs_review=needs_second_look(self.entry, self.request.user),
        )

    def form_valid(self, form: ConflictAwareForm) -> HttpResponse:
        case = save_edit(form, by=self.request.user)
        messages.success(self.request, _("Gespeichert."))
        if case:
            labels = ", ".join(difference.label for difference in proposed(case))
            messages.info(
                self.request,
                _("Diese Änderung sieht sich noch jemand an, bevor sie erscheint: %(labels)s.")
                % {"labels": labels},
            )
        return redirect(form.instance)
