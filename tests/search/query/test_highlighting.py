"""How a hit is shown: marked words, the piece of prose around them, and why it was found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from search.models import Entry
from search.query.clauses import Alternative, Clause, Query
from search.query.highlighting import EXCERPT, Hit, Marker, Reason, marked
from search.query.matching import needs_of
from search.query.parsing import Lexicon
from search.sources import Option
from tests.search.memory import vocabulary


def hit(
    query: str = "", *, places: list[Option] = (), synonyms: dict[str, list[str]] | None = None, **given
) -> Hit:
    known = vocabulary(*(synonyms or {}).items(), places=places)
    asked = known.lexicon.query(query)
    needs = [(need, Marker(Query("", need.clauses))) for need in needs_of(asked, known)]
    usual = {"kind": "netzwerk", "name": "Runde", "card": {"slug": "runde"}, "passages": [], "facets": []}
    return Hit(Entry(**usual | given), marker=Marker(asked), needs=needs)


def prose(text: str) -> list[list[str]]:
    return [["", "", text]]


def test_fields_of_the_card_are_read_as_attributes():
    assert hit(card={"status": "aktiv"}).status == "aktiv"
    with pytest.raises(AttributeError, match="status"):
        _missing = hit(card={}).status


def test_a_hit_leads_to_the_page_of_its_kind():
    assert (hit().url, hit().template) == ("/netzwerke/runde/", "networks/_card.html")
    assert hit(kind="akteur", card={"slug": "vhs"}).url == "/akteure/vhs/"


def test_a_moment_of_the_card_is_one_again():
    moment = datetime(2026, 3, 1, 15, tzinfo=UTC)
    assert hit(card={"last_meeting": moment.isoformat()}).last_meeting == moment
    assert hit(card={"last_meeting": None}).last_meeting is None


def test_matching_words_are_marked_and_all_else_is_escaped():
    found = hit("schach", name="<b>Schach</b> & Schachbrett")
    assert found.marked_name == "&lt;b&gt;<mark>Schach</mark>&lt;/b&gt; &amp; <mark>Schachbrett</mark>"
    assert marked("Schach <", Marker(Query(""))) == "Schach &lt;"


def test_beginnings_are_marked_where_nothing_else_was_asked():
    typed = Lexicon().query("Schach Qui", typing=True)
    marker = Marker(Query("", typed.clauses[1:]))
    assert marked("Quitten und Schach", marker) == "<mark>Quitten</mark> und Schach"


def test_the_excerpt_is_the_prose_that_matches_or_the_first():
    passages = [*prose("Wir spielen."), *prose("Schach und Dame."), ["Thema", "", "Schach"]]
    assert hit("Schach", passages=passages).excerpt == "<mark>Schach</mark> und Dame."
    assert hit("Ziege", passages=passages).excerpt == "Wir spielen."
    assert hit("Schach", passages=[["Thema", "", "Schach"]]).excerpt == ""


# --- a piece of long prose -----------------------------------------------------------------------------------------

WORDS = "Alle kommen gern. "  # 18 characters


def test_prose_as_long_as_an_excerpt_is_shown_whole():
    text = "a" * 200 + " " + "b" * 59
    assert len(text) == EXCERPT
    assert hit(passages=prose(text)).excerpt == text


def test_an_excerpt_begins_at_the_beginning_when_the_word_stands_there():
    text = WORDS * 9 + "Schach. " + WORDS * 20
    excerpt = hit("Schach", passages=prose(text)).excerpt
    assert excerpt.startswith("Alle kommen gern.")
    assert "<mark>Schach</mark>" in excerpt
    assert excerpt.endswith(" …")


def test_an_excerpt_begins_with_the_sentence_of_the_word():
    text = WORDS * 20 + "Montags gibt es Schach. " + WORDS * 20
    excerpt = hit("Schach", passages=prose(text)).excerpt
    assert excerpt.startswith("… Montags gibt es <mark>Schach</mark>. Alle")
    assert len(excerpt) <= EXCERPT + len("… <mark></mark> …")


def test_an_excerpt_begins_shortly_before_the_word_in_a_long_sentence():
    text = "sehr oft und " * 40 + "Schach " + "und noch mehr " * 40
    excerpt = hit("Schach", passages=prose(text)).excerpt
    before = excerpt.partition("<mark>")[0]
    assert before == "… oft und " + "sehr oft und " * 4
    assert excerpt.endswith((" und …", " noch …", " mehr …"))


def test_the_end_of_the_prose_has_no_dots():
    text = WORDS * 20 + "Am Ende Schach"
    assert hit("Schach", passages=prose(text)).excerpt == "… Am Ende <mark>Schach</mark>"


def test_a_word_without_end_is_cut():
    assert hit(passages=prose("a" * 500)).excerpt == "a" * 130 + " …"
    assert hit(passages=prose("kurz " + "a" * 500)).excerpt == "kurz " + "a" * 125 + " …"


def test_no_excerpt_ends_with_a_comma_or_dash():
    text = "a" * 200 + " b, – " + "c" * 200
    assert hit(passages=prose(text)).excerpt == "a" * 200 + " b …"


# --- reasons -------------------------------------------------------------------------------------------------------


def test_what_name_or_excerpt_show_needs_no_reason():
    passages = [*prose("Wir spielen Dame."), ["Thema", "", "Schach"], ["Thema", "", "Dame"]]
    assert hit("Schach Dame", name="Schach", passages=passages).reasons == []
    assert hit("Schach", passages=passages).reasons == [Reason("Thema", "Schach")]


def test_a_reason_names_what_is_meant_and_the_word_that_was_met():
    passages = [["Thema", "Sprachbildung", "DaZ"]]
    assert hit("DaZ", passages=passages).reasons == [Reason("Thema", "Sprachbildung", "DaZ")]


def test_the_place_is_a_reason_before_a_name_and_that_before_a_passage():
    place = Option("lindenau", "Lindenau")
    given = {
        "facets": ["stadtteil=lindenau"],
        "card": {"names": ["Lindenau aktiv"]},
        "passages": [["Ort", "", "Lindenau"]],
    }
    assert hit("Lindenau", places=[place], **given).reasons == [Reason("Ort", "Lindenau")]
    del given["facets"]
    assert hit("Lindenau", places=[place], **given).reasons == [Reason("weiterer Name", "Lindenau aktiv")]
    del given["card"]
    assert hit("Lindenau", places=[place], **given).reasons == [Reason("Ort", "Lindenau")]


def test_each_reason_is_given_once():
    passages = [["Mitglied", "", "Schach und Dame"]]
    assert hit("Schach Dame", passages=passages).reasons == [Reason("Mitglied", "Schach und Dame")]


def test_labels_say_whether_a_word_stands_in_them():
    labels = [{"label": "Schach", "facet": "thema"}, {"label": "Garten", "facet": "thema"}]
    assert hit("Schach", card={"labels": labels}).labels == [
        {"label": "Schach", "facet": "thema", "is_hit": True},
        {"label": "Garten", "facet": "thema", "is_hit": False},
    ]
    assert hit("Schach").labels == []


def test_what_counts_only_together_is_marked_only_together():
    asked = Query(
        "", (Clause("x", 0, 1, (Alternative(0.5, (("r_turm", "p_turm"), ("r_dame",)), "synonym"),)),)
    )
    marker = Marker(asked)
    assert marked("Turmspringen", marker) == "Turmspringen"
    assert marked("Turm und Dame", marker) == "<mark>Turm</mark> und <mark>Dame</mark>"


def test_marks_ignore_in_which_passages_words_are_looked_for():
    query = Lexicon().query("Schach").within("sucht")
    assert marked("Schach", Marker(query)) == "<mark>Schach</mark>"
