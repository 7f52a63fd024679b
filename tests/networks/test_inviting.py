"""Members that the network names, and what they answer."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from moderation import decisions
from moderation.changes import changes_of
from moderation.models import Case, Draft
from networks.membership import inviting
from networks.models import Membership, Network
from registration import submission
from search.models import Entry
from search.query.results import SearchRequest, ask
from tests.factories import ActorFactory, MembershipFactory, NetworkFactory, NetworkFormatFactory, UserFactory
from tests.markup import flat
from tests.people import answer, login

pytestmark = pytest.mark.django_db
UNANSWERED = "noch nicht bestätigt"


@pytest.fixture
def network(coordinator):
    return NetworkFactory(name="Leserunde", editors=[coordinator], confirmed_at=timezone.localdate())


@pytest.fixture
def kita(person):
    return ActorFactory(name="Kita Süd", editors=[person], confirmed_at=timezone.localdate())


def url(network, page: str, *args: object) -> str:
    return reverse(f"networks:{page}", args=[network.slug, *args])


def invite(network, by, actor, **extra):
    return login(by).post(url(network, "invite"), {"actor": actor.name, "text": "Sie waren dabei."} | extra)


def seat_state(network) -> list[tuple[str, str]]:
    return list(network.memberships.values_list("actor__name", "state"))


def test_invited_actor_confirms_with_one_click(network, kita, coordinator, person):
    for _click in range(2):
        invite(network, coordinator, kita)
    case = Case.objects.get()
    assert seat_state(network) == [("Kita Süd", "eingeladen")]
    assert [m.to for m in mail.outbox] == [[person.email]]
    assert "Sie waren dabei." in mail.outbox[0].body
    page = reverse("moderation:request", args=[case.pk])
    assert page in mail.outbox[0].body
    client = login(person)
    for place in (reverse("portal:mine"), network.get_absolute_url(), page):
        text = client.get(place).content.decode()
        assert "Sie waren dabei." in text, place
        assert 'value="angenommen"' in text, place
    assert UNANSWERED in Client().get(network.get_absolute_url()).content.decode()
    assert UNANSWERED in Client().get(kita.get_absolute_url()).content.decode()
    for _click in range(2):
        answer(case, "angenommen", client)
    seat = Membership.objects.get()
    assert (seat.state, seat.since) == ("bestaetigt", timezone.localdate())
    assert [m.to for m in mail.outbox[1:]] == [[coordinator.email]]
    assert "hat bestätigt" in mail.outbox[1].body
    assert UNANSWERED not in Client().get(network.get_absolute_url()).content.decode()


def test_invited_actor_refuses_and_only_the_history_knows(network, kita, coordinator, person):
    invite(network, coordinator, kita)
    answer(Case.objects.get(), "abgelehnt", login(person))  # without giving a reason
    assert seat_state(network) == []
    assert kita.name not in Client().get(network.get_absolute_url()).content.decode()
    told = [
        step.kind for change in changes_of(network) for step in change.steps if "Mitgliedschaft" in step.about
    ]
    assert told == ["delete", "insert"]
    assert "möchte nicht als Mitglied" in mail.outbox[-1].body
    invite(network, coordinator, kita)  # who was refused may ask again later
    assert seat_state(network) == [("Kita Süd", "eingeladen")]


@pytest.mark.parametrize(
    ("who", "gets_in"), [("visitor", 302), ("stranger", 404), ("coordinator", 404), ("koordination", 404), ("kuration", 200)]
)  # fmt: skip
def test_only_the_invited_and_curators_answer(network, kita, coordinator, who, gets_in):
    invite(network, coordinator, kita)
    client = Client()
    if who != "visitor":
        role = who if who in {"koordination", "kuration"} else "registriert"
        client.force_login(coordinator if who == "coordinator" else UserFactory(role=role))
    case = Case.objects.get()
    assert client.get(reverse("moderation:request", args=[case.pk])).status_code == gets_in
    answer(case, "angenommen", client)
    assert Membership.objects.get().is_confirmed == (gets_in == 200)


def test_without_editors_the_address_on_record_answers_by_a_link(network, coordinator):
    verein = ActorFactory(name="Leseverein", email="buero@verein.de")
    invite(network, coordinator, verein)
    assert [m.to for m in mail.outbox] == [["buero@verein.de"]]
    [path] = re.findall(r"/anfrage/\S+", mail.outbox[0].body)
    stranger = Client()
    assert "Leserunde" in stranger.get(path).content.decode()
    assert seat_state(network) == [("Leseverein", "eingeladen")]  # mail scanners open links
    for outcome in ("angenommen", "abgelehnt"):  # the second one comes too late
        stranger.post(path, {"action": "decide", "outcome": outcome})
    assert seat_state(network) == [("Leseverein", "bestaetigt")]


def test_link_is_worth_nothing_after_a_month_or_for_another_address(network, coordinator):
    verein = ActorFactory(name="Leseverein", email="buero@verein.de")
    invite(network, coordinator, verein)
    [path] = re.findall(r"/anfrage/\S+", mail.outbox[0].body)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert Client().post(path, {"action": "decide", "outcome": "angenommen"}).status_code == 404
    verein.email = "neu@verein.de"
    verein.save()
    assert Client().post(path, {"action": "decide", "outcome": "angenommen"}).status_code == 404
    assert seat_state(network) == [("Leseverein", "eingeladen")]


def test_without_editors_and_address_it_waits_for_whoever_takes_the_entry_over(network, coordinator, person):
    garten = ActorFactory(name="Garten")
    invite(network, coordinator, garten)
    assert (seat_state(network), mail.outbox) == ([("Garten", "eingeladen")], [])
    garten.editors.add(person)
    assert "Leserunde" in login(person).get(reverse("portal:mine")).content.decode()


@pytest.mark.parametrize("why", ["both", "office"])
def test_who_speaks_for_both_sides_asks_nobody(network, kita, coordinator, why):
    by = coordinator if why == "both" else UserFactory(role="kuration")
    if why == "both":
        kita.editors.add(coordinator)
    invite(network, by, kita)
    assert seat_state(network) == [("Kita Süd", "bestaetigt")]
    assert (Case.objects.count(), len(mail.outbox)) == (0, 0)


def test_one_reminder_and_no_more(network, kita, coordinator, person):
    invite(network, coordinator, kita)
    seat = Membership.objects.get()
    client = login(coordinator)
    assert url(network, "remind", seat.pk) in client.get(network.get_absolute_url()).content.decode()
    for _click in range(2):
        client.post(url(network, "remind", seat.pk))
    assert [m.to for m in mail.outbox] == [[person.email], [person.email]]
    assert mail.outbox[1].subject.startswith("Erinnerung: ")
    assert url(network, "remind", seat.pk) not in client.get(network.get_absolute_url()).content.decode()


def test_coordinator_takes_an_invitation_back(network, kita, coordinator, person):
    invite(network, coordinator, kita)
    seat, case = Membership.objects.get(), Case.objects.get()
    client = login(coordinator)
    client.post(url(network, "withdraw_invitation", seat.pk))
    assert client.post(url(network, "withdraw_invitation", seat.pk)).status_code == 404
    case.refresh_from_db()
    assert (seat_state(network), case.outcome) == ([], "zurueckgezogen")
    answer(case, "angenommen", login(person))  # from a tab that was still open
    assert seat_state(network) == []


def test_confirmed_seats_and_those_of_other_networks_are_out_of_reach(network, kita, coordinator):
    own = MembershipFactory(network=network, actor=kita)
    other = MembershipFactory(actor=kita, state="eingeladen")
    client = login(coordinator)
    for seat in (own, other):
        for page in ("remind", "withdraw_invitation"):
            assert client.post(url(network, page, seat.pk)).status_code == 404
    assert Membership.objects.count() == 2


@pytest.mark.parametrize("step", ["remind", "withdraw_invitation"])
def test_opening_an_address_that_acts_does_nothing(network, kita, coordinator, step):
    invite(network, coordinator, kita)
    seat = Membership.objects.get()
    assert login(coordinator).get(url(network, step, seat.pk)).status_code == 405
    assert login(UserFactory()).post(url(network, step, seat.pk)).status_code == 404
    assert (len(mail.outbox), seat_state(network)) == (1, [("Kita Süd", "eingeladen")])


@pytest.mark.parametrize("case", ["member", "asked", "hidden", "unknown", "ended", "draft", "leaving"])
def test_invitation_that_cannot_be_is_refused_kindly(network, kita, coordinator, person, case):
    name = kita.name
    if case == "member":
        MembershipFactory(network=network, actor=kita)
    if case == "asked":
        login(person).post(url(network, "join"), {"actor": kita.pk})
    if case == "hidden":
        name = ActorFactory(review_status="entwurf", name="Geheim").name
    if case == "unknown":
        name = "Gibt es nicht"
    if case == "leaving":
        MembershipFactory(network=network, actor=kita, until=timezone.localdate())
    if case in {"ended", "draft"}:
        Network.objects.update(**{"status": "beendet"} if case == "ended" else {"review_status": "entwurf"})
    before = seat_state(network)
    assert login(coordinator).post(url(network, "invite"), {"actor": name}).status_code == 200
    assert seat_state(network) == before
    assert Case.objects.filter(kind="einladung").count() == 0


def test_nobody_floods_the_town_with_invitations(network, coordinator, monkeypatch):
    monkeypatch.setattr(inviting, "MOST_A_DAY", 2)
    for _ in range(3):
        invite(network, coordinator, ActorFactory(email="a@example.org"))
    assert len(mail.outbox) == 2
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert invite(network, coordinator, ActorFactory()).status_code == 302


def test_extra_fields_change_nothing(network, kita, coordinator):
    invite(network, coordinator, kita, state="bestaetigt", role="koordination", since="2000-01-01")
    seat = Membership.objects.get()
    assert (seat.state, seat.role, seat.network) == ("eingeladen", "mitglied", network)


def test_unconfirmed_seat_gives_no_rights_and_does_not_count(network, kita, coordinator, person):
    invite(network, coordinator, kita)
    assert login(person).get(url(network, "leave")).status_code == 404
    other = ActorFactory(name="Bücherei")
    MembershipFactory(network=network, actor=other)
    ask(SearchRequest())  # brings the index up to date
    assert Entry.objects.get(kind="netzwerk", object_id=network.pk).card["members"] == 1
    assert "1 Mitglied<" in flat(Client().get(network.get_absolute_url()).content.decode())
    assert "Trifft am häufigsten" not in flat(Client().get(other.get_absolute_url()).content.decode())


def test_asking_to_join_where_one_is_invited_points_to_the_invitation(network, kita, coordinator, person):
    invite(network, coordinator, kita)
    page = login(person).post(url(network, "join"), {"actor": kita.pk}).content.decode()
    assert "schon eingeladen" in page
    assert Case.objects.filter(kind="mitmachen").count() == 0


def test_named_members_are_asked_when_the_network_is_published(kita, person):
    submitter = UserFactory()
    network = NetworkFactory(review_status="eingereicht", submitted_by=submitter)
    MembershipFactory(network=network, actor=kita, state="eingeladen")
    case = decisions.submit(kind=Case.Kind.NEW, entry=network, submitter=submitter)
    assert inviting.offer_waiting() == 0
    mail.outbox.clear()
    decisions.decide(case, by=UserFactory(role="kuration"), outcome=Case.Outcome.ACCEPTED)
    assert sorted(m.to[0] for m in mail.outbox) == sorted([person.email, submitter.email])
    assert inviting.offer_waiting() == 0  # asked once
    answer(Case.objects.get(kind="einladung"), "angenommen", login(person))
    seat = Membership.objects.get()
    assert (seat.state, seat.since) == ("bestaetigt", None)  # member since nobody knows when


@pytest.mark.parametrize("who", ["person", "office", "visitor"])
def test_registration_confirms_only_whom_the_person_speaks_for(kita, person, who):
    other = ActorFactory(name="Bücherei", email="buecherei@example.org")
    form = NetworkFormatFactory()
    by = {"person": person, "office": UserFactory(role="kuration"), "visitor": None}[who]
    draft = Draft.objects.create(
        kind="netzwerk",
        owner=by,
        answers={
            "name": ["Lesekreis"],
            "format": [str(form.pk)],
            "members": ["Kita Süd\nBücherei\nNeuer Verein"],
        },
    )
    submission.submit(draft, by=by, email="a@example.org")
    confirmed = {"person": {kita.name}, "office": {kita.name, other.name}, "visitor": set()}[who]
    states = dict(Membership.objects.values_list("actor__name", "state"))
    assert {name for name, state in states.items() if state == "bestaetigt"} == confirmed
    assert set(states) == {"Kita Süd", "Bücherei", "Neuer Verein"}
    assert Case.objects.filter(kind="einladung").count() == 0  # nobody is asked before it is published


def test_coordinator_who_refuses_does_not_coordinate(kita, person, settings):
    settings.EDIT_NEEDS_REVIEW = False
    network = NetworkFactory(coordinator=kita)
    seat = MembershipFactory(network=network, actor=kita, role="koordination", state="eingeladen")
    inviting.offer(seat, by=None)
    answer(Case.objects.get(), "abgelehnt", login(person))
    network.refresh_from_db()
    assert (network.coordinator, seat_state(network)) == (None, [])


def test_refused_coordination_of_a_published_network_goes_to_the_curators(kita, person):
    network = NetworkFactory(coordinator=kita)
    seat = MembershipFactory(network=network, actor=kita, role="koordination", state="eingeladen")
    inviting.offer(seat, by=None)
    answer(Case.objects.get(), "abgelehnt", login(person))
    change = Case.objects.get(kind="aenderung")
    assert (change.entry, change.payload) == (network, {"coordinator": [kita.pk, None]})


def test_questions_about_seats_that_are_gone_are_closed(network, kita, coordinator):
    invite(network, coordinator, kita)
    assert inviting.close_pointless() == 0
    Membership.objects.all().delete()
    assert inviting.close_pointless() == 1
    assert Case.objects.get().outcome == "zurueckgezogen"


@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_the_same_queries_for_any_number_of_invitations(
    network, coordinator, django_assert_max_num_queries, number
):
    for _ in range(number):
        invite(network, coordinator, ActorFactory(email="a@example.org"))
    client = login(coordinator)
    client.get(network.get_absolute_url())
    with django_assert_max_num_queries(45):
        assert client.get(network.get_absolute_url()).content.decode().count("/erinnern/") == number
