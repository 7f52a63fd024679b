"""Drafts that come by themselves: once for each period, with a mail to who asked for them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail

from accounts.models import User
from insight.jobs import draft_reports
from insight.models import CommitteeReport, ReportSetting
from insight.reports import drafting
from tests.factories import CommitteeReportFactory, ReportSettingFactory, UserFactory

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def at(*moment: int) -> time_machine.travel:
    return time_machine.travel(datetime(*moment, tzinfo=BERLIN), tick=False)


def owner(**changes) -> User:
    return UserFactory(**{"role": User.Role.COORDINATION} | changes)


def spans() -> list[tuple[date, date]]:
    return list(CommitteeReport.objects.order_by("pk").values_list("first_day", "last_day"))


def test_a_quarter_that_is_over_gets_one_draft_however_often_the_job_runs() -> None:
    setting = ReportSettingFactory(
        title="Bildungsbericht", scope="stadtteil=nord", owner=owner(), drafted_to=date(2026, 6, 30)
    )
    with at(2026, 9, 30, 23, 59):
        assert draft_reports() == "Kein Zeitraum ist zu Ende, für den ein Entwurf fehlt."
    for moment in ((2026, 10, 1, 0, 0), (2026, 10, 1, 0, 1), (2026, 12, 31, 23, 59)):
        with at(*moment):
            draft_reports()
    assert spans() == [(date(2026, 7, 1), date(2026, 9, 30))]
    draft = CommitteeReport.objects.get()
    assert (draft.title, draft.scope) == ("Bildungsbericht, 3. Quartal 2026", "stadtteil=nord")
    assert (draft.setting, draft.owner, draft.chapters) == (setting, setting.owner, setting.chapters)
    with at(2027, 1, 1, 0, 0):
        assert draft_reports() == "1 Entwurf angelegt."
    assert spans()[1:] == [(date(2026, 10, 1), date(2026, 12, 31))]
    assert len(mail.outbox) == 2


def test_the_day_is_that_of_the_town_and_not_of_greenwich() -> None:
    ReportSettingFactory(drafted_to=date(2026, 6, 30))
    with time_machine.travel(datetime(2026, 9, 30, 22, 30, tzinfo=ZoneInfo("UTC")), tick=False):
        draft_reports()
    assert spans() == [(date(2026, 7, 1), date(2026, 9, 30))]


def test_after_a_long_pause_only_the_last_period_is_drafted() -> None:
    ReportSettingFactory(drafted_to=date(2024, 3, 31))
    with at(2026, 11, 28, 9, 0):
        draft_reports()
    assert spans() == [(date(2026, 7, 1), date(2026, 9, 30))]


@pytest.mark.parametrize(
    ("rhythm", "first", "last", "name"),
    [
        ("quartal", date(2026, 7, 1), date(2026, 9, 30), "3. Quartal 2026"),
        ("halbjahr", date(2026, 1, 1), date(2026, 6, 30), "1. Halbjahr 2026"),
        ("jahr", date(2025, 1, 1), date(2025, 12, 31), "Jahr 2025"),
    ],
)
def test_each_rhythm_has_its_period(rhythm, first, last, name) -> None:
    ReportSettingFactory(title="B", rhythm=rhythm)
    with at(2026, 11, 28, 9, 0):
        draft_reports()
    assert spans() == [(first, last)]
    assert CommitteeReport.objects.get().title == f"B, {name}"


def test_another_rhythm_makes_no_draft_of_days_that_had_theirs() -> None:
    setting = ReportSettingFactory()
    with at(2027, 1, 2, 9, 0):
        draft_reports()
        for rhythm in ("halbjahr", "jahr"):
            ReportSetting.objects.filter(pk=setting.pk).update(rhythm=rhythm)
            draft_reports()
    assert spans() == [(date(2026, 10, 1), date(2026, 12, 31))]


def test_a_draft_that_was_deleted_does_not_come_back() -> None:
    ReportSettingFactory()
    with at(2026, 11, 28, 9, 0):
        draft_reports()
        CommitteeReport.objects.all().delete()
        draft_reports()
    assert spans() == []


def test_the_database_keeps_two_jobs_from_drafting_the_same() -> None:
    setting = ReportSettingFactory()
    CommitteeReportFactory(setting=setting)
    with pytest.raises(Exception, match="report_once_a_period"):
        CommitteeReportFactory(setting=setting)


def test_a_new_setting_waits_for_the_end_of_the_running_period() -> None:
    setting = ReportSettingFactory.build()
    with at(2026, 11, 28, 9, 0):
        drafting.begin_now(setting)
        setting.save()
        draft_reports()
    assert spans() == []
    with at(2027, 1, 1, 6, 0):
        draft_reports()
    assert spans() == [(date(2026, 10, 1), date(2026, 12, 31))]


def test_the_owner_is_told_where_the_draft_lies() -> None:
    ReportSettingFactory(title="Bildungsbericht", owner=owner(email="frau.amt@example.org"))
    UserFactory(role=User.Role.CURATION)
    with at(2026, 11, 28, 9, 0):
        draft_reports()
    (letter,) = mail.outbox
    assert letter.to == ["frau.amt@example.org"]
    assert letter.subject == "Entwurf liegt bereit: Bildungsbericht, 3. Quartal 2026"
    assert CommitteeReport.objects.get().get_absolute_url() in letter.body


@pytest.mark.parametrize("gone", ["deleted", "locked", "lost the role"])
def test_kuration_is_told_where_the_owner_is_gone(gone) -> None:
    person = owner()
    ReportSettingFactory(owner=person)
    for address, active in (("k1@example.org", True), ("k2@example.org", False)):
        UserFactory(email=address, role=User.Role.CURATION, is_active=active)
    if gone == "deleted":
        person.delete()
    else:
        User.objects.filter(pk=person.pk).update(
            **({"is_active": False} if gone == "locked" else {"role": User.Role.REGISTERED})
        )
    with at(2026, 11, 28, 9, 0):
        draft_reports()
    assert [letter.to for letter in mail.outbox] == [["k1@example.org"]]
    assert CommitteeReport.objects.count() == 1
