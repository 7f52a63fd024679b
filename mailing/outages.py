"""When the database is away: how one knows it, and how what keeps running waits for it."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable

from django.db import Error, InterfaceError, OperationalError, connections

from mailing.wording import without_personal_data

logger = logging.getLogger(__name__)

# Classes of SQLSTATE: no connection (what PgBouncer says, too), no room for one, shut down or starting, broken disk.
AWAY = ("08", "53", "57", "58")
CANCELLED = "57014"  # one query that took too long: the database is there
READ_ONLY = "25006"  # while another server takes over
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds


def is_outage(error: BaseException | None) -> bool:
    """Whether the error says that the database is away, by itself or through what it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, Error) and _says_away(error):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def _says_away(error: Error) -> bool:
    state = getattr(error.__cause__, "sqlstate", None)
    if isinstance(error, InterfaceError) or state == READ_ONLY:
        return True
    is_away = state is None or (state.startswith(AWAY) and state != CANCELLED)
    return isinstance(error, OperationalError) and is_away


class Patience:
    """Waits, longer each time, and says in the log once that the database is away and once that it is back."""

    def __init__(self, who: str, *, sleep: Callable[[float], object] = time.sleep):
        self.who = who
        self.sleep = sleep
        self.failures = 0

    def wait(self, error: Error) -> None:
        if not self.failures:
            logger.error("%s waits for the database: %s", self.who, without_personal_data(error))
        for connection in connections.all(initialized_only=True):
            with contextlib.suppress(Error):  # a broken one says so once more
                connection.close()
        self.sleep(min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(self.failures, 10)))
        self.failures += 1

    def is_over(self) -> bool:
        """Call after what went well. Says whether that ends an outage."""
        was_away, self.failures = self.failures > 0, 0
        if was_away:
            logger.warning("%s goes on: the database is back.", self.who)
        return was_away
