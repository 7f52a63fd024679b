"""gunicorn finds this by itself in the directory it is started in."""

from threading import Thread
from typing import Any

# If somebody switches the access log on: neither who it was nor the address of the page, which may be a signed link.
access_log_format = "%(t)s %(m)s %(s)s %(B)s %(L)s"
limit_request_line = 8190  # bytes, the most there is: /pruefen/ keeps a whole description in its address


def post_worker_init(_worker: Any) -> None:
    """In the process that answers, beside its first visitors."""
    Thread(target=_warm_up, daemon=True).start()


def _warm_up() -> None:
    from django.db import connection  # imported here: settings are read by now

    from search.index.warming import warm_up

    warm_up()
    connection.close()  # that of this thread
