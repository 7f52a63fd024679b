"""Tests run on the embedded PostgreSQL with a throw-away data directory of its own."""

import os
from collections.abc import Iterator

import django
import pytest

pytest_plugins = ["tests.auenberg", "tests.browser", "tests.outage", "tests.smtp"]

os.environ["BILDUNGSNETZ_MODE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "bildungsnetz.settings"
django.setup()  # now, so that the conftest.py of a room may import models

from django.core.cache import cache  # noqa: E402
from factory.base import FactoryMetaClass  # noqa: E402

from tests import factories  # noqa: E402 (needs the models)
from tests.database import (  # noqa: E402 (only a conftest.py overrides pytest-django)
    django_db_modify_db_settings,  # noqa: F401
    django_db_setup,  # noqa: F401
)


@pytest.fixture(autouse=True)
def _names_that_do_not_depend_on_the_tests_before() -> None:
    """ "Netzwerk 12" may look like another entry where "Netzwerk 351" does not."""
    for maker in vars(factories).values():
        if isinstance(maker, FactoryMetaClass) and not maker._meta.abstract:
            maker.reset_sequence(0, force=True)


@pytest.fixture(autouse=True)
def _no_count_outlives_a_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """The cache is a table without a model: what a test commits there (how often somebody logged in) is not flushed with the
    others, and the next test would be turned away for it."""
    marker = request.node.get_closest_marker("django_db")
    commits = "live_server" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        cache.clear()
