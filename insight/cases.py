"""What findings are made of: kinds, cases, and what they are looked for in. Pure: no Django."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol

from insight.load import LoadRule
from insight.overlap import Pair, pairs
from insight.snapshot import Snapshot

SHARED_FROM = 2  # members in common from which two networks are compared at all


class FindingKind(StrEnum):
    """In the order of the page."""

    LOAD = "auslastung"
    COLLISION = "termine"
    TOGETHER = "zusammen"
    PLACE = "luecke-ort"
    GROUP = "luecke-zielgruppe"
    THEME = "luecke-thema"
    DISTRICT = "stadtteil"
    ENDING = "ende"
    OVERDUE = "ueberfaellig"
    MANDATE = "auftrag"
    BRIDGE = "bruecke"
    ALONE = "allein"

    @property
    def depends_on_choice(self) -> bool:
        """Whether the same case stands on other facts where less is looked at, so that a note about one is none about the other."""
        return self not in {FindingKind.COLLISION, FindingKind.TOGETHER}


@dataclass(frozen=True)
class InsightFinding:
    """`subject`: what it is about, `state`: a digest of what it stands on. `facts` are what words are made of: numbers, entries
    and addresses, all of them JSON."""

    kind: FindingKind
    subject: str
    state: str
    facts: Mapping[str, Any]

    def key(self, choice: str = "") -> str:
        """`choice`: what stands for the filters; empty for the whole landscape."""
        mark = f"@{digest(choice)}" if choice and self.kind.depends_on_choice else ""
        return f"{self.kind}:{self.subject}{mark}"

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "subject": self.subject, "state": self.state, "facts": dict(self.facts)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> InsightFinding:
        return cls(FindingKind(kept["kind"]), kept["subject"], kept["state"], kept["facts"])


@dataclass(frozen=True)
class Quarter:
    """A district without parts. `whole`: slug of the Kommune it lies in; `is_central`: full of offices, see `CountingRule`."""

    slug: str
    whole: str = ""
    is_central: bool = False


@dataclass(frozen=True)
class Terms:
    """The lists in which gaps are looked for: slugs. `narrow`: themes that have a wider one."""

    themes: Sequence[str] = ()
    narrow: Sequence[str] = ()
    groups: Sequence[str] = ()
    places: Sequence[Quarter] = ()


class Bridge(Protocol):
    """As `insight.graph.bridges` finds them: `only_links` are pairs of actors that meet through this one alone, the
    first of the `links` there are, `cut_off`
    actors whom the largest piece would lose without it."""

    @property
    def actor(self) -> int: ...
    @property
    def only_links(self) -> Sequence[tuple[int, int]]: ...
    @property
    def links(self) -> int: ...
    @property
    def cut_off(self) -> int: ...


@dataclass(frozen=True)
class FindingBasis:
    """What is looked at: `snapshot` is the choice, `whole` the landscape, `around` the choice without its districts: what is
    missing in one of them can only be said knowing the others."""

    snapshot: Snapshot
    whole: Snapshot
    around: Snapshot
    terms: Terms = field(default_factory=Terms)
    rule: LoadRule = field(default_factory=LoadRule)
    bridges: Sequence[Bridge] = ()

    @classmethod
    def of(cls, snapshot: Snapshot, **more: Any) -> FindingBasis:
        return cls(snapshot, snapshot, snapshot, **more)

    @cached_property
    def pairs(self) -> list[Pair]:
        return pairs(self.snapshot, SHARED_FROM)

    def pk(self, entry: int) -> int:
        return self.whole.pks[entry]

    def numbers(self, entries: Iterable[int]) -> list[int]:
        """Primary keys, which stay when the search numbers its entries anew."""
        return sorted(map(self.pk, entries))

    def chosen(self, facet: str, values: Iterable[str]) -> Iterator[str]:
        return (value for value in values if self.snapshot.can_narrow(facet, value))


def digest(*facts: Any) -> str:
    """Equal facts, equal digest: 32 hexadecimal digits."""
    return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()[:32]
