"""Which places a German text names: those of the Kommune, those where its institutions stand, and those elsewhere."""

from __future__ import annotations

import pytest

from german.analyzer import fold_word
from networks.recognition.places import Places, is_citywide, unknown_place

PLACES = Places.of(
    ["Nordstadt", "Lindenau", "Auenwiesen", "Hafenviertel", "Südstadt", "Alt Weiler", "Ost am See", "", "Elbe"],
    [
        ("Kita Hafenmäuse", "Hafenviertel"),
        ("Kita Rappelkiste", "Nordstadt"),
        ("Hort Rappelkiste", "Südstadt"),
        ("Waldkindergarten Lindenau", "Lindenau"),
        ("Kita Kobold", "Lindenau"),
        ("Kita Igel", "Lindenau"),
        ("Hort Quietschfidel", "Lindenau"),
        ("Kita Quietschfidel", "Lindenau"),
        ("Gesamtschule Kranach", "Lindenau"),
    ],
    [
        ("1", "Jugendzentrum Nordstern"),
        ("2", "Dock 7"),
        ("3", "Kita Regenbogen"),
        ("4", "Haus Regenbogen"),
        ("5", "Gesamtschule Kranach"),
        ("6", "Caritas Kranach"),
        ("7", "Treff am Lindenau"),
        ("8", "Die Brücke"),
        ("9", " ".join([f"w{number}" for number in range(12)] + ["Zwölfender"])),
    ],
    {"Auenwiesen": "Nordstadt"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Lindenau", {"Lindenau"}),
        ("in Lindenau und der Nordstadt", {"Lindenau", "Nordstadt"}),
        ("Lindenaus Kinder", {"Lindenau"}),  # endings of one or two letters
        ("Auenwiesener", {"Auenwiesen"}),
        ("Lindenauern", set()),  # three letters are no ending
        ("Nordstadtkind", {"Nordstadt"}),  # and four a word of its own
        ("Kindernordstadt", set()),  # the place comes first
        ("Elbe", {"Elbe"}),
        ("Elben", set()),  # four letters stand in too many words
        ("Nordstdt", {"Nordstadt"}),  # a typing error
        ("Nordsdt", set()),  # no two
        ("Lindnau", {"Lindenau"}),
        ("Elbt", set()),
        ("Nord", {"Nordstadt"}),  # cut short, as people do
        ("Süd", {"Südstadt"}),
        ("Hafen", {"Hafenviertel"}),
        ("Auen", set()),  # not cut at a quarter of the sky
        ("Alt Weiler", {"Alt Weiler"}),
        ("Ost am See", {"Ost am See"}),
        ("Weiler", set()),
        ("", set()),
    ],
)
def test_districts_in_a_text(text, named):
    assert PLACES.mentioned(text) == named


def test_a_cut_name_that_may_be_two_is_none():
    assert Places.of(["Nordstadt", "Nordheim"]).mentioned("STK Nord") == frozenset()


def test_only_the_first_of_a_long_text_are_read():
    assert PLACES.mentioned("x " * 1_490 + "Lindenau") == {"Lindenau"}
    assert PLACES.mentioned("x " * 1_500 + "Lindenau") == frozenset()


@pytest.mark.parametrize(
    ("text", "districts"),
    [
        ("bei den Hafenmäusen in der Kita Hafenmäuse", {"Hafenviertel"}),
        ("Rappelkiste", set()),  # there is one in two districts
        ("Quietschfidel", {"Lindenau"}),  # two in one district
        ("Kobold", set()),  # too short to be told from a word, and German besides
        ("Waldkindergarten", set()),  # only one bears it, but it says what, not where
        ("Kranach", set()),  # institutions elsewhere bear it too: the town's own name
        ("Lindenau", set()),  # districts are found by `mentioned`
    ],
)
def test_institutions_say_where(text, districts):
    assert PLACES.sites_in(text) == districts


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Der Nordstern hilft.", {"1"}),
        ("im Dock 7 der Nordstern", {"1", "2"}),
        ("Dock 8", set()),
        ("Regenbogen", set()),  # two are called so
        ("Kita Regenbogen", {"3"}),
        ("Caritas", {"6"}),
        ("Lindenau", set()),  # a district
        ("am Lindenau", set()),  # no name begins with a function word
        ("treff am", {"7"}),
        ("Brücke", {"8"}),
        ("Zwölfender", set()),  # the thirteenth word of a name
    ],
)
def test_institutions_named(text, keys):
    assert PLACES.institutions_in(text) == keys


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ({"Lindenau"}, {"Lindenau", "Elbe"}, "gleich"),
        ({"Auenwiesen"}, {"Nordstadt"}, "teil"),
        ({"Nordstadt"}, {"Auenwiesen", "Elbe"}, "teil"),
        ({"Lindenau"}, {"Elbe"}, ""),
        ({"Lindenau"}, set(), ""),
    ],
)
def test_one_place_in_another(first, second, overlap):
    assert PLACES.overlap(frozenset(first), frozenset(second)) == overlap


