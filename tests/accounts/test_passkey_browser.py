"""A passkey in a real browser, with Chromium's virtual authenticator in place of the person's finger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import CDPSession, Page, expect

from tests.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOME = re.compile(r"^https?://[^/]+/$")
TOUCH_ID = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def devices(strict: Page) -> Iterator[CDPSession]:
    cache.clear()
    devices = strict.context.new_cdp_session(strict)
    devices.send("WebAuthn.enable")
    yield devices
    cache.clear()


def add_device(devices: CDPSession) -> str:
    return devices.send("WebAuthn.addVirtualAuthenticator", {"options": TOUCH_ID})["authenticatorId"]


def keys_on(devices: CDPSession, device: str) -> list[dict[str, Any]]:
    return devices.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]


def log_in_with_password(page: Page, email: str) -> None:
    page.goto(reverse("account_login"))
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(HOME)


def add_passkey(page: Page, name: str) -> None:
    page.goto(reverse("mfa_add_webauthn"))
    if "reauthenticate" in page.url:
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(re.compile("webauthn/add"))
    page.locator("#id_name").fill(name)
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "webauthn/add" not in url)


def log_out(page: Page) -> None:
    page.goto(reverse("account_logout"))
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(HOME)


def log_in_with_passkey(page: Page) -> None:
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Mit Passkey anmelden").click()


def test_passkey_is_added_and_opens_the_account(strict: Page, devices: CDPSession) -> None:
    user = UserFactory(email="erika@example.org", name="Erika")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    device = add_device(devices)
    log_in_with_password(strict, user.email)
    add_passkey(strict, "Mein Telefon")
    assert Authenticator.objects.get(type="webauthn").wrap().name == "Mein Telefon"
    assert len(keys_on(devices, device)) == 1
    log_out(strict)
    strict.goto(reverse("accounts:data"))
    assert reverse("account_login") in strict.url  # really logged out

    log_in_with_passkey(strict)
    strict.wait_for_url(HOME)
    strict.goto(reverse("accounts:data"))
    expect(strict.locator("h1")).to_have_text("Meine Daten")
    expect(strict.locator("main")).to_contain_text("erika@example.org")
    assert Authenticator.objects.get(type="webauthn").last_used_at is not None

    # A passkey that its owner took off the account opens nothing any more.
    Authenticator.objects.all().delete()
    strict.context.clear_cookies()
    strict.goto(reverse("account_login"))
    with strict.expect_response(lambda answer: answer.request.method == "POST"):
        strict.get_by_role("button", name="Mit Passkey anmelden").click()
    strict.wait_for_load_state()
    strict.goto(reverse("accounts:data"))
    assert reverse("account_login") in strict.url
