"""From a row of a table or the fields of a form to what is compared."""

from __future__ import annotations

import pytest

from networks.recognition.proposals import Proposals, format_in, structure_of
from networks.recognition.structures import Structure
from tests.factories import (
    ActorFactory,
    DistrictFactory,
    MunicipalityFactory,
    NetworkFormatFactory,
    TargetGroupFactory,
    ThemeFactory,
)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("AK Sport", "Arbeitskreis"),
        ("Jugendberufsagentur Musterstadt", "Jugendberufsagentur"),
        ("JBA", "Jugendberufsagentur"),
        ("PfD Auenberg", "Partnerschaft"),
        ("Präventionskette Nord", "Präventionskette"),
        ("Begleitausschuss", "Beirat"),
        ("Rückenwind", ""),
    ],
)
def test_a_name_says_of_what_format_it_is(name, kind):
    assert format_in(name) == kind


@pytest.fixture
def lists(db):
    """Themes, a target group, a format, places and actors of the Kommune by name."""
    town = MunicipalityFactory(name="Auenberg", synonyms=["Gesamte Stadt"])
    things = [
        ThemeFactory(name="Leseförderung", synonyms=["Vorlesen"]),
        TargetGroupFactory(name="Jugendliche"),
        NetworkFormatFactory(name="Arbeitskreis", synonyms=["AK"]),
        town,
        DistrictFactory(name="Lindenau", parent=town),
        ActorFactory(name="Stadtbücherei", kennung="A1"),
        ActorFactory(name="Kita Igel"),
    ]
    return {thing.name: thing for thing in things}


def test_a_row_becomes_what_is_compared(lists):
    """Themes by any of their names; a theme and a place that nobody knows stand for themselves, an unknown member for nobody."""
    row = {
        "kennung": " N1 ", "name": "Lesen  und\nVorlesen", "kurzname": "LuV ", "format": "AK", "zweck": "Wir lesen vor.",
        "themen": "Vorlesen|Zirkus", "zielgruppen": "Jugendliche|Omas", "stadtteile": "Lindenau|Neustadt|kreisweit",
        "koordination": "A1", "mitglieder": "Kita Igel|Kita Hase",
    }  # fmt: skip
    assert Proposals().read(row) == Structure(
        kennung="N1",
        name="Lesen und Vorlesen",
        short_name="LuV",
        format="Arbeitskreis",
        purpose="Wir lesen vor.",
        themes=frozenset({"Leseförderung", "Zirkus"}),
        target_groups=frozenset({"Jugendliche", "Omas"}),
        districts=frozenset({"Lindenau", "Neustadt"}),
        is_citywide=True,
        coordinator=str(lists["Stadtbücherei"].pk),
        members=frozenset({str(lists["Kita Igel"].pk)}),
    )


def test_an_empty_row_says_nothing_but_the_format_in_its_name(lists):
    assert Proposals().read({}) == Structure()
    assert Proposals().read({"name": "AK Sport"}) == Structure(name="AK Sport", format="Arbeitskreis")


@pytest.mark.parametrize(
    ("written", "districts", "is_citywide"),
    [
        ("Gesamte Stadt", set(), True),
        ("Auenberg|Lindenau", {"Lindenau"}, True),
        ("stadtweit", set(), True),
        ("Lindenau", {"Lindenau"}, False),
    ],
)
def test_the_whole_kommune_is_no_part_of_it(lists, written, districts, is_citywide):
    found = Proposals().read({"stadtteile": written})
    assert (found.districts, found.is_citywide) == (districts, is_citywide)


def test_of_two_actors_with_one_name_one_is_meant(lists):
    ActorFactory(name="Kita Igel")
    assert len(Proposals().read({"mitglieder": "Kita Igel"}).members) == 1


def test_no_proposal_has_more_members_than_any_real_list(lists):
    members = [ActorFactory(name=f"Kita {number}", kind=lists["Kita Igel"].kind) for number in range(302)]
    found = Proposals().read({"mitglieder": "|".join(actor.name for actor in members)})
    assert found.members == {str(actor.pk) for actor in members[:300]}


def test_a_form_becomes_what_is_compared(lists):
    found = structure_of(
        name="AK  Lesen",
        purpose="Wir lesen vor.",
        goals="Alle lesen.",
        short_name="AKL ",
        themes=[lists["Leseförderung"]],
        target_groups=[lists["Jugendliche"]],
        districts=[lists["Auenberg"], lists["Lindenau"]],
        members=[lists["Kita Igel"]],
        coordinator=lists["Stadtbücherei"],
    )
    assert found == Structure(
        name="AK Lesen",
        short_name="AKL",
        format="Arbeitskreis",
        purpose="Wir lesen vor. Alle lesen.",
        themes=frozenset({"Leseförderung"}),
        target_groups=frozenset({"Jugendliche"}),
        districts=frozenset({"Lindenau"}),
        is_citywide=True,
        coordinator=str(lists["Stadtbücherei"].pk),
        members=frozenset({str(lists["Kita Igel"].pk)}),
    )
    assert structure_of() == Structure()
    assert structure_of(name="AK Lesen", format="Runder Tisch").format == "Runder Tisch"
