"""Whatever is typed: an answer, fast, and nothing that was not asked for."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.query.highlighting import hits
from search.query.interpretation import MAX_LENGTH
from search.query.results import SearchRequest, ask

pytestmark = pytest.mark.django_db
NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from("\0\"'\\:*|&!<->()„“»«%_;=@\u202e\u200d\ufeff\t\n"),
        st.characters(),
        st.sampled_from("äöüßkita "),
    ),
    max_size=300,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=NASTY, is_typing=st.booleans())
def test_any_text_gets_an_answer(directory, text, is_typing):
    answer = ask(SearchRequest(text=text, is_typing=is_typing, facets=("thema", "stadtteil")))
    shown = hits(answer, answer.page(0, 20))
    assert len(shown) == min(answer.total, 20)
    for hit in shown:
        assert hit.marked_name.replace("<mark>", "").replace("</mark>", "") == hit.name
        assert isinstance(hit.reasons, list)


@pytest.mark.parametrize(
    "text",
    ["a" * 10_000, "kita " * 2_000, '"' * 10_000, "-" * 10_000, "-a " * 3_000, "(" * 10_000, "ä" * 10_000, "\0" * 10_000,
     "kita\u0301" * 2_000, '"kita ' * 2_000, "der die das und in im", "a-b-c-d-e-f-g-h-" * 600, "😀" * 5_000],
)  # fmt: skip
def test_only_the_beginning_of_a_long_text_is_searched(directory, text):
    assert len(ask(SearchRequest(text=text)).interpretation.text) <= MAX_LENGTH


def test_only_stop_words_are_searched_as_they_are(answer, directory):
    assert answer("als").interpretation.query.clauses != ()


def test_text_without_words_is_no_query(answer, directory):
    assert answer("?! … –").total == 6
