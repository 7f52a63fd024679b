"""Mappings from entries that take a few bytes an entry: a Land has 100,000, and every worker keeps them. Pure: no Django.

Where an entry stands is its rank in a bitmap; what belongs to it stands there in a column."""

from __future__ import annotations

from array import array
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView

import numpy as np
from pyroaring import BitMap


class ByEntry[Value](Mapping[int, Value]):
    """Entry -> value, in the order of the entries. Subclasses say what stands at a place."""

    entries: BitMap

    def at(self, place: int) -> Value:
        raise NotImplementedError

    def __getitem__(self, entry: int) -> Value:
        if entry not in self:
            raise KeyError(entry)
        return self.at(self.entries.rank(entry) - 1)

    def __contains__(self, entry: object) -> bool:
        return isinstance(entry, int) and entry >= 0 and entry in self.entries

    def __iter__(self) -> Iterator[int]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def values(self) -> ValuesView[Value]:
        return _Values(self)

    def items(self) -> ItemsView[int, Value]:
        return _Items(self)


class _Values[Value](ValuesView[Value]):
    """In one walk, without looking for each place."""

    _mapping: ByEntry[Value]

    def __iter__(self) -> Iterator[Value]:
        return map(self._mapping.at, range(len(self._mapping)))


class _Items[Value](ItemsView[int, Value]):
    _mapping: ByEntry[Value]

    def __iter__(self) -> Iterator[tuple[int, Value]]:
        return zip(self._mapping.entries, self._mapping.values(), strict=True)


class PrimaryKeys(ByEntry[int]):
    """Entry -> primary key."""

    def __init__(self, entries: Sequence[int], pks: Sequence[int]) -> None:
        self.entries = BitMap(entries)
        order = np.argsort(np.asarray(entries, dtype=np.int64))
        self._pks = array("q", np.asarray(pks, dtype=np.int64)[order].tobytes())

    def at(self, place: int) -> int:
        return self._pks[place]


class Groups[Member](ByEntry[tuple[Member, ...]]):
    """Entry -> the members whose sets it is in, in the order given; entries that are in none are no keys."""

    def __init__(self, members: Iterable[tuple[Member, BitMap]]) -> None:
        listed = list(members)
        self._members = [member for member, _ids in listed]
        ids, numbers = seats([found for _member, found in listed])
        order = np.argsort(ids, kind="stable")
        starts = np.flatnonzero(np.diff(ids[order], prepend=-1))
        self.entries = BitMap(ids[order][starts])
        self._numbers = array("i", numbers[order].astype(np.int32).tobytes())
        self._starts = array("i", np.append(starts, len(ids)).astype(np.int32).tobytes())

    def at(self, place: int) -> tuple[Member, ...]:
        numbers = self._numbers[self._starts[place] : self._starts[place + 1]]
        return tuple(self._members[number] for number in numbers)


def seats(sets: Sequence[BitMap]) -> tuple[np.ndarray, np.ndarray]:
    """Two columns, a row for each id of each set: the id, and the number of the set."""
    ids = np.concatenate([np.empty(0, np.uint32), *(one.to_array() for one in sets)]).astype(np.int64)
    return ids, np.repeat(np.arange(len(sets)), [len(one) for one in sets]).astype(np.int64)


def met_pairs(sets: Sequence[BitMap]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All pairs of sets with an id in common, as columns: number of the one, of the other behind it, and how many ids. Looks only
    at such pairs: the work grows with the squares of how many sets an id is in, not with that of all sets."""
    ids, numbers = seats(sets)
    order = np.argsort(ids, kind="stable")
    _found, starts, sizes = np.unique(ids[order], return_index=True, return_counts=True)
    codes = [np.empty(0, np.int64)]
    for size in np.unique(sizes[sizes > 1]):
        rows = numbers[order][starts[sizes == size][:, None] + np.arange(size)]
        first, second = np.triu_indices(size, 1)
        codes.append((rows[:, first] * len(sets) + rows[:, second]).ravel())
    pairs, shared = np.unique(np.concatenate(codes), return_counts=True)
    return *np.divmod(pairs, max(1, len(sets))), shared
