"""Getting in: sign-up, login by password, by code and with a second factor; and what strangers learn on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts import secrets
from accounts.models import User
from accounts.spam_protection import SpamProtectedForm
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "bekannt@example.org", "unbekannt@example.org"


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """Failed logins of one test must not lock out the next."""
    cache.clear()
    yield
    cache.clear()


def confirmed(**fields: object) -> User:
    user = UserFactory(**fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def log_in(client: Client, email: str, password: str = PASSWORD) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def sign_up(client: Client, email: str, **more: str) -> HttpResponse:
    password = "ein-langes-passwort-7"
    typed = {"email": email, "password1": password, "password2": password, "consent": "on"}
    return client.post(
        reverse("account_signup"), typed | {"shown_at": SpamProtectedForm.signer.sign("1")} | more
    )


def link_in(message: mail.EmailMessage) -> str:
    """Path of the first link into the portal."""
    return urlsplit(re.search(r"https?://\S+", message.body)[0]).path


def text_of(response: HttpResponse, *emails: str) -> str:
    """The page without what is different every time, and without the address that was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    for email in emails:
        text = text.replace(email, "ADRESSE")
    return text


def test_signing_up_needs_the_confirmation_of_the_address(client: Client) -> None:
    response = sign_up(client, "Neu@Example.org")
    assert (response.status_code, response.url) == (302, reverse("account_email_verification_sent"))
    user = User.objects.get(email="neu@example.org")
    assert user.role == User.Role.REGISTERED
    assert not is_logged_in(client)
    log_in(client, "neu@example.org", "ein-langes-passwort-7")
    assert not is_logged_in(client)

    message = mail.outbox[0]
    assert message.to == ["neu@example.org"]
    page = client.get(link_in(message))
    assert page.status_code == 200
    assert not EmailAddress.objects.get(
        user=user
    ).verified  # opening the link is not yet confirming: scanners do it
    client.post(link_in(message))
    assert EmailAddress.objects.get(user=user).verified
    log_in(client, "NEU@example.org", "ein-langes-passwort-7")
    assert is_logged_in(client)


def test_nobody_gets_a_role_by_signing_up(client: Client) -> None:
    sign_up(
        client, "neu@example.org", role=User.Role.SYSTEM, is_superuser="on", is_staff="on", pk="1", id="1",
        date_joined="2001-01-01", last_login="2001-01-01", name="Kim",
    )  # fmt: skip
    user = User.objects.get()
    assert (user.role, user.is_superuser, user.is_staff, user.last_login) == (
        User.Role.REGISTERED,
        False,
        False,
        None,
    )
    assert (user.name, user.date_joined.year > 2001) == ("Kim", True)


def test_signing_up_answers_the_same_for_known_and_unknown_address(client: Client) -> None:
    confirmed(email=KNOWN)
    answers = []
    for email in (KNOWN, UNKNOWN):
        mail.outbox.clear()
        response = sign_up(Client(), email)
        answers.append(
            (response.status_code, response.url, [message.to for message in mail.outbox] == [[email]])
        )
    assert answers[0] == answers[1]
    assert answers[0][2]
    assert User.objects.filter(email=KNOWN).count() == 1


@pytest.mark.parametrize("name", ["account_reset_password", "account_request_login_code"])
def test_asking_for_a_mail_answers_the_same_for_known_and_unknown_address(name: str) -> None:
    confirmed(email=KNOWN)
    answers = []
    for email in (KNOWN, UNKNOWN):
        mail.outbox.clear()
        client = Client()
        response = client.post(reverse(name), {"email": email})
        following = client.get(response.url)
        answers.append((response.status_code, response.url, text_of(following, email), len(mail.outbox)))
    assert answers[0] == answers[1]
    assert (answers[0][0], answers[0][3]) == (
        302,
        1,
    )  # a mail in both cases: its sending takes time that can be measured


def test_failed_login_answers_the_same_and_costs_the_same_for_known_and_unknown_address() -> None:
    confirmed(email=KNOWN)
    confirmed(email="gesperrt@example.org", is_active=False)
    answers = []
    for email in (KNOWN, UNKNOWN, "gesperrt@example.org"):
        with patch.object(
            MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
        ) as hashed:
            response = log_in(Client(), email, "falsches-passwort")
        answers.append((response.status_code, text_of(response, email), hashed.call_count))
    assert answers[0] == answers[1] == answers[2]
    assert "E-Mail" in answers[0][1]


def test_guessing_passwords_is_stopped(client: Client) -> None:
    confirmed(email=KNOWN)
    for _attempt in range(5):
        log_in(client, KNOWN, "falsch")
    log_in(client, KNOWN, PASSWORD)
    assert not is_logged_in(client)
    confirmed(email="andere@example.org")
    log_in(client, "andere@example.org", PASSWORD)
    assert is_logged_in(client)


def test_login_by_code_from_a_mail(client: Client) -> None:
    confirmed(email=KNOWN)
    response = client.post(reverse("account_request_login_code"), {"email": KNOWN})
    code = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", mail.outbox[0].body, re.MULTILINE)[1]
    client.post(response.url, {"code": "FALSCH"})
    assert not is_logged_in(client)
    client.post(response.url, {"code": code})
    assert is_logged_in(client)
    client.logout()
    client.post(response.url, {"code": code})
    assert not is_logged_in(client)  # a code is good for one login


