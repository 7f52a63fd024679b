"""Which entries meet a query, and what puts one before the other."""

from __future__ import annotations

import pytest
from pyroaring import BitMap

from search.query.matching import Need, as_array, match, needs_of, own_hits
from search.sources import Option, Passage
from tests.search.memory import IndexOfDocuments, document, vocabulary

LINDENAU = Option("lindenau", "Lindenau")


def in_lindenau(name: str, prose: str = ""):
    return document(name, prose, facets={"stadtteil": ["lindenau"]})


def test_every_telling_word_has_to_be_met():
    index = IndexOfDocuments(document("Turnen"), document("Turnen", "im Garten"), document("Garten"))
    assert index.match("Turnen Garten").complete == BitMap([2])


def test_words_for_the_form_are_met_by_nobody_and_still_leave_hits():
    index = IndexOfDocuments(document("Garten"), document("Schach"))
    assert index.complete("Netzwerk Garten") == {"Garten"}


def test_only_visible_entries_are_found():
    index = IndexOfDocuments(document("Schach"), document("Schach"))
    index.names.pop(2)
    assert index.match("Schach").bitmap == BitMap([1])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("-Schach", {"Garten"}),
        ("Garten -Schach", {"Garten"}),
        ("Spiel -Garten", {"Spiel mit Schach"}),
        ("-Garten -Schach", set()),
        ('-"Schach"', {"Garten"}),
    ],
)
def test_excluded_words_take_entries_away(query, found):
    index = IndexOfDocuments(document("Garten", "Spiel"), document("Spiel mit Schach"))
    assert index.complete(query) == found


def test_an_excluded_word_does_not_exclude_what_only_contains_it_or_means_the_same():
    index = IndexOfDocuments(document("Gartenhaus"), document("Schrebergarten"), document("Beet"))
    known = vocabulary(("Garten", ["Beet"]))
    assert index.complete("Haus Beet Schreber -Garten", known) == set()
    assert index.match("-Garten", known).complete == index.everything


def test_parts_of_a_place_are_one_need_and_a_longer_place_goes_first():
    known = vocabulary(places=[Option("nord", "Nord"), Option("siedlung-nord", "Siedlung Nord")])
    needs = needs_of(known.lexicon.query("Kita Siedlung Nord Schach Nord"), known)
    assert [(need.text, [option.value for _facet, option in need.places]) for need in needs] == [
        ("kita", []),
        ("siedlung nord", ["siedlung-nord"]),
        ("schach", []),
        ("nord", ["nord"]),
    ]


def test_a_place_in_quotes_is_no_place():
    known = vocabulary(places=[LINDENAU])
    [need] = needs_of(known.lexicon.query('"lindenau"'), known)
    assert need.places == []


def test_a_place_is_met_by_lying_there_or_by_being_named_so():
    known = vocabulary(places=[LINDENAU])
    index = IndexOfDocuments(in_lindenau("Schach"), document("Schach in Lindenau"), document("Schach"))
    assert index.match("Schach Lindenau", known).complete == BitMap([1, 2])
    assert index.match("Lindenau", known).complete == BitMap([1, 2])


def test_a_place_says_less_than_what_is_asked_for():
    known = vocabulary(places=[LINDENAU])
    word, place = needs_of(known.lexicon.query("Schach Lindenau"), known)
    assert (word.weight, place.weight) == (1.0, 0.7)
    index = IndexOfDocuments(
        document("Schach"), in_lindenau("Treff"), *(document(f"Haus {n}") for n in range(8))
    )
    assert list(index.scores("Schach Lindenau", known)) == ["Schach", "Treff"]


def test_a_place_of_several_words_is_met_where_all_of_them_stand():
    known = vocabulary(places=[Option("siedlung-nord", "Siedlung Nord")])
    index = IndexOfDocuments(document("Haus", "Nord und Siedlung"), document("Nord"))
    assert index.complete("Siedlung Nord", known) == {"Haus"}


