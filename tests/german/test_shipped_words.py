"""Every row of the word list and of the families does something: without it, its words would be read differently.

The rows are taken out one at a time from the stems in memory. What a stem does in a compound is asked of `head_of` and
`modifier_of`, by which alone compounds are divided, so that no compound needs to be tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

import pytest

from german import compounds, derivation, morphology
from german.compounds import head_of, modifier_of, segments
from german.derivation import root_of
from german.folding import fold_word
from german.lexicon import Inventory, inventory, newspaper_words, rows, take_family, take_word
from german.morphology import VERB, Lemma, infinitive, infinitive_stem, readings
from german.words import analyse
from tests.shipped import Row, table

WORDS = table("german/data/woerter.csv")
FAMILIES = table("german/data/familien.csv")
ENDINGS = ("", "e", "en", "er", "n", "s", "t", "nen")
STEMS = ("nouns", "noun_forms", "verbs", "verb_forms")
FORMS = {"n": "noun_forms", "v": "verb_forms", "i": "verb_forms", "a": "adjective_forms"}
SHORT = 3  # letters of a part that divides a known word only if it is curated: Lese|förderung
FIELDS = Inventory.__slots__
MEMORIES = [
    function
    for module in (morphology, derivation, compounds)
    for function in vars(module).values()
    if hasattr(function, "cache_clear") and function is not inventory
]


def forget():
    for memory in MEMORIES:
        memory.cache_clear()


@contextmanager
def without(said: Iterable[tuple[str, str]]) -> Iterator[None]:
    """The stems as they were if nobody had said this: (field of the inventory, word) each."""
    words, before = inventory(), []
    for field, word in said:
        now, once = getattr(words, field), getattr(newspaper(), field)
        before.append((now, word, now.get(word) if isinstance(now, dict) else word in now))
        put(now, word, once.get(word) if isinstance(once, dict) else word in once)
    forget()
    try:
        yield
    finally:
        for now, word, value in before:
            put(now, word, value)
        forget()


def put(known: dict | set, word: str, value: object) -> None:
    if isinstance(known, set):
        (known.add if value else known.discard)(word)
    elif value is None:
        known.pop(word, None)
    else:
        known[word] = value


@cache
def newspaper() -> Inventory:
    return newspaper_words()


def said_by(row: Row) -> list[tuple[str, str]]:
    """What a row of the word list changes in the inventory."""
    if row.cells["art"] == "-":
        return [(field, fold_word(row.cells["wort"])) for field in STEMS]
    alone = Inventory()
    take_word(alone, row.cells)
    return [(field, word) for field in FIELDS for word in getattr(alone, field)]


def as_part(stem: str) -> Iterator[object]:
    """How a stem is read with all endings: alone, and as a part of a compound."""
    for text in (stem + ending for ending in ENDINGS):
        yield readings(text), head_of(text), modifier_of(text)
        yield segments(text)


def as_word(row: Row) -> object:
    """How the word of a row is read and divided."""
    stem, kind = fold_word(row.cells["wort"]), row.cells["art"].replace("i", VERB)
    word = infinitive(stem) if kind == VERB else stem
    return segments(word), root_of(Lemma(stem, kind)), infinitive_stem(word)


def reading(row: Row) -> Iterator[object]:
    stem = fold_word(row.cells["wort"])
    yield as_word(row)
    yield len(stem) <= SHORT and stem in inventory().curated
    for part in (stem, *map(fold_word, row.terms("formen"))):
        yield from as_part(part)


def as_form(form: str) -> Iterator[object]:
    for text in (form, "ge" + form, "ab" + form):
        yield from as_part(text)


def as_relative(member: str) -> Iterator[object]:
    """To which families a word belongs, in all its forms."""
    for text in (member + ending for ending in ENDINGS):
        yield [root_of(lemma) for lemma in readings(text)]
        yield segments(text)


def is_read_as(before: list[object], now: Iterator[object]) -> bool:
    """Looks no further than to the first difference: nothing is remembered while a row is missing."""
    return all(one == other for one, other in zip(before, now, strict=True))


def test_taking_out_and_putting_back_leaves_the_stems_as_they_were():
    before = {field: getattr(inventory(), field).copy() for field in FIELDS}
    with without(said_by(WORDS[0])):
        assert fold_word(WORDS[0].cells["wort"]) not in inventory().curated
    assert {field: getattr(inventory(), field) for field in FIELDS} == before


def test_what_is_taken_out_is_read_as_if_it_had_never_been_said():
    words = newspaper_words()
    for row in list(rows("woerter.csv"))[1:]:
        take_word(words, row)
    for row in rows("familien.csv"):
        take_family(words, row)
    with without(said_by(WORDS[0])):
        assert inventory() == words


def test_each_row_of_the_word_list_changes_how_a_word_is_read():
    with_it = [list(reading(row)) for row in WORDS]
    dead = []
    for row, before in zip(WORDS, with_it, strict=True):
        with without(said_by(row)):
            if is_read_as(before, reading(row)):
                dead.append(f"{row.place}: {row.cells['wort']}")
    assert dead == []


def test_each_form_is_one_that_the_rules_do_not_make():
    dead = []
    for row in WORDS:
        for form in map(fold_word, row.terms("formen")):
            before = list(as_form(form))
            with without([(FORMS[row.cells["art"]], form)]):
                if is_read_as(before, as_form(form)):
                    dead.append(f"{row.place}: {form}")
    assert dead == []


def test_parts_are_named_only_where_the_rules_find_others():
    """A „-“ may promise what holds already: that a word is not divided, whatever stems are learned later."""
    dead = []
    for row in WORDS:
        if row.cells["teile"] not in {"", "-"}:
            before = as_word(row)
            with without([("parts", fold_word(row.cells["wort"]))]):
                if as_word(row) == before:
                    dead.append(f"{row.place}: {row.cells['teile']}")
    assert dead == []


def test_no_word_stands_in_two_rows_that_say_the_same():
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in WORDS:
        for field, word in said_by(row):
            if field != "curated":  # a word may be noun and verb (Tanz, tanzen)
                said[field, word].append(row.place)
    assert {word: places for (_, word), places in said.items() if len(places) > 1} == {}


@pytest.mark.parametrize("field", ["nouns", "verbs", "adjectives"])
def test_no_form_is_hidden_behind_a_stem_that_is_written_alike(field):
    stems = getattr(inventory(), field)
    column = [row for row in WORDS if row.cells["art"].replace("i", VERB) == field[0]]
    hidden = [(row.place, form) for row in column for form in row.terms("formen") if fold_word(form) in stems]
    assert hidden == []


def test_each_member_of_a_family_would_be_a_stranger_without_its_row():
    """A stem without members keeps to itself what a rule would lead elsewhere: Richter is not richten."""
    members = [
        (row.place, fold_word(member))
        for row in FAMILIES
        for member in row.terms("mitglieder") or row.terms("stamm")
    ]
    with_it = [list(as_relative(member)) for _, member in members]
    dead = []
    for (place, member), before in zip(members, with_it, strict=True):
        with without([("families", member)]):
            if is_read_as(before, as_relative(member)):
                dead.append(f"{place}: {member}")
    assert dead == []


def test_each_word_of_a_family_is_read_as_one_of_it():
    strangers = []
    for row in FAMILIES:
        for word in [row.cells["stamm"], *row.terms("mitglieder")]:
            analysis = analyse(word)
            if fold_word(row.cells["stamm"]) not in {analysis.root, analysis.second_root}:
                strangers.append(f"{row.place}: {word} is of {analysis.root}")
    assert strangers == []


def test_no_word_belongs_to_two_families_or_twice_to_one():
    homes: dict[str, list[str]] = defaultdict(list)
    for row in FAMILIES:
        for member in [row.cells["stamm"], *row.terms("mitglieder")]:
            homes[fold_word(member)].append(row.place)
    assert {word: places for word, places in homes.items() if len(places) > 1} == {}


def kinds(row: Row) -> Sequence[str]:
    return [kind for kind in ("n", "v", "i", "a", "-") if kind == row.cells["art"]]


def test_each_row_has_a_kind_and_a_struck_word_nothing_else():
    assert [row.place for row in WORDS if not kinds(row)] == []
    struck = [row for row in WORDS if row.cells["art"] == "-"]
    assert [row.place for row in struck if row.cells["formen"] or row.cells["teile"]] == []
