"""An index over documents in memory: what is matched, counted and ordered can be tested without a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import numpy as np
from pyroaring import BitMap

from search.index.indexer import row_of
from search.index.postings import SPACING, InvertedIndex, Now
from search.query.clauses import Query
from search.query.facets import ListOptions, Vocabulary
from search.query.interpretation import Interpretation
from search.query.matching import MatchedEntries, match, needs_of
from search.query.parsing import Lexicon
from search.query.results import SearchRequest, SearchResult
from search.sources import PUBLIC, Document, Option, Passage


def document(name: str, prose: str = "", *, also: Iterable[str] = (), **given: object) -> Document:
    """`also`: other names of the entry."""
    usual = {
        "object_id": 0,
        "names": [name, *also],
        "sort_name": name.casefold(),
        "passages": [Passage("D", prose)] if prose else [],
        "facets": {},
        "audience": [PUBLIC],
        "card": {},
    }
    return Document(**usual | given)


class IndexOfDocuments(InvertedIndex):
    """The ids are 1, 2, 3 … in the order in which the documents are given."""

    def __init__(self, *documents: Document) -> None:
        super().__init__()
        rows = [row_of(one) for one in documents]
        self.names = dict(enumerate((row["name"] for row in rows), 1))
        self._resize(len(rows) + 1)
        self._written: dict[str, BitMap] = defaultdict(BitMap)
        for entry_id, row in enumerate(rows, 1):
            self.name_words[entry_id], self.standing[entry_id] = row["name_words"], row["standing"]
            if day := row["confirmed_at"]:
                self.confirmed[entry_id] = (day - date(1970, 1, 1)).days
            if moment := row["upcoming_at"]:
                self.upcoming[entry_id] = moment.timestamp() // 60
            for term in row["terms"]:
                self._written[term].add(entry_id)
            for value in row["facets"]:
                self.facets.setdefault(value, BitMap()).add(entry_id)
        in_order = sorted(self.names, key=lambda entry_id: rows[entry_id - 1]["sort_name"])
        self.rank[in_order] = [SPACING * (place + 1) for place in range(len(rows))]

    def _read(self, terms: list[str]) -> None:
        for term in terms:
            self._keep(term, BitMap(self._written.get(term, ())))

    @property
    def everything(self) -> BitMap:
        return BitMap(self.names)

    def match(self, text: str, known: Vocabulary | None = None) -> MatchedEntries:
        known = known or vocabulary()
        query = known.lexicon.query(text)
        return match(self, query, needs_of(query, known), self.everything)

    def scores(self, text: str, known: Vocabulary | None = None) -> dict[str, float]:
        """Name -> score, the best first."""
        found = self.match(text, known)
        pairs = zip(found.ids.tolist(), found.scores.tolist(), strict=True)
        return {self.names[i]: score for i, score in sorted(pairs, key=lambda pair: -pair[1])}

    def complete(self, text: str, known: Vocabulary | None = None) -> set[str]:
        return {self.names[i] for i in self.match(text, known).complete}


def vocabulary(*pairs: tuple[str, list[str]], places: Iterable[Option] = ()) -> Vocabulary:
    """Themes with their synonyms, and places by their label."""
    by_name = {place.label.lower(): [("stadtteil", place)] for place in places}
    options = {"stadtteil": ListOptions(places)}
    return Vocabulary(options, {}, by_name, Lexicon(pairs, places=by_name))


def answer(keys: Iterable[int] = (), **given: object) -> SearchResult:
    """Entries 0, 1, 2 …, each with its key for the order; all of them meet the whole query."""
    keys = np.array([*keys], np.int64)
    everything = BitMap(range(len(keys)))
    usual = {
        "question": SearchRequest(),
        "interpretation": Interpretation("", Query("")),
        "now": Now(1, 1, 1, False, 0),
        "total": len(keys),
        "complete_total": len(keys),
        "facets": [],
        "relief": [],
        "all_filters_dropped": 0,
        "vocabulary": vocabulary(),
        "_hits": np.arange(len(keys)),
        "_keys": keys,
        "_complete": everything,
        "_found": everything,
    }
    return SearchResult(**usual | given)
