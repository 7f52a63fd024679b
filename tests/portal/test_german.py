"""German is the source language: no catalogue of a library may put other words into our mouth.

`_("Format")` is German here, and English in the catalogue of django-import-export, which makes „Dateiformat“ of it. Where
that happens, `accounts/locale` says it right."""

from __future__ import annotations

import ast
import gettext as gettext_module
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from tests.factories import ThemeFactory, UserFactory

ROOMS = (
    "accounts",
    "vocabulary",
    "search",
    "moderation",
    "exchange",
    "actors",
    "networks",
    "insight",
    "following",
    "partners",
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
    pages = (
        path for path in sorted((base / "templates").rglob("*.html")) if path.parent.name != "import_export"
    )
    return found + [
        (next(filter(None, groups), ""), str(path.relative_to(base)))
        for path in pages
        for groups in IN_TEMPLATE.findall(path.read_text(encoding="utf-8"))
    ]


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


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_our_catalogue_is_compiled_as_it_is_written(domain: str) -> None:
    """The .mo file is what Django reads; who changes the .po file has to run msgfmt."""
    folder = Path(settings.BASE_DIR) / "accounts" / "locale" / "de" / "LC_MESSAGES"
    with (folder / f"{domain}.mo").open("rb") as file:
        compiled = gettext_module.GNUTranslations(file)
    entries = re.findall(
        r'^msgid "(.+)"\nmsgstr "(.+)"$', (folder / f"{domain}.po").read_text("utf-8"), re.MULTILINE
    )
    assert len(entries) > 5
    written = {ast.literal_eval(f'"{text}"'): ast.literal_eval(f'"{german}"') for text, german in entries}
    assert {text: compiled.gettext(text) for text in written} == written


@pytest.mark.django_db
def test_the_admin_speaks_german_where_django_does_not(client: Client) -> None:
    client.force_login(UserFactory(role="systemverwaltung"))
    ThemeFactory()
    page = client.get("/admin/vocabulary/theme/").content.decode()
    assert "Ausführen" in page
    assert "Select an option" not in page
    assert "Heute (" in client.get("/admin/jsi18n/").content.decode()