# --- order ------------------------------------------------------------------------------------------------------


def test_the_whole_name_comes_before_all_others():
    index = IndexOfDocuments(
        document("Schachschule", "Schach " * 5, also=["Schach"]),
        document("Schach"),
        document("Schach und Schach"),
    )
    scores = index.scores("schach")
    assert list(scores)[:2] == ["Schach", "Schachschule"]
    assert scores["Schachschule"] > 100 > scores["Schach und Schach"]


def test_the_name_of_an_entry_is_found_though_no_word_of_it_is_required():
    index = IndexOfDocuments(document("Die Runde"), document("Runde"))
    assert index.scores("Die Runde")["Die Runde"] > 100


@pytest.mark.parametrize("query", ["Schach -Dame", '"Schach"'])
def test_who_excludes_or_quotes_does_not_ask_for_a_name(query):
    index = IndexOfDocuments(document(query), document("Schach"))
    assert max(index.scores(query).values()) < 100


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (document("Schach"), document("Runde", "Schach")),
        (document("Schachrunde X", also=["Schach"]), document("Runde", "Schach")),
        (
            document("A", passages=[Passage("C", "Schach", "Thema")]),
            document("B", passages=[Passage("D", "Schach")]),
        ),
        (
            document("A", passages=[Passage("D", "Schach")]),
            document("B", passages=[Passage("E", "Schach", "Mitglied")]),
        ),
        (document("Verein Schach"), document("Verein Schach und Dame")),
        (document("A", "Schach"), document("B", "Schach", standing=50)),
        (document("A", "Schach"), document("B", "Schachturnier")),
        (document("A", "Turniere"), document("B", "Schachturnier")),
    ],
    ids=["name", "other name", "theme", "prose", "short name", "standing", "part", "compound"],
)  # fmt: skip
def test_where_and_how_a_word_stands_decides(better, worse):
    filler = [document(f"Haus {n}") for n in range(6)]
    word = "Turnier" if "Turnier" in str(better.passages) else "Schach"
    scores = IndexOfDocuments(worse, better, *filler).scores(f"{word} Quitte")
    assert list(scores) == [better.names[0], worse.names[0]]
    assert len(set(scores.values())) == 2


def test_a_rare_word_says_more_than_a_common_one():
    index = IndexOfDocuments(
        document("A", "Quitte"), document("B", "Schach"), *(document(f"C {n}", "Schach") for n in range(9))
    )
    scores = index.scores("Schach Quitte")
    assert next(iter(scores)) == "A"


def test_further_ways_to_meet_a_word_tell_equal_hits_apart():
    known = vocabulary(("Schach", ["Königsspiel"]))
    index = IndexOfDocuments(document("A", "Schach"), document("B", "Schach Königsspiel"))
    scores = index.scores("Schach", known)
    assert list(scores) == ["B", "A"]
    assert scores["B"] - scores["A"] < 0.1 * scores["A"]


def test_a_synonym_that_many_share_says_less_than_a_rare_one():
    known = vocabulary(("Schach", ["Brettspiel", "Rochade"]))
    index = IndexOfDocuments(
        document("A", "Brettspiel"), document("B", "Rochade"), *(document(f"C {n}", "Brettspiel") for n in range(9))
    )  # fmt: skip
    scores = index.scores("Schach", known)
    assert next(iter(scores)) == "B"
    assert scores["A"] < scores["B"]


def test_a_synonym_that_few_are_called_by_counts_more_in_a_name_than_in_a_text():
    known = vocabulary(("Schach", ["Brettspiel", "Rochade"]))
    prose = [document(f"C {n}", "Brettspiel") for n in range(30)]
    index = IndexOfDocuments(document("Brettspiel"), document("Rochade", "x"), *prose)
    scores = index.scores("Schach", known)
    assert scores["Brettspiel"] > 0.9 * scores["Rochade"]


