import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from exchange.importing import import_file
from networks.models import Meeting, Membership, Network
from networks.resources import NetworkResource
from tests.factories import (
    ActorFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
)

GIVEN = Path("portal/demo/auenberg")
HEADERS = (GIVEN / "netzwerke.csv").read_text(encoding="utf-8").split("\n", 1)[0].split(";")


@pytest.fixture
def actors(db):
    return [ActorFactory(kennung=f"A{n}", name=f"Akteur {n}") for n in (1, 2, 3)]


def row(**cells):
    return {"kennung": "N1", "name": "AK Lesen", "format": "AK", **cells}


def totals(report):
    return report.created, report.changed, report.unchanged, len(report.bad_lines)


def seats(network=None):
    network = network or Network.objects.get()
    return {m.actor.kennung: m.role for m in network.memberships.current().select_related("actor")}


def test_the_columns_are_those_of_the_exchange_format(db):
    assert NetworkResource().headers[:22] == HEADERS


def test_a_row_with_everything(load, actors):
    town = MunicipalityFactory(name="Auenberg", synonyms=["Gesamte Stadt"])
    cells = row(
        kurzname="AKL", status="ruhend", zweck="Vorlesen.", anlass="IGLU", stadtteile="Gesamte Stadt",
        charakter="gemeinsame projekte|Koordination", verbindlichkeit="Kooperationsvereinbarung", offenheit="auf Anfrage",
        rhythmus="jeden 2. Dienstag im Monat, 16 Uhr", koordination="Akteur 1", mitglieder="A2|Akteur 3",
        beginn="2020-01-01", ende="", gremium="Jugendhilfeausschuss", website="www.lesen.example", gaeste="",
        weitere_namen="Lesekreis", unbefristet="ja",
    )  # fmt: skip
    assert totals(load(cells)) == (1, 0, 0, 0)
    network = Network.objects.get()
    assert (network.status, network.bindingness, network.openness) == ("ruhend", "vereinbart", "auf-anfrage")
    assert network.character == ["abstimmung", "gemeinsame-projekte"]  # in the order of the list
    assert (network.coordinator, network.committee, network.committee_name) == (
        actors[0],
        None,
        "Jugendhilfeausschuss",
    )
    assert (network.rhythm_frequency, network.begins_on, network.is_permanent) == (
        "monatlich",
        date(2020, 1, 1),
        True,
    )
    assert list(network.districts.all()) == [town]
    assert seats() == {"A1": "koordination", "A2": "mitglied", "A3": "mitglied"}
    assert totals(load(cells)) == (0, 0, 1, 0)


def test_an_empty_status_means_active(load):
    load(row(status=""))
    assert Network.objects.get().status == Network.Status.ACTIVE


def test_how_one_meets_may_be_said_in_other_words(load):
    load(row(trifft_sich="Online"))
    assert Network.objects.get().meeting_mode == Network.MeetingMode.ONLINE


def test_who_is_no_longer_listed_leaves_and_the_membership_is_kept_as_past(load, actors):
    load(row(mitglieder="A1|A2"))
    Membership.objects.filter(actor=actors[0]).update(since=date(2020, 1, 1))
    load(row(mitglieder="A3"))
    assert seats() == {"A3": "mitglied"}
    past = Membership.objects.get(actor=actors[0])
    assert past.until == timezone.localdate() - timedelta(days=1)
    assert Membership.objects.filter(actor=actors[1]).count() == 0  # since when was never known
    assert totals(load(row(mitglieder="A3"))) == (0, 0, 1, 0)


def test_roles_that_a_column_does_not_speak_of_stay(load, actors):
    network = NetworkFactory(kennung="N1", name="AK Lesen", format__name="AG")
    MembershipFactory(network=network, actor=actors[0], role=Membership.Role.GUEST)
    MembershipFactory(network=network, actor=actors[1], role=Membership.Role.COORDINATION)
    report = load({"kennung": "N1", "mitglieder": "A1|A2"})
    assert (totals(report), seats()) == ((0, 0, 1, 0), {"A1": "gast", "A2": "koordination"})
    load({"kennung": "N1", "gaeste": "", "foerderung": "A3"})
    assert seats() == {"A2": "koordination", "A3": "foerderung"}


def test_a_new_coordinator_takes_over_and_the_old_one_stays_a_member(load, actors):
    load(row(koordination="A1", mitglieder="A1|A2"))
    load(row(koordination="A2", mitglieder="A1|A2"))
    assert seats() == {"A1": "mitglied", "A2": "koordination"}
    load(row(koordination="", mitglieder="A1|A2"))
    assert (Network.objects.get().coordinator, seats()) == (None, {"A1": "mitglied", "A2": "mitglied"})


