"""Each kind of finding against what a person would count by hand, and what its key and state stand for."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import combinations
from random import Random

import pytest
from pyroaring import BitMap

from insight.cases import FindingBasis, FindingKind, InsightFinding, Quarter, Terms
from insight.findings import FINDERS, all_findings
from insight.load import LoadRule
from insight.snapshot import Snapshot
from tests.insight.landscape import BERLIN, TODAY, landscape, number, round_of


@dataclass
class OneBridge:
    actor: int
    only_links: tuple[tuple[int, int], ...] = ()
    cut_off: int = 0

    @property
    def links(self) -> int:
        return len(self.only_links)


def cases(kind: FindingKind, snapshot: Snapshot, **more) -> list[InsightFinding]:
    return [*FINDERS[kind](FindingBasis.of(snapshot, **more))]


def monthly(members: str, coordinators: str = "", **more):
    return round_of(members, coordinators, facts={"times_a_year": 12.0} | more.pop("facts", {}), **more)


def at(days: int) -> datetime:
    """A moment of the afternoon, so many days from today (a Saturday)."""
    return datetime.combine(TODAY + timedelta(days=days), datetime.min.time(), BERLIN).replace(hour=15)


def test_load_names_the_busiest_first_and_nobody_below_the_rule() -> None:
    made = landscape([monthly("ABC", "A"), monthly("AB"), monthly("A"), round_of("A"), monthly("D")])
    found = cases(FindingKind.LOAD, made, rule=LoadRule(busy_from=1))
    assert [(one.subject, one.facts["rounds"], one.facts["a_month"]) for one in found] == [
        (str(number("A")), 4, 3.0),
        (str(number("B")), 2, 2.0),
    ]
    assert (found[0].facts["coordinated"], found[0].facts["unknown"], found[0].facts["of"]) == (1, 1, 5)
    assert cases(FindingKind.LOAD, made, rule=LoadRule(busy_from=3)) == []


def test_collisions_are_those_of_near_days_and_common_members() -> None:
    rounds = [monthly("ABC"), monthly("ABD"), monthly("CDE"), monthly("ABC", facts={"times_a_year": 48.0})]
    agreed = [(0, at(5)), (1, at(5)), (0, at(20)), (1, at(21)), (2, at(5)), (3, at(6)), (1, at(40))]
    found = cases(FindingKind.COLLISION, landscape(rounds, agreed=agreed))
    assert [(one.facts["near"], one.facts["days"]) for one in found] == [
        (0, ["2026-12-03", "2026-12-03"]),  # the daily work of the day after is none
        (1, ["2026-12-18", "2026-12-19"]),
    ]
    assert found[0].facts["shared"] == [number("A"), number("B")]


def test_collisions_across_the_end_of_a_week_and_within_one() -> None:
    """Today is a Saturday: Sunday and Monday follow one another, Monday and Friday are of one week."""
    two = [monthly("AB"), monthly("AB")]
    over = cases(FindingKind.COLLISION, landscape(two, agreed=[(0, at(1)), (1, at(2))]))
    within = cases(FindingKind.COLLISION, landscape(two, agreed=[(0, at(2)), (1, at(6))]))
    apart = cases(FindingKind.COLLISION, landscape(two, agreed=[(0, at(1)), (1, at(3))]))
    assert [one.facts["near"] for one in (*over, *within)] == [1, 2]
    assert apart == []


def test_collisions_equal_a_naive_count() -> None:
    chance = Random(21)
    letters = "ABCDEFGHIJ"
    rounds = [monthly("".join(chance.sample(letters, 5))) for _ in range(12)]
    agreed = [(chance.randrange(12), at(chance.randrange(60))) for _ in range(40)]
    made = landscape(rounds, agreed=agreed)
    expected = set()
    for (one, first), (other, second) in combinations(sorted(set(agreed)), 2):
        shared = set(rounds[one].members) & set(rounds[other].members)
        near = abs((first.date() - second.date()).days) <= 1
        same_week = first.date().isocalendar()[:2] == second.date().isocalendar()[:2]
        if one != other and len(shared) >= 2 and (near or same_week):
            expected.add((one, other, first.date(), second.date()))
    found = {
        (a - 1_000, b - 1_000, date.fromisoformat(one.facts["days"][0]), date.fromisoformat(one.facts["days"][1]))
        for one in cases(FindingKind.COLLISION, made)
        for a, b in [one.facts["networks"]]
    }  # fmt: skip
    assert {tuple(sorted([(a, x), (b, y)])) for a, b, x, y in found} == {
        tuple(sorted([(a, x), (b, y)])) for a, b, x, y in expected
    }


ALIKE = {"thema": ["lesen"], "zielgruppe": ["kinder"], "stadtteil": ["nord"]}


def test_rounds_that_could_meet_together_but_no_subgroups() -> None:
    same = {"character": ("abstimmung",)}
    rounds = [
        monthly("ABCD", facts=same, **ALIKE),
        monthly("ABCX", facts=same, **ALIKE),
        monthly("ABCD", facts=same | {"parent": 1}, **ALIKE),
        monthly("EF"),
    ]
    found = cases(FindingKind.TOGETHER, landscape(rounds))
    assert [one.facts["networks"] for one in found] == [[1_000, 1_001], [1_001, 1_002]]
    assert (found[0].facts["advice"], found[0].facts["number"], found[0].facts["saves"]) == (
        "zusammenlegen",
        3,
        12.0,
    )


PLACES = (Quarter("nord", "stadt"), Quarter("sued", "stadt"), Quarter("mitte", "stadt", is_central=True))
TERMS = Terms(
    themes=["lesen", "musik"], narrow=["vorlesen"], groups=["kinder", "aeltere", "alle"], places=PLACES
)


def test_gaps_of_places_first_where_nobody_sits_anywhere() -> None:
    here = {"thema": ["lesen"], "stadtteil": ["nord"]}
    there = {"thema": ["musik"], "stadtteil": ["sued"]}
    central = {"thema": ["lesen"], "stadtteil": ["mitte"]}
    actors = {"A": here, "B": here, "C": there, "D": there, "E": there, "F": central, "G": central}
    made = landscape([monthly("CX", thema=["musik"], stadtteil=["stadt"])], actors)
    found = cases(FindingKind.PLACE, made, terms=TERMS)
    assert [one.subject for one in found] == ["lesen/nord", "musik/sued"]
    assert [(one.facts["number"], one.facts["seated"], one.facts["around"]) for one in found] == [
        (2, 0, 0),
        (3, 1, 1),
    ]


def test_in_one_district_gaps_are_looked_for_knowing_the_others() -> None:
    """Who looks at the south only still learns that its actors sit in a network of the whole city."""
    there = {"thema": ["lesen"], "stadtteil": ["sued"]}
    made = landscape([monthly("AX", thema=["lesen"], stadtteil=["stadt"])], dict.fromkeys("AB", there))
    south = made.within(BitMap(), made.having("stadtteil", "sued"), {"stadtteil": ["sued"]})
    assert [*FINDERS[FindingKind.PLACE](FindingBasis(south, made, made, TERMS))] == []
    assert [*FINDERS[FindingKind.PLACE](FindingBasis(south, south, south, TERMS))] != []


def test_target_groups_and_themes_without_a_network() -> None:
    actors = {"A": {"zielgruppe": ["kinder"], "thema": ["musik"]}, "B": {"thema": ["musik", "vorlesen"]}}
    resting = round_of("A", zielgruppe=["kinder"], facts={"status": "ruhend"})
    made = landscape([monthly("AB", zielgruppe=["alle"]), resting], actors)
    (group,) = cases(FindingKind.GROUP, made, terms=TERMS)
    assert (group.subject, group.facts["number"], group.facts["resting"]) == ("kinder", 1, [1_001])
    (theme,) = cases(FindingKind.THEME, made, terms=TERMS)  # of „vorlesen“ there is one actor only
    assert (theme.subject, theme.facts["number"]) == ("musik", 2)


def test_where_nobody_works_together_at_all_no_word_of_a_list_is_missed() -> None:
    made = landscape(
        [], {"A": {"zielgruppe": ["kinder"]}, "B": {"thema": ["musik"]}, "C": {"thema": ["musik"]}}
    )
    assert cases(FindingKind.GROUP, made, terms=TERMS) == cases(FindingKind.THEME, made, terms=TERMS) == []


def test_districts_with_many_actors_and_no_network() -> None:
    actors = {letter: {"stadtteil": ["nord"]} for letter in "ABCDE"} | {
        letter: {"stadtteil": ["mitte"]} for letter in "FGHIJK"
    }
    found = cases(FindingKind.DISTRICT, landscape([monthly("AB")], actors), terms=TERMS)
    assert [(one.subject, one.facts["number"]) for one in found] == [("nord", 5)]
    own = landscape([monthly("AB", stadtteil=["nord"])], actors)
    assert cases(FindingKind.DISTRICT, own, terms=TERMS) == []


def test_networks_that_end_within_half_a_year_or_have_ended() -> None:
    ends = [TODAY + timedelta(days=183), TODAY + timedelta(days=184), TODAY - timedelta(days=1), TODAY, None]
    made = landscape([monthly("A", facts={"ends_on": day}) for day in ends])
    (found,) = cases(FindingKind.ENDING, made)
    assert (found.facts["number"], found.facts["over"]) == (3, 1)
    assert found.facts["networks"] == [1_003, 1_000, 1_002]


def test_overdue_and_quiet_ones() -> None:
    rounds = [
        monthly("A", lebendigkeit=["ueberfaellig"]),
        monthly("AB", lebendigkeit=["ueberfaellig"]),
        monthly("A", lebendigkeit=["ruhig"]),
        monthly("A", lebendigkeit=["lebendig"]),
        round_of("A", lebendigkeit=["ueberfaellig"], facts={"status": "ruhend"}),
    ]
    (found,) = cases(FindingKind.OVERDUE, landscape(rounds))
    assert (found.facts["overdue"], found.facts["quiet"], found.facts["networks"]) == (2, 1, [1_001, 1_000])
    assert cases(FindingKind.OVERDUE, landscape(rounds[3:])) == []


def test_networks_without_a_mandate_are_those_that_say_so() -> None:
    def said(bindingness: str, **facts):
        return monthly("A", facts={"bindingness": bindingness} | facts)

    rounds = [
        said("lose"),
        said("abgesprochen", character=("steuerung",)),
        said("vereinbart"),
        said("beauftragt"),
        said(""),
        said("lose", reports=True),
    ]
    (found,) = cases(FindingKind.MANDATE, landscape(rounds))
    assert (found.facts["number"], found.facts["steering"], found.facts["unknown"]) == (2, 1, 1)
    assert found.facts["networks"] == [1_001, 1_000]


def test_bridges_need_three_networks() -> None:
    bridges = [
        OneBridge(number("A"), ((1, 2), (1, 3))),
        OneBridge(number("B"), (), 2),
        OneBridge(number("C"), ((1, 2),)),
    ]
    pairs = {number: number for number in (1, 2, 3)}
    made = landscape([monthly("ABC")] * 3)
    made = replace(made, pks={**made.pks, **pairs})
    found = cases(FindingKind.BRIDGE, made, bridges=bridges)
    assert [one.subject for one in found] == [str(number("B")), str(number("A"))]
    few = replace(landscape([monthly("ABC")] * 2), pks=made.pks)
    assert cases(FindingKind.BRIDGE, few, bridges=bridges) == []


def test_alone_is_who_sits_nowhere_at_all() -> None:
    whole = landscape([monthly("A"), monthly("B")], {"C": {}})
    part = whole.within(BitMap([1_000]), whole.actors, {"format": ["Runde"]})
    (found,) = FINDERS[FindingKind.ALONE](FindingBasis(part, whole, whole))
    assert (found.facts["number"], found.facts["actors"]) == (1, [number("C")])


@pytest.mark.parametrize(
    "made", [landscape([]), landscape([monthly("AB")]), landscape([monthly("AB"), monthly("AB")])]
)
def test_little_data_makes_no_noise(made: Snapshot) -> None:
    found = all_findings(FindingBasis.of(made, terms=TERMS))
    assert list(found) == list(FindingKind)
    assert not any(found.values())


def test_a_name_or_a_day_changes_neither_key_nor_state_but_a_seat_does() -> None:
    rounds = [monthly("ABC", facts={"ends_on": TODAY + timedelta(days=90)}), monthly("AB"), monthly("A")]
    rule = LoadRule(busy_from=1)
    agreed = [(0, at(5)), (1, at(5))]

    def states(made: Snapshot) -> dict[str, str]:
        found = all_findings(FindingBasis.of(made, terms=TERMS, rule=rule))
        return {one.key(): one.state for several in found.values() for one in several}

    before = states(landscape(rounds, agreed=agreed))
    assert before
    other = landscape([replace(one, facts=one.facts | {"name": "Anders"}) for one in rounds], agreed=agreed)
    assert states(other) == before
    assert states(replace(other, today=TODAY + timedelta(days=2))) == before
    after = states(
        landscape([monthly("ABC", facts=rounds[0].facts), monthly("ABC"), monthly("A")], agreed=agreed)
    )
    assert {key for key in before if after.get(key) != before[key]} == {"termine:1-2:2026-12-03:2026-12-03"}
    assert f"auslastung:{number('C')}" in after


def test_a_note_about_a_choice_is_none_about_the_whole_unless_it_stands_on_the_same() -> None:
    case = InsightFinding(FindingKind.LOAD, "7", "x", {})
    assert case.key() == "auslastung:7"
    assert case.key("thema=lesen") != case.key("thema=musik") != case.key()
    assert InsightFinding(FindingKind.COLLISION, "1-2:a:b", "x", {}).key("thema=lesen") == "termine:1-2:a:b"


def test_findings_survive_being_kept_as_json() -> None:
    made = landscape([monthly("ABC"), monthly("AB"), monthly("A")], agreed=[(0, at(5)), (1, at(5))])
    for several in all_findings(FindingBasis.of(made, rule=LoadRule(busy_from=1))).values():
        for one in several:
            assert InsightFinding.from_json(json.loads(json.dumps(one.as_json()))) == one
