"""School and public holidays of a Land."""

from datetime import date

import pytest

from rhythm.lands import LANDS, Break, Land


def test_there_are_sixteen():
    assert len(LANDS) == 16
    with pytest.raises(ValueError, match="XX"):
        Land("XX")


def test_holidays_differ_from_land_to_land():
    reformation = date(2026, 10, 31)

    assert Land("NI").is_public_holiday(reformation)
    assert not Land("NW").is_public_holiday(reformation)
    assert Land("NW").is_school_holiday(date(2026, 8, 3))
    assert not Land("NW").is_school_holiday(date(2026, 9, 14))


def test_what_is_not_published_is_not_known():
    until = Land("NW").known_until(date(2026, 11, 29))

    assert Land("NW").is_school_holiday(until)
    assert date(2027, 8, 1) < until < date(2031, 1, 1)


def test_holidays_have_their_names():
    assert Land("NI").public_holiday_on(date(2027, 5, 6)) == "Christi Himmelfahrt"
    assert Land("NI").public_holiday_on(date(2027, 5, 7)) == ""


def test_school_holidays_reach_over_the_turn_of_the_year():
    christmas = Break("Weihnachtsferien", date(2026, 12, 23), date(2027, 1, 9))
    assert (
        Land("NI").school_break(date(2026, 12, 24)) == christmas == Land("NI").school_break(date(2027, 1, 2))
    )
    assert Land("NI").school_break(date(2027, 1, 11)) is None
