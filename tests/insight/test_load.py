"""Load against a naive recomputation, actor by actor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.load import (
    MANY,
    LoadRule,
    Loads,
    attendances_a_year,
    load_of,
    loads,
    meetings_a_year,
    without_network,
)
from tests.insight.landscape import landscape, number, round_of

RULE = LoadRule(busy_from=2, hours=1.5, everyday_from=24)
network = st.builds(
    lambda members, leading, status, often: round_of(
        members, leading, facts={"status": status, "times_a_year": often}
    ),
    st.text("ABCDEFGH", max_size=6),
    st.text("ABI", max_size=1),
    st.sampled_from(["aktiv", "aktiv", "ruhend"]),
    st.sampled_from([None, 0.0, 1.0, 12.0, 23.9, 24.0, 48.0]),
)


@given(st.lists(network, max_size=8))
def test_loads_are_what_a_look_at_every_actor_finds(networks) -> None:
    made = landscape(networks, actors={"Z": {}})
    found = loads(made, RULE)
    active = [one for one in made.networks.values() if one.status == "aktiv"]
    everybody = {actor for one in active for actor in one.members}
    assert {one.actor for one in found} == everybody
    for place, load in enumerate(found):
        mine = [one for one in active if load.actor in one.members]
        assert list(load.rounds) == mine
        assert load.a_year == sum(o.times_a_year for o in mine if o.times_a_year and o.times_a_year < 24)
        assert [one.times_a_year for one in load.everyday] == [
            one.times_a_year for one in mine if one.times_a_year and one.times_a_year >= 24
        ]
        assert load.unknown == sum(one.times_a_year is None for one in mine)
        assert load.coordinated == sum(load.actor in one.coordinators for one in mine)
        assert load.hours_a_month == pytest.approx(load.a_year / 12 * 1.5)
        columns = (found.actors, found.a_year, found.rounds, found.coordinated, found.unknown)
        assert [column[place] for column in columns] == [
            load.actor, load.a_year, len(load.rounds), load.coordinated, load.unknown
        ]  # fmt: skip
    order = [(-one.a_year, -len(one.rounds), one.actor) for one in found]
    assert order == sorted(order)
    assert found.busy == sum(one.is_busy for one in found)
    assert found.distribution() == [
        sum(len(one.rounds) == often or (often == MANY and len(one.rounds) > MANY) for one in found)
        for often in range(1, MANY + 1)
    ]
    assert found.networks_each * len(found) == pytest.approx(sum(len(one.rounds) for one in found))
    assert set(without_network(made)) == set(made.actors) - everybody


def test_only_some_actors_are_looked_at_but_all_of_their_networks() -> None:
    made = landscape([round_of("AB", facts={"times_a_year": 12}), round_of("B", facts={"times_a_year": 4})])
    found = Loads(made, RULE, made.actors.__class__([number("B")]))
    assert [(one.actor, one.a_year) for one in found] == [(number("B"), 16)]


def test_where_nobody_sits_anywhere() -> None:
    empty = loads(landscape([]), RULE)
    assert (len(empty), empty.busy, empty.networks_each, sum(empty.distribution())) == (0, 0, 0, 0)
    deserted = landscape([round_of("")], actors={"A": {}})
    assert list(loads(deserted, RULE)) == []
    assert list(without_network(deserted)) == [number("A")]
    assert load_of(deserted, number("A"), RULE).a_month == 0


def test_many_are_more_than_the_limit_and_not_the_limit_itself() -> None:
    made = landscape([round_of("AB", facts={"times_a_year": 23}), round_of("A", facts={"times_a_year": 1}),
                      round_of("B", facts={"times_a_year": 2})])  # fmt: skip
    assert [(chr(one.actor), one.is_busy) for one in loads(made, RULE)] == [("B", True), ("A", False)]


def test_meetings_and_attendances() -> None:
    made = landscape([
        round_of("ABC", facts={"times_a_year": 4}), round_of("A", facts={"times_a_year": None}),
        round_of("AB", facts={"times_a_year": 9, "status": "ruhend"}), round_of("AB", facts={"times_a_year": 2}),
    ])  # fmt: skip
    assert meetings_a_year(made) == 6
    assert attendances_a_year(made) == 3 * 4 + 2 * 2
