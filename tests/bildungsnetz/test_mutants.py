"""`make mutants`: what it breaks, and that it tells what no test noticed."""

from __future__ import annotations

import importlib
import runpy
import sys

import pytest

from tests.bildungsnetz.conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts/mutants"))
mutants, hunt = importlib.import_module("mutations"), importlib.import_module("hunt")
sys.path.pop(0)


@pytest.mark.parametrize(
    ("source", "broken"),
    [
        ("x = a < b", {"x = a >= b"}),
        ("x = a and not b", {"x = (a or not b)", "x = a and (b)"}),
        ("min(a, 3)", {"max(a, 3)", "min(a, 4)", "pass"}),
        ("f(200, 0.4, True)", {"f(400, 0.4, True)", "f(200, 0.8, True)", "f(200, 0.4, False)", "pass"}),
        ("a = 'ä' + b", {"a = ('ä' - b)", "a = 'ämutant' + b"}),
        ("a.b = c", {"pass"}),
        ("while a: continue", {"while a: pass"}),
        ("def f(): return a", {"def f(): return None"}),
        ("def f(): return False", {"def f(): return True"}),
        ("x = [a for a in b if a]", {"x = [a for a in b if (not a)]"}),
        ("if a:\n  f(b)", {"if (not a):\n  f(b)", "if a:\n  pass"}),
        ("raise E('why')", {"pass"}),
        ("a = _('Wort') % 2", {"a = _('Wort') % 3"}),
    ],
)  # fmt: skip
def test_whatever_a_line_does_is_broken(source, broken):
    assert {mutation.apply(source) for mutation in mutants.mutations(source)} == broken


@pytest.mark.parametrize(
    "source",
    [
        "import a",
        '"""What it is for."""',
        "__all__ = ['a']",
        "if TYPE_CHECKING:\n  f(2)",
        "@route('a')\ndef f(a: 'B') -> 'C': return",
        "def __str__(self): return 'a'",
        "Kind = Literal['a', 'b']",
        "a = f'{b} c'",
        "a = f(b, help='c')",
        "def f(self): raise NotImplementedError",
    ],
)
def test_what_does_nothing_is_left_alone(source):
    assert mutants.mutations(source) == []


@pytest.fixture
def tree(tmp_path):
    """A project with one module, and its copy."""
    for path, text in {
        "search/query/sum.py": "def double(a):\n    return a * 2\n",
        "search/migrations/sum.py": "a = 2\n",
        "tests/search/test_a.py": "",
        "tests/search/test_z.py": "from search.query.sum import double",
        "tests/search/query/test_sum.py": "",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def test_chooses_a_mutant_a_line_and_shows_it_first_to_the_tests_of_its_module(tree):
    lines = hunt.lines_of(tree, "search/query")
    assert list(lines) == [("search/query/sum.py", 2)]
    assert hunt.choose(lines, hunt.Random(7), 100) == hunt.choose(lines, hunt.Random(7), 100)
    [mutant] = hunt.choose(lines, hunt.Random(7), 100)
    assert mutant.named == ("tests/search/query/test_sum.py",)
    assert mutant.others == ("tests/search/test_z.py", "tests/search/test_a.py")
    assert hunt.lines_of(tree, "rhythm") == {}


def test_each_mutant_is_applied_alone_and_reported(tree, capsys):
    module, asked = tree / "search/query/sum.py", []

    def doubles_two(tests):
        asked.append(tests)
        return runpy.run_path(str(module))["double"](2) == 4

    line = {m.mutation.text: m for m in hunt.lines_of(tree, "")["search/query/sum.py", 2]}
    unnoticed = hunt.Mutant("search/query/sum.py", mutants.Mutation(2, 26, 31, "a + 2"), (), ("tests/a.py",))
    hunt.try_all([line["3"], unnoticed, line["return None"]], tree, doubles_two, "seed 7")
    assert capsys.readouterr().out.splitlines() == [
        "  1 caught search/query/sum.py:2",
        "    - return a * 2",
        "    + return a * 3",
        "  2 SURVIVED search/query/sum.py:2",
        "    - return a * 2",
        "    + return a + 2",
        "  3 caught search/query/sum.py:2",
        "    - return a * 2",
        "    + return None",
        "caught 2 of 3 (seed 7)",
    ]
    assert asked == [
        ("tests/search/query/test_sum.py",),
        ("tests/a.py",),
        ("tests/search/query/test_sum.py",),
    ]
    assert module.read_text() == "def double(a):\n    return a * 2\n"


def test_who_ends_it_early_learns_what_is_known_by_then(tree, capsys):
    answers = iter([False, KeyboardInterrupt])

    def holds(tests):
        if (answer := next(answers)) is KeyboardInterrupt:
            raise answer
        return answer

    hunt.try_all(hunt.lines_of(tree, "")["search/query/sum.py", 2], tree, holds, "seed 7")
    assert capsys.readouterr().out.splitlines()[-1] == "caught 1 of 1 (seed 7)"
    assert (tree / "search/query/sum.py").read_text() == "def double(a):\n    return a * 2\n"
