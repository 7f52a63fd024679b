"""Tests run on the embedded PostgreSQL with a throw-away data directory of its own."""

import os

import django

pytest_plugins = ["tests.auenberg", "tests.browser", "tests.outage", "tests.smtp"]

os.environ["BILDUNGSNETZ_MODE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "bildungsnetz.settings"
django.setup()  # now, so that the conftest.py of a room may import models

from tests.database import (  # noqa: E402 (only a conftest.py overrides pytest-django)
    django_db_modify_db_settings,  # noqa: F401
    django_db_setup,  # noqa: F401
)
