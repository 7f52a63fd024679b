"""What a query means, and which words of a text it touches."""

from __future__ import annotations

import pytest

from german.folding import tokenize
from search.query.clauses import Alternative, Clause, Query, touches

NEAR = Alternative(0.2, (("r_garten",),), "lose")
SCHACH = Clause(
    "schach", 0, 6, (Alternative(1.0, (("schach", "r_schach"), ("dame",)), "exakt"),), loose=(NEAR,)
)


def test_keys_of_a_clause_are_those_of_all_its_groups():
    assert SCHACH.keys == {"schach", "r_schach", "dame"}


def test_a_query_asks_for_something_when_it_excludes_something():
    assert Query("").is_empty
    assert not Query("schach", clauses=(SCHACH,)).is_empty
    assert not Query("-schach", excluded=(SCHACH,)).is_empty


def test_a_relaxed_query_takes_what_comes_near_for_clauses_of_these_texts():
    other = Clause("dame", 7, 11, (), loose=(NEAR,))
    query = Query("schach dame", (SCHACH, other))
    assert [one.alternatives for one in query.relaxed().clauses] == [(*SCHACH.alternatives, NEAR), (NEAR,)]
    assert [one.alternatives for one in query.relaxed({"dame"}).clauses] == [SCHACH.alternatives, (NEAR,)]
    assert query.relaxed({"turm"}) == query


@pytest.mark.parametrize(
    ("text", "keys", "prefixes", "is_touched"),
    [
        ("Schachbrett", {"p_schach"}, (), True),
        ("Schachbrett", {"schach"}, (), False),
        ("Schachbrett", (), ("scha",), True),
        ("Schachbrett", (), ("brett",), False),
        ("Kinder-Uni", {"uni"}, (), True),
        ("Kinder-Uni", {"kinderuni"}, (), True),
        ("Kinder-Uni", (), ("un",), True),
        ("und", {"und"}, ("u",), False),
    ],
)
def test_a_word_is_touched_by_keys_and_beginnings(text, keys, prefixes, is_touched):
    [token] = tokenize(text)
    assert touches(token, frozenset(keys), prefixes) is is_touched
