"""`make test-any-day`: which days it picks, and that whoever waits below a shifted clock waits as long as ever."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from tests.bildungsnetz.conftest import ROOT

SPEC = importlib.util.spec_from_file_location("any_day", ROOT / "scripts/any_day/run.py")
any_day = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(any_day)

NOW = datetime(2026, 11, 28, 12, tzinfo=any_day.BERLIN)


def test_a_seed_repeats_kind_and_day():
    assert any_day.pick(7, "", NOW) == any_day.pick(7, "", NOW)
    assert {any_day.pick(seed, "", NOW)[0] for seed in range(200)} == set(any_day.DAYS)


@pytest.mark.parametrize(
    "now", [NOW, NOW.replace(month=2, day=28), NOW.replace(year=2028, month=1, day=31)], ids=str
)
def test_every_day_lies_ahead(now):
    assert all(any_day.pick(seed, "", now)[1] > now for seed in range(500))


@pytest.mark.parametrize("kind", [kind for kind in any_day.DAYS if "summer time" in kind])
def test_the_clocks_change_two_minutes_after_the_start(kind):
    start = any_day.DAYS[kind](NOW, any_day.Random(1))
    before, after = (
        datetime.fromtimestamp(start.timestamp() + minutes * 60, any_day.BERLIN).utcoffset()
        for minutes in (1, 3)
    )
    assert abs(after - before) == timedelta(hours=1)


@pytest.mark.parametrize(("way", "later"), [("forward", 8), ("back", 6)])
def test_a_week_is_not_seven_days_where_the_clocks_change_in_it(way, later):
    (kind,) = (kind for kind in any_day.DAYS if way in kind)
    for seed in range(50):
        start = any_day.DAYS[kind](NOW, any_day.Random(seed))
        for moment in (start, start + timedelta(minutes=25)):  # the tests take a while
            then = datetime.fromtimestamp(moment.timestamp() + 7 * 24 * 3600, any_day.BERLIN)
            assert (then.date() - moment.date()).days == later


def test_a_day_can_be_named(monkeypatch, capsys):
    assert any_day.pick(1, "2028-02-29 12:00", NOW)[1] == datetime(2028, 2, 29, 12, tzinfo=any_day.BERLIN)
    monkeypatch.setattr(any_day, "find_library", lambda: ROOT)
    monkeypatch.setenv("SHIFT", "2027-02-29 12:00")
    assert any_day.main([]) == 2
    assert "Write numbers such as SEED=7" in capsys.readouterr().err


def test_without_faketime_it_says_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setattr(any_day, "find_library", lambda: None)
    assert any_day.main([]) == 2
    assert "apt-get install faketime" in capsys.readouterr().err


WAITS = """
import ctypes, select, signal, threading, time
start = time.monotonic()
time.sleep(0.05); threading.Event().wait(0.05); select.select([], [], [], 0.05)
is_short = time.monotonic() - start < 30
shown = []
handler = ctypes.CFUNCTYPE(None, ctypes.c_int)(lambda number: shown.append(time.time()))
ctypes.CDLL(None).signal(signal.SIGALRM, handler)  # one of C: Python's own come after the wait
signal.setitimer(signal.ITIMER_REAL, 0.05)
select.epoll().poll(0.5)
print(is_short, time.time(), *shown)
"""


def test_who_waits_lives_on_the_other_day_and_waits_no_longer(tmp_path, monkeypatch):
    """A signal within the wait, too: PostgreSQL asks it whether a timeout has come."""
    library = any_day.find_library()
    if library is None:
        pytest.skip(any_day.HOW_TO_GET_IT)
    clock = tmp_path / library.name
    clock.write_bytes(any_day.without_waits(library.read_bytes()))
    monkeypatch.delenv("LD_PRELOAD", raising=False)  # a shifted clock, which would count twice
    environment = os.environ | any_day.shifted(clock, 86_400_000)
    real = datetime.now(any_day.BERLIN).timestamp()
    if "FAKETIME" in os.environ:
        real -= int(os.environ["FAKETIME"].rstrip("s"))
    is_short, *shown = subprocess.run(
        [sys.executable, "-c", WAITS],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout.split()
    assert (is_short, len(shown)) == ("True", 2)
    assert all(abs(float(moment) - real - 86_400_000) < 3600 for moment in shown)
