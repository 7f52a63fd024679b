"""/einblick/: how things stand, and what to look after."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from insight.pages import InsightPage, InternalOnly, tabs_for


class OverviewView(InternalOnly, InsightPage):
    """For Koordination; everybody else is led to the first page that is public."""

    route = "insight:overview"
    template_name = "insight/overview.html"
    heading = _("Einblick")

    def handle_no_permission(self) -> HttpResponse:
        return redirect(tabs_for(self.request.user)[0].route)
