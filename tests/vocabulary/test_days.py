"""No day that nobody can mean comes in, by no way, and none that is stored stops a page."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import get_resolver
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from actors.models import Actor
from exchange.errors import CellError
from networks.models import Meeting, Membership, Network, Update
from networks.resources import NetworkResource
from tests import factories
from vocabulary import days
from vocabulary.mending import clamp_days

ROOMS = ("accounts", "vocabulary", "search", "moderation", "exchange", "actors", "networks", "insight", "following", "partners", "portal", "mailing")  # fmt: skip
DAYS = (models.DateField, models.DateTimeField)
# Moments that only the portal itself sets, from the clock.
FROM_THE_CLOCK = {
    "accounts.User.last_login", "following.SavedSearch.deleted_at", "following.Watch.looked_at", "following.Watch.paused_at",
    "mailing.Heartbeat.seen_at", "mailing.JobRun.ended_at", "mailing.JobRun.started_at", "mailing.OutgoingMail.next_attempt_at",
    "mailing.OutgoingMail.sent_at", "moderation.Case.decided_at", "moderation.Draft.submitted_at",
    "moderation.Inquiry.answered_at", "moderation.Inquiry.asked_at", "moderation.Inquiry.reminded_at",
    "moderation.Look.seen_until", "networks.DuplicateDecision.undone_at",
    "partners.PartnerRequest.delivered_at", "partners.PartnerRequest.asked_at",
    "networks.Merge.undone_at", "insight.KeptResult.as_of", "networks.OutcomeReminder.sent_at", "networks.OutcomeReminder.declined_at", "actors.DuplicateDecision.undone_at", "actors.Merge.undone_at",
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
    derived = {"search.Entry", "networks.ExpectedMeeting"}
    return [f for f in day_fields() if f.model._meta.label not in derived and str(f) not in FROM_THE_CLOCK]


def bounds_of(field: models.Field) -> days.Days:
    [bounds] = [rule for rule in field.validators if isinstance(rule, days.Days)]
    return bounds


def hostile(field: models.Field) -> list[date | datetime]:
    bounds, beyond = bounds_of(field), days.latest() + timedelta(days=1)
    found = [date.min, date(1799, 12, 31), bounds.first - timedelta(days=1), beyond, date(9999, 12, 31)]
    if bounds.years_ahead:
        found.append(bounds.last + timedelta(days=1))
    if isinstance(field, models.DateTimeField):
        return [datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day in found]
    return found


@pytest.mark.parametrize("field", entered(), ids=str)
def test_no_field_takes_a_day_that_nobody_can_mean(field: models.Field) -> None:
    for value in hostile(field):
        with pytest.raises(ValidationError) as error:
            field.clean(value, None)
        first = date_format(bounds_of(field).first, "j. F Y")
        assert f"Bitte geben Sie einen Tag zwischen dem {first} und dem" in error.value.messages[0]
    bounds = bounds_of(field)
    for day in (bounds.first, timezone.localdate(), bounds.last):
        field.clean(days.start_of(day) if isinstance(field, models.DateTimeField) else day, None)


@pytest.mark.parametrize("name", ["networks.Network.confirmed_at", "actors.Actor.confirmed_at",
                                  "actors.ContactPerson.consent_on", "networks.Update.date"])  # fmt: skip
def test_what_has_been_done_was_not_done_tomorrow(name: str) -> None:
    model, _dot, field = name.rpartition(".")
    with pytest.raises(ValidationError, match="Zukunft"):
        apps.get_model(model)._meta.get_field(field).clean(timezone.localdate() + timedelta(days=1), None)


@pytest.mark.parametrize(
    ("name", "first", "years"),
    [
        ("networks.Meeting.start", date(1950, 1, 1), 10),
        ("networks.Meeting.end", date(1950, 1, 1), 10),
        ("networks.Update.date", date(1950, 1, 1), 0),
        ("networks.Network.begins_on", date(1800, 1, 1), 10),
        ("networks.Network.ends_on", date(1800, 1, 1), 30),
        ("networks.Network.agreement_date", date(1800, 1, 1), 10),
        ("networks.Membership.since", date(1800, 1, 1), 10),
        ("networks.Membership.until", date(1800, 1, 1), 30),
        ("actors.ContactPerson.consent_on", date(1978, 1, 1), 0),
        ("actors.ContactPerson.consent_until", date(1978, 1, 1), 30),
        ("actors.Offer.valid_until", date(1800, 1, 1), 10),
        ("actors.Actor.confirmed_at", date(1800, 1, 1), 0),
    ],
)
def test_a_field_that_knows_more_is_narrower(name: str, first: date, years: int) -> None:
    model, _dot, field = name.rpartition(".")
    bounds = bounds_of(apps.get_model(model)._meta.get_field(field))
    assert (bounds.first, bounds.years_ahead) == (first, years)


def test_every_way_to_a_meeting_asks_the_same(time_machine: object) -> None:
    time_machine.move_to(datetime(2026, 12, 1, 12, tzinfo=UTC))
    told = "zwischen dem 1. Januar 1950 und dem 1. Dezember 2036"
    column = next(c for c in NetworkResource().get_import_fields() if c.column_name == "naechster_termin")
    for typed in ("31.12.1949", "2.12.2036", "31.12.9999", "01.01.0001"):
        with pytest.raises(CellError, match=told):
            column.parse(typed, None)
    form = forms.modelform_factory(Meeting, fields=["start"])({"start_0": "2.12.2036", "start_1": "10:00"})
    admin_form = admin.site._registry[Meeting].get_form(_system_request())
    typed_in_admin = admin_form({"start_0": "2.12.2036", "start_1": "10:00", "title": ""})
    for one in (form, typed_in_admin):
        assert "start" in one.errors
    assert told in typed_in_admin.errors["start"][0]


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


def _system_request() -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = User(role=User.Role.SYSTEM, is_superuser=True)
    return request


@pytest.mark.django_db
def test_the_admin_offers_no_moment_that_the_clock_sets() -> None:
    request = _system_request()
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
