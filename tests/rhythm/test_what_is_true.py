"""Wordings that were once read as what they do not say, and others like them: what is shown must be true."""

import pytest

from rhythm import Understood, parse


def read(text: str) -> tuple[str, str]:
    """Its words and what stays unread; empty where nothing was understood."""
    rhythm = parse(text)
    return (rhythm.in_words(), rhythm.leftover) if rhythm else ("", "")


@pytest.mark.parametrize(
    ("text", "words", "unread"),
    [
        ("jeden Samstag, im Winter erst ab 10 Uhr", "jeden Samstag", "im Winter erst ab 10 Uhr"),
        ("jeden Mittwoch, im Sommer um 18 Uhr", "jeden Mittwoch", "im Sommer um 18 Uhr"),
        ("monatlich, im Sommer auch donnerstags", "monatlich", "im Sommer auch donnerstags"),
        ("alle 6 Wochen und im Mai", "alle 6 Wochen", "im Mai"),
        ("im Winter wöchentlich, auch im August", "wöchentlich, im Winter", "auch im August"),
        ("monatlich, im August auf Anfrage", "monatlich", "im August"),
        ("jeden 2. Dienstag im Monat, August nach Absprache", "jeden 2. Dienstag im Monat", "August nach Absprache"),
        ("von Mai bis Oktober jeden Sonntag, sonst nach Vereinbarung", "jeden Sonntag, Mai bis Oktober", "nach Vereinbarung"),
        ("Dienstags (nach Absprache alternativ donnerstags)", "jeden Dienstag", "nach Absprache"),
        ("Probe jeden Mittwoch, Auftritte nach Bedarf", "jeden Mittwoch", "nach Bedarf"),
        ("monatlich, nur bei Bedarf", "monatlich", "bei Bedarf"),
        ("jeden Dienstag, in loser Folge", "jeden Dienstag", "in loser Folge"),
        ("monatlich, mindestens aber alle zwei Monate", "monatlich", "mindestens aber alle zwei Monate"),
        ("wöchentlich, einmal im Monat mit Gästen", "wöchentlich", "einmal im Monat mit Gästen"),
        ("jährlich im Herbst, meist Oktober", "jährlich, im Herbst", "meist Oktober"),
        ("Beginn 14.01.2027, 10 Abende, wöchentlich", "wöchentlich, erstmals am 14. Januar 2027", "10 Abende"),
        ("ab Schuljahr 2027/28 monatlich", "monatlich", "Schuljahr 2027/28"),
        ("jährlich zu Pfingsten", "jährlich", "zu Pfingsten"),
        ("jeden Montag, mittwochs nur im Winter", "jeden Montag", "mittwochs nur im Winter"),
        ("täglich rund um die Uhr", "täglich", "rund um die Uhr"),
        ("jährlich zu Weihnachten", "jährlich", "zu Weihnachten"),
        ("jährlich im Frühsommer", "jährlich", "im Frühsommer"),
        ("jährlich im Hornung", "jährlich", "im Hornung"),
        ("jeden Mittwoch um Mitternacht", "jeden Mittwoch", "um Mitternacht"),
        ("dienstags nach der Sommerpause", "jeden Dienstag", "nach der Sommerpause"),
        ("monatlich, 3-4", "monatlich", "3-4"),
        ("Di 9-12 und 14-16 Uhr, Fr 9-12 Uhr", "jeden Dienstag, 9–12 Uhr; außerdem jeden Freitag, 9–12 Uhr", "14-16"),
    ],
)  # fmt: skip
def test_what_may_say_otherwise_stays_unread(text, words, unread):
    found, leftover = read(text)

    assert found == words
    assert unread in leftover


@pytest.mark.parametrize(
    "rest",
    [
        "der Termin wandert",
        "das Treffen trudelt aus",
        "das Treffen klappt meistens",
        "wir schwänzen",
        "läuft aus",
        "Abweichungen möglich",
        "mit Unterbrechungen",
        "in Blöcken",
        "noch in Planung",
        "zum Semesterstart",
        "siehe Jahresprogramm",
        "siehe Aushang",
        "im Wechsel mit Gruppe B",
        "zur Ernte ruht die Arbeit",
        "Testweise auch mittwochs",
        "im Spätherbst anders",
        "+1h Verspätung",
    ],
)
def test_what_may_move_or_end_a_meeting_is_not_harmless(rest):
    for cadence in ("jeden Dienstag", "monatlich", "alle 2 Wochen"):
        rhythm = parse(f"{cadence}, {rest}")

        assert rhythm is None or rhythm.understood is Understood.PARTLY


@pytest.mark.parametrize(
    "first",
    [
        "Vorerst",
        "Vorübergehend",
        "Kaum",
        "Bald",
        "Heute",
        "Diesmal",
        "Anfangs",
        "Hoffentlich",
        "Theoretisch",
        "Zukünftig",
        "Testweise",
        "Notfalls",
        "Verlegt auf",
        "Verschoben auf",
        "Abgesagt:",
        "Angedacht",
        "In der Vergangenheit",
        "Testphase:",
    ],
)
def test_a_capital_at_the_beginning_makes_no_name_of_an_adverb(first):
    for cadence in ("jeden Dienstag", "dienstags 18 Uhr", "monatlich"):
        rhythm = parse(f"{first} {cadence}")

        assert rhythm is None or rhythm.understood is Understood.PARTLY


@pytest.mark.parametrize(
    "name", ["Stammtisch", "Abendbrot", "Jugend", "Besprechung", "Angebot", "Ausschuss", "Vorstand", "Runder Tisch", "Öffentlich"]
)  # fmt: skip
def test_a_name_at_the_beginning_is_harmless(name):
    assert read(f"{name} jeden Dienstag") == ("jeden Dienstag", "")


@pytest.mark.parametrize(
    "rest",
    [
        "wir stricken und häkeln gemeinsam",
        "Kinder jonglieren mit Bällen",
        "bitte anmelden",
        "Anmeldung bei Frau Müller",
        "Einladung erfolgt per E-Mail",
        "in der Regel online",
        "derzeit nur online",
        "abwechselnd digital und in Präsenz",
        "reihum bei den Mitgliedern",
        "Ort wechselt",
        "in wechselnden Einrichtungen",
        "für Kinder von 3 bis 6 Jahren",
        "in Raum 2.03",
        "im NW2",
        "Sitzungssaal 2",
        "Kostenbeitrag 5,- Euro",
        "2 Std.",
        "nach der Schule",
        "Einlass 18 Uhr",
        "Ort nach Absprache",
        "bitte vorher anrufen",
        "viele Gäste freuen sich",
        "keine Sommerpause",
    ],
)
def test_where_who_and_how_are_harmless(rest):
    assert read(f"jeden Dienstag, {rest}") == ("jeden Dienstag", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("alle 14 Tage montags, nicht jedoch im August", "alle 2 Wochen, montags, September bis Juli"),
        ("monatlich, im Sommer setzen wir aus", "monatlich, September bis Mai"),
        ("jeden 1. Freitag, im August legt die Gruppe eine Pause ein", "jeden 1. Freitag im Monat, September bis Juli"),
        ("monatlich, das August-Treffen fällt aus", "monatlich, September bis Juli"),
        ("monatlich, keine Dezember-Sitzung", "monatlich, Januar bis November"),
        ("jeden Montag, kein Treffen im Ferienmonat August", "jeden Montag, September bis Juli"),
        ("jeden Montag, ansonsten entfallen die Treffen im Mai", "jeden Montag, Juni bis April"),
        ("monatlich (Ausnahme: August)", "monatlich, September bis Juli"),
        ("jeden Montag, in den Ferien treffen wir uns nicht", "jeden Montag, außer in den Ferien"),
        ("dienstags, an Feiertagen bleibt sie geschlossen", "jeden Dienstag, außer an Feiertagen"),
        ("monatlich, durchgehend auch im Sommer", "monatlich"),
        ("ruht bis auf Weiteres", "ruht"),
        ("Das Netzwerk pausiert zurzeit", "ruht"),
    ],
)  # fmt: skip
def test_a_pause_in_more_words(text, words):
    assert read(text) == (words, "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("jeden ersten Mittwoch nach den Ferien, 18 Uhr", "jeweils am 1. Mittwoch nach den Ferien, 18 Uhr"),
        ("jeweils am letzten Freitag vor den Ferien", "jeweils am letzten Freitag vor den Ferien"),
        ("am letzten Tag des Quartals", "viermal im Jahr, am letzten Tag des Monats, im März, Juni, September und Dezember"),
        ("am Monatsersten um 10 Uhr", "am 1. jedes Monats, 10 Uhr"),
        ("immer am 6. Dezember", "jährlich, am 6. Dezember"),
        ("mindestens zweimal, höchstens viermal im Jahr", "zwei- bis viermal im Jahr"),
        ("ein Dutzend Mal im Jahr", "zwölfmal im Jahr"),
        ("Rhythmus: 6 Wochen", "alle 6 Wochen"),
        ("im Quartalsrhythmus", "vierteljährlich"),
        ("biennal im Herbst", "alle 2 Jahre, im Herbst"),
        ("jährlich im I. Quartal", "jährlich, Januar bis März"),
        ("jährlich im Juni, zweitägig", "jährlich, im Juni"),
        ("monatlich, mal montags, mal mittwochs", "monatlich, abwechselnd montags und mittwochs"),
        ("montägliche Proben", "jeden Montag"),
        ("nach Absprache, meist donnerstags", "nach Bedarf, donnerstags"),
        ("Termine werden individuell vereinbart", "nach Bedarf"),
        ("wenn das Interesse der Stiftung dies erfordert, mindestens einmal im Halbjahr", "nach Bedarf, mindestens halbjährlich"),
        ("mittwochs, zusätzlich jeden ersten Samstag im Monat", "jeden Mittwoch; außerdem jeden 1. Samstag im Monat"),
        ("Vorstand monatlich, Plenum im März und Oktober", "monatlich; außerdem zweimal im Jahr, im März und Oktober"),
        ("Sitzungen 4 x im Jahr (1x pro Quartal)", "viermal im Jahr"),
        ("Von April bis Oktober ist das Museum jeden Sonntag geöffnet", "jeden Sonntag, April bis Oktober"),
        ("Jeden1. Montag im Monta", "jeden 1. Montag im Monat"),
        ("Mo–Fr außer Mi", "jeden Montag, Dienstag, Donnerstag und Freitag"),
        ("der letzte Mittwochim Monat", "jeden letzten Mittwoch im Monat"),
    ],
)  # fmt: skip
def test_more_ways_to_say_a_rhythm(text, words):
    assert read(text) == (words, "")
    assert read(words) == (words, "")


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        ("um neunzehn Uhr dreißig", "19.30 Uhr"),
        ("um zwanzig Uhr", "20 Uhr"),
        ("neun bis elf Uhr", "9–11 Uhr"),
        ("9 Uhr 30 bis 11 h 15", "9.30–11.15 Uhr"),
        ("19,30 Uhr", "19.30 Uhr"),
        ("um 1/2 8 abends", "19.30 Uhr"),
        ("um fünf nach halb acht abends", "19.35 Uhr"),
        ("zwanzig vor acht abends", "19.40 Uhr"),
        ("20 c.t.", "20.15 Uhr"),
        ("Beginn 19 Uhr, Ende gegen 21 Uhr", "19–21 Uhr"),
        ("Beginn ist um 14.30 Uhr", "14.30 Uhr"),
    ],
)
def test_hours_in_more_words(hour, words):
    assert read(f"jeden 2. Dienstag im Monat, {hour}") == (f"jeden 2. Dienstag im Monat, {words}", "")


