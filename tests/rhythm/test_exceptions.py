"""When there are no meetings. The worst mistake: to take the months of a pause for those of the meetings."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rhythm import Understood, parse
from rhythm.lexicon import months_named

CADENCES = (
    "monatlich", "wöchentlich", "alle 14 Tage", "jeden 1. Montag im Monat", "dienstags 19 Uhr", "14-tägig donnerstags",
    "am 15. jedes Monats", "jeden letzten Freitag", "Chorprobe jeden Mittwoch, 20 Uhr", "viermal im Jahr",
)  # fmt: skip
MONTHS = (
    "Juli", "August", "im Dezember", "im Juli und August", "Juli/August", "im Juli, August", "Juli - August", "Juli bis August",
    "in den Monaten Juli und August", "im Januar sowie im August", "in den Sommermonaten", "Jänner", "Aug.", "Dez.",
)  # fmt: skip
BEFORE = (
    "außer", "ausgenommen", "ohne", "nicht", "Pause:", "Pause", "Sommerpause", "entfällt", "entfällt:", "frei:", "ruht",
    "kein Treffen", "keine Sitzungen", "mit Ausnahme von", "bis auf", "geschlossen", "Ferien:", "Urlaub", "fällt aus",
    "nie", "abgesagt", "keine Probe", "unterbrochen",
)  # fmt: skip
BEHIND = (
    "Pause", "ist Sommerpause", "entfällt", "frei", "sitzungsfrei", "kein Treffen", "keine Sitzung", "nicht", "ausgenommen",
    "fällt die Probe aus", "findet kein Treffen statt", "finden keine Treffen statt", "geschlossen", "ruht der Betrieb",
    "ist Pause", "haben wir Urlaub", "machen wir Pause", "treffen wir uns nicht", "trifft sich niemand", "ist zu", "fallen aus",
    "gibt es keine Probe", "Betriebsferien", ": Pause", "- keine Treffen", "wird nicht geprobt", "probenfrei",
)  # fmt: skip
LINKS = (", ", " ", "; ", " (", " - ", ". ", " / ")
PAUSES = st.one_of(
    st.tuples(st.sampled_from(BEFORE), st.sampled_from(MONTHS)).map(" ".join),
    st.tuples(st.sampled_from(MONTHS), st.sampled_from(BEHIND)).map(" ".join),
)


@st.composite
def texts(draw) -> str:
    cadence, pause, link = draw(st.sampled_from(CADENCES)), draw(PAUSES), draw(st.sampled_from(LINKS))
    if draw(st.booleans()):
        return f"{pause}{link if link != ' (' else ', '}{draw(st.sampled_from(('', 'sonst ')))}{cadence}"
    tail = draw(st.sampled_from(("", ".", " und in den Ferien", ", sonst immer", ", 19 Uhr")))
    return f"{cadence}{link}{pause}{')' if link == ' (' else ''}{tail}"


@settings(deadline=None, max_examples=200)
@given(texts())
@example("Juli ist zu viermal im Jahr")
@example("im August bleibt dicht zweimal im Jahr")
def test_a_pause_is_never_read_as_the_season(text):
    rhythm = parse(text)

    off = set(months_named(text))
    if rhythm is not None:
        assert not off & set(rhythm.months) or not rhythm.months, (text, rhythm.in_words())
        if rhythm.understood is Understood.YES and not rhythm.paused:
            assert set(rhythm.months) == set(range(1, 13)) - off


SEASONS = (
    "von April bis Oktober", "im Winter", "nur im Sommer", "September bis Mai", "im März und Oktober",
    "in den Wintermonaten", "November - März",
)  # fmt: skip
AMONG = (
    "", "außerdem", "freies Training", "wird außerdem", "öffentlich", "nichtöffentlich", "freitags", "draußen", "auch",
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(CADENCES),
    st.sampled_from(SEASONS),
    st.sampled_from(AMONG),
    st.sampled_from(LINKS),
    st.booleans(),
)
def test_a_season_is_never_read_as_the_pause(cadence, season, among, link, comes_first):
    text = f"{season} {among} {cadence}" if comes_first else f"{cadence}{link}{season} {among}"
    rhythm = parse(text)

    assert rhythm is None or set(rhythm.months) <= set(months_named(season)), (text, rhythm.in_words())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "montags, außer in den Ferien und im August",
            "jeden Montag, September bis Juli, außer in den Ferien",
        ),
        (
            "montags, außer im August und in den Ferien",
            "jeden Montag, September bis Juli, außer in den Ferien",
        ),
        ("jeden Montag im Sommer, im Winter Pause", "jeden Montag, im Sommer"),
        ("monatlich, jedoch nicht im Dezember", "monatlich, Januar bis November"),
        ("monatlich mit Ausnahme des Monats August", "monatlich, September bis Juli"),
        ("monatlich bis auf den August", "monatlich, September bis Juli"),
        ("jeden Montag. In den Ferien nicht.", "jeden Montag, außer in den Ferien"),
        ("jeden Dienstag, an Feiertagen nicht", "jeden Dienstag, außer an Feiertagen"),
        ("monatlich, nur im Juli ist Pause", "monatlich, August bis Juni"),
        ("jeden Montag, Pause nur im August", "jeden Montag, September bis Juli"),
        ("monatlich, Sommerpause (Juli/August)", "monatlich, September bis Juni"),
        (
            "im Sommer (Juli bis August) finden keine Treffen statt, sonst monatlich am letzten Donnerstag",
            "jeden letzten Donnerstag im Monat, September bis Juni",
        ),
        ("im zweiten Quartal keine Treffen, sonst monatlich", "monatlich, Juli bis März"),
        (
            "Donnerstag ausgenommen Ferien- und Feiertage",
            "jeden Donnerstag, außer in den Ferien, außer an Feiertagen",
        ),
        ("jeden 1. Samstag (ausgenommen feiertags)", "jeden 1. Samstag im Monat, außer an Feiertagen"),
        ("wöchentlich, außer in den Sommerferien", "wöchentlich, außer in den Sommerferien"),
        ("montags, nur in den Sommerferien nicht", "jeden Montag, außer in den Sommerferien"),
        (
            "jeden Montag außer in den Oster- und Sommerferien und an Feiertagen",
            "jeden Montag, außer an Feiertagen, außer in den Osterferien, außer in den Sommerferien",
        ),
        ("derzeit geschlossen", "ruht"),
        ("findet seit März 2020 nicht mehr statt", "ruht"),
    ],
)
def test_an_exception_is_understood(text, words):
    rhythm = parse(text)

    assert (rhythm.in_words(), rhythm.leftover) == (words, "")


@pytest.mark.parametrize(
    ("text", "words", "unread"),
    [
        ("montags geschlossen, sonst täglich", "täglich", "montags geschlossen"),
        ("der 1. Montag im Monat entfällt, sonst wöchentlich montags", "jeden Montag", "1. Montag im Monat"),
        ("in den Ferien jeden Dienstag", "jeden Dienstag", "in den Ferien"),
        (
            "wöchentlich, von Mitte Juli bis Mitte August ist Pause",
            "wöchentlich",
            "Mitte Juli bis Mitte August",
        ),
        ("jeden Dienstag, nicht am Aschermittwoch", "jeden Dienstag", "Aschermittwoch"),
        ("jeden Montag, außer am Ende der Sommerferien", "jeden Montag", "außer am Ende der Sommerferien"),
        ("jeden Montag, auch in den Sommerferien", "jeden Montag", "auch in den Sommerferien"),
        (
            "montags, in den Ferien nicht, außer in den Sommerferien",
            "jeden Montag, außer in den Ferien",
            "außer in den Sommerferien",
        ),
        (
            "montags, in den Ferien nicht, außer im August",
            "jeden Montag, außer in den Ferien",
            "außer im August",
        ),
    ],
)
def test_an_exception_that_is_not_understood_stays_unread(text, words, unread):
    rhythm = parse(text)

    assert rhythm.in_words() == words
    assert unread in rhythm.leftover


@pytest.mark.parametrize(
    "text",
    [
        "keine Pause im August",
        "im August ist keine Pause",
        "nur im August ist keine Pause",
        "im August fällt die Probe nicht aus",
        "im August entfällt das Treffen nicht",
        "auch im August nicht geschlossen",
        "keine Sommerpause (Juli/August)",
        "keine Pause in den Ferien",
        "in den Ferien nicht geschlossen",
        "an Feiertagen fällt es nicht aus",
        "nicht nur im Juli",
        "Pause nicht nur im Juli",
    ],
)
def test_what_is_denied_twice_takes_nothing_away(text):
    rhythm = parse(f"jeden Montag, {text}")

    assert (rhythm.in_words(), rhythm.understood) == ("jeden Montag", Understood.PARTLY)
