"""What is kept for the next report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from insight.models import ReportSetting
from insight.pages import InternalOnly
from insight.reports.forms import SettingForm
from insight.reports.reading import public_scope


class OfSetting(InternalOnly):
    kwargs: dict[str, Any]

    @cached_property
    def setting(self) -> ReportSetting:
        return get_object_or_404(ReportSetting, pk=self.kwargs["pk"])


class SettingView(OfSetting, FormView):
    template_name = "insight/report/setting.html"
    form_class = SettingForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.setting}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scope = public_scope(self.setting.scope)
        return super().get_context_data(
            **kwargs, setting=self.setting, scope_words=scope.in_words, lost=scope.notes
        )

    def form_valid(self, form: SettingForm) -> HttpResponse:
        form.save()
        messages.success(self.request, _("Die Einstellung ist gespeichert."))
        return redirect("insight:reports")


class DeleteSettingView(OfSetting, View):
    """Its reports stay."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        title = self.setting.title
        self.setting.delete()
        messages.success(request, _("Die Einstellung „%s“ ist gelöscht. Ihre Berichte bleiben.") % title)
        return redirect("insight:reports")