def test_password_reset_by_mail(client: Client) -> None:
    confirmed(email=KNOWN)
    client.post(reverse("account_reset_password"), {"email": KNOWN})
    form = client.get(link_in(mail.outbox[0]), follow=True)
    new = "noch-ein-langes-passwort-8"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    log_in(client, KNOWN, PASSWORD)
    assert not is_logged_in(client)
    log_in(client, KNOWN, new)
    assert is_logged_in(client)
    again = Client().get(link_in(mail.outbox[0]), follow=True)
    assert "password1" not in text_of(again)  # the link is spent


@pytest.mark.parametrize("target", ["https://boese.example/", "//boese.example/", "javascript:alert(1)"])
def test_login_leads_to_no_foreign_address(client: Client, target: str) -> None:
    confirmed(email=KNOWN)
    response = client.post(
        f"{reverse('account_login')}?next={target}", {"login": KNOWN, "password": PASSWORD, "next": target}
    )
    assert response.url == "/"


def test_mails_are_german(client: Client) -> None:
    sign_up(client, UNKNOWN)
    confirmed(email=KNOWN)
    client.post(reverse("account_reset_password"), {"email": KNOWN})
    client.post(reverse("account_request_login_code"), {"email": KNOWN})
    assert len(mail.outbox) == 3
    for message in mail.outbox:
        text = f"{message.subject}\n{message.body}"
        assert re.search(r"\b(Sie|Ihr|Ihre)\b", text), text
        assert not re.search(r"\b([Dd]u|[Dd]ich|[Dd]ir|[Dd]eine?)\b", text), text
        assert not re.search(r"\b(the|your|you|please|hello)\b", text, re.IGNORECASE), text


# --- Second factors -----------------------------------------------------------------------------------------------------


def with_totp(client: Client, user: User) -> tuple[str, HttpResponse]:
    """Set up an authenticator app as a person does; returns its secret."""
    log_in(client, user.email)
    client.post(
        reverse("account_reauthenticate"), {"password": PASSWORD}
    )  # once more, before locks are changed
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    return secret, client.post(reverse("mfa_activate_totp"), {"code": code})


def test_second_factor_is_asked_for_and_encrypted_at_rest(client: Client) -> None:
    user = confirmed(email=KNOWN)
    secret, response = with_totp(client, user)
    assert response.status_code == 302
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret not in stored
    assert secrets.decrypt(stored) == secret
    seed = Authenticator.objects.get(user=user, type="recovery_codes").data["seed"]
    assert secrets.decrypt(seed) != seed

    other = Client()
    asked = log_in(other, KNOWN)
    assert asked.url == reverse("mfa_authenticate")
    assert not is_logged_in(other)
    other.post(asked.url, {"code": "000000"})
    assert not is_logged_in(other)
    cache.clear()  # a code is good for one use: the one that set it up is spent
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    other.post(asked.url, {"code": code})
    assert is_logged_in(other)


def test_login_by_mail_code_does_not_go_round_the_second_factor(client: Client) -> None:
    user = confirmed(email=KNOWN)
    with_totp(client, user)
    mail.outbox.clear()
    cache.clear()
    other = Client()
    response = other.post(reverse("account_request_login_code"), {"email": KNOWN})
    code = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", mail.outbox[0].body, re.MULTILINE)[1]
    assert other.post(response.url, {"code": code}).url == reverse("mfa_authenticate")
    assert not is_logged_in(other)


def test_secret_survives_a_new_key_while_the_old_one_is_kept(settings: object) -> None:
    encrypted = secrets.encrypt("GEHEIM")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "n" * 60
    with pytest.raises(secrets.UnreadableSecretError):
        secrets.decrypt(encrypted)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert secrets.decrypt(encrypted) == "GEHEIM"


def test_equal_secrets_look_different_at_rest() -> None:
    assert secrets.encrypt("GEHEIM") != secrets.encrypt("GEHEIM")


# --- The door of the admin ----------------------------------------------------------------------------------------------


def test_admin_has_no_login_form_of_its_own(client: Client) -> None:
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == f"{reverse('account_login')}?next=/admin/"
    user = confirmed(role=User.Role.SYSTEM)
    client.post("/admin/login/", {"username": user.email, "password": PASSWORD})
    assert not is_logged_in(client)


def test_registered_person_is_refused_at_the_admin(client: Client) -> None:
    client.force_login(UserFactory(), backend="accounts.backends.RoleBackend")
    assert client.get("/admin/", follow=True).status_code == 403


def test_staff_needs_a_second_factor_where_it_is_demanded(client: Client, settings: object) -> None:
    settings.STAFF_NEEDS_MFA = True
    user = confirmed(role=User.Role.CURATION)
    log_in(client, user.email)
    response = client.get("/admin/networks/network/", follow=True)
    assert response.redirect_chain[-1][0] == reverse(
        "accounts:factor", query={"next": "/admin/networks/network/"}
    )
    with_totp(client, user)
    assert client.get("/admin/networks/network/").status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=user, type="totp").exists()  # not the last one, by oneself


def test_login_from_the_admin_leads_back_into_it(client: Client) -> None:
    user = confirmed(role=User.Role.CURATION)
    login = client.get("/admin/networks/network/", follow=True).redirect_chain[-1][0]
    response = client.post(
        login, {"login": user.email, "password": PASSWORD, "next": "/admin/networks/network/"}
    )
    assert response.url == "/admin/networks/network/"
    client.logout()
    client.force_login(user, backend="accounts.backends.RoleBackend")
    assert client.get("/admin/login/?next=https://boese.example/").url == reverse("admin:index")
