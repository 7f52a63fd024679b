"""Pairs of what is wanted and what is offered, as people write them: what fits, what does not, and what is worth a second look."""

import pytest

from networks.recognition.wording import words_of
from partners.matching import SAYS_SO
from partners.words import ANSWERS, RELATED, answered, fields, needs_in, quiet_roots

FITS = 0.8  # from here on somebody „passt genau“ by the words alone

FITTING = [
    ("Vorlesende für Grundschulkinder am Nachmittag", "Lesepatinnen und Lesepaten", "personal"),
    ("Vorlesende für Grundschulkinder am Nachmittag", "Lesehelferinnen und Lesehelfer", "personal"),
    ("Menschen, die mit Zweitklässlern lesen: Lesementoren", "Vermittlung von Freiwilligen", "personal"),
    ("jemand, der Dari spricht", "Sprachmittlung Dari und Paschtu", "personal"),
    ("Übersetzung ins Polnische beim Elterngespräch", "Sprachmittlerpool mit 24 Sprachen", "personal"),
    ("Dolmetscherin für die Sprechstunde", "Sprachmittlerpool mit 24 Sprachen", "personal"),
    ("Trainer für eine Sport-AG", "Übungsleitungen", "personal"),
    ("jemand, der mit Kindern singt", "Chorleitungen", "personal"),
    ("Betreuung: Babysitter während des Elternabends", "Kinderbetreuung während der Kurse", "personal"),
    ("Fahrerinnen und Fahrer mit Führerschein", "Vermittlung von Freiwilligen", "personal"),
    ("Schulbegleitung für ein Kind mit Behinderung", "Schulbegleitungen", "personal"),
    ("ein Theaterprojekt braucht eine Theaterpädagogin", "Theaterpädagogin für Schulprojekte", "personal"),
    ("Nachhilfe in Mathematik", "Lernhelferinnen für Mathematik", "personal"),
    ("Teamer für die Ferienfreizeit", "Teamerinnen und Teamer", "personal"),
    ("Küche für einen Kochkurs", "Gruppenraum mit Küche für 25 Personen", "raum"),
    ("Lehrküche", "Werkraum und Schülerfirma-Küche", "raum"),
    ("Turnhalle für die Winterzeit", "Aulen und Turnhallen nach 17 Uhr", "raum"),
    ("Proberaum für eine Band", "Probebühne", "raum"),
    ("ruhiger Raum für zwölf Personen", "Stadtteilbüro für Sitzungen bis 20 Personen", "raum"),
    ("Seminarraum für eine Fortbildung", "Kursräume", "raum"),
    ("Werkstatt zum Bauen von Nistkästen", "Holz- und Metallwerkstatt", "raum"),
    ("Labor für Experimente", "Hörsäle und Labore für Schulklassen", "raum"),
    ("Workshop zu Cannabis", "Präventionsparcours Alkohol und Cannabis", "wissen"),
    ("Kurs in Erster Hilfe am Kind", "Erste-Hilfe-Kurse am Kind", "wissen"),
    ("Training gegen Stammtischparolen", "Argumentationstrainings", "wissen"),
    ("Zahlen zur Einschulung", "Auswertung der Schuleingangsuntersuchung nach Stadtteilen", "wissen"),
    ("Hilfe beim Förderantrag", "Beratung zu Fördermitteln", "wissen"),
    ("Elternabend zum Thema Pubertät", "Elternabende zu Pubertät und Medien", "wissen"),
    ("Texte in Leichter Sprache", "Leichte Sprache, Prüfgruppe", "wissen"),
    ("Strom sparen in der Schule", "Energieberatung für Schulen", "wissen"),
    ("2.000 Euro für unser Leseprojekt", "Lese- und Mentorenprojekte", "geld"),
    ("Zuschuss zum gesunden Frühstück", "Präventionsmittel nach § 20 SGB V", "geld"),
    ("400 Euro für ein Straßenfest", "Verfügungsfonds in drei Fördergebieten", "geld"),
    ("Bilderbücher", "Bücherkisten", "material"),
    ("Geigen zum Ausleihen", "Leihinstrumente", "material"),
    ("Laptops für den Deutschkurs", "Leihgeräte (Tablets)", "material"),
    ("Roboter zum Programmieren", "Kameras, Robotik-Koffer", "material"),
    ("kleine Fahrräder und Roller", "Fahrräder und Roller", "material"),
    ("ältere Menschen für eine Sprechstunde", "Seniorinnen und Senioren", "zugang"),
    ("Betriebe, deren Beschäftigte schlecht lesen", "Kontakte zu 400 Betrieben", "zugang"),
    ("Mütter und Väter", "Familien mit kleinen Kindern", "zugang"),
]  # fmt: skip

