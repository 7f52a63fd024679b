"""What a query means, and which words of a text it touches."""

from __future__ import annotations

import pytest

from german.folding import tokenize
from search.query.clauses import BEGUN, Alternative, Clause, Query, keys_met

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
    ("text", "keys", "prefixes", "met"),
    [
        ("Schachbrett", {"p_schach", "p_turm"}, (), {"p_schach"}),
        ("Schachbrett", {"schach"}, (), set()),
        ("Schachbrett", (), ("scha",), {BEGUN}),
        ("Schachbrett", (), ("brett",), set()),
        ("Kinder-Uni", {"uni"}, (), {"uni"}),
        ("Kinder-Uni", {"kinderuni", "uni"}, (), {"kinderuni", "uni"}),
        ("Kinder-Uni", (), ("un",), {BEGUN}),
        ("und", {"und"}, ("u",), set()),
    ],
)
def test_a_word_of_a_text_meets_keys_and_beginnings(text, keys, prefixes, met):
    [token] = tokenize(text)
    assert keys_met(token, frozenset(keys), prefixes) == met


def test_words_within_a_passage_are_near_elsewhere():
    inside = Query("schach", (SCHACH,), bonus=(("r_schach_turm", 1.0),)).within("sucht")
    [clause] = inside.clauses
    assert [one.keys for one in clause.alternatives] == [
        tuple(tuple(f"sucht:{key}" for key in group) for group in one.keys) for one in SCHACH.alternatives
    ]
    assert [(one.keys, one.kind) for one in clause.loose] == [
        (one.keys, "lose") for one in SCHACH.alternatives
    ]
    assert clause.keys == SCHACH.keys
    assert inside.bonus == ()
