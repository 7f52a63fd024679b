"""Calendar files as programmes write them, and such as nobody would: what comes out of them."""

from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from networks.calendar_files import reading
from networks.calendar_files.moments import zone_called
from networks.calendar_files.reading import Found, read
from networks.calendar_files.text import LARGEST_FILE, MOST_EVENTS, CalendarFileError, text_of

TODAY = date(2026, 12, 1)


def calendar(*events: str, head: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def found_in(data: bytes) -> Found:
    return read(text_of(data), TODAY)


def one(event: str, head: str = "") -> reading.FileMeeting:
    found = found_in(calendar(f"UID:a\n{event}", head=head))
    assert found.refused == []
    (entry,) = found.entries
    return entry


def refusal(event: str) -> str:
    found = found_in(calendar(f"UID:a\n{event}"))
    assert found.entries == []
    (refused,) = found.refused
    return refused.reason


def at(*moment: int) -> datetime:
    return timezone.make_aware(datetime(*moment))  # noqa: DTZ001 (made aware)


def days(*events: str) -> list[str]:
    return [
        f"{timezone.localtime(entry.start):%Y-%m-%d %H:%M}" for entry in found_in(calendar(*events)).entries
    ]


# --- what programmes write ---


def test_a_meeting_of_outlook():
    entry = one(
        """
SUMMARY;LANGUAGE=de:Treffen\\, mit Gästen
DTSTART;TZID=W. Europe Standard Time:20270114T170000
DTEND;TZID=W. Europe Standard Time:20270114T183000
LOCATION:Rathaus\\, Zimmer 12
DESCRIPTION:Einwahl 0123 456 Kennung 99
ORGANIZER;CN="Müller, Anna":mailto:anna@example.org
X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.example.org/l/1
CLASS:PRIVATE
BEGIN:VALARM
SUMMARY:Erinnerung
TRIGGER:-PT15M
END:VALARM
"""
    )
    assert entry == reading.FileMeeting(
        uid="a",
        title="Treffen, mit Gästen",
        start=at(2027, 1, 14, 17),
        end=at(2027, 1, 14, 18, 30),
        is_all_day=False,
        place="Rathaus, Zimmer 12",
        link="https://teams.example.org/l/1",
        is_private=True,
    )


def test_names_and_descriptions_are_not_even_kept():
    text = text_of(
        calendar("UID:a\nDTSTART:20270114\nDESCRIPTION:Einwahl 0123\nATTENDEE:mailto:anna@example.org")
    )
    assert "Einwahl" not in text
    assert "anna" not in text
    assert text_of(text.encode()) == text


def test_a_day_and_several_days():
    assert one("DTSTART;VALUE=DATE:20270114\nDTEND;VALUE=DATE:20270115").end is None
    entry = one("DTSTART;VALUE=DATE:20270114\nDTEND;VALUE=DATE:20270116")
    assert (entry.start, entry.end, entry.is_all_day) == (at(2027, 1, 14), at(2027, 1, 15), True)


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("DTSTART:20270714T150000Z", datetime(2027, 7, 14, 15, tzinfo=UTC)),
        ("DTSTART:20270714T170000", datetime(2027, 7, 14, 15, tzinfo=UTC)),
        ('DTSTART;TZID="Europe/Berlin":20270714T170000', datetime(2027, 7, 14, 15, tzinfo=UTC)),
        (
            "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20270714T170000",
            datetime(2027, 7, 14, 15, tzinfo=UTC),
        ),
        ("DTSTART;TZID=W. Europe:20270714T170000", datetime(2027, 7, 14, 15, tzinfo=UTC)),
        (
            'DTSTART;TZID="(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien":20270714T170000',
            datetime(2027, 7, 14, 15, tzinfo=UTC),
        ),
        ("DTSTART;TZID=GMT Standard Time:20270714T170000", datetime(2027, 7, 14, 16, tzinfo=UTC)),
        ("DTSTART;TZID=America/New_York:20270714T110000", datetime(2027, 7, 14, 15, tzinfo=UTC)),
    ],
)
def test_a_time_in_its_zone_or_here(line, moment):
    assert one(line).start == moment


