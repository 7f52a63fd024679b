"""Word fields of education work: what belongs to the same matter without meaning the same (lesen: Buch, Bücherei).

`data/wortfelder.txt` is the one place of this knowledge. The search takes it for what comes near a query and to put
hits in order; the recognition of duplicates (`networks.recognition.wording`) weighs it against everything else two texts share.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from german.lexicon import DATA
from german.thesaurus import Signature, signature

CLOSE, NEAR = 0.16, 0.08  # below any synonym: they fill a list that has too few hits, and order it
FILE = DATA / "wortfelder.txt"


def word_lists() -> Iterator[tuple[list[str], list[str]]]:
    """Fields in the order of the file: words of the core, other related words."""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            core, _bar, around = line.partition("|")
            yield _words(core), _words(around)


def _words(side: str) -> list[str]:
    return [word for part in side.split(",") if (word := part.strip())]


@cache
def _fields() -> tuple[list[tuple[set[Signature], set[Signature]]], dict[Signature, list[int]]]:
    fields, of = [], defaultdict(list)
    for number, (core, around) in enumerate(word_lists()):
        sides = ({signature(word) for word in core}, {signature(word) for word in around})
        fields.append(sides)
        for term in sides[0] | sides[1]:
            of[term].append(number)
    return fields, of


@lru_cache(maxsize=20_000)
def related(term: Signature) -> dict[Signature, float]:
    """Terms of the fields of `term` with their nearness (0 to 1): those of the core it stands in, then the others."""
    fields, of = _fields()
    found: dict[Signature, float] = {}
    for number in of.get(term, ()):
        core, around = fields[number]
        strength = CLOSE if term in core else NEAR
        for other in core:
            found[other] = max(strength, found.get(other, 0.0))
        if term in core:
            for other in around:
                found.setdefault(other, NEAR)
    found.pop(term, None)
    return found