@pytest.mark.parametrize(
    "text",
    [
        "jeden Montag, immer dienstags",
        "noch keine Termine",
        "zweimal im Jahr jeweils am Aschermittwoch",
        "Freitag, den 13.",
        "am ersten Mittwoch nach den Ferien",
        "Wir reservieren nach Bedarf",
        "Die Plätze werden nach Bedarf vergeben",
    ],
)
def test_what_is_no_rhythm(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    "rest",
    [
        "Kontakt: Max Muster",
        "Moderation: Fr. Müller",
        "bei Familie Winter",
        "bei Frau März",
        "bei Firma Herbst",
        "im Café Sonntag",
        "maximal 12 Personen",
        "max. 15 Kinder",
        "bis zu 20 Teilnehmende",
        "mindestens 5 Personen",
        "höchstens zwei Stunden",
        "bei Bedarf mit Dolmetscher",
        "Beitrag 120 Euro jährlich",
    ],
)
def test_names_people_and_money_are_no_days_months_or_limits(rest):
    for cadence in ("jeden Dienstag", "monatlich", "alle 6 Wochen"):
        assert read(f"{cadence}, {rest}") == (cadence, "")


@pytest.mark.parametrize(
    ("text", "words", "unread"),
    [
        ("Mo. Turnen, Fr. Training", "jeden Montag", "Fr. Training"),
        ("jeden Mittwoch, in der kalten Jahreszeit", "jeden Mittwoch", "in der kalten Jahreszeit"),
    ],
)
def test_what_may_be_a_name_or_a_time_stays_unread(text, words, unread):
    assert read(text) == (words, unread)
