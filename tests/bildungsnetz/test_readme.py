"""What the README says is true: its settings, its commands."""

import json
import re

import pytest

from tests.bildungsnetz.conftest import ROOT, Run

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_setting_stands_in_the_readme_and_no_other(manage: Run, production: dict[str, str]) -> None:
    show = (
        "import json; from django.conf import settings as s; print(json.dumps(sorted(s.ENVIRONMENT.asked)))"
    )
    asked = json.loads(manage("shell", "-v", "0", "-c", show, **production).stdout)
    first_column = re.findall(r"^\| (`.+?) \|", README, re.MULTILINE)
    assert sorted(name for cell in first_column for name in re.findall(r"`(\w+)`", cell)) == asked


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([\w-]+):", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+(?:-[a-z]+)*)\b(?! sure)", README)) - targets == set()


def test_make_help_lists_every_target() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert phony
    assert set(re.findall(r"^([\w-]+):.*##", MAKEFILE, re.MULTILINE)) == set(phony[1].split())


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_every_link_of_the_readme_leads_to_a_file_or_folder(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_manage_command_of_the_readme_exists() -> None:
    from django.core.management import get_commands

    assert set(re.findall(r"manage\.py ([a-z_]+)", README)) - set(get_commands()) == set()
