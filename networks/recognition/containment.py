"""How much of one German text is found in another, whatever the spelling: what every comparison of texts rests on. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from networks.recognition.acronyms import stands_for
from networks.recognition.structures import Corpus, Text
from networks.recognition.wording import NEAR_FIELD, SAME_FIELD, ComparableWord, format_roots, word_fields

# A compound with a meaning of its own („Tagespflege“, „Pflegeeltern“) is not met by one of its parts.
ALL_PARTS, PART_OF_CONCEPT = 0.9, 0.6
CERTAIN = 0.95  # by its roots: spelling cannot add to it
QUOTED = 0.3  # what a word must say to be quoted as a reason: everyday words („Haus“) just do, function words do not
CUT = 0.8  # „Gym.“: many a word begins so
ENDING = 0.75  # the same word but for an ending of up to three letters
LONG = 5  # letters from which on a word can be misspelt and still be told from another
TELLING = 8  # letters from which on a word stays recognisable with two errors
STEM = 7  # letters that two words share at least to differ by an ending only
# What as many errors as are allowed take off; half of it in words long enough to stay recognisable.
ERROR = 0.6


@dataclass(frozen=True, slots=True)
class Containment:
    """How much of one text is found in another: `share` 0 to 1, `mass` the weight of what is found."""

    share: float
    mass: float
    words: tuple[str, ...] = ()


def containment(
    words: tuple[ComparableWord, ...], other: Text, corpus: Corpus, name: str = ""
) -> Containment:
    """Share of the weight of `words` that `other` contains; `name` is the other's name as written, for acronyms."""
    total = found = 0.0
    hits = []
    for word in words:
        if word.is_format:
            continue
        weight = corpus.word_weight(word)
        match = word_match(word, other, corpus, name)
        total += weight
        found += weight * match
        if match >= SAME_FIELD and weight > QUOTED:
            hits.append(word.surface)
    return Containment(found / total if total else 0.0, found, tuple(hits))


def word_match(word: ComparableWord, other: Text, corpus: Corpus, name: str = "") -> float:
    """How well a word is met by the other text: 1 the same, less for kin, typing errors, abbreviations."""
    if word.folded in other.folded:
        return 1.0
    by_root = root_match(word, other, corpus)
    if by_root > CERTAIN:
        return by_root
    return max(
        by_root,
        _spelling_match(word, other),
        stands_for(word.surface, name) if name and word.looks_like_acronym else 0.0,
    )


def root_match(word: ComparableWord, other: Text, corpus: Corpus) -> float:
    """Like `word_match`, without looking for typing errors and abbreviations."""
    weights = [corpus.weight(root) * telling for root, telling in zip(word.roots, word.telling, strict=True)]
    parts = sum(weight * _kin(root, other) for root, weight in zip(word.roots, weights, strict=True))
    share = parts / (sum(weights) or 1.0)
    if len(word.roots) == 1:
        return share
    concept = "+".join(word.roots[:-1] if word.roots[-1] in format_roots() else word.roots)
    whole = _kin(concept, other)
    if not whole and share < ALL_PARTS and "+" in concept and concept in word_fields():
        return share * PART_OF_CONCEPT
    return max(whole, share)


def _kin(key: str, other: Text) -> float:
    if key in other.keys:
        return 1.0
    core, near = word_fields().get(key, (frozenset(), frozenset()))
    if core & other.cores:
        return SAME_FIELD
    return NEAR_FIELD if core & other.nears or near & other.cores else 0.0


def _spelling_match(word: ComparableWord, other: Text) -> float:
    """The same but for a typing error, an abbreviation or an ending that no rule knew."""
    folded, length = word.folded, len(word.folded)
    if word.is_cut:
        return CUT if any(known.startswith(folded) for known in other.folded) else 0.0
    if length < LONG:
        return 0.0
    # one error in a short word, more where more letters tell the word
    allowed = 1 if length < TELLING else 2 if length < 14 else 3
    nearest = process.extractOne(
        folded, other.long, scorer=OSA.distance, processor=None, score_cutoff=allowed
    )
    forgiven = allowed if length < TELLING else 2 * allowed
    best = 1.0 - ERROR * nearest[1] / forgiven if nearest else 0.0
    if length >= STEM and any(
        known[:STEM] == folded[:STEM] and max(len(known), length) - _in_common(known, folded) <= 3
        for known in other.long
    ):
        return max(best, ENDING)
    return best


def _in_common(first: str, second: str) -> int:
    """Letters alike from the beginning."""
    return next(
        (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )
