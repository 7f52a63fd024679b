import json
import logging
import sys
from typing import Any

from bildungsnetz.logs import JsonFormatter


def entry(**extra: Any) -> dict[str, Any]:
    record = logging.makeLogRecord(
        {"name": "networks", "levelname": "ERROR", "msg": "%s „kaputt“\nzweite", "args": ("ist",), **extra}
    )
    line = JsonFormatter().format(record)
    assert "\n" not in line
    return dict(json.loads(line))


def test_an_entry_is_one_line_of_json() -> None:
    written = entry(created=0)
    assert written == {
        "time": "1970-01-01T00:00:00.000+00:00", "level": "error", "logger": "networks", "message": "ist „kaputt“\nzweite",
    }  # fmt: skip


def test_an_exception_brings_its_trace() -> None:
    try:
        int("Grund")
    except ValueError:
        written = entry(exc_info=sys.exc_info())
    assert written["trace"].endswith("ValueError: invalid literal for int() with base 10: 'Grund'")
