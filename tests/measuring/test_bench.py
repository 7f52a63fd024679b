"""The benchmark measures what it says: an invented directory, pages and plain SQL that agree, before and after edits."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from actors.models import Actor
from insight.pages import TABS
from measuring.bench import measure
from measuring.bench.edits import Editor
from measuring.bench.generator import Generator, Size
from measuring.bench.plain import mismatches
from networks.models import Membership, Network
from search.index import indexer
from search.index.postings import InvertedIndex, inverted_index

pytestmark = pytest.mark.django_db
SIZE = Size(actors=80, networks=20, memberships=120)


@pytest.fixture
def invented():
    """A hundred entries, taken into the index."""
    list(Generator(SIZE, seed=1).run())
    list(indexer.rebuild())


@pytest.fixture
def trusting(monkeypatch):
    """The process takes over what changed, as outside of tests: what a test wrote may be trusted within it."""
    inverted_index.forget()
    monkeypatch.setattr(
        InvertedIndex, "is_trusted", property(lambda _self: True, lambda _self, _value: None), raising=False
    )
    yield
    inverted_index.forget()


def wrong(number: int, seed: int) -> list[str]:
    return list(mismatches(measure.mix(number, seed)))


def test_directory_has_the_size_asked_for_and_is_never_mixed_into_another(invented):
    sizes = Actor.objects.count(), Network.objects.count(), Membership.objects.count()
    assert sizes == (SIZE.actors, SIZE.networks, SIZE.memberships)
    with pytest.raises(CommandError, match="stehen schon Einträge"):
        call_command("generate_directory", "--no-index")


def test_numbers_equal_plain_sql(invented):
    assert wrong(60, seed=2) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_numbers_equal_plain_sql_after_random_edits(invented, trusting, seed):
    """With what the process already holds, patched edit by edit: bitmaps of facets and of words, and the order."""
    editor = Editor(seed)
    assert wrong(20, seed) == []
    loads = inverted_index.loads
    for _round in range(6):
        for _edit in range(5):
            editor.edit()
        assert wrong(6, seed) == []
    assert inverted_index.loads == loads
    assert list(indexer.drift()) == []


def test_every_page_of_einblick_is_measured(invented):
    rows = dict(measure.of_insight(1, Editor()))
    assert [*rows] == [
        *(f"Einblick: {tab.label}" for tab in TABS),
        "Einblick: Überblick, first page after an edit",
    ]
    assert [len(times.values) for times in rows.values()] == [3] * len(TABS) + [1]


def test_a_page_shows_the_edit_before_it(invented):
    times, missing = measure.after_edits(20, Editor())
    assert (len(times.values), missing) == (2, 0)


def test_mismatch_is_reported(invented, trusting):
    inverted_index.synchronise()
    for bitmap in inverted_index.facets.values():
        bitmap.discard(max(bitmap))
    assert wrong(30, seed=2) != []


@pytest.mark.django_db(transaction=True)
def test_pages_are_asked_for_over_http(live_server):
    pages, again = measure.of_server(live_server.url, [{}, {"q": ["Kita"]}])
    assert (len(pages.values), len(again.values)) == (2, 2)


def test_table_names_what_was_measured(invented, capsys):
    call_command("bench", "--searches=3", "--others=2", "--check=4", "--edits=10", "--size=klein")
    text = capsys.readouterr().out
    assert "## klein: 100 entries" in text
    assert "| page, warm |" in text
    assert "| asked again with its ETag (304) |" in text
    assert text.count("Numbers that differ from plain SQL on 4 searches: 0.") == 2
    assert "Pages that did not show the edit just before them: 0 of 1" in text


def test_a_fresh_clone_can_be_measured(invented, settings, tmp_path, capsys):
    """Nobody has collected the static files yet, and the pages ask for them by the hash of their content."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("bench", "--searches=2", "--others=1", "--check=1", "--size=klein")
    assert "## klein:" in capsys.readouterr().out
