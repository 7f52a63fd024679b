import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def manage(tmp_path: Path) -> Run:
    """Run manage.py in a process of its own, with only the given settings in its environment."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        ours = {*settings.ENVIRONMENT.asked, "DJANGO_ALLOW_ASYNC_UNSAFE"}
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        environment = {**kept, "BILDUNGSNETZ_VAR": str(tmp_path / "var"), **variables}
        return subprocess.run(
            [sys.executable, "-W", "error", "manage.py", *arguments],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    return run


@pytest.fixture
def production() -> dict[str, str]:
    """The least that production asks for. No such database exists: nothing here may need one."""
    return {
        "BILDUNGSNETZ_MODE": "production",
        "SECRET_KEY": "0123456789" * 5 + "abcdef",
        "ALLOWED_HOSTS": "bildungsnetz.auenberg.example",
        "DATABASE_URL": "postgresql://portal:secret@127.0.0.1:1/portal",
    }
