"""Does the time an answer takes tell whether an address has an account? `python scripts/timing.py [TRIES]`

Works on a throw-away database, with the password hashes of production, and takes turns between a known and an unknown
address, so that a machine that gets slower does so for both. Says medians and by how much they differ."""

# ruff: noqa: E402 (Django first, then what needs it)
from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ["BILDUNGSNETZ_MODE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "bildungsnetz.settings"

import django

django.setup()

from allauth.account.models import EmailAddress
from django.conf import global_settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import setup_test_environment
from django.urls import reverse

from accounts.models import User
from accounts.spam_protection import SpamProtectedForm

MOST = 10  # percent by which medians may differ
KNOWN, PASSWORD = "bekannt@example.org", "ein-langes-passwort-7"
UNLIMITED = {
    "sign_up": "100000/h/ip",
    "report": "100000/h/ip",
    "submission": "100000/h/ip",
    "confirmation": "100000/h/ip",
}
SETTINGS = {
    "PASSWORD_HASHERS": global_settings.PASSWORD_HASHERS,
    "LIMITS": UNLIMITED,
    "ACCOUNT_RATE_LIMITS": False,
    "MAILERS": {"default": {"BACKEND": "mailing.backends.QueueBackend"}},
    "TASKS": {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
}


def sign_up(address: str) -> None:
    typed = {"email": address, "password1": PASSWORD, "password2": PASSWORD, "name": "Neu", "consent": "on"}
    _post("account_signup", typed | {"shown_at": SpamProtectedForm.signer.sign(uuid4().hex)})


def log_in(address: str) -> None:
    _post("account_login", {"login": address, "password": "falsch"})


def ask_for_code(address: str) -> None:
    _post("account_request_login_code", {"email": address})


def reset_password(address: str) -> None:
    _post("account_reset_password", {"email": address})


def _post(view: str, typed: dict[str, str]) -> None:
    answer = Client().post(reverse(view), typed)
    if answer.status_code not in {200, 302}:
        raise SystemExit(f"{view} answered {answer.status_code}")


def medians(step: Callable[[str], None], tries: int) -> tuple[float, float]:
    """Medians in milliseconds: known, unknown."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for number in range(2 * tries + 4):
        is_known = bool(number % 2)
        begun = time.perf_counter()
        step(KNOWN if is_known else f"{uuid4().hex}@example.org")
        if number >= 4:  # the first ones fill caches
            times[is_known].append(1000 * (time.perf_counter() - begun))
    return median(times[True]), median(times[False])


def main(tries: int) -> int:
    setup_test_environment()
    usual, connection.settings_dict["TEST"]["NAME"] = connection.settings_dict["NAME"], "timing"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    worst = 0.0
    try:
        call_command("createcachetable")
        cache.clear()
        with override_settings(**SETTINGS):
            user = User.objects.create_user(KNOWN, password=PASSWORD)
            EmailAddress.objects.create(user=user, email=KNOWN, verified=True, primary=True)
            for step in (sign_up, log_in, ask_for_code, reset_password):
                known, unknown = medians(step, tries)
                apart = 100 * abs(known - unknown) / max(known, unknown)
                worst = max(worst, apart)
                sys.stdout.write(
                    f"{step.__name__:15} known {known:7.1f} ms, unknown {unknown:7.1f} ms, {apart:4.1f} %\n"
                )
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)
    return int(worst >= MOST)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
