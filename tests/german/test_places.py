"""Places in texts (`find`), names alone (`named`), and how places lie to each other (`relation`)."""

from __future__ import annotations

import pytest

from german.place_names import key
from german.places import DIRECTIONS, TYPES, How, Kind, Mention, Place, gazetteer


def only(name: str) -> Place:
    """The place of this name; the largest of its namesakes."""
    return gazetteer().named(name)[0]


def said(text: str, **options: object) -> list[tuple[str, str]]:
    """Pairs of the words of each mention and the label of its largest place."""
    return [(text[m.start : m.end], m.places[0].label) for m in gazetteer().find(text, **options)]


NAMED = [
    # Kreise, in all that people call them
    ("Netzwerk im Landkreis Nordsachsen", "Landkreis Nordsachsen", "Landkreis Nordsachsen"),
    ("Bildungsbüro des Landkreises Nordsachsen", "Landkreises Nordsachsen", "Landkreis Nordsachsen"),
    ("Präventionskette LK NWM", "LK NWM", "Landkreis Nordwestmecklenburg"),
    ("Bildungsbüro Kreis Gütersloh", "Kreis Gütersloh", "Kreis Gütersloh"),
    ("Kreis Siegen-Wittgenstein", "Kreis Siegen-Wittgenstein", "Kreis Siegen-Wittgenstein"),
    ("Frühe Hilfen Siegen-Wittgenstein", "Siegen-Wittgenstein", "Kreis Siegen-Wittgenstein"),
    ("Bildung in der Region Hannover", "Region Hannover", "Region Hannover"),
    ("Bildungsbüro StädteRegion Aachen", "StädteRegion Aachen", "Städteregion Aachen"),
    ("Regionalverband Saarbrücken", "Regionalverband Saarbrücken", "Regionalverband Saarbrücken"),
    ("Landratsamt Starnberg", "Landratsamt Starnberg", "Landkreis Starnberg"),
    ("Kreis Wetterau", "Kreis Wetterau", "Wetteraukreis"),
    ("Netzwerk Rhein-Sieg", "Rhein-Sieg", "Rhein-Sieg-Kreis"),
    ("Netzwerk Rhein Sieg", "Rhein Sieg", "Rhein-Sieg-Kreis"),
    ("Netzwerk Nord-Sachsen", "Nord-Sachsen", "Landkreis Nordsachsen"),
    ("Vereine aus Nordsachsen", "Nordsachsen", "Landkreis Nordsachsen"),
    # Towns
    ("Stadt Lippstadt", "Stadt Lippstadt", "Lippstadt"),
    ("Bildungsbündnis Frankfurt am Main", "Frankfurt am Main", "Frankfurt am Main"),
    ("Bildungsbündnis Frankfurt a. M.", "Frankfurt a. M.", "Frankfurt am Main"),
    ("Bildungsbündnis Frankfurt (Main)", "Frankfurt (Main)", "Frankfurt am Main"),
    ("Bildungsbündnis Frankfurt/Main", "Frankfurt/Main", "Frankfurt am Main"),
    ("Frankfurt an der Oder", "Frankfurt an der Oder", "Frankfurt (Oder)"),
    ("Frühe Hilfen Halle (Saale)", "Halle (Saale)", "Halle (Saale)"),
    ("Frühe Hilfen Halle/Saale", "Halle/Saale", "Halle (Saale)"),
    ("Halle (Westf.)", "Halle (Westf.)", "Halle (Westf.)"),
    ("Lutherstadt Wittenberg", "Lutherstadt Wittenberg", "Wittenberg"),
    ("Netzwerk Wittenberg", "Wittenberg", "Wittenberg"),
    ("In Moers, Kamp 12", "Moers", "Moers"),
    ("Kitas in St. Ingbert", "St. Ingbert", "St. Ingbert"),
    ("Kitas in Sankt Ingbert", "Sankt Ingbert", "St. Ingbert"),
    ("Netzwerk Muenster", "Muenster", "Münster"),
    ("Kirche in St. Blasien", "St. Blasien", "St. Blasien"),
    ("Lippstadts Schulen", "Lippstadts", "Lippstadt"),
    ("Neustadt a. d. Weinstraße", "Neustadt a. d. Weinstraße", "Neustadt an der Weinstraße"),
    ("Weiden in der Oberpfalz", "Weiden in der Oberpfalz", "Weiden i.d. OPf."),
    ("netzwerk lippstadt", "lippstadt", "Lippstadt"),
    ("NETZWERK LIPPSTADT", "LIPPSTADT", "Lippstadt"),
    ("Land Bremen", "Land Bremen", "Bremen"),
    ("Schulen in Nordrhein-Westfalen", "Nordrhein-Westfalen", "Nordrhein-Westfalen"),
    ("Samtgemeinde Bersenbrück", "Samtgemeinde Bersenbrück", "Bersenbrück"),
    # Words that are places only with a sign
    ("Netzwerk Frühe Hilfen Essen", "Essen", "Essen"),
    ("Familienbüro in Essen", "Essen", "Essen"),
    ("Stadt Essen", "Stadt Essen", "Essen"),
    ("Runder Tisch (Essen)", "Essen", "Essen"),
    ("Gesund und gemeinsam, Essen", "Essen", "Essen"),
    ("Gemeinde Lehre", "Gemeinde Lehre", "Lehre"),
    ("Bildungsnetz Singen", "Singen", "Singen (Hohentwiel)"),
    # Regions
    ("Bündnis Oldenburger Land", "Oldenburger Land", "Oldenburger Land"),
    ("Schulen in NRW", "NRW", "NRW"),
    ("Netzwerk OWL", "OWL", "Ostwestfalen-Lippe"),
    ("Lokales Bündnis für Familie Hof", "Hof", "Hof"),
    ("Verkehr in der Region Stuttgart", "Region Stuttgart", "Region Stuttgart"),
    ("Metropolregion Rhein-Neckar", "Metropolregion Rhein-Neckar", "Rhein-Neckar"),
    ("Bildung in Vorpommern", "Vorpommern", "Vorpommern"),
    ("Netzwerk Bergisches Land", "Bergisches Land", "Bergisches Land"),
    ("Schulen in der Niederlausitz", "Niederlausitz", "Niederlausitz"),
]


