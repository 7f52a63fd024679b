"""A report as a file."""

from __future__ import annotations

from django.http import HttpResponse

from insight.reports.composing import Content
from insight.reports.tables import COLUMNS, lines
from search.pages.tables import table_lines


def pdf_answer(paper: bytes, name: str) -> HttpResponse:
    """Opens in the browser, and has its name when it is saved."""
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def csv_answer(content: Content, name: str) -> HttpResponse:
    response = HttpResponse(table_lines((COLUMNS, *lines(content))), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
