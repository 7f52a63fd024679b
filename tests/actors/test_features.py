"""Each signal of a pair of institutions: when it speaks, and that it is silent where one side says nothing."""

from __future__ import annotations

import pytest

from actors.recognition.features import SIGNALS, signals
from actors.recognition.reasons import reasons_for
from actors.recognition.records import LEAST_TELLING, Corpus, Record, town_of

HERE = {"postal_code": "37990", "city": "Auenberg"}


def told(first: dict[str, object], second: dict[str, object], *others: Record) -> dict[str, float]:
    """Signals that say something, of two records in a directory of these and others."""
    both = Record(key="1", **first), Record(key="2", **second)
    found = signals(*both, Corpus.measure([*both, *others]))
    assert found == signals(*both[::-1], Corpus.measure([*both, *others]))
    assert found.keys() == SIGNALS.keys()
    assert all(0 <= value <= 1 for value in found.values())
    return {name: value for name, value in found.items() if value}


def others(number: int, **fields: str) -> list[Record]:
    return [Record(key=f"o{place}", name=f"Haus {'abcdefgh'[place]}", **fields) for place in range(number)]


@pytest.mark.parametrize(
    "name", ["Kita Regenbogen", "Kindertagesstätte Regenbogen", "Regenbogen-Kita", "Kita Regenbogen e. V."]
)
def test_same_name_in_other_words(name):
    found = told({"name": "Kita Regenbogen"}, {"name": name})
    assert (found["name"], found["name_gleich"]) == (1.0, 1.0)


def test_name_that_is_nobodys_is_no_name():
    assert told({"name": "Kita Regenbogen"}, {}) == {"name_gegen": 1.0}
    assert told({}, {}).get("name") is None


@pytest.mark.parametrize(
    ("name", "alike"), [("Gothe-Gymnasium", True), ("Goethegymnasium", True), ("Schiller-Gymnasium", False)]
)
def test_a_slip_of_the_pen_is_nearly_the_name(name, alike):
    assert (told({"name": "Goethe-Gymnasium"}, {"name": name})["name"] >= 0.85) == alike


def test_a_short_word_is_not_taken_for_another():
    assert told({"name": "Amt Ulm"}, {"name": "Amt Uhl"})["name"] < 0.6


def test_one_name_in_the_other_counts_as_far_as_it_says_something():
    rare = told({"name": "Sternwarte"}, {"name": "Sternwarte und Planetarium"})
    assert rare["name_enthalten"] == pytest.approx(
        0.645, abs=0.001
    )  # what „Sternwarte“ weighs where two of two say it
    schools = [Record(key=str(n), name=f"Schule {'abcdefghijklmnopqrst'[n]}") for n in range(20)]
    common = told({"name": "Schule"}, {"name": "Schule Nord"}, *schools)
    assert common["name_enthalten"] < 0.4


def test_half_of_the_shorter_name_is_not_contained():
    assert "name_enthalten" not in told(
        {"name": "Fuchsbau Igelnest"}, {"name": "Fuchsbau Dachsburg Hasenhof"}
    )


def test_other_names_count_like_the_name():
    found = told({"name": "Familienzentrum Nord", "other_names": ("Rappelkiste",)}, {"name": "Rappelkiste"})
    assert found["name_gleich"] == 1.0


def test_another_name_speaks_against_from_half_on():
    assert told({"name": "Fuchsbau"}, {"name": "Igelnest"})["name_gegen"] == 1.0
    assert "name_gegen" not in told({"name": "Kita Fuchsbau"}, {"name": "Kita Fuchsbau Nord"})


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        ("Grundschule am Hafen", "Gymnasium am Hafen", True),
        ("Grund- und Hauptschule", "Hauptschule", False),
        ("Kita Hafen", "Kindergarten Hafen", False),
        ("Hafenhaus", "Gymnasium am Hafen", False),
        ("Stadtbücherei", "Volkshochschule", True),
    ],
)
def test_another_kind_of_institution(first, second, differ):
    assert ("art_gegen" in told({"name": first}, {"name": second})) == differ


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        ("Schule 1", "Schule 2", True),
        ("Schule I", "Schule 1", False),
        ("Schule", "Schule 2", False),
        ("BBS II", "BBS III", True),
    ],
)
def test_another_number_in_the_name(first, second, differ):
    assert ("nummer_gegen" in told({"name": first}, {"name": second})) == differ


