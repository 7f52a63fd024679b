"""A new Verein and its new Runder Tisch in one go: each is there once, in whatever order things happen."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.spam_protection import SpamProtectedForm
from actors.models import Actor
from moderation import decisions
from moderation.models import Case, Draft
from networks.models import Membership, Network
from tests.factories import ActorKindFactory, DistrictFactory, NetworkFormatFactory, UserFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db

VEREIN = "Leselust e. V."
ACCEPTED, REJECTED = Case.Outcome.ACCEPTED, Case.Outcome.REJECTED


def page_of(draft, step) -> str:
    return reverse("portal:registration_step", args=[draft.pk, step])


def send(client, draft, **more) -> str:
    """Submits; returns the path in the mail that confirms it, if one went out."""
    before = len(mail.outbox)
    typed = {"consent": "on", "shown_at": SpamProtectedForm.signer.sign("1")} | more
    client.post(reverse("portal:registration_submit", args=[draft.pk]), typed)
    letters = [message.body for message in mail.outbox[before:]]
    return next(
        (found[0] for body in letters if (found := re.findall(r"/eintragen/bestaetigen/\S+", body))), ""
    )


def enter_verein(client, name=VEREIN, **more) -> Draft:
    client.post(reverse("portal:registration"), {"kind": "akteur"})
    draft = Draft.objects.latest("created_at")
    client.post(page_of(draft, "name"), {"name": name, "kind": ActorKindFactory().pk} | more)
    client.post(page_of(draft, "kontakt"), {"phone": "05555 4711"})
    return draft


def enter_network(client, beside=None, **work) -> Draft:
    client.post(reverse("portal:registration"), {"kind": "netzwerk", "mit": beside.pk if beside else ""})
    draft = Draft.objects.latest("created_at")
    client.post(page_of(draft, "name"), {"name": "Runder Tisch Lesen", "format": NetworkFormatFactory().pk})
    if work:
        response = client.post(page_of(draft, "treffen"), work)
        assert response.status_code == 302, response.content.decode()
    return draft


def case_of(entry) -> Case:
    return Case.objects.about(entry).open().get(kind="neu")


@pytest.mark.parametrize("typed", [VEREIN, "leselust e.v.", "  Leselust  E. V. "])
@pytest.mark.parametrize("field", ["coordinator_name", "members"])
def test_logged_in_the_submitted_one_is_taken(client, typed, field):
    person = UserFactory()
    client.force_login(person)
    send(client, enter_verein(client))
    send(client, enter_network(client, **{field: typed}))
    verein, seat = Actor.objects.get(), Membership.objects.get()
    assert seat.actor == verein
    assert Network.objects.get().coordinator == (verein if field == "coordinator_name" else None)


def test_without_an_account_the_network_goes_on_from_the_verein(client):
    verein = enter_verein(client)
    link = send(client, verein, email="wir@example.org")
    Client().post(link)
    page = flat(client.get(reverse("portal:registration_submit", args=[verein.pk])).content.decode())
    assert f'name="mit" value="{verein.pk}"' in page
    network = enter_network(client, beside=verein)
    assert VEREIN in flat(client.get(page_of(network, "treffen")).content.decode())
    Client().post(send(client, network, email="wir@example.org"))
    seat = Membership.objects.get()
    assert (seat.actor, seat.role, seat.state) == (Actor.objects.get(), "koordination", "bestaetigt")


@pytest.mark.parametrize("first", ["verein", "network"])
@pytest.mark.parametrize("place", [{}, {"city": "Auenberg"}, {"district": "Südstadt"}])
def test_mails_are_confirmed_in_any_order(client, first, place):
    if "district" in place:
        place = {"district": DistrictFactory(name="Südstadt").pk}
    verein = enter_verein(client, **place)
    verein_link = send(client, verein, email="wir@example.org")
    network = enter_network(client, beside=verein)
    network_link = send(client, network, email="wir@example.org")
    links = [verein_link, network_link] if first == "verein" else [network_link, verein_link]
    for link in links:
        assert Client().post(link).status_code == 302
    actor = Actor.objects.get()
    assert (actor.phone, Network.objects.get().coordinator) == ("05555 4711", actor)
    assert Case.objects.open().filter(kind="neu").count() == 2
    assert not case_of(actor).payload.get("only_named")


def test_one_who_was_named_first_is_entered_in_full_later(client):
    client.force_login(UserFactory())
    send(client, enter_network(client, members=f"{VEREIN} (neu)", coordinator_name=VEREIN))
    client.force_login(UserFactory())
    send(client, enter_verein(client))
    actor = Actor.objects.get()
    assert (actor.phone, Membership.objects.get().actor) == ("05555 4711", actor)
    decisions.decide(case_of(actor), by=None, outcome=ACCEPTED)
    assert Actor.objects.get().editors.count() == 1


def test_two_networks_name_the_same_one_once(client):
    for _n in range(2):
        client.force_login(UserFactory())
        send(client, enter_network(client, members=f"{VEREIN} (Auenberg)"))
    assert Actor.objects.count() == 1
    assert Membership.objects.count() == 2


def test_same_name_at_another_place_is_somebody_else(client):
    client.force_login(UserFactory())
    send(client, enter_verein(client, city="Auenberg"))
    client.force_login(UserFactory())
    send(client, enter_network(client, members=f"{VEREIN} (Neustadt)"))
    assert Actor.objects.count() == 2


def test_an_unknown_coordinator_may_stand_among_the_new_members(client):
    client.force_login(UserFactory())
    send(client, enter_network(client, members=f"{VEREIN} (Auenberg)", coordinator_name=VEREIN))
    seat = Membership.objects.get()
    assert (seat.role, seat.state, seat.actor.city) == ("koordination", "eingeladen", "Auenberg")


@pytest.mark.parametrize("order", ["verein", "network"])
@pytest.mark.parametrize("verdicts", [(ACCEPTED, ACCEPTED), (REJECTED, ACCEPTED), (ACCEPTED, REJECTED)])
def test_decided_in_any_order_public_is_what_was_accepted(client, order, verdicts):
    person = UserFactory()
    client.force_login(person)
    send(client, enter_verein(client))
    send(client, enter_network(client, coordinator_name=VEREIN))
    actor, network = Actor.objects.get(), Network.objects.get()
    steps = [(case_of(actor), verdicts[0]), (case_of(network), verdicts[1])]
    for case, outcome in steps if order == "verein" else steps[::-1]:
        decisions.decide(case, by=None, outcome=outcome, text="So ist es.")
    page = Client().get(network.get_absolute_url())
    assert page.status_code == (200 if verdicts[1] == ACCEPTED else 404)
    if verdicts[1] == ACCEPTED:
        assert (VEREIN in page.content.decode()) == (verdicts[0] == ACCEPTED)
    assert Client().get(actor.get_absolute_url()).status_code == (200 if verdicts[0] == ACCEPTED else 404)


def test_nobody_goes_on_from_the_draft_of_somebody_else(client):
    client.force_login(UserFactory())
    verein = enter_verein(client)
    client.force_login(UserFactory())
    network = enter_network(client, beside=verein)
    assert "coordinator_name" not in network.answers
    response = client.post(reverse("portal:registration"), {"kind": "netzwerk", "mit": "kein-uuid"})
    assert response.status_code == 302
