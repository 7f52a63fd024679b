from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from insight.lettering import width_of
from insight.two_columns import LEFT, RIGHT, ROOM, WIDTH, WORDS, columns
from tests.insight.landscape import landscape, number, round_of


@given(st.lists(st.sets(st.sampled_from("ABCDEFGH"), min_size=1), min_size=1, max_size=9))
def test_every_seat_is_a_line_and_no_row_covers_another(rounds):
    snapshot = landscape([round_of("".join(sorted(members)), min(members)) for members in rounds])
    names = {
        number(letter): f"Verein {letter} für Bildung, Kultur und Begegnung im Quartier"
        for letter in "ABCDEFGH"
    }
    shown = {actor: name for actor, name in names.items() if actor in snapshot.rounds}
    picture = columns(list(snapshot.active.values()), shown)
    left, right = ({row.y: row.entry for row in rows} for rows in (picture.networks, picture.actors))
    assert {(left[seat.network], right[seat.actor]) for seat in picture.seats} == {
        (one.entry, actor) for one in snapshot.active.values() for actor in one.members
    }
    assert {(left[seat.network], right[seat.actor]) for seat in picture.seats if seat.leads} == {
        (one.entry, actor) for one in snapshot.active.values() for actor in one.coordinators
    }
    for rows in (picture.networks, picture.actors):
        heights = sorted(y for row in rows for y, _ in row.words)
        assert all(later - earlier >= WORDS for earlier, later in pairwise(heights))
        assert 0 < heights[0] <= heights[-1] < picture.height
        assert all(
            width_of(line, WORDS) <= ROOM < min(LEFT, WIDTH - RIGHT) for row in rows for _, line in row.words
        )


def test_who_sits_in_several_says_in_how_many():
    snapshot = landscape([round_of("AB"), round_of("AC")])
    picture = columns(list(snapshot.active.values()), {number("A"): "Amt", number("B"): "Bibliothek"})
    assert {row.words[0][1] for row in picture.actors} == {"Amt (2)", "Bibliothek"}


def test_those_of_the_same_networks_stand_together():
    snapshot = landscape([round_of("AC"), round_of("BD")])
    picture = columns(list(snapshot.active.values()), {number(letter): letter for letter in "ABCD"})
    order = "".join(row.words[0][1] for row in sorted(picture.actors, key=lambda row: row.y))
    assert order in ("ACBD", "BDAC", "CABD")
