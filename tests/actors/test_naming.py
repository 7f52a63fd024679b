"""Names, addresses and numbers of institutions brought to one form."""

from __future__ import annotations

import pytest

from actors.recognition.naming import (
    FREE_HOSTS,
    KINDS,
    LEGAL,
    SYNONYMS,
    host_of,
    house_numbers,
    is_branch,
    kinds_in,
    kinds_of_term,
    name_core,
    name_words,
    phone_digits,
    split_address,
    street_and_number,
)


@pytest.mark.parametrize(
    ("name", "city", "words"),
    [
        ("Kita Regenbogen gGmbH", "", ("kita", "regenbogen")),
        ("Kita Regenbogen e. V.", "", ("kita", "regenbogen")),
        ("Kirche K.d.ö.R.", "", ("kirche",)),
        ("An den, auf dem, in die, im, am, zu, zur, von, für das Amt", "", ("amt",)),
        ("Hafen mbH & Co KG", "", ("hafen",)),
        ("Haus der Jugend und das Amt des Kreises", "", ("haus", "jugend", "amt", "kreises")),
        ("DRK-Kindergarten am Hafen", "", ("deutschesroteskreuz", "kita", "hafen")),
        ("VHS Auenberg", "Auenberg", ("volkshochschule",)),
        ("VHS Auenberg", "", ("volkshochschule", "auenberg")),
        ("Auenberger Tafel", "Auenberg", ("tafel",)),
        ("Auenbergia Tafel", "Auenberg", ("auenbergia", "tafel")),
        ("Hansestadt Auenberg Stadtarchiv", "Auenberg", ("stadtarchiv",)),
        ("Gemeinde und Landeshauptstadt Jugendamt", "", ("jugendamt",)),
        ("Grundschule II", "", ("grundschule", "2")),
        ("Stadt Auenberg", "Auenberg", ("stadt", "auenberg")),  # nothing else is left
        ("Kita " * 60 + "Igel", "", ("kita",) * 60),  # 300 characters are read
        ("", "", ()),
    ],
)
def test_words_that_tell_institutions_apart(name, city, words):
    assert name_words(name, city) == words


@pytest.mark.parametrize(
    ("roman", "number"), [("I", "1"), ("II", "2"), ("III", "3"), ("IV", "4"), ("V", "5"), ("VI", "6")]
)
def test_roman_numbers(roman, number):
    assert name_words(f"Schule {roman}", "") == ("schule", number)


@pytest.mark.parametrize("word", sorted(LEGAL))
def test_words_that_every_name_may_have_are_left_out(word):
    assert name_words(f"Igel {word}", "") == ("igel",)


@pytest.mark.parametrize(("word", "same"), SYNONYMS.items())
def test_synonyms_are_brought_to_one(word, same):
    assert name_words(f"Igel {word}", "") == (("igel",) if same in LEGAL else ("igel", same))
    assert same not in SYNONYMS


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Kindertagesstätte Kindergarten Kindertageseinrichtung", "kita"),
        ("VHS", "volkshochschule"),
        ("Stadtbücherei Stadtbibliothek Bücherei", "bibliothek"),
        ("MGH", "mehrgenerationenhaus"),
        ("BBS", "berufsbildendeschulen"),
        ("Evangelische Evangelischer Evang EvLuth", "ev"),
        ("Katholische Katholischer", "kath"),
        ("Sankt", "st"),
        ("AWO", "arbeiterwohlfahrt"),
        ("DRK", "deutschesroteskreuz"),
        ("GS GGS OGGS Gemeinschaftsgrundschule Ganztagsgrundschule Grundsch.", "grundschule"),
        ("Gym", "gymnasium"),
        ("GMS", "gemeinschaftsschule"),
        ("FöZ", "foerderzentrum"),
        ("Hauptsch.", "hauptschule"),
        ("Realsch.", "realschule"),
        ("OBS", "oberschule"),
        ("IGS", "gesamtschule"),
    ],
)
def test_what_people_write_for_it(written, same):
    words = written.split()
    assert [name_words(f"{word} Igel", "")[:-1] for word in words] == [() if same == "ev" else (same,)] * len(
        words
    )


