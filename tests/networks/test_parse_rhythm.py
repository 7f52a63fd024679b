"""`manage.py parse_rhythm`: what a rhythm says, as JSON."""

import json

import pytest
import time_machine
from django.core.management import CommandError, call_command


def parsed(capsys, text: str, **options: str) -> dict:
    call_command("parse_rhythm", text, **options)
    return json.loads(capsys.readouterr().out)


def test_a_rhythm_and_its_dates(capsys):
    found = parsed(capsys, "jeden 2. Dienstag im Monat, 16–18 Uhr, im Rathaus", since="2026-11-29")

    assert found == {
        "understood": "yes",
        "text": "jeden 2. Dienstag im Monat, 16–18 Uhr",
        "rules": ["FREQ=MONTHLY;BYDAY=2TU"],
        "times_per_year": 12.0,
        "start": "16:00",
        "end": "18:00",
        "begins": None,
        "ends": None,
        "exceptions": [],
        "unread": "",
        "note": "im Rathaus",
        "doubt": "",
        "next": [
            "2026-12-08T16:00:00+01:00",
            "2027-01-12T16:00:00+01:00",
            "2027-02-09T16:00:00+01:00",
            "2027-03-09T16:00:00+01:00",
            "2027-04-13T16:00:00+02:00",
        ],
    }


def test_the_day_asked_for_counts(capsys):
    assert parsed(capsys, "sonntags", since="2026-11-29")["next"][0] == "2026-11-29T00:00:00+01:00"


@time_machine.travel("2026-12-21 12:00+01:00", tick=False)
def test_without_a_day_it_is_today(capsys):
    assert parsed(capsys, "montags")["next"][0] == "2026-12-21T00:00:00+01:00"


def test_holidays_of_a_land_are_left_out_and_without_one_nobody_knows(capsys):
    text = "dienstags 17 Uhr, außer in den Ferien und an Feiertagen"
    found = parsed(capsys, text, since="2026-12-20", land="nw")

    assert found["exceptions"] == ["außer in den Ferien", "außer an Feiertagen"]
    assert found["next"][:2] == ["2026-12-22T17:00:00+01:00", "2027-01-12T17:00:00+01:00"]
    assert parsed(capsys, text, since="2026-12-20")["next"] == []


def test_no_date_lies_behind_the_last_school_holidays_that_are_published(capsys):
    found = parsed(capsys, "am ersten Montag nach den Sommerferien", since="2026-12-20", land="NW")

    assert found["next"][0] == "2027-09-06T00:00:00+02:00"
    assert len(found["next"]) < 5


def test_two_rules_have_two_rules_and_one_list_of_dates(capsys):
    found = parsed(capsys, "montags 17 Uhr und donnerstags 19 Uhr", since="2026-11-29")

    assert found["rules"] == ["FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=TH"]
    assert [moment[8:13] for moment in found["next"]] == ["30T17", "03T19", "07T17", "10T19", "14T17"]


def test_what_was_read_in_part_has_no_dates(capsys):
    found = parsed(capsys, "montags, bei Vollmond später", since="2026-11-29")

    assert (found["understood"], found["text"], found["unread"]) == (
        "partly",
        "jeden Montag",
        "bei Vollmond später",
    )
    assert found["next"] == []


def test_what_was_not_understood_is_all_unread(capsys):
    found = parsed(capsys, " jeden 6. Montag im Monat ", since="2026-11-29")

    assert (found["understood"], found["unread"], found["text"]) == ("no", "jeden 6. Montag im Monat", "")
    assert (found["rules"], found["times_per_year"], found["next"]) == ([], None, [])


def test_beginning_and_end(capsys):
    found = parsed(capsys, "mittwochs, erstmals am 6.1.2027, bis Ende Januar 2027", since="2026-11-29")

    assert (found["begins"], found["ends"]) == ("2027-01-06", "2027-01-31")
    assert [moment[:10] for moment in found["next"]] == [
        "2027-01-06",
        "2027-01-13",
        "2027-01-20",
        "2027-01-27",
    ]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"since": "morgen"}, "„morgen“ ist kein Tag. Bitte schreiben Sie ihn wie 2027-01-31."),
        ({"since": "2026-02-30"}, "„2026-02-30“ ist kein Tag. Bitte schreiben Sie ihn wie 2027-01-31."),
        (
            {"land": "XX"},
            "„XX“ ist kein Land. Möglich sind BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH.",
        ),
    ],
)
def test_a_wrong_option_is_said_in_a_sentence(options, sentence):
    with pytest.raises(CommandError) as raised:
        call_command("parse_rhythm", "monatlich", **options)

    assert str(raised.value) == sentence
