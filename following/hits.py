"""What is new among the hits of a list: entries that are there now and that the person did not know.

Asked as everybody may: a mail reads more easily over somebody's shoulder than a page behind a login. What was known stays
known: an entry that goes and comes back is not told twice."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from pyroaring import BitMap

from following.lists import address_of, objects_of, open_list
from following.models import SavedSearch, Watch
from search.index.postings import inverted_index
from search.pages.districts import list_filter

type Question = tuple[str, str]  # kind of list, query string
type Objects = dict[str, BitMap]  # kind of entry -> ids of its objects


def question_of(watch: Watch) -> Question:
    """What a list has to be asked for so that it shows what is watched."""
    if watch.search is not None:
        return watch.search.kind, watch.search.query
    everything = SavedSearch.Kind.EVERYTHING
    if watch.theme is not None:
        return everything, urlencode({"thema": watch.theme.slug})
    if watch.district is not None:
        return everything, urlencode({"stadtteil": list_filter(watch.district)}, doseq=True)
    raise ValueError("A network is no list.")


def list_address(watch: Watch) -> str:
    return address_of(*question_of(watch))


@dataclass
class Hits:
    """The hits of many watches at one moment; `mark` stands for the state of the index at that moment."""

    mark: str = ""
    _found: dict[Question, Objects] = field(default_factory=dict)

    @classmethod
    def of(cls, watches: Iterable[Watch]) -> Hits:
        """Asks once per question, and not at all for a watch that knows this state of the index.

        One moment for all: reading the index inside a transaction is not trusted for longer (`search.index.postings`)."""
        watches = list(watches)
        if not watches:
            return cls()
        with inverted_index.lock:
            now = inverted_index.synchronise()
            asked = {question_of(watch) for watch in watches if watch.mark != now.mark}
            listings = {question: open_list(*question, now=now) for question in asked}
        # A theme that is gone drops out of an address, and the whole directory would be hits: such a search rests.
        entries = {
            question: BitMap(listing.answer.complete_ids())
            for question, listing in listings.items()
            if not listing.filters.notes
        }
        objects = objects_of(BitMap.union(*entries.values())) if entries else {}
        found = {question: _by_kind(objects, ids) for question, ids in entries.items()}
        return cls(now.mark, found)

    def now(self, watch: Watch) -> Objects | None:
        """None where nothing can have changed since the watch was looked at."""
        return self._found.get(question_of(watch))


def _by_kind(objects: dict[int, tuple[str, int]], entries: BitMap) -> Objects:
    found: Objects = defaultdict(BitMap)
    for kind, object_id in (objects[entry] for entry in entries if entry in objects):
        found[kind].add(object_id)
    return dict(found)


def new_ones(now: Objects, known: dict[str, str]) -> Objects:
    before = _unpack(known)
    return {kind: fresh for kind, ids in now.items() if (fresh := ids - before.get(kind, BitMap()))}


def remembered(now: Objects, known: dict[str, str]) -> dict[str, str]:
    """What the person knows from now on, as JSON takes it."""
    before = _unpack(known)
    kinds = sorted(before.keys() | now.keys())
    return {kind: _pack(before.get(kind, BitMap()) | now.get(kind, BitMap())) for kind in kinds}


def _pack(ids: BitMap) -> str:
    return base64.b64encode(ids.serialize()).decode()


def _unpack(known: dict[str, str]) -> Objects:
    return {kind: BitMap.deserialize(base64.b64decode(packed)) for kind, packed in known.items()}