# --- where -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("Kaistr. 22", "Kaistraße 22", {"strasse", "hausnummer"}),
        ("Kaistraße 22a", "Kaistraße 22", {"strasse", "hausnummer"}),
        ("Kaistraße 22", "Kaistraße 2", {"strasse", "hausnummer_gegen"}),
        ("Kaistraße 20-24", "Kaistraße 22", {"strasse", "hausnummer"}),
        ("Kaistraße 22", "Kaistraße", {"strasse"}),
        ("Kaistraße", "Kaistraße", {"strasse"}),
        ("Markgrafenstraße 1", "Markgrafenstrasse 1", {"strasse", "hausnummer"}),
        ("Marktgasse 1", "Markgasse 1", {"strasse", "hausnummer"}),
        ("Bergstraße 1", "Burgweg 1", {"strasse_gegen"}),
        ("Bergstraße 1", "Burgstraße 1", {"strasse_gegen"}),
        ("Kaistraße 22", "", set()),
        ("", "", set()),
    ],
)
def test_streets(first, second, said):
    found = told({"street": first}, {"street": second})
    assert {name for name in found if name.startswith(("strasse", "hausnummer"))} == said


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ({"postal_code": "37990"}, {"postal_code": "37990"}, {"ort": 1.0}),
        ({"postal_code": "37990"}, {"postal_code": "24937"}, {"ort_gegen": 1.0}),
        (
            {"postal_code": "37990", "city": "Auenberg"},
            {"postal_code": "37994", "city": "Auenberg (Kernstadt)"},
            {"ort": 1.0},
        ),
        ({"city": "Auenberg"}, {"city": "AUENBERG"}, {"ort": 1.0}),
        ({"city": "Auenberg"}, {"city": "Flensburg"}, {"ort_gegen": 1.0}),
        ({"city": "Auenberg"}, {"postal_code": "37990"}, {}),
        ({"city": "Auenberg"}, {"name": "VHS Auenberg"}, {"ort": 1.0}),
        ({"city": "Auenberg"}, {"name": "VHS Flensburg"}, {}),
        ({"city": "Auenberg"}, {}, {}),
    ],
)
def test_places(first, second, said):
    found = told(first, second)
    assert {name: found[name] for name in found if name in ("ort", "ort_gegen")} == said


def test_neighbouring_postcode_speaks_less_against_one_street():
    first, second = {"postal_code": "37990", "street": "Kai 1"}, {"postal_code": "37991", "street": "Kai 1"}
    assert told(first, second)["ort_gegen"] == 0.3
    assert told(first, second | {"postal_code": "38991"})["ort_gegen"] == 1.0
    assert told(first, second | {"street": "Wall 1"})["ort_gegen"] == 1.0


def test_near_is_one_school_yard():
    here = {"latitude": 51.5, "longitude": 9.9}
    assert "nahe" in told(here, {"latitude": 51.5008, "longitude": 9.9})  # 89 m to the north
    assert "nahe" not in told(here, {"latitude": 51.501, "longitude": 9.9})  # 111 m
    assert "nahe" in told(here, {"latitude": 51.5, "longitude": 9.9014})  # 97 m: degrees are narrower here
    assert "nahe" not in told(here, {"latitude": 51.5, "longitude": 9.9015})  # 104 m
    assert "nahe" not in told(here, {"latitude": 51.5})


def test_contained_name_counts_more_at_one_place():
    first, second = {"name": "Sternwarte", **HERE}, {"name": "Sternwarte Planetarium", **HERE}
    found = told(first, second)
    assert found["name_und_ort"] == found["name_enthalten"] > 0.6
    assert "name_und_ort" not in told(first, second | {"postal_code": "24937", "city": "Flensburg"})


# --- reached at ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [
        ("05555 50421", "+49 5555 50421", 1.0),
        ("04121 908456", "04121 908456-0", 1.0),
        ("04121 908456", "04121 908456-12", 1.0),
        ("04121 908456", "04121 908456-123", None),
        ("05555 50421", "05555 50422", None),
        ("5042", "5042", None),
        ("50421", "504219", None),
        ("05555 50421", "", None),
    ],
)
def test_telephones(first, second, value):
    assert told({"phone": first}, {"phone": second}).get("telefon") == value


def test_a_switchboard_says_little():
    number = {"phone": "05555 50421"}
    assert told(number, number, *others(1, **number))["telefon"] == 1.0
    assert told(number, number, *others(2, **number))["telefon"] == 0.3


def test_a_web_host_of_many_says_nothing():
    site = {"website": "https://www.kita-nord.de/start"}
    assert told(site, {"email": "leitung@kita-nord.de"})["netz"] == 1.0
    assert "netz" in told(site, site, *others(1, **site))
    assert "netz" not in told(site, site, *others(2, **site))
    assert "netz" not in told({"email": "a@gmx.de"}, {"email": "b@gmx.de"})


