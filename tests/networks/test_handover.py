"""The coordination of a network changes hands when the other side accepts."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from moderation import decisions
from moderation.models import Case
from networks.membership import handover
from networks.models import Network
from tests.factories import ActorFactory, MembershipFactory, NetworkFactory, UserFactory
from tests.people import answer, login

pytestmark = pytest.mark.django_db


@pytest.fixture
def bib(coordinator):
    return ActorFactory(name="Bücherei", editors=[coordinator])


@pytest.fixture
def kita(person):
    return ActorFactory(name="Kita Süd", editors=[person])


@pytest.fixture
def network(coordinator, bib, kita):
    network = NetworkFactory(name="Leserunde", coordinator=bib, editors=[coordinator])
    MembershipFactory(network=network, actor=bib, role="koordination")
    MembershipFactory(network=network, actor=kita)
    return network


def page(network) -> str:
    return reverse("networks:handover", args=[network.slug])


def propose(network, by, actor, **extra):
    seat = actor.memberships.get(network=network)
    return login(by).post(page(network), {"membership": seat.pk, "text": "Ich gehe in Rente."} | extra)


def roles(network) -> dict[str, str]:
    return dict(network.memberships.values_list("actor__name", "role"))


def test_successor_accepts_a_curator_agrees_and_roles_follow(network, kita, bib, coordinator, person):
    for _click in range(2):
        propose(network, coordinator, kita)
    case = Case.objects.get()
    assert [m.to for m in mail.outbox] == [[person.email]]
    assert "Ich gehe in Rente." in mail.outbox[0].body
    assert "Leserunde" in login(person).get(reverse("portal:mine")).content.decode()
    for _click in range(2):
        answer(case, "angenommen", login(person))
    network.refresh_from_db()
    assert network.coordinator == bib  # nobody looked at it yet
    change = Case.objects.get(kind="aenderung")
    assert change.payload == {"coordinator": [bib.pk, kita.pk]}
    decisions.decide(change, by=UserFactory(role="kuration"), outcome=Case.Outcome.ACCEPTED)
    network.refresh_from_db()
    assert (network.coordinator, list(network.editors.all())) == (kita, [])
    assert roles(network) == {"Bücherei": "mitglied", "Kita Süd": "koordination"}
    done = [m for m in mail.outbox if "koordiniert jetzt" in m.subject]
    assert [m.to for m in done] == [[person.email]]


def test_refused_by_the_curators_nothing_changes_and_both_hear_of_it(network, kita, bib, coordinator, person):
    propose(network, coordinator, kita)
    answer(Case.objects.get(), "angenommen", login(person))
    mail.outbox.clear()
    decisions.decide(
        Case.objects.get(kind="aenderung"), by=UserFactory(role="kuration"), outcome=Case.Outcome.REJECTED, text="Nein."
    )  # fmt: skip
    network.refresh_from_db()
    assert (network.coordinator, list(network.editors.all())) == (bib, [coordinator])
    assert sorted(m.to[0] for m in mail.outbox) == sorted([coordinator.email, person.email])


@pytest.mark.parametrize("keeps", [True, False])
def test_without_a_second_look_it_changes_at_once(network, kita, coordinator, person, settings, keeps):
    settings.EDIT_NEEDS_REVIEW = False
    propose(network, coordinator, kita, **({"keeps_editing": "on"} if keeps else {}))
    answer(Case.objects.get(), "angenommen", login(person))
    network.refresh_from_db()
    assert network.coordinator == kita
    assert list(network.editors.all()) == ([coordinator] if keeps else [])
    assert login(person).get(reverse("networks:edit", args=[network.slug])).status_code == 200


def test_successor_refuses_without_giving_a_reason(network, kita, bib, coordinator, person):
    propose(network, coordinator, kita)
    answer(Case.objects.get(), "abgelehnt", login(person))
    network.refresh_from_db()
    assert (network.coordinator, roles(network)["Kita Süd"]) == (bib, "mitglied")
    assert mail.outbox[-1].to == [coordinator.email]
    assert "übernimmt die Koordination" in mail.outbox[-1].body


def test_coordinator_takes_the_proposal_back(network, kita, bib, coordinator, person):
    propose(network, coordinator, kita)
    client = login(coordinator)
    assert "Übergabe zurücknehmen" in client.get(page(network)).content.decode()
    for _click in range(2):
        client.post(page(network), {"action": "withdraw"})
    assert [m.to for m in mail.outbox[1:]] == [[person.email]]
    answer(Case.objects.get(), "angenommen", login(person))  # from a tab that was still open
    network.refresh_from_db()
    assert network.coordinator == bib


def test_who_edits_both_hands_over_to_herself(network, kita, coordinator, settings):
    settings.EDIT_NEEDS_REVIEW = False
    kita.editors.add(coordinator)
    propose(network, coordinator, kita)
    network.refresh_from_db()
    assert (network.coordinator, len(mail.outbox)) == (kita, 1)
    assert mail.outbox[0].to != [coordinator.email]


def test_address_on_record_of_a_successor_without_editors_accepts_by_a_link(network, coordinator, settings):
    settings.EDIT_NEEDS_REVIEW = False
    verein = ActorFactory(name="Leseverein", email="buero@verein.de")
    MembershipFactory(network=network, actor=verein)
    propose(network, coordinator, verein)
    [path] = re.findall(r"/anfrage/\S+", mail.outbox[0].body)
    assert "Leserunde" in Client().get(path).content.decode()
    Client().post(path, {"action": "decide", "outcome": "angenommen"})
    network.refresh_from_db()
    assert network.coordinator == verein


def test_successor_nobody_can_reach_is_refused_kindly(network, coordinator):
    garten = ActorFactory(name="Garten")
    MembershipFactory(network=network, actor=garten)
    assert "kann noch niemand annehmen" in propose(network, coordinator, garten).content.decode()
    assert Case.objects.count() == 0


@pytest.mark.parametrize("what", ["left", "ended", "invited"])
def test_acceptance_that_comes_too_late_says_so(network, kita, bib, coordinator, person, what):
    propose(network, coordinator, kita)
    seat = kita.memberships.get()
    if what == "left":
        seat.delete()
    if what == "invited":
        seat.state = "eingeladen"
        seat.save()
    if what == "ended":
        Network.objects.update(status="beendet")
    response = login(person).post(
        reverse("moderation:request", args=[Case.objects.get().pk]),
        {"action": "decide", "outcome": "angenommen"},
        follow=True,
    )
    assert "nicht mehr möglich" in response.content.decode()
    network.refresh_from_db()
    assert network.coordinator == bib


def test_only_confirmed_public_members_are_offered(network, bib, kita):
    MembershipFactory(network=network, actor=ActorFactory(name="Neu"), state="eingeladen")
    MembershipFactory(network=network, actor=ActorFactory(name="Geheim", review_status="entwurf"))
    MembershipFactory(actor=ActorFactory(name="Anderswo"))
    assert [seat.actor for seat in handover.successors(network)] == [kita]


def test_nobody_else_proposes_and_no_seat_of_another_network(network, kita, person, coordinator):
    assert propose(network, person, kita).status_code == 404
    other = MembershipFactory(actor=kita)
    assert login(coordinator).post(page(network), {"membership": other.pk}).status_code == 200
    assert Case.objects.count() == 0


def test_new_coordinator_of_the_edit_form_is_asked_unless_the_office_enters_it(
    network, bib, person, settings
):
    """Naming somebody is not the same as being asked."""
    settings.EDIT_NEEDS_REVIEW = False
    named = ActorFactory(name="Volkshochschule", editors=[person])
    Network.objects.filter(pk=network.pk).update(coordinator=named)
    network.refresh_from_db()
    handover.seat_coordinator(network, by=UserFactory(), instead_of=bib.pk)
    assert named.memberships.values_list("role", "state").get() == ("koordination", "eingeladen")
    assert [m.to for m in mail.outbox] == [[person.email]]
    assert roles(network)["Bücherei"] == "mitglied"
