"""Python imports this by itself while tests run on another day (`scripts/any_day/run.py` puts it on the path).

libfaketime 0.9.10 leaves the monotonic clock alone, as asked, and then fails each time.sleep, which waits on that clock.
"""

import select
import time
from typing import SupportsIndex


def _sleep(seconds: float | SupportsIndex) -> None:
    select.select([], [], [], float(seconds))


time.sleep = _sleep