def test_two_words_raise_the_compound_that_they_form():
    index = IndexOfDocuments(
        document("A", "Quitten, Museum, Haus"), document("B", "Quitten, Museum, Quittenmuseum"), document("C")
    )
    assert next(iter(index.scores("Quitten Museum"))) == "B"


def test_all_words_in_the_name_come_before_some_of_them():
    index = IndexOfDocuments(
        document("Schach und Quitten für alle Leute"), document("Schach", "Quitten für alle Leute")
    )
    scores = index.scores("Schach Quitten")
    assert next(iter(scores)) == "Schach und Quitten für alle Leute"


# --- partial and near hits ---------------------------------------------------------------------------------------


def test_what_meets_most_of_a_query_follows_as_a_partial_hit():
    index = IndexOfDocuments(
        document("A", "Schach Quitten"),
        document("B", "Schach"),
        document("C"),
        *(document(f"D {n}") for n in range(9)),
    )
    found = index.match("Schach Quitten")
    assert (found.complete, found.bitmap) == (BitMap([1]), BitMap([1, 2]))
    assert found.ids.tolist() == [1, 2]


def test_who_quotes_is_shown_nothing_that_meets_only_a_part():
    index = IndexOfDocuments(document("A", "Schach Dame"), document("B", "Dame"), document("C", "Schach"))
    assert index.match('"Schach" Dame').bitmap == BitMap([1])


def test_what_meets_little_of_a_query_is_no_hit():
    index = IndexOfDocuments(
        document("A", "Schach Quitten Imker Ziegen"), document("B", "Schach"),
        document("C", "Quitten Imker Ziegen"),
    )  # fmt: skip
    assert index.match("Schach Quitten Imker Ziegen").bitmap == BitMap([1, 3])


def test_enough_complete_hits_need_no_partial_ones():
    few = [document("A", "Schach Quitten") for _n in range(9)]
    partial = [document("B", "Schach"), document("C", "Quitten")]
    assert len(IndexOfDocuments(*few, *partial).match("Schach Quitten").bitmap) == 11
    assert len(IndexOfDocuments(few[0], *few, *partial).match("Schach Quitten").bitmap) == 10


def test_a_word_that_nobody_has_does_not_keep_partial_hits_away():
    index = IndexOfDocuments(document("A", "Schach"), document("B"), document("C"))
    found = index.match("Schach Zyxwvut")
    assert (found.complete, found.bitmap) == (BitMap(), BitMap([1]))


@pytest.mark.parametrize(("number", "near"), [(9, 10), (10, 1)])
def test_the_telling_part_of_a_compound_is_near_and_what_many_have_to_do_with_is_not(number, near):
    many = [document(f"Haus {n}", "Kinder") for n in range(number)]
    index = IndexOfDocuments(document("A", "Garten"), *many, document("B", "Wald"))
    found = index.match("Gartenkinder")
    assert (len(found.complete), len(found.bitmap)) == (0, near)
    assert found.needs[0].near == found.bitmap


def test_of_many_complete_hits_none_is_ordered_by_what_is_merely_near():
    index = IndexOfDocuments(
        *(document(f"A {n:02}", "Quittenmarkt") for n in range(60)), document("B", "Quitten")
    )
    assert index.match("Quittenmarkt").needs[0].loose == []
    fewer = IndexOfDocuments(
        *(document(f"A {n:02}", "Quittenmarkt") for n in range(5)), document("B", "Quitten")
    )
    assert fewer.match("Quittenmarkt").needs[0].loose != []


