"""`manage.py reindex_search`: what it does and says."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from search.index import indexer
from search.models import Dirty, Entry
from tests.factories import ActorFactory, NetworkFactory

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[list[str], list[str]]:
    told, warned = io.StringIO(), io.StringIO()
    call_command("reindex_search", *arguments, stdout=told, stderr=warned)
    return told.getvalue().splitlines(), warned.getvalue().splitlines()


def test_it_says_how_many_entries_it_looked_at_and_wrote():
    for name in ("A", "B"):
        ActorFactory(name=name)
    NetworkFactory()
    indexer.drain()
    Entry.objects.filter(name="A").update(digest="")
    told, warned = run()
    assert sorted(told) == [
        "akteur: 2 Einträge geprüft, 1 neu geschrieben.", "netzwerk: 1 Eintrag geprüft, 0 neu geschrieben.",
    ]  # fmt: skip
    assert warned == []
    assert run("netzwerk")[0] == ["netzwerk: 1 Eintrag geprüft, 0 neu geschrieben."]


def test_it_takes_over_what_is_marked_and_nothing_else():
    ActorFactory(name="A")
    indexer.drain()
    Entry.objects.update(digest="")
    assert run("--waiting")[0] == ["0 geänderte Einträge aufgenommen."]
    Dirty.objects.create(kind="akteur", object_id=Entry.objects.get().object_id)
    assert run("--waiting")[0] == ["1 geänderter Eintrag aufgenommen."]


def test_it_fills_no_index_that_holds_entries():
    ActorFactory()
    indexer.drain()
    with pytest.raises(CommandError, match="Der Suchindex ist nicht leer"):
        run("--first")


def test_it_names_what_differs_but_not_without_end(monkeypatch):
    ActorFactory.create_batch(3)
    indexer.drain()
    assert run("--check") == (["Der Suchindex stimmt mit den Daten überein."], [])
    Entry.objects.update(digest="")
    monkeypatch.setattr("search.management.commands.reindex_search.MOST_NAMED", 2)
    warned = io.StringIO()
    with pytest.raises(CommandError, match="3 Einträge des Suchindex weichen"):
        call_command("reindex_search", "--check", stderr=warned)
    assert len(warned.getvalue().splitlines()) == 2


def test_days_that_nobody_can_mean_are_named_but_not_without_end(time_machine, monkeypatch):
    time_machine.move_to(datetime(2026, 12, 1, 12, tzinfo=UTC))
    NetworkFactory(begins_on=date(2099, 12, 31))
    indexer.drain()
    [day, sentence] = run("--check")[1]
    assert "31. Dezember 2099" in day
    assert sentence.startswith("1 Tag kann kaum gemeint sein")
    NetworkFactory(begins_on=date(2099, 12, 31))
    monkeypatch.setattr("search.management.commands.reindex_search.MOST_NAMED", 1)
    [_day, sentence] = run()[1]
    assert sentence.startswith("2 Tage können kaum gemeint sein")


def test_unknown_kinds_are_named():
    with pytest.raises(CommandError, match=r"gibt es nicht: orte, termine\. Es gibt: akteur, netzwerk"):
        run("termine", "akteur", "orte")
