"""Nobody learns from the time of an answer whether an address has an account: the work is the same. What is compared is
work, not time; `scripts/timing.py` measures the time."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.spam_protection import SpamProtectedForm
from tests import factories

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN, PASSWORD = "bekannt@example.org", "unbekannt@example.org", "ein-langes-passwort-7"


def work(
    monkeypatch: pytest.MonkeyPatch, view: str, typed: dict[str, str]
) -> tuple[int, int, list[str], int]:
    """Password hashes, mails, tables written to outside of sessions, status."""
    hashes, usual = [], MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *args, **kwargs: hashes.append(1) or usual(*args, **kwargs)
    )
    mail.outbox.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        status = Client().post(reverse(view), typed).status_code
    monkeypatch.undo()
    sql = " ".join(query["sql"] for query in queries)
    written = [
        table for table in re.findall(r'INSERT INTO "(\w+)"', sql) if table not in {"django_session", "cache"}
    ]
    return len(hashes), len(mail.outbox), sorted(written), status


@pytest.fixture(autouse=True)
def known(settings) -> User:
    settings.ACCOUNT_RATE_LIMITS = False
    user = factories.UserFactory(email=KNOWN)
    EmailAddress.objects.create(user=user, email=KNOWN, verified=True, primary=True)
    return user


def test_sign_up(monkeypatch):
    def typed(email: str) -> dict[str, str]:
        words = {"email": email, "password1": PASSWORD, "password2": PASSWORD, "name": "Neu", "consent": "on"}
        return words | {"shown_at": SpamProtectedForm.signer.sign(uuid4().hex)}

    users = User.objects.count()
    taken = work(monkeypatch, "account_signup", typed(KNOWN))
    assert User.objects.count() == users  # nothing stays of the work
    assert EmailAddress.objects.count() == 1
    assert taken == work(monkeypatch, "account_signup", typed(UNKNOWN))
    assert taken[0] == taken[1] == 1
    assert "accounts_consent" in taken[2]


@pytest.mark.parametrize(
    ("view", "field", "more"),
    [
        ("account_login", "login", {"password": "falsch"}),
        ("account_request_login_code", "email", {}),
        ("account_reset_password", "email", {}),
    ],
)
def test_logging_in_and_resetting(monkeypatch, view, field, more):
    known, unknown = (work(monkeypatch, view, {field: email} | more) for email in (KNOWN, UNKNOWN))
    assert known == unknown
    assert known[0] + known[1] == 1  # a hash, or a mail


def test_logging_in_where_the_account_has_no_password(monkeypatch, known):
    known.set_unusable_password()
    known.save()
    first, second = (
        work(monkeypatch, "account_login", {"login": email, "password": "x"}) for email in (KNOWN, UNKNOWN)
    )
    assert first == second


def test_asking_for_a_code_reads_the_same():
    """No hash drowns the difference of one query here."""

    def read(email: str) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            Client().post(reverse("account_request_login_code"), {"email": email})
        return sorted(re.findall(r'FROM "(account\w+)"', " ".join(query["sql"] for query in queries)))

    assert read(KNOWN) == read(UNKNOWN) != []
