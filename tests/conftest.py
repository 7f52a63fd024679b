"""Tests run on the embedded PostgreSQL with a throw-away data directory of its own."""

import os

import django
import pytest

pytest_plugins = ["tests.auenberg", "tests.browser", "tests.outage", "tests.smtp"]

os.environ["BILDUNGSNETZ_MODE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "bildungsnetz.settings"
django.setup()  # now, so that the conftest.py of a room may import models

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