@pytest.mark.parametrize(
    "form", ["e. V.", "gGmbH", "GmbH", "eG", "KG", "AG", "UG", "mbH", "Co", "GbR", "K.d.ö.R.", "e.V.", "eV"]
)
def test_legal_forms_tell_nothing_apart(form):
    assert name_words(f"Igel {form}", "") == ("igel",)


@pytest.mark.parametrize("kind", KINDS)
def test_each_word_for_a_kind_says_something_that_no_other_says(kind, monkeypatch):
    def said() -> list[frozenset[str]]:
        kinds_in.cache_clear()
        return [kinds_in(name_words(word, "")) for word in (kind, f"wald{kind}")]

    before = said()
    monkeypatch.delitem(KINDS, kind)
    assert said() != before
    kinds_in.cache_clear()


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Grundschule", "g"),
        ("Waldgrundschule", "g"),
        ("Grundschule und Gymnasium", "gy"),
        ("Kindergarten", "k"),
        ("Waldkindergarten", "k"),
        ("VHS", "v"),
        ("Stadtbücherei", "l"),
        ("Hort", "o"),
        ("Kinderhort", ""),  # short words end others too: „Standort“ is no „Hort“
        ("Gymnasialverein", ""),
        ("Sozialamt", "z"),
        ("Jugendamt", "j"),
        ("Gesundheitsamt", "d"),
        ("Krankenhaus", "n"),
        ("Musikschule", "m"),
        ("Realschule", "r"),
        ("Hauptschule", "h"),
        ("Oberschule", "s"),
        ("Förderzentrum", "f"),
        ("Berufskolleg", "b"),
        ("Berufsschule", "b"),
        ("Berufsfachschule", "b"),  # no Fachschule
        ("Berufsoberschule", "b"),
        ("Berufsbildungszentrum", "b"),
        ("RBZ", "b"),
        ("Fachschule", "c"),
        ("Gemeinschaftsschule", "s"),
        ("Regionalschule", "s"),
        ("Regelschule", "s"),
        ("Mittelschule", "s"),
        ("Gesamtschule", "s"),
        ("Sekundarschule", "s"),
        ("Stadtteilschule", "s"),
        ("Förderschule", "f"),
        ("Sonderschule", "f"),
        ("Sonderpädagogisches Zentrum", "f"),
        ("SBBZ", "f"),
        ("Grund- und Hauptschule", "gh"),
        ("Krippe", "k"),
        ("Förderkreis", "w"),
        ("Freundeskreis", "w"),
        ("Abendgymnasium", "a"),  # the longest says it
        ("Fachoberschule", "b"),
        ("Hort an der Grundschule", "o"),  # what it is, not where it belongs
        ("Förderverein der Grundschule", "w"),
        ("Grundschule mit Hort", "go"),
        ("Musikschule im Gymnasium", "my"),  # only Horte and Fördervereine bear the name of another
        ("Abendrealschule und Volkshochschule", "av"),
        ("Krankenhaus und Kindergarten", "nk"),
    ],
)
def test_kinds_of_institution(words, kinds):
    assert kinds_in(name_words(words, "")) == set(kinds)


@pytest.mark.parametrize(
    ("street", "road", "number"),
    [
        ("Hafenstr. 31a", "hafenstrasse", "31"),
        ("Hafenstraße 31", "hafenstrasse", "31"),
        ("Hafenstrasse 31", "hafenstrasse", "31"),
        ("Hafen-Str 31", "hafenstrasse", "31"),
        ("HAFENSTR 31-33", "hafenstrasse", "31"),
        ("Lindenpl. 2", "lindenplatz", "2"),
        ("Am Wall", "amwall", ""),
        ("Kai, 7", "kai", "7"),
        ("", "", ""),
    ],
)
def test_streets(street, road, number):
    assert street_and_number(street) == (road, number)


