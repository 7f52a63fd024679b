"""Who wants to join reads what she just did: asked, waiting, invited, member. No dead end, nothing asked twice."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from moderation import claims, decisions
from moderation.models import Case, Moderated
from networks.membership import inviting, joining
from networks.membership.standing import standing_of
from tests.factories import ActorFactory, MembershipFactory, NetworkFactory, UserFactory
from tests.people import login

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return NetworkFactory(name="Leserunde", editors=[UserFactory(name="Eva Editor")])


@pytest.fixture
def kita(person):
    return ActorFactory(name="Kita Süd", editors=[person])


def join_page(network) -> str:
    return reverse("networks:join", args=[network.slug])


def seen(person, network) -> tuple[str, str]:
    """The network's page and the page to join it, as this person reads them."""
    client = login(person)
    return tuple(
        client.get(page).content.decode() for page in (network.get_absolute_url(), join_page(network))
    )


def has_form(page: str) -> bool:
    return 'name="actor"' in page


def test_before_asking_there_is_the_form(person, network, kita):
    page, form = seen(person, network)
    assert "Mitmachen anfragen" in page
    assert has_form(form)


def test_after_asking_the_pages_say_so(person, network, kita):
    joining.ask_to_join(network, kita, by=person, text="")
    page, form = seen(person, network)
    assert "Ihre Anfrage läuft" in page
    assert "Mitmachen anfragen</a>" not in page
    assert "läuft schon eine Anfrage" in form
    assert not has_form(form)
    assert login(person).get(re.search(r'href="(/vorgang/[^"]+)"', form)[1]).status_code == 200


def test_a_question_back_leads_to_the_answer(person, network, kita):
    case = joining.ask_to_join(network, kita, by=person, text="")
    decisions.ask(case, by=network.editors.get(), text="Wie viele Kinder?")
    _page, form = seen(person, network)
    assert "gibt es eine Rückfrage" in form
    mine = login(person).get(reverse("portal:mine")).content.decode()
    assert "Rückfragen an Sie" in mine
    answer = re.search(r'href="(/vorgang/[^"]+)"', form)[1]
    assert answer in mine
    assert "Wie viele Kinder?" in Client().get(answer).content.decode()


def test_a_colleague_sees_the_request_without_its_key(person, network, kita):
    colleague = UserFactory()
    kita.editors.add(colleague)
    joining.ask_to_join(network, kita, by=colleague, text="")
    _page, form = seen(person, network)
    assert "läuft schon eine Anfrage" in form
    assert "/vorgang/" not in form


def test_who_is_invited_answers_there(person, network, kita):
    inviting.invite(network, kita, by=network.editors.get())
    _page, form = seen(person, network)
    assert "schon eingeladen" in form
    assert reverse("moderation:request", args=[Case.objects.get().pk]) in form
    assert not has_form(form)


def test_a_member_is_told_so(person, network, kita):
    MembershipFactory(network=network, actor=kita)
    page, form = seen(person, network)
    assert "Mitmachen anfragen</a>" not in page
    assert "ist schon Mitglied" in form
    assert not has_form(form)


def test_only_those_are_offered_for_which_there_is_something_to_ask(person, network, kita):
    other = ActorFactory(name="Kita Nord", editors=[person])
    MembershipFactory(network=network, actor=kita)
    page, form = seen(person, network)
    assert "Mitmachen anfragen" in page
    assert f'name="actor" value="{other.pk}"' in form
    assert f'name="actor" value="{kita.pk}"' not in form


def test_after_a_claim_the_pages_know_it(person, network):
    actor = ActorFactory(name="Kita Süd")
    claims.claim(actor, by=person, reason="Ich leite sie.")
    _page, form = seen(person, network)
    assert "Sie haben darum gebeten, „Kita Süd“ zu pflegen." in form
    entry = login(person).get(actor.get_absolute_url()).content.decode()
    assert "Ihre Anfrage läuft" in entry
    assert "Das ist meine Einrichtung" not in entry
    decisions.decide(Case.objects.get(), by=None, outcome=Case.Outcome.ACCEPTED)
    _page, form = seen(person, network)
    assert has_form(form)


def test_a_new_actor_that_waits_is_named(person, network):
    ActorFactory(name="Kita Neu", review_status=Moderated.ReviewStatus.SUBMITTED, submitted_by=person)
    _page, form = seen(person, network)
    assert "„Kita Neu“ wartet auf Prüfung." in form
    assert not has_form(form)


def test_who_has_nothing_is_shown_both_ways(person, network):
    _page, form = seen(person, network)
    assert reverse("actors:list") in form
    assert reverse("portal:registration") in form


def test_asking_twice_from_two_windows_makes_one_case(person, network, kita):
    client = login(person)
    for _window in range(2):
        client.post(join_page(network), {"actor": kita.pk, "text": ""})
    assert Case.objects.count() == 1
    assert len(mail.outbox) == 2


def test_a_visitor_has_no_standing(network):
    assert standing_of(network, Client().get("/").wsgi_request.user).seats == []
