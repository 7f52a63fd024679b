"""One JSON object per line, for whatever collects the logs of containers. No line tells about people: neither addresses,
nor what signed links carry, nor the values that PostgreSQL quotes."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from http import HTTPStatus

from django.db import DatabaseError as DjangoDatabaseError
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from psycopg import Error as PostgresError

from mailing.wording import QUOTED_VALUE, without_addresses

NO_PAGE = "(no such page)"
REQUEST_LINE = re.compile(r"^([A-Z]+) (\S+)")  # what the development server logs
SIGNED = re.compile(
    r"[\w.%-]{2,}(?::|%3A)[\w-]{5,8}(?::|%3A)[\w-]{20,}|[\w-]+(?::|%3A)[\w-]{40,}"
    r"|[0-9a-z]+-[0-9a-z]{5,8}-[0-9a-f]{32,}"  # to choose a new password
)
BECAUSE = "\n\nThe above exception was the direct cause of the following exception:\n\n"
MEANWHILE = "\n\nDuring handling of the above exception, another exception occurred:\n\n"


class Discreet(logging.Filter):
    """Rewrites a record before anything formats it: the name of the view stands in place of the address of the page."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "is_discreet", False):
            return True
        request, message = getattr(record, "request", None), record.getMessage()
        if isinstance(request, HttpRequest):
            record.view = view_name(request)
            for address in sorted(
                {request.get_full_path(), request.path, request.path_info}, key=len, reverse=True
            ):
                message = message.replace(address, record.view) if len(address) > 1 else message
        elif record.name == "django.server":
            message = REQUEST_LINE.sub(lambda found: f"{found[1]} {_resolved(found[2])}", message.strip('"'))
        record.msg, record.args = discreet(message), ()
        if record.exc_info and record.exc_info[1]:
            record.exc_text = trace_of(record.exc_info[1])
        record.is_discreet = True
        return True


def view_name(request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    return str(match.view_name) if match else _resolved(request.path_info)


def _resolved(path: str) -> str:
    try:
        return resolve(path.partition("?")[0]).view_name or NO_PAGE
    except Resolver404:
        return NO_PAGE


def discreet(text: str) -> str:
    """Without e-mail addresses and signed links."""
    return without_addresses(SIGNED.sub("…", text))


def trace_of(error: BaseException) -> str:
    """The stack trace. Of errors of the database only the first line is told: the others quote rows."""
    before = ""
    if error.__cause__:
        before = trace_of(error.__cause__) + BECAUSE
    elif error.__context__ and not error.__suppress_context__:
        before = trace_of(error.__context__) + MEANWHILE
    where = "".join(traceback.format_tb(error.__traceback__))
    return f"{before}Traceback (most recent call last):\n{where}{_told(error)}"


def _told(error: BaseException) -> str:
    text = str(error)
    if isinstance(error, (DjangoDatabaseError, PostgresError)):
        text = QUOTED_VALUE.sub(': "…"', text.strip().partition("\n")[0])
    name = type(error).__name__
    return f"{name}: {discreet(text)}" if text else name


class JsonFormatter(logging.Formatter):
    """Writes time (UTC, ISO 8601), level, logger and message, with the view and the stack trace where there are any."""

    def format(self, record: logging.LogRecord) -> str:
        Discreet().filter(record)
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        told = {"status": getattr(record, "status_code", None), "view": getattr(record, "view", None)}
        entry |= {key: value for key, value in told.items() if value is not None}
        if record.exc_text:
            entry["trace"] = record.exc_text
        return json.dumps(entry, ensure_ascii=False, default=str)


class OutageFilter(logging.Filter):
    """For `django.request`: while the database is away, each visitor leaves one line and no stack trace."""

    def filter(self, record: logging.LogRecord) -> bool:
        from mailing.outages import is_outage  # logging is set up before the rooms are

        is_ours = record.exc_info and is_outage(record.exc_info[1])
        if is_ours or getattr(record, "status_code", None) == HTTPStatus.SERVICE_UNAVAILABLE:
            record.exc_info = record.exc_text = None
            record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        return True