UNFITTING = [
    ("Vorlesende für Grundschulkinder am Nachmittag", "FSJ-Kraft für Schul-AGs", "personal"),
    ("Vorlesende für Grundschulkinder am Nachmittag", "Übungsleitungen für den Nachmittag", "personal"),
    ("jemand, der Tigrinya spricht", "Sprachmittlung Dari und Paschtu", "personal"),
    ("Begleitung, die Gebärdensprache kann", "Sprachmittlung Ukrainisch und Russisch", "personal"),
    ("Fahrerinnen und Fahrer", "Fahrräder und Roller", "personal"),
    ("Chorleitung", "Übungsleitungen", "personal"),
    ("trockener Lagerraum für Werkzeug", "Seminarräume abends", "raum"),
    ("trockener Lagerraum für Werkzeug", "Werkstätten", "raum"),
    ("Küche für einen Kochkurs", "Tonstudio", "raum"),
    ("Turnhalle", "Veranstaltungsraum für 60 Personen", "raum"),
    ("Raum mit Tischen für 30 Kinder", "Stadtteilbüro für Sitzungen bis 20 Personen", "raum"),
    ("90.000 Euro für den Umbau des Schulhofs", "Projektförderung bis 5.000 Euro", "geld"),
    ("1.000 Euro für ein Konzert", "Verfügungsfonds Lindenau", "geld"),
    ("Vortrag über Schulden", "Schulgartenpraxis", "wissen"),
    ("Schulung zum Kinderschutz", "Schulgartenpraxis", "wissen"),
    ("Workshop zu Cannabis", "Workshops zum fairen Handel", "wissen"),
    ("Geigen zum Ausleihen", "Boote", "material"),
    ("Bilderbücher", "Laptops", "material"),
    ("ältere Menschen", "Jugendliche der Nordstadt", "zugang"),
    ("Familien", "türkischsprachige Eltern", "zugang"),
    ("Betriebe", "Kitas als Praxisstellen", "zugang"),
]  # fmt: skip

SECOND_LOOK = [
    ("Vorlesende für Kinder", "Seniortrainerinnen und Seniortrainer", "personal"),
    ("2.000 Euro für ein Theaterstück", "Projektförderung bis 5.000 Euro", "geld"),
    ("Bilderbücher", "Stadtbibliothek mit Kinderabteilung", "material"),
    ("Proberaum für eine Band", "Saal für 120 Personen", "raum"),
]


@pytest.mark.parametrize(("wanted", "offered", "kind"), FITTING)
def test_what_fits(wanted: str, offered: str, kind: str) -> None:
    assert answered(wanted, offered, (kind,)) >= FITS


@pytest.mark.parametrize(("wanted", "offered", "kind"), UNFITTING)
def test_what_is_of_the_same_kind_and_does_not_fit(wanted: str, offered: str, kind: str) -> None:
    assert answered(wanted, offered, (kind,)) < FITS


@pytest.mark.parametrize(("wanted", "offered", "kind"), SECOND_LOOK)
def test_what_is_worth_a_second_look(wanted: str, offered: str, kind: str) -> None:
    assert SAYS_SO <= answered(wanted, offered, (kind,)) < FITS


def test_an_offer_answers_itself() -> None:
    for wanted, _offered, kind in FITTING:
        assert answered(wanted, wanted, (kind,)) >= 0.5


def test_words_without_meaning_have_nothing_in_common() -> None:
    assert answered("", "Lesepatinnen") == 0
    assert answered("Vorlesende", "") == 0
    assert answered("am Nachmittag in der Woche", "jeden Nachmittag") == 0
    assert answered("\N{PILE OF POO}", "Raum") == 0


def test_a_decisive_need_makes_others_count_little() -> None:
    named = {
        field.level: weight for field, weight in needs_in("übersetzen auf Dari", frozenset({"personal"}))
    }
    assert named["!"] == 1
    assert named[""] < RELATED


def test_who_is_to_be_reached_stands_first() -> None:
    weights = [
        weight for _field, weight in needs_in("Vereine für Menschen mit Behinderung", frozenset({"zugang"}))
    ]
    assert sorted(weights) == [0.3, 1.0]


def test_the_other_direction_asks_with_the_words_of_who_seeks() -> None:
    assert answered("Jugendliche als Technikhelfer", "Schülerinnen und Schüler", ("personal",)) >= RELATED
    assert answered("trockenes Lager", "Ladenlokal mit trockenem Keller", ("raum",)) == ANSWERS


def test_room_in_a_school_is_not_any_room() -> None:
    assert answered("ruhige Räume in Schulen", "leeres Ladenlokal", ("raum",)) < SAYS_SO
    assert answered("ruhige Räume in Schulen", "Klassenraum der Schule", ("raum",)) >= SAYS_SO


def test_fields_are_complete_and_say_something() -> None:
    for field in fields():
        assert field.kind in {"raum", "personal", "wissen", "geld", "material", "zugang"}
        for entry in (*field.asked, *field.answers, *field.related):
            assert entry.words and all(entry.words), (field.kind, entry.text)
    assert words_of("Nachmittag")[0].roots[0] in quiet_roots()
