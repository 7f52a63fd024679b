"""What is private to a module stays there: names of ours that begin with an underscore, and the inside of allauth."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
OURS = {folder.name for folder in FOLDERS}
ALLOWED = "accounts/allauth_internals.py"


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(path for folder in [*FOLDERS, ROOT / "scripts"] for path in folder.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(full name, name in this module) of everything that is imported, wherever in the module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, alias.asname or alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", alias.asname or alias.name) for alias in node.names)


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def private_names(tree: ast.Module) -> Iterator[str]:
    """Private names of other modules of ours: imported, or asked of an imported module."""
    ours = {}
    for full, here in imported(tree):
        if full.partition(".")[0] in OURS:
            ours[here] = full
            if any(is_private(part) for part in full.split(".")):
                yield full
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            full = ours.get(ast.unparse(node.value), "")
            if full.rpartition(".")[2].islower():  # a module: `Model._meta` is a public name of Django
                yield f"{full}.{node.attr}"


def test_no_module_uses_a_private_name_of_another():
    found = {path: names for path, tree in modules() if (names := list(private_names(tree)))}
    assert found == {}


def test_one_module_alone_reaches_into_allauth():
    reaching = {
        path
        for path, tree in modules()
        for full, _here in imported(tree)
        if full.startswith("allauth") and "internal" in full.split(".")
    }
    assert reaching == {ALLOWED}


def test_private_names_are_found_however_they_are_reached():
    code = """
from actors import search
from actors.models import Actor
from actors.search import _card
import networks.search
search._facets(), Actor._meta, networks.search._card, search.__name__, other._name
"""
    found = sorted(private_names(ast.parse(code)))
    assert found == ["actors.search._card", "actors.search._facets", "networks.search._card"]
