"""Denials and exceptions in many wordings: what is denied is never read as the day of a meeting."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhythm import Understood, parse
from rhythm.lexicon import weekdays_named

# The text, what is read of it („“: nothing at all), and what stays unread („“: nothing).
DENIALS = [
    ("sonntags und an Feiertagen geschlossen", "", ""),
    ("Die Bibliothek ist an Sonntagen und gesetzlichen Feiertagen geschlossen.", "", ""),
    ("An Samstagen, Sonntagen und Feiertagen bleibt das Haus geschlossen", "", ""),
    ("montags und im August geschlossen", "", ""),
    ("montags und in den Ferien keine Probe", "", ""),
    ("jeden Montag und im August geschlossen, sonst wöchentlich", "wöchentlich, September bis Juli", "jeden Montag"),
    ("montags hat das Café zu", "", ""),
    ("montags haben wir zu", "", ""),
    ("montags findet nichts statt", "", ""),
    ("montags ist niemand da", "", ""),
    ("montags ist das Büro unbesetzt", "", ""),
    ("weder montags noch dienstags", "", ""),
    ("nicht mehr montags", "", ""),
    ("montags gibt es nicht mehr", "", ""),
    ("anstelle von Montag am Dienstag", "", ""),
    ("statt montags nun dienstags", "jeden Dienstag", "statt montags"),
    ("dienstags statt montags", "jeden Dienstag", "statt montags"),
    ("jeden Dienstag, aber niemals montags", "jeden Dienstag", "niemals montags"),
    ("montags niemals, dienstags immer", "jeden Dienstag", "montags niemals"),
    ("Montag ist Ruhetag, sonst täglich", "täglich", "Montag ist Ruhetag"),
    ("täglich außer an Feiertagen und montags", "täglich, außer an Feiertagen", "montags"),
    ("täglich, ausgenommen in den Ferien und freitags", "täglich, außer in den Ferien", "freitags"),
    ("freitags, außer in den Ferien und am ersten Freitag im Monat", "jeden Freitag, außer in den Ferien", "am ersten Freitag im Monat"),
    ("jeden Montag außer am 1. Montag im Monat und in den Ferien", "jeden Montag, außer in den Ferien", "am 1. Montag im Monat"),
    ("jeden Montag, außer in den Sommer-Ferien", "jeden Montag, außer in den Sommerferien", ""),
    ("mittwochs eingestellt", "", ""),
    ("mittwochs gestrichen", "", ""),
    ("mittwochs müssen wir leider absagen", "", ""),
    ("mittwochs abgesagt, freitags wie gehabt", "jeden Freitag", "mittwochs abgesagt"),
    ("am ersten Montag im Monat ist geschlossen", "", ""),
    ("am letzten Freitag im Monat treffen wir uns nicht", "", ""),
    ("am 3. Oktober ist jedes Jahr geschlossen", "", ""),
    ("am 15. jedes Monats ist geschlossen", "", ""),
    ("werktags geschlossen", "", ""),
    ("Werktags ist das Museum nicht geöffnet", "", ""),
    ("an allen Werktagen außer mittwochs", "jeden Montag, Dienstag, Donnerstag und Freitag", ""),
    ("in ungeraden Kalenderwochen fällt das Training aus", "", ""),
    ("in geraden Jahren findet nichts statt", "", ""),
    ("jeden Freitag, nur am letzten nicht", "jeden Freitag", "nur am letzten nicht"),
    ("jeden Freitag bis auf den letzten im Monat", "jeden Freitag", "bis auf den letzten"),
    ("Samstags, sonntags sowie an zwei Tagen im Jahr erfolgt keine Betreuung", "", ""),
    ("Im Anschluss an die monatliche Sitzung fällt die Turnstunde aus", "", ""),
    ("jährlich am Karfreitag keine Probe", "", ""),
    ("montags, in den Ferien bleibt die Bücherei geschlossen", "jeden Montag, außer in den Ferien", ""),
    ("In den Ferien findet die Gruppe nicht statt, sonst montags", "jeden Montag, außer in den Ferien", ""),
    ("montags, im August macht der Chor Pause", "jeden Montag, September bis Juli", ""),
    ("montags, im August trifft man sich nicht", "jeden Montag, September bis Juli", ""),
    ("montags, im August ist das Büro nicht geschlossen", "jeden Montag", "nicht geschlossen"),
    ("montags, im August findet Training ohne Trainer statt", "jeden Montag", "ohne Trainer"),
    ("montags, es sei denn, es ist Feiertag", "jeden Montag", "Feiertag"),
    ("montags, abgesehen von August", "jeden Montag", "abgesehen von August"),
    ("Ausnahme: 1. Montag im Monat, sonst jeden Montag", "jeden Montag", "1. Montag im Monat"),
    ("jeden Montag mit Ausnahme des ersten Montags im Monat", "jeden Montag", "ersten Montags im Monat"),
    ("monatlich, der August fällt flach", "monatlich, September bis Juli", ""),
    ("monatlich, im August seltener", "monatlich", "im August seltener"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "unread"), DENIALS, ids=[text for text, *_ in DENIALS])
def test_what_is_denied_is_not_read(text, words, unread):
    rhythm = parse(text)

    assert (rhythm.in_words() if rhythm else "") == words
    assert unread in (rhythm.leftover if rhythm else "")
    assert rhythm is None or (rhythm.understood is Understood.YES) is (unread == "")


DAYS = (
    "montags",
    "dienstags und donnerstags",
    "an Sonntagen",
    "freitags",
    "mittwochs",
    "am Samstag",
    "jeden Montag",
)
NO_MEETINGS = (
    "geschlossen", "haben wir zu", "hat das Haus zu", "ist das Café zu", "keine Probe", "findet keine Probe statt", "findet nichts statt",
    "ist niemand da", "fällt die Probe aus", "entfällt", "bleibt geschlossen", "ist Ruhetag", "treffen wir uns nicht", "nie", "niemals",
    "abgesagt", "gestrichen", "eingestellt", "abgeschafft", "unbesetzt", "nicht mehr", "und an Feiertagen geschlossen",
    "und im August geschlossen", "und in den Ferien kein Treffen", "sowie an Feiertagen ist Pause", "erfolgt keine Betreuung", "pausieren wir",
)  # fmt: skip
ELSE = ("", ", sonst wöchentlich", ". Sonst täglich", "; ansonsten jede Woche")


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(DAYS), st.sampled_from(NO_MEETINGS), st.sampled_from(ELSE))
def test_days_without_meetings_are_never_those_of_meetings(days, denial, otherwise):
    text = f"{days} {denial}{otherwise}"
    denied = set(weekdays_named(re.sub(r"(?:an|am|jeden)\s+", "", days)))
    rhythm = parse(text)

    for rule in rhythm.rules if rhythm else ():
        assert not denied & set(rule.weekdays), (text, rule.in_words())


FREE = (
    "Eintritt frei", "der Eintritt ist frei", "keine Anmeldung erforderlich", "eine Anmeldung ist nicht nötig", "ohne Anmeldung",
    "nicht öffentlich", "keine Vorkenntnisse", "Anmeldung erbeten",
)  # fmt: skip


@pytest.mark.parametrize("words", FREE)
@pytest.mark.parametrize("between", [" ", ", ", ". "])
def test_what_denies_no_date_changes_none(words, between):
    rhythm = parse(f"jeden Montag 19 Uhr{between}{words}")

    assert (rhythm.in_words(), rhythm.leftover) == ("jeden Montag, 19 Uhr", "")
    assert words in rhythm.note
