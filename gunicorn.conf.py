"""gunicorn finds this by itself in the directory it is started in."""

from threading import Thread
from typing import Any


def post_worker_init(_worker: Any) -> None:
    """In the process that answers, beside its first visitors. Imported here: settings are read by now."""
    from search.warming import warm_up

    Thread(target=warm_up, daemon=True).start()
