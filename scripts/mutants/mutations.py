"""What can be broken in a line of Python: each mutation replaces one expression or statement by one that means something else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

OPPOSITES: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.Lt: ast.GtE, ast.Gt: ast.LtE, ast.Is: ast.IsNot, ast.In: ast.NotIn,
    ast.And: ast.Or, ast.Add: ast.Sub, ast.Mult: ast.Div, ast.BitAnd: ast.BitOr,
}  # fmt: skip
OPPOSITES |= {other: one for one, other in OPPOSITES.items()}
OTHER_CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}
TRANSLATIONS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
UNSEEN = {"Literal", "Callable", "TypeVar", "lru_cache"}  # types, and how much is kept
UNREAD = {"__str__", "__repr__", "Meta"}  # what nothing is decided by, or only the next migration
Statement = (
    ast.Expr | ast.AugAssign | ast.Assign | ast.Raise | ast.Delete | ast.Continue | ast.Break | ast.Return
)


@dataclass(frozen=True)
class Mutation:
    """`text` in place of the bytes from `start` to `end`; `line` is where they start."""

    line: int
    start: int
    end: int
    text: str

    def apply(self, source: str) -> str:
        whole = source.encode()
        return (whole[: self.start] + self.text.encode() + whole[self.end :]).decode()


def mutations(source: str) -> list[Mutation]:
    starts = [0, *accumulate(len(line) for line in source.encode().splitlines(keepends=True))]
    return [
        Mutation(
            node.lineno,
            starts[node.lineno - 1] + node.col_offset,
            starts[node.end_lineno - 1] + node.end_col_offset,
            text,
        )
        for parent in _executed(ast.parse(source))
        for node, text in _broken(parent)
    ]


def _executed(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it that does something: no types, docstrings, decorators, messages."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_idle(child, node):
                yield from _executed(child)


def _is_idle(node: ast.AST, parent: ast.AST) -> bool:
    match node:
        case (
            ast.Import() | ast.ImportFrom() | ast.TypeAlias() | ast.Expr(value=ast.Constant())
            | ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.Assign(targets=[ast.Name(id="__all__")])
            | ast.Raise(exc=ast.Name(id="NotImplementedError"))  # stands for what others write
            | ast.keyword(arg="help")  # what a command says of its options
        ):  # fmt: skip
            return True
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name in UNREAD
        case ast.Constant():
            return isinstance(parent, ast.Raise | ast.JoinedStr) or _called(parent) in TRANSLATIONS
        case ast.Subscript(value=ast.Name(id=name)) | ast.Call(func=ast.Name(id=name)):
            return name in UNSEEN or isinstance(parent, ast.Raise)
    return False


def _called(node: ast.AST) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _broken(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Nodes of the source with what may stand in their place."""
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            yield node, ast.unparse(ast.Compare(left, [_opposite(operator)], [right]))
        case ast.BoolOp(op=operator, values=values):
            yield node, f"({ast.unparse(ast.BoolOp(_opposite(operator), values))})"
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in OPPOSITES:
            yield node, f"({ast.unparse(ast.BinOp(left, _opposite(operator), right))})"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, f"({ast.unparse(operand)})"
        case ast.Call(func=ast.Name(id=name)) if name in OTHER_CALLS:
            yield node.func, OTHER_CALLS[name]
        case ast.Constant(value=bool() | int() | float() | str() as value):
            yield node, repr(_other(value))
    for condition in _conditions(node):
        if not isinstance(
            condition, ast.Compare | ast.BoolOp | ast.UnaryOp
        ):  # which have mutations of their own
            yield condition, f"(not {ast.unparse(condition)})"
    if isinstance(node, Statement):
        yield from _left_out(node)


def _opposite(operator: ast.AST) -> Any:
    return OPPOSITES[type(operator)]()


def _other(value: bool | float | str) -> bool | float | str:
    match value:
        case bool():
            return not value
        case str():
            return value + "mutant"
        case float():
            return value * 2 or 1.0
    return value + 1 if value < 10 else value * 2


def _conditions(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.If(test=test) | ast.IfExp(test=test):
            return [test]
        case ast.comprehension(ifs=conditions):
            return conditions
    return []


def _left_out(statement: ast.stmt) -> Iterator[tuple[ast.AST, str]]:
    match statement:
        case ast.Return(value=None | ast.Constant(value=None | False)):
            pass  # whoever asks for a yes or no takes None for a no
        case ast.Return():
            yield statement, "return None"
        case ast.Assign(targets=[ast.Name() | ast.Tuple()]):
            pass  # what reads the name would only break
        case _:
            yield statement, "pass"
