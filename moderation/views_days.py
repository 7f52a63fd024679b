"""Days in the directory that nobody can mean, for the curators to put right."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.urls import NoReverseMatch, reverse
from django.views.generic import TemplateView

from moderation.views import CuratorsOnly
from vocabulary.odd_days import OddDay, odd_days

ON_A_PAGE = 50  # one line each


class DaysView(CuratorsOnly, TemplateView):
    template_name = "moderation/days.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(list(odd_days()), ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            **kwargs,
            page_obj=page,
            paginator=page.paginator,
            is_paginated=page.has_other_pages(),
            rows=[(odd, form_of(odd)) for odd in page],
        )


def form_of(odd: OddDay) -> str:
    """Address of the form in which the day is corrected."""
    options = odd.row._meta
    try:
        return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[odd.row.pk])
    except NoReverseMatch:
        return ""
