"""Figures as people read them in a German report."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insight.reports.periods import Length, ReportSpan

PER_CENT_FROM = 5  # networks: of fewer, per cent would sound exacter than it is


def whole(number: int) -> str:
    return number_format(number, decimal_pos=0, use_l10n=True, force_grouping=True)


def decimal(number: float) -> str:
    return number_format(number, decimal_pos=1, use_l10n=True)


def networks(number: int) -> str:
    return ngettext("%(n)s Netzwerk", "%(n)s Netzwerke", number) % {"n": whole(number)}


def active_networks(number: int) -> str:
    return ngettext("%(n)s aktives Netzwerk", "%(n)s aktive Netzwerke", number) % {"n": whole(number)}


def actors(number: int) -> str:
    return ngettext("%(n)s Akteur", "%(n)s Akteure", number) % {"n": whole(number)}


def share(part: int, of: int) -> str:
    """„26 von 104 (25 %)“; without the per cent where the whole is small."""
    said = _("%(part)s von %(of)s") % {"part": whole(part), "of": whole(of)}
    return f"{said} ({round(100 * part / of)} %)" if of >= PER_CENT_FROM else said


def day(one: date) -> str:
    return date_format(one, "j. F Y")


def span_name(span: ReportSpan) -> str:
    """As the calendar calls it, else its days."""
    names = {
        Length.QUARTER: _("%(number)s. Quartal %(year)s"),
        Length.HALF_YEAR: _("%(number)s. Halbjahr %(year)s"),
        Length.YEAR: _("Jahr %(year)s"),
    }
    if span.length is None:
        return span_days(span)
    return names[span.length] % {"number": span.number, "year": span.first.year}


def span_days(span: ReportSpan) -> str:
    return _("%(first)s bis %(last)s") % {"first": day(span.first), "last": day(span.last)}
