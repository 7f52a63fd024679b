"""What the comparison knows of a network or a proposal, and of the corpus it is compared with. Pure: no Django models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from duplicates.scoring import telling
from german import analyzer
from networks.recognition.places import REMEMBERED, Places
from networks.recognition.wording import FORMAT_WORDS, ComparableWord, word_fields, words_of

PRIOR_SIZE = 60  # how many structures the shipped knowledge of frequent words counts for
# The same of members and themes, which are fewer than words and soon told apart.
PRIOR_MEMBERS, PRIOR_THEMES = 10, 20
# What is everywhere still says something, the more the fewer there are.
LEAST_WORD, LEAST_MEMBER, LEAST_THEME = 0.05, 0.1, 0.15
SHORTEST_NAME = 4  # letters of a word of the Kommune's name: „Bad“ is no name
LONG = 7  # letters from which on a name is known in spite of a typing error


@dataclass(frozen=True, slots=True)
class Structure:
    """A network as the comparison sees it, stored or merely proposed. Every field may be empty: unknown is no evidence.

    `themes`, `target_groups`, `districts`, `members` hold names or keys that are equal exactly when they mean the same;
    `key`: id of what is stored; `is_citywide`: said to be for the whole Kommune; `ended_in`: year, `status`: value of Network.Status.
    """

    key: int = 0
    kennung: str = ""
    name: str = ""
    short_name: str = ""
    other_names: tuple[str, ...] = ()
    format: str = ""
    purpose: str = ""
    themes: frozenset[str] = frozenset()
    target_groups: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    is_citywide: bool = False
    coordinator: str = ""
    members: frozenset[str] = frozenset()
    status: str = ""
    since: int | None = None
    ended_in: int | None = None

    @property
    def people(self) -> frozenset[str]:
        """Members and coordinator together: who takes part."""
        return self.members | {self.coordinator} if self.coordinator else self.members


class Text:
    """Words of a text, prepared for being looked up."""

    __slots__ = ("cores", "every_root", "folded", "keys", "long", "nears", "roots", "words")

    def __init__(self, words: Iterable[ComparableWord]) -> None:
        self.words = tuple(words)
        self.folded = {word.folded for word in self.words}
        self.long = [folded for folded in self.folded if len(folded) >= 5]
        self.roots = {root for word in self.words for root in word.roots}
        # Words that say nothing („lokal“) left out; of a kind of cooperation the root, however it is attached.
        self.every_root = {
            root for word in self.words if FORMAT_WORDS.get(word.folded) != "" for root in word.roots
        }
        self.keys = {"+".join(word.roots) for word in self.words} | self.roots
        cores: set[int] = set()
        nears: set[int] = set()
        for key in self.keys:
            core, near = word_fields().get(key, (frozenset(), frozenset()))
            cores |= core
            nears |= near
        self.cores, self.nears = cores, nears


@dataclass
class Corpus:
    """Statistics of the structures that exist: what is rare says much, what is everywhere says little.

    `size` structures, of which `roots[r]` contain root r, `members[m]` have member m, and so on. `own_names`: folded
    words of the Kommune's own name (auenberg, auenberger), which say nothing at all.
    """

    size: int = 0
    roots: Counter[str] = field(default_factory=Counter)
    fields: Counter[int] = field(default_factory=Counter)
    members: Counter[str] = field(default_factory=Counter)
    themes: Counter[str] = field(default_factory=Counter)
    target_groups: Counter[str] = field(default_factory=Counter)
    places: Places = field(default_factory=Places)
    own_names: frozenset[str] = frozenset()
    theme_parents: Mapping[str, str] = field(default_factory=dict)
    _weights: dict[str, float] = field(default_factory=dict, repr=False)
    _own_seen: dict[str, bool] = field(default_factory=dict, repr=False)

    @classmethod
    def measure(
        cls,
        structures: Iterable[Structure],
        *,
        places: Places | None = None,
        own_names: Iterable[str] = (),
        theme_parents: Mapping[str, str] | None = None,
    ) -> Corpus:
        """Counts a corpus (or a fair sample of it)."""
        corpus = cls(places=places or Places(), own_names=_own(own_names), theme_parents=theme_parents or {})
        for structure in structures:
            text = Text(words_of(" ".join((structure.name, structure.short_name, structure.purpose))))
            corpus.size += 1
            corpus.roots.update(text.roots)
            corpus.fields.update(text.cores)
            corpus.members.update(structure.people)
            corpus.themes.update(structure.themes)
            corpus.target_groups.update(structure.target_groups)
        return corpus

    def weight(self, root: str) -> float:
        """How much a shared root says here: 0.05 (everywhere) to 1 (nowhere else)."""
        known = self._weights.get(root)
        if known is None:
            known = telling(self.roots[root], self.size, prior=PRIOR_SIZE, least=LEAST_WORD)
            self._weights[root] = known
        return known

    def word_weight(self, word: ComparableWord) -> float:
        """How much a shared word says: rare here and telling in German at large."""
        both = zip(word.roots, word.telling, strict=True)
        return sum(self.weight(root) * in_german for root, in_german in both)

    def member_weight(self, member: str) -> float:
        """Like `weight` for a shared member: the office that sits everywhere says little. Between 0.1 and 1."""
        others = max(0, self.members[member] - 1)
        return telling(others, self.size, prior=PRIOR_MEMBERS, least=LEAST_MEMBER)

    def theme_weight(self, theme: str) -> float:
        return telling(self.themes[theme], self.size, prior=PRIOR_THEMES, least=LEAST_THEME)

    def is_own_name(self, folded: str) -> bool:
        """Whether a word is the Kommune's own name, also with a typing error."""
        known = self._own_seen.get(folded)
        if known is None:
            if len(self._own_seen) >= REMEMBERED:
                self._own_seen.clear()
            known = self._own_seen[folded] = folded in self.own_names or self._is_nearly_own(folded)
        return known

    def _is_nearly_own(self, folded: str) -> bool:
        if len(folded) < LONG:
            return False
        long = (name for name in self.own_names if len(name) >= LONG)
        return any(OSA.distance(folded, name, score_cutoff=1) <= 1 for name in long)


def _own(names: Iterable[str]) -> frozenset[str]:
    words = {analyzer.fold_word(part) for name in names for part in name.split()}
    words = {word for word in words if len(word) >= SHORTEST_NAME}
    return frozenset(
        words | {word + ending for word in words for ending in ("er", "s", "ern", "sche", "schen")}
    )
