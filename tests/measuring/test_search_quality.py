"""Figures of the search are measured only where there is something to find."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

QUESTIONS = "anfrage;erwartet;art\nschwimmen lernen;N093;stamm\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "fragen.csv"
    path.write_text(QUESTIONS, encoding="utf-8")
    return path


def test_an_empty_directory_is_no_bad_search(db: None, file: Path) -> None:
    with pytest.raises(CommandError, match="keiner im Verzeichnis"):
        call_command("search_quality", str(file))


def test_what_is_there_is_measured(auenberg: None, file: Path) -> None:
    out = StringIO()
    call_command("search_quality", str(file), stdout=out)
    assert out.getvalue().splitlines()[1].split() == ["stamm", "1", "1.00", "1.00", "0.00"]
