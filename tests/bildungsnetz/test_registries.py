"""Nothing fires from afar that `manage.py registries` does not list."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from bildungsnetz.management.commands.registries import REGISTRIES, contents

ROOT = Path(__file__).parents[2]


def registries() -> Iterator[str]:
    """Containers that are empty when their module is read and have a name in capitals: they wait to be filled."""
    for room in sorted(ROOT.glob("*/__init__.py")):
        for path in sorted(room.parent.rglob("*.py")):
            if "migrations" in path.parts or "tests" in path.parts:
                continue
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.parse(path.read_text()).body:
                if (
                    isinstance(node, ast.AnnAssign)
                    and isinstance(node.target, ast.Name)
                    and node.target.id.isupper()
                    and isinstance(node.value, ast.Dict | ast.List)
                    and not (node.value.keys if isinstance(node.value, ast.Dict) else node.value.elts)
                ):
                    yield f"{module}.{node.target.id}"


def test_the_command_lists_every_registry():
    assert sorted(registries()) == sorted(REGISTRIES)


@pytest.mark.parametrize("path", REGISTRIES)
def test_every_registry_is_filled(path):
    assert list(contents(path)), "What nobody registers with is no registry."


def test_the_list_names_functions_and_models(capsys):
    call_command("registries", no_color=True)
    listed = capsys.readouterr().out
    assert "networks.membership.joining.add_member" in listed
    assert "netzwerk: networks.search.NetworkSource" in listed
