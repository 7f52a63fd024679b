"""Reading and writing meeting rhythms: what stands in the demo city's list, and how clerks write besides."""

import pytest

from rhythm import Period, parse

AUENBERG = {
    "14-tägig montags": "alle 2 Wochen, montags",
    "Frühjahr und Herbst": "zweimal im Jahr, im Frühjahr und Herbst",
    "November bis Juni monatlich": "monatlich, November bis Juni",
    "September bis Mai alle 4 Wochen": "alle 4 Wochen, September bis Mai",
    "alle 10 Wochen": "alle 10 Wochen",
    "alle 2 Monate": "alle 2 Monate",
    "alle 2 Monate mittwochs": "alle 2 Monate, mittwochs",
    "alle 3 Monate": "vierteljährlich",
    "alle 4 Wochen": "alle 4 Wochen",
    "alle 6 Wochen donnerstags 10 Uhr": "alle 6 Wochen, donnerstags, 10 Uhr",
    "alle 8 Wochen, 9–11.30 Uhr": "alle 8 Wochen, 9–11.30 Uhr",
    "alle zwei Monate": "alle 2 Monate",
    "anlassbezogen, mind. 2x im Jahr": "nach Bedarf, mindestens zweimal im Jahr",
    "derzeit ausgesetzt": "ruht",
    "donnerstags 15–17 Uhr": "jeden Donnerstag, 15–17 Uhr",
    "dreimal im Schuljahr": "dreimal im Schuljahr",
    "einmal im Halbjahr": "halbjährlich",
    "einmal im Quartal, freitags 17 Uhr": "vierteljährlich, freitags, 17 Uhr",
    "einmal im Schuljahr": "einmal im Schuljahr",
    "einmal im Semester": "einmal im Semester",
    "einmal je Schulhalbjahr": "einmal im Schulhalbjahr",
    "einmal pro Halbjahr": "halbjährlich",
    "halbjährlich und bei Anlass": "halbjährlich, auch nach Bedarf",
    "im Wintersemester monatlich": "monatlich, im Wintersemester",
    "jeden 1. Mittwoch im Quartal": "jeden 1. Mittwoch im Quartal",
    "jeden 1. Montag im Monat, 19.30 Uhr": "jeden 1. Montag im Monat, 19.30 Uhr",
    "jeden 2. Dienstag im Monat, 16 Uhr": "jeden 2. Dienstag im Monat, 16 Uhr",
    "jeden 2. Samstag, 14 Uhr": "jeden 2. Samstag im Monat, 14 Uhr",
    "jeden ersten Donnerstag, 18 Uhr": "jeden 1. Donnerstag im Monat, 18 Uhr",
    "jeden letzten Freitag im Monat, 9 Uhr": "jeden letzten Freitag im Monat, 9 Uhr",
    "monatlich außer in den Ferien": "monatlich, außer in den Ferien",
    "monatlich, erster Dienstag 10 Uhr": "jeden 1. Dienstag im Monat, 10 Uhr",
    "monatlich, letzter Montag": "jeden letzten Montag im Monat",
    "nach Bedarf": "nach Bedarf",
    "nach Bedarf, mind. viermal im Jahr": "nach Bedarf, mindestens viermal im Jahr",
    "quartalsweise": "vierteljährlich",
    "sechsmal im Schuljahr": "sechsmal im Schuljahr",
    "viermal jährlich": "viermal im Jahr",
    "vierteljährlich dienstags 17 Uhr": "vierteljährlich, dienstags, 17 Uhr",
    "vierteljährlich, mittwochs 14–16 Uhr": "vierteljährlich, mittwochs, 14–16 Uhr",
    "wöchentlich dienstags 9 Uhr": "jeden Dienstag, 9 Uhr",
    "zurzeit keine Treffen": "ruht",
    "zweimal im Halbjahr": "zweimal im Halbjahr",
    "zweimal im Jahr (Frühjahr/Herbst)": "zweimal im Jahr, im Frühjahr und Herbst",
    "zweimal im Schuljahr": "zweimal im Schuljahr",
    "zweimal jährlich": "zweimal im Jahr",
    "zweimonatlich sonntags": "alle 2 Monate, sonntags",
}