@pytest.mark.parametrize(("text", "words", "label"), NAMED)
def test_a_place_is_found_by_its_name(text, words, label):
    assert said(text) == [(words, label)]
    assert gazetteer().find(text)[0].how == How.NAME


FORMED = [
    ("Lippstädter Schulen", "Lippstädter", "Lippstadt", How.ADJECTIVE),
    ("Gießener Frühe Hilfen", "Gießener", "Gießen", How.ADJECTIVE),
    ("Bremer Bildungsnetz", "Bremer", "Bremen", How.ADJECTIVE),
    ("Hannoversche Kinderkonferenz", "Hannoversche", "Hannover", How.ADJECTIVE),
    ("Kasseler Runde", "Kasseler", "Kassel", How.ADJECTIVE),
    ("Münsteraner Forum", "Münsteraner", "Münster", How.ADJECTIVE),
    ("Zwickauer Bündnis", "Zwickauer", "Zwickau", How.ADJECTIVE),
    ("Dresdner Lesepaten", "Dresdner", "Dresden", How.ADJECTIVE),
    ("Allgäuer Netzwerk", "Allgäuer", "Allgäu", How.ADJECTIVE),
    ("Bildungsregion Harzkreis", "Harzkreis", "Landkreis Harz", How.COMPOUND),
    ("Bildungsbüro Lippstadt-Süd", "Lippstadt-Süd", "Lippstadt", How.COMPOUND),
    ("Altlandkreis Weilheim", "Altlandkreis Weilheim", "Landkreis Weilheim-Schongau", How.COMPOUND),
    ("hamburgweit tätig", "hamburgweit", "Hamburg", How.COMPOUND),
    ("Eifelforum", "Eifelforum", "Eifel", How.COMPOUND),
    ("Altkreis Lippstadt", "Altkreis Lippstadt", "Kreis Soest", How.COMPOUND),
    ("Altkreis Soest", "Altkreis Soest", "Kreis Soest", How.COMPOUND),
    ("Ulmer Netzwerk", "Ulmer", "Ulm", How.ADJECTIVE),
    ("Leipziger frühe Hilfen", "Leipziger", "Leipzig", How.ADJECTIVE),
    ("Kreis-Coesfeld-weit", "Kreis-Coesfeld", "Kreis Coesfeld", How.NAME),
    ("Erzgebirgskreis", "Erzgebirgskreis", "Erzgebirgskreis", How.NAME),
    ("Wetteraukreis", "Wetteraukreis", "Wetteraukreis", How.NAME),
    ("Saalekreis", "Saalekreis", "Saalekreis", How.NAME),
]


