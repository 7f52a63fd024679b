"""The same rows in Datasette, for comparison: `pip install datasette` in an environment of its own."""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.request
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from measuring.bench.measure import Search, Times
from search.models import Entry
from search.sources import PUBLIC

FACETS = ("art", "stadtteil", "thema")
BETWEEN_LOOKS = 0.2  # seconds, while it starts


def measure(program: str, searches: list[Search]) -> Times:
    """Searches as Datasette can do them: full text, equality on one value per filter, three facets, 20 rows."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "entries.db"
        _export(database)
        port = _free_port()
        server = subprocess.Popen(
            [program, "serve", str(database), "--port", str(port), "--setting", "sql_time_limit_ms", "60000",
             "--setting", "facet_time_limit_ms", "60000"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            return _ask(f"http://127.0.0.1:{port}/entries/entry.json", searches)
        finally:
            server.terminate()
            server.wait()


def _export(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute(
        "CREATE TABLE entry (id INTEGER PRIMARY KEY, art, name, text, stadtteil, thema, status, format)"
    )
    rows = Entry.objects.filter(facets__contains=[PUBLIC]).order_by("sort_name", "id")
    fields = rows.values_list("id", "kind", "name", "running_text", "facets")
    database.executemany(
        "INSERT INTO entry VALUES (?,?,?,?,?,?,?,?)", map(_row, fields.iterator(chunk_size=5000))
    )
    for column in ("art", "stadtteil", "status", "format", "name"):
        database.execute(f"CREATE INDEX entry_{column} ON entry ({column})")
    database.execute(
        "CREATE VIRTUAL TABLE entry_fts USING fts5 (name, text, content='entry', content_rowid='id')"
    )
    database.execute("INSERT INTO entry_fts (entry_fts) VALUES ('rebuild')")
    database.execute("ANALYZE")
    database.commit()
    database.close()


def _row(fields: tuple) -> tuple:
    entry_id, kind, name, text, facets = fields
    values: dict[str, list[str]] = {}
    for facet in facets:
        key, _equals, value = facet.partition("=")
        values.setdefault(key, []).append(value)
    one = {key: found[0] for key, found in values.items()}
    themes = json.dumps(values.get("thema", []))
    return entry_id, kind, name, text, one.get("stadtteil"), themes, one.get("status"), one.get("format")


def _ask(address: str, searches: list[Search]) -> Times:
    times = Times()
    _wait(address)
    for search in searches:
        parameters = [
            ("_facet", "art"),
            ("_facet", "stadtteil"),
            ("_facet_array", "thema"),
            ("_size", "20"),
            ("_sort", "name"),
        ]
        if "q" in search:
            parameters.append(("_search", search["q"][0]))
        parameters += [
            (name, search[name][0]) for name in ("art", "stadtteil", "status", "format") if name in search
        ]
        if "thema" in search:
            parameters.append(("thema__arraycontains", search["thema"][0]))
        url = f"{address}?{urlencode(parameters)}"
        times.add(partial(_get, url))
    return times


def _wait(address: str) -> None:
    for _attempt in range(300):
        try:
            _get(f"{address}?_size=1")
        except OSError:
            time.sleep(BETWEEN_LOOKS)
        else:
            return


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=300) as answer:  # noqa: S310 (our own server)
        return answer.read()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
