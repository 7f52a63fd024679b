"""The trial of actors in memory: it asks as the portal does, and counts rightly."""

from __future__ import annotations

from actors.models import Actor
from actors.recognition import blocking, candidates
from actors.recognition.records import Record
from duplicates.candidates import CANDIDATES
from measuring.actor_trial import Directory, Figures, is_learnt_from, row, table, tried, without_telephone
from tests.factories import ActorFactory

HERE = {"postal_code": "37990", "city": "Auenberg"}
ANIMALS = ("Amsel", "Dachs", "Elster", "Fuchs", "Igel", "Luchs", "Otter", "Specht")
STORED = [
    Record(
        f"b{number}", f"{kind} {animal}", street=f"{animal}weg {number}", phone=f"05555 47{number:03}", **HERE
    )
    for number, (kind, animal) in enumerate(
        (kind, animal) for kind in ("Kita", "Grundschule") for animal in ANIMALS
    )
]


def test_candidates_in_memory_are_those_of_the_database(db):
    for record in STORED:
        ActorFactory(
            name=record.name, street=record.street, phone=record.phone, kennung=record.key, parent_body_name="",
            email="", website="", **HERE,
        )  # fmt: skip
    blocking.refresh_all()
    stored = [blocking.record_of(actor) for actor in Actor.objects.order_by("pk")]
    asked = Record("a", "Grundschule am Igelweg", street="Igelweg 12", **HERE)
    known = candidates.current_statistics()
    found = candidates.nearest(asked, known, limit=CANDIDATES)
    assert [str(item.pk) for item in found] == [record.key for record in Directory(stored).nearest(asked)]
    assert len(found) > len(ANIMALS)


def test_nobody_is_a_candidate_for_itself():
    directory = Directory(STORED)
    assert STORED[0] not in directory.nearest(STORED[0])
    assert len(directory.nearest(STORED[0], limit=3)) == 3


def test_what_is_counted():
    asked = [
        Record("a1", "Kita Amsel", street="Amselweg 0", **HERE),  # there, and the same
        Record("a2", "Musikverein", city="Bruch"),  # there under a name that nobody knows
        Record("a3", "Kita Dachs", street="Dachsweg 1", **HERE),  # not the one that is there
        Record("a4", "Imkerverein", city="Bruch"),  # new
    ]
    found = tried(asked, Directory(STORED), {"a1": "b0", "a2": "b1"})
    counted = [(one.hits, one.of) for one in (found.first, found.among_five, found.recognised, found.right)]
    assert counted == [(1, 2), (1, 2), (1, 2), (1, 2)]
    assert (found.asked, found.shown >= 2) == (4, True)


def test_a_row_says_shares_with_their_bounds():
    found = Figures(shown=3, asked=2)
    found.first.add(hit=True)
    assert row("x", found) == "| x | 2 | 1.000 (0.21–1.00) | – | – | – | 1.5 |"


def test_both_halves_are_there_and_stay():
    keys = [f"A{number}" for number in range(400)]
    half = [key for key in keys if is_learnt_from(key)]
    assert 160 < len(half) < 240
    assert half[:5] == ["A0", "A1", "A2", "A3", "A5"]


def test_the_table_holds_the_unseen_half_by_itself():
    lines = [*table(STORED, STORED[::2], {record.key: record.key for record in STORED[::2]})]
    named = [line.split(" | ")[0].strip("| *") for line in lines]
    assert named[1:5] == [
        "half learnt from", "half learnt from, no telephone", "unseen half", "unseen half, no telephone",
    ]  # fmt: skip
    sizes = [int(line.split(" | ")[1]) for line in lines[1:5]]
    assert sizes[0] + sizes[2] == sizes[1] + sizes[3] == len(STORED)


def test_without_telephone_all_else_stays():
    assert without_telephone(STORED[:1]) == [Record("b0", "Kita Amsel", street="Amselweg 0", **HERE)]
