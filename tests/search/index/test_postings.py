"""Bitmaps and the order of names in the memory of a process, as it takes over what changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.utils import timezone
from pyroaring import BitMap

from actors.models import Actor
from search.index import indexer, postings
from search.index.postings import SPACING, InvertedIndex, Now
from search.models import Dirty, Entry, IndexState
from tests.factories import ActorFactory, MeetingFactory, NetworkFactory
from tests.search.memory import IndexOfDocuments, document


def test_the_mark_of_a_state_changes_with_each_of_its_parts():
    assert Now(1, 2, 3, has_dirty=False, changed=0).mark == "1.2.3"


def test_a_facet_that_nobody_has_is_empty():
    assert InvertedIndex().facet("thema=lesen") == BitMap()


def test_values_of_a_facet_come_by_size_and_then_by_name():
    index = IndexOfDocuments(
        document("A", facets={"mitglied": ["b", "c", "a"], "mitglied-alt": ["x"]}),
        document("B", facets={"mitglied": ["c"]}),
    )
    assert index.by_size("mitglied") == [("c", BitMap([1, 2])), ("a", BitMap([1])), ("b", BitMap([1]))]
    assert index.by_size("thema") == []


def test_words_are_read_once():
    index = IndexOfDocuments(document("Schach"))
    index.fetch(["Aschach", "Adame", "Aschach"])
    read = index.posting("Aschach")
    index.fetch(["Aschach"])
    assert index.posting("Aschach") is read
    assert (read, index.posting("Adame")) == (BitMap([1]), BitMap())


def test_words_that_were_asked_for_longest_ago_are_given_up_first(monkeypatch):
    index = IndexOfDocuments(document("Schach Dame Turm"))
    for word in ("Aschach", "Adame", "Aschach"):
        index.fetch([word])
    cost_of_two = index.kept
    monkeypatch.setattr(postings, "KEPT_BYTES", cost_of_two)
    index.fetch(["Aturm"])
    assert (list(index.postings), index.kept) == (["Aschach", "Aturm"], cost_of_two)


def test_words_of_one_question_stay_together_however_many(monkeypatch):
    monkeypatch.setattr(postings, "KEPT_BYTES", 1)
    index = IndexOfDocuments(document("Schach"))
    index.fetch(["Aschach", "Adame", "Aturm"])
    assert len(index.postings) == 3


def test_forgotten_words_cost_nothing():
    index = IndexOfDocuments(document("Schach"))
    index.fetch(["Aschach"])
    index.forget_words()
    assert (index.kept, dict(index.postings)) == (0, {})


def test_a_word_of_many_costs_a_bit_for_each_entry_and_a_rare_one_two_bytes():
    index = IndexOfDocuments(*(document("Schach") for _n in range(800)), document("Dame"))
    costs = []
    for word in ("Adame", "Aschach"):
        before = index.kept
        index.fetch([word])
        costs.append(index.kept - before)
    assert costs == [60 + 2, 60 + 802 // 8]


# --- what others wrote -----------------------------------------------------------------------------------------------


@pytest.fixture
def index(db) -> InvertedIndex:
    """Three schools; what is read within a test counts as committed."""
    for name in ("Ahornschule", "Lindenschule", "Zederschule"):
        ActorFactory(name=name)
    index = InvertedIndex()
    follow(index)
    return index


def follow(index: InvertedIndex) -> Now:
    now = index.synchronise()
    index.is_trusted = True
    return now


def order(index: InvertedIndex) -> list[str]:
    names = dict(Entry.objects.exclude(name="").values_list("id", "name"))
    return [names[i] for i in np.argsort(index.rank).tolist() if index.rank[i] > 0 and i in names]


def test_what_is_read_within_a_transaction_is_not_trusted_by_the_next_request(index):
    index.synchronise()
    assert not index.is_trusted
    loads = index.loads
    index.synchronise()
    assert index.loads == loads + 1


def test_nothing_is_read_when_nothing_changed(index, django_assert_num_queries):
    loads = index.loads
    with django_assert_num_queries(1):
        follow(index)
    assert index.loads == loads


def test_a_new_name_takes_its_place_without_reading_all_names_again(index):
    before, loads = index.rank.copy(), index.loads
    ActorFactory(name="Birkenschule")
    follow(index)
    assert order(index) == ["Ahornschule", "Birkenschule", "Lindenschule", "Zederschule"]
    assert index.rank[: len(before)].tolist() == before.tolist()
    assert index.loads == loads


def test_the_last_and_the_first_name_take_their_place(index):
    ActorFactory(name="Zirbelschule")
    ActorFactory(name="Aalschule")
    follow(index)
    assert order(index) == ["Aalschule", "Ahornschule", "Lindenschule", "Zederschule", "Zirbelschule"]


def test_names_are_ranked_anew_where_no_room_is_left_between_two(index):
    for number in range(17):  # each of the first sixteen halves what is left of 65,536
        ActorFactory(name=f"Lindenschule {30 - number}")
        follow(index)
        is_anew = set(index.rank[index.rank > 0] % SPACING) == {0}
        assert is_anew is (number == 16)
    fresh = InvertedIndex()
    fresh.synchronise()
    assert order(index) == order(fresh)


def test_a_renamed_entry_leaves_its_words_and_its_place(index):
    index.fetch(["Alindenschule", "Aaerlenschule"])
    school = Entry.objects.get(name="Lindenschule")
    actor = Actor.objects.get(name="Lindenschule")
    actor.name = "Aerlenschule"
    actor.save()
    follow(index)
    assert school.pk not in index.posting("Alindenschule")
    assert school.pk in index.posting("Aaerlenschule")
    assert order(index) == ["Aerlenschule", "Ahornschule", "Zederschule"]


def test_days_and_standing_of_a_changed_entry_are_taken_over(index):
    soon = datetime(2030, 3, 1, 12, tzinfo=UTC)
    network = NetworkFactory(name="Runde zur Linde", status="beendet")
    MeetingFactory(network=network, start=soon)
    follow(index)
    entry = Entry.objects.get(kind="netzwerk")
    assert index.upcoming[entry.id] == soon.timestamp() / 60
    assert (index.name_words[entry.id], index.standing[entry.id]) == (3, entry.standing)
    assert entry.standing < 100
    fresh = InvertedIndex()
    fresh.synchronise()
    for column in ("name_words", "standing", "confirmed", "upcoming"):
        kept, read = getattr(index, column), getattr(fresh, column)
        assert kept[: len(read)].tolist() == read.tolist()


def test_everything_is_read_anew_in_another_epoch(index):
    loads = index.loads
    IndexState.objects.update(epoch=2)
    assert follow(index).epoch == 2
    assert index.loads == loads + 1
    assert index.terms == (index.loads, IndexState.objects.get().vocabulary)


def test_everything_is_read_anew_when_very_much_changed(index, monkeypatch):
    monkeypatch.setattr(postings, "RELOAD_FROM", 1)
    loads = index.loads
    ActorFactory(name="Birkenschule")
    follow(index)
    assert index.loads == loads
    for name in ("Erlenschule", "Eibenschule"):
        ActorFactory(name=name)
    follow(index)
    assert index.loads == loads + 1


def test_many_changed_names_are_ranked_all_at_once_and_their_words_forgotten(index, monkeypatch):
    monkeypatch.setattr(postings, "RERANK_FROM", 1)
    index.fetch(["Aschule"])
    for name in ("Erlenschule", "Eibenschule"):
        ActorFactory(name=name)
    follow(index)
    assert dict(index.postings) == {}
    assert order(index) == ["Ahornschule", "Eibenschule", "Erlenschule", "Lindenschule", "Zederschule"]
    assert len(index.facet("art=akteur")) == 5


def test_a_reader_takes_over_what_is_marked_as_long_as_it_has_patience(index, monkeypatch):
    monkeypatch.setattr(indexer, "REFRESHED_AT_ONCE", 1)
    Dirty.objects.bulk_create(Dirty(kind="akteur", object_id=n) for n in range(10**6, 10**6 + 450))
    follow(index)
    assert Dirty.objects.count() < 450
    monkeypatch.setattr(postings, "PATIENCE", -1)
    Dirty.objects.bulk_create(Dirty(kind="akteur", object_id=n) for n in range(10**6, 10**6 + 450))
    left = Dirty.objects.count()
    follow(index)
    assert Dirty.objects.count() == left - 200


def test_what_is_stale_is_asked_of_the_clock_that_wrote_it(index, time_machine):
    """Where the clocks of the program and the database differ, an entry would else be made anew at every request."""
    time_machine.move_to(timezone.now() - timedelta(days=30), tick=False)
    MeetingFactory(start=timezone.now() + timedelta(days=1))
    indexer.drain()
    assert Entry.objects.get(kind="netzwerk").stale_at
    assert not index._ask().has_dirty
    time_machine.move_to(timezone.now() + timedelta(days=2), tick=False)
    assert index._ask().has_dirty