def test_a_time_without_zone_is_one_of_the_calendar():
    head = "X-WR-TIMEZONE:Europe/London\n"
    assert one("DTSTART:20270714T170000", head).start == datetime(2027, 7, 14, 16, tzinfo=UTC)


def test_how_long_it_lasts():
    assert one("DTSTART:20270114T170000\nDURATION:PT1H30M").end == at(2027, 1, 14, 18, 30)
    assert one("DTSTART;VALUE=DATE:20270114\nDURATION:P2D").end == at(2027, 1, 15)
    assert one("DTSTART:20270114T220000\nDTEND:20270115T010000").end == at(2027, 1, 15, 1)


def test_an_end_before_the_start_is_dropped_and_said():
    entry = one("DTSTART:20270114T170000\nDTEND:20270114T160000")
    assert (entry.end, entry.note) == (None, "Das Ende liegt vor dem Beginn und fällt weg.")


@pytest.mark.parametrize(
    ("event", "head"),
    [
        ("SUMMARY:Runde\nSTATUS:CANCELLED", ""),
        ("SUMMARY:Abgesagt: Runde", ""),
        ("SUMMARY:Canceled: Runde\nSTATUS:CONFIRMED", ""),
        ("SUMMARY:Runde", "METHOD:CANCEL\n"),
    ],
)
def test_cancelled_in_every_way_of_saying_so(event, head):
    entry = one(f"DTSTART:20270114T170000\n{event}", head)
    assert (entry.is_cancelled, entry.title) == (True, "Runde")


def test_a_link_in_the_place_is_a_link():
    entry = one("DTSTART:20270114T170000\nLOCATION:Rathaus; https://video.example.org/a?b=1")
    assert (entry.place, entry.link) == ("Rathaus", "https://video.example.org/a?b=1")


def test_folded_lines_also_in_the_middle_of_a_letter():
    data = calendar("UID:a\nDTSTART:20270114T170000\nSUMMARY:Frühjahr")
    cut = data.index("ü".encode()) + 1
    entry = found_in(data[:cut] + b"\r\n " + data[cut:]).entries[0]
    assert entry.title == "Frühjahr"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    data = calendar("UID:a\nDTSTART:20270114T170000\nSUMMARY:Frühjahr").decode().encode(encoding)
    assert found_in(data).entries[0].title == "Frühjahr"


# --- series ---

SERIES = "UID:s\nSUMMARY:Runde\nDTSTART;TZID=Europe/Berlin:20261006T160000\nDTEND;TZID=Europe/Berlin:20261006T180000\n"


def test_a_series_becomes_single_meetings_at_the_same_time_of_day():
    found = days(SERIES + "RRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=4")
    assert found == ["2026-10-06 16:00", "2026-11-03 16:00", "2026-12-01 16:00", "2027-01-05 16:00"]


def test_a_series_without_end_reaches_two_years_ahead_and_one_back():
    found = days(SERIES.replace("20261006", "20150106") + "RRULE:FREQ=MONTHLY;BYDAY=1TU")
    assert (found[0], found[-1]) == ("2025-12-02 16:00", "2028-11-07 16:00")


def test_dates_that_are_left_out_moved_added_and_cancelled():
    master = SERIES + (
        "RRULE:FREQ=MONTHLY;BYDAY=1TU;UNTIL=20270105T150000Z\nEXDATE;TZID=Europe/Berlin:20261103T160000\n"
        "RDATE;TZID=Europe/Berlin:20261215T100000"
    )
    moved = "UID:s\nSUMMARY:Runde\nRECURRENCE-ID:20261201T150000Z\nDTSTART;TZID=Europe/Berlin:20261208T160000"
    off = "UID:s\nSUMMARY:Runde\nRECURRENCE-ID;TZID=Europe/Berlin:20270105T160000\nDTSTART:20270105T150000Z\nSTATUS:CANCELLED"
    found = found_in(calendar(master, moved, off))
    assert [
        (entry.uid, f"{timezone.localtime(entry.start):%d.%m. %H}", entry.is_cancelled)
        for entry in found.entries
    ] == [
        ("s#20261006", "06.10. 16", False),
        ("s#20261201", "08.12. 16", False),
        ("s#20261215", "15.12. 10", False),
        ("s#20270105", "05.01. 16", True),
    ]
    assert {entry.series for entry in found.entries} == {"s"}
    assert found.dropped == {"s#20261103"}


