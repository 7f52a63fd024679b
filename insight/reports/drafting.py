"""Drafts that come by themselves: when a quarter, half-year or year is over, each saved setting gets its draft, and its owner a mail."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import EVERYWHERE, Action
from insight.models import CommitteeReport, ReportSetting
from insight.reports.periods import Length, ReportSpan
from insight.reports.words import span_name
from mailing.letters import send_letter

LENGTHS = {
    ReportSetting.Rhythm.QUARTER: Length.QUARTER,
    ReportSetting.Rhythm.HALF_YEAR: Length.HALF_YEAR,
    ReportSetting.Rhythm.YEAR: Length.YEAR,
}


def last_span(setting: ReportSetting) -> ReportSpan:
    """The period of its rhythm that was over yesterday or before."""
    return ReportSpan.before(timezone.localdate(), LENGTHS[ReportSetting.Rhythm(setting.rhythm)])


def begin_now(setting: ReportSetting) -> None:
    """Its first draft by itself comes when the period that runs now is over; about the one before it there is a report already."""
    setting.drafted_to = last_span(setting).last


def draft_all() -> list[CommitteeReport]:
    """A draft for each setting whose period is over and has none; running it again makes none. In a transaction: draft and mail come
    together."""
    found = []
    for setting in (
        ReportSetting.objects.select_for_update(of=("self",)).select_related("owner").order_by("pk")
    ):
        span = last_span(setting)
        if setting.drafted_to is None or setting.drafted_to < span.last:
            found.append(_draft(setting, span))
    return found


def _draft(setting: ReportSetting, span: ReportSpan) -> CommitteeReport:
    draft = CommitteeReport.objects.create(
        title=f"{setting.title}, {span_name(span)}",
        scope=setting.scope,
        first_day=span.first,
        last_day=span.last,
        chapters=setting.chapters,
        setting=setting,
        owner=setting.owner,
    )
    setting.drafted_to = span.last
    setting.save(update_fields=["drafted_to"])
    where = reverse("insight:report_setting", args=[setting.pk])
    context = {"report": draft, "path": draft.get_absolute_url(), "setting": setting, "setting_path": where}
    for address in told(setting.owner):
        send_letter("report_drafted", address, context)
    return draft


def told(owner: User | None) -> Iterable[str]:
    """Its owner; Kuration where the owner is gone or may not see reports any more."""
    if owner and owner.is_active and Action.READ_INTERNAL in EVERYWHERE[owner.role]:
        return [owner.email]
    curators = User.objects.filter(is_active=True, role=User.Role.CURATION)
    return curators.order_by("pk").values_list("email", flat=True)
