"""Each signal of a pair of networks: when it speaks, and that it is silent where one side says nothing."""

from __future__ import annotations

import pytest

from networks.recognition.features import SIGNALS, signals
from networks.recognition.places import Places
from networks.recognition.profiles import Profile
from networks.recognition.structures import Corpus, Structure

PLACES = Places.of(
    ["Lindenau", "Altstadt", "Elbe"], [], [("A9", "Jugendzentrum Nordstern")], {"Altstadt": "Lindenau"}
)
TOPICS = {
    "Sprache": "Sprachbildung",
    "Ausbildung": "Übergang Schule – Beruf",
    "Inklusion": "Inklusion",
    "Sport": "Leseförderung",
}
CORPUS = Corpus.measure(
    (
        Structure(name=f"Runde {word}", themes=frozenset({theme}), members=frozenset({"A1"}))
        for word, theme in TOPICS.items()
    ),
    places=PLACES,
    theme_parents={"Sprachbildung": "Bildung", "Leseförderung": "Bildung"},
)
SETS = ("themes", "districts", "members", "target_groups")


def profile(**fields: object) -> Profile:
    return Profile(
        Structure(**{name: frozenset(value) if name in SETS else value for name, value in fields.items()}),
        CORPUS,
    )


def told(proposal: dict[str, object], existing: dict[str, object]) -> dict[str, float]:
    """Signals that say something."""
    found = signals(profile(**proposal), profile(**existing))
    assert found.keys() == SIGNALS.keys()
    assert all(0 <= value <= 1 + 1e-9 for value in found.values())
    return {name: value for name, value in found.items() if value}


def near(**values: float) -> object:
    return pytest.approx(values, abs=0.001)


def name_of(mine: str, theirs: str, **fields: object) -> float:
    return told({"name": mine, **fields}, {"name": theirs, **fields}).get("name", 0.0)


def test_nothing_said_is_no_evidence():
    full = {"name": "Lesepaten", "purpose": "Singen", "themes": {"Inklusion"}, "target_groups": {"Kinder"},
            "districts": {"Elbe"}, "members": {"A1"}, "coordinator": "A1"}  # fmt: skip
    assert told({}, full) == told({}, {}) == {}


def test_same_name():
    assert told({"name": "Lesepaten"}, {"name": "LESEPATEN"}) == near(
        name=1.0, name_fast_gleich=1.0, name_allein=1.0, name_in_text=0.811, text_im_namen=0.811
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "value"),
    [
        ("Mathematik Lesen", "Lesen Mathematik", 1.0),
        ("Lesepaten", "Lesepatn", 0.889),  # share of letters alike
        ("Lesepaten", "Rodeln", 0.0),
        ("Arbeitskreis", "Arbeitskreis", 1.0),
        ("Arbeitskreis", "AK", 0.0),  # format words alone are no name
        ("Arbeitskreis", "Arbeitskries", 0.0),
        ("QD KTP", "Qualitätsdialog Kindertagespflege", 1.0),
        ("Qualitätsdialog Kindertagespflege", "QD KTP", 1.0),
    ],
)
def test_likeness_of_names(mine, theirs, value):
    assert name_of(mine, theirs) == pytest.approx(value, abs=0.001)


def test_a_name_is_an_acronym_only_as_a_whole():
    assert name_of("QD Wald", "Qualitätsdialog Kindertagespflege") < 0.5


def test_nearly_the_same_begins_at_seven_tenths():
    found = told({"name": "Lesepaten"}, {"name": "Lesepatn"})
    assert found["name_fast_gleich"] == pytest.approx((found["name"] - 0.7) / 0.3)
    assert "name_fast_gleich" not in told({"name": "Mathematik Lesen"}, {"name": "Lesen Orgel"})


def test_other_names_count_like_the_name():
    both = {"name": "Rückenwind", "other_names": ("Lesepaten",)}
    assert told(both, {"name": "Lesepaten"})["name"] == told({"name": "Lesepaten"}, both)["name"] == 1.0


def test_two_names_for_the_theme_that_both_have():
    assert name_of("Lesenetz", "Runder Tisch Leseförderung", themes={"Leseförderung"}) == 0.85
    assert name_of("Lesenetz", "Runder Tisch Leseförderung") < 0.85
    assert name_of("Lesenetz Orgel", "Runder Tisch Leseförderung", themes={"Leseförderung"}) < 0.85


def test_name_counts_alone_only_where_no_purpose_could_bear_it_out():
    assert "name_allein" not in told({"name": "Lesepaten", "purpose": "Singen"}, {"name": "Lesepaten"})


def test_name_in_the_other_text():
    entry = {"name": "Volkssternwarte", "purpose": "Astronomie für Kinder"}
    assert told({"name": "Astronomie"}, entry) == near(name_in_text=0.632)
    found = told({"purpose": "Astronomie für Kinder"}, {"name": "Astronomie"})
    assert found == near(text_im_namen=0.632, zweck=0.263)


