"""What the comparison knows of an institution, and of the corpus it is compared with. Pure: no Django models."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from actors.recognition.naming import (
    SCHOOL_ENDS,
    SCHOOL_WORDS,
    SCHOOLS,
    host_of,
    house_numbers,
    is_branch,
    kinds_in,
    kinds_of_term,
    name_core,
    name_words,
    phone_digits,
    street_and_number,
)
from duplicates.scoring import telling
from german import analyzer

LEAST_TELLING = 0.1  # of a word; „Schule“ in two names is still better than nothing in common
PRIOR_SIZE = 20  # institutions that a small directory is taken to hold beside its own, so that nothing in it is very rare


@dataclass(frozen=True)
class Record:
    """An institution as the comparison sees it; every field may be empty. `key`: what the caller knows it by."""

    key: str = ""
    name: str = ""
    other_names: tuple[str, ...] = ()
    kind: str = ""
    parent_body: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    latitude: float | None = None
    longitude: float | None = None

    @cached_property
    def words(self) -> tuple[str, ...]:
        return name_words(self.name, self.city)

    @cached_property
    def all_words(self) -> tuple[tuple[str, ...], ...]:
        return (self.words, *(name_words(name, self.city) for name in self.other_names if name))

    @cached_property
    def cores(self) -> tuple[tuple[str, ...], ...]:
        """Of all names, what is its own; () for a name that says only what kind of institution it is."""
        return tuple(name_core(name, self.city) for name in (self.name, *self.other_names) if name)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """What kind of institution it is, as far as its name says; else as its `kind` says."""
        return kinds_in(self.words) or kinds_of_term(self.kind)

    @cached_property
    def is_school(self) -> bool:
        """Whether it is some school, whatever its kind: „Waldschule“."""
        is_said = any(word.endswith(SCHOOL_ENDS) or word in SCHOOL_WORDS for word in self.words)
        return bool(self.kinds & SCHOOLS) if self.kinds else is_said

    @cached_property
    def is_branch(self) -> bool:
        """Whether its name ends in „Außenstelle“; „… mit Außenstelle“ is the main one."""
        return is_branch(self.name)

    @cached_property
    def houses(self) -> tuple[int, int] | None:
        return house_numbers(self.street)

    @cached_property
    def address(self) -> tuple[str, str]:
        """Place and street with number, to be counted; the second is "" without one."""
        road, number = self.road
        return (self.postal_code or self.town, f"{road} {number}" if road and number else "")

    def words_beside(self, other: Record) -> tuple[tuple[str, ...], ...]:
        """As `all_words`; who names no town is taken to be in the other's: „VHS Auenberg“ is Auenberg's VHS."""
        if self.city or not other.city:
            return self.all_words
        return tuple(name_words(name, other.city) for name in (self.name, *self.other_names) if name) or ((),)

    @cached_property
    def town(self) -> str:
        return town_of(self.city)

    @cached_property
    def body(self) -> str:
        return analyzer.fold(self.parent_body)

    def names_town(self, city: str) -> bool:
        """Whether the name says the town: „VHS Auenberg“."""
        town = town_of(city)
        return bool(town) and f" {town} " in f" {analyzer.fold(self.name)} "

    @cached_property
    def road(self) -> tuple[str, str]:
        return street_and_number(self.street)

    @cached_property
    def digits(self) -> str:
        return phone_digits(self.phone)

    @cached_property
    def host(self) -> str:
        return host_of(self.website) or host_of(self.email.rpartition("@")[2])


@dataclass
class Corpus:
    """Statistics of the institutions that exist, how many bear a word of a name, a telephone number, a web host: what is
    shared by many says little."""

    size: int = 0
    words: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    phones: Counter[str] = field(default_factory=Counter)
    addresses: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def measure(cls, records: Iterable[Record]) -> Corpus:
        corpus = cls()
        for record in records:
            corpus.size += 1
            corpus.words.update(set(record.words))
            corpus.hosts.update({record.host} - {""})
            corpus.phones.update({record.digits} - {""})
            corpus.addresses.update([record.address] if record.address[1] else ())
        return corpus

    def weight(self, word: str) -> float:
        """How telling a shared word is: LEAST_TELLING (every second name) to 1 (nowhere else)."""
        return telling(self.words[word], self.size, prior=PRIOR_SIZE, least=LEAST_TELLING)


def town_of(city: str) -> str:
    """Folded, without what is said beside it: „Auenberg (Kernstadt)“ is Auenberg."""
    return analyzer.fold(re.split(r"[,(/]", city)[0])