@pytest.mark.parametrize(("text", "words", "label", "how"), FORMED)
def test_a_place_is_found_by_adjectives_and_compounds(text, words, label, how):
    assert said(text) == [(words, label)]
    assert gazetteer().find(text)[0].how == how


@pytest.mark.parametrize(
    "text",
    [
        "Gesundes Essen",
        "Unser Essen",
        "Wir kochen in der Schule gutes Essen.",
        "Essen und Trinken in der Kita",
        "Singen mit Kindern",
        "Offene Halle",
        "Kinder erleben den Wald",
        "Lehrer und Schüler",
        "Lehrer Fortbildung",
        "Größerer Rahmen",
        "Kinder Schüler Eltern und Helfer",
        "Runder Tisch Kinder, Jugend und Familie",
        "Hamburger Straße 12",
        "Treff im Lindauer Weg",
        "Potsdamer Platz",
        "Hamburger Modell",
        "Frau Oldenburger",
        "Anne-Frank-Schule",
        "Albert-Schweitzer-Gymnasium",
        "Karl Hamburger",
        "Horst Müller",
        "Frau Soest spricht",
        "Karl Soest spricht",
        "Gießener Land",
        "Ein Abend im Monat mit vielen Gästen aus aller Welt und einem Koch vom Verein Frühe Hilfen Essen",
        "Fischer Netzwerk",
        "Lehreforum",
        "Holz + Forst",
        "Bei Kuchen reden",
        "Region Leipzig",
        "Nieder-Liebersbacher Schule",
        "Agnes-Neuhaus-Schule",
        "Grundschule St. Martin",
        "Realschule am Kirchberg",
        "Vereine, Kirchen und Schulen",
        "Frauen aus vielen Ländern",
        "In den Ferien",
        "Naturpark Laubacher Bergland",
        "Mitte des Jahres",
        "wir treffen uns in ruhe",
        "Kreis der Eltern",
        "",
    ],
)
def test_what_is_no_place_is_not_found(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kreise Unna und Soest", ["Kreise Unna=Kreis Unna", "Soest=Kreis Soest"]),
        (
            "Landkreise Celle, Uelzen und Gifhorn",
            ["Landkreise Celle=Landkreis Celle", "Uelzen=Landkreis Uelzen", "Gifhorn=Landkreis Gifhorn"],
        ),
        ("Städte Essen, Hagen und Hamm", ["Städte Essen=Essen", "Hagen=Hagen", "Hamm=Hamm"]),
        ("Kreis Unna und Soest", ["Kreis Unna=Kreis Unna", "Soest=Soest"]),
        ("Landkreise Gotha sowie Soest", ["Landkreise Gotha=Landkreis Gotha", "Soest=Soest"]),
    ],
)
def test_a_plural_announces_several(text, found):
    assert [f"{words}={label}" for words, label in said(text)] == found


def test_a_town_and_the_kreis_of_its_name_may_be_named_at_once():
    [mention] = gazetteer().find("Stadt und Landkreis Kassel")
    assert {place.label for place in mention.places} == {"Kassel", "Landkreis Kassel"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kirchheim, Landkreis Esslingen", [["Kirchheim unter Teck"], ["Esslingen"]]),
        ("Neustadt in Thüringen", [["Neustadt an der Orla", "Neustadt am Rennsteig"], ["Thüringen"]]),
        ("Köln-Kalk", [["Köln"], ["Kalk"]]),
        ("Berlin-Mitte", [["Berlin"], ["Mitte"]]),
        ("Hamburg-Altona", [["Hamburg"], ["Altona"]]),
    ],
)
def test_namesakes_are_told_apart_by_another_place_of_the_text(text, found):
    mentions = gazetteer().find(text)
    names = [{place.name for place in mention.places} for mention in mentions]
    assert [set(expected) <= name and len(name) < 6 for expected, name in zip(found, names, strict=True)] == [
        True
    ] * len(found)


