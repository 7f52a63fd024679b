"""`make mutants`: what it breaks, and that it tells what no test noticed."""

from __future__ import annotations

import importlib
import os
import runpy
import subprocess
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
        return [hunt.Outcome.CAUGHT, hunt.Outcome.SURVIVED][runpy.run_path(str(module))["double"](2) == 4]

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
    answers = iter([hunt.Outcome.CAUGHT, KeyboardInterrupt])

    def tried_on(tests):
        if (answer := next(answers)) is KeyboardInterrupt:
            raise answer
        return answer

    hunt.try_all(hunt.lines_of(tree, "")["search/query/sum.py", 2], tree, tried_on, "seed 7")
    assert capsys.readouterr().out.splitlines()[-1] == "caught 1 of 1 (seed 7)"
    assert (tree / "search/query/sum.py").read_text() == "def double(a):\n    return a * 2\n"


ASKS = """
import sys
from pathlib import Path
tree, scripts, patience = Path(__file__).parent, *sys.argv[1:]
sys.path.insert(0, scripts)
import hunt
hunt.VAR, hunt.MOST_WORK = tree, 1
print(hunt.tried_on(tree, ("tests/search/test_a.py",), float(patience)))
"""


def test_what_never_ends_is_not_taken_for_caught(tree, capsys):
    """It may be the machine that was too slow."""
    outcomes = iter([hunt.Outcome.ENDLESS, hunt.Outcome.CAUGHT])
    mutated = hunt.lines_of(tree, "")["search/query/sum.py", 2][:2]
    hunt.try_all(mutated, tree, lambda _tests: next(outcomes), "seed 7")
    shown = capsys.readouterr().out.splitlines()
    assert (shown[0], shown[-1]) == (
        "  1 ENDLESS search/query/sum.py:2",
        "caught 1 of 2, 1 endless (seed 7)",
    )


@pytest.mark.parametrize(
    ("test", "patience", "outcome"),
    [
        ("def test(): pass", 60, "SURVIVED"),
        ("def test(): assert 1 == 2", 60, "caught"),
        ("import time\ndef test(): time.sleep(60)", 0.3, "ENDLESS"),  # all of them together
        ("import time\ndef test(): time.sleep(60)", 9, "ENDLESS"),  # one by itself
        ("def test():\n  while True: pass", 60, "ENDLESS"),  # the processor's time for one
    ],
)
def test_tests_fail_or_do_not_end(tree, test, patience, outcome):
    """In a process of its own that knows of no other: pytest does not run within pytest."""
    (tree / "tests/search/test_a.py").write_text(test)
    (tree / "asks.py").write_text(ASKS)
    command = [sys.executable, tree / "asks.py", ROOT / "scripts/mutants", str(patience)]
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "PYTEST"))}
    ran = subprocess.run(command, env=plain, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == outcome
