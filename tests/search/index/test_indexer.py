"""The row of an entry, and when it is written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from search.index import indexer
from search.index.indexer import COLUMNS, row_of, values_of
from search.models import Dirty, Entry, Word
from search.sources import COORDINATION, Passage
from tests.factories import ActorFactory
from tests.search.memory import document

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_row_holds_what_cards_and_lists_need():
    row = row_of(
        document(
            "Haus der Künste", also=["HdK"], kennung="a-7", card={"slug": "hdk"}, standing=50, place=(53.1, 8.8),
            passages=[Passage("E", "DaZ", "Thema", "Sprache")], confirmed_at=date(2026, 2, 1), upcoming_at=NOW,
        )
    )  # fmt: skip
    assert {column: row[column] for column in COLUMNS if column not in {"terms", "facets", "running_text", "digest"}} == {
        "kennung": "a-7", "name": "Haus der Künste", "sort_name": "haus der künste", "name_words": 3, "standing": 50,
        "passages": [["Thema", "Sprache", "DaZ"]], "card": {"slug": "hdk", "names": ["HdK"]},
        "confirmed_at": date(2026, 2, 1), "upcoming_at": NOW, "stale_at": None, "latitude": 53.1, "longitude": 8.8,
    }  # fmt: skip


def test_an_entry_without_days_and_place_has_none():
    row = row_of(document("A"))
    assert [
        row[column] for column in ("confirmed_at", "upcoming_at", "stale_at", "latitude", "longitude")
    ] == [None] * 5


def test_days_that_nobody_can_mean_are_moved_to_the_edge():
    row = row_of(
        document("A", confirmed_at=date(1, 1, 1), upcoming_at=datetime(9999, 12, 31, 23, tzinfo=UTC))
    )
    assert row["confirmed_at"] > date(1, 1, 1)
    assert row["upcoming_at"] < datetime(9999, 12, 31, tzinfo=UTC)


def test_a_moment_that_has_passed_makes_nothing_stale_again(time_machine):
    time_machine.move_to(NOW, tick=False)
    ahead = NOW + timedelta(minutes=1)
    stale = [
        row_of(document("A", stale_at=moment))["stale_at"] for moment in (NOW - timedelta(1), NOW, ahead)
    ]
    assert stale == [None, None, ahead]


def test_a_name_counts_its_words_as_far_as_the_column_goes():
    assert row_of(document("wort " * 2_000))["name_words"] == 999


@pytest.mark.parametrize(
    "change", [{"card": {"slug": "b"}}, {"standing": 99}, {"kennung": "x"}, {"place": (1.0, 2.0)}]
)
def test_the_digest_changes_with_every_column(change):
    assert row_of(document("A", **change))["digest"] != row_of(document("A"))["digest"]


def test_the_digest_is_that_of_equal_documents():
    one, other = document("A", card={"a": 1, "b": 2}), document("A", card={"b": 2, "a": 1})
    assert row_of(one)["digest"] == row_of(other)["digest"]
    assert len(row_of(one)["digest"]) == 32


def test_values_come_in_the_order_of_the_columns():
    values = dict(zip(COLUMNS, values_of(row_of(document("A", card={"day": date(2026, 3, 1)}))), strict=True))
    assert (values["name"], values["card"].obj) == ("A", {"day": date(2026, 3, 1), "names": []})
    assert values["card"].dumps({"ä": date(2026, 3, 1)}) == '{"ä": "2026-03-01"}'


# --- writing --------------------------------------------------------------------------------------------------------


@pytest.fixture
def school(db):
    school = ActorFactory(name="Quittenschule")
    indexer.drain()
    return school


def test_an_entry_is_written_only_when_its_document_changed(school):
    revision = Entry.objects.get(object_id=school.pk).revision
    assert indexer.write("akteur", [school.pk, school.pk]) == 0
    school.name = "Ziegenschule"
    school.save()
    assert indexer.write("akteur", [school.pk]) == 1
    assert Entry.objects.get(object_id=school.pk).revision > revision


def test_what_is_gone_leaves_an_empty_entry_and_what_never_was_none(school):
    gone = school.pk
    school.delete()
    assert indexer.write("akteur", [gone, gone + 1_000]) == 1
    assert list(Entry.objects.filter(kind="akteur").values_list("object_id", "name", "terms", "facets")) == [
        (gone, "", [], [])
    ]


def test_only_words_of_public_entries_can_be_corrections(school):
    ActorFactory(name="Geheimlabor", review_status="entwurf")
    indexer.drain()
    assert set(
        Word.objects.filter(word__in=["quittenschule", "geheimlabor"]).values_list("word", "shown")
    ) == {("quittenschule", "Quittenschule")}


def test_a_refresh_takes_no_more_marks_than_it_may(school):
    Dirty.objects.bulk_create(Dirty(kind="akteur", object_id=school.pk + n) for n in range(5))
    assert [indexer.refresh(2), indexer.refresh(2), indexer.refresh(2), indexer.refresh(2)] == [2, 2, 1, 0]


def test_marks_of_a_kind_that_nobody_knows_are_taken_away(school):
    Dirty.objects.create(kind="termin", object_id=1)
    assert (indexer.refresh(), Dirty.objects.count()) == (1, 0)


def test_a_drain_takes_all_marks(school, monkeypatch):
    monkeypatch.setattr(indexer, "CHUNK", 2)
    Dirty.objects.bulk_create(Dirty(kind="akteur", object_id=school.pk + n) for n in range(5))
    assert (indexer.drain(), Dirty.objects.count()) == (5, 0)


def test_a_rebuild_goes_in_steps_and_empties_what_is_gone(school, monkeypatch):
    monkeypatch.setattr(indexer, "CHUNK", 2)
    for name in ("B", "C"):
        ActorFactory(name=name)
    indexer.drain()
    Entry.objects.create(kind="akteur", object_id=10**9, name="weg", sort_name="weg", digest="", revision=0)
    Entry.objects.filter(name="B").update(digest="")
    assert list(indexer.drift()) == [("akteur", Entry.objects.get(name="B").object_id), ("akteur", 10**9)]
    steps = list(indexer.rebuild(["akteur"]))
    assert (
        [looked_at for _kind, looked_at, _changed in steps],
        sum(changed for *_rest, changed in steps),
    ) == ([2, 1, 1], 2)
    assert list(indexer.drift()) == []
    assert list(indexer.rebuild(["netzwerk"])) == []


def test_marked_objects_are_no_drift(school):
    school.name = "Ziegenschule"
    school.save()
    gone = ActorFactory()
    indexer.drain()
    Entry.objects.filter(object_id=school.pk).update(digest="")
    Dirty.objects.create(kind="akteur", object_id=school.pk)
    gone.delete()
    assert list(indexer.drift()) == []


def test_drafts_are_for_their_people_and_for_who_coordinates(school):
    draft = ActorFactory(review_status="entwurf")
    indexer.drain()
    assert COORDINATION in Entry.objects.get(kind="akteur", object_id=draft.pk).facets