@pytest.mark.parametrize(("other", "same"), [("STADT AUENBERG", True), ("AWO", False), ("", False)])
def test_one_body_behind_both(other, same):
    assert ("traeger" in told({"parent_body": "Stadt Auenberg"}, {"parent_body": other})) == same


def test_no_body_behind_either_is_nothing_in_common():
    assert "traeger" not in told({"name": "A"}, {"name": "A"})


# --- what is rare ----------------------------------------------------------------------------------------------------


def test_a_word_says_the_less_the_more_bear_it():
    corpus = Corpus.measure(
        [Record(name=f"Kita {word}") for word in ("Igel", "Fuchs", "Hase", "Dachs")] + [Record(name="Igel")]
    )
    weights = [corpus.weight(word) for word in ("kita", "igel", "fuchs", "nirgends")]
    assert weights == sorted(weights)
    assert weights[-1] == 1.0
    assert (
        Corpus(size=10**6, words=corpus.words.__class__({"schule": 10**6})).weight("schule") == LEAST_TELLING
    )


def test_one_record_counts_once():
    corpus = Corpus.measure([Record(name="Igel Igel", phone="05555 50421", website="igel.de")])
    assert (corpus.size, corpus.words["igel"], corpus.phones["555550421"], corpus.hosts["igel.de"]) == (
        1,
        1,
        1,
        1,
    )
    silent = Corpus.measure([Record()])
    assert (silent.size, silent.hosts, silent.phones) == (1, {}, {})


@pytest.mark.parametrize(
    "city", ["Auenberg", "AUENBERG", "Auenberg (Kernstadt)", "Auenberg, Stadt", "Auenberg/Lahn"]
)
def test_a_town_is_named_without_what_stands_beside_it(city):
    assert town_of(city) == "auenberg"


# --- what is said about it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "speaks_for", "speaks_against"),
    [
        ({"name_gleich": 1.0, "name": 1.0}, ["gleicher Name"], []),
        ({"name": 0.6}, ["ähnlicher Name"], []),
        ({"name": 0.59}, [], []),
        ({"strasse": 1.0, "hausnummer": 1.0, "ort": 1.0}, ["gleiche Anschrift"], []),
        ({"strasse": 1.0, "ort": 1.0}, ["gleiche Straße"], []),
        ({"ort": 1.0}, ["gleicher Ort"], []),
        ({"telefon": 0.3, "netz": 1.0, "traeger": 1.0}, ["gleiche Telefonnummer", "gleiche Internetadresse", "gleicher Träger"], []),
        ({"ort_gegen": 1.0, "strasse_gegen": 1.0, "art_gegen": 1.0}, [], ["anderer Ort", "andere Straße", "andere Art von Einrichtung"]),
        ({"ort_gegen": 0.3, "strasse": 1.0}, ["gleiche Straße"], []),
    ],
)  # fmt: skip
def test_reasons(found, speaks_for, speaks_against):
    reasons = reasons_for(dict.fromkeys(SIGNALS, 0.0) | found)
    assert ([*reasons.speaks_for], [*reasons.speaks_against]) == (speaks_for, speaks_against)


# --- what an address says with name and kind -------------------------------------------------------------------------

HOUSE = {"street": "Lindenweg 2", **HERE}


def at_home(first: str, second: str, *more: Record, **differing: str) -> dict[str, float]:
    """Signals of two names at one address."""
    return told({"name": first, **HOUSE}, {"name": second, **HOUSE, **differing}, *more)


@pytest.mark.parametrize(
    ("differing", "anschrift"),
    [
        ({}, 1.0),
        ({"street": "Lindenweg 1-3"}, 1.0),
        ({"street": "Lindenweg"}, 0.5),
        ({"street": "Lindenweg 4"}, None),
        ({"street": "Buchenweg 2"}, None),
        ({"postal_code": "", "city": ""}, 0.5),
        ({"postal_code": "24937", "city": "Flensburg"}, None),
    ],
)
def test_an_address_is_street_number_and_town(differing, anschrift):
    assert at_home("Kita Igel", "Kita Dachs", **differing).get("anschrift") == anschrift


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("Kita Igel", "Kita Dachs", 1.0),
        ("Igelschule", "Grundschule Dachs", 0.5),  # some school
        ("Igelschule", "Dachsschule", 0.5),
        ("Igelschule", "Kita Dachs", None),
        ("Berufsfachschule Igel", "Berufsfachschule Dachs", None),  # several share a house
        ("Verein Igel", "Verein Dachs", None),
    ],
)
def test_the_same_kind_in_one_house(first, second, alike):
    assert at_home(first, second).get("art_und_anschrift") == alike


