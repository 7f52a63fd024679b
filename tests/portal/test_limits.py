"""A burst from one connection does not fill the queue; a classroom behind one address gets through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.spam_protection import SpamProtectedForm
from moderation.models import Case, Draft
from portal.models import BarrierReport
from tests import factories

pytestmark = pytest.mark.django_db

CLASSROOM, BURST = 30, 200
SENTENCE = "Von Ihrem Internetanschluss kam in der letzten Stunde schon sehr viel. Ihr Text ist noch da"
SCHOOL, HOME = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "198.51.100.1"}


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def shown_at() -> dict[str, str]:
    return {"shown_at": SpamProtectedForm.signer.sign("1")}


def sign_up(number: int, **origin: str) -> HttpResponse:
    password = "ein-langes-passwort-7"
    typed = {
        "email": f"kind{number}@example.org",
        "password1": password,
        "password2": password,
        "consent": "on",
    }
    return Client().post(reverse("account_signup"), typed | shown_at(), **origin)


def submit(number: int, kind: int, client: Client | None = None, **origin: str) -> HttpResponse:
    draft = Draft.objects.create(kind="akteur", answers={"name": [f"Kita {number}"], "kind": [str(kind)]})
    typed = {"email": f"kind{number}@example.org", "consent": "on", "difference": f"Weil {number}."}
    url = reverse("portal:registration_submit", args=[draft.pk])
    return (client or Client()).post(url, typed | shown_at(), **origin)


def report(number: int, slug: str, **origin: str) -> HttpResponse:
    typed = {
        "what": "falsch",
        "reason": f"Hinweis {number}",
        "submission_key": f"00000000-0000-4000-8000-{number:012}",
    }
    return Client().post(reverse("networks:report", args=[slug]), typed | shown_at(), **origin)


def test_classroom_signs_up_and_a_burst_does_not(settings):
    for number in range(CLASSROOM):
        assert sign_up(number, **SCHOOL).status_code == 302
    assert User.objects.count() == CLASSROOM
    last = [sign_up(number, **SCHOOL) for number in range(CLASSROOM, BURST)][-1]
    assert User.objects.count() == len(mail.outbox) == 40
    page = last.content.decode()
    assert SENTENCE in page
    assert 'value="kind199@example.org"' in page  # nothing typed is lost
    assert sign_up(BURST, **HOME).status_code == 302
    assert User.objects.count() == 41


def test_mistyped_sign_ups_do_not_count():
    for _number in range(50):
        assert (
            Client().post(reverse("account_signup"), {"email": "x"} | shown_at(), **SCHOOL).status_code == 200
        )
    assert sign_up(1, **SCHOOL).status_code == 302


def test_classroom_registers_and_a_burst_does_not_fill_the_queue(time_machine):
    time_machine.move_to(timezone.now())
    kind = factories.ActorKindFactory().pk
    for number in range(CLASSROOM):
        assert submit(number, kind, **SCHOOL).status_code == 200
    assert len(mail.outbox) == CLASSROOM
    last = [submit(number, kind, **SCHOOL) for number in range(CLASSROOM, BURST)][-1]
    assert len(mail.outbox) == 40
    assert last.status_code == 429
    page = last.content.decode()
    assert SENTENCE in page
    assert "Weil 199." in page
    assert Draft.objects.filter(answers__name=["Kita 199"]).exists()
    assert submit(BURST, kind, **HOME).status_code == 200
    time_machine.move_to(timezone.now() + timedelta(hours=1, minutes=1))
    assert submit(BURST + 1, kind, **SCHOOL).status_code == 200


def test_burst_with_an_account_does_not_fill_the_queue_either(client):
    kind = factories.ActorKindFactory().pk
    client.force_login(factories.UserFactory())
    for number in range(60):
        submit(number, kind, client, **SCHOOL)
    assert Case.objects.count() == 40


def test_staff_is_not_counted(client):
    kind = factories.ActorKindFactory().pk
    client.force_login(factories.UserFactory(role=User.Role.COORDINATION))
    for number in range(45):
        submit(number, kind, client, **SCHOOL)
    assert Case.objects.count() == 45


def test_burst_of_reports_makes_twenty_cases():
    slug = factories.NetworkFactory().slug
    last = [report(number, slug, **SCHOOL) for number in range(60)][-1]
    assert Case.objects.count() == 20
    assert last.status_code == 429
    assert SENTENCE in last.content.decode()
    assert "Hinweis 59" in last.content.decode()
    assert report(61, slug, **HOME).status_code == 200
    barrier = Client().post(
        reverse("portal:report_barrier"), {"text": "Karte geht nicht"} | shown_at(), **SCHOOL
    )
    assert (barrier.status_code, BarrierReport.objects.count()) == (429, 0)
    assert "Karte geht nicht" in barrier.content.decode()


def test_one_address_is_not_flooded_with_letters():
    kind = factories.ActorKindFactory().pk
    draft = Draft.objects.create(kind="akteur", answers={"name": ["Kita"], "kind": [str(kind)]})
    typed = {"email": "Opfer@example.org", "consent": "on"} | shown_at()
    for number in range(10):
        origin = {"REMOTE_ADDR": f"203.0.113.{number}"}
        page = Client().post(reverse("portal:registration_submit", args=[draft.pk]), typed, **origin)
    assert len(mail.outbox) == 5
    assert "An diese Adresse ging eben schon mehrmals ein Link" in page.content.decode()


def test_network_of_one_ipv6_connection_is_one_connection():
    for number in range(45):
        sign_up(number, REMOTE_ADDR=f"2001:db8:1:2::{number + 1:x}")
    assert User.objects.count() == 40


def test_too_many_logins_are_told_in_german(client):
    for number in range(60):
        response = client.post(
            reverse("account_login"), {"login": f"x{number}@example.org", "password": "falsch"}, **SCHOOL
        )
        if response.status_code == 429:
            break
    assert response.status_code == 429
    assert "Bitte warten Sie fünf Minuten" in response.content.decode()


def test_one_submission_names_no_hundreds_of_new_actors(client):
    draft = Draft.objects.create(kind="netzwerk", answers={})
    names = "\n".join(f"Kita {number}" for number in range(61))
    page = client.post(reverse("portal:registration_step", args=[draft.pk, "treffen"]), {"members": names})
    assert "Das sind 61 Mitglieder" in page.content.decode()
    draft.refresh_from_db()
    assert draft.answers["members"] == [names]
