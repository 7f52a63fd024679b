from insight.field_names import words_for
from insight.snapshot import NetworkFacts
from tests.insight.landscape import landscape, round_of

TOPS = {"lesen": "sprache", "sprache": "sprache", "mint": "mint"}


def field(*rounds: dict[str, list[str]]) -> tuple[NetworkFacts, ...]:
    return tuple(landscape([round_of("AB", **words) for words in rounds]).active.values())


def words(*fields: tuple[NetworkFacts, ...]) -> list[tuple[str, str] | None]:
    return words_for(fields, TOPS, {"stadt"})


def test_the_stadtteil_in_which_all_work():
    both = field(
        {"stadtteil": ["nord"], "thema": ["mint"]}, {"stadtteil": ["nord", "stadt"], "thema": ["mint"]}
    )
    assert words(both) == [("stadtteil", "nord")]


def test_the_whole_city_is_no_stadtteil():
    assert words(field({"stadtteil": ["stadt"], "thema": ["mint"]}, {"stadtteil": ["stadt"]})) == [
        ("thema", "mint")
    ]


def test_the_most_frequent_theme_counted_by_the_widest():
    one = field({"thema": ["lesen"]}, {"thema": ["sprache", "lesen"]}, {"thema": ["mint"]})
    assert words(one) == [("thema", "sprache")]


def test_what_all_have_in_common_where_no_theme_is_free():
    first = field({"thema": ["mint"]}, {"thema": ["mint"]})
    second = field(
        {"thema": ["mint"], "phase": ["kita"]}, {"thema": ["lesen"], "phase": ["kita"]}, {"thema": ["mint"]}
    )
    third = field(
        {"thema": ["mint"], "zielgruppe": ["eltern"]}, {"zielgruppe": ["eltern"], "phase": ["kita"]}
    )
    assert words(first, second, third) == [("thema", "mint"), ("thema", "sprache"), ("zielgruppe", "eltern")]


def test_a_word_twice_rather_than_none_and_none_where_nothing_is_said():
    same = field({"thema": ["mint"]})
    assert words(same, same, field({})) == [("thema", "mint"), ("thema", "mint"), None]
