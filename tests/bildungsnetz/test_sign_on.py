"""Single sign-on with a real provider over HTTP: whole round trips, with the settings that production would have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.bildungsnetz.conftest import Run
from tests.factories import PASSWORD, UserFactory
from tests.provider import Provider, running_provider

pytestmark = pytest.mark.django_db

EMAIL = "erika@auenberg.example"
ANSWERED: list[str] = []


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(server: Provider, settings: Any, providers_of_production: dict[str, Any]) -> Provider:
    [app] = providers_of_production["openid_connect"]["APPS"]
    app["settings"]["server_url"] = server.url
    settings.SOCIALACCOUNT_PROVIDERS = providers_of_production
    cache.clear()
    return server


@pytest.fixture
def providers_of_production(manage: Run, production: dict[str, str]) -> dict[str, Any]:
    """What settings.py makes of the environment; asked once, since that takes a process."""
    show = "import json; from django.conf import settings as s; print(json.dumps(s.SOCIALACCOUNT_PROVIDERS))"
    sign_on = {
        "OIDC_SERVER_URL": "https://login.auenberg.example",
        "OIDC_CLIENT_ID": "bildungsnetz",
        "OIDC_CLIENT_SECRET": "geheim",
    }
    if not ANSWERED:
        answer = manage("shell", "-v", "0", "-c", show, **production, **sign_on)
        assert answer.returncode == 0, answer.stderr
        ANSWERED.append(answer.stdout)
    return json.loads(ANSWERED[0])


def confirmed(**fields: Any) -> User:
    user = UserFactory(**fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def start(client: Client) -> str:
    """The portal's button; returns the provider's address."""
    answer = client.post(reverse("openid_connect_login", args=["oidc"]))
    assert answer.status_code == 302
    return answer.url


def sign_on(client: Client, provider: Provider, sub: str, **claims: object) -> HttpResponse:
    provider.knows(sub, **claims)
    return client.get(provider.log_in(start(client), sub))


def who(client: Client) -> User | None:
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk) if pk else None


def test_new_person_gets_an_account_without_rights(provider: Provider, client: Client) -> None:
    claims = {"role": "systemverwaltung", "roles": ["systemverwaltung", "admin"], "groups": ["staff"],
              "is_staff": True, "is_superuser": True, "is_active": True}  # fmt: skip
    answer = sign_on(
        client, provider, "neu-1", email=EMAIL, email_verified=True, name="Erika Muster", **claims
    )
    assert (answer.status_code, answer.url) == (302, "/")
    user = who(client)
    assert (user.email, user.name, user.role, user.is_superuser, user.is_staff) == (
        EMAIL,
        "Erika Muster",
        User.Role.REGISTERED,
        False,
        False,
    )
    assert user.confirmed_addresses() == [EMAIL]
    assert not user.has_usable_password()
    assert client.get("/admin/", follow=True).status_code == 403


def test_the_button_stands_on_the_login_page(provider: Provider, client: Client) -> None:
    assert (
        reverse("openid_connect_login", args=["oidc"])
        in client.get(reverse("account_login")).content.decode()
    )


def test_known_person_comes_back_even_with_another_address(provider: Provider) -> None:
    first, second = Client(), Client()
    sign_on(first, provider, "treu-1", email=EMAIL, email_verified=True)
    sign_on(second, provider, "treu-1", email="erika.neu@auenberg.example", email_verified=True)
    assert who(first) == who(second)
    assert User.objects.count() == 1


def test_existing_account_is_linked_when_the_provider_verified_the_address(
    provider: Provider, client: Client
) -> None:
    user = confirmed(email=EMAIL, role=User.Role.CURATION)
    sign_on(client, provider, "alt-1", email=EMAIL.upper(), email_verified=True, role="registriert")
    assert who(client) == user
    assert SocialAccount.objects.get().user == user
    user.refresh_from_db()
    assert (user.role, user.check_password(PASSWORD)) == (User.Role.CURATION, True)


@pytest.mark.parametrize("claims", [{"email_verified": False}, {}])
def test_existing_account_is_not_opened_by_an_unverified_address(
    provider: Provider, client: Client, claims: dict[str, bool]
) -> None:
    user = confirmed(email=EMAIL, role=User.Role.SYSTEM)
    sign_on(client, provider, "dieb-1", email=EMAIL, **claims)
    assert who(client) is None
    assert not SocialAccount.objects.filter(user=user).exists()
    client.get("/admin/")
    assert who(client) is None


def test_who_signed_up_with_a_foreign_address_does_not_get_its_owners_account(
    provider: Provider, client: Client
) -> None:
    """Somebody makes an account with the address of Erika and a password, and waits for Erika."""
    trap = UserFactory(email=EMAIL)
    EmailAddress.objects.create(user=trap, email=EMAIL, verified=False, primary=True)
    sign_on(client, provider, "erika-1", email=EMAIL, email_verified=True)
    thief = Client()
    thief.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    assert who(thief) is None


def test_locked_account_stays_locked(provider: Provider, client: Client) -> None:
    confirmed(email=EMAIL, is_active=False)
    answer = sign_on(client, provider, "gesperrt-1", email=EMAIL, email_verified=True)
    assert answer.url == reverse("account_inactive")
    assert who(client) is None


def test_staff_still_needs_the_second_factor(provider: Provider, client: Client, settings: Any) -> None:
    settings.STAFF_NEEDS_MFA = True
    confirmed(email=EMAIL, role=User.Role.CURATION)
    sign_on(client, provider, "kuration-1", email=EMAIL, email_verified=True)
    answer = client.get("/admin/networks/network/", follow=True)
    assert answer.redirect_chain[-1][0] == reverse(
        "accounts:factor", query={"next": "/admin/networks/network/"}
    )


def test_sign_on_with_a_second_factor_at_the_provider_counts(
    provider: Provider, client: Client, settings: Any
) -> None:
    settings.STAFF_NEEDS_MFA = True
    confirmed(email=EMAIL, role=User.Role.CURATION)
    claims = {"email": EMAIL, "email_verified": True}
    sign_on(client, provider, "kuration-1", amr=["pwd", "mfa"], **claims)
    assert client.get("/moderation/").status_code == 200
    client.logout()
    sign_on(client, provider, "kuration-1", amr=["pwd"], **claims)
    assert client.get("/moderation/").status_code == 403


def test_a_code_works_only_with_the_secret_of_who_asked_for_it(provider: Provider) -> None:
    """PKCE: a code that somebody caught on its way is of no use in another browser."""
    provider.knows("pkce-1", email=EMAIL, email_verified=True)
    honest, thief = Client(), Client()
    asked, other = start(honest), start(thief)
    challenges = [parse_qs(urlsplit(address).query)["code_challenge"] for address in (asked, other)]
    assert challenges[0] != challenges[1]
    assert parse_qs(urlsplit(asked).query)["code_challenge_method"] == ["S256"]
    caught = parse_qs(urlsplit(provider.log_in(asked, "pkce-1")).query)["code"][0]
    state = parse_qs(urlsplit(other).query)["state"][0]
    refused = provider.keys.refused
    answer = thief.get(f"{reverse('openid_connect_callback', args=['oidc'])}?code={caught}&state={state}")
    assert provider.keys.refused == refused + 1
    assert who(thief) is None
    assert "Anmeld" in answer.content.decode()
    assert User.objects.count() == 0


def test_answers_that_nobody_asked_for_are_refused(provider: Provider) -> None:
    provider.knows("frei-1", email=EMAIL, email_verified=True)
    back = provider.log_in(start(Client()), "frei-1")
    victim = Client()
    assert victim.get(back).status_code in {302, 401, 403}
    assert who(victim) is None
    assert User.objects.count() == 0


def test_an_answer_works_once(provider: Provider, client: Client) -> None:
    provider.knows("einmal-1", email=EMAIL, email_verified=True)
    back = provider.log_in(start(client), "einmal-1")
    client.get(back)
    assert who(client) is not None
    client.logout()
    client.get(back)
    assert who(client) is None


def test_denied_login_says_so_in_german(provider: Provider, client: Client) -> None:
    state = parse_qs(urlsplit(start(client)).query)["state"][0]
    url = f"{reverse('openid_connect_callback', args=['oidc'])}?error=access_denied&state={state}"
    page = client.get(url, follow=True).content.decode()
    assert who(client) is None
    assert "Anmeldung" in page