CLERKS = {
    "monatl.": "monatlich",
    "1x im Monat": "monatlich",
    "1x mtl.": "monatlich",
    "2 x jährl.": "zweimal im Jahr",
    "4x p. a.": "viermal im Jahr",
    "2x/Jahr": "zweimal im Jahr",
    "2–3x jährlich": "zwei- bis dreimal im Jahr",
    "ein- bis zweimal im Quartal": "ein- bis zweimal im Quartal",
    "4 Sitzungen pro Jahr": "viermal im Jahr",
    "pro Quartal": "vierteljährlich",
    "¼-jährlich": "vierteljährlich",
    "1/2-jährl.": "halbjährlich",
    "halbjährl.": "halbjährlich",
    "alle halbe Jahre": "halbjährlich",
    "alle 14 Tage": "alle 2 Wochen",
    "14-täglich": "alle 2 Wochen",
    "14 tgl.": "alle 2 Wochen",
    "im zweiwöchigen Turnus": "alle 2 Wochen",
    "im 6-Wochen-Rhythmus": "alle 6 Wochen",
    "im Abstand von 6 bis 8 Wochen": "alle 6 bis 8 Wochen",
    "ca. alle 6-8 Wochen": "etwa alle 6 bis 8 Wochen",
    "sechswöchentlich": "alle 6 Wochen",
    "jeden zweiten Monat": "alle 2 Monate",
    "jede 2. Woche": "alle 2 Wochen",
    "jeden 6. Montag": "alle 6 Wochen, montags",
    "jeden ersten und dritten Mittwoch": "jeden 1. und 3. Mittwoch im Monat",
    "1. + 3. Mi. im Monat": "jeden 1. und 3. Mittwoch im Monat",
    "zweimal im Monat, am 1. und 3. Mittwoch": "jeden 1. und 3. Mittwoch im Monat",
    "jeweils am letzten Do. im Monat um 17.30 Uhr": "jeden letzten Donnerstag im Monat, 17.30 Uhr",
    "am vorletzten Freitag des Monats": "jeden vorletzten Freitag im Monat",
    "jeden Monat am 3. Donnerstag": "jeden 3. Donnerstag im Monat",
    "letzter Dienstag d. Monats": "jeden letzten Dienstag im Monat",
    "am 15. jeden Monats": "am 15. jedes Monats",
    "am 1. und 15. des Monats": "am 1. und 15. jedes Monats",
    "am ersten Montag im März und Oktober": "zweimal im Jahr, am 1. Montag im März und Oktober",
    "einmal im Quartal (Jan, Apr, Jul, Okt)": "viermal im Jahr, im Januar, April, Juli und Oktober",
    "jährlich im Herbst": "jährlich, im Herbst",
    "montags 9-11h": "jeden Montag, 9–11 Uhr",
    "Mo–Fr 9–12": "werktags, 9–12 Uhr",
    "werktags außer freitags": "montags bis donnerstags",
    "täglich außer So": "montags bis samstags",
    "Dienstag und Donnerstag 14:30 - 16:00": "jeden Dienstag und Donnerstag, 14.30–16 Uhr",
    "jeden letzten Freitag im Monat, 19h30": "jeden letzten Freitag im Monat, 19.30 Uhr",
    "zwischen 9 und 11 Uhr, wöchentlich": "wöchentlich, 9–11 Uhr",
    "Treffen finden alle vier Wochen statt": "alle 4 Wochen",
    "ungerade Kalenderwochen": "alle 2 Wochen, in ungeraden Kalenderwochen",
    "montags in geraden KW, 10 Uhr": "alle 2 Wochen, montags, in geraden Kalenderwochen, 10 Uhr",
    "nach Absprache": "nach Bedarf",
    "unregelmäßig": "nach Bedarf",
    "keine festen Termine": "nach Bedarf",
    "nach Bedarf, dienstags 9 Uhr": "nach Bedarf, dienstags, 9 Uhr",
    "monatlich, im August Pause": "monatlich, September bis Juli",
    "monatlich außer Juli/August": "monatlich, September bis Juni",
    "Ruht im August, sonst monatlich": "monatlich, September bis Juli",
    "wöchentlich während der Schulzeit, donnerstags": "jeden Donnerstag, außer in den Ferien",
    "in der Regel jeden 1. Dienstag": "in der Regel jeden 1. Dienstag im Monat",
    "meist mittwochs, alle 14 Tage": "etwa alle 2 Wochen, meist mittwochs",
    "1. Donnerstag im Monat, außer Januar und August": "jeden 1. Donnerstag im Monat, außer im Januar und August",
    "1. Montag der ungeraden Monate": "sechsmal im Jahr, am 1. Montag im Januar, März, Mai, Juli, September und November",
    "1. Mi. im Monat, 18.30": "jeden 1. Mittwoch im Monat, 18.30 Uhr",
    "jeden Werktag 8–16 Uhr": "werktags, 8–16 Uhr",
    "bedarfsorientiert, mindestens aber einmal im Jahr": "nach Bedarf, mindestens jährlich",
    "Rhythmus: monatlich": "monatlich",
    "dreivierteljährlich": "alle 9 Monate",
    "trifft sich derzeit nicht": "ruht",
}

