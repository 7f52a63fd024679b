"""No day that nobody can mean comes in, by no way, and none that is stored stops a page."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test import RequestFactory
from django.urls import get_resolver
from django.utils import timezone

from accounts.models import User
from actors.models import Actor
from networks.models import Meeting, Membership, Network, Update
from tests import factories
from vocabulary import days
from vocabulary.mending import clamp_days

ROOMS = ("accounts", "vocabulary", "search", "moderation", "exchange", "actors", "networks", "insight", "following", "portal", "mailing")  # fmt: skip
DAYS = (models.DateField, models.DateTimeField)
# Moments that only the portal itself sets, from the clock.
FROM_THE_CLOCK = {
    "accounts.User.last_login", "following.SavedSearch.deleted_at", "following.Watch.looked_at", "following.Watch.paused_at",
    "mailing.Heartbeat.seen_at", "mailing.JobRun.ended_at", "mailing.JobRun.started_at", "mailing.OutgoingMail.next_attempt_at",
    "mailing.OutgoingMail.sent_at", "moderation.Case.decided_at", "moderation.Draft.submitted_at",
    "moderation.Inquiry.answered_at", "moderation.Inquiry.asked_at", "moderation.Inquiry.reminded_at",
    "moderation.Look.seen_until", "networks.DuplicateDecision.undone_at",
    "networks.Merge.undone_at", "actors.DuplicateDecision.undone_at", "actors.Merge.undone_at",
}  # fmt: skip


def day_fields() -> Iterator[models.Field]:
    """Of our models, without their history and what a trigger or the clock writes."""
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS or hasattr(model, "pgh_tracked_model"):
            continue
        for field in model._meta.concrete_fields:
            is_automatic = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
            if isinstance(field, DAYS) and field.editable and not is_automatic:
                yield field


def entered() -> list[models.Field]:
    derived = {"search.Entry"}
    return [f for f in day_fields() if f.model._meta.label not in derived and str(f) not in FROM_THE_CLOCK]


def hostile(field: models.Field) -> list[date | datetime]:
    beyond = days.latest() + timedelta(days=1)
    found = [date.min, date(1799, 12, 31), beyond, date(9999, 12, 31)]
    if isinstance(field, models.DateTimeField):
        return [datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day in found]
    return found


@pytest.mark.parametrize("field", entered(), ids=str)
def test_no_field_takes_a_day_that_nobody_can_mean(field: models.Field) -> None:
    for value in hostile(field):
        with pytest.raises(ValidationError) as error:
            field.clean(value, None)
        assert "zwischen dem 1. Januar 1800 und dem" in error.value.messages[0]
    field.clean(
        days.start_of(timezone.localdate())
        if isinstance(field, models.DateTimeField)
        else timezone.localdate(),
        None,
    )
    field.clean(
        days.start_of(date(1800, 1, 2)) if isinstance(field, models.DateTimeField) else date(1800, 1, 1), None
    )


@pytest.mark.parametrize("name", ["networks.Network.confirmed_at", "actors.Actor.confirmed_at",
                                  "actors.ContactPerson.consent_on", "networks.Update.date"])  # fmt: skip
def test_what_has_been_done_was_not_done_tomorrow(name: str) -> None:
    model, _dot, field = name.rpartition(".")
    with pytest.raises(ValidationError, match="Zukunft"):
        apps.get_model(model)._meta.get_field(field).clean(timezone.localdate() + timedelta(days=1), None)


@pytest.mark.django_db
@pytest.mark.parametrize("field", entered(), ids=str)
def test_the_database_keeps_none_either(field: models.Field) -> None:
    sql = """SELECT pg_get_constraintdef(oid) FROM pg_constraint
             WHERE contype = 'c' AND conrelid = %s::regclass AND conname LIKE '%%_days'"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [field.model._meta.db_table])
        assert any(field.column in rule and "2200" in rule for (rule,) in cursor.fetchall())


