"""What takes long is asked once, comes at last, and is never said of another state of the data."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone

from insight import kept
from insight.jobs import forget_kept_results
from insight.kept import ASK_AGAIN, MOST_KEPT, Measure, compute_measure, measure, result_of
from insight.models import KeptResult
from insight.reading import snapshot_for
from insight.snapshot import Audience, Snapshot
from networks.models import Meeting
from tests import factories
from tests.insight.landscape import landscape, round_of

pytestmark = pytest.mark.django_db
ROOM = Path(kept.__file__).parent
CITY = landscape([round_of("ABC"), round_of("BC")])


@pytest.fixture
def measured(monkeypatch) -> Callable[..., list[Snapshot]]:
    """Registers a measure for one test; what it was computed from is in the list."""
    monkeypatch.setattr(kept, "MEASURES", {})
    monkeypatch.setattr(kept, "_done", type(kept._done)())

    def register(name: str = "number", *, is_quick: bool = True, fails: bool = False) -> list[Snapshot]:
        seen: list[Snapshot] = []

        @measure(name, is_quick=lambda _snapshot: is_quick)
        def compute(snapshot: Snapshot) -> int:
            seen.append(snapshot)
            if fails:
                raise ArithmeticError
            return len(snapshot.networks)

        return seen

    return register


@pytest.fixture
def enqueued(monkeypatch) -> list[tuple]:
    """What is asked of the worker, who is away."""
    asked: list[tuple] = []
    monkeypatch.setattr(
        kept, "compute_measure", type("Away", (), {"enqueue": lambda *args: asked.append(args)})
    )
    return asked


def test_what_is_quick_is_computed_once_for_a_state(measured) -> None:
    seen = measured()
    found = [result_of("number", CITY) for _ in range(3)]
    assert [(one.data, one.is_current) for one in found] == [(2, True)] * 3
    assert len(seen) == 1
    assert not KeptResult.objects.exists()


def test_a_worker_knows_every_measure_without_having_opened_a_page() -> None:
    registering = [
        path.stem for path in ROOM.glob("*.py") if "\n@measure(" in path.read_text(encoding="utf-8")
    ]
    assert "measures" in registering
    code = "import django, sys; django.setup(); print(*(name for name in sys.modules if name.startswith('insight.')))"
    known = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert {f"insight.{name}" for name in registering} <= {*known}


@pytest.mark.parametrize(
    "other",
    [{"mark": "2.2.2"}, {"audience": Audience.PUBLIC}, {"today": CITY.today + timedelta(days=1)}],
)
def test_another_state_another_audience_and_another_day_are_computed_anew(measured, other) -> None:
    seen = measured()
    result_of("number", CITY)
    result_of("number", replace(CITY, **other))
    result_of("number", CITY, "thema=lesen")
    assert len(seen) == 3


def test_no_more_results_are_kept_than_fit(measured) -> None:
    seen = measured()
    for number in range(MOST_KEPT + 5):
        result_of("number", CITY, f"thema={number}")
    assert len(kept._done) == MOST_KEPT
    result_of("number", CITY, f"thema={MOST_KEPT + 4}")
    assert len(seen) == MOST_KEPT + 5
    result_of("number", CITY, "thema=0")
    assert len(seen) == MOST_KEPT + 6


def test_threads_get_the_same(measured) -> None:
    measured()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: result_of("number", CITY, f"thema={number % 3}"), range(200)))
    assert {one.data for one in found} == {2}
    assert len(kept._done) == 3


def test_what_takes_long_is_asked_once_however_many_look(measured, enqueued) -> None:
    seen = measured(is_quick=False)
    for mark in ("1.1.1", "1.1.1", "1.1.2"):
        found = result_of("number", replace(CITY, mark=mark))
        assert (found.data, found.as_of, found.is_current) == (None, None, False)
    assert enqueued == [("number", "koordination", "")]
    assert seen == []
    result_of("number", CITY, "thema=lesen")
    assert enqueued[1:] == [("number", "koordination", "thema=lesen")]


def test_what_never_came_is_asked_again_later(measured, enqueued, time_machine) -> None:
    measured(is_quick=False)
    time_machine.move_to(timezone.now(), tick=False)
    result_of("number", CITY)
    time_machine.shift(ASK_AGAIN - timedelta(seconds=5))
    result_of("number", CITY)
    assert len(enqueued) == 1
    time_machine.shift(timedelta(seconds=10))
    result_of("number", CITY)
    assert len(enqueued) == 2


def test_a_task_that_fails_keeps_nothing_and_is_not_hammered(measured) -> None:
    seen = measured(is_quick=False, fails=True)
    factories.NetworkFactory()
    for _ in range(3):
        assert result_of("number", snapshot_for(Audience.PUBLIC)).data is None
    assert len(seen) == 1
    assert not KeptResult.objects.exists()


def test_the_page_shows_the_last_state_with_its_time_until_the_next_is_there(measured, enqueued) -> None:
    measured(is_quick=False)
    factories.NetworkFactory()
    before = snapshot_for(Audience.PUBLIC)
    compute_measure.func("number", "oeffentlich", "")
    assert (result_of("number", before).data, result_of("number", before).is_current) == (1, True)
    factories.NetworkFactory()
    now = snapshot_for(Audience.PUBLIC)
    found, row = result_of("number", now), KeptResult.objects.get()
    assert (found.data, found.as_of, found.is_current) == (1, row.as_of, False)
    assert before.read_at <= row.as_of < now.read_at
    assert len(enqueued) == 1
    compute_measure.func("number", "oeffentlich", "")
    assert (result_of("number", now).data, result_of("number", now).is_current) == (2, True)
    assert KeptResult.objects.count() == 1


def test_after_a_result_the_next_may_be_asked_at_once(measured, enqueued) -> None:
    measured(is_quick=False)
    factories.NetworkFactory()
    result_of("number", snapshot_for(Audience.PUBLIC))
    compute_measure.func("number", "oeffentlich", "")
    factories.NetworkFactory()
    result_of("number", snapshot_for(Audience.PUBLIC))
    assert len(enqueued) == 2


def test_a_choice_is_computed_from_its_own_part(measured) -> None:
    seen = measured(is_quick=False)
    theme = factories.ThemeFactory(name="Lesen")
    factories.NetworkFactory(themes=[theme])
    factories.NetworkFactory()
    compute_measure.func("number", "oeffentlich", "thema=lesen")
    assert KeptResult.objects.get().data == 1
    assert seen[0].is_part


def test_what_no_document_shows_changes_the_mark_too() -> None:
    """A meeting for members alone is in no document of the search, and yet it is one of the collisions."""
    network = factories.NetworkFactory()
    meeting = factories.MeetingFactory(network=network, start=timezone.now() + timedelta(days=9))
    before = snapshot_for(Audience.COORDINATION)
    Meeting.objects.filter(pk=meeting.pk).update(end=meeting.start + timedelta(hours=1))
    factories.MeetingFactory(
        network=network, start=timezone.now() + timedelta(days=8), visibility=Meeting.Visibility.MEMBERS
    )
    after = snapshot_for(Audience.COORDINATION)
    assert len(after.agreed) == len(before.agreed) + 1
    assert after.mark != before.mark
    assert len(Measure("x", len, bool).mark(after)) <= KeptResult._meta.get_field("mark").max_length


def test_old_results_go_and_young_ones_stay() -> None:
    now = timezone.now()
    for days in (0, 29, 31):
        KeptResult.objects.create(
            name="number",
            audience="oeffentlich",
            scope=str(days),
            mark="1",
            as_of=now - timedelta(days=days),
            data=1,
        )
    assert forget_kept_results() == "1 altes Ergebnis gelöscht"
    assert forget_kept_results() == "0 alte Ergebnisse gelöscht"
    assert set(KeptResult.objects.values_list("scope", flat=True)) == {"0", "29"}


def test_what_was_asked_is_remembered_for_all_processes(measured, enqueued) -> None:
    measured(is_quick=False)
    result_of("number", CITY)
    kept._done.clear()  # as another process has it
    result_of("number", CITY)
    assert len(enqueued) == 1
    cache.clear()
    result_of("number", CITY)
    assert len(enqueued) == 2