@pytest.mark.parametrize(
    ("called_so", "order"),
    [(1, ["Theater", "Lesepaten A", "Kochen"]), (3, ["Theater", "Kochen", "Lesepaten A"])],
)
def test_a_synonym_in_a_name_counts_less_the_more_are_called_so(called_so, order):
    """The theme itself comes first; whoever only writes of it is overtaken by what is called by a rare other word for it."""
    index = IndexOfDocuments(
        document("Theater", passages=[Passage("C", "Leseförderung", "Thema")]),
        document("Kochen", "Leseförderung"),
        *(document(f"Lesepaten {letter}") for letter in "ABC"[:called_so]),
        *(document(f"Haus {number}") for number in range(30)),
    )
    found = index.scores("Leseförderung", vocabulary(("Leseförderung", ["Lesepaten"])))
    assert [name for name in found if name in order] == order


def test_a_word_itself_or_a_named_synonym_is_meant_and_a_mere_part_is_not():
    known = vocabulary(("Schach", ["Rochade"]))
    index = IndexOfDocuments(
        document("Schach"), document("Schachbrett"), document("Rochade"), document("Garten")
    )
    [need] = needs_of(known.lexicon.query("Schach"), known)
    index.match("Schach", known)
    assert own_hits(index, need, index.everything) == BitMap([1, 3])
    assert own_hits(index, need, BitMap([1, 2])) == BitMap([1])


def test_a_word_that_is_still_typed_is_met_by_what_it_may_become():
    known = vocabulary()
    need = Need(known.lexicon.query("Scha", typing=False).clauses, completed=["schach"])
    assert [(one.weight, one.keys) for one in need.alternatives][-1] == (0.9, (("schach",),))


def test_numbers_of_entries_are_positions():
    assert as_array(BitMap([7, 3])).tolist() == [3, 7]
    assert as_array(BitMap()).tolist() == []


def where(index: IndexOfDocuments, text: str, known, *names: str):
    query = known.lexicon.query(text)
    return match(index, query, needs_of(query, known, names), index.everything)


def test_a_place_that_is_meant_as_such_takes_only_what_is_there():
    known = vocabulary(
        places=[Option("lindenau", "Lindenau", whole="stadt"), Option("stadt", "Stadt", is_whole=True)]
    )
    index = IndexOfDocuments(
        in_lindenau("Schachkreis"),
        document("Schach Lindenau"),
        document("Schachbund", facets={"stadtteil": ["stadt"]}),
        document("Schachtreff", "Mit der Schule Lindenau."),
    )
    found = where(index, "Schach Lindenau", known, "lindenau")
    assert (found.complete, found.around) == (BitMap([1, 2]), BitMap([3]))
    assert 4 in found.bitmap  # in part
    assert where(index, "Schach Lindenau", known).complete == BitMap([1, 2, 4])
    assert not where(index, "Schach Lindenau", known).around


def test_who_asks_for_a_whole_city_means_its_parts_too():
    parts = [Option("lindenau", "Lindenau", whole="ahaus"), Option("ahaus", "Ahaus", is_whole=True)]
    known = vocabulary(places=parts)
    index = IndexOfDocuments(
        in_lindenau("Schach"), document("Schach", facets={"stadtteil": ["ahaus"]}), document("Schach")
    )
    assert where(index, "Schach Ahaus", known, "ahaus").complete == BitMap([1, 2])


def test_what_has_little_to_do_with_a_word_is_remote():
    known = vocabulary(("Beratung", ["Schach"]))
    index = IndexOfDocuments(
        document("Schach"),
        document("Kegeln", passages=[Passage("E", "Beratung", "Thema", "Kegeln")]),
        document("Turnen", passages=[Passage("E", "Schach", "Mitglied")]),
    )
    found = index.match("Schach", known)
    assert (found.complete, found.remote) == (BitMap([1, 2, 3]), BitMap([2]))


def test_words_may_be_asked_for_in_passages_of_a_name():
    index = IndexOfDocuments(
        document("Eins", passages=[Passage("D", "Schach", "sucht", within="sucht")]), document("Schach")
    )
    query = vocabulary().lexicon.query("Schach").within("sucht")
    found = match(index, query, needs_of(query, vocabulary()), index.everything)
    assert (found.complete, found.bitmap) == (BitMap([1]), BitMap([1, 2]))
