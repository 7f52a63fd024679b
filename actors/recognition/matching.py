"""Lists of institutions laid side by side in memory: which rows to compare, and who is whose partner. Pure: no Django models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from actors.recognition.records import Corpus, Record
from actors.recognition.scoring import ActorMatch, assess
from german import analyzer

STEM = 6  # letters of a word that stay the same in most of its forms, as in „Schule“ and „Schulen“
LINK_FROM = 0.05  # of a score: each row has one partner at most, so a weaker likeness is enough than for a pair by itself


def blocks(record: Record) -> set[str]:
    """Keys of which two records for one institution share at least one."""
    found = {f"t:{record.digits}"} if record.digits else set()
    if record.host:
        found.add(f"h:{record.host}")
    place = record.postal_code or analyzer.fold(record.city)
    road, _number = record.road
    if road:
        areas = {record.postal_code[:3], record.town} - {""} or {""}
        found |= {f"s:{area}:{road}:{house}" for area in areas for house in record.houses or ("",)}
    for words in record.all_words:
        for word in words:
            found.add(f"w:{place}:{word[:STEM]}")
            if record.city and record.postal_code:
                found.add(f"w:{analyzer.fold(record.city).split(' ')[0]}:{word[:STEM]}")
    return found


class Index:
    """Records by what they share; candidates without comparing everybody with everybody."""

    LARGEST = 60  # a block with more records tells nothing („Schule“ in a big town)

    def __init__(self, records: Iterable[Record]) -> None:
        self.by_block: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            for block in blocks(record):
                self.by_block[block].append(record)

    def candidates(self, record: Record) -> list[Record]:
        """Records that share a block with this one (itself left out), in the order they came."""
        found: dict[int, Record] = {}
        for block in sorted(blocks(record)):
            members = self.by_block.get(block, ())
            if len(members) <= self.LARGEST:
                found.update((id(other), other) for other in members if other is not record)
        return list(found.values())


def matched(records: Iterable[Record], index: Index, corpus: Corpus) -> list[tuple[Record, ActorMatch]]:
    """Each record of a list with its partner in the other, each partner once."""
    pairs = [
        (record, assess(record, other, corpus)) for record in records for other in index.candidates(record)
    ]
    taken: set[int] = set()
    found = []
    for record, match in sorted(pairs, key=lambda item: (-item[1].score, item[0].key, item[1].existing.key)):
        if match.score < LINK_FROM:
            break
        if id(record) not in taken and id(match.existing) not in taken:
            taken |= {id(record), id(match.existing)}
            found.append((record, match))
    return found
