"""/berichte/: what was released, for everybody and for ever as it was."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from insight.models import CommitteeReport
from insight.pages import sees_internal
from insight.reports.answers import csv_answer, pdf_answer
from insight.reports.drawing import with_pictures


class ReleasedReportsView(TemplateView):
    template_name = "insight/report/released_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The last edition of each."""
        released = CommitteeReport.objects.released().filter(successor__released_at=None)
        return super().get_context_data(
            **kwargs, reports=released.for_lists(), sees_internal=sees_internal(self.request.user)
        )


class OfReleased:
    """Mixin: drafts are not here."""

    kwargs: dict[str, Any]

    @cached_property
    def report(self) -> CommitteeReport:
        released = CommitteeReport.objects.released().select_related("replaces", "successor")
        return get_object_or_404(released, pk=self.kwargs["pk"])

    @property
    def file_name(self) -> str:
        return f"bericht-{self.report.pk}-{self.report.slug}"


class ReleasedReportView(OfReleased, TemplateView):
    template_name = "insight/report/released.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Its number finds it; the words in the address are put right."""
        if kwargs["slug"] != self.report.slug:
            return redirect(self.report, permanent=True)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        successor = getattr(self.report, "successor", None)
        return super().get_context_data(
            **kwargs,
            report=self.report,
            content=with_pictures(self.report.frozen),
            successor=successor if successor and successor.is_released else None,
            sees_internal=sees_internal(self.request.user),
        )


class ReleasedPdfView(OfReleased, View):
    def get(self, request: HttpRequest, pk: int, slug: str) -> HttpResponse:
        return pdf_answer(bytes(self.report.pdf or b""), self.file_name)


class ReleasedCsvView(OfReleased, View):
    def get(self, request: HttpRequest, pk: int, slug: str) -> HttpResponse:
        return csv_answer(self.report.frozen, self.file_name)
