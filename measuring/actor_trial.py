"""Trial of „Gibt es das schon?“ for institutions: each of one list is looked for among those of another.

Candidates are chosen as the SQL step chooses them (`tests/measuring` holds both together), but in memory. Every list is
parted before anybody looks: mistakes are looked at, and weights fitted, in one half; the other one only gives figures.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from actors.recognition import blocking
from actors.recognition.candidates import LOOKED_AT, ActorStatistics
from actors.recognition.records import Record
from actors.recognition.rules import RULES
from actors.recognition.scoring import ActorMatch, rank
from duplicates.candidates import CANDIDATES
from duplicates.scoring import SAME, HandRule, Model
from measuring.evaluation import Count

FIVE = 5  # matches that people look at before they go on


def is_learnt_from(key: str) -> bool:
    """Whether what bears this key lies in the half that is looked at; the same on every machine."""
    return _hash(key) % 2 == 0


def is_in_tenth(key: str) -> bool:
    return _hash("tenth " + key) % 10 == 0


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest())


def without_telephone(records: Iterable[Record]) -> list[Record]:
    return [replace(record, phone="") for record in records]


class Directory:
    """Institutions in memory, with what is rare among them."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        self.by_key: dict[str, list[int]] = defaultdict(list)
        for place, record in enumerate(records):
            for key in blocking.keys_of(record):
                self.by_key[key].append(place)
        often = Counter({key: len(places) for key, places in self.by_key.items()})
        self.known = ActorStatistics(keys=often, public=len(records), size=len(records))
        self.known.learn(records)

    def nearest(self, record: Record, limit: int = CANDIDATES) -> list[Record]:
        """The records that share the rarest keys with this one, itself left out."""
        shared: dict[int, float] = defaultdict(float)
        for key in blocking.keys_of(record):
            if weight := self.known.weight(key):
                for place in self.by_key.get(key, ())[:LOOKED_AT]:
                    shared[place] += weight
        best = sorted(shared, key=lambda place: (-shared[place], place))
        others = (self.records[place] for place in best if self.records[place] is not record)
        return [other for other, _place in zip(others, range(limit), strict=False)]

    def find(
        self, record: Record, model: Model | None = None, rules: Sequence[HandRule] = RULES
    ) -> list[ActorMatch]:
        return rank(record, self.nearest(record), self.known.corpus, model=model, rules=rules)


@dataclass
class Figures:
    """`first`, `among_five`: the right one is shown there. `recognised`: it carries „gibt es schon“. `right`: share of these
    verdicts that are. `shown`: matches in all, for `asked` institutions."""

    first: Count = field(default_factory=Count)
    among_five: Count = field(default_factory=Count)
    recognised: Count = field(default_factory=Count)
    right: Count = field(default_factory=Count)
    shown: int = 0
    asked: int = 0

    def add(self, matches: Sequence[ActorMatch], meant: str | None) -> None:
        """`meant`: key of the right one, None where there is none."""
        self.asked += 1
        self.shown += len(matches)
        keys = [match.existing.key for match in matches]
        same = [match.existing.key for match in matches if match.verdict == SAME]
        for key in same:
            self.right.add(key == meant)
        if meant is not None:
            self.first.add(keys[:1] == [meant])
            self.among_five.add(meant in keys[:FIVE])
            self.recognised.add(meant in same)


def tried(
    asked: Iterable[Record],
    directory: Directory,
    meant: Mapping[str, str],
    model: Model | None = None,
    rules: Sequence[HandRule] = RULES,
) -> Figures:
    """`meant`: key of the asked → key of the right one."""
    figures = Figures()
    for record in asked:
        figures.add(directory.find(record, model, rules), meant.get(record.key))
    return figures


HEAD = "| asked | n | right one first | among five | carries „gibt es schon“ | verdicts right | shown |\n|---|---|---|---|---|---|---|"


def row(name: str, figures: Figures) -> str:
    """Of a Markdown table below `HEAD`."""
    parts = (figures.first, figures.among_five, figures.recognised, figures.right)
    return f"| {name} | {figures.asked} | {' | '.join(map(_cell, parts))} | {figures.shown / max(1, figures.asked):.1f} |"


def _cell(count: Count) -> str:
    if count.share is None:
        return "–"
    low, high = count.bounds
    return f"{count.share:.3f} ({low:.2f}–{high:.2f})"


def table(asked: list[Record], stored: list[Record], meant: Mapping[str, str]) -> Iterator[str]:
    """Both halves, with and without any telephone number, and what each rule gains in the half that is looked at."""
    yield HEAD
    plain = Directory(stored), asked
    bare = Directory(without_telephone(stored)), without_telephone(asked)
    for is_learnt, half in ((True, "half learnt from"), (False, "unseen half")):
        for beside, (directory, records) in (("", plain), (", no telephone", bare)):
            those = [record for record in records if is_learnt_from(record.key) == is_learnt]
            name = half + beside
            yield row(name if is_learnt else f"**{name}**", tried(those, directory, meant))
    directory, records = bare
    those = [record for record in records if is_learnt_from(record.key)]
    for rule in RULES:
        rest = [other for other in RULES if other is not rule]
        yield row(
            f"half learnt from, no telephone, without the rule „{rule.name}“",
            tried(those, directory, meant, rules=rest),
        )
