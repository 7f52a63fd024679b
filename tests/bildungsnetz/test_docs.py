"""The documents name files, folders and commands that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
NAMED = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)`")
LINKED = re.compile(r"\]\((?!https?:|#)([^)#]+)")
COMMANDS = re.compile(r"`manage\.py (\w+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_names_is_there(page):
    text = page.read_text()
    paths = [
        path for path in NAMED.findall(text) if path.split("/")[0] not in {"var", "null"}
    ]  # „null/null“ is a value
    gone = [path for path in paths if not ((ROOT / path).exists() or (page.parent / path).exists())]
    gone += [path for path in LINKED.findall(text) if not (page.parent / path).exists()]
    gone += [f"manage.py {name}" for name in COMMANDS.findall(text) if name not in {*get_commands(), "shell"}]
    assert gone == []


def test_architecture_has_the_order_that_lint_holds():
    contract = re.search(
        r"^layers = \[(.*?)^\]", (ROOT / "pyproject.toml").read_text(), flags=re.MULTILINE | re.DOTALL
    )
    held = re.findall(r'"(\w+)"', contract[1])[::-1]
    rooms = re.findall(
        r"`(\w+)/`",
        "\n".join(
            re.findall(r"^\| (.+?) \|", (ROOT / "docs/architecture.md").read_text(), flags=re.MULTILINE)
        ),
    )
    assert rooms[: len(held)] == held
