"""Typed text made readable."""

import pytest

from rhythm.spelling import normalised


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("monatlch", "monatlich"),
        ("einaml im Monat", "einmal im monat".replace("monat", "Monat")),
        ("jeden zwieten Dienstag", "jeden zweiten Dienstag"),
        ("Donerstag", "donnerstag"),
        ("vierteljaehrlich", "vierteljährlich"),
        ("1x/Q", "1x/Quartal"),
        ("2 x im Qu.", "2 x im Quartal"),
        ("19³⁰ Uhr", "19.30 Uhr"),
        ("im 2-Wochen-Rythmus", "im 2-Wochen-Rhythmus"),
        ("im Sommer (Juni bis August) montags", "Juni bis August montags"),
        ("im Sommer (draußen) montags", "im Sommer (draußen) montags"),
        ("jeden zweiten (neu!) Donnerstag", "jeden zweiten Donnerstag"),
        ("alle\u00a06\u2013\u20108 Wochen", "alle 6--8 Wochen"),
    ],
)
def test_what_is_meant_is_read(typed, read):
    assert normalised(typed) == read


@pytest.mark.parametrize(
    "text", ["Montage", "zweite Woche", "letztes Treffen", "viertel nach acht", "gemeinsames Kochen"]
)
def test_words_of_their_own_are_no_slips(text):
    assert normalised(text) == text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("alle zwoelf Wochen", "alle zwölf Wochen"),
        ("alle fuenf Wochen", "alle fünf Wochen"),
        ("im Fruehjahr", "im frühjahr"),
        ("Maerz", "märz"),
        ("Jaenner", "jänner"),
        ("ausser August", "außer August"),
        ("regelmaessig", "regelmäßig"),
        ("unregelmässig", "unregelmäßig"),
        ("waehrend der Ferien", "während der Ferien"),
        ("in gleichen Abstaenden", "in gleichen abständen"),
        ("woechentlich", "wöchentlich"),
        ("taeglich", "täglich"),
        ("neue Kooperation", "neue Kooperation"),
    ],
)
def test_umlauts_are_read_where_they_are_written_out(typed, read):
    assert " ".join(normalised(typed).split()) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("jd. Montag", "jeden Montag"),
        ("jed. Montag", "jeden Montag"),
        ("1x d. Quartals", "1x des Quartals"),
        ("tgl.", "täglich"),
        ("1x i. J.", "1x im Jahr"),
        ("2x i. M.", "2x im Monat"),
        ("alle 2 Wo.", "alle 2 Wochen"),
        ("alle 10 Tg.", "alle 10 Tage"),
        ("1. Mo d. M.", "1. Mo des Monats"),
        ("vtlj.", "vierteljährlich"),
        ("vj.", "vierteljährlich"),
        ("hj.", "halbjährlich"),
        ("¼ j.", "vierteljährlich"),
        ("1x Qrtl.", "1x Quartal"),
        ("II. Quartal", "2. Quartal"),
    ],
)
def test_abbreviations_stand_for_their_words(typed, read):
    assert " ".join(normalised(typed).split()) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("in den Oster-, Sommer- und Herbstferien", "in den Osterferien, Sommerferien und Herbstferien"),
        ("von wenigen Ausnahmen abgesehen montags", "in der Regel montags"),
        ("jeweilen montags", "jeweils montags"),
        ("von zwei bis vier Uhr", "von 2 bis 4 Uhr"),
        ("um 19,30 Uhr", "um 19.30 Uhr"),
        ("Tag für Tag", "täglich"),
        ("Woche für Woche", "wöchentlich"),
        ("Monat für Monat", "monatlich"),
        ("Jahr für Jahr", "jährlich"),
        ("jeden Abend", "täglich"),
        ("am Muttertag", "am 2. Sonntag im Mai"),
        ("am Erntedankfest", "am 1. Sonntag im Oktober"),
        ("19°° Uhr", "19.00 Uhr"),
        ("um neunzehn Uhr", "um 19 Uhr"),
        ("um acht Uhr fünf", "um 8.05 Uhr"),
        ("um acht Uhr fünfzehn", "um 8.15 Uhr"),
        ("um neunzehn Uhr fünfundvierzig", "um 19.45 Uhr"),
        ("um einundzwanzig Uhr", "um 21 Uhr"),
        ("9 Uhr 30 bis 11 Uhr", "9.30 Uhr bis 11 Uhr"),
        ("um 1/2 8 Uhr", "um halb 8 Uhr"),
        ("um ¾ 8 Uhr", "um dreiviertel 8 Uhr"),
        ("ab18 Uhr", "ab 18 Uhr"),
        ("ein halbes Dutzend mal im Jahr", "6 mal im Jahr"),
        ("ein Dutzend mal im Jahr", "12 mal im Jahr"),
        ("mindestens zweimal, höchstens viermal", "zwei bis viermal"),
        ("im Monta", "im Monat"),
        ("jedn Montag", "jeden Montag"),
        ("montagum 9 Uhr", "montag um 9 Uhr"),
        ("donnerstäglich", "donnerstags"),
        ("mittwöchlich", "mittwochs"),
    ],
)
def test_other_ways_to_say_or_write_it_are_brought_to_one(typed, read):
    assert " ".join(normalised(typed).split()) == read
