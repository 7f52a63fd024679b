"""What holds for every rhythm: its words read back to it, its dates are where it says."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rhythm import FREQUENCIES, Parity, Period, Rhythm, Understood, next_dates, parse
from rhythm.dates import needs_anchor
from rhythm.feasts import Feast, day_near, day_of, is_break, is_public_holiday
from rhythm.words import SEASONS

BERLIN = ZoneInfo("Europe/Berlin")
in_any_time = settings(deadline=None)  # a busy machine is no error; test_rhythm.py watches the time
WEEKDAYS = st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True).map(
    lambda days: tuple(sorted(days))
)
SEVERAL_WEEKDAYS = st.lists(st.integers(0, 6), min_size=2, max_size=3, unique=True).map(
    lambda days: tuple(sorted(days))
)
ONE_WEEKDAY = st.integers(0, 6).map(lambda day: (day,))
NTH = st.lists(st.sampled_from([1, 2, 3, 4, 5, -2, -1]), min_size=1, max_size=3, unique=True).map(
    lambda numbers: tuple(sorted(numbers, key=lambda number: (number < 0, number)))
)
CLOCKS = st.times(time(0), time(23, 59)).map(lambda moment: moment.replace(second=0, microsecond=0))
NOT_ALL_MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=11, unique=True).map(
    lambda months: tuple(sorted(months))
)
HALVES_AND_QUARTERS = st.sampled_from([Period.QUARTER, Period.HALF_YEAR])
COUNTED = st.sampled_from([period for period in Period if period is not Period.DAY])


def build(**fields):
    return st.fixed_dictionaries({name: value if isinstance(value, st.SearchStrategy) else st.just(value)
                                  for name, value in fields.items()})  # fmt: skip


@st.composite
def ranges(draw, period: Period, longest: int) -> dict:
    """„alle 6 bis 8 Wochen“, in the one form that `parse` gives it."""
    low = draw(st.integers(1, longest))
    high = draw(st.integers(low + 1, longest + 2))
    assume(not (period is Period.MONTH and low % 12 == 0 and high % 12 == 0))
    return {"period": period, "interval": low, "interval_max": high}


CADENCES = st.one_of(
    build(period=Period.WEEK, interval=st.integers(1, 60), weekdays=st.just(()) | WEEKDAYS),
    build(period=Period.WEEK, week_parity=st.sampled_from(Parity), weekdays=st.just(()) | WEEKDAYS),
    build(period=Period.YEAR, interval=2, year_parity=st.sampled_from(Parity)),
    ranges(Period.WEEK, 20),
    build(period=Period.DAY, interval=st.integers(1, 60).filter(lambda number: number % 7)),
    build(period=Period.MONTH, interval=st.integers(1, 23).filter(lambda number: number % 12),
          weekdays=st.just(()) | WEEKDAYS),
    ranges(Period.MONTH, 11),
    build(period=Period.MONTH, interval=st.integers(1, 11), nth=NTH, weekdays=WEEKDAYS),
    build(period=Period.MONTH, interval=st.integers(1, 11),
          month_days=st.lists(st.integers(1, 31), min_size=1, max_size=3, unique=True).map(
              lambda days: tuple(sorted(days)))),
    build(period=HALVES_AND_QUARTERS, nth=NTH, weekdays=ONE_WEEKDAY),
    build(period=Period.YEAR, interval=st.integers(1, 10), months=st.just(()) | NOT_ALL_MONTHS),
    build(period=Period.YEAR, times=st.integers(2, 30), months=st.just(()) | NOT_ALL_MONTHS),
    build(period=Period.YEAR, times=st.integers(2, 4), months=NOT_ALL_MONTHS, nth=NTH, weekdays=ONE_WEEKDAY),
    build(period=COUNTED, times=st.integers(2, 30), times_max=st.none() | st.integers(31, 40)),
    build(period=st.sampled_from([Period.SEMESTER, Period.SCHOOL_HALF_YEAR, Period.SCHOOL_YEAR])),
    build(on_demand=True, weekdays=st.just(()) | WEEKDAYS),
    build(period=Period.MONTH, interval=st.integers(1, 11), workdays=True, nth=NTH),
    build(period=HALVES_AND_QUARTERS, workdays=True, nth=NTH),
    build(period=Period.MONTH, interval=st.integers(1, 11), month_days=st.just((-1,)) | st.just((1, -1))),
    build(period=Period.YEAR, interval=st.integers(1, 5), feast=st.sampled_from([f for f in Feast if not is_break(f)])),
    build(period=Period.YEAR, feast=st.sampled_from(Feast), weekdays=ONE_WEEKDAY, nth=st.sampled_from([(1,), (2,), (-1,)])),
    build(period=Period.YEAR, interval=st.integers(1, 5), months=st.integers(1, 12).map(lambda month: (month,)),
          month_days=st.integers(1, 28).map(lambda day: (day,))),
    build(period=st.sampled_from([Period.WEEK, Period.MONTH]), either=True, weekdays=SEVERAL_WEEKDAYS),
    build(period=st.sampled_from([Period.WEEK, Period.MONTH]), alternating=True, weekdays=SEVERAL_WEEKDAYS),
)  # fmt: skip
DAYS = st.dates(date(2024, 1, 1), date(2039, 12, 31))


SOME_BREAKS = st.sets(
    st.sampled_from([feast for feast in Feast if is_break(feast) and feast is not Feast.EACH_BREAK]),
    max_size=2,
).map(lambda breaks: tuple(feast for feast in Feast if feast in breaks))
VALIDITY = st.one_of(
    st.just({}),
    build(begins=DAYS),
    build(first=DAYS),
    build(ends=DAYS),
    st.tuples(DAYS, DAYS).map(lambda days: {"begins": min(days), "ends": max(days)}),
)


@st.composite
def rhythms(draw) -> Rhythm:
    fields = draw(CADENCES)
    if draw(st.booleans()):
        fields["start"] = draw(CLOCKS)
        end = draw(st.none() | CLOCKS)
        fields["end"] = end if end and end > fields["start"] else None
    fields["outside_holidays"] = draw(st.booleans())
    fields["outside_public_holidays"] = draw(st.booleans())
    fields["outside_breaks"] = () if fields["outside_holidays"] else draw(SOME_BREAKS)
    if fields.get("period"):
        for name in ("approximate", "on_demand", "at_least", "by_appointment"):
            fields[name] = draw(st.booleans())
        fields["at_most"] = not fields["at_least"] and draw(st.booleans())
        fields |= draw(VALIDITY)
        if "months" not in fields and (
            fields["period"] in (Period.WEEK, Period.DAY)
            or (fields["period"] is Period.MONTH and (fields.get("interval", 1) == 1))
        ):
            months = draw(st.just(()) | NOT_ALL_MONTHS | st.sampled_from(sorted(SEASONS)))
            assume(not (fields["period"] is Period.MONTH and len(months) == 1))  # that would be yearly
            fields["months"] = months
    return Rhythm(**fields)


@in_any_time
@given(rhythms())
def test_the_words_of_a_rhythm_read_back_to_it(rhythm):
    assert parse(rhythm.in_words()) == rhythm


@in_any_time
@given(rhythms())
def test_the_json_form_of_a_rhythm_reads_back_to_it(rhythm):
    assert Rhythm.from_dict(rhythm.to_dict()) == rhythm


@in_any_time
@given(
    rhythms(),
    st.integers(946_684_800, 2_840_140_800).map(
        lambda seconds: datetime.fromtimestamp(seconds, UTC)
    ),  # 2000–2060
    st.dates(date(1995, 1, 1), date(2060, 1, 1)),
)
def test_next_dates_are_where_the_rhythm_says(rhythm, after, anchor):
    dates = next_dates(rhythm, after, 12, anchor=anchor, holidays=in_august)

    assert len(dates) <= 12
    assert all(moment > after for moment in dates)
    assert all(earlier < later for earlier, later in pairwise(dates))
    for moment in dates:
        assert (moment.tzinfo, moment.time()) == (BERLIN, rhythm.start or time())
        assert_on_a_named_day(rhythm, moment.date())


def in_august(day: date) -> bool:
    """School holidays of a Land that nobody has to look up."""
    return day.month == 8


def assert_on_a_named_day(rhythm: Rhythm, day: date) -> None:
    assert (rhythm.begins or date.min) <= day <= (rhythm.ends or date.max)
    assert (rhythm.first or date.min) <= day
    assert not ((rhythm.outside_holidays or Feast.SUMMER_BREAK in rhythm.outside_breaks) and in_august(day))
    assert not ((rhythm.outside_public_holidays or rhythm.workdays) and is_public_holiday(day))
    if rhythm.feast:
        assert day in days_of_feast(rhythm, day.year)
        return
    if rhythm.workdays:
        assert day.weekday() < 5
        return
    if rhythm.weekdays:
        assert day.weekday() in rhythm.weekdays
    if rhythm.nth:
        assert nths(day) & set(rhythm.nth)
    if rhythm.month_days:
        assert day.day in rhythm.month_days or (
            -1 in rhythm.month_days and (day + timedelta(days=1)).day == 1
        )
    if rhythm.is_seasonal:
        assert day.month in rhythm.months
    if rhythm.week_parity:
        assert (day.isocalendar().week % 2 == 1) is (rhythm.week_parity is Parity.ODD)


def days_of_feast(rhythm: Rhythm, year: int) -> set[date | None]:
    if not rhythm.nth:
        return {day_of(rhythm.feast, year)}
    return {
        day_near(rhythm.feast, y, rhythm.weekdays[0], rhythm.nth[0], in_august)
        for y in (year - 1, year, year + 1)
    }


@in_any_time
@given(rhythms(), rhythms(), DAYS)
def test_the_dates_of_two_rules_are_united(one, other, day):
    assume(one.period and other.period)
    after = datetime.combine(day, time(), tzinfo=BERLIN)
    both = Rhythm.from_dict(one.to_dict() | {"also": [other.to_dict()]})

    apart = {moment for rule in (one, other) for moment in next_dates(rule, after, 6, holidays=in_august)}

    assert next_dates(both, after, 6, holidays=in_august) == sorted(apart)[:6]
    assert both.understood is Understood.YES


def nths(day: date) -> set[int]:
    """As which weekday of its month a day counts, from the front and from the back."""
    after = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return {(day.day - 1) // 7 + 1, -((after.day - day.day) // 7) - 1}


@in_any_time
@given(rhythms(), st.dates(date(2000, 1, 1), date(2050, 1, 1)))
def test_dates_without_an_anchor_are_those_that_no_anchor_can_change(rhythm, anchor):
    assume(not rhythm.first)
    now = datetime(2026, 11, 22, tzinfo=BERLIN)
    anchored = next_dates(rhythm, now, 5, anchor=anchor)

    assert next_dates(rhythm, now, 5) == ([] if needs_anchor(rhythm) else anchored)


@settings(in_any_time, suppress_health_check=[HealthCheck.filter_too_much])  # a quarter is left
@given(
    rhythms().map(lambda rhythm: replace(rhythm, first=None, begins=None, ends=None)),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)).filter(lambda day: day.day <= 28),
)
def test_dates_go_on_from_their_own_dates(rhythm, anchor):
    """Asking for four dates is asking for two and then, with the last as the anchor, for two more. (A meeting on
    the 29th or later is taken for the last Tuesday; a last Tuesday on the 25th would be taken for the fourth.)"""
    assume(not rhythm.feast)
    assume(
        not rhythm.months and 5 not in rhythm.nth
    )  # a fifth Friday comes too rarely to be looked for so far
    now = datetime(2026, 11, 22, tzinfo=BERLIN)

    four = next_dates(rhythm, now, 4, anchor=anchor, holidays=in_august)
    assume(len(four) == 4)

    assert next_dates(rhythm, four[1], 2, anchor=four[1].date(), holidays=in_august) == four[2:]


@in_any_time
@given(rhythms())
def test_the_filter_value_is_one_of_those_offered(rhythm):
    assert rhythm.frequency in dict(FREQUENCIES)


SCRAPS = (
    "jeden|jede|alle|am|im|1.|2.|letzten|ersten|und|bis|-|,|/|2|14|3x|zweimal|Mal|Montag|dienstags|Mi.|Fr|Monat|"
    "Quartal|Wochen|Tage|jährlich|monatlich|wöchentlich|halb-|viertel|Uhr|h|17|17.30|9-11|außer|Ferien|August|März|"
    "Herbst|nach|Bedarf|mind.|ca.|KW|ungerade|ruht|Jahr|(Mo)|Termine|in der Regel|Schulzeit|15.|des Monats"
)


@in_any_time
@given(st.text(max_size=80) | st.lists(st.sampled_from(SCRAPS.split("|")), max_size=14).map(" ".join))
def test_any_text_gives_a_rhythm_or_none_and_a_rhythm_is_stable(text):
    """Whatever is read: its words are read again, and then say the same."""
    rhythm = parse(text)

    if rhythm:
        again = parse(rhythm.in_words())
        assert again is not None
        assert (again.in_words(), again.leftover) == (rhythm.in_words(), "")
        assert Rhythm.from_dict(rhythm.to_dict()) == rhythm
