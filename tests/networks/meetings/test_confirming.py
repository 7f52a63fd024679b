import pytest

from networks.meetings import confirming, expected
from networks.models import Meeting, StaleExpectation
from tests.factories import NetworkFactory, UpdateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spring")]
MOMENT = "2027-03-09T16:00:00+01:00"


@pytest.fixture
def network():
    return NetworkFactory(rhythm_text="jeden 2. Dienstag im Monat, 16–18 Uhr")


def test_a_confirmed_date_is_a_meeting_where_the_last_one_was(network, meet):
    meet(network, "2027-02-09", 16, place="Rathaus", visibility=Meeting.Visibility.MEMBERS)
    meeting = confirming.confirm(confirming.expected_at(network, MOMENT))
    assert meeting.start.isoformat() == "2027-03-09T15:00:00+00:00"
    assert (meeting.place, meeting.visibility, meeting.is_cancelled) == ("Rathaus", "mitglieder", False)
    assert confirming.expected_at(network, MOMENT) is None


def test_a_dropped_date_is_a_meeting_that_does_not_take_place(network):
    assert confirming.drop(confirming.expected_at(network, MOMENT)).is_cancelled
    assert confirming.expected_at(network, MOMENT) is None


@pytest.mark.parametrize("moment", ["", "morgen", "2027-03-09", "2027-03-09T16:00:00", "2027-99-09T16:00:00+01:00",
                                    "2027-03-10T16:00:00+01:00"])  # fmt: skip
def test_nothing_else_is_expected(network, moment):
    assert confirming.expected_at(network, moment) is None


def test_only_what_nobody_touched_is_taken_back(network, meet):
    alone, changed, told = (meet(network, f"2027-03-{day:02}", 16) for day in (2, 9, 16))
    elsewhere = meet(NetworkFactory(), "2027-03-02", 16)
    changed.place = "Rathaus"
    changed.save()
    UpdateFactory(network=network, meeting=told)
    ids = [one.pk for one in (alone, changed, told, elsewhere)]
    assert confirming.take_back(network, ids) == (1, 2)
    assert set(Meeting.objects.all()) == {changed, told, elsewhere}


def test_a_date_is_that_of_today_however_many_networks_changed_before(network):
    """A reader of all works off some marks only; who is at one network looks after its own."""
    expected.refresh()
    StaleExpectation.objects.bulk_create([StaleExpectation(network_id=0)] * (expected.REFRESHED_AT_ONCE + 1))
    network.rhythm_text = "jeden Freitag, 9 Uhr"
    network.save()
    assert confirming.expected_at(network, "2027-03-12T09:00:00+01:00") is not None
