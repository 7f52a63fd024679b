from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from insight.around import Met, met_by, worth_drawing
from tests.insight.landscape import landscape, number, round_of


@given(st.lists(st.sets(st.sampled_from("ABCDEF")), max_size=7))
def test_everybody_is_met_as_often_as_they_sit_together(rounds):
    snapshot = landscape([round_of("".join(sorted(members))) for members in rounds])
    found = met_by(snapshot, number("A"))
    expected = Counter(letter for members in rounds if "A" in members for letter in members - {"A"})
    assert {chr(one.actor): len(one.rounds) for one in found} == expected
    assert [len(one.rounds) for one in found] == sorted(expected.values(), reverse=True)
    assert all(one.actor in network.members for one in found for network in one.rounds)


def test_only_whole_groups_are_drawn():
    snapshot = landscape([round_of("ABCDE"), round_of("ABC"), round_of("AB")])
    met = met_by(snapshot, number("A"))
    assert ["".join(chr(one.actor) for one in worth_drawing(met, most)) for most in (4, 3, 2, 1)] == [
        "BCDE",
        "BC",
        "BC",
        "B",
    ]


def test_the_first_of_a_group_that_is_too_large():
    met = [Met(actor, ()) for actor in range(9)]
    assert worth_drawing(met, 4) == met[:4]
