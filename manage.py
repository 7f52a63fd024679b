#!/usr/bin/env python
"""Django's command line: `.venv/bin/python manage.py help`."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bildungsnetz.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("BILDUNGSNETZ_MODE", "demo")
    from django.conf import settings  # after the environment is set
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, connection

    try:
        settings.INSTALLED_APPS  # noqa: B018 (reads the settings now, so that a wrong one is told in one sentence)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        if connection.connection is not None:
            raise
        reason = str(error).splitlines()[0]
        sys.exit(
            f"Die Datenbank ist nicht erreichbar: Prüfen Sie DATABASE_URL und ob der Server läuft ({reason})."
        )


if __name__ == "__main__":
    main()
