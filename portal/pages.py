"""Pages of text: legal pages, plain language, shortcuts, and the form to report a barrier."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.urls import reverse_lazy
from django.views.generic import CreateView, TemplateView

from accounts import limits
from accounts.retention import all_rules
from portal.forms import BarrierReportForm
from portal.markdown import as_html
from portal.models import Page

SHIPPED = Path(__file__).parent / "texts"
INTERVAL = re.compile(r"(\b(?:binnen|in|mit|nach|seit|von|vor)\s+)?\{frist:(\w+)\}", re.IGNORECASE)


class TextView(TemplateView):
    """A text from the admin, or the shipped draft while nobody has written one."""

    template_name = "portal/text.html"
    slug = ""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        page = Page.objects.filter(slug=self.slug).first()
        body = page.body if page else (SHIPPED / f"{self.slug}.md").read_text(encoding="utf-8")
        return super().get_context_data(
            **kwargs,
            slug=self.slug,
            title=Page.Slug(self.slug).label,
            body=as_html(with_periods(body)),
            changed_at=page.changed_at if page else None,
        )


def with_periods(text: str) -> str:
    """Puts the intervals of the settings into a text: {frist:mails} is „90 Tage“, behind „nach“ and the like „90 Tagen“;
    {fristen} is a list of all. What stands for nothing stays as it is, so that whoever wrote it sees it."""
    rules = {rule.key: rule for rule in all_rules()}
    listed = "\n".join(f"- {rule.what}: {rule.wording}" for rule in all_rules())

    def wording(match: re.Match[str]) -> str:
        before, key = match.groups()
        rule = rules.get(key)
        if rule is None:
            return match[0]
        return before + rule.in_dative if before else rule.wording

    return INTERVAL.sub(wording, text.replace("{fristen}", listed))


class BarrierReportView(CreateView):
    form_class = BarrierReportForm
    template_name = "portal/report_barrier.html"
    success_url = reverse_lazy("portal:barrier_reported")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: BarrierReportForm) -> HttpResponse:
        if limits.is_over_limit(self.request, "report"):
            form.add_error(None, limits.sentence())
            return self.render_to_response(self.get_context_data(form=form), status=limits.TOO_MANY)
        if self.request.user.is_authenticated:
            form.instance.reply_to = self.request.user.email
        return super().form_valid(form)

    def get_initial(self) -> dict[str, str]:
        return {"page": self.request.GET.get("seite", "")[:300]}


class BarrierReportedView(TemplateView):
    template_name = "portal/barrier_reported.html"
