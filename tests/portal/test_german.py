"""German is the source language: no catalogue of a library may put other words into our mouth.

`_("Format")` is German here, and English in the catalogue of django-import-export, which makes „Dateiformat“ of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

ROOMS = (
    "accounts",
    "vocabulary",
    "search",
    "moderation",
    "exchange",
    "actors",
    "networks",
    "insight",
    "portal",
    "mailing",
)
CALLS = {"_", "gettext", "gettext_lazy"}
IN_TEMPLATE = re.compile(r"""\{%\s*translate\s+(?:"([^"]*)"|'([^']*)')|\b_\((?:"([^"]*)"|'([^']*)')\)""")


def in_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in CALLS
            and node.args
        ):
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def messages() -> list[tuple[str, str]]:
    base = Path(settings.BASE_DIR)
    found = [
        (text, str(path.relative_to(base)))
        for room in ROOMS
        for path in sorted((base / room).rglob("*.py"))
        for text in in_code(path)
    ]
    for path in sorted((base / "templates").rglob("*.html")):
        for groups in IN_TEMPLATE.findall(path.read_text(encoding="utf-8")):
            found.append((next(filter(None, groups), ""), str(path.relative_to(base))))
    return found


def test_no_catalogue_of_a_library_changes_our_words() -> None:
    texts = messages()
    assert len(texts) > 300, "the search for texts found next to nothing: it is broken"
    with translation.override("de"):
        changed = {
            (path, text, translation.gettext(text))
            for text, path in texts
            if text and translation.gettext(text) != text
        }
    assert changed == set()


@pytest.mark.parametrize("word", ["Format"])
def test_the_danger_is_real(word: str) -> None:
    with translation.override("de"):
        assert translation.gettext(word) != word
