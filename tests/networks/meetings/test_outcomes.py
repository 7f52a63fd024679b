"""After a meeting one question, until somebody says how things stand."""

from __future__ import annotations

import pytest

from networks.meetings import outcomes
from networks.models import Meeting, Update
from tests.factories import MeetingFactory, NetworkFactory, UpdateFactory, UserFactory
from tests.networks.meetings.conftest import here

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def waits() -> list[Meeting]:
    return list(Meeting.objects.to_ask_about())


def held(network, day="2027-03-10", **values) -> Meeting:
    values = {"start": here(f"{day} 14:00"), "end": here(f"{day} 16:00")} | values
    return MeetingFactory(network=network, **values)


@pytest.mark.parametrize(
    ("start", "end", "moment", "is_asked"),
    [
        ("2027-03-16 14:00", "2027-03-16 16:00", "2027-03-16 23:59", False),
        ("2027-03-16 14:00", "2027-03-16 16:00", "2027-03-17 00:00", True),
        ("2027-03-16 14:00", None, "2027-03-17 06:00", True),
        ("2027-03-16 22:00", "2027-03-17 01:00", "2027-03-17 09:00", False),
        ("2027-03-16 22:00", "2027-03-17 01:00", "2027-03-18 00:00", True),
        ("2027-03-27 22:00", "2027-03-27 23:30", "2027-03-28 00:30", True),
        ("2027-03-16 14:00", None, "2027-04-15 12:00", True),
        ("2027-03-16 14:00", None, "2027-04-16 12:00", False),  # more than thirty days
        ("2027-03-18 14:00", None, "2027-03-17 12:00", False),
    ],
)
def test_it_is_asked_from_the_next_day_for_thirty_days(network, at, start, end, moment, is_asked) -> None:
    MeetingFactory(network=network, start=here(start), end=here(end) if end else None)
    at(moment)
    assert bool(waits()) is is_asked


@pytest.mark.parametrize(
    ("day", "is_answer"), [("2027-03-09", False), ("2027-03-10", True), ("2027-03-12", True)]
)
@pytest.mark.parametrize("is_public", [True, False])
def test_a_zwischenstand_of_the_day_or_later_is_an_answer(network, day, is_answer, is_public) -> None:
    meeting = held(network)
    UpdateFactory(network=NetworkFactory(), date="2027-03-12")
    UpdateFactory(network=network, date=day, is_public=is_public)
    assert waits() == ([] if is_answer else [meeting])


def test_an_evening_before_the_change_of_clocks_is_that_day(network, at) -> None:
    """Late in the evening it is another day in UTC."""
    held(network, start=here("2027-03-12 00:30"), end=None)
    UpdateFactory(network=network, date="2027-03-11")
    assert len(waits()) == 1


def test_nobody_is_asked_about_what_did_not_take_place_or_has_ended(network) -> None:
    held(network, is_cancelled=True)
    held(NetworkFactory(status="beendet", ends_on="2027-03-12", end_reason="Das Ziel ist erreicht."))
    held(NetworkFactory(review_status="archiviert"))
    assert waits() == []


def test_who_looks_after_the_network_is_asked(network, editor) -> None:
    meeting = held(network)
    held(NetworkFactory())
    assert list(outcomes.asked_of(editor)) == [meeting]
    assert list(outcomes.asked_of(UserFactory(role="kuration"))) == []


def test_of_several_the_last_is_asked_about(network) -> None:
    held(network, "2027-03-03")
    last = held(network)
    assert outcomes.asked_in(network) == last


@pytest.mark.parametrize(
    ("visibility", "is_public"), [("oeffentlich", True), ("mitglieder", False), ("verborgen", False)]
)
def test_a_line_becomes_a_zwischenstand_that_is_as_public_as_the_meeting(
    network, visibility, is_public
) -> None:
    meeting = held(network, visibility=visibility)
    assert outcomes.answer(meeting, Update.Kind.RESULT, "Der Wegweiser liegt aus.")
    [update] = network.updates.all()
    assert (update.kind, update.text, update.meeting) == ("ergebnis", "Der Wegweiser liegt aus.", meeting)
    assert (str(update.date), update.is_public) == ("2027-03-17", is_public)
    assert waits() == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("nichts-neues", ""),
        (
            "hier-nicht-loesbar",
            "Im Treffen am 10. März kam etwas zur Sprache, das sich hier nicht lösen lässt.",
        ),
    ],
)
def test_a_click_is_an_answer(network, kind, text) -> None:
    meeting = held(network)
    assert outcomes.answer(meeting, kind)
    assert list(network.updates.values_list("kind", "text", "meeting")) == [(kind, text, meeting.pk)]


def test_what_did_not_take_place_is_cancelled_and_no_news(network) -> None:
    meeting = held(network)
    assert outcomes.answer(meeting, outcomes.NOT_HELD, "Niemand kam.")
    meeting.refresh_from_db()
    assert (meeting.is_cancelled, meeting.reason) == (True, "Niemand kam.")
    assert not network.updates.exists()
    assert waits() == []


@pytest.mark.parametrize("kind", outcomes.CLICKS)
def test_a_click_that_comes_too_late_changes_nothing(network, kind) -> None:
    meeting = held(network)
    outcomes.answer(meeting, Update.Kind.PROGRESS, "Es geht voran.")
    assert not outcomes.answer(meeting, kind)
    meeting.refresh_from_db()
    assert not meeting.is_cancelled
    assert network.updates.count() == 1


def test_what_somebody_wrote_is_kept_even_if_it_comes_second_but_not_twice(network) -> None:
    meeting = held(network)
    outcomes.answer(meeting, Update.Kind.NOTHING_NEW)
    for _click in range(2):
        assert outcomes.answer(meeting, Update.Kind.PROBLEM, "Der Raum fehlt.")
    assert sorted(network.updates.values_list("kind", flat=True)) == ["nichts-neues", "problem"]
