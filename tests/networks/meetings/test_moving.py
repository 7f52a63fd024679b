import pytest

from networks.meetings.moving import move
from networks.models import Meeting
from tests.networks.meetings.conftest import here


def moved(start: str, end: str | None, to: str) -> Meeting:
    meeting = Meeting(start=here(start), end=here(end) if end else None)
    move(meeting, here(to), before=(meeting.start, meeting.end))
    return meeting


@pytest.mark.parametrize(
    ("start", "end", "to", "ends"),
    [
        ("2027-03-10 14:00", "2027-03-10 16:00", "2027-03-17 15:00", "2027-03-17 17:00"),
        ("2027-03-27 22:00", "2027-03-28 03:00", "2027-04-03 22:00", "2027-04-04 03:00"),  # over the change
        ("2027-03-10 14:00", "2027-03-10 16:00", "2027-04-14 14:00", "2027-04-14 16:00"),
        ("2027-03-10 00:00", "2027-03-12 00:00", "2027-03-17 00:00", "2027-03-19 00:00"),
        ("2027-03-10 14:00", None, "2027-03-17 15:00", None),
    ],
)
def test_a_meeting_lasts_as_long_as_before_by_the_clock(
    start: str, end: str | None, to: str, ends: str | None
) -> None:
    assert moved(start, end, to).end == (here(ends) if ends else None)


def test_it_says_on_which_day_it_was_last() -> None:
    """Also moved twice: people look for the day that they last knew."""
    meeting = moved("2027-03-10 14:00", None, "2027-03-17 14:00")
    move(meeting, here("2027-03-24 14:00"), before=(meeting.start, None))
    assert (meeting.moved_from, meeting.start) == (here("2027-03-17 14:00"), here("2027-03-24 14:00"))
