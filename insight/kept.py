"""Results that take long. Small ones are computed for the page and kept in the process; large ones by a task, and meanwhile the
page shows the last finished state with its time."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from django.core.cache import cache
from django.tasks import task

from insight.models import KeptResult
from insight.snapshot import Audience, Snapshot

MOST_KEPT = 40  # results in a process; each is a few kilobytes of what a page shows
ASK_AGAIN = timedelta(
    minutes=5
)  # for what was asked and never came: the task failed, or the worker stood still

type Compute = Callable[[Snapshot], Any]


@dataclass(frozen=True)
class Measure:
    """Something computed from a snapshot, of which the data are JSON. `is_quick`: whether a page may wait for it; `also`: stands
    for what else it is computed from, in a few signs."""

    name: str
    compute: Compute
    is_quick: Callable[[Snapshot], bool]
    also: Callable[[], str] = str

    def mark(self, snapshot: Snapshot) -> str:
        """Stands for all that a result follows from: the data, the day, what else there is."""
        return f"{snapshot.mark} {snapshot.today} {self.also()}".strip()


@dataclass(frozen=True)
class Result:
    """`data` is None where nothing was ever computed; `is_current`: whether it is of the data as they are now."""

    data: Any
    as_of: datetime | None
    is_current: bool


MEASURES: dict[str, Measure] = {}
_done: OrderedDict[tuple[str, ...], Result] = OrderedDict()
_lock = Lock()


def measure(
    name: str, *, is_quick: Callable[[Snapshot], bool], also: Callable[[], str] = str
) -> Callable[[Compute], Compute]:
    """Register a function of a snapshot as a measure."""

    def register(compute: Compute) -> Compute:
        MEASURES[name] = Measure(name, compute, is_quick, also)
        return compute

    return register


def result_of(name: str, snapshot: Snapshot, scope: str = "") -> Result:
    """Of the snapshot that the address key `scope` (`Scope.key`) stands for. What is not quick is asked of the worker, once."""
    one = MEASURES[name]
    mark = one.mark(snapshot)
    key = (name, snapshot.audience, scope, mark, snapshot.read_at.isoformat())
    with _lock:
        if key in _done:
            _done.move_to_end(key)
            return _done[key]
    if one.is_quick(snapshot):
        return _remember(key, Result(one.compute(snapshot), snapshot.read_at, is_current=True))
    row = KeptResult.objects.filter(name=name, audience=snapshot.audience, scope=_digest(scope)).first()
    if row and row.mark == mark:
        return _remember(key, Result(row.data, row.as_of, is_current=True))
    _ask(name, snapshot.audience, scope)
    return Result(row.data, row.as_of, is_current=False) if row else Result(None, None, is_current=False)


def _digest(scope: str) -> str:
    return hashlib.sha256(scope.encode()).hexdigest()


def _remember(key: tuple[str, ...], result: Result) -> Result:
    with _lock:
        _done[key] = result
        while len(_done) > MOST_KEPT:
            _done.popitem(last=False)
    return result


def _asked(name: str, audience: str, scope: str) -> str:
    return f"insight-asked-{_digest(f'{name} {audience} {scope}')}"


def _ask(name: str, audience: Audience, scope: str) -> None:
    """One task at a time for all processes, whatever changes meanwhile: many edits in a row do not pile up work."""
    if cache.add(_asked(name, audience, scope), True, ASK_AGAIN.total_seconds()):
        compute_measure.enqueue(name, audience.value, scope)


@task
def compute_measure(name: str, audience: str, scope: str) -> None:
    """Compute and keep, and let the next one ask. Safe to run twice."""
    from insight.scope import snapshot_at

    snapshot = snapshot_at(Audience(audience), scope)
    one = MEASURES[name]
    found = {"mark": one.mark(snapshot), "as_of": snapshot.read_at, "data": one.compute(snapshot)}
    KeptResult.objects.update_or_create(name=name, audience=audience, scope=_digest(scope), defaults=found)
    cache.delete(_asked(name, audience, scope))


def forget_kept(before: datetime) -> int:
    """Deletes results that nobody has had computed anew since then."""
    return KeptResult.objects.filter(as_of__lt=before).delete()[0]
