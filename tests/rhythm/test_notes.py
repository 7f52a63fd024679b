"""What may stay unread without harm, and what may not."""

import pytest

from rhythm import parse
from rhythm.notes import is_harmless, parted


@pytest.mark.parametrize(
    "piece",
    [
        "im Rathaus",
        "in der Turnhalle der Grundschule",
        "mit Frühstück 🥐",
        "laden die Organisatorinnen zu einem Frühstück ein",
        "im Familienzentrum Mitte",
        "Vorstandssitzung",
        "online (Zoom)",
        "nach der Turnstunde",
        "für zwei Stunden",
        "mit meist 15 bis 20 Teilnehmern",
        "abwechselnd in Schule und Rathaus",
        "an wechselnden Orten",
        "mit internem Plenum",
        "im «Weiherwies»",
        "Turnus:",
        "Bahnhofstraße 15 a, 12345 Auenberg",
        "Gartenstrasse 6, 8636 Wald ZH",
        "in Raum 12",
        "im Gemeindehaus der ev. Kirchengemeinde",
        "wetterunabhängig",
        "ohne Anmeldung",
        "(Neumarkt 6)",
        "für gut eine Stunde zur Probe im Pfarrhaus",
        "treffen sich rund zehn bis zwölf Spielefreunde",
        "in zwei Gruppen 15 bis 25 Mütter",
        "bei jedem Wetter",
        "Weitere Termine",
        "Öffnungszeiten",
        "Der Vorsitzende beruft den Beirat",
        "in einer anderen Gaststätte",
        "Pflichtabend oder Jour fixe",
        "an einem Nachmittag angeboten",
        "um hochwertige Handarbeiten anzufertigen",
        "in der Aula des Schulhauses Sternmatt 2",
        "Kosten 5 Euro",
        "ein zweitägiges Seminar",
        "das ganze Jahr über",
        "Treffpunkt wird noch bekannt gegeben",
        "die sich an der klassischen Form orientieren",
        "wo gehäkelt und versorgt wird",
        "musizieren in der Kapelle",
        "bis open end",
        "nur noch im Rathaus",
    ],
)
def test_where_who_and_what_for_change_no_date(piece):
    assert is_harmless(piece)


@pytest.mark.parametrize(
    "piece",
    [
        "wetterabhängig",
        "Wetterabhängig",
        "wenn nötig",
        "bei Vollmond",
        "2017",
        "im Advent",
        "an Schultagen",
        "in der Vorlesungszeit",
        "im Wechsel",
        "nach Ostern",
        "nicht",
        "Nicht",
        "kein Treffen",
        "Dez.",
        "zum Schuljahresbeginn",
        "in anderen Wochen",
        "oder",
        "geplant",
        "Freitagmorgen",
        "Mittwochabend",
        "dazwischen",
        "bei gutem Anklang",
        "auf Antrag",
        "während der Öffnungszeiten",
        "am Monatsende",
        "abzusagen",
        *(
            "wird " + verb
            for verb in (
                "verlegt",
                "verschoben",
                "eingeschränkt",
                "festgelegt",
                "vereinbart",
                "abgestimmt",
                "angekündigt",
                "mitgeteilt",
                "verabredet",
                "bekannt gegeben",
                "veröffentlicht",
                "abgesprochen",
                "nachgeholt",
                "vorgezogen",
                "ausgesetzt",
                "unterbrochen",
                "beendet",
                "aufgelöst",
                "verkürzt",
                "halbiert",
                "gestrichen",
                "gekündigt",
                "gewechselt",
                "geändert",
                "angepasst",
                "geplant",
                "vorgesehen",
                "befristet",
            )
        ),
        "endet im Ratssaal",
        "hört auf",
        "richtet sich nach dem Rathaus",
        "hängt vom Vorstand ab",
        "trafen sich im Rathaus",
        "tagten im Rathaus",
        "an den übrigen",
        "an den anderen",
        "bisweilen",
        "unbestimmt",
        "manchmal",
        "gelegentlich",
        "wir pausieren",
        "in anderen Wochen",
        "im Juli 2",
        "eine 14-tägige Probe",
        "?",
        "Mitte",
        "nur",
        "Sommer-Termine",
        "seltener",
        "20 %",
        "im Monat",
        "Bahnhofstraße 15-17",
        "Marktplatz 15.30",
        "1930 Rathaus",
        "2017 Auenberg",
    ],
)
def test_what_may_change_dates_is_not_harmless(piece):
    assert not is_harmless(piece)


def test_pieces_are_parted_and_trimmed():
    assert parted([", am ", "im Rathaus,", " wenn nötig.", "und"]) == ("wenn nötig", "im Rathaus")


def test_a_note_is_no_part_of_the_rhythm():
    assert parse("monatlich im Rathaus") == parse("monatlich")
    assert (parse("monatlich im Rathaus").note, parse("monatlich im Rathaus").leftover) == ("im Rathaus", "")
