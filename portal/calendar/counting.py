"""How many meetings each option of a filter would leave: the numbers beside the words in the filters of the calendar."""

from __future__ import annotations

import numpy as np
from pyroaring import BitMap

from networks.meetings.occurrences import OccurrenceKind
from search.index.postings import InvertedIndex, inverted_index
from search.query import facets as counting
from search.query.facets import CountedFacet
from search.query.matching import as_array
from search.query.results import SearchRequest, SearchResult
from search.sources import FACETS

TAKE_PLACE = [
    list(OccurrenceKind).index(kind) + 1 for kind in (OccurrenceKind.AGREED, OccurrenceKind.EXPECTED)
]


class Meetings:
    """Entries of networks with how often each meets; counts meetings as a bitmap counts entries, without those that were
    cancelled or moved away."""

    def __init__(self, entries: BitMap, times: np.ndarray) -> None:
        self._entries, self._times = entries, times

    def __and__(self, others: BitMap) -> Meetings:
        return Meetings(self._entries & others, self._times)

    def intersection_cardinality(self, others: BitMap) -> int:
        return int(self._times[as_array(self._entries & others)].sum())

    def __len__(self) -> int:
        return int(self._times[as_array(self._entries)].sum())

    @classmethod
    def of(cls, counts: np.ndarray) -> Meetings:
        """`counts`: see `networks.meetings.days.MeetingReader`."""
        entries = counts[:, 0]
        times = np.zeros(int(entries.max(initial=-1)) + 1, np.int64)
        times[entries] = counts[:, TAKE_PLACE].sum(axis=1)
        return cls(BitMap(entries.astype(np.uint32)), times)


def by_kind(counts: np.ndarray, chosen: list[int] | None) -> dict[OccurrenceKind, int]:
    """How many meetings there are of each kind, of the networks with the entries `chosen`; of all where that is None."""
    if chosen is not None:
        counts = counts[np.isin(counts[:, 0], chosen)]
    return dict(zip(OccurrenceKind, counts[:, 1:].sum(axis=0).tolist(), strict=True))


def counted(answer: SearchResult, names: tuple[str, ...], meetings: Meetings) -> list[CountedFacet]:
    """The facets of these names, each without its own selection. Of actors, of which there are thousands, only those that
    are chosen or looked for by name."""
    question = answer.question
    with inverted_index.lock:
        return [
            counting.count(
                inverted_index,
                answer.vocabulary,
                FACETS[name],
                question.filters.get(name, []),
                _without(inverted_index, question, name, meetings),
                is_unfolded=name in question.unfolded,
                named=question.named.get(name, frozenset()) if FACETS[name].look_up else None,
            )
            for name in names
        ]


def number_without(answer: SearchResult, facet: str, meetings: Meetings) -> int:
    """How many meetings there are when the filter by this facet is dropped."""
    with inverted_index.lock:
        return len(_without(inverted_index, answer.question, facet, meetings))


def _without(index: InvertedIndex, question: SearchRequest, facet: str, meetings: Meetings) -> Meetings:
    for name, values in question.filters.items():
        if name != facet:
            meetings = meetings & counting.selection(index, name, values)
    return meetings
