"""What a question is about, read by the forms of a small room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.questions import Form, Understanding, understand
from search.sources import Option

PEOPLE = {"vhs": "VHS Nord", "caritas": "Caritas", "awo": "AWO 100%"}
MEMBER = Form(
    r"wo (?:ist|sind) (?P<name>.+?) mitglied",
    facet="mitglied",
    head="Netzwerke",
    says="in denen %(name)s Mitglied ist",
    is_sure=True,
)
WITH = Form(r"^runden mit (?P<name>.+)$", facet="mitglied", head="Runden", says="mit %(name)s")
OPEN = Form(r"offene runden", {"offenheit": ["offen"]}, head="Runden", says="die offen sind")
SEEKS = Form(r"^wer sucht (?P<rest>.+)$", {"sucht": []}, says="die „%(topic)s“ suchen", within="sucht")
NEXT = Form(r"naechste sitzung", {"art": ["netzwerk"]}, sort="termin")
FORMS = (MEMBER, WITH, OPEN, SEEKS, NEXT)
PLACES = {"nordstadt", "siedlung an der aue", "am hafen"}


def called(facet: str, name: str) -> list[Option]:
    assert facet == "mitglied"
    words = name.lower().split()
    return [Option(slug, label) for slug, label in PEOPLE.items() if slug in words and "und" not in words]


def read(text: str) -> Understanding:
    return understand(text, called=called, places=PLACES, forms=FORMS)


def test_words_that_ask_nothing_come_back_as_they_are():
    assert read("Vorlesepaten, Kita & Co.") == Understanding("Vorlesepaten, Kita & Co.")
    assert read("+49 5555 1").text == "+49 5555 1"


def test_a_name_within_a_question_becomes_a_condition():
    met = read("Wo ist die VHS Mitglied?")
    assert (met.text, met.conditions) == ("", (("mitglied", ("vhs",)),))
    assert met.sentence == "Netzwerke, in denen VHS Nord Mitglied ist"
    assert met.is_more_than_words


def test_each_of_several_names_is_a_condition_and_signs_in_names_are_no_format():
    met = read("Runden mit Caritas und AWO")
    assert met.conditions == (("mitglied", ("caritas",)), ("mitglied", ("awo",)))
    assert met.sentence == "Runden, mit Caritas und mit AWO 100%"
    assert read("Runden mit Caritas und Zirkus") == Understanding("Runden mit Caritas und Zirkus")


def test_a_name_that_nobody_bears_is_searched_for_and_said():
    met = read("Wo ist der Zirkus Mitglied")
    assert (met.text, met.unknown, met.conditions) == ("der Zirkus", ("Zirkus",), ())
    assert not met.is_more_than_words


def test_a_form_that_is_not_sure_is_not_met_by_an_unknown_name():
    assert read("Runden mit Kindern") == Understanding("Runden mit Kindern")


def test_what_is_left_is_searched_for():
    met = read("Gibt es offene Runden für Lese- und Schreibförderung?")
    assert met.text == "Gibt es für Lese- und Schreibförderung"
    assert met.topic == "Lese- und Schreibförderung"
    assert met.sentence == "Runden zu „Lese- und Schreibförderung“, die offen sind"


def test_words_may_be_looked_for_in_passages_of_a_name():
    met = read("Wer sucht Vorlesepaten?")
    assert (met.text, met.within, met.conditions) == ("Vorlesepaten", "sucht", (("sucht", ()),))
    assert met.sentence == "Einträge, die „Vorlesepaten“ suchen"


def test_who_looks_for_nothing_closer_is_said_to_look_for_something():
    met = understand("Wer sucht was", called=called, places=(), forms=FORMS)
    assert (met.topic, met.sentence) == ("", "Einträge, die etwas suchen")


@pytest.mark.parametrize(
    ("typed", "place", "topic"),
    [
        ("Sport in der Nordstadt", "nordstadt", "Sport"),
        ("Sport im Stadtteil Nordstadt", "nordstadt", "Sport"),
        ("aus der Siedlung an der Aue", "siedlung an der aue", ""),
    ],
)
def test_a_place_behind_a_preposition_is_where_something_is(typed, place, topic):
    met = read(typed)
    assert (met.places, met.topic, met.is_more_than_words) == (frozenset({place}), topic, True)
    assert met.text.endswith(met.where[0])


def test_a_place_by_itself_is_a_word():
    assert read("Sport Nordstadt") == Understanding("Sport Nordstadt")


def test_questions_may_be_combined():
    met = read("offene Runden zu Lesen in der Nordstadt, nächste Sitzung")
    assert met.sentence == "Runden zu „Lesen“ in der Nordstadt, die offen sind"
    assert (met.sort, met.conditions) == ("termin", (("offenheit", ("offen",)), ("art", ("netzwerk",))))


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("Wer macht was zu Sprachbildung?", "zu Sprachbildung"),
        ("Was läuft zu Sport", "zu Sport"),
        ("Hallo, ich suche einen Deutschkurs, danke", "einen Deutschkurs"),
        ("Können Sie mir sagen, wer hilft bei Hausaufgaben", "bei Hausaufgaben"),
        ("Wer kann mir bei den Hausaufgaben helfen?", "bei den Hausaufgaben"),
        ("An wen wende ich mich bei Mobbing", "bei Mobbing"),
        ("Vorlesepaten gesucht", "Vorlesepaten"),
    ],
)
def test_words_that_merely_ask_are_not_searched_for(typed, left):
    assert read(typed).text == left
    assert not read(typed).is_more_than_words


@pytest.mark.parametrize(
    "asking",
    [
        "Guten Tag, bitte", "Vielen Dank", "Mit freundlichen Grüßen", "Liebe Grüße,", "Kennt ihr vielleicht",
        "Haben Sie uns", "Wissen Sie", "Wir brauchen dringend", "Ich möchte gern", "Wir würden gerne",
        "Ich benötige noch", "Ich will mal", "Wir hätten gern", "Wer kümmert sich hier", "Wer tut was",
        "Wer arbeitet schon", "Wer weiß alles", "Wer beschäftigt sich", "Wer engagiert sich", "Wer kennt sich",
        "Wer ist zuständig", "Wer ist verantwortlich", "Wer ist Ansprechpartnerin", "Wer ist Ansprechpartner",
        "Wer ist Ansprechperson", "Was passiert hier", "Was geht denn so", "Was macht", "Was machen", "Was tut sich",
        "Was ist los", "Was haben wir alles", "Wo finde ich", "Wie bekommen wir", "Wo kriege ich", "Wie erhalte ich",
        "Wo gibt es", "Wie kann man", "Wo können wir", "Wo melde ich", "Wie erreiche ich", "An wen kann ich mich",
        "An wen muss man", "An wen soll ich", "An wen sollen wir uns", "An wen müssen wir", "An wen können wir", "Gibts",
        "finden", "weiterhelfen", "eigentlich", "überhaupt", "denen", "deren", "dessen",
    ],
)  # fmt: skip
def test_there_are_many_ways_to_ask(asking):
    assert read(f"{asking} Schach").text == "Schach"


@pytest.mark.parametrize("ending", ["gemacht", "getan", "angeboten", "unternommen"])
def test_what_is_done_may_stand_at_the_end(ending):
    assert read(f"Was wird für Schach {ending}?").text == "für Schach"


@pytest.mark.parametrize("typed", ["Wer kann uns bei Schach weiterhelfen", "Wer kann bei Schach sagen"])
def test_who_can_help_may_stand_around(typed):
    assert read(typed).text == "bei Schach"


@pytest.mark.parametrize("typed", ["wer macht was", "Was läuft hier", "bitte"])
def test_a_question_about_nothing_is_searched_for_as_it_is(typed):
    assert read(typed) == Understanding(typed)


@pytest.mark.parametrize("typed", ['wo ist "die VHS" Mitglied', "offene Runden -Sport", "„offene Runden“"])
def test_who_quotes_or_excludes_means_the_words(typed):
    assert read(typed) == Understanding(typed)


def test_many_names_are_cut_short():
    def many(_facet: str, _name: str) -> list[Option]:
        return [Option(str(n), f"Kita {n}") for n in range(5)]

    met = understand("Wo sind Kitas Mitglied", called=many, places=(), forms=FORMS)
    assert met.sentence == "Netzwerke, in denen Kita 0, Kita 1 oder 3 weitere Mitglied ist"
    assert met.conditions == (("mitglied", ("0", "1", "2", "3", "4")),)


WORDS = st.sampled_from(
    "wo ist sind mitglied die vhs und offene runden in der nordstadt wer sucht was % „ § -".split()
)


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_whatever_is_asked_what_is_left_is_part_of_it(text):
    met = read(text)
    assert set(met.text.split()) <= set(text.split())
    assert met.sentence
