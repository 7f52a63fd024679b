"""Bodies and meetings from a council information system: an invented one, and that of a real city (not ours to copy)."""

from __future__ import annotations

import json
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from networks.meetings.oparl import Folder
from networks.models import Meeting, Network
from tests.factories import MeetingFactory, NetworkFactory, NetworkFormatFactory

ROOT = "https://ris.example/oparl/bodies/1"
KARLSRUHE = Path(__file__).parents[3].parent / "shared" / "data" / "echt" / "karlsruhe_oparl"
NOW = timezone.make_aware(datetime.fromisoformat("2026-11-30T12:00"))


def body(key: str, name: str, **more: object) -> dict[str, object]:
    return {"id": f"{ROOT}/organizations/gr/{key}", "name": name, **more}


def meeting(key: int, start: object, key_of_body: str = "1", **more: object) -> dict[str, object]:
    bodies = [f"{ROOT}/organizations/gr/{key_of_body}"]
    return {"id": f"{ROOT}/meetings/{key}", "start": start, "organization": bodies, **more}


BODIES = [
    body("1", "Schulausschuss", shortName="SchulA", startDate="2020-01-01"),
    body("2", "Ortschaftsrat Lindenau"),
    body("3", "Stiftungsrat", endDate="2021-12-31"),
    body("9", "Hauptamt"),
]
MONTHLY = [meeting(100 + month, f"2026-{month:02}-03T16:30:00") for month in range(1, 11)]
MEETINGS = [
    *MONTHLY,
    meeting(1, "2026-12-08T16:30:00+01:00", end="2026-12-08T18:00:00+01:00", name="Sondersitzung",
            location={"description": "Bürgersaal"}),
    meeting(2, "2026-12-15T16:30:00+01:00", end="2026-12-15T00:00:00+01:00", cancelled=True),
    meeting(3, "2026-12-16T00:00:00+01:00", "2", end="2026-12-16T00:00:00+01:00", name="Ortschaftsrat Lindenau"),
    meeting(4, "2021-05-04T09:00:00+02:00", "3", end="2021-05-04T08:00:00+02:00"),
    meeting(5, None),
    meeting(6, "0001-01-01T00:00:00+01:00"),
    meeting(7, "2026-12-17T16:30:00+01:00", "404"),
    meeting(8, "2026-12-18T16:30:00+01:00", deleted=True),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path, db):
    """Files of an invented city; formats: Ausschuss has one of its own, all others are networks."""
    NetworkFormatFactory(name="Netzwerk")
    NetworkFormatFactory(name="Fachgremium", synonyms=["Ausschuss"])
    written(tmp_path, BODIES, MEETINGS)
    with time_machine.travel(NOW, tick=False):
        yield tmp_path


def written(folder: Path, bodies: list, meetings: list) -> None:
    (folder / "organizations.json").write_text(json.dumps({"data": bodies}), encoding="utf-8")
    (folder / "meetings.jsonl").write_text("\n".join(map(json.dumps, meetings)), encoding="utf-8")


def run(folder: Path, *options: str) -> list[str]:
    out = StringIO()
    call_command("import_oparl", str(folder), *options, stdout=out)
    return out.getvalue().splitlines()


def everything() -> list[dict]:
    return [*Network.objects.order_by("pk").values(), *Meeting.objects.order_by("pk").values()]


def test_bodies_that_meet_become_drafts(folder):
    assert run(folder) == [
        "Gremien: 3 neu als Entwurf, 0 schon da.",
        "1 Stelle ohne Sitzung bleibt draußen.",
        "Sitzungen: 14 neu, 0 geändert, 0 unverändert, 3 abgelehnt.",
        "Bei 2 Sitzungen lag das Ende vor dem Beginn; es bleibt weg.",
        "Rhythmus: Schulausschuss: etwa monatlich, 16.30 Uhr (erklärt 91 % der Sitzungen), eingetragen.",
        "Rhythmus: Ortschaftsrat Lindenau: zu wenige Sitzungen.",
        "Rhythmus: Stiftungsrat: zu wenige Sitzungen.",
        f"Abgelehnt: meetings.jsonl, {ROOT}/meetings/5: kein Beginn.",
        f"Abgelehnt: meetings.jsonl, {ROOT}/meetings/6: kein Beginn.",
        f"Abgelehnt: meetings.jsonl, {ROOT}/meetings/7: kein bekanntes Gremium.",
    ]
    found = Network.objects.order_by("pk").values_list(
        "name", "format__name", "status", "review_status", "kennung"
    )
    assert list(found) == [
        ("Schulausschuss", "Fachgremium", "aktiv", "entwurf", "oparl-ris.example-gr-1"),
        ("Ortschaftsrat Lindenau", "Netzwerk", "aktiv", "entwurf", "oparl-ris.example-gr-2"),
        ("Stiftungsrat", "Netzwerk", "beendet", "entwurf", "oparl-ris.example-gr-3"),
    ]


def test_meetings_are_taken_as_they_are_meant(folder):
    run(folder)
    one, cancelled, open_time, early = (
        Meeting.objects.get(foreign_uid=f"{ROOT}/meetings/{key}") for key in (1, 2, 3, 4)
    )
    assert (one.title, one.place, f"{timezone.localtime(one.end):%H:%M}") == (
        "Sondersitzung",
        "Bürgersaal",
        "18:00",
    )
    assert (cancelled.is_cancelled, cancelled.end) == (True, None)
    assert (open_time.is_all_day, open_time.end, open_time.title) == (True, None, "")
    assert (early.end, early.visibility) == (None, "oeffentlich")