def test_another_name_speaks_against_as_far_as_it_says_something():
    assert told({"name": "Mathematik"}, {"name": "Orgel"}) == near(name_gegen=0.632)
    assert told({"name": "Neue Runde"}, {"name": "Orgel"}) == {}
    found = told({"name": "Rückenwind", "purpose": "Mathematik"}, {"name": "Orgel"})
    assert found["name_gegen"] == pytest.approx(0.2 * profile(name="Rückenwind").name_weight)


def test_purpose_both_ways():
    found = told(
        {"name": "Rückenwind", "purpose": "Teenager gehen wieder zur Schule"},
        {"name": "Netz Jugendliche", "purpose": "Jugendliche schwänzen Schule"},
    )
    assert found == near(
        text_im_namen=0.441,
        zweck=0.484,
        zweck_umgekehrt=0.419,
        zweck_beide=0.450,
        zweck_allein=0.372,
        name_gegen=0.173,
    )


def test_another_purpose_speaks_against_where_both_say_one():
    other = {"purpose": "Winterfreuden Schlitten Schneeballschlacht"}
    assert told({"purpose": "Singen"}, other) == near(zweck_gegen=0.35)
    assert told({"purpose": "Singen"}, {"name": "Rodeln"}) == {}


@pytest.mark.parametrize(
    ("mine", "theirs", "found"),
    [
        ({"A1", "A2"}, {"A2", "A3"}, {"mitglieder": 0.330, "mitglieder_gleich": 0.197, "mitglieder_gegen": 0.087}),
        ({"A1", "A2"}, {"A1", "A2"}, {"mitglieder": 0.626, "mitglieder_gleich": 0.626, "mitglieder_fast_alle": 0.376}),
        ({"A1", "A4"}, {"A5"}, {"mitglieder_gegen": 0.087}),
        ({"A2", "A4"}, {"A5"}, {}),  # who takes part in nothing known here is no sign of another round
        ({"A2"}, set(), {}),
    ],
)  # fmt: skip
def test_members(mine, theirs, found):
    """A1 sits everywhere and says less."""
    assert told({"members": mine}, {"members": theirs}) == near(**found)


def test_coordination():
    assert told({"coordinator": "A2"}, {"coordinator": "A2"})["koordination"] == 1.0
    assert told({"coordinator": "A1"}, {"coordinator": "A1"})["koordination"] < 0.7
    takes_part = told({"coordinator": "A1"}, {"coordinator": "A3", "members": {"A1"}})
    assert {"koordination", "koordination_gegen"} & takes_part.keys() == set()
    assert told({"coordinator": "A1"}, {"coordinator": "A3"})["koordination_gegen"] == 1.0
    assert "koordination_gegen" not in told(
        {"coordinator": "A2"}, {"coordinator": "A3"}
    )  # takes part nowhere
    assert "koordination_gegen" not in told({"coordinator": "A1"}, {"members": {"A3"}})


def test_member_named_in_the_other_text():
    text, member = {"purpose": "mit dem Nordstern"}, {"members": {"A9"}}
    assert told(text, member) == told(member, text) == near(genannt=0.632)


@pytest.mark.parametrize(
    ("mine", "theirs", "found"),
    [
        ({"Inklusion"}, {"Inklusion"}, {"themen": 0.782}),
        ({"Leseförderung", "Inklusion"}, {"Inklusion"}, {"themen": 0.391}),
        ({"Leseförderung"}, {"Inklusion"}, {"themen_gegen": 1.0}),
        ({"Leseförderung"}, {"Sprachbildung"}, {"themen_gegen": 0.4}),  # of one branch
        ({"Bildung"}, {"Inklusion", "Sprachbildung"}, {"themen_gegen": 0.4}),  # one above the other
        ({"Sprachbildung"}, {"Bildung"}, {"themen_gegen": 0.4}),
        ({"Inklusion"}, {"Neues"}, {"themen_gegen": 1.0}),  # both without a branch
        ({"Inklusion"}, set(), {}),
    ],
)
def test_themes(mine, theirs, found):
    assert told({"themes": mine}, {"themes": theirs}) == near(**found)


def test_theme_that_a_text_means():
    found = told({"purpose": "Wir fördern das Lesen."}, {"themes": {"Leseförderung"}})
    assert found == near(zweck=0.493, thema_gemeint=0.782)


def test_target_groups():
    mine = {"target_groups": {"Kinder", "Eltern"}}
    assert told(mine, {"target_groups": {"Eltern"}}) == {"zielgruppen": 0.5}
    assert told({"target_groups": {"Eltern"}}, mine) == {"zielgruppen": 1.0}
    assert told(mine, {}) == {}


HERE, ALL = {"districts": {"Lindenau"}}, {"is_citywide": True}


@pytest.mark.parametrize(
    ("mine", "theirs", "found"),
    [
        (HERE, HERE, {"ort": 1.0}),
        (HERE, {"districts": {"Altstadt"}}, {"ort_teil_gegen": 1.0}),
        (HERE, {"districts": {"Elbe"}}, {"ort_gegen": 1.0}),
        (HERE, ALL, {"ort_teil_gegen": 1.0}),
        (ALL, HERE, {"ort_teil_gegen": 1.0}),
        (ALL, ALL, {}),
        (HERE, {}, {}),
        ({}, ALL, {}),
    ],
)
def test_places(mine, theirs, found):
    assert told(mine, theirs) == found
