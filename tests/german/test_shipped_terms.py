"""Every shipped term does something: without it, the thesaurus would not know a pair that it knows.

Nothing is read anew for this. A pair is lost without a term when all rows that give it its full strength name that term;
so all pairs of all rows are written down once, and what no pair depends on is dead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import permutations

from german.analyzer import analyse
from german.folding import fold_word, tokenize
from german.semantic_fields import CLOSE, NEAR
from german.thesaurus import ABBREVIATION, NARROW, SAME, signature
from networks.recognition.wording import parts, words_of
from tests.shipped import Row, lines, table

SYNONYMS = table("german/data/synonyme.csv")
ABBREVIATIONS = table("german/data/abkuerzungen.csv")
HEADS = table("german/data/grundwoerter.csv")

type Term = tuple[str, str]  # its place, and as it is written there
type Pair = tuple[object, object]


def needed(said: Iterable[tuple[Pair, float, set[Term]]]) -> set[Term]:
    """Terms without which a pair would be unknown, or known with less strength."""
    strongest: dict[Pair, tuple[float, set[Term]]] = {}
    for pair, strength, terms in said:
        before, common = strongest.get(pair, (0.0, terms))
        if strength > before:
            strongest[pair] = strength, terms
        elif strength == before:
            strongest[pair] = before, common & terms
    return {term for _, common in strongest.values() for term in common}


def pairs(one: Term, other: Term, strength: float) -> Iterator[tuple[Pair, float, set[Term]]]:
    """What a term says about another: nothing when both are one to the reader of the file."""
    here, there = signature(one[1]), signature(other[1])
    if here and there and here != there:
        yield (here, there), strength, {one, other}


def expressions(terms: Iterable[Term]) -> Iterator[tuple[Pair, float, set[Term]]]:
    """A term of several words is known where its words stand together in a text."""
    for term in terms:
        if len(signature(term[1])) > 1:
            yield ("expression", signature(term[1])), SAME, {term}


def said_by_synonyms() -> Iterator[tuple[Pair, float, set[Term]]]:
    for row in SYNONYMS:
        terms, wider = ([(row.place, term) for term in row.terms(key)] for key in ("begriffe", "findet_auch"))
        yield from expressions(terms + wider)
        for one, other in permutations(terms, 2):
            yield from pairs(one, other, SAME)
        for term in terms:
            for other in wider:
                yield from pairs(term, other, NARROW)


def said_by_abbreviations() -> Iterator[tuple[Pair, float, set[Term]]]:
    for row in ABBREVIATIONS:
        short, long_forms = (
            (row.place, row.cells["kuerzel"]),
            [(row.place, long) for long in row.terms("langformen")],
        )
        yield from expressions(long_forms)
        for long in long_forms:
            yield from pairs(short, long, ABBREVIATION)
            yield from pairs(long, short, ABBREVIATION)


def fields() -> Iterator[tuple[list[Term], list[Term]]]:
    for place, line in lines("german/data/wortfelder.txt"):
        core, _, around = line.partition("|")
        yield _terms(place, core), _terms(place, around)


def _terms(place: str, side: str) -> list[Term]:
    return [(place, word.strip()) for word in side.split(",") if word.strip()]


def said_by_fields(key) -> Iterator[tuple[Pair, float, set[Term]]]:
    """What the fields say to a reader who knows terms by this key: the search and the recognition have one each."""
    for core, around in fields():
        for one, other in permutations(core, 2):
            if key(one[1]) != key(other[1]):
                yield (key(one[1]), key(other[1])), CLOSE, {one, other}
        for one in core:
            for other in around:
                if key(one[1]) != key(other[1]):
                    yield (key(one[1]), key(other[1])), NEAR, {one, other}
                    yield (key(other[1]), key(one[1])), NEAR, {one, other}


def roots(term: str) -> str:
    """By what the recognition of duplicates knows a term of a field."""
    return "+".join(root for word in words_of(term) for root in word.roots)


def written(terms: Iterable[Term]) -> list[str]:
    return [": ".join(term) for term in terms]


def twice(named: Iterable[tuple[object, str]]) -> dict[object, list[str]]:
    places: dict[object, list[str]] = defaultdict(list)
    for name, place in named:
        places[name].append(place)
    return {name: found for name, found in places.items() if len(found) > 1}


def test_a_term_is_needed_only_where_nobody_else_says_as_much():
    one, other, third = (("a:1", "eins"), ("a:1", "zwei"), ("b:7", "zwei"))
    assert needed([(("x", "y"), 0.4, {one, other})]) == {one, other}
    assert needed([(("x", "y"), 0.4, {one, other}), (("x", "y"), 0.4, {one, third})]) == {one}
    assert needed([(("x", "y"), 0.4, {one, other}), (("x", "y"), 0.9, {third})]) == {third}


def test_each_synonym_and_each_long_form_is_needed():
    alive = needed([*said_by_synonyms(), *said_by_abbreviations()])
    synonyms = [
        (row.place, term)
        for row in SYNONYMS
        for key in ("begriffe", "findet_auch")
        for term in row.terms(key)
    ]
    long_forms = [(row.place, term) for row in ABBREVIATIONS for term in row.terms("langformen")]
    assert written(term for term in synonyms + long_forms if term not in alive) == []


def test_each_abbreviation_has_one_row():
    assert twice((fold_word(row.cells["kuerzel"]), row.place) for row in ABBREVIATIONS) == {}


def test_no_row_of_synonyms_says_both_the_same_and_more():
    """What means the same is found anyway: as something wider it would be shadowed."""
    both = [
        (row.place, term)
        for row in SYNONYMS
        for term in row.terms("findet_auch")
        if signature(term) in set(map(signature, row.terms("begriffe")))
    ]
    assert written(both) == []


def heads_of(row: Row) -> list[tuple[str, str]]:
    return [(word, analyse(word).root) for word in row.terms("grundwoerter")]


def test_each_head_stands_for_another_one_by_this_row_alone():
    """Of a compound the last part is asked for: „Lehrgang“ can stand for Kurs, nothing for „Lehrgang“."""
    said = [
        ((here, there), 1.0, {(row.place, one), (row.place, other)})
        for row in HEADS
        for (one, here), (other, there) in permutations(heads_of(row), 2)
        if here != there and "_" not in here
    ]
    terms = [(row.place, word) for row in HEADS for word in row.terms("grundwoerter")]
    assert written(term for term in terms if term not in needed(said)) == []


def test_each_word_of_a_field_is_needed_by_the_search_or_the_recognition():
    alive = needed(said_by_fields(signature)) | needed(said_by_fields(roots)) | only_written_as_one()
    assert written(term for sides in fields() for side in sides for term in side if term not in alive) == []


def only_written_as_one() -> set[Term]:
    """Words that the recognition takes as written together („Grund-Bildung“) because a field has them."""
    places: dict[tuple[str, ...], set[Term]] = defaultdict(set)
    for sides in fields():
        for term in (term for side in sides for term in side if term[1].isalpha()):
            places[parts(fold_word(term[1]))].add(term)
    return {term for key, terms in places.items() if len(key) > 1 and len(terms) == 1 for term in terms}


def test_terms_can_be_met_in_a_text():
    """What is cut into words must leave something to compare."""
    terms = [*((row.place, row.cells["kuerzel"]) for row in ABBREVIATIONS)]
    terms += [(row.place, term) for row in SYNONYMS for key in row.cells for term in row.terms(key)]
    assert written(term for term in terms if not tokenize(term[1]) or signature(term[1]) == ("",)) == []
