"""How often."""

import pytest

from rhythm import Period, parse
from rhythm.cadence import first_in

COUNTS = {
    "vier Netzwerktreffen im Jahr": "viermal im Jahr",
    "zwei große Fachtage jährlich": "zweimal im Jahr",
    "sechs Abende im Schuljahr": "sechsmal im Schuljahr",
    "an zwei Tagen in der Woche": "zweimal in der Woche",
    "im Jahr zwischen 36 und 38 Übungsdienste": "36- bis 38-mal im Jahr",
    "pro Jahr finden ca. 4 bis 5 Sitzungen statt": "etwa vier- bis fünfmal im Jahr",
    "im Monat zweimal": "zweimal im Monat",
    "2/Jahr": "zweimal im Jahr",
    "2 x Woche": "zweimal in der Woche",
    "einmal die Woche": "wöchentlich",
    "1x/Q": "vierteljährlich",
    "2 x im Qu.": "zweimal im Quartal",
    "vj.": "vierteljährlich",
    "allmonatlich": "monatlich",
    "alljährlich": "jährlich",
    "jedes zweite Jahr": "alle 2 Jahre",
    "im 14-tägigen Wechsel": "alle 2 Wochen",
    "im Drei-Jahres-Rhythmus": "alle 3 Jahre",
    "alle 14 Tg.": "alle 2 Wochen",
    "höchstens viermal im Jahr": "höchstens viermal im Jahr",
    "bis zu sechs Sitzungen im Jahr": "höchstens sechsmal im Jahr",
    "nicht öfter als zweimal im Monat": "höchstens zweimal im Monat",
    "vierteljährlich oder nach Bedarf": "vierteljährlich, auch nach Bedarf",
    "viermal im Jahr: 1. Montag im Quartal": "jeden 1. Montag im Quartal",
    "fallweise": "nach Bedarf",
    "monatlich nach Absprache": "monatlich, nach Absprache",
    "dienstags oder nach Vereinbarung": "jeden Dienstag, auch nach Bedarf",
    "viermal im Jahr, meist dienstags": "etwa viermal im Jahr, meist dienstags",
    "fast jeden Mittwoch": "in der Regel jeden Mittwoch",
    "von Ausnahmen abgesehen jeden Montag": "in der Regel jeden Montag",
    "jeden Mittwoch, meist im Pfarrhof": "jeden Mittwoch",
    "meist jeden Mittwoch im Pfarrhof": "in der Regel jeden Mittwoch",
    "zweimal jährlich, üblicherweise abwechselnd in Bonn und Berlin": "zweimal im Jahr",
    "an zwei Dienstagen pro Monat": "zweimal im Monat, dienstags",
    "an zwei Sonntagmorgen pro Monat": "zweimal im Monat, sonntags",
    "an einem Freitag im Monat": "monatlich, freitags",
    "zwei Stunden an einem Sonntagmorgen im Monat": "monatlich, sonntags",
    "jährlich machen wir zwei Ausflüge": "zweimal im Jahr",
    "jährlich im ersten Quartal": "jährlich, Januar bis März",
    "alljährlich im 2. Halbjahr": "jährlich, Juli bis Dezember",
}


@pytest.mark.parametrize(("text", "words"), COUNTS.items())
def test_how_often(text, words):
    rhythm = parse(text)

    assert (rhythm.in_words(), rhythm.leftover) == (words, "")


@pytest.mark.parametrize("text", ["von 8 bis 10 jeden Montag", "2 Stunden pro Woche", "5 Personen im Monat"])
def test_what_is_measured_is_no_count_of_meetings(text):
    rhythm = parse(text)

    assert rhythm is None or (rhythm.times == 1 and rhythm.leftover)


def test_the_first_cadence_counts_and_of_those_that_begin_there_the_longest():
    match, values = first_in("dann zweimal im Monat, später monatlich")

    assert (match[0], values) == ("zweimal im Monat", {"period": Period.MONTH, "times": 2})
    assert first_in("alle 500 Wochen") is None


def test_a_denied_cadence_is_none():
    rhythm = parse("nicht wöchentlich, sondern monatlich")

    assert rhythm.in_words() == "monatlich"
    assert "wöchentlich" in rhythm.leftover
    assert parse("früher wöchentlich, heute monatlich").in_words() == "monatlich"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In jährlich bis zu drei Sitzungen", "höchstens dreimal im Jahr"),
        ("monatlich zwei Treffen", "zweimal im Monat"),
        ("vierteljährlich mindestens einmal", "mindestens vierteljährlich"),
        ("zumindest halbjährlich", "mindestens halbjährlich"),
        ("spätestens alle drei Monate", "mindestens vierteljährlich"),
        ("in vierteljährlichen Abständen", "vierteljährlich"),
        ("im Abstand von ca. sechs Wochen", "etwa alle 6 Wochen"),
        ("in einem Abstand von 4-6 Wochen", "alle 4 bis 6 Wochen"),
        ("im dreijährigen Turnus", "alle 3 Jahre"),
        ("14-tägige Treffen", "alle 2 Wochen"),
        ("im Regelfall monatlich", "etwa monatlich"),
        ("Woche für Woche", "wöchentlich"),
        ("ab und zu", "nach Bedarf"),
        ("in unregelmäßigem Abstand", "nach Bedarf"),
        ("mehrmals im Schuljahr", "nach Bedarf"),
        ("so oft es erforderlich ist, alle zwei Jahre", "alle 2 Jahre, auch nach Bedarf"),
        ("nur einmal in der Woche", "wöchentlich"),
        ("in geraden Jahren im Juni", "alle 2 Jahre, in geraden Jahren, im Juni"),
        (
            "jedes Jahr am 3. Oktober, nur in ungeraden Jahren",
            "alle 2 Jahre, am 3. Oktober, in ungeraden Jahren",
        ),
        (
            "in Jahren mit gerader Jahreszahl am Aschermittwoch",
            "alle 2 Jahre, am Aschermittwoch, in geraden Jahren",
        ),
        ("jedes Jahr findet im Sommer ein Fest statt", "jährlich, im Sommer"),
    ],
)
def test_more_ways_to_say_how_often(text, words):
    rhythm = parse(text)

    assert (rhythm.in_words(), rhythm.leftover) == (words, "")
    assert parse(words) == rhythm


@pytest.mark.parametrize(
    "text",
    [
        "ein zehnwöchiger Kurs",
        "eine dreitägige Klausur",
        "für die sechs- bis 15-jährigen Mädchen",
        "mindestens eine zweite Veranstaltung im Monat",
        "zwei weitere Termine im Quartal",
        "wöchentlich oder monatlich",
        "monatlich bis vierteljährlich",
        "im Mai oder Juni",
        "Die Gastgeber wechseln jährlich",
        "Der Spielort wechselt im monatlichen Rhythmus",
        "Der Vorstand wird alle zwei Jahre gewählt",
        "Der Beitrag beträgt 12 Euro im Jahr",
        "im Sommerhalbjahr von 15 bis 18 Uhr, im Winterhalbjahr von 14 bis 17 Uhr",
        "am ersten Dienstag nach dem 15. des Monats",
        "monatlich in geraden Jahren",
    ],
)
def test_what_says_not_how_often(text):
    assert parse(text) is None


def test_one_of_two_months_is_not_both():
    rhythm = parse("einmal im Jahr, meistens im Dezember oder Januar")

    assert (rhythm.in_words(), rhythm.leftover) == ("jährlich", "meistens im Dezember oder Januar")
