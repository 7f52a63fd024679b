"""The controlled lists as filters, as words of an entry, and as labels."""

from __future__ import annotations

import pytest

from networks.models import Network
from search.sources import Option, Passage
from search.terms import PlaceList, TermInfo, TermList, linked
from tests.factories import ActorKindFactory, DistrictFactory, NetworkFactory, ThemeFactory
from vocabulary.models import ActorKind, District, Theme


def theme_list(*terms: TermInfo, former: dict[int, tuple[str, ...]] | None = None) -> TermList:
    found = TermList(Theme, "thema", "Thema", "C")
    found.terms, found.former = {term.id: term for term in terms}, former or {}
    return found


@pytest.fixture
def themes() -> TermList:
    """Language, below it reading, below that libraries; technics."""
    return theme_list(
        TermInfo(1, "sprache", "Sprache", ("DaZ",), None),
        TermInfo(2, "lesen", "Lesen", ("Bücher",), 1),
        TermInfo(3, "technik", "Technik", (), None),
        TermInfo(4, "bibliothek", "Bibliothek", (), 2),
        former={2: ("buecher",)},
    )


def test_ancestors_are_read_upwards_and_a_circle_ends(themes):
    assert [term.id for term in themes.ancestors(themes.terms[4])] == [2, 1]
    circle = theme_list(TermInfo(1, "a", "A", (), 2), TermInfo(2, "b", "B", (), 1))
    assert [term.id for term in circle.ancestors(circle.terms[1])] == [2, 1]
    assert theme_list(orphan := TermInfo(1, "a", "A", (), 9)).ancestors(orphan) == []


def test_an_entry_is_found_by_its_themes_and_all_above_them(themes):
    assert sorted(themes.facet_values([4, 3, 99])) == ["bibliothek", "lesen", "sprache", "technik"]


def test_other_words_of_a_theme_count_less_than_its_name(themes):
    assert themes.passages([2, 99]) == [
        Passage("C", "Lesen", "Thema"),
        Passage("E", "Bücher", "Thema", "Lesen"),
        Passage("E", "Sprache", "Thema", "Lesen"),
    ]


def test_labels_come_in_the_order_of_the_list(themes):
    assert themes.labels([3, 1]) == [
        {"facet": "thema", "value": "sprache", "label": "Sprache"},
        {"facet": "thema", "value": "technik", "label": "Technik"},
    ]


def test_options_know_what_they_stand_below_and_where_they_were(themes):
    assert themes.options() == [
        Option("sprache", "Sprache", "", ("DaZ",)),
        Option("lesen", "Lesen", "sprache", ("Bücher",), former=("buecher",)),
        Option("technik", "Technik"),
        Option("bibliothek", "Bibliothek", "lesen"),
    ]


@pytest.fixture
def places() -> PlaceList:
    """A Kreis with a city of two quarters, one of them divided."""
    found = PlaceList()
    found.terms = {
        term.id: term
        for term in (
            TermInfo(1, "kreis", "Landkreis", ("LK",), None),
            TermInfo(2, "stadt", "Auenberg", ("Gesamte Stadt",), 1),
            TermInfo(3, "nord", "Nordstadt", ("Norden",), 2),
            TermInfo(4, "hafen", "Hafen", (), 3),
            TermInfo(5, "linde", "Lindenau", (), 2),
            TermInfo(6, "harle", "Harle", (), None),
        )
    }
    found.wide, found.former = {1}, {5: ("lindenthal",)}
    return found


def test_a_quarter_is_in_its_kreis_and_not_in_the_whole_city(places):
    assert sorted(places.facet_values([4, 99])) == ["hafen", "kreis"]
    assert sorted(places.facet_values([2])) == ["kreis", "stadt"]
    assert places.facet_values([6]) == ["harle"]


@pytest.mark.parametrize(
    ("ids", "are_whole"),
    [([2], True), ([2, 3], True), ([2, 4], False), ([5], False), ([], False), ([99], False)],
)
def test_what_is_only_in_places_that_contain_others_is_for_the_whole(places, ids, are_whole):
    assert places.are_whole(ids) is are_whole


def test_a_place_is_found_by_its_other_names_and_what_it_lies_in_by_its_own(places):
    assert places.passages([3, 99]) == [
        Passage("D", "Nordstadt", "Ort"),
        Passage("D", "Norden", "Ort"),
        Passage("E", "Auenberg", "Ort"),
        Passage("E", "Landkreis", "Ort"),
    ]


def test_the_city_is_called_as_a_whole_and_quarters_stand_beside_it(places):
    options = {option.value: option for option in places.options()}
    assert {value: option.label for value, option in options.items()} == {
        "kreis": "Landkreis", "stadt": "Gesamte Stadt", "nord": "Norden", "hafen": "Hafen", "linde": "Lindenau",
        "harle": "Harle",
    }  # fmt: skip
    assert {value: option.parent for value, option in options.items() if option.parent} == {"stadt": "kreis"}
    assert {value for value, option in options.items() if option.is_whole} == {"kreis", "stadt", "nord"}
    assert {value: option.whole for value, option in options.items() if option.whole} == {
        "nord": "stadt", "hafen": "stadt", "linde": "stadt",
    }  # fmt: skip
    assert options["nord"].synonyms == ("Nordstadt", "Norden")
    assert (options["linde"].former, options["nord"].former) == (("lindenthal",), ())


# --- read from the database ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_list_is_read_in_its_order_with_what_stands_above(django_assert_num_queries):
    technics = ThemeFactory(name="Technik", position=2)
    language = ThemeFactory(name="Sprache", position=1, synonyms=["DaZ"])
    reading = ThemeFactory(name="Lesen", position=1, parent=language)
    found = TermList(Theme, "thema", "Thema", "C")
    with django_assert_num_queries(1):
        assert list(found.terms.values()) == list(found.terms.values()) == [
            TermInfo(reading.pk, "lesen", "Lesen", (), language.pk),
            TermInfo(language.pk, "sprache", "Sprache", ("DaZ",), None),
            TermInfo(technics.pk, "technik", "Technik", (), None),
        ]  # fmt: skip
    assert list(found.terms) == [reading.pk, language.pk, technics.pk]


@pytest.mark.django_db
def test_a_list_without_levels_has_nothing_above():
    kind = ActorKindFactory(name="Kita")
    assert TermList(ActorKind, "akteursart", "Art", "C").terms[kind.pk].parent_id is None


@pytest.mark.django_db
def test_a_land_and_a_kreis_are_wide():
    levels = {level: DistrictFactory(level=level).pk for level in District.Level}
    assert PlaceList().wide == {levels[District.Level.STATE], levels[District.Level.COUNTY]}


@pytest.mark.django_db
def test_links_are_read_in_the_order_in_which_they_were_made(django_assert_num_queries):
    one, other, third = (ThemeFactory(name=name) for name in ("B", "A", "C"))
    networks = [NetworkFactory(themes=themes) for themes in ([one], [third], [])]
    networks[0].themes.add(other)  # two at a time come in any order
    ids = [network.pk for network in networks]
    with django_assert_num_queries(1):
        found = linked(Network.themes.through, "network_id", "theme_id", [*ids[:1], *ids[2:]])
    assert dict(found) == {ids[0]: [one.pk, other.pk]}
