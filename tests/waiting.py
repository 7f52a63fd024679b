"""For what happens a moment later, in another thread or on its way from the browser."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 120  # seconds; more is a failure


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "It never came to be."
        time.sleep(0.05)