def test_the_next_meeting_takes_its_time_from_cell_or_rhythm(load):
    load(
        row(naechster_termin="2027-02-09", rhythmus="jeden 2. Dienstag im Monat, 16–18 Uhr"),
        row(kennung="N2", name="Zwei", naechster_termin="2027-02-10", rhythmus="monatlich"),
        row(kennung="N3", name="Drei", naechster_termin="2027-02-11 09:30", rhythmus=""),
    )
    shown = [
        (
            f"{timezone.localtime(m.start):%d. %H:%M}",
            m.end and f"{timezone.localtime(m.end):%H:%M}",
            m.is_all_day,
        )
        for m in Meeting.objects.all()
    ]
    assert shown == [("09. 16:00", "18:00", False), ("10. 00:00", None, True), ("11. 09:30", None, False)]


def test_a_meeting_that_is_known_is_not_added_again(load):
    cells = row(naechster_termin="2027-02-09", rhythmus="monatlich, 16 Uhr")
    load(cells)
    assert totals(load(cells)) == (0, 0, 1, 0)
    assert totals(load(row(naechster_termin="2027-02-09 16:00", rhythmus="monatlich, 16 Uhr"))) == (
        0,
        0,
        1,
        0,
    )
    load(row(naechster_termin="2027-03-09", rhythmus="monatlich, 16 Uhr"))
    assert Meeting.objects.count() == 2


def test_parents_and_successors_may_stand_further_down(load):
    report = load(
        row(gehoert_zu="N3", nachfolger=""),
        row(kennung="N2", name="Zwei", gehoert_zu="AK Lesen", nachfolger="N3"),
        row(kennung="N3", name="Drei", gehoert_zu="", nachfolger=""),
    )
    assert totals(report) == (3, 0, 0, 0)
    shown = {
        n.kennung: (n.parent and n.parent.kennung, n.successor and n.successor.kennung)
        for n in Network.objects.all()
    }
    assert shown == {"N1": ("N3", None), "N2": ("N1", "N3"), "N3": (None, None)}


def test_a_reference_to_a_row_that_was_refused_is_reported(load):
    report = load(row(gehoert_zu="N2"), row(kennung="N2", name="Zwei", format="Unfug", gehoert_zu=""))
    assert [(cell.line, cell.column) for cell in report.bad] == [(2, "gehoert_zu"), (3, "format")]
    assert Network.objects.count() == 0


def test_unknown_words_and_actors_are_reported_with_the_nearest(load, actors):
    report = load(
        row(
            status="aktive",
            charakter="Austausch",
            koordination="A9",
            mitglieder="Akteur 11|A2",
            beginn="bald",
        )
    )
    assert {cell.column: cell.reason for cell in report.bad} == {
        "status": "„aktive“ steht nicht in der Liste Status. Meinten Sie „aktiv“?",
        "charakter": "„Austausch“ steht nicht in der Liste Charakter. Meinten Sie „Informationsaustausch“?",
        "koordination": report.bad[2].reason,
        "mitglieder": "„Akteur 11“ ist weder Kennung noch Name im Verzeichnis (Akteur). Meinten Sie „Akteur 1“?",
        "beginn": "Das ist kein Datum. Bitte als JJJJ-MM-TT schreiben, zum Beispiel 2026-12-09.",
    }
    assert report.bad[2].reason.startswith("„A9“ ist weder Kennung noch Name im Verzeichnis")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"beginn": "2026-02-01", "ende": "2026-01-01"}, "Das Ende liegt vor dem Beginn."),
        (
            {"ende": "2026-01-01", "unbefristet": "ja"},
            "Unbefristet und ein Datum des Endes schließen sich aus.",
        ),
    ],
)
def test_a_rule_of_the_database_is_told_in_german(load, cells, reason):
    report = load(row(**cells))
    assert [str(cell) for cell in report.bad] == [f"Zeile 2: {reason}"]
    assert Network.objects.count() == 0


def test_a_member_who_cannot_come_in_takes_the_row_back(load, actors):
    """A seat that begins later overlaps with an unlimited one: the network must not be half written."""
    network = NetworkFactory(kennung="N1", name="AK Lesen", purpose="Alt")
    MembershipFactory(network=network, actor=actors[0], since=timezone.localdate() + timedelta(days=30))
    report = load({"kennung": "N1", "zweck": "Neu", "mitglieder": "A1"}, skip_bad=True)
    assert [cell.line for cell in report.bad] == [2]
    assert (Network.objects.get().purpose, Membership.objects.count()) == ("Alt", 1)


def test_export_and_import_of_the_demo_change_nothing(auenberg, tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes(NetworkResource().export().csv.encode())
    report, _table = import_file(path, NetworkResource())
    assert totals(report) == (0, 0, 112, 0)


def test_the_given_files_can_be_imported_into_the_loaded_demo(auenberg, tmp_path):
    """All but the dates, which the demo lays around today."""
    with (GIVEN / "netzwerke.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    path = tmp_path / "netzwerke.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        columns = [name for name in rows[0] if name not in ("naechster_termin", "beginn")]
        writer = csv.DictWriter(file, columns, delimiter=";", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    report, _table = import_file(path, NetworkResource())
    assert totals(report) == (0, 0, 110, 0)
