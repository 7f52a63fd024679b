"""Numbers have their reason: a named one says why it is that large, and a fraction within a function has a name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
PLAIN = {0.0, 0.5, 1.0}  # nothing, half and all need no name

WITHOUT_NAME = {
    "measuring/bench/generator.py": "shares in an invented directory, each beside what it is a share of",
    "measuring/bench/measure.py": "percentiles, which are their own name",
    "measuring/management/commands/bench.py": "percentiles",
}
"""Modules with fractions within functions, and why."""


def modules() -> Iterator[tuple[str, str]]:
    for path in sorted(path for folder in [*FOLDERS, ROOT / "scripts"] for path in folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


parsed = cache(ast.parse)


def is_number(node: ast.expr) -> bool:
    """A number, or numbers put together: -1, 5 * 1024, (0.8, 0.4)."""
    match node:
        case ast.Constant(value=bool()):
            return False
        case ast.Constant(value=int() | float()):
            return True
        case ast.UnaryOp(operand=operand):
            return is_number(operand)
        case ast.BinOp(left=left, right=right):
            return is_number(left) and is_number(right)
        case ast.Tuple(elts=elements):
            return any(map(is_number, elements))
    return False


def constants(tree: ast.Module) -> Iterator[tuple[str, ast.stmt, bool]]:
    """(names, assignment, whether a docstring follows it) of the numbers that a module names."""
    for statement, after in pairwise([*tree.body, None]):
        match statement:
            case (
                ast.Assign(targets=[target], value=value)
                | ast.AnnAssign(target=target, value=ast.expr() as value)
            ):
                name = ast.unparse(target)
                if name.upper() == name and is_number(value):
                    yield name, statement, is_text(after)


def is_text(node: ast.stmt | None) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def bare_constants(source: str) -> list[str]:
    """Named numbers with no comment on their lines or right above them and no docstring below."""
    lines = source.splitlines()
    return [
        name
        for name, statement, has_docstring in constants(parsed(source))
        if not has_docstring
        and not any("#" in line for line in lines[statement.lineno - 1 : statement.end_lineno])
        and not (statement.lineno > 1 and lines[statement.lineno - 2].startswith("#"))
    ]


def inline_fractions(source: str) -> list[float]:
    """Fractions outside of what a module names."""
    tree = parsed(source)
    named = {
        id(node)
        for statement in tree.body
        if isinstance(statement, (ast.Assign, ast.AnnAssign))
        for node in ast.walk(statement)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, float)
        and node.value not in PLAIN
        and id(node) not in named
    ]


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        ("MOST = 5\n", ["MOST"]),
        ("MOST = 5  # rows\n", []),
        ("# Rows.\nMOST = 5\n", []),
        ('MOST = 5\n"""Rows."""\n', []),
        ("# Rows.\n\nMOST = -5 * 2\n", ["MOST"]),
        ("_SAME, NEAR = 0.8, 0.4\n", ["(_SAME, NEAR)"]),
        ("MOST: int = 5\n", ["MOST"]),
        ("most = 5\nMOST = 'a'\nIS_ON = True\nNAMES = ('a', 'b')\n", []),
    ],
)
def test_a_bare_constant_is_seen(source, bare):
    assert bare_constants(source) == bare


def test_a_fraction_without_a_name_is_seen():
    assert inline_fractions(
        "SHARE = 0.3\nCOSTS = {'a': 0.2}\ndef f(z=0.1):\n    return 0.5 * z + 0.7 - 1.0\n"
    ) == [0.1, 0.7]


def test_each_named_number_has_its_reason():
    assert {path: names for path, source in modules() if (names := bare_constants(source))} == {}


def test_each_fraction_within_a_function_has_a_name():
    inline = {path: found for path, source in modules() if (found := inline_fractions(source))}
    assert {path: found for path, found in inline.items() if path not in WITHOUT_NAME} == {}
    assert WITHOUT_NAME.keys() - inline.keys() == set(), "These have none any more."
