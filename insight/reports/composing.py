"""A report as data: title, chapters, method, figures. What is looked at, printed and frozen is all made from it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insight.models import Chapter, CommitteeReport
from insight.reports.blocks import Heading, as_data, written
from insight.reports.chapters import blocks_of
from insight.reports.facts import Facts
from insight.reports.key_figures import comparison, key_figures
from insight.reports.periods import ReportSpan
from insight.reports.reading import facts_of, public_scope
from insight.reports.words import actors, day, networks, span_days
from insight.scope import Scope

type Content = dict[str, Any]


def compose(report: CommitteeReport, chapters: Collection[Chapter] | None = None) -> Content:
    """What the report says of the data as they are now, with these of its chapters. For a released one its frozen content; that is
    not computed, so `chapters` count for drafts only. Call outside a transaction."""
    if report.is_released:
        return report.frozen
    chosen = [one for one in report.chosen if chapters is None or one in chapters]
    scope, span = public_scope(report.scope), ReportSpan(report.first_day, report.last_day)
    facts = facts_of(scope, span)
    figures = key_figures(facts, chosen)
    return {
        "title": report.title,
        "kommune": settings.KOMMUNE_NAME,
        "scope": scope.in_words or _("ganze Kommune"),
        "period": span_days(span),
        "as_of": facts.snapshot.today.isoformat(),
        "edition": report.edition,
        "change_note": report.change_note if report.replaces_id else "",
        "notices": [*map(str, scope.notes)],
        "chapters": [_chapter(one, report, facts, chosen, figures) for one in chosen],
        "method": _method(facts, scope),
        "figures": figures,
    }


def former_of(report: CommitteeReport) -> CommitteeReport | None:
    """The last released report on the same choice about an earlier period, in its last edition."""
    earlier = CommitteeReport.objects.released().filter(scope=report.scope, last_day__lt=report.last_day)
    return (
        earlier.filter(successor__released_at=None)
        .order_by("-last_day", "-edition", "-pk")
        .defer("pdf")
        .first()
    )


def _chapter(
    chapter: Chapter,
    report: CommitteeReport,
    facts: Facts,
    chosen: Collection[Chapter],
    figures: list[dict[str, Any]],
) -> dict[str, Any]:
    blocks = blocks_of(chapter, facts, chosen)
    if chapter is Chapter.SUMMARY and (former := former_of(report)):
        table = comparison(figures, former.frozen["figures"], former.title)
        blocks += [Heading(_("Seit dem letzten Bericht")), table] if table else []
    is_first = chapter is Chapter.SUMMARY
    return {
        "key": chapter.value,
        "title": str(chapter.label),
        "is_internal": chapter.is_internal,
        "blocks": as_data(blocks),
        "text_title": _("Vorschlag an den Ausschuss") if is_first else _("Einordnung"),
        "text": as_data(written(report.texts.get(chapter.value, ""))),
    }


def _method(facts: Facts, scope: Scope) -> list[str]:
    snapshot = facts.snapshot
    unknown = sum(one.times_a_year is None for one in snapshot.active.values())
    found = [
        _("Stand: %(day)s, %(networks)s und %(actors)s. Auswahl: %(scope)s.")
        % {
            "day": day(snapshot.today),
            "networks": networks(len(snapshot.networks)),
            "actors": actors(len(snapshot.actors)),
            "scope": scope.in_words or _("ganze Kommune"),
        },
        _(
            "Gezählt ist, was im Bildungsnetz veröffentlicht ist: Netzwerke, Einrichtungen und ihre bestätigten Mitgliedschaften am Tag "
            "des Datenstands, dazu öffentliche Zwischenstände und Treffen des Zeitraums. Der Sitz einer Einrichtung ist nicht immer "
            "der Ort, an dem sie wirkt."
        ),
        _(
            "Gezählt wird die Mitgliedschaft von Einrichtungen, nicht von Personen. Die Zahlen sagen nichts über einzelne Menschen."
        ),
    ]
    if unknown:
        found.insert(
            2,
            ngettext(
                "Treffen sind aus dem eingetragenen Rhythmus geschätzt; %(n)s Netzwerk ohne lesbaren Rhythmus zählt dabei nicht.",
                "Treffen sind aus dem eingetragenen Rhythmus geschätzt; %(n)s Netzwerke ohne lesbaren Rhythmus zählen dabei nicht.",
                unknown,
            )
            % {"n": unknown},
        )
    return found
