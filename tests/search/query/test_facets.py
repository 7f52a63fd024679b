"""Options and their counts, over bitmaps in memory."""

from __future__ import annotations

import pytest
from pyroaring import BitMap

from search.query.facets import MOST_KEPT, Counted, ListOptions, LookedUp, Vocabulary, count, selection
from search.query.parsing import Lexicon
from search.sources import Facet, Option
from tests.search.memory import IndexOfDocuments, document

THEMES = [
    Option("sprache", "Sprache"),
    Option("lesen", "Lesen", parent="sprache", former=("buecher", "schrift")),
    Option("technik", "Technik"),
]
THEME = Facet("thema", "Themen", lambda: THEMES)
SEAT = Facet("mitglied", "Mitglieder", list, look_up=lambda values: {})


# --- options that are entries ---------------------------------------------------------------------------------------


@pytest.fixture
def asked() -> list[list[str]]:
    return []


@pytest.fixture
def actors(asked) -> LookedUp:
    """Knows two actors; `asked` holds what it read."""
    there = {"vhs": Option("vhs", "Volkshochschule"), "kita": Option("kita", "Kita")}

    def read(values):
        asked.append(list(values))
        return {value: there[value] for value in values if value in there}

    return LookedUp(read)


def test_options_are_read_once_and_all_together(actors, asked):
    actors.prepare(["vhs", "weg"])
    actors.prepare(["vhs", "kita"])
    assert [actors["vhs"].label, actors.get("weg"), "weg" in actors] == ["Volkshochschule", None, False]
    assert asked == [["vhs", "weg"], ["kita"]]


def test_only_options_that_exist_are_counted(actors):
    actors.prepare(["vhs", "weg"])
    assert (list(actors), len(actors)) == (["vhs"], 1)


def test_options_are_read_anew_when_the_index_changed(actors, asked):
    for state in ((1, 1), (1, 1), (1, 2)):
        actors.keep_as_of(state)
        actors.prepare(["vhs"])
    assert asked == [["vhs"], ["vhs"]]


def test_not_everything_that_an_address_names_is_kept(actors, asked):
    actors.keep_as_of((1, 1))
    actors.prepare([f"x{n}" for n in range(MOST_KEPT)])
    actors.keep_as_of((1, 1))
    actors.prepare(["x0"])
    assert len(asked) == 1
    actors.prepare(["vhs"])
    actors.keep_as_of((1, 1))
    actors.prepare(["x0"])
    assert asked[1:] == [["vhs"], ["x0"]]


# --- options of a list ----------------------------------------------------------------------------------------------


def test_former_values_lead_to_the_option_and_are_none_of_their_own():
    options = ListOptions(THEMES)
    assert list(options) == ["sprache", "lesen", "technik"]
    assert options["buecher"] == options["lesen"] == options.get("schrift")
    assert ["buecher" in options, "lesen" in options, "musik" in options] == [True, True, False]
    assert (options.get("musik"), options.get("musik", 7)) == (None, 7)
    with pytest.raises(KeyError):
        options["musik"]


def test_of_an_unknown_facet_no_option_is_known():
    known = Vocabulary({"thema": ListOptions(THEMES)}, {}, {}, Lexicon())
    assert known.option("thema", "buecher") == THEMES[1]
    assert known.option("zielgruppe", "eltern") is None


def test_a_row_says_whether_it_is_empty_and_how_deep_it_stands():
    assert Counted("a", "A", 2, False).row_class == "opt"
    assert Counted("a", "A", 0, False, depth=2).row_class == "opt zero sub-2"


# --- counts ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def index() -> IndexOfDocuments:
    return IndexOfDocuments(
        document("A", facets={"thema": ["sprache", "lesen"], "mitglied": ["vhs", "kita"]}),
        document("B", facets={"thema": ["sprache"], "mitglied": ["vhs"]}),
        document("C", facets={"thema": ["technik"]}),
    )


def test_entries_with_one_of_the_values_are_selected(index):
    assert selection(index, "thema", ["lesen", "technik"]) == BitMap([1, 3])
    assert selection(index, "thema", []) == BitMap()


def test_options_of_a_list_are_counted_in_reading_order(index):
    children = {"": [THEMES[0], THEMES[2]], "sprache": [THEMES[1]]}
    known = Vocabulary({"thema": ListOptions(THEMES)}, {"thema": children}, {}, Lexicon())
    counted = count(index, known, THEME, ["lesen"], BitMap([2, 3]))
    assert [(one.label, one.count, one.depth, one.is_selected) for one in counted.flat] == [
        ("Sprache", 1, 0, False),
        ("Lesen", 0, 1, True),
        ("Technik", 1, 0, False),
    ]
    assert ([one.label for one in counted.selected], counted.total_options) == (["Lesen"], 3)


def test_a_list_that_stands_below_itself_ends():
    loop = [Option("a", "A"), Option("b", "B", parent="b")]
    known = Vocabulary({"thema": ListOptions(loop)}, {"thema": {"": loop, "b": [loop[1]]}}, {}, Lexicon())
    counted = count(IndexOfDocuments(), known, THEME, [], BitMap())
    assert [one.depth for one in counted.flat] == [0, *range(9)]


def counted_seats(index, actors, chosen=(), base=None, **options):
    known = Vocabulary({"mitglied": actors}, {"mitglied": {}}, {}, Lexicon())
    return count(index, known, SEAT, list(chosen), base or index.everything, **options)


def test_entries_are_counted_by_frequency_and_only_where_there_are_hits(index, actors):
    counted = counted_seats(index, actors)
    assert [(one.label, one.count) for one in counted.flat] == [("Volkshochschule", 2), ("Kita", 1)]
    assert [one.label for one in counted_seats(index, actors, base=BitMap([2])).flat] == ["Volkshochschule"]


def test_equally_frequent_entries_come_by_name(index, actors):
    assert [one.label for one in counted_seats(index, actors, base=BitMap([1])).flat] == [
        "Kita",
        "Volkshochschule",
    ]


def test_a_chosen_entry_stays_an_option_without_hits(index, actors):
    counted = counted_seats(index, actors, ["kita", "weg"], BitMap([2]))
    assert [(one.value, one.count, one.is_selected) for one in counted.flat] == [
        ("vhs", 1, False),
        ("kita", 0, True),
    ]
    assert [one.value for one in counted.selected] == ["kita"]


def test_only_entries_of_the_name_that_is_looked_for_are_options(index, actors):
    assert [one.value for one in counted_seats(index, actors, named=frozenset({"kita"})).flat] == ["kita"]


def test_the_ten_most_frequent_entries_are_options_and_all_of_an_unfolded_facet():
    """A value is looked at only while it can have more hits than those that are there already."""
    entries = [
        document(
            f"E {n}", facets={"mitglied": [f"a{number:02}" for number in range(20) if n <= 19 - number % 15]}
        )
        for n in range(20)
    ]
    index = IndexOfDocuments(*entries)
    actors = LookedUp(lambda values: {value: Option(value, value) for value in values})
    base = BitMap(range(5, 21))
    expected = {f"a{number:02}": len(base & index.facet(f"mitglied=a{number:02}")) for number in range(20)}
    in_order = sorted(expected.items(), key=lambda pair: (-pair[1], pair[0]))
    folded = counted_seats(index, actors, base=base)
    assert [(one.value, one.count) for one in folded.flat] == in_order[:10]
    whole = counted_seats(index, actors, base=base, is_unfolded=True)
    assert [(one.value, one.count) for one in whole.flat] == in_order
