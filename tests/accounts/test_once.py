"""The same form six times in parallel: one row, one result, shown to all."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Consent, User
from accounts.spam_protection import SpamProtectedForm
from moderation import claims, decisions, requests
from moderation.models import Case, Draft, Note
from networks.membership import inviting
from networks.models import Membership
from portal.models import BarrierReport
from tests import factories
from tests.sending import fields_of

SIX = 6
type Sent = tuple[str, dict[str, Any], Client]


@pytest.fixture
def _cache_table(transactional_db: None) -> None:
    cache.clear()


pytestmark = pytest.mark.usefixtures("_cache_table")


def six(
    url: str, data: dict[str, Any] | Callable[[int], dict[str, Any]], client: Client | None = None
) -> list[HttpResponse]:
    """What six browser tabs get that send the same at the same moment, with the cookies of `client`."""
    gate = Barrier(SIX)

    def send(number: int) -> HttpResponse:
        tab = Client(raise_request_exception=False)
        tab.cookies.load({name: each.value for name, each in client.cookies.items()} if client else {})
        gate.wait()
        try:
            return tab.post(url, data(number) if callable(data) else data)
        finally:
            connection.close()

    with ThreadPoolExecutor(SIX) as threads:
        return list(threads.map(send, range(SIX)))


def the_same(answers: list[HttpResponse], status: int = 302) -> HttpResponse:
    assert [answer.status_code for answer in answers] == [status] * SIX
    assert len({(answer.get("Location"), answer.content) for answer in answers}) == 1
    return answers[0]


def form_at(client: Client, url: str, **typed: Any) -> dict[str, Any]:
    return fields_of(client.get(url).content.decode()) | typed


def test_barrier_report():
    client, url = Client(), reverse("portal:report_barrier")
    answer = the_same(six(url, form_at(client, url, text="Der Knopf fehlt"), client))
    assert answer.url == reverse("portal:barrier_reported")
    assert BarrierReport.objects.count() == 1


def test_form_without_a_nonce_that_is_sent_in_the_same_moment():
    typed = {"text": "Der Knopf fehlt", "shown_at": SpamProtectedForm.signer.sign("1")}
    the_same(six(reverse("portal:report_barrier"), typed))
    assert BarrierReport.objects.count() == 1


def test_report_of_an_entry():
    network = factories.NetworkFactory()
    client, url = Client(), reverse("networks:report", args=[network.slug])
    typed = form_at(client, url, what="falsch", reason="Stimmt nicht", email="a@example.org")
    the_same(six(url, typed, client), 200)
    assert Case.objects.count() == Note.objects.count() == len(mail.outbox) == 1


def test_report_of_which_only_the_key_is_the_same():
    """Each with another nonce: an old browser that fills its hidden fields anew."""
    network = factories.NetworkFactory()
    key = "00000000-0000-4000-8000-000000000001"

    def typed(number: int) -> dict[str, Any]:
        nonce = SpamProtectedForm.signer.sign(f"tab {number}")
        return {"what": "falsch", "reason": "Stimmt nicht", "submission_key": key, "shown_at": nonce}

    the_same(six(reverse("networks:report", args=[network.slug]), typed), 200)
    assert Case.objects.count() == 1


SIGN_UP = {"email": "neu@example.org", "password1": "ein-langes-passwort-7", "password2": "ein-langes-passwort-7",
           "name": "Neu Hier", "consent": "on"}  # fmt: skip


def test_sign_up():
    client, url = Client(), reverse("account_signup")
    answers = six(url, form_at(client, url, **SIGN_UP), client)
    assert the_same(answers).url == reverse("account_email_verification_sent")
    assert (
        User.objects.count()
        == EmailAddress.objects.count()
        == Consent.objects.count()
        == len(mail.outbox)
        == 1
    )
    # Whichever answer the browser keeps, it is the one that the confirmation logs in.
    assert len({answer.cookies["sessionid"].value for answer in answers}) == 1


def test_sign_up_from_six_forms_with_one_address():
    url = reverse("account_signup")
    answers = six(url, lambda number: SIGN_UP | {"shown_at": SpamProtectedForm.signer.sign(f"tab {number}")})
    assert the_same(answers).url == reverse("account_email_verification_sent")
    assert User.objects.count() == 1


def test_beginning_an_entry():
    client, url = Client(), reverse("portal:registration")
    the_same(six(url, form_at(client, url, kind="akteur"), client))
    assert Draft.objects.count() == 1


def complete_draft() -> Draft:
    kind = factories.ActorKindFactory()
    return Draft.objects.create(kind="akteur", answers={"name": ["Kita Nord"], "kind": [str(kind.pk)]})


def test_submitting_an_entry_without_an_account_and_confirming_it():
    draft, client = complete_draft(), Client()
    url = reverse("portal:registration_submit", args=[draft.pk])
    typed = form_at(client, url, email="a@example.org", consent="on", difference="Neu.")
    the_same(six(url, typed, client), 200)
    assert len(mail.outbox) == 1
    link = next(word for word in mail.outbox[0].body.split() if "/eintragen/bestaetigen/" in word)
    path = "/" + link.split("/", 3)[3]
    the_same(six(path, form_at(client, path), client))
    assert (Case.objects.count(), Consent.objects.count()) == (1, 1)


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_submitting_an_entry_with_an_account():
    draft, client = complete_draft(), logged_in(factories.UserFactory())
    url = reverse("portal:registration_submit", args=[draft.pk])
    the_same(six(url, form_at(client, url, consent="on", difference="Neu."), client))
    assert Case.objects.count() == 1


def test_claim():
    actor, client = factories.ActorFactory(), logged_in(factories.UserFactory())
    url = reverse("actors:claim", args=[actor.slug])
    the_same(six(url, form_at(client, url, reason="Ich leite sie."), client))
    assert Case.objects.count() == 1


def test_claim_confirmed_by_its_link():
    actor = factories.ActorFactory(email="kita@kita.example")
    user = factories.UserFactory(email="x@kita.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    claims.claim(actor, by=user, reason="Ich leite sie.")
    link = next(word for message in mail.outbox for word in message.body.split() if "/uebernahme/" in word)
    path, client = "/" + link.split("/", 3)[3], Client()
    answers = six(path, form_at(client, path, antwort="ja"), client)
    the_same(answers)
    assert "schon entschieden" not in str(answers[-1].cookies)
    assert Note.objects.filter(kind=Note.Kind.DECISION).count() == 1


def test_request_to_join():
    user = factories.UserFactory()
    network, actor = factories.NetworkFactory(openness="auf-anfrage"), factories.ActorFactory()
    actor.editors.add(user)
    client, url = logged_in(user), reverse("networks:join", args=[network.slug])
    typed = form_at(client, url, actor=str(actor.pk), text="Wir wollen.")
    the_same(six(url, typed, client))
    assert Case.objects.filter(kind=Case.Kind.JOIN).count() == 1


def test_answer_to_an_invitation_by_its_link():
    user = factories.UserFactory()
    network = factories.NetworkFactory()
    network.editors.add(user)
    actor = factories.ActorFactory(email="kita@kita.example")
    inviting.invite(network, actor, by=user)
    path, client = requests.link_for(Case.objects.get()), Client()
    answers = six(path, form_at(client, path, action="decide", outcome="angenommen"), client)
    the_same(answers)
    assert Membership.objects.get().is_confirmed
    assert Note.objects.filter(kind=Note.Kind.DECISION).count() == 1
    assert not any("schon" in str(answer.cookies.get("messages", "")) for answer in answers)


def test_answer_in_a_case():
    case = decisions.submit(
        kind=Case.Kind.REPORT, entry=factories.NetworkFactory(), email="a@example.org", reason="Falsch"
    )
    url, client = reverse("moderation:answer", args=[decisions.SIGNER.sign(str(case.pk))]), Client()
    the_same(six(url, form_at(client, url, text="Noch etwas"), client))
    assert case.notes.filter(kind=Note.Kind.ANSWER).count() == 1


def test_what_is_wrong_is_said_each_time_and_what_is_put_right_is_done():
    client, url = Client(), reverse("portal:report_barrier")
    typed = form_at(client, url, text="")
    assert client.post(url, typed).status_code == client.post(url, typed).status_code == 200
    assert client.post(url, typed | {"text": "Jetzt"}).status_code == 302
    assert (
        client.post(url, form_at(client, url, text="Jetzt")).status_code == 302
    )  # opened anew: a second report
    assert BarrierReport.objects.count() == 2


def test_nobody_gets_the_answer_of_somebody_else():
    first, second = (logged_in(factories.UserFactory()) for _ in range(2))
    url = reverse("portal:registration")
    typed = form_at(first, url, kind="akteur")
    assert first.post(url, typed).url != second.post(url, typed).url


def test_who_means_the_first_again_gets_it():
    """A name is changed, changed again and changed back within a minute, from the page that the browser kept."""
    user = factories.UserFactory(name="Erika Alt")
    client, url = logged_in(user), reverse("accounts:name")
    page = form_at(client, url)
    for name in ("Erika Neu", "Erika Anders", "Erika Neu"):
        assert client.post(url, page | {"name": name}).status_code == 302
        assert User.objects.get(pk=user.pk).name == name
    assert client.post(url, page | {"name": ""}).status_code in {200, 302}
    client.post(url, page | {"name": "Erika Neu"})
    assert User.objects.get(pk=user.pk).name == "Erika Neu"