@pytest.mark.parametrize(
    ("term", "kinds"),
    [
        ("Grundschule", "g"),
        ("Weiterführende Schule", "hrys"),
        ("Berufliche Schule", "bc"),
        ("Bibliothek", "l"),
        ("Verein", ""),
        ("", ""),
    ],
)
def test_what_the_list_of_kinds_says(term, kinds):
    assert kinds_of_term(term) == set(kinds)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Waldschule, Grundschule der Gemeinde Auenberg", ("wald",)),
        ("Grundschule am Wald", ("wald",)),
        ("Pestalozzi-Förderzentrum", ("pestalozzi",)),
        ("Städt. Gem. Grundschule", ()),
        ("Grundschule II", ()),
        ("Grundschule der Stadt Auenberg in Auenberg", ()),
        ("Grundschule des Schulverbandes Schlei-Nord", ()),
        ("Lindenschule mit Außenstelle Bruch", ("linden",)),
        ("Lindenschule - Zweigstelle Bruch", ("linden",)),
        ("Offene Ganztagsschule Auenberg", ()),
        ("DRK-Kita Linde", ("deutschesroteskreuz", "linde")),
        ("Haus der Jugend", ("jugend",)),
        ("", ()),
    ],
)
def test_what_is_the_own_of_a_name(name, core):
    assert name_core(name, "Auenberg") == core


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Lindenschule – Außenstelle Bruch", True),
        ("Zweigstelle Bruch der Stadtbücherei", True),
        ("Lindenschule mit Außenstelle Bruch", False),
        ("Lindenschule", False),
    ],
)
def test_branches(name, is_one):
    assert is_branch(name) == is_one


@pytest.mark.parametrize(
    ("street", "numbers"),
    [
        ("Kaistr. 12", (12, 12)),
        ("Kaistr. 12 a", (12, 12)),
        ("Kaistr. 12-14", (12, 14)),
        ("Kaistr. 12 a – 14", (12, 14)),
        ("Kaistr. 12/14", (12, 14)),
        ("Kaistr. 7/1", (7, 7)),  # a flat
        ("Kaistr. 14 bis 12", (12, 14)),
        ("Kaistr. 12 u. 14", (12, 14)),
        ("Kaistr.", None),
        ("", None),
    ],
)
def test_house_numbers(street, numbers):
    assert house_numbers(street) == numbers


@pytest.mark.parametrize(
    ("phone", "digits"),
    [
        ("05555 50421", "555550421"),
        ("+49 5555 50421", "555550421"),
        (" 0049 5555/50421", "555550421"),
        ("+49 (0)5555 50421", "555550421"),
        ("0", ""),
        ("01234", ""),  # four digits
        ("012345", "12345"),
        ("", ""),
    ],
)
def test_telephone_numbers(phone, digits):
    assert phone_digits(phone) == digits


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.kita.de/start", "kita.de"),
        (" http://Kita.de", "kita.de"),
        ("kita.de/x/y", "kita.de"),
        ("wwwx.de", "wwwx.de"),
        ("localhost", ""),
        ("", ""),
        *((host, "") for host in sorted(FREE_HOSTS)),
    ],
)
def test_hosts(address, host):
    assert host_of(address) == host


def test_hosts_of_everybody():
    assert {
        "schule.landsh.de",
        "gmx.de",
        "web.de",
        "t-online.de",
        "gmail.com",
        "outlook.com",
        "freenet.de",
    } < FREE_HOSTS


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("Kaistraße 8, 37994 Auenberg", ("Kaistraße 8", "37994", "Auenberg")),
        ("Kaistraße 8 37994  Bad  Au", ("Kaistraße 8", "37994", "Bad Au")),
        ("37994 Auenberg", ("", "37994", "Auenberg")),
        ("Kaistraße 8", ("Kaistraße 8", "", "")),
        ("Kaistraße 379941 Au", ("Kaistraße 379941 Au", "", "")),
        ("", ("", "", "")),
    ],
)
def test_addresses(address, parts):
    assert split_address(address) == parts