SLIPS = {
    "monatlch": "monatlich",
    "vierteljaehrlich": "vierteljährlich",
    "vierteljährich": "vierteljährlich",
    "wochentlich Mittwichs": "jeden Mittwoch",
    "halbjärhlich": "halbjährlich",
    "jeden 2. Diensatg im Monat": "jeden 2. Dienstag im Monat",
    "Septmber bis Mai monatlich": "monatlich, September bis Mai",
    "monatlich, ausser in den Ferien": "monatlich, außer in den Ferien",
}


@pytest.mark.parametrize(("text", "words"), [*AUENBERG.items(), *CLERKS.items(), *SLIPS.items()])
def test_a_rhythm_is_understood_completely(text, words):
    rhythm = parse(text)

    assert rhythm.in_words() == words
    assert rhythm.leftover in {"", "sonst"}


@pytest.mark.parametrize(
    ("text", "words", "leftover"),
    [
        ("vor und nach der Freibadsaison", "zweimal im Jahr", "vor und nach der Freibadsaison"),
        ("monatlich, nicht freitags", "monatlich", "nicht freitags"),
        ("jede zweite Woche im Monat", "monatlich", "zweite Woche im Monat"),
        ("dienstags 17–14 Uhr", "jeden Dienstag, 17 Uhr", "bis 14 Uhr"),
        ("mehrmals wöchentlich", "wöchentlich", "mehrmals"),
        ("jeden 1. Montag im ersten Halbjahr", "jeden 1. Montag im Monat", "im ersten Halbjahr"),
        ("jährlich zwei Tage", "jährlich", "zwei Tage"),
        ("im Monat an einem Sonntag", "jeden Sonntag", "im Monat"),
        ("jeden Mittwoch, meist in der ersten Woche", "jeden Mittwoch", "meist in der ersten Woche"),
        ("vierteljährlich am ersten Werktag", "vierteljährlich", "am ersten Werktag"),
    ],
)
def test_what_is_not_understood_is_kept(text, words, leftover):
    rhythm = parse(text)

    assert (rhythm.in_words(), rhythm.leftover) == (words, leftover)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "2. Halbjahr",
        "regelmäßig",
        "Sommerpause",
        "September–Mai",
        "So wie es passt",
        "10.3., 12.5. und 8.9.2026",  # dates are appointments, not a rhythm
        "Mo. 12.10.2026 17 Uhr",
        "nächstes Treffen am 3. Mai",
        "alle 1000 Wochen",
        "alle 0 Wochen",
        "gemeinsames Kochen",
        "Montage der Spielgeräte",
        "😀😀",
    ],
)
def test_a_text_without_rhythm_is_none(text):
    assert parse(text) is None


def test_every_ambiguous_word_is_read_as_the_duden_has_it():
    read = {text: (rhythm.period, rhythm.times, rhythm.interval) for text in (
        "zweiwöchentlich", "zweimal wöchentlich", "zweimonatlich", "halbmonatlich", "alle zwei Wochen dienstags",
        "zweijährlich",
    ) if (rhythm := parse(text))}  # fmt: skip

    assert read == {
        "zweiwöchentlich": (Period.WEEK, 1, 2),
        "zweimal wöchentlich": (Period.WEEK, 2, 1),
        "zweimonatlich": (Period.MONTH, 1, 2),
        "halbmonatlich": (Period.MONTH, 2, 1),
        "alle zwei Wochen dienstags": (Period.WEEK, 1, 2),
        "zweijährlich": (Period.YEAR, 1, 2),
    }


def test_the_second_saturday_raises_a_doubt_the_second_saturday_of_the_month_does_not():
    assert parse("jeden 2. Samstag").doubt == (
        "„Jeden 2. Samstag“ lesen wir als „jeden 2. Samstag im Monat“. "
        "Treffen Sie sich alle zwei Wochen, schreiben Sie bitte „alle 2 Wochen, samstags“."
    )
    assert parse("jeden 2. Samstag im Monat").doubt == ""
    assert parse("monatlich, 2. Samstag").doubt == ""
    assert parse("jeden 3. Samstag").doubt == ""


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("die jeden Montag stattfand", "stattfand"),
        ("Wir trafen uns jeden Montag", "trafen"),
        ("Jeden Montag wurden Lieder gesungen", "wurden"),
        ("haben sich die Frauen jeden Montag getroffen", "getroffen"),
        ("Der Kreis hat jeden Montag getagt", "getagt"),
    ],
)
def test_what_was_is_not_what_is(text, unread):
    rhythm = parse(text)

    assert rhythm.in_words() == "jeden Montag"
    assert unread in rhythm.leftover


def test_who_has_opened_is_open():
    assert parse("Wir haben jeden Montag geöffnet").leftover == ""
