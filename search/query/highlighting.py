"""The hits of one page as they are shown: with marked words, and with the reason why each was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from german.folding import Token, tokenize
from search.models import Entry
from search.query.clauses import BEGUN, Query, key_of, keys_met
from search.query.matching import Need
from search.query.results import SearchResult, Tier
from search.sources import SOURCES

EXCERPT = 260  # characters of prose on a card
LEAD_IN = 60  # characters before a word that stands deep in a long sentence
FIELDS = (
    "id", "kind", "object_id", "kennung", "name", "passages", "card", "confirmed_at", "upcoming_at", "latitude",
    "longitude", "facets", "digest",
)  # fmt: skip


@dataclass(frozen=True)
class Reason:
    """`via` "Thema", `text` "Sprachbildung", `word` "DaZ" when that synonym was what matched."""

    via: str
    text: str
    word: str = ""


@lru_cache(maxsize=2_000)
def _tokens(text: str) -> tuple[Token, ...]:
    """Cached: each word of a query looks at every text of a card, and entries share their labels."""
    return tuple(tokenize(text))


class Marker:
    """Marks the words of a query in many texts: the cards of a page share most of their words. What only counts together
    (the parts of a divided compound, the words of a synonym) is marked where all of it stands in the text."""

    def __init__(self, query: Query) -> None:
        alternatives = [one for clause in query.clauses for one in clause.alternatives]
        self._keys = frozenset().union(*(clause.keys for clause in query.clauses))
        self._single = frozenset(
            key_of(key) for one in alternatives if len(one.keys) == 1 for key in one.keys[0]
        )
        self._together = [
            [frozenset(map(key_of, group)) for group in one.keys] for one in alternatives if len(one.keys) > 1
        ]
        self._prefixes = tuple(clause.prefix for clause in query.clauses if clause.prefix)
        self._met: dict[tuple[str, ...], frozenset[str]] = {}
        self._of_label: dict[str, bool] = {}

    def marks(self, text: str) -> list[tuple[int, int]]:
        """Places of the matching words: (start, end) in characters."""
        if not self._keys and not self._prefixes:
            return []
        found = [(token, met) for token in _tokens(text) if (met := self._keys_met(token))]
        if not found:
            return []
        here = frozenset().union(*(met for _token, met in found))
        counting = self._single.union(
            *(
                group
                for groups in self._together
                if not any(group.isdisjoint(here) for group in groups)
                for group in groups
            )
        )
        return [
            (token.start, token.end) for token, met in found if BEGUN in met or not met.isdisjoint(counting)
        ]

    def touches(self, label: str) -> bool:
        """Whether a word of a label matches. Kept: entries share their themes."""
        if label not in self._of_label:
            self._of_label[label] = bool(self.marks(label))
        return self._of_label[label]

    def _keys_met(self, token: Token) -> frozenset[str]:
        if token.pieces not in self._met:
            self._met[token.pieces] = keys_met(token, self._keys, self._prefixes)
        return self._met[token.pieces]


class Hit:
    """One card. `card` is what the source put into the document, nothing is read beside it."""

    def __init__(
        self,
        entry: Entry,
        *,
        tier: Tier = Tier.FULL,
        marker: Marker,
        needs: list[tuple[Need, Marker]],
    ) -> None:
        self.entry, self.card, self.kind = entry, entry.card, entry.kind
        self.tier, self.divider = tier, ""
        self._marker, self._needs = marker, needs

    def __getattr__(self, name: str) -> Any:
        """Card fields read as attributes in templates: hit.url, hit.status."""
        try:
            return self.__dict__["card"][name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def is_partial(self) -> bool:
        return self.tier is Tier.PARTIAL

    @cached_property
    def url(self) -> str:
        return entry_url(self.kind, self.card["slug"])

    @property
    def template(self) -> str:
        return SOURCES[self.kind].template

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def kennung(self) -> str:
        return self.entry.kennung

    @property
    def last_meeting(self) -> datetime | None:
        """When a network met last; cards carry moments as text."""
        moment = self.card.get("last_meeting")
        return datetime.fromisoformat(moment) if moment else None

    @property
    def expected(self) -> datetime | None:
        """When a network meets next by its rhythm, where no meeting is agreed."""
        likely = self.card.get("expected")
        return datetime.fromisoformat(likely["start"]) if likely else None

    @cached_property
    def marked_name(self) -> SafeString:
        return marked(self.entry.name, self._marker)

    @cached_property
    def excerpt(self) -> SafeString:
        """Prose of the entry, around its first matching word, with marks; may be empty."""
        return marked(self._excerpt_text, self._marker)

    @cached_property
    def _excerpt_text(self) -> str:
        prose = [text for via, _stands_for, text in self.entry.passages if not via]
        best = next((text for text in prose if self._marker.marks(text)), prose[0] if prose else "")
        return _cut(best, self._marker)

    @cached_property
    def labels(self) -> list[dict[str, Any]]:
        """The labels of the card, each with `is_hit` when a word of the query stands in it."""
        return [
            label | {"is_hit": self._marker.touches(label["label"])} for label in self.card.get("labels", ())
        ]

    @cached_property
    def reasons(self) -> list[Reason]:
        """Why this is a hit, as far as name and excerpt do not show it already."""
        reasons: list[Reason] = []
        for need, asked in self._needs:
            if not asked.marks(self.entry.name) and not asked.marks(self._excerpt_text):
                reasons += self._reason(need, asked)
        return list(dict.fromkeys(reasons))

    def _reason(self, need: Need, asked: Marker) -> Iterator[Reason]:
        for facet, option in need.places:
            if f"{facet}={option.value}" in self.entry.facets:
                yield Reason("Ort", option.label)
                return
        for name in self.card.get("names", ()):
            if asked.marks(name):
                yield Reason("weiterer Name", name)
                return
        for via, stands_for, text in self.entry.passages:
            if via and asked.touches(text):
                yield Reason(via, stands_for or text, text if stands_for else "")
                return


def entry_url(kind: str, slug: str) -> str:
    return reverse(SOURCES[kind].route, args=[slug])


def hits(answer: SearchResult, ids: list[int]) -> list[Hit]:
    """The entries `ids` in this order. One query."""
    entries = {entry.id: entry for entry in Entry.objects.filter(id__in=ids).only(*FIELDS)}
    complete, partial = _markers(answer, answer.interpretation.query), None
    shown = []
    for entry_id in ids:
        if entry_id in entries:
            tier = answer.tier_of(entry_id)
            if tier is Tier.PARTIAL and partial is None:
                partial = _markers(answer, answer.interpretation.query.relaxed())
            marker, needs = partial if tier is Tier.PARTIAL and partial else complete
            shown.append(Hit(entries[entry_id], tier=tier, marker=marker, needs=needs))
    return shown


def _markers(answer: SearchResult, query: Query) -> tuple[Marker, list[tuple[Need, Marker]]]:
    """For the whole query and for each of its needs; of partial hits also what is merely near is marked."""
    clauses = {(clause.start, clause.text): clause for clause in query.clauses}
    needs = [
        (need, Marker(Query("", tuple(clauses.get((c.start, c.text), c) for c in need.clauses))))
        for need in answer.needs
    ]
    return Marker(query), needs


def marked(text: str, marker: Marker) -> SafeString:
    """HTML with the matching words in <mark>; everything else escaped."""
    parts, done = [], 0
    for start, end in marker.marks(text):
        parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    return mark_safe("".join([*parts, escape(text[done:])]))  # noqa: S308 (every piece is escaped above)


def _cut(text: str, marker: Marker) -> str:
    """A piece of at most EXCERPT characters around the first matching word."""
    if len(text) <= EXCERPT:
        return text
    first = next((start for start, _end in marker.marks(text)), 0)
    begin = 0
    if first > EXCERPT * 2 // 3:
        sentence = text.rfind(". ", 0, first) + 2
        begin = (
            sentence
            if sentence > 1 and first - sentence < EXCERPT // 2
            else text.rfind(" ", 0, first - LEAD_IN) + 1
        )
    end = begin + EXCERPT
    if end < len(text):
        end = max(text.rfind(" ", begin, end), begin + EXCERPT // 2)
    return ("… " if begin else "") + text[begin:end].rstrip(" ,;–-") + (" …" if end < len(text) else "")
