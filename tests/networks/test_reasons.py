"""The sentences that say why two networks seem to be the same, and what speaks against it."""

from __future__ import annotations

import pytest

from networks.recognition.features import SIGNALS
from networks.recognition.profiles import Profile
from networks.recognition.reasons import reasons_for
from networks.recognition.structures import Corpus, Structure

CORPUS = Corpus.measure([], places=None)
CORPUS.themes.update({"Inklusion": 1, "Leseförderung": 1})
SETS = ("themes", "districts", "members", "target_groups")


def told(found: dict[str, float], proposal: dict[str, object], existing: dict[str, object]):
    """What is said of two, given the signals."""
    sides = (
        Profile(
            Structure(
                **{name: frozenset(value) if name in SETS else value for name, value in fields.items()}
            ),
            CORPUS,
        )
        for fields in (proposal, existing)
    )
    return reasons_for(dict.fromkeys(SIGNALS, 0.0) | found, *sides)


def speaks_for(
    found: dict[str, float], proposal: dict[str, object], existing: dict[str, object]
) -> tuple[str, ...]:
    return told(found, proposal, existing).speaks_for


def speaks_against(existing: dict[str, object], proposal: dict[str, object] | None = None, **found: float):
    return told(found, {"name": "x"} | (proposal or {}), {"name": "y"} | existing).speaks_against


@pytest.mark.parametrize(
    ("value", "mine", "theirs", "sentence"),
    [
        (1.0, "Lesepaten", "LESE-PATEN", "fast gleicher Name"),
        (1.0, "Lesepaten", "LESEPATEN", "gleicher Name"),
        (0.7, "Lesepaten", "Lesepatn", "fast gleicher Name"),
        (0.7, "Mathematik Orgel", "Orgel Mathematik", "fast gleicher Name"),  # the same words
        (0.7, "Teenager", "Jugendliche", "Name mit gleicher Bedeutung"),
        (0.7, "QD KTP", "Qualitätsdialog Kindertagespflege", "Kürzel passt zum Namen: QD KTP"),
        (0.7, "QDKTPXYZ", "QKXZ", "Kürzel passt zum Namen: QKXZ"),  # the shorter one
        (0.69, "Lesepaten", "Lesepatn", "ähnlicher Name"),
        (0.45, "Lesepaten", "Lesepatn", "ähnlicher Name"),
        (0.44, "Lesepaten", "Lesepatn", None),
        (0.0, "", "", None),  # no name on either side
    ],
)
def test_names(value, mine, theirs, sentence):
    assert speaks_for({"name": value}, {"name": mine}, {"name": theirs}) == ((sentence,) if sentence else ())


def test_name_of_one_in_the_text_of_the_other():
    mine, theirs = {"name": "x", "purpose": "Astronomie für alle"}, {"name": "Astronomie"}
    assert speaks_for({"text_im_namen": 0.4}, mine, theirs) == (
        "der Name kommt in der Beschreibung vor: Astronomie",
    )
    assert speaks_for({"text_im_namen": 0.39}, mine, theirs) == ()
    assert speaks_for(
        {"name_in_text": 0.5}, {"name": "Teenager"}, {"name": "y", "purpose": "Jugendliche"}
    ) == ("der Name trifft, worum es geht: Jugendliche",)
    assert (
        speaks_for({"name_in_text": 0.49}, {"name": "Teenager"}, {"name": "y", "purpose": "Jugendliche"})
        == ()
    )
    assert speaks_for({"name_in_text": 1.0}, {"name": "Teenager"}, {"name": "y", "purpose": "Orgel"}) == ()


SINGING = {"name": "x", "purpose": "Singen Orgel"}, {"name": "y", "purpose": "Singen"}


@pytest.mark.parametrize(
    ("value", "sentences", "is_substantial", "is_slight"),
    [
        (0.45, ("gleicher Zweck: Singen",), True, False),
        (0.44, ("ähnlicher Zweck: Singen",), True, False),
        (0.3, ("ähnlicher Zweck: Singen",), True, False),
        (0.29, ("ähnlicher Zweck: Singen",), False, True),  # one word of two
        (0.2, ("ähnlicher Zweck: Singen",), False, True),
        (0.19, (), False, False),
    ],
)
def test_purposes(value, sentences, is_substantial, is_slight):
    reasons = told({"zweck": value}, *SINGING)
    assert (reasons.speaks_for, reasons.is_substantial, reasons.is_slight) == (
        sentences,
        is_substantial,
        is_slight,
    )


def test_two_words_of_the_purpose_stand_alone():
    both = {"name": "y", "purpose": "Singen und Orgel"}
    assert told({"zweck": 0.2}, SINGING[0], both).is_substantial


def test_at_most_five_words_are_quoted_each_once():
    many = "Singen Orgel Astronomie Mathematik Xylophon Pferd Singen"
    (sentence,) = speaks_for({"zweck": 1.0}, {"name": "x", "purpose": many}, {"name": "y", "purpose": many})
    assert sentence == "gleicher Zweck: Singen, Orgel, Astronomie, Mathematik, Xylophon"


def test_theme_that_the_text_sounds_like():
    mine = {"name": "x", "purpose": "Inklusion"}
    theirs = {"name": "y", "themes": {"Inklusion", "Sport"}}
    reasons = told({"thema_gemeint": 0.45}, mine, theirs)
    assert reasons.speaks_for == ("es klingt nach dem Thema: Inklusion",)
    assert (reasons.is_substantial, reasons.is_slight) == (False, True)
    assert speaks_for({"thema_gemeint": 0.44}, mine, theirs) == ()
    ticked = mine | {"themes": {"Inklusion"}}
    assert speaks_for({"thema_gemeint": 1.0}, ticked, theirs) == ("gleiches Thema: Inklusion",)


TWO = {"A1", "A2"}


@pytest.mark.parametrize(
    ("found", "mine", "theirs", "sentences", "is_substantial"),
    [
        ({}, {"members": TWO}, {"members": {"A1"}}, ("1 gemeinsames Mitglied",), False),
        ({"mitglieder": 0.4}, {"members": TWO}, {"members": TWO}, ("2 gemeinsame Mitglieder",), True),
        ({"mitglieder": 0.39}, {"members": TWO}, {"members": TWO}, ("2 gemeinsame Mitglieder",), False),
        ({"koordination": 0.1}, {}, {}, ("gleiche Koordination",), False),
        ({}, {"themes": {"b", "a"}}, {"themes": {"a", "b"}}, ("gleiche Themen: a, b",), False),
        ({}, {"target_groups": {"a"}}, {"target_groups": {"a"}}, ("gleiche Zielgruppe: a",), False),
        ({}, {"target_groups": TWO}, {"target_groups": TWO}, ("gleiche Zielgruppen: A1, A2",), False),
        ({}, {"themes": {"a"}, "target_groups": {"b"}}, {"themes": {"a"}, "target_groups": {"b"}},
         ("gleiches Thema: a", "gleiche Zielgruppe: b"), True),
        ({"ort": 1.0}, {"districts": {"b"}}, {"districts": {"b", "c"}}, ("gleicher Ort: b",), False),
        ({"ort": 0.0}, {"districts": {"b"}}, {"districts": {"b"}}, (), False),
        ({}, {"is_citywide": True}, {"is_citywide": True}, ("beide für das ganze Gebiet",), False),
        ({}, {"is_citywide": True}, {}, (), False),
        ({"koordination": 1.0, "ort": 1.0, "genannt": 1.0}, {}, {}, ("gleiche Koordination",), True),
        ({"koordination": 1.0, "ort": 1.0}, {}, {}, ("gleiche Koordination",), False),
        ({"koordination": 1.0, "ort": 1.0, "mitglieder": 0.2}, {}, {}, ("gleiche Koordination",), True),
        ({"koordination": 1.0, "ort": 1.0, "mitglieder": 0.19}, {}, {}, ("gleiche Koordination",), False),
    ],
)  # fmt: skip
def test_what_both_have(found, mine, theirs, sentences, is_substantial):
    """One thing in common is told; it is a reason by itself only with others."""
    reasons = told(found, {"name": "x", **mine}, {"name": "y", **theirs})
    assert (reasons.speaks_for, reasons.is_substantial) == (sentences, is_substantial)


@pytest.mark.parametrize(
    ("found", "mine", "theirs", "sentence"),
    [
        ({"ort_gegen": 1.0}, {}, {"districts": {"b", "a"}}, "anderer Ort: a, b"),
        ({"ort_teil_gegen": 1.0}, {}, {"districts": {"b", "a"}}, "nur in a, b"),
        ({"ort_teil_gegen": 1.0}, {}, {"is_citywide": True}, "arbeitet im ganzen Gebiet, nicht nur vor Ort"),
        ({"koordination_gegen": 1.0}, {"coordinator": "1"}, {"coordinator": "1"}, "gleiche Koordination, sie kennt also beide"),
        ({"koordination_gegen": 1.0}, {"coordinator": "1"}, {"coordinator": "2"}, None),
        ({"koordination_gegen": 1.0}, {}, {}, None),
        ({}, {"coordinator": "1"}, {"coordinator": "1"}, None),
        ({"zweck_gegen": 0.4}, {}, {}, "anders beschriebener Zweck"),
        ({"zweck_gegen": 0.39}, {}, {}, None),
        ({"themen_gegen": 1.0}, {}, {"themes": {"b", "a"}}, "andere Themen: a, b"),
        ({"themen_gegen": 0.4}, {}, {"themes": {"b"}}, None),
        ({"mitglieder_gegen": 0.4}, {"members": {"1"}}, {"members": {"2"}}, "keine gemeinsamen Mitglieder"),
        ({"mitglieder_gegen": 0.39}, {"members": {"1"}}, {"members": {"2"}}, None),
        ({"mitglieder_gegen": 0.4}, {"members": {"1", "3"}}, {"members": {"1"}}, None),
        ({}, {}, {"status": "beendet"}, "beendet"),
        ({}, {}, {"status": "beendet", "ended_in": 2020}, "seit 2020 beendet"),
        ({}, {}, {"status": "ruhend"}, "ruht zurzeit: wiederbeleben?"),
        ({}, {}, {"status": "ruhend", "ended_in": 2020}, "ruht seit 2020: wiederbeleben?"),
        ({}, {}, {"status": "geplant"}, "noch in Planung: jetzt abstimmen?"),
        ({}, {}, {"status": "aktiv", "ended_in": 2020}, None),
    ],
)  # fmt: skip
def test_what_speaks_against(found, mine, theirs, sentence):
    assert speaks_against(theirs, mine, **found) == ((sentence,) if sentence else ())