@pytest.mark.parametrize(
    ("until", "last"), [("20261103T145959Z", "10-06"), ("20261103T150000Z", "11-03"), ("20261103", "11-03")]
)
def test_a_series_ends_at_the_moment_it_says(until, last):
    assert days(SERIES + f"RRULE:FREQ=MONTHLY;BYDAY=1TU;UNTIL={until}")[-1] == f"2026-{last} 16:00"


def test_an_exception_alone_is_a_meeting():
    entry = one("RECURRENCE-ID:20270105T150000Z\nDTSTART:20270106T150000Z")
    assert (entry.uid, entry.series) == ("a#20270105", "a")


def test_the_last_version_of_a_meeting_counts():
    event = "UID:a\nDTSTART:20270114T170000\nSUMMARY:"
    assert [entry.title for entry in found_in(calendar(event + "alt", event + "neu")).entries] == ["neu"]


def test_without_uid_it_is_known_by_what_it_says():
    data = calendar("DTSTART:20270114T170000\nSUMMARY:Runde", "DTSTART:20270115T170000\nSUMMARY:Runde")
    first, second = (entry.uid for entry in found_in(data).entries)
    assert first != second
    assert [entry.uid for entry in found_in(data).entries] == [first, second]


# --- what nobody should send ---


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("SUMMARY:Runde", "Es steht nicht da, wann er beginnt."),
        ("DTSTART:gestern", "„gestern“ ist kein Tag und keine Uhrzeit."),
        ("DTSTART:20270231T170000", "„20270231T170000“ gibt es nicht."),
        ("DTSTART:00000101", "„00000101“ gibt es nicht."),
        ("DTSTART;TZID=Mond:20270114T170000", "Die Zeitzone „Mond“ ist nicht bekannt."),
        ("DTSTART;TZID=../../etc/passwd:20270114T170000", "Die Zeitzone „../../etc/passwd“ ist nicht bekannt."),
        ("DTSTART;TZID=Asia/Tokyo:00010101T000000", "Der Tag liegt weit außerhalb dessen, was gemeint sein kann."),
        ("DTSTART;TZID=America/New_York:99991231T235900", "Der Tag liegt weit außerhalb dessen, was gemeint sein kann."),
        ("DTSTART:00010101T000000Z\nRRULE:FREQ=DAILY", "Die Reihe beginnt vor 1950."),
        ("DTSTART:20270114\nRRULE:FREQ=SECONDLY;COUNT=1000000000", "Die Wiederholung „FREQ=SECONDLY;COUNT=1000000000“ liest das Bildungsnetz nicht."),
        ("DTSTART:20270114\nEXRULE:FREQ=DAILY", "Ausnahmen als Regel (EXRULE) liest das Bildungsnetz nicht."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_reason(event, reason):
    assert refusal(event) == reason


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_days_far_away_are_read_and_do_not_break(year):
    for line in (
        f"DTSTART;VALUE=DATE:{year}1231",
        f"DTSTART:{year}0101T000000Z",
        f"DTSTART:{year}1231T235959",
    ):
        found = found_in(calendar(f"UID:a\n{line}\nDURATION:P999D", f"UID:b\n{line}\nRDATE:{year}1231"))
        assert len(found.entries) + len(found.refused) <= 4


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04\x00", b"<html>", b"Name;Ort\n", b"\x00" * 100, b"BEGIN:VEVENT\nEND:VEVENT", b"\xff\xfe\x00", b"\xff" * 99],
)  # fmt: skip
def test_other_files(data):
    with pytest.raises(CalendarFileError, match="keine Kalenderdatei"):
        text_of(data)