def test_namesakes_come_with_the_largest_first():
    [mention] = gazetteer().find("Netzwerk in Halle")
    assert [place.name for place in mention.places[:2]] == ["Halle (Saale)", "Halle (Westf.)"]
    assert len(mention.places) > 2


def test_names_of_the_portals_own_districts_need_no_sign():
    assert said("Wald macht Schule") == []
    assert said("Lage macht Schule", own={key("Lage")})[0][0] == "Lage"


@pytest.mark.parametrize("direction", sorted(DIRECTIONS))
def test_a_direction_behind_a_town_is_a_part_of_it(direction):
    assert said(f"Netzwerk Lippstadt-{direction.title()}") == [
        (f"Lippstadt-{direction.title()}", "Lippstadt")
    ]
    assert said(f"Netzwerk Lippstadt {direction.title()}")[0] == ("Lippstadt", "Lippstadt")


@pytest.mark.parametrize("word", sorted(TYPES))
def test_a_word_before_a_name_narrows_it(word):
    names = {Kind.STATE: "Bremen", Kind.GOVERNMENT_REGION: "Kassel", Kind.COUNTY: "Kassel", Kind.MUNICIPALITY: "Kassel",
             Kind.ASSOCIATION: "Prüm", Kind.QUARTER: "Altona", Kind.REGION: "Harz"}  # fmt: skip
    [kind] = TYPES[word]
    [mention] = gazetteer().find(f"{word.title()} {names[kind]}")
    assert ({place.kind for place in mention.places}, mention.start) == ({kind}, 0)


def test_a_mention_says_where_it_stands():
    text = "Das Netzwerk „Frühe Hilfen“ im Landkreis Nordsachsen tagt in Torgau."
    assert [(m.start, m.end) for m in gazetteer().find(text)] == [(31, 52), (61, 67)]


def test_only_the_beginning_of_a_long_text_is_read():
    assert gazetteer().find("x " * 2000 + "in Lippstadt") == ()


RELATIONS = [
    ("Lippstadt", "Lippstadt", "same"),
    ("Lippstadt", "Kreis Soest", "within"),
    ("Kreis Soest", "Lippstadt", "contains"),
    ("Lippstadt", "Nordrhein-Westfalen", "within"),
    ("Kreis Soest", "Regierungsbezirk Arnsberg", "within"),
    ("Kreis Herford", "Herford", "contains"),
    ("Kreis Siegen-Wittgenstein", "Siegen", "contains"),
    ("Landkreis Rosenheim", "Stadt Rosenheim", "apart"),
    ("Landkreis Kassel", "Stadt Kassel", "apart"),
    ("Landkreis Kassel", "Regierungsbezirk Kassel", "within"),
    ("Stadt Bremen", "Land Bremen", "within"),
    ("Altona", "Hamburg", "within"),
    ("Altona", "Berlin", "apart"),
    ("Neukölln", "Kreuzberg", "unknown"),
    ("Neukölln", "Altona", "apart"),
    ("Lippstadt", "Soest", "apart"),
    ("Kreis Soest", "Kreis Unna", "apart"),
    ("Hessen", "Thüringen", "apart"),
    ("Eisenach", "Wartburgkreis", "within"),
    ("Duderstadt", "Landkreis Göttingen", "within"),
    ("Samtgemeinde Bersenbrück", "Landkreis Osnabrück", "within"),
    ("Ankum", "Samtgemeinde Bersenbrück", "within"),
    ("Oldenburger Land", "Stadt Oldenburg", "contains"),
    ("Oldenburger Land", "Niedersachsen", "within"),
    ("Oldenburger Land", "Ostfriesland", "apart"),
    ("Ruhrgebiet", "Essen", "contains"),
    ("Gelsenkirchen", "Ruhrgebiet", "within"),
    ("Ruhrgebiet", "Köln", "apart"),
    ("Eifel", "Landkreis Ahrweiler", "unknown"),
    ("Eifel", "Köln", "apart"),
    ("Wendland", "Landkreis Lüchow-Dannenberg", "same"),
    ("Vorpommern", "Mecklenburg-Vorpommern", "within"),
    ("NRW", "Nordrhein-Westfalen", "same"),
    ("Niederlausitz", "Lausitz", "unknown"),
    ("Bergisches Städtedreieck", "Bergisches Land", "within"),
    ("Mecklenburg", "Vorpommern", "unknown"),
    ("Bergisches Land", "Münsterland", "apart"),
]
OPPOSITE = {"within": "contains", "contains": "within"}


