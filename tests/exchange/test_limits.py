"""What an upload may cost is known before it is read: in rows, cells, characters and memory."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from exchange.errors import TableError
from exchange.limits import Limits
from exchange.tables import table_of
from tests.exchange.test_dirty import workbook
from tests.factories import UserFactory

MEGABYTE = 1_000_000


def packed(sheet: bytes, *, strings: bytes = b"", styles: bytes = b"") -> bytes:
    """A workbook with these parts in place of its own."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["name", "art"]))) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                data = (
                    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
                    % sheet
                )
            if item.filename == "xl/styles.xml" and styles:
                data = styles
            new.writestr(item.filename, data)
        if strings:
            new.writestr("xl/sharedStrings.xml", strings)
    return buffer.getvalue()


def many_sheets() -> bytes:
    """All of them the same part: a small file that would be read again and again."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed(HEAD))) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            more = b"".join(
                b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(100, 50_000)
            )
            new.writestr(item.filename, old.read(item).replace(b"</sheets>", more + b"</sheets>"))
    return buffer.getvalue()


HEAD = b'<row r="1"><c t="inlineStr"><is><t>name</t></is></c><c t="inlineStr"><is><t>art</t></is></c></row>'
ONE_STRING = (
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    % (b"x" * 90_000)
)
HOSTILE = {
    "xlsx string in many cells": packed(HEAD + b'<row r="2">' + b'<c t="s"><v>0</v></c>' * 20 + b"</row>", strings=ONE_STRING),
    "xlsx string in many rows": packed(HEAD + b'<row><c t="s"><v>0</v></c></row>' * 5_000, strings=ONE_STRING),
    "xlsx sheets": many_sheets(),
    "file": b"name;art\n" + b"x;y\n" * 16_000_000,
    "line": b"name;art\n" + b";" * 5_000_000,
    "row of many lines": b"name;art\n" + b'"\n";' * 2_000_000,
    "json values": b'[{"a":[' + b"0," * 4_000_000 + b"0]}]",
    "json columns": json.dumps([{f"a{n}": 1} for n in range(2_000)]).encode(),
    "json depth": b"[" + b'{"a":' * 50 + b"1" + b"}" * 50 + b"]",
    "xlsx cells": packed(HEAD + b'<row r="2">' + b"<c/>" * 3_100_000 + b"<c><v>1</v></c></row>"),
    "xlsx cell": packed(HEAD + b'<row r="2"><c t="inlineStr"><is><t>' + b"x" * 50_000_000 + b"</t></is></c></row>"),
    "xlsx columns": packed(HEAD + b'<row r="2"><c r="XFD2"><v>1</v></c></row>'),
    "xlsx strings": packed(HEAD, strings=b'<sst xmlns="x">' + b"<si/>" * 8_000_000 + b"</sst>"),
    "xlsx styles": packed(HEAD, styles=b"<styleSheet>" + b"<xf/>" * 1_000_000 + b"</styleSheet>"),
    "xlsx entities": packed(HEAD, strings=b'<!DOCTYPE x [<!ENTITY a "aaaa">]><sst xmlns="x"><si><t>&a;</t></si></sst>'),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_soon_with_a_sentence(what):
    started = time.process_time()
    with pytest.raises(TableError, match=r"zu (groß|lang|viele|tief)|mehr als|umbenennen"):
        list(table_of(HOSTILE[what]).rows())
    assert time.process_time() - started < 20, "seconds of computing"


def test_memory_stays_within_bounds(tmp_path):
    """In a process of its own: what this one has used already would hide the worst."""
    for number, content in enumerate(HOSTILE.values()):
        (tmp_path / str(number)).write_bytes(content)
    program = """
import os, resource, sys
from pathlib import Path
os.environ["DJANGO_SETTINGS_MODULE"] = "bildungsnetz.settings"
import django
django.setup()
from exchange.errors import TableError
from exchange.tables import open_table
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        list(open_table(path).rows())
    except TableError:
        pass
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 400, "megabytes"


def test_a_million_formatted_empty_rows_end_where_data_end():
    empty = b"".join(
        b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n) for n in range(3, 1_000_003)
    )
    row = b'<row r="2"><c t="inlineStr"><is><t>Kita</t></is></c><c t="inlineStr"><is><t>Verein</t></is></c></row>'
    content = packed(HEAD + row + empty)
    started = time.process_time()
    assert [r.cells for r in table_of(content).rows()] == [["Kita", "Verein"]]
    assert time.process_time() - started < 5, "seconds of computing"


def test_an_archive_of_many_parts_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(3_000):
            archive.writestr(f"xl/{number}.xml", b"")
    with pytest.raises(TableError, match="zu groß"):
        table_of(buffer.getvalue())


def test_too_many_rows_name_the_limit():
    with pytest.raises(TableError, match=r"mehr als 1\.000 Zeilen"):
        list(table_of(b"name;art\n" + b"x;y\n" * 1_001, limits=Limits(file=MEGABYTE, rows=1_000)).rows())


@pytest.mark.parametrize("dry_run", [True, False])
def test_the_command_says_so_too(db, tmp_path, dry_run):
    path = tmp_path / "viele.csv"
    path.write_bytes(b"name;art\n" + b"x;y\n" * 200_001)
    with pytest.raises(CommandError, match=r"mehr als 200\.000 Zeilen"):
        call_command("import_actors", str(path), dry_run=dry_run)


@pytest.mark.parametrize(("content", "sentence"), [(b"name;art\n" + b"x;y\n" * 10_001, "mehr als 10.000 Zeilen"), (b"name;art\n" + b"x" * 21 * MEGABYTE, "Erlaubt sind 20 MB")])  # fmt: skip
def test_the_admin_says_so_too(client, db, content, sentence):
    client.force_login(UserFactory(role=User.Role.SYSTEM))
    sent = {"import_file": SimpleUploadedFile("a.csv", content), "format": "0", "resource": "0"}
    assert sentence in client.post(reverse("admin:actors_actor_import"), sent).content.decode()


def test_a_file_that_is_gone_after_the_preview_is_told(client, db):
    client.force_login(UserFactory(role=User.Role.SYSTEM))
    sent = {
        "import_file_name": "gibt-es-nicht",
        "original_file_name": "a.csv",
        "format": "0",
        "resource": "0",
    }
    page = client.post(reverse("admin:actors_actor_process_import"), sent, follow=True)
    assert "noch einmal hoch" in page.content.decode()
