"""What paragraphs of laws stand for in education and welfare: § 8a SGB VIII is Kinderschutz. Pure."""

from functools import lru_cache

from german.folding import fold
from german.lexicon import rows


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    """Paragraph -> (names of the law, folded; terms), in the order of the file."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for row in rows("paragraphen.csv"):
        laws = tuple(fold(law) for law in row["gesetz"].split("|"))
        found.setdefault(row["paragraph"], []).append((laws, tuple(row["meint"].split("|"))))
    return {number: tuple(meanings) for number, meanings in found.items()}


@lru_cache(maxsize=1)
def _laws() -> frozenset[str]:
    return frozenset(law for meanings in _known().values() for laws, _terms in meanings for law in laws)


def is_law(word: str) -> bool:
    """Whether a folded word belongs to the name of a law: sgb, viii, gemeindeordnung."""
    return any(word in law.split() for law in _laws())


def meant_by(number: str, text: str) -> tuple[str, ...]:
    """Terms that belong to a paragraph: of the law that `text` names, else of the first law that has it. Empty where the
    paragraph is not known, or not of that law."""
    words = f" {fold(text)} "
    named = {law for law in _laws() if f" {law} " in words or f" {law}s " in words}
    for laws, terms in _known().get(number, ()):
        if not named or not named.isdisjoint(laws):
            return terms
    return ()
