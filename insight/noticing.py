"""Finds what is noticeable in a choice, with the lists and the rule of the Kommune, and lays what Koordination noted beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from insight.cases import FindingBasis, FindingKind, InsightFinding, Quarter, Terms, digest
from insight.counting import rule_of_today
from insight.findings import FINDERS, all_findings
from insight.kept import Result, measure, result_of
from insight.load import LoadRule
from insight.measures import bridges_in
from insight.models import CountingRule, FindingNote
from insight.reading import snapshot_for
from insight.scope import Scope, key_of, snapshot_at
from insight.snapshot import Snapshot
from search.index.postings import inverted_index
from search.query.facets import vocabulary

NAME = "findings"
QUICK_UP_TO = 1_000  # networks: half a second at most, once after each change


@dataclass(frozen=True)
class Noticed:
    """`open`: the strongest case of each kind that nobody has noted, with what was noted before it changed; `noted`: those that
    stand as they were noted, newest note first. `as_of` is None where nothing was ever computed."""

    open: list[tuple[InsightFinding, FindingNote | None]]
    noted: list[tuple[InsightFinding, FindingNote]]
    as_of: datetime | None
    is_current: bool

    def case(self, key: str, state: str, choice: str) -> InsightFinding | None:
        """The one that a form was about, unless it has changed since."""
        found = [one for one, _note in self.open if one.key(choice) == key and one.state == state]
        return found[0] if found else None


def cases_of(scope: Scope) -> tuple[list[InsightFinding], Result]:
    """All that are kept of a choice but the bridges, kind by kind, and how old that is."""
    result = result_of(NAME, scope.snapshot, scope.key)
    return [InsightFinding.from_json(one) for one in result.data or ()], result


def noticed(scope: Scope) -> Noticed:
    """Two queries beside those of what is not kept."""
    found, result = cases_of(scope)
    found += _bridges(scope)
    notes = {note.key: note for note in FindingNote.objects.select_related("noted_by")}
    open_: dict[FindingKind, tuple[InsightFinding, FindingNote | None]] = {}
    noted = []
    for one in found:
        note = notes.get(one.key(scope.key))
        if note and note.state == one.state:
            noted.append((one, note))
        else:
            open_.setdefault(one.kind, (one, note))
    noted.sort(key=lambda case: (case[1].noted_at, case[1].pk), reverse=True)
    in_order = [open_[kind] for kind in FindingKind if kind in open_]
    return Noticed(in_order, noted, result.as_of, result.is_current)


def _bridges(scope: Scope) -> list[InsightFinding]:
    """Apart from the others: where the graph is large, it is computed by a task of its own."""
    data = result_of("bridges", scope.snapshot, scope.key).data
    known = bridges_in(data or (), scope.snapshot)
    return [
        *FINDERS[FindingKind.BRIDGE](FindingBasis(scope.snapshot, scope.whole, scope.snapshot, bridges=known))
    ]


def _rule_mark() -> str:
    rule, central = _rule()
    return digest(asdict(rule), central)[:8]


@measure(NAME, is_quick=lambda snapshot: len(snapshot.networks) <= QUICK_UP_TO, also=_rule_mark)
def compute(snapshot: Snapshot) -> list[dict[str, Any]]:
    """All cases of a choice, kind by kind."""
    return [one.as_json() for cases in all_findings(basis_of(snapshot)).values() for one in cases]


def basis_of(snapshot: Snapshot) -> FindingBasis:
    whole = snapshot_for(snapshot.audience) if snapshot.is_part else snapshot
    around = snapshot
    if "stadtteil" in snapshot.chosen:
        others = {facet: values for facet, values in snapshot.chosen.items() if facet != "stadtteil"}
        around = snapshot_at(snapshot.audience, key_of(others))
    rule, central = _rule()
    return FindingBasis(snapshot, whole, around, _terms(central), rule)


def _rule() -> tuple[LoadRule, list[str]]:
    """How the Kommune counts, and the slugs of its centres."""
    central = CountingRule.central_districts.through.objects.order_by("district__slug")
    return rule_of_today(), list(central.values_list("district__slug", flat=True))


def _terms(central: list[str]) -> Terms:
    """The lists as the directory knows them."""
    with inverted_index.lock:
        inverted_index.synchronise()
        known = vocabulary(inverted_index)
    wide = [option.value for option in known.children["thema"].get("", ())]
    return Terms(
        themes=wide,
        narrow=[value for value in _values(known.options["thema"]) if value not in set(wide)],
        groups=_values(known.options["zielgruppe"]),
        places=[
            Quarter(option.value, option.whole, is_central=option.value in central)
            for option in known.options["stadtteil"].values()
            if not option.is_whole
        ],
    )


def _values(options: Mapping[str, Any]) -> list[str]:
    return [option.value for option in options.values()]