def test_without_districts_nothing_is_named():
    none = Places()
    assert (none.mentioned("Nordstadt"), none.sites_in("Hafenmäuse"), none.institutions_in("Dock 7")) == (
        frozenset(),
        frozenset(),
        frozenset(),
    )


@pytest.mark.parametrize(
    "district",
    ["Gesamte Stadt", "gesamter Landkreis", "Gesamtes Gebiet", "Ganze Stadt", "ganzer Kreis", "Stadtweit", " kreisweit ",
     "landkreisweit", "gemeindeweit", "überörtlich", "alle Stadtteile", "Alle Gemeinden"],
)  # fmt: skip
def test_the_whole_kommune(district):
    assert is_citywide(district)


@pytest.mark.parametrize(
    "district", ["", "Altstadt", "Gesamtschulviertel", "Ganzlin", "rund um die ganze Stadt"]
)
def test_a_part_of_the_kommune(district):
    assert not is_citywide(district)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Jugendforum Bergheim", "bergheim"),
        ("Treff Hainburg", "hainburg"),
        ("Runde Talheim", "talheim"),
        ("runde bergheim", ""),  # a name is written with a capital
        ("Treff Auheim", ""),  # six letters: too many words are so short
        ("Netzwerk Kinderheim", ""),
        ("Netzwerk Handlungsfeld", ""),
        ("AK Digital", ""),
        ("AK Schulungsfeld", ""),
        ("AK Gehörlosenheim", ""),
        ("Sport in Xanten", "xanten"),
        ("Sport Xanten", ""),
        ("Treff in Ulm", ""),  # in, am ... come before many a short word
        ("Treff für Bildung", ""),  # a word that German knows
        ("", ""),
    ],
)
def test_places_elsewhere(name, place):
    assert unknown_place(name) == place


@pytest.mark.parametrize(
    "name",
    ["Pforzheim", "Düsseldorf", "Mülhausen", "Oldenburg", "Bielefeld", "Lichterfelde", "Gallusviertel", "Lehmvorstadt",
     "Kölnnordstadt", "Kölnsüdstadt", "Kölnoststadt", "Kölnweststadt", "Kölnaltstadt", "Kölnneustadt", "Reutlingen",
     "Brunsbüttel", "Wernigerode", "Kirchhagen", "Neunkirchen", "Waldhofen", "Frankfurt", "Saarbrücken", "Eberswalde",
     "Nordsiedlung", "Helmstedt", "Frankenhain", "Offenbach", "Schönbrunn", "Wilhelmshaven", "Eschweiler", "Lübbeck",
     "Solbergen", "Wuppertal", "Hochmoor"],
)  # fmt: skip
def test_place_names_are_known_by_their_endings(name):
    assert unknown_place(f"Treff {name}") == fold_word(name)


def test_words_that_were_looked_into_are_remembered_and_forgotten(monkeypatch):
    monkeypatch.setattr("networks.recognition.places.REMEMBERED", 2)
    places = Places.of(["Lindenau"])
    assert [places.mentioned(word) for word in ("Lindenaus", "Lindenaus")] == [{"Lindenau"}] * 2
    for word in ("eins", "zwei", "drei"):
        places.mentioned(word)
    assert len(places._seen) == 2
