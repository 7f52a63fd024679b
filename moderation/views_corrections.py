"""Where whoever submitted an entry changes it while it waits for review. The signed address is the key."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from moderation import corrections, decisions
from moderation.conflicts import ConflictAwareForm
from moderation.views import case_of_link


class CorrectView(FormView):
    template_name = "moderation/correct.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with transaction.atomic():  # a form with data locks its row, also while it is shown
            self.case = case_of_link(kwargs["token"])
            if not corrections.can_correct(self.case):
                messages.info(request, _("Dieser Eintrag wartet nicht mehr auf Prüfung."))
                return redirect("moderation:answer", kwargs["token"])
            response = super().dispatch(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
        response["Cache-Control"] = "private, no-store"
        return response

    def get_form_class(self) -> type[BaseForm]:
        entry: Any = self.case.entry
        return corrections.FORMS[type(entry)][0]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.case.entry, "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, case=self.case, back=decisions.answer_page(self.case), title=str(self.case.entry)
        )

    def form_valid(self, form: ConflictAwareForm) -> HttpResponse:
        if corrections.correct(self.case, form, by=self.request.user):
            messages.success(self.request, _("Danke, Ihre Änderungen sind angekommen."))
        else:
            messages.info(self.request, _("Sie haben nichts geändert."))
        return redirect("moderation:answer", self.kwargs["token"])