def test_an_old_format_is_named():
    with pytest.raises(CalendarFileError, match=r"vCalendar 1\.0"):
        text_of(b"BEGIN:VCALENDAR\nVERSION:1.0\nEND:VCALENDAR")


def test_too_large_and_too_many():
    with pytest.raises(CalendarFileError, match="zu groß: Erlaubt sind 2 MB"):
        text_of(b"x" * (LARGEST_FILE + 1))
    with pytest.raises(CalendarFileError, match=r"mehr als 2000 Termine"):
        text_of(calendar(*["UID:a"] * (MOST_EVENTS + 1)))
    with pytest.raises(CalendarFileError, match="mehr als 1000 Treffen"):
        found_in(calendar(*(f"UID:{number}\nDTSTART:20270101\nRRULE:FREQ=DAILY" for number in range(3))))


def test_components_within_components():
    inner = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:innen\nDTSTART:20270101\nEND:VEVENT\nEND:VCALENDAR"
    found = found_in(calendar(f"UID:a\nDTSTART:20270114\n{inner}"))
    assert [entry.uid for entry in found.entries] == ["a"]
    with pytest.raises(CalendarFileError):
        found_in(b"BEGIN:VCALENDAR\n" * 100_000)


def test_a_file_that_ends_in_the_middle_keeps_what_is_whole():
    data = calendar("UID:a\nDTSTART:20270114", "UID:b\nSUMMARY:Runde\nDTSTART:20270115")
    found = found_in(data[: data.rindex(b"END:VEVENT")])
    assert [entry.uid for entry in found.entries] == ["a"]
    assert [(one.title, one.reason) for one in found.refused] == [
        ("Runde", "Die Datei endet mitten in diesem Termin.")
    ]


def test_definitions_of_time_zones_are_not_computed():
    zone = "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\nTZOFFSETFROM:+0500\nTZOFFSETTO:+0900\nEND:STANDARD\nEND:VTIMEZONE\n"
    begun = perf_counter()
    assert one("DTSTART;TZID=Europe/Berlin:20270114T170000", zone).start == at(2027, 1, 14, 17)
    assert perf_counter() - begun < 5


def test_many_rules_together_have_an_end():
    """Each would be looked through for 75 years."""
    rule = "DTSTART:19500102\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=99999"
    begun = perf_counter()
    found = found_in(calendar(*(f"UID:{number}\n{rule}" for number in range(MOST_EVENTS))))
    assert perf_counter() - begun < 20
    assert {refused.reason for refused in found.refused} == {
        "Die Datei wiederholt zu viel. Bitte in mehrere Dateien teilen."
    }


@pytest.mark.parametrize(
    "line",
    ['SUMMARY;X="' + "a" * 500_000, "SUMMARY" + ';A="b"' * 100_000, ";" * 1_000_000, '"' * 1_000_001, "EXDATE:" + "," * 1_000_000,
     "LOCATION:" + "https://" * 100_000, "SUMMARY:" + "\\" * 1_000_000],
)  # fmt: skip
def test_long_lines_take_no_long_time(line):
    begun = perf_counter()
    found_in(calendar(f"UID:a\nDTSTART:20270114\n{line}"))
    assert perf_counter() - begun < 10


def test_zones_by_any_name():
    assert zone_called("America/Argentina/Buenos_Aires") == ZoneInfo("America/Argentina/Buenos_Aires")
    for name in ("", "/", "a" * 10_000, "Europe", "posixrules\0", "Customized Time Zone"):
        assert zone_called(name) is None


def test_dates_of_a_series_stay_when_the_clock_moves_on():
    data = text_of(calendar(SERIES + "RRULE:FREQ=MONTHLY;BYDAY=1TU"))
    now, later = (
        {entry.uid for entry in read(data, TODAY + timedelta(days=days)).entries} for days in (0, 40)
    )
    assert len(now & later) > 20