def test_a_second_run_changes_nothing(folder):
    run(folder)
    before = everything()
    lines = run(folder)
    assert everything() == before
    assert lines[0] == "Gremien: 0 neu als Entwurf, 3 schon da."
    assert lines[2] == "Sitzungen: 0 neu, 0 geändert, 14 unverändert, 3 abgelehnt."


def test_a_dry_run_says_the_same_and_writes_nothing(folder):
    said = run(folder, "--dry-run")
    assert everything() == []
    assert said == [*run(folder), "Nichts wurde geändert (--dry-run)."]


def test_what_is_there_gets_meetings_and_stays_as_it_is(folder):
    """Found by its name, by another one, or by the kennung under a new one; published or not."""
    school = NetworkFactory(name="schulausschuss", purpose="Von Hand.")
    quarter = NetworkFactory(name="Rat von Lindenau", other_names=["Ortschaftsrat Lindenau"])
    fund = NetworkFactory(
        name="Beirat der Stiftung", kennung="oparl-ris.example-gr-3", review_status="archiviert"
    )
    entered = MeetingFactory(network=school, start=datetime.fromisoformat("2026-12-08T16:30:00+01:00"))
    before = list(Network.objects.order_by("pk").values())
    assert run(folder)[0] == "Gremien: 0 neu als Entwurf, 3 schon da."
    assert list(Network.objects.order_by("pk").values()) == before
    assert [network.meetings.count() for network in (school, quarter, fund)] == [12, 1, 1]
    assert Meeting.objects.get(pk=entered.pk).title == ""


def test_what_the_source_moves_or_cancels_is_moved_or_cancelled(folder):
    run(folder)
    one = Meeting.objects.get(foreign_uid=f"{ROOT}/meetings/1")
    Meeting.objects.filter(pk=one.pk).update(agenda="1. Schulhof", visibility="mitglieder")
    moved = MEETINGS[10] | {"start": "2026-12-09T17:00:00+01:00", "end": None}
    written(folder, BODIES, [*MONTHLY, moved, *MEETINGS[11:12], MEETINGS[12] | {"meetingState": "abgesagt"}])
    assert run(folder)[2] == "Sitzungen: 0 neu, 2 geändert, 11 unverändert, 0 abgelehnt."
    again = Meeting.objects.get(pk=one.pk)
    assert (again.moved_from, again.agenda, again.visibility) == (one.start, "1. Schulhof", "mitglieder")
    assert Meeting.objects.get(foreign_uid=f"{ROOT}/meetings/3").is_cancelled


def test_an_uncertain_rhythm_is_told_and_not_written(folder):
    days = ["01-05", "01-15", "04-16", "05-06", "09-02", "09-17", "12-22"]
    written(folder, BODIES[:1], [meeting(n, f"2025-{day}T16:30:00+01:00") for n, day in enumerate(days)])
    (line,) = [line for line in run(folder) if line.startswith("Rhythmus")]
    assert line.endswith("nicht eingetragen.")
    assert Network.objects.get().rhythm_text == ""


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("meetings.jsonl", None, "fehlt meetings.json"),
        ("organizations.json", "{", "lässt sich nicht lesen"),
        ("organizations.json", "{}", "enthält keine Liste"),
    ],
)
def test_a_folder_that_cannot_be_read_says_why(folder, name, text, why):
    (folder / name).unlink()
    if text is not None:
        (folder / name).write_text(text)
    with pytest.raises(CommandError, match=why):
        run(folder)
    with pytest.raises(CommandError, match="Format „Gremium“"):
        written(folder, BODIES, MEETINGS)
        run(folder, "--format", "Gremium")


def test_whatever_stands_in_the_files_no_row_fails(folder):
    odd = [
        {},
        {"id": 5},
        meeting(1, 12),
        meeting(2, "morgen"),
        {"start": "2026-01-01", "organization": "x"},
        None,
        3,
    ]
    written(folder, [{}, {"id": "x"}, None, body("1", " \u0000 A\n B ", startDate="gestern")], odd)
    found = Folder(folder)
    assert [one.name for one in found.bodies.values()] == ["A B"]
    assert (found.sessions, len(found.refused)) == ([], 5)


@pytest.mark.skipif(not KARLSRUHE.is_dir(), reason="real open data are not beside the project (../shared)")
def test_all_that_a_real_city_gives_away(db, settings):
    """2,609 meetings of Karlsruhe: 1,207 end before they begin, 58 name bodies that nobody knows."""
    NetworkFormatFactory(name="Netzwerk")
    with time_machine.travel(NOW, tick=False):
        lines = run(KARLSRUHE)
        assert lines[:4] == [
            "Gremien: 27 neu als Entwurf, 0 schon da.",
            "70 Stellen ohne Sitzung bleiben draußen.",
            "Sitzungen: 2551 neu, 0 geändert, 0 unverändert, 58 abgelehnt.",
            lines[3],
        ]
        written_rhythms = Network.objects.exclude(rhythm_text="")
        assert written_rhythms.count() >= 20
        assert not [network for network in written_rhythms if network.structured_rhythm.leftover]
        assert Network.objects.published().count() == 0
        assert run(KARLSRUHE)[2] == "Sitzungen: 0 neu, 0 geändert, 2551 unverändert, 58 abgelehnt."
