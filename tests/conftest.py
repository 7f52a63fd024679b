"""Tests run on the embedded PostgreSQL with a throw-away data directory of its own, and on nothing from outside:
whoever runs them may have settings of a real portal in the environment.
"""

import os

import django

pytest_plugins = ["tests.auenberg", "tests.browser"]

_OWN = {"BILDUNGSNETZ_MODE": "test", "DJANGO_SETTINGS_MODULE": "bildungsnetz.settings"}
_FOREIGN = (
    "DATABASE_URL", "DATABASE_URL_FILE", "SECRET_KEY", "SECRET_KEY_FILE", "ALLOWED_HOSTS", "DEBUG", "SITE_URL", "PORT",
    "KOMMUNE_NAME", "LOG_LEVEL", "TRUST_PROXY", "MAIL_HOST",
)  # fmt: skip
for _name in _FOREIGN:
    os.environ.pop(_name, None)
os.environ.update(_OWN)
django.setup()  # now, so that the conftest.py of a room may import models

from tests.database import django_db_modify_db_settings  # noqa: E402, F401 (only a conftest.py overrides pytest-django)
