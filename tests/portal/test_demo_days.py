"""The demo city lives relative to today: whenever it is loaded, and whenever it is started again."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.forms.models import model_to_dict
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

import rhythm as rhythms
from actors.models import Actor, ContactPerson
from following import news
from following.models import Watch
from moderation.changes import changes_of
from moderation.models import Inquiry
from networks.models import Commitment, Meeting, Network, Update
from portal.demo import calendar, moving
from portal.demo.moving import GIVEN, rows_of
from portal.models import DemoRow
from tests.factories import ActorFactory, UserFactory

BERLIN = ZoneInfo("Europe/Berlin")
NOBODY_TOUCHED = {
    Actor: {"confirmed_at"},
    Network: {"confirmed_at", "begins_on"},
    ContactPerson: {"consent_on", "consent_until"},
    Update: {"date"},
    Commitment: {"until"},
    Meeting: {"start", "end"},
}
CACHES = {
    ("search.Dirty", "rows"), ("actors.StaleBlockingRecord", "rows"), ("networks.StaleBlockingRecord", "rows"),
    ("networks.StaleExpectation", "rows"),
}  # fmt: skip


def start_again() -> None:
    call_command("load_demo", verbosity=0, stdout=StringIO())


@pytest.fixture
def city(auenberg) -> None:
    """Auenberg on this day: the tests may have loaded it before midnight."""
    start_again()


def later(time_machine, days: int) -> None:
    """At the same time of day, whatever the clocks did in between: an hour before midnight it would be a day more."""
    then = datetime.combine(calendar.from_today(days), timezone.localtime().time())
    time_machine.move_to(timezone.make_aware(then))


def snapshot() -> dict[type, dict[int, dict]]:
    """Every row of every table, history included."""
    return {
        model: {row.pk: dict(vars(row)) for row in model._base_manager.all()}
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def differences(before: dict, after: dict) -> set[tuple[str, str]]:
    """Which tables lost or won rows, and which fields of rows changed."""
    found = set()
    for model, rows in after.items():
        if rows.keys() != before[model].keys():
            found.add((model._meta.label, "rows"))
        for pk, row in rows.items():
            old = before[model].get(pk, row)
            found |= {
                (model._meta.label, name) for name in row if name != "_state" and row[name] != old[name]
            }
    return found


DAYS = [
    datetime(2026, 11, 28, 12, tzinfo=BERLIN), datetime(2027, 3, 8, 12, tzinfo=BERLIN), datetime(2027, 7, 20, 12, tzinfo=BERLIN), datetime(2028, 2, 29, 12, tzinfo=BERLIN),
    datetime(2026, 12, 31, 23, 59, tzinfo=BERLIN), datetime(2027, 3, 28, 1, 59, tzinfo=BERLIN), datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN), datetime(2034, 4, 16, 0, 1, tzinfo=BERLIN),
]  # fmt: skip


@pytest.mark.parametrize("moment", DAYS, ids=str)
def test_the_next_meeting_lies_ahead_in_its_rhythm_on_any_day(moment, time_machine):
    """Without a database: every line of the given list."""
    time_machine.move_to(moment, tick=False)
    for row in rows_of(GIVEN / "netzwerke.csv"):
        if not row["naechster_termin"]:
            continue
        given, rhythm = date.fromisoformat(row["naechster_termin"]), rhythms.parse(row["rhythmus"])
        day = calendar.next_meeting(rhythm, given)
        assert day > moment.date(), row["kennung"]
        assert not calendar.is_free(day), row["kennung"]
        assert day.weekday() == given.weekday(), row["kennung"]
        if rhythm and rhythm.nth:
            assert calendar.next_meeting(rhythm, day) == day, row["kennung"]
        if row["status"] == "geplant":
            assert moment.date() < calendar.carried_on(date.fromisoformat(row["beginn"])) <= day


def test_meetings_are_ahead_and_behind(city):
    now = timezone.now()
    coming = Meeting.objects.filter(start__gt=now)
    assert coming.values("network").distinct().count() == coming.count() > 60
    assert not [
        timezone.localdate(m.start)
        for m in Meeting.objects.all()
        if calendar.is_free(timezone.localdate(m.start))
    ]
    planned = Network.objects.get(kennung="N089")
    assert timezone.localdate() < planned.begins_on <= timezone.localdate(planned.meetings.get().start)


def test_on_the_day_of_loading_nothing_moves(city):
    before = snapshot()
    start_again()
    assert differences(before, snapshot()) == set()


def test_what_nobody_touched_moves_on_and_leaves_no_trace(city, time_machine):
    """A hundred days later the city looks as it would if it were loaded on that day; nothing else happens."""
    ages = {row.pk: (timezone.localdate() - row.date).days for row in Update.objects.all()}
    watch = Watch(owner=UserFactory(), network=Network.objects.get(kennung="N012"))
    news.begin(watch)
    asked = Actor.objects.filter(confirmed_at__lt=calendar.from_today(-200)).first()
    question = Inquiry.objects.create(entry=asked, asked_at=timezone.now() - timedelta(days=3))
    waiting = timezone.localdate() - timezone.localdate(question.asked_at)
    before, outbox, now = snapshot(), len(mail.outbox), timezone.now()
    later(time_machine, 100)
    start_again()
    after = snapshot()

    allowed = {(m._meta.label, name) for m, names in NOBODY_TOUCHED.items() for name in names}
    allowed |= {
        (m.pgh_event_model._meta.label, name) for m, names in NOBODY_TOUCHED.items() for name in names
    }
    allowed |= {("following.Watch", "known"), ("moderation.Inquiry", "asked_at"), *CACHES}
    changed = differences(before, after)
    assert changed - allowed == set()
    assert {
        ("networks.Meeting", "start"),
        ("networks.Update", "date"),
        ("networks.Commitment", "until"),
        ("actors.Actor", "confirmed_at"),
    } <= changed
    assert {row.pk: (timezone.localdate() - row.date).days for row in Update.objects.all()} == ages
    assert len(mail.outbox) == outbox
    assert DBTaskResult.objects.count() == len(before[DBTaskResult])
    watch.refresh_from_db()
    assert news.WatchedState([watch]).news(watch) is None
    question.refresh_from_db()
    assert question.is_open
    assert timezone.localdate() - timezone.localdate(question.asked_at) == waiting
    coming = Meeting.objects.filter(start__gt=timezone.now())
    assert coming.count() == sum(row["start"] > now for row in before[Meeting].values())


def test_a_question_keeps_its_time_of_day_where_the_clocks_change_in_between(db):
    actor = ActorFactory()
    question = Inquiry.objects.create(entry=actor, asked_at=datetime(2027, 1, 10, 23, 30, tzinfo=BERLIN))
    moving._move_questions(Actor, {actor.pk: timedelta(days=100)})
    question.refresh_from_db()
    assert question.asked_at == datetime(2027, 4, 20, 23, 30, tzinfo=BERLIN)


def test_no_text_of_the_demo_names_a_month_or_a_year_to_come():
    for name, column in (("zwischenstaende.csv", "text"), ("details.csv", "ziele")):
        for row in rows_of(GIVEN.parent / name):
            assert not re.search(
                r"\b20\d\d\b|Januar|Februar|März|April|Juni|Juli|September|Oktober", row[column]
            )


def test_a_move_is_not_told_as_part_of_the_next_change(city, time_machine):
    later(time_machine, 100)
    start_again()
    meeting = Network.objects.get(kennung="N012").meetings.last()
    meeting.place = "Nebenan"
    meeting.save()
    (step,) = changes_of(meeting.network)[0].steps
    assert [difference.after for difference in step.differences] == ["Nebenan"]


def edit(row, **values) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def test_what_somebody_touched_stays(city, time_machine):
    """Whoever wrote it: a form, which saves, or SQL."""
    network = Network.objects.get(kennung="N012")
    meeting, update = network.meetings.last(), Update.objects.first()
    contact = ContactPerson.objects.exclude(consent_on=None).first()
    actor = Actor.objects.exclude(confirmed_at=None).first()
    edit(meeting, place="Im Garten")
    edit(contact, role="Leitung")
    edit(network, purpose="Von Hand.")
    Actor.objects.filter(pk=actor.pk).update(short_name="Neu")
    Update.objects.filter(pk=update.pk).update(text="Anders.")
    mine = Meeting.objects.create(
        network=network, start=timezone.now() + timedelta(days=90), title="Sommerfest"
    )
    rows = [meeting, update, contact, actor, network, mine]
    before = [model_to_dict(type(row).objects.get(pk=row.pk)) for row in rows]
    network.meetings.first().delete()
    for days in (100, 1000):
        later(time_machine, days)
        start_again()
        assert [model_to_dict(type(row).objects.get(pk=row.pk)) for row in rows] == before
        days_met = [timezone.localdate(each.start) for each in network.meetings.all()]
        assert len(days_met) == len(set(days_met)) == 5  # one is gone, one is mine; none twice on one day


def test_a_city_that_an_older_portal_loaded_moves_on_too(city, time_machine):
    """It noted nothing: the history tells what nobody has touched."""
    DemoRow.objects.all().delete()
    edited = Network.objects.get(kennung="N010").meetings.last()
    edit(edited, place="Im Garten")
    start = edited.start
    later(time_machine, 100)
    start_again()
    edited.refresh_from_db()
    assert edited.start == start
    assert Network.objects.get(kennung="N012").meetings.last().start > timezone.now()


def test_entries_of_others_never_move(db, time_machine):
    """Nor does what was there before the city was loaded, or lies beside it."""
    own = ActorFactory(name="Eigene Kita", confirmed_at=timezone.localdate())
    start_again()
    beside = ActorFactory(name="Noch eine", confirmed_at=timezone.localdate())
    update = Update.objects.first()
    edit(update, text="Gleich danach, in derselben Transaktion.")
    day = update.date
    later(time_machine, 100)
    start_again()
    assert set(Actor.objects.filter(pk__in=[own.pk, beside.pk]).values_list("confirmed_at", flat=True)) == {
        own.confirmed_at
    }
    update.refresh_from_db()
    assert update.date == day
