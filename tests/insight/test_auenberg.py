"""The frozen city against what the design counted by hand (28 November 2026). Where the two differ, it is said why."""

from insight.coverage import CellKind, place_cell
from insight.load import Rule, attendances_a_year, loads, meetings_a_year, without_network
from insight.overlap import Advice, advised, pairs
from insight.reading import actors_behind, snapshot_for
from insight.snapshot import Audience
from vocabulary.models import District, Theme


def test_stock(auenberg) -> None:
    city = snapshot_for(Audience.PUBLIC)
    assert (len(city.active), len(city.networks)) == (104, 110)
    assert len(city.actors) - len(list(without_network(city))) == 133
    assert len(city.actors) == 140


def test_meetings(auenberg) -> None:
    """The design counted 656 and 3,439 from a table made for this city: every 6 weeks 8 times, „alle 4 Wochen“ 12 times. The
    rhythm counts 48 weeks a year alike for all."""
    city = snapshot_for(Audience.PUBLIC)
    assert round(meetings_a_year(city)) == 658
    assert round(attendances_a_year(city)) == 3465


def test_load(auenberg) -> None:
    city = snapshot_for(Audience.PUBLIC)
    first, *others = loads(city, Rule())
    assert actors_behind(city, [first.actor])[first.actor].name == "Jugendamt der Stadt Auenberg"
    assert (len(first.rounds), round(first.a_month)) == (28, 12)
    assert [one.name for one in first.everyday] == ["Jugendberufsagentur Auenberg"]
    assert all(one.a_year <= first.a_year for one in others)


def test_pairs_to_look_at(auenberg) -> None:
    known = {
        frozenset(("Auenberger Lesenetz", "Runder Tisch Leseförderung")),
        frozenset(("Arbeitsgruppe Sprachkurse", "Trägertreffen Integrationskurse")),
        frozenset(("Arbeitskreis Kinderarmut", "Präventionskette „Kein Kind zurücklassen“ Auenberg")),
        frozenset(("Arbeitskreis Kita – Grundschule Lindenau", "Brückenjahr Lindenau")),
    }
    found = advised(pairs(snapshot_for(Audience.PUBLIC)), Advice.MERGE)
    assert len(found) == 16
    assert known <= {frozenset((one.first.name, one.second.name)) for one in found}


def test_gaps(auenberg) -> None:
    city = snapshot_for(Audience.PUBLIC)
    places = [one.slug for one in District.objects.filter(level=District.Level.QUARTER)]
    cells = [
        place_cell(city, theme.slug, place, whole="auenberg", is_central=place == "altstadt")
        for theme in Theme.objects.filter(parent=None)
        for place in places
    ]
    assert len(cells) == 207
    assert [(one.row, one.column) for one in cells if one.kind is CellKind.GAP] == [
        ("geschlechtergerechtigkeit", "suedvorstadt")
    ]
    assert sum(one.kind is CellKind.CHECK for one in cells) == 4
    assert sum(one.kind is CellKind.HERE for one in cells) == 28
