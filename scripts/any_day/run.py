"""Run the tests on another day and in another order: Python, PostgreSQL and the browser share one shifted clock.

Takes arguments of pytest. SEED repeats an order and a kind of day, SHIFT ("2028-02-29 12:00", time of Berlin) picks the day.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import fasteners

BERLIN = ZoneInfo("Europe/Berlin")
VAR = Path(__file__).resolve().parents[2] / "var"
LIBRARIES = ("/usr/lib/*/faketime", "/usr/lib/faketime", "/usr/lib64/faketime", "/usr/local/lib/faketime")
# A shift leaves the length of each wait as it is. libfaketime would fake them, too, and a signal that comes meanwhile reads
# today's clock: each timeout of PostgreSQL (statements, locks, deadlocks) that ends a wait would then never come.
WAITS = {b"alarm", b"clock_nanosleep", b"epoll_pwait", b"epoll_wait", b"nanosleep", b"poll", b"ppoll", b"pselect",
         b"select", b"sleep", b"usleep"}  # fmt: skip
SECTION, SYMBOL = struct.Struct("<IIQQQQIIQQ"), struct.Struct("<IBBHQQ")  # of an ELF file of 64 bits
DYNAMIC_SYMBOLS = 11  # SHT_DYNSYM of the ELF format
HOW_TO_GET_IT = (
    "libfaketime not found: install faketime (Debian: apt-get install faketime). It works on Linux only."
)

Day = Callable[[datetime, Random], datetime]


def _days(number: int) -> Day:
    return lambda now, random: now + timedelta(days=number, minutes=random.randrange(24 * 60))


def _sunday(now: datetime, random: Random) -> datetime:
    return _at(now + timedelta(days=6 - now.weekday(), weeks=random.randint(1, 60)), random.randrange(24), 30)


def _clock_change(month: int, hour: int) -> Day:
    """Two minutes before the clocks change: the first tests run before, the others after."""

    def night(now: datetime, random: Random) -> datetime:
        last = datetime(now.year + random.randint(1, 4), month, 31, tzinfo=BERLIN)
        return _at(last - timedelta(days=(last.weekday() + 1) % 7), hour, 58)

    return night


def _days_before_clock_change(month: int, hour: int, minute: int) -> Day:
    """So near to midnight that in seven times 24 hours it is eight days later, or only six."""

    def evening(now: datetime, random: Random) -> datetime:
        return _at(_clock_change(month, 0)(now, random) - timedelta(days=random.randint(1, 5)), hour, minute)

    return evening


def _leap_day(now: datetime, random: Random) -> datetime:
    year = now.year + 4 - now.year % 4 + random.choice([0, 4])
    return datetime(year, 2, 29, random.randrange(24), 10, tzinfo=BERLIN)


def _new_year(now: datetime, random: Random) -> datetime:
    return datetime(now.year + random.randint(0, 3), 12, 31, 23, 58, tzinfo=BERLIN)


def _at(day: datetime, hour: int, minute: int) -> datetime:
    return day.replace(hour=hour, minute=minute, second=0)


DAYS: dict[str, Day] = {
    "a day ahead": _days(1),
    "a hundred days ahead": _days(100),
    "three years ahead": _days(3 * 365),
    "a Sunday": _sunday,
    "the night in which summer time begins": _clock_change(3, 1),
    "the night in which summer time ends": _clock_change(10, 2),
    "before midnight in the week before the clocks go forward": _days_before_clock_change(3, 23, 20),
    "after midnight in the week before the clocks go back": _days_before_clock_change(10, 0, 10),
    "29 February": _leap_day,
    "the turn of the year": _new_year,
}


def main(arguments: list[str]) -> int:
    if not (library := find_library()):
        print(HOW_TO_GET_IT, file=sys.stderr)
        return 2
    try:
        seed = int(os.environ.get("SEED") or SystemRandom().randrange(10**6))
        kind, moment = pick(seed, os.environ.get("SHIFT", ""), datetime.now(BERLIN))
    except ValueError as error:
        print(
            f'{error}. Write numbers such as SEED=7 and days such as SHIFT="2028-02-29 12:00".',
            file=sys.stderr,
        )
        return 2
    repeat = f'make test-any-day SEED={seed} SHIFT="{moment:%Y-%m-%d %H:%M}"'
    print(f"It is {moment:%A, %d %B %Y, %H:%M} ({kind}). To repeat this: {repeat}", flush=True)
    status = run(library, moment, [f"--random-order-seed={seed}", "--random-order-bucket=module", *arguments])
    if status:
        print(f"To repeat this: {repeat}")
    return status


def find_library() -> Path | None:
    found = (path for place in LIBRARIES for path in Path("/").glob(f"{place[1:]}/libfaketime.so.1"))
    return next(found, None)


def pick(seed: int, wanted: str, now: datetime) -> tuple[str, datetime]:
    """What kind of day, and when it starts."""
    if wanted:
        return "as wanted", datetime.strptime(wanted, "%Y-%m-%d %H:%M").replace(tzinfo=BERLIN)
    random = Random(seed)  # noqa: S311 (not a secret)
    kind = random.choice([*DAYS])
    return kind, DAYS[kind](now, random)


def without_waits(library: bytes) -> bytes:
    """The shared library, in which whoever loads it no longer finds functions that wait: they come from libc again."""
    elf = bytearray(library)
    (start,) = struct.unpack_from("<Q", elf, 0x28)
    (count,) = struct.unpack_from("<H", elf, 0x3C)
    sections = [SECTION.unpack_from(elf, start + number * SECTION.size) for number in range(count)]
    for _, kind, _, _, place, size, names, *_ in sections:
        if kind == DYNAMIC_SYMBOLS:
            for at in range(place, place + size, SYMBOL.size):
                name, *rest = SYMBOL.unpack_from(elf, at)
                first = sections[names][4] + name
                if bytes(elf[first : elf.index(0, first)]) in WAITS:
                    rest[2] = 0  # the section in which it is defined: none
                    SYMBOL.pack_into(elf, at, name, *rest)
    return bytes(elf)


def run(library: Path, moment: datetime, arguments: list[str]) -> int:
    """With a database server of its own, which lives below the shifted clock and ends with the tests."""
    VAR.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="any-day-", dir=VAR) as own:
        Path(own).chmod(0o755)  # as root, the server runs as somebody else
        clock = Path(own) / library.name
        clock.write_bytes(without_waits(library.read_bytes()))
        clock.chmod(0o755)
        command = [sys.executable, "-m", "pytest", *arguments]
        shift = round(moment.timestamp() - datetime.now(BERLIN).timestamp())
        tests = subprocess.Popen(command, env=os.environ | shifted(clock, shift) | {"BILDUNGSNETZ_VAR": own})
        try:
            return tests.wait()
        finally:
            with fasteners.InterProcessLock(Path(own) / "postgres-test.keeper"):
                pass  # free once the server has stopped
            for left in Path("/dev/shm").glob(f"*faketime_*_{tests.pid}"):  # noqa: S108
                left.unlink(missing_ok=True)


def shifted(library: Path, seconds: int) -> dict[str, str]:
    """A shift, not a moment: so every process has the same clock without asking another one."""
    return {
        "LD_PRELOAD": " ".join(filter(None, [os.environ.get("LD_PRELOAD"), str(library)])),
        "FAKETIME": f"{seconds:+d}s",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # whoever waits shall not wait for days
        "DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # else Chromium waits for minutes on each of its conditions
        "NO_FAKE_STAT": "1",  # costs a lock for each look at a file
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
