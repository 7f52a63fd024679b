from hypothesis import given
from hypothesis import strategies as st

from insight.lettering import width_of, wrapped

WORDS = st.text(st.sampled_from("abcdeimtwßäü -–„“&§.WM"), max_size=80)


@given(WORDS, st.integers(40, 200), st.integers(1, 4))
def test_every_line_fits(text, width, most):
    lines = wrapped(text, width, 13, most)
    assert len(lines) <= most
    assert all(width_of(line, 13) <= width for line in lines)


@given(WORDS)
def test_nothing_is_lost_where_there_is_room(text):
    assert " ".join(wrapped(text, 10_000, 13, 1)) == " ".join(text.split())


def test_a_long_word_is_divided_where_german_allows_it():
    assert wrapped("Bildungsmanagement", 100, 13, 3) == ("Bildungsmana-", "gement")
    assert wrapped("Bildungsgerechtigkeit", 128, 13, 3) == ("Bildungsgerechtig-", "keit")
    assert wrapped("Schul-Theaterverein", 80, 13, 3)[0] == "Schul-"


def test_usual_abbreviations_before_anything_is_cut():
    assert wrapped("Runder Tisch Frühe Hilfen", 75, 13, 2) == ("RT Frühe", "Hilfen")
    assert wrapped("Runder Tisch", 90, 13, 2) == ("Runder Tisch",)


def test_what_is_too_long_says_so():
    *_, last = wrapped("Arbeit am Übergang zwischen Kita und Schule im Norden", 80, 13, 2)
    assert last.endswith("…")
