"""/einblick/bericht/: drafts, their texts, their release. For Koordination; what is released, everybody reads (`views_released`)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from insight.models import Chapter, CommitteeReport, ReportSetting
from insight.pages import InsightPage, InternalOnly
from insight.reports import drafting, releasing
from insight.reports.answers import csv_answer, pdf_answer
from insight.reports.composing import Content, compose
from insight.reports.drawing import with_pictures
from insight.reports.forms import EditReportForm, NewReportForm, ReleaseForm
from insight.reports.pdf import as_pdf


class ReportsView(InternalOnly, InsightPage):
    """Drafts, released ones, settings. Everybody else is led to what is released."""

    route = "insight:reports"
    template_name = "insight/report/list.html"
    heading = gettext_lazy("Bericht")
    lead = gettext_lazy(
        "Für den Bildungsausschuss: Zahlen der Bildungslandschaft auf wenigen Seiten, mit Ihren Worten ergänzt."
    )

    def handle_no_permission(self) -> HttpResponse:
        return redirect("insight:released_reports")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reports = CommitteeReport.objects.for_lists().select_related("owner")
        return super().get_context_data(
            **kwargs,
            drafts=reports.drafts().select_related("setting"),
            released=reports.released().filter(successor__released_at=None),
            settings=ReportSetting.objects.select_related("owner"),
        )


class NewReportView(InternalOnly, InsightPage, FormView):
    """The choice stands in the address, as on the other pages; the form has the rest."""

    route = "insight:new_report"
    template_name = "insight/report/new.html"
    heading = gettext_lazy("Neuer Bericht")
    lead = gettext_lazy(
        "Wählen Sie oben, wovon der Bericht handelt, und hier Zeitraum und Kapitel. Es entsteht ein Entwurf."
    )
    form_class = NewReportForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"route": ReportsView.route}  # the tab that it belongs to

    def form_valid(self, form: NewReportForm) -> HttpResponse:
        data, key = form.cleaned_data, self.scope.key
        with transaction.atomic():  # no report without the setting that was asked for
            setting = self._setting(data, key) if data["rhythm"] else None
            draft = CommitteeReport.objects.create(
                title=form.full_title(),
                scope=key,
                first_day=data["first_day"],
                last_day=data["last_day"],
                chapters=data["chapters"],
                setting=setting,
                owner=self.request.user,
            )
        messages.success(self.request, _("Der Entwurf ist angelegt. Noch sieht ihn nur die Koordination."))
        return redirect(draft)

    def _setting(self, data: dict[str, Any], key: str) -> ReportSetting:
        setting = ReportSetting(
            title=data["title"],
            scope=key,
            chapters=data["chapters"],
            rhythm=data["rhythm"],
            owner=self.request.user,
        )
        drafting.begin_now(setting)
        setting.save()
        return setting


class OfDraft(InternalOnly):
    """Mixin: a page about one draft, whoever of Koordination began it. What is released is not here any more."""

    kwargs: dict[str, Any]

    @cached_property
    def report(self) -> CommitteeReport:
        return get_object_or_404(
            CommitteeReport.objects.drafts().select_related("replaces"), pk=self.kwargs["pk"]
        )

    @cached_property
    def content(self) -> Content:
        return compose(self.report)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, report=self.report)  # type: ignore[misc]


class ReportDraftView(OfDraft, TemplateView):
    template_name = "insight/report/draft.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A draft that was released meanwhile has moved to its public address."""
        moved = CommitteeReport.objects.released().filter(pk=self.kwargs["pk"]).for_lists().first()
        return redirect(moved) if moved else super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, content=with_pictures(self.content), internal=_internal_of(self.report)
        )


def _internal_of(report: CommitteeReport) -> list[Chapter]:
    return [one for one in report.chosen if one.is_internal]


class EditDraftView(OfDraft, FormView):
    template_name = "insight/report/edit.html"
    form_class = EditReportForm

    @transaction.atomic  # the row stays locked from looking at its version until it is saved
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        CommitteeReport.objects.select_for_update().filter(pk=self.kwargs["pk"]).first()
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.report}

    def form_valid(self, form: EditReportForm) -> HttpResponse:
        form.save()
        messages.success(self.request, _("Gespeichert. Der Entwurf zeigt jetzt Ihre Texte."))
        return redirect("insight:report", self.report.pk)


class ReleaseView(OfDraft, FormView):
    """Shows what becomes public, and releases exactly that: when something changed since it was shown, it is shown again."""

    template_name = "insight/report/release.html"
    form_class = ReleaseForm

    @cached_property
    def also(self) -> list[Chapter]:
        asked = self.request.POST.getlist("also")
        return [one for one in _internal_of(self.report) if one.value in asked]

    @cached_property
    def shown(self) -> Content:
        return compose(self.report, releasing.public_chapters(self.report, self.also))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"report": self.report}

    def get_initial(self) -> dict[str, Any]:
        return {"seen": releasing.mark_of(self.shown)}

    def form_valid(self, form: ReleaseForm) -> HttpResponse:
        if self.report.replaces_id and not self.report.change_note:
            messages.warning(
                self.request,
                _("Bitte schreiben Sie zuerst, was sich gegenüber der früheren Ausgabe geändert hat."),
            )
            return redirect("insight:edit_report", self.report.pk)
        try:
            released = releasing.release(self.report, seen=form.cleaned_data["seen"], also=self.also)
        except releasing.NotAsSeenError:
            messages.warning(
                self.request,
                _(
                    "Der Bericht sieht jetzt anders aus als eben. Bitte sehen Sie ihn noch einmal durch und bestätigen Sie."
                ),
            )
            return self.render_to_response(self.get_context_data(form=self._again()))
        except releasing.AlreadyReleasedError:
            messages.info(self.request, _("Diesen Bericht hat eben schon jemand freigegeben."))
            return redirect("insight:reports")
        messages.success(self.request, _("Freigegeben. Unter dieser Adresse bleibt der Bericht, wie er ist."))
        return redirect(released)

    def _again(self) -> ReleaseForm:
        """The same choice, to be confirmed once more."""
        initial = self.get_initial() | {"also": [one.value for one in self.also]}
        return ReleaseForm(self.report, initial=initial)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            content=with_pictures(self.shown),
            left_out=[one for one in _internal_of(self.report) if one not in self.also],
            also=self.also,
        )


class DeleteDraftView(OfDraft, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        title = self.report.title
        self.report.delete()
        messages.success(request, _("Der Entwurf „%s“ ist gelöscht.") % title)
        return redirect("insight:reports")


class DraftPdfView(OfDraft, View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return pdf_answer(as_pdf(self.content, timezone.now()), f"entwurf-{self.report.slug}")


class DraftCsvView(OfDraft, View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return csv_answer(self.content, f"entwurf-{self.report.slug}")


class NewEditionView(InternalOnly, View):
    """What is released stays; what was wrong in it is put right by another edition."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        released = get_object_or_404(CommitteeReport.objects.released().for_lists(), pk=pk)
        return redirect(releasing.new_edition(released, by=request.user))
