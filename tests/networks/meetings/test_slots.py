from datetime import date, time

import pytest
from django.utils import timezone

from networks.meetings.slots import NoSuchTimeError, slot_on

DAY = date(2027, 4, 21)


def test_without_a_time_the_day_is_open():
    slot = slot_on(DAY, None)
    assert (slot.is_all_day, slot.end, slot.day, slot.last_day) == (True, None, DAY, DAY)


def test_an_end_before_the_begin_is_on_the_day_after():
    slot = slot_on(DAY, time(20), time(1))
    assert (slot.day, slot.last_day, slot.ends_later) == (DAY, date(2027, 4, 22), True)


def test_who_ends_at_midnight_ends_on_the_same_day():
    assert not slot_on(DAY, time(20), time(0)).ends_later


def test_seventeen_stays_seventeen_on_both_sides_of_the_change():
    for day in (date(2027, 3, 27), date(2027, 3, 28)):
        assert timezone.localtime(slot_on(day, time(17)).start).hour == 17


@pytest.mark.parametrize("times", [(time(2, 30), None), (time(1), time(2, 30))])
def test_the_hour_that_is_left_out_is_no_time(times):
    with pytest.raises(NoSuchTimeError):
        slot_on(date(2027, 3, 28), *times)
    assert slot_on(date(2027, 3, 29), *times)


def test_times_overlap_where_both_are_known():
    afternoon = slot_on(DAY, time(14), time(16))
    assert afternoon.overlaps(slot_on(DAY, time(15)))
    assert not afternoon.overlaps(slot_on(DAY, time(16)))
    assert not afternoon.overlaps(slot_on(DAY, None))
    assert slot_on(DAY, time(13)).overlaps(afternoon)  # as long as usual
    assert afternoon.shares_a_day_with(slot_on(DAY, None))