@pytest.mark.parametrize(("one", "other", "relation"), RELATIONS)
def test_how_places_lie_to_each_other(one, other, relation):
    places = gazetteer()
    assert places.relation(only(one), only(other)) == relation
    assert places.relation(only(other), only(one)) == OPPOSITE.get(relation, relation)


def test_of_namesakes_the_closest_relation_counts():
    places = gazetteer()
    halle, county = places.named("Halle"), places.named("Kreis Gütersloh")
    assert places.closest_relation(halle, county) == "within"
    assert places.closest_relation(county, halle) == "contains"
    assert places.closest_relation(halle, ()) == "unknown"
    assert places.closest_relation(halle, places.named("Kreis Soest")) == "apart"


@pytest.mark.parametrize(
    ("name", "label", "kind", "official"),
    [
        ("Landkreis Nordsachsen", "Landkreis Nordsachsen", Kind.COUNTY, "14730"),
        ("Kreis Unna", "Kreis Unna", Kind.COUNTY, "05978"),
        ("Unna", "Unna", Kind.MUNICIPALITY, "05978036"),
        ("Region Hannover", "Region Hannover", Kind.COUNTY, "03241"),
        ("Hannover", "Hannover", Kind.MUNICIPALITY, "03241001"),
        ("Essen", "Essen", Kind.MUNICIPALITY, "05113000"),
        ("Altona", "Altona", Kind.QUARTER, ""),
        ("Hessen", "Hessen", Kind.STATE, "06"),
        ("Verbandsgemeinde Prüm", "Prüm", Kind.ASSOCIATION, "072325006"),
        ("Regierungsbezirk Detmold", "Detmold", Kind.GOVERNMENT_REGION, "057"),
        ("Gleichen", "Gleichen", Kind.MUNICIPALITY, ""),
        ("Harz", "Landkreis Harz", Kind.COUNTY, "15085"),
    ],
)
def test_a_name_alone(name, label, kind, official):
    place = only(name)
    assert (place.label, place.kind, place.key) == (label, kind, official)


def test_a_bare_name_is_that_of_the_town_unless_a_kind_is_given():
    named = gazetteer().named
    assert [place.label for place in named("Herford")] == ["Herford"]
    assert [place.label for place in named("Herford", kind=Kind.COUNTY)] == ["Kreis Herford"]
    assert named("Kreis Herford", kind=Kind.MUNICIPALITY) == named("Lippstadt", kind=Kind.COUNTY) == ()
    assert named("", kind=Kind.COUNTY) == ()


@pytest.mark.parametrize("name", ["", "Auenberg", "Lippstadt und Umgebung", "Kreis", "–"])
def test_a_name_that_is_none(name):
    assert gazetteer().named(name) == ()


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("Neukölln", ["Berlin"]),
        ("Lippstadt", ["Kreis Soest", "Arnsberg", "Nordrhein-Westfalen"]),
        ("Ankum", ["Bersenbrück", "Landkreis Osnabrück", "Niedersachsen"]),
        ("Stadt Rosenheim", ["Oberbayern", "Bayern"]),
        ("Hessen", []),
        ("Ruhrgebiet", []),
    ],
)
def test_what_a_place_lies_in(name, above):
    assert [place.label for place in gazetteer().above(only(name))] == above


def test_a_mention_is_a_value():
    [mention] = gazetteer().find("in Lippstadt")
    assert mention == Mention(3, 12, gazetteer().named("Lippstadt"), How.NAME)
