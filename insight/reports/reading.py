"""Reads the facts of a report: the public snapshot, and a handful of queries beside it for any number of entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from insight.counting import rule_of_today
from insight.coverage import group_cell, theme_rows
from insight.gaps_table import PLACE, GapsAddress, GapsTable
from insight.load import Load, loads
from insight.reading import actors_behind
from insight.reports.facts import Facts, Gap, NamedActor, RareGroup, Settled, Told
from insight.reports.periods import ReportSpan
from insight.savings import savings_of
from insight.scope import Scope, scope_at
from insight.snapshot import Audience, Snapshot
from networks.models import DuplicateDecision, Meeting, Merge, Network, Update
from vocabulary.days import start_of

MOST_NAMED = 8  # actors of whom a report names the meetings


def public_scope(key: str) -> Scope:
    """A report is about what everybody may see, whoever writes it: it ends in public."""
    return scope_at(Audience.PUBLIC, key)


def facts_of(scope: Scope, span: ReportSpan) -> Facts:
    """Call outside a transaction, as the snapshot. The figures are those of today, only what happened is that of the period."""
    snapshot, rule = scope.snapshot, rule_of_today()
    entries = {one.pk: entry for entry, one in snapshot.networks.items()}
    table, carried = GapsTable(scope, GapsAddress()), loads(snapshot, rule)
    return Facts(
        snapshot=snapshot,
        span=span,
        rule=rule,
        bindingness={value: str(label) for value, label in reversed(Network.Bindingness.choices)},
        city=table.around_label,
        around=sum(entry in snapshot.active for entry in table.around),
        themes=tuple((one.label, _active_on(snapshot, one.value)) for one in table.themes),
        gaps=tuple(_gaps(table)),
        groups=tuple(
            RareGroup(one.label, group_cell(snapshot, "zielgruppe", one.value))
            for one in scope.options("zielgruppe")
        ),
        told=tuple(_told(entries, span)),
        held=_held(entries, span),
        stale=_stale(snapshot, entries),
        alike=tuple(savings_of(scope).merge),
        settled=_settled(entries, span),
        busiest=tuple(_named(snapshot, carried[:MOST_NAMED])),
        busy=sum(one.is_busy for one in carried),
    )


def _active_on(snapshot: Snapshot, theme: str) -> int:
    return len(snapshot.active_entries & snapshot.having("thema", theme))


def _gaps(table: GapsTable) -> Iterable[Gap]:
    themes = {one.value: one.label for one in table.themes}
    places = {one.value: one.label for one in table.columns}
    found = theme_rows(table.snapshot, themes, PLACE, table.columns, table.around)
    for cell in (cell for row in found for cell in row.cells if cell.is_finding):
        yield Gap(themes[cell.row], places[cell.column], cell)


def _told(entries: dict[int, int], span: ReportSpan) -> Iterable[Told]:
    """What everybody may read: the gate of the portal, and the public snapshot behind it."""
    told = Update.objects.visible_to(AnonymousUser()).filter(date__range=(span.first, span.last))
    rows = told.order_by("-date", "-pk").values_list("network", "date", "kind", "text")
    return (
        Told(entries[network], day, kind, text) for network, day, kind, text in rows if network in entries
    )


def _held(entries: dict[int, int], span: ReportSpan) -> Counter[int]:
    """Those that have begun: a report on a period that still runs does not count what may yet be called off."""
    inside = Q(start__gte=start_of(span.first), start__lt=start_of(span.last + timedelta(days=1)))
    meetings = Meeting.objects.public().past().filter(inside).order_by()
    return Counter(entries[pk] for pk in meetings.values_list("network", flat=True) if pk in entries)


def _stale(snapshot: Snapshot, entries: dict[int, int]) -> dict[int, date | None]:
    due = timezone.localdate() - settings.CONFIRM_EVERY[Network.kind_word]
    old = Network.objects.with_base_date().filter(base_date__lte=due).values_list("pk", "confirmed_at")
    return {entries[pk]: day for pk, day in old if pk in entries and entries[pk] in snapshot.active}


def _settled(entries: dict[int, int], span: ReportSpan) -> Settled:
    inside = (start_of(span.first), start_of(span.last + timedelta(days=1)))
    decisions = DuplicateDecision.objects.in_force().order_by()
    rows = decisions.values_list("first", "second", "decided_at")
    known = [(first, second, at) for first, second, at in rows if first in entries and second in entries]
    merges = Merge.objects.in_force().filter(merged_at__gte=inside[0], merged_at__lt=inside[1]).order_by()
    return Settled(
        apart=frozenset((first, second) for first, second, _at in known),
        decided=sum(inside[0] <= at < inside[1] for _first, _second, at in known),
        merged=sum(kept in entries for kept in merges.values_list("kept", flat=True)),
    )


def _named(snapshot: Snapshot, carried: list[Load]) -> Iterable[tuple[NamedActor, Load]]:
    actors = actors_behind(snapshot, [one.actor for one in carried])
    for one in carried:
        if actor := actors.get(one.actor):
            yield NamedActor(actor.name, reverse("actors:detail", args=[actor.slug])), one