def test_the_same_kind_in_a_crowded_house_says_nothing():
    third = Record(key="3", name="Kita Otter", **HOUSE)
    assert "art_und_anschrift" not in at_home("Kita Igel", "Kita Dachs", third)


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("Städt. Gem. Grundschule", "Grundschule am Markt", 1.0),
        ("Grundschule I", "Marktschule", 0.5),
        ("Grundschule am Hafen", "Grundschule am Markt", None),
        ("Grundschule", "Kita", None),
    ],
)
def test_who_bore_no_name_may_have_one_now(first, second, alike):
    found = at_home(first, second)
    assert found.get("namenlos_und_anschrift") == alike
    assert ("name_gegen" in found) == (alike is None)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("Hauptschule am Hafen", "Gemeinschaftsschule am Markt", {"nachfolge", "art_gegen"}),
        ("Realschule am Hafen", "Oberschule am Markt", {"nachfolge", "art_gegen"}),
        ("Hauptschule am Hafen", "Gemeinschaftsschule am Hafen", {"nachfolge", "art_gegen"}),
        ("Hauptschule am Hafen", "Realschule am Markt", {"art_gegen"}),  # neither became the other
        ("Gymnasium am Hafen", "Gemeinschaftsschule am Markt", {"art_gegen"}),
        ("Hauptschule", "Gemeinschaftsschule", {"nachfolge", "art_gegen"}),
    ],
)
def test_schools_that_follow_each_other(first, second, said):
    assert at_home(first, second).keys() & {"nachfolge", "art_gegen", "art_und_anschrift"} == said


@pytest.mark.parametrize(
    ("first", "second", "is_other"),
    [
        ({"name": "Igel", "kind": "Kita"}, {"name": "Igel", "kind": "Grundschule"}, True),
        ({"name": "Igel", "kind": "Kita"}, {"name": "Igel", "kind": "Verein"}, False),
        ({"name": "Gymnasium Igel", "kind": "Weiterführende Schule"}, {"name": "Gymnasium Igel"}, False),
        ({"name": "Igel-Gymnasium"}, {"name": "Igel", "kind": "Weiterführende Schule"}, False),
        ({"name": "Igelschule", "kind": "Weiterführende Schule"}, {"name": "Grundschule Igel"}, True),
        ({"name": "Hort an der Igelschule"}, {"name": "Igelschule"}, True),
        ({"name": "Förderverein der Grundschule Igel"}, {"name": "Grundschule Igel"}, True),
    ],
)
def test_the_name_says_the_kind_or_else_the_list(first, second, is_other):
    assert ("art_gegen" in told(first, second)) == is_other


def test_both_names_say_something_of_their_own():
    first, second = (
        "Berufsfachschule für Ergotherapie der Akademie Nord",
        "Berufsfachschule für Altenpflege der Akademie Nord",
    )
    assert told({"name": first}, {"name": second})["eigenes_gegen"] > 0
    assert "eigenes_gegen" not in told({"name": first}, {"name": "Akademie Nord"})


def test_a_branch_bears_the_name_of_its_house():
    house, branch = {"name": "Igelschule Au"}, {"name": "Igelschule Au – Außenstelle Bruch"}
    assert told(house, branch)["aussenstelle"] >= 0.6
    assert "aussenstelle" not in told(branch, branch)
    assert "aussenstelle" not in told(house, {"name": "Dachsschule – Außenstelle Bruch"})


@pytest.mark.parametrize(
    ("phone", "said"), [("05555 111222", "telefon"), ("05555 999888", "telefon_gegen"), ("", None)]
)
def test_another_telephone_number(phone, said):
    found = told({"phone": "05555 111222"}, {"phone": phone})
    assert found.keys() & {"telefon", "telefon_gegen"} == ({said} if said else set())


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("Hauptschule Hafen", "Gemeinschaftsschule Markt", "vermutlich Nachfolgerin an derselben Adresse"),
        ("Igelschule Au", "Igelschule Au – Außenstelle Bruch", "vermutlich eine Außenstelle"),
    ],
)
def test_what_they_are_to_each_other_is_said(first, second, sentence):
    found = dict.fromkeys(SIGNALS, 0.0) | at_home(first, second)
    assert sentence in reasons_for(found).speaks_for


def test_another_number_is_said():
    found = dict.fromkeys(SIGNALS, 0.0) | at_home("Kita 1", "Kita 2")
    assert "andere Nummer im Namen" in reasons_for(found).speaks_against
