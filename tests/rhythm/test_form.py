"""What a rhythm says once it is read: how often, when on a day, and its JSON form."""

from datetime import date, time

import pytest

from rhythm import Frequency, Parity, Period, Rhythm, Understood, parse


@pytest.mark.parametrize(
    ("text", "frequency", "times_per_year"),
    [
        ("täglich", Frequency.WEEKLY, 336),
        ("dienstags und donnerstags", Frequency.WEEKLY, 96),
        ("1. und 3. Mittwoch", Frequency.FORTNIGHTLY, 24),
        ("ungerade Kalenderwochen", Frequency.FORTNIGHTLY, 24),
        ("alle 3 Wochen", Frequency.MONTHLY, 16),
        ("alle 5 Wochen", Frequency.MONTHLY, 9.6),
        ("alle 6 Wochen", Frequency.SIX_TO_TEN_WEEKS, 8),
        ("alle 2 Monate", Frequency.SIX_TO_TEN_WEEKS, 6),
        ("alle 10 Wochen", Frequency.SIX_TO_TEN_WEEKS, 4.8),
        ("dreimal im Jahr", Frequency.QUARTERLY, 3),
        ("einmal im Semester", Frequency.HALF_YEARLY, 2),
        ("alle 2 Jahre", Frequency.YEARLY, 0.5),
        # A pause takes meetings away but does not change what the network calls monthly.
        ("monatlich, September bis Mai", Frequency.MONTHLY, 9),
        ("jährlich im Herbst", Frequency.YEARLY, 1),
        ("nach Bedarf, mind. viermal im Jahr", Frequency.ON_DEMAND, 4),
        ("halbjährlich und bei Anlass", Frequency.HALF_YEARLY, 2),
        ("nach Bedarf", Frequency.ON_DEMAND, None),
        ("ruht", Frequency.PAUSED, None),
        ("ruht, vorher monatlich", Frequency.PAUSED, None),
    ],
)
def test_frequency_and_meetings_a_year(text, frequency, times_per_year):
    rhythm = parse(text)

    assert (rhythm.frequency, rhythm.times_per_year) == (frequency, times_per_year)


@pytest.mark.parametrize(
    ("text", "frequency", "times_per_year"),
    [
        ("Plenum halbjährlich, Arbeitsgruppe alle 6 Wochen", Frequency.SIX_TO_TEN_WEEKS, 10),
        ("montags 17 Uhr und donnerstags 19 Uhr", Frequency.WEEKLY, 96),
        ("höchstens zwei- bis dreimal im Jahr", Frequency.HALF_YEARLY, 2),
        ("wöchentlich, abwechselnd montags und mittwochs", Frequency.WEEKLY, 48),
        ("monatlich, Juli und August Pause", Frequency.MONTHLY, 10),
        ("im Winter wöchentlich, im Sommer monatlich", Frequency.WEEKLY, 15),
    ],
)
def test_several_rules_are_counted_together_and_found_under_the_most_frequent(
    text, frequency, times_per_year
):
    rhythm = parse(text)

    assert (rhythm.frequency, rhythm.times_per_year) == (frequency, times_per_year)


def test_an_upper_limit_lets_nothing_be_expected():
    assert parse("höchstens viermal im Jahr").expected_gap_days is None
    assert parse("mindestens viermal im Jahr").expected_gap_days == 91.3


def test_a_text_is_understood_where_nothing_is_left_that_may_change_the_dates():
    assert parse("monatlich im Rathaus").understood is Understood.YES
    assert parse("monatlich, wenn nötig im Rathaus").understood is Understood.PARTLY


def test_the_clock_on_a_day_is_that_of_the_rule_which_fits_it():
    rhythm = parse("montags 17–18 Uhr und donnerstags 19 Uhr")
    monday, thursday, friday = date(2026, 11, 30), date(2026, 12, 3), date(2026, 12, 4)

    assert rhythm.clock_on(monday) == (time(17), time(18))
    assert rhythm.clock_on(thursday) == (time(19), None)
    assert rhythm.clock_on(friday) == (None, None)
    assert parse("montags 17 Uhr, bei Vollmond später").clock_on(monday) == (None, None)


def test_only_some_rhythms_need_to_know_the_school_holidays():
    assert parse("montags, außer in den Ferien").needs_school_holidays
    assert parse("Treffen montags, Plenum am 1. Montag nach den Sommerferien").needs_school_holidays
    assert not parse("montags, außer an Feiertagen").needs_school_holidays


def test_json_form_says_only_what_is_special():
    rhythm = parse("alle 6 Wochen mittwochs, 16.30–18 Uhr, außer in den Ferien, im Rathaus")

    assert rhythm.to_dict() == {
        "period": "woche",
        "interval": 6,
        "weekdays": [2],
        "outside_holidays": True,
        "start": "16:30",
        "end": "18:00",
        "note": "im Rathaus",
    }


def test_json_form_reads_back_and_ignores_what_a_later_version_added():
    rhythm = Rhythm(period=Period.WEEK, week_parity=Parity.ODD, weekdays=(0,), start=time(9))

    assert Rhythm.from_dict(rhythm.to_dict() | {"colour": "blue"}) == rhythm


@pytest.mark.parametrize(
    "broken",
    [
        {"period": "Mondphase"}, {"week_parity": "krumm"}, {"year_parity": "krumm"}, {"feast": "Murmeltiertag"},
        {"outside_breaks": ["Murmeltiertag"]}, {"also": [{"times": "oft"}]},
        {"times": "oft"}, {"times_max": "oft"}, {"interval": "oft"}, {"interval_max": "oft"},
        {"weekdays": ["Mo"]}, {"nth": ["erster"]}, {"month_days": ["erster"]}, {"months": ["Mai"]},
        {"begins": "morgen"}, {"first": "morgen"}, {"ends": "morgen"}, {"start": "25:00"}, {"end": "25:00"},
    ],
)  # fmt: skip
def test_json_form_with_a_wrong_value_is_refused(broken):
    with pytest.raises(ValueError):
        Rhythm.from_dict(broken)


def test_json_form_keeps_all_rules_days_and_feasts():
    texts = (
        "montags 17 Uhr und donnerstags 19 Uhr",
        "monatlich, erstmals am 12.1.2027",
        "jährlich am Aschermittwoch",
    )

    for rhythm in map(parse, texts):
        assert Rhythm.from_dict(rhythm.to_dict()) == rhythm
