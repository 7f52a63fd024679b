from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from networks.meetings.proposals import Basis, Proposals, propose
from networks.models import Network
from tests.factories import ActorFactory, MembershipFactory, NetworkFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spring")]


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def network(editor, meet) -> Network:
    """Quarterly, last on 20 January at 14 o'clock: the next date is 21 April, a Wednesday."""
    network = NetworkFactory(rhythm_text="vierteljährlich", editors=[editor])
    MembershipFactory(network=network, actor=ActorFactory(name="Schule"))
    MembershipFactory(network=network, actor=ActorFactory(name="Verein"))
    meet(network, "2027-01-20", 14, 16)
    return network


def busy(network: Network, day: str, meet, begins: int = 9) -> None:
    """A member of the network meets elsewhere on that day."""
    other = NetworkFactory()
    MembershipFactory(network=other, actor=network.memberships.first().actor)
    meet(other, day, begins)


def days(found: Proposals) -> list[str]:
    return [one.slot.day.isoformat() for one in found.others]


def test_the_rhythm_counts_from_the_last_agreed_meeting(network, editor):
    found = propose(network, editor)
    assert (found.basis, found.given.slot.day) == (Basis.RHYTHM, date(2027, 4, 21))
    assert (found.begins, found.ends) == (time(14), time(16))
    assert found.best is found.given
    assert not found.are_better


def test_the_others_keep_the_weekday_and_leave_out_holidays(network, editor):
    found = propose(network, editor)
    assert days(found) == ["2027-04-14", "2027-04-28", "2027-05-05"]
    assert found.others[1].reason == "Gleicher Wochentag, eine Woche später. Keine Ferien, kein Feiertag."
    assert found.left_out == [
        "Mittwoch, 31. März 2027 – In den Ferien: Oster-/Frühjahrsferien, 22. März bis 3. April."
    ]


def test_a_better_day_is_preselected_and_the_rhythm_still_offered(network, editor, meet):
    busy(network, "2027-04-21", meet)
    busy(network, "2027-04-14", meet, 15)
    found = propose(network, editor)
    assert found.given.outlook.busy == 1
    assert found.are_better
    assert days(found) == ["2027-04-07", "2027-04-28", "2027-05-05"]
    assert found.best.slot.day == date(2027, 4, 28)


def test_where_each_week_is_taken_another_weekday_comes(network, editor, meet):
    for day in ("04-07", "04-14", "04-21", "04-28", "05-05", "05-12"):
        busy(network, f"2027-{day}", meet)
    found = propose(network, editor)
    assert days(found) == ["2027-04-20", "2027-04-22", "2027-04-23"]
    assert found.others[0].reason.startswith("Ein Tag vor dem Rhythmus.")


def test_only_workdays_are_offered_but_who_meets_on_saturdays_may(editor, meet):
    network = NetworkFactory(rhythm_text="jeden 3. Samstag im Monat, 10 Uhr", editors=[editor])
    found = propose(network, editor)
    assert found.given.slot.day == date(2027, 3, 20)
    assert {one.slot.day.weekday() for one in found.others} <= {0, 1, 2, 3, 4, 5}
    assert date(2027, 3, 13) in {one.slot.day for one in found.others}


def test_a_weekly_round_is_not_put_off_into_the_next_week(editor, meet):
    network = NetworkFactory(rhythm_text="jeden Mittwoch, 10 Uhr", editors=[editor])
    found = propose(network, editor)
    assert found.given.slot.day == date(2027, 3, 3)
    assert all(abs((one.slot.day - found.given.slot.day).days) <= 3 for one in found.others)


def test_what_is_agreed_near_a_date_or_was_dropped_is_not_proposed_again(network, editor, meet):
    meet(network, "2027-04-23", 14)
    assert propose(network, editor).given.slot.day > date(2027, 7, 1)
    network.meetings.filter(start__gte="2027-04-01T00:00Z").update(is_cancelled=True)
    assert propose(network, editor).given.slot.day > date(2027, 7, 1)


def test_a_habit_stands_for_a_rhythm(editor, meet):
    network = NetworkFactory(rhythm_text="", editors=[editor])
    for day in ("2026-10-06", "2026-11-03", "2026-12-01", "2027-01-05", "2027-02-02"):
        meet(network, day, 17)
    found = propose(network, editor)
    assert (found.basis, found.given.slot.day, found.begins) == (Basis.HABIT, date(2027, 3, 2), time(17))


def test_else_the_weekday_of_the_last_meeting(editor, meet):
    network = NetworkFactory(rhythm_text="nach Bedarf", editors=[editor])
    meet(network, "2027-02-04", 17)
    found = propose(network, editor)
    assert (found.basis, found.given) == (Basis.WEEKDAY, None)
    assert days(found) == ["2027-03-04", "2027-03-11", "2027-03-18", "2027-03-25"]
    assert found.best.slot.day == date(2027, 3, 4)


def test_else_the_weekday_that_the_rhythm_names(editor):
    network = NetworkFactory(rhythm_text="vierteljährlich, dienstags 17 Uhr", editors=[editor])
    found = propose(network, editor)
    assert (found.basis, found.begins) == (Basis.NAMED, time(17))
    assert days(found) == ["2027-03-02", "2027-03-09", "2027-03-16", "2027-03-23"]


@pytest.mark.parametrize("text", ["", "nach Bedarf", "monatlich", "dienstags, bei Vollmond später"])
def test_without_anything_to_go_by_nothing_is_proposed(editor, text):
    assert propose(NetworkFactory(rhythm_text=text, editors=[editor]), editor).all == []


def test_proposing_takes_a_constant_number_of_queries(network, editor, meet):
    def queries() -> int:
        propose(network, editor)
        with CaptureQueriesContext(connection) as captured:
            propose(network, editor)
        return len(captured)

    busy(network, "2027-04-21", meet)
    before = queries()
    for day in range(10, 28):
        busy(network, f"2027-04-{day}", meet)
    assert queries() == before < 20