def all_forms() -> Iterator[type[forms.BaseForm]]:
    waiting = [forms.BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.split(".")[0] in ROOMS:
            yield form


def test_no_form_has_a_day_of_its_own_that_takes_everything() -> None:
    get_resolver().url_patterns  # noqa: B018 (reads all views, and with them all forms)
    seen = 0
    for form in all_forms():
        for field in getattr(form, "declared_fields", {}).values():
            if isinstance(field, forms.DateField | forms.DateTimeField):
                seen += 1
                for typed in ("31.12.9999", "1.1.0001", "31.12.1799"):
                    with pytest.raises(ValidationError):
                        field.clean(typed)
    assert seen


@pytest.mark.django_db
def test_the_admin_offers_no_moment_that_the_clock_sets() -> None:
    request = RequestFactory().get("/")
    request.user = User(role=User.Role.SYSTEM, is_superuser=True)
    offered = set()
    for model, page in admin.site._registry.items():
        if model._meta.app_label in ROOMS and page.has_change_permission(request):
            fields = page.get_form(request, change=True).base_fields
            offered |= {
                str(f) for f in model._meta.concrete_fields if isinstance(f, DAYS) and f.name in fields
            }
    assert offered <= {str(field) for field in entered()}


# --- what is stored nevertheless ----------------------------------------------------------------------------------------

MONSTROUS = ["infinity", "-infinity", "0044-03-15 BC", "9999-12-31", "0001-01-01", "294276-12-31"]


@pytest.mark.django_db
@pytest.mark.parametrize("value", MONSTROUS)
def test_the_database_refuses_what_no_page_could_show(value: str) -> None:
    factories.MeetingFactory()
    factories.MembershipFactory()
    factories.UpdateFactory()
    for model, column in (
        (Meeting, "start"),
        (Membership, "until"),
        (Update, "date"),
        (Network, "begins_on"),
        (Actor, "confirmed_at"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'UPDATE {model._meta.db_table} SET "{column}" = %s', [value])


@pytest.mark.django_db
@pytest.mark.parametrize("value", MONSTROUS)
def test_what_another_table_holds_can_be_read_and_reckoned_with(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::date, %s::timestamptz", [value, value])
        day, moment = cursor.fetchone()
    is_early = value.startswith(("-", "0"))
    assert day == (days.STORED_FROM if is_early else days.STORED_TO)
    assert moment == (days.FIRST_MOMENT if is_early else days.LAST_MOMENT)
    assert days.local_day(moment) == day
    assert timezone.localtime(moment + timedelta(days=365))


@pytest.mark.django_db
def test_ordinary_days_and_moments_are_read_as_they_are() -> None:
    now, today = timezone.now(), timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::date, %s::timestamptz, NULL::date, NULL::timestamptz", [today, now])
        assert cursor.fetchone() == (today, now, None, None)


@pytest.mark.django_db
def test_the_migration_moves_what_was_stored_before_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    seat, meeting = factories.MembershipFactory(), factories.MeetingFactory()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE networks_membership DROP CONSTRAINT membership_days")
        cursor.execute("ALTER TABLE networks_meeting DROP CONSTRAINT meeting_days")
        cursor.execute("UPDATE networks_membership SET until = 'infinity'")
        cursor.execute("UPDATE networks_meeting SET start = '0044-03-15 BC'")
    with connection.schema_editor() as editor:
        clamp_days("networks", membership="since until", meeting="start end")(apps, editor)
        for model, name in ((Membership, "membership_days"), (Meeting, "meeting_days")):
            editor.add_constraint(model, next(c for c in model._meta.constraints if c.name == name))
    seat.refresh_from_db()
    meeting.refresh_from_db()
    assert (seat.since, seat.until, meeting.start) == (None, days.STORED_TO, days.FIRST_MOMENT)
    said = capsys.readouterr().out
    assert f"networks.Membership {seat.pk}: until infinity becomes 2200-12-31" in said
    assert f"networks.Meeting {meeting.pk}: start 0044-03-15" in said


def test_the_far_bound_exists_on_every_day_of_the_year(time_machine: object) -> None:
    for year, month, day in ((2028, 2, 29), (2027, 12, 31), (2027, 3, 1)):
        time_machine.move_to(datetime(year, month, day, 12, tzinfo=UTC))
        assert days.latest() == date(year + 30, month, min(day, 28) if month == 2 else day)
