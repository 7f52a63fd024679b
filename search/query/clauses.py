"""What a query means: clauses that must match, each with graded alternatives over the keys of `german.index_terms`."""

from collections.abc import Container
from dataclasses import dataclass, replace

from german.folding import Token
from german.words import is_stop_word, word_keys
from search.index.terms_of_entries import within

BEGUN = "…"  # stands for the beginning of a word that is still being typed
ELSEWHERE = 0.2  # of the weight of a word that is not where it was looked for


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to satisfy a clause: of every group of `keys` at least one must be there.

    (("r_kind", "p_kind"), ("r_schutz",)) reads (r_kind | p_kind) & r_schutz. `kind`: exakt, stamm, teil, synonym, and
    among what comes near lose (enough for a partial hit) or verwandt (only raises the rank);
    `via` names the synonym for „gefunden über …“.
    """

    weight: float
    keys: tuple[tuple[str, ...], ...]
    kind: str
    via: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One word (or fixed expression) of the query, `text` as typed at `start:end`.

    `required`: an entry without it is no hit. `weight`: how much the word says (0.1 to 1). `prefix`: beginning of
    a word that is still being typed; matches surfaces that begin so. `phrase`: (surface, distance from the first
    word) of words that must stand in this order. `loose`: what comes near (parts of a compound, words of the same
    field): puts hits in order and yields partial hits where the strict alternatives find too little.
    """

    text: str
    start: int
    end: int
    alternatives: tuple[Alternative, ...]
    required: bool = True
    weight: float = 1.0
    prefix: str = ""
    phrase: tuple[tuple[str, int], ...] = ()
    loose: tuple[Alternative, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """Those of the words themselves, wherever they are looked for."""
        return frozenset(
            key_of(key) for alternative in self.alternatives for group in alternative.keys for key in group
        )

    def within(self, name: str) -> "Clause":
        """The same in passages of this name; elsewhere the word only comes near."""
        inside = tuple(
            replace(one, keys=tuple(tuple(within(name, key) for key in group) for group in one.keys))
            for one in self.alternatives
        )
        elsewhere = tuple(
            replace(one, weight=ELSEWHERE * one.weight, kind="lose") for one in self.alternatives
        )
        return replace(self, alternatives=inside, loose=elsewhere)


@dataclass(frozen=True, slots=True)
class Query:
    """`clauses` must match as far as they are required, `excluded` must not. `bonus` keys only raise the rank:
    compounds of neighbouring words („Museum Pädagogik“ → Museumspädagogik). `inside`: passages of this name alone count."""

    text: str
    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    bonus: tuple[tuple[str, float], ...] = ()
    inside: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.clauses and not self.excluded

    def within(self, name: str) -> "Query":
        """The same words, looked for in passages of this name."""
        return replace(
            self, clauses=tuple(clause.within(name) for clause in self.clauses), bonus=(), inside=name
        )

    def relaxed(self, texts: Container[str] | None = None) -> "Query":
        """The same with the loose alternatives, for marking what was found in partial hits.

        `texts`: only clauses of these texts are loosened, best those that nothing meets; None loosens all.
        """
        clauses = tuple(
            replace(one, alternatives=one.alternatives + one.loose)
            if texts is None or one.text in texts
            else one
            for one in self.clauses
        )
        return replace(self, clauses=clauses)


def key_of(key: str) -> str:
    """The key of the word itself, wherever it is looked for."""
    return key.rpartition(":")[2]


def keys_met(token: Token, keys: frozenset[str], prefixes: tuple[str, ...]) -> frozenset[str]:
    """The `keys` that a word of a text has; BEGUN where it begins with one of the `prefixes`."""
    if is_stop_word(token.folded):
        return frozenset()
    pieces = {token.folded, *token.pieces}
    met = {key for piece in pieces for key, _ in word_keys(piece) if key in keys}
    if prefixes and any(piece.startswith(prefixes) for piece in pieces):
        met.add(BEGUN)
    return frozenset(met)
