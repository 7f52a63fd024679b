"""Who coordinates, functions, groups, tasks and resources as cells of a table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from networks.models import Commitment, MemberGroup, Membership, Network
from networks.resources import NetworkResource
from tests.factories import (
    ActorFactory,
    CommitmentFactory,
    MemberFunctionFactory,
    MemberGroupFactory,
    MembershipFactory,
    NetworkFactory,
    ResourceKindFactory,
    ThemeFactory,
)
from tests.networks.test_resources import row, seats, totals

pytestmark = pytest.mark.django_db
COLUMNS = (
    "koordination", "mitglieder", "funktionen", "amtszeiten", "vertretung", "gruppen", "aufgaben", "ressourcen",
)  # fmt: skip


@pytest.fixture(autouse=True)
def actors():
    return [ActorFactory(kennung=f"A{n}", name=f"Akteur {n}") for n in (1, 2, 3)]


def shown(**wanted: str) -> dict[str, str]:
    resource = NetworkResource()
    [network] = resource.with_related(Network.objects.all())
    return {
        column.column_name: column.show(network, resource)
        for column in resource.get_import_fields()
        if column.column_name in (wanted or COLUMNS)
    }


def complaints(report) -> str:
    return " ".join(str(problem) for problem in report.lines())


# --- coordination ------------------------------------------------------------------------------------------------------


def test_several_coordinate_and_the_first_one_is_named_first(load):
    cells = row(koordination="A2|Akteur 1", mitglieder="A1|A2|A3")
    assert totals(load(cells)) == (1, 0, 0, 0)
    assert [actor.kennung for actor in Network.objects.get().coordinators()] == ["A2", "A1"]
    assert seats() == {"A1": "koordination", "A2": "koordination", "A3": "mitglied"}
    assert totals(load(cells)) == (0, 0, 1, 0)
    assert shown()["koordination"] == "A2|A1"
    assert totals(load(row(koordination="A1"))) == (0, 1, 0, 0)
    assert seats() == {"A1": "koordination", "A2": "mitglied", "A3": "mitglied"}


def test_a_table_from_before_there_were_several_sends_nobody_away(load):
    load(row(koordination="A1|A2", mitglieder="A1|A2|A3"))
    assert totals(load(row(koordination="A1"))) == (0, 0, 1, 0)
    assert totals(load(row(koordination="A3"))) == (0, 1, 0, 0)
    assert seats() == {"A1": "mitglied", "A2": "koordination", "A3": "koordination"}
    assert shown()["koordination"] == "A3|A2"
    load(row(koordination=""))
    assert seats() == {"A1": "mitglied", "A2": "mitglied", "A3": "mitglied"}


def test_one_whose_name_has_a_bar_is_one(load):
    ActorFactory(kennung="A9", name="Eins|Zwei")
    load(row(koordination="Eins|Zwei"))
    assert seats() == {"A9": "koordination"}


def test_whoever_does_not_exist_is_told(load):
    report = load(row(koordination="A1|Niemand"))
    assert (totals(report), "„Niemand“ ist weder Kennung noch Name" in complaints(report)) == (
        (0, 0, 0, 1),
        True,
    )


# --- functions and groups ----------------------------------------------------------------------------------------------


def test_functions_are_given_taken_and_told_in_vain(load):
    MemberFunctionFactory(name="Vorsitz", synonyms=["Leitung"])
    cells = row(mitglieder="A1|A2", funktionen="Akteur 1: Leitung")
    assert totals(load(cells)) == (1, 0, 0, 0)
    assert totals(load(cells)) == (0, 0, 1, 0)
    assert shown()["funktionen"] == "A1: Vorsitz"
    report = load(row(funktionen="A2: Vorsitz|A3: Vorsitz"))
    assert shown()["funktionen"] == "A2: Vorsitz"
    assert "„Akteur 3“ ist kein Mitglied von „AK Lesen“" in complaints(report)
    load(row(funktionen=""))
    assert shown()["funktionen"] == ""
    assert Membership.objects.current().count() == 2


def test_groups_come_change_and_go(load):
    assert totals(load(row(gruppen="62 Partner|Anwohnerschaft"))) == (1, 0, 0, 0)
    assert shown()["gruppen"] == "Anwohnerschaft|62 Partner"
    MemberGroup.objects.filter(name="Partner").update(note="bleibt")
    assert totals(load(row(gruppen="Partner"))) == (0, 1, 0, 0)
    assert MemberGroup.objects.values_list("name", "number", "note").get() == ("Partner", None, "bleibt")
    assert totals(load(row(gruppen="Partner"))) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("0 Partner", "Eine Gruppe zählt mindestens eins"),
        ("3 Partner|Partner", "„Partner“ steht zweimal da"),
        ("x" * 200, "ist zu lang für eine Gruppe"),
    ],
)
def test_groups_that_nobody_can_mean(load, cell, sentence):
    report = load(row(gruppen=cell))
    assert (totals(report), sentence in complaints(report)) == ((0, 0, 0, 1), True)


# --- tasks and resources -----------------------------------------------------------------------------------------------


def test_tasks_and_resources_come_in_and_go_out(load):
    ResourceKindFactory(name="Raum", synonyms=["Saal"])
    cells = row(
        mitglieder="A1|A2",
        aufgaben="Akteur 1: Fahrdienst; bis 2030-12-31|A2: Kasse; nur für Mitglieder",
        ressourcen="A1: Saal: Aula; 20,5 Stunden im Monat; bis 31.12.2030|A2: Raum: Küche; ganz|A2: Raum: Bus; 3",
    )
    assert totals(load(cells)) == (1, 0, 0, 0)
    assert totals(load(cells)) == (0, 0, 1, 0)
    said = {
        one.text: (one.actor.kennung, one.amount, one.unit, one.until, one.is_public)
        for one in Commitment.objects.all()
    }
    assert said == {
        "Fahrdienst": ("A1", None, "", date(2030, 12, 31), True),
        "Kasse": ("A2", None, "", None, False),
        "Aula": ("A1", Decimal("20.5"), "Stunden im Monat", date(2030, 12, 31), True),
        "Küche; ganz": ("A2", None, "", None, True),
        "Bus": ("A2", Decimal(3), "", None, True),
    }
    assert shown() == {
        "koordination": "", "mitglieder": "A1|A2", "funktionen": "", "amtszeiten": "", "vertretung": "", "gruppen": "",
        "aufgaben": "A1: Fahrdienst; bis 2030-12-31|A2: Kasse; nur für Mitglieder",
        "ressourcen": "A1: Raum: Aula; 20,50 Stunden im Monat; bis 2030-12-31|A2: Raum: Bus; 3|A2: Raum: Küche; ganz",
    }  # fmt: skip
    assert totals(load(row(**shown()))) == (0, 0, 1, 0)


def test_what_stays_keeps_its_theme(load):
    network = NetworkFactory(kennung="N1", name="AK Lesen", format__name="AK")
    actor = ActorFactory(kennung="A7", name="Haus: Nord")
    task = CommitmentFactory(network=network, actor=actor, text="Fahrdienst", theme=ThemeFactory())
    CommitmentFactory(network=network, actor=actor, text="Kasse")
    load(row(aufgaben="Haus: Nord: Fahrdienst; nur für Mitglieder"))
    stored = Commitment.objects.get()
    assert (stored.pk, stored.theme, stored.is_public) == (task.pk, task.theme, False)


def test_a_name_with_a_colon_comes_back():
    actor = ActorFactory(name="Haus: Nord")
    MembershipFactory(actor=actor)
    CommitmentFactory(network=Network.objects.get(), actor=actor, text="Kasse")
    assert shown()["aufgaben"] == "/akteure/haus-nord/: Kasse"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"aufgaben": "Fahrdienst"}, "muss die Form „Akteur: …“ haben"),
        ({"aufgaben": "Niemand: Fahrdienst"}, "„Niemand“ ist weder Kennung noch Name"),
        ({"aufgaben": "A1: " + "x" * 301}, "sagt nicht in 1 bis 300 Zeichen"),
        ({"ressourcen": "A1: Aula"}, "Welche Art von Ressource?"),
        ({"ressourcen": "A1: Luft: Aula"}, "„Luft“ steht nicht in der Liste"),
    ],
)
def test_what_makes_no_task_and_no_resource(load, cells, sentence):
    report = load(row(**cells))
    assert (totals(report), sentence in complaints(report)) == ((0, 0, 0, 1), True)


# --- terms, representation, functions and notes of groups, themes ------------------------------------------------------


def test_everything_that_is_said_of_members_comes_back(load):
    """Into a directory that knows nothing of it yet, too."""
    MemberFunctionFactory(name="Beirat")
    ThemeFactory(name="Wege")
    cells = row(
        mitglieder="A1|A2|A3",
        amtszeiten="A1: ab 2026-01-01; bis 2027-12-31|A2: bis 31.12.2027|A3: ab 2026-01-01",
        vertretung="A2: Leitung; im Wechsel",
        gruppen="62 Partner; Funktion: Beirat; vertreten: zwei Delegierte; gewählt|Anwohnerschaft",
        aufgaben="A1: Fahrdienst; Thema: Wege; bis 2030-12-31; nur für Mitglieder",
    )
    assert totals(load(cells)) == (1, 0, 0, 0)
    assert totals(load(cells)) == (0, 0, 1, 0)
    told = shown()
    assert told == {
        "koordination": "", "mitglieder": "A1|A2|A3", "funktionen": "",
        "amtszeiten": "A1: ab 2026-01-01; bis 2027-12-31|A2: bis 2027-12-31|A3: ab 2026-01-01",
        "vertretung": "A2: Leitung; im Wechsel",
        "gruppen": "Anwohnerschaft|62 Partner; Funktion: Beirat; vertreten: zwei Delegierte; gewählt",
        "aufgaben": "A1: Fahrdienst; Thema: Wege; bis 2030-12-31; nur für Mitglieder", "ressourcen": "",
    }  # fmt: skip
    assert totals(load(row(**told))) == (0, 0, 1, 0)
    Network.objects.all().delete()
    assert totals(load(row(**told))) == (1, 0, 0, 0)
    assert shown() == told


def test_terms_and_representation_of_who_is_not_in_the_cell_go(load):
    load(row(mitglieder="A1|A2", amtszeiten="A1: bis 2027-12-31", vertretung="A1: Leitung"))
    assert totals(load(row(mitglieder="A1|A2"))) == (0, 0, 1, 0)
    report = load(row(amtszeiten="A2: ab 2026-01-01|A3: ab 2026-01-01", vertretung=""))
    assert (shown()["amtszeiten"], shown()["vertretung"]) == ("A2: ab 2026-01-01", "")
    assert "„Akteur 3“ ist kein Mitglied von „AK Lesen“" in complaints(report)


def test_a_cell_that_says_nothing_of_them_leaves_theme_function_and_note(load):
    network = NetworkFactory(kennung="N1", name="AK Lesen", format__name="AK")
    MemberGroupFactory(network=network, name="Partner", number=2, function=MemberFunctionFactory(), note="n")
    CommitmentFactory(network=network, text="Kasse", actor=ActorFactory(kennung="A4"), theme=ThemeFactory())
    cells = {"gruppen": "2 Partner", "aufgaben": "A4: Kasse"}
    assert totals(load(row(**cells))) == (0, 0, 1, 0)
    cells = {"gruppen": "3 Partner", "aufgaben": "A4: Kasse; bis 2030-12-31"}
    assert totals(load(row(**cells))) == (0, 1, 0, 0)
    [group], [task] = MemberGroup.objects.all(), Commitment.objects.all()
    assert (group.number, group.function is None, group.note, task.theme is None) == (3, False, "n", False)


def test_a_dash_takes_theme_function_and_note_away(load):
    network = NetworkFactory(kennung="N1", name="AK Lesen", format__name="AK")
    MemberGroupFactory(network=network, name="Partner", function=MemberFunctionFactory(), note="n")
    CommitmentFactory(network=network, text="Kasse", actor=ActorFactory(kennung="A4"), theme=ThemeFactory())
    cells = {"gruppen": "Partner; Funktion: –; vertreten: -", "aufgaben": "A4: Kasse; Thema: –"}
    assert totals(load(row(**cells))) == (0, 1, 0, 0)
    [group], [task] = MemberGroup.objects.all(), Commitment.objects.all()
    assert (group.function, group.note, task.theme) == (None, "", None)
    assert totals(load(row(**cells))) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"amtszeiten": "A1: seit 2026"}, "muss die Form „ab 2026-01-01; bis 2027-12-31“ haben"),
        ({"amtszeiten": "A1: ab 2026-02-30"}, "Das ist kein Datum."),
        ({"amtszeiten": "A1: ab 2027-01-01; bis 2026-12-31"}, "enden, bevor sie beginnen"),
        ({"amtszeiten": "A1: bis 9999-12-31"}, "Bitte geben Sie einen Tag zwischen dem"),
        ({"vertretung": "A1: " + "x" * 201}, "ist zu lang: höchstens 200 Zeichen."),
        ({"gruppen": "Partner; vertreten: " + "x" * 201}, "ist zu lang: höchstens 200 Zeichen."),
        ({"gruppen": "Partner; Funktion: Kaiser"}, "„Kaiser“ steht nicht in der Liste"),
        ({"aufgaben": "A1: Kasse; Thema: Luft"}, "„Luft“ steht nicht in der Liste"),
        ({"aufgaben": "A1: Kasse; bis 9999-12-31"}, "Bitte geben Sie einen Tag zwischen dem"),
    ],
)
def test_what_nobody_can_mean_of_members(load, cells, sentence):
    report = load(row(mitglieder="A1", **cells))
    assert (totals(report), sentence in complaints(report)) == ((0, 0, 0, 1), True)
