"""Several coordinate at a time or in turns: whoever asks for „the coordinator“ gets all of them, or the one named first."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from actors.models import Actor
from moderation import decisions
from moderation.editing import proposed
from moderation.freshness import Question
from moderation.models import Case, Inquiry
from networks import coordination
from networks.membership import handover, inviting, joining
from networks.models import Membership, Network
from networks.recognition.merging import merge, undo
from networks.rights import coordinated
from networks.search import NetworkSource
from tests.factories import ActorFactory, ContactPersonFactory, MembershipFactory, NetworkFactory, UserFactory
from tests.people import login

pytestmark = pytest.mark.django_db

LEADS, MEMBER = Membership.Role.COORDINATION, Membership.Role.MEMBER


@pytest.fixture
def first() -> Actor:
    return ActorFactory(name="Erste", email="erste@example.org")


@pytest.fixture
def second() -> Actor:
    return ActorFactory(name="Zweite", email="zweite@example.org")


@pytest.fixture
def network(first, second) -> Network:
    network = NetworkFactory(name="Leserunde", coordinator=first)
    for actor in (first, second):
        MembershipFactory(network=network, actor=actor, role=LEADS)
    return network


def of(actor: Actor) -> User:
    person = UserFactory()
    actor.editors.add(person)
    return person


def names(network: Network) -> list[str]:
    network.refresh_from_db()
    return [actor.name for actor in network.coordinators()]


def in_turns(network: Network, *, days: int) -> None:
    """The first one until yesterday or later, the second from the day after."""
    change = timezone.localdate() + timedelta(days=days)
    network.memberships.filter(actor=network.coordinator).update(role_until=change - timedelta(days=1))
    network.memberships.exclude(actor=network.coordinator).update(role_since=change)


# --- who it is ---------------------------------------------------------------------------------------------------------


def test_who_coordinates_in_order(network, first, second):
    assert names(network) == ["Erste", "Zweite"]
    Network.objects.update(coordinator=second)
    assert names(network) == ["Zweite", "Erste"]
    MembershipFactory(network=network, actor__name="Wartet", role=LEADS, state="eingeladen")
    MembershipFactory(network=network, actor__name="Mitglied")
    assert names(network) == ["Zweite", "Erste"]
    assert [actor.name for actor in NetworkFactory().coordinators()] == []


def test_an_old_entry_names_somebody_without_a_seat(first):
    assert names(NetworkFactory(coordinator=first)) == ["Erste"]


def test_the_database_and_the_model_agree(network, first, second):
    everybody = [first, second, ActorFactory()]
    NetworkFactory(coordinator=first)
    NetworkFactory()
    in_turns(network, days=3)
    for some in combinations(everybody, 2):
        actors = Actor.objects.filter(pk__in=[actor.pk for actor in some])
        found = set(Network.objects.coordinated_by(actors))
        assert found == {one for one in Network.objects.all() if set(one.coordinators()) & set(some)}


# --- rights, mails -----------------------------------------------------------------------------------------------------


def test_the_people_of_each_look_after_the_network(network, first, second):
    people = [of(first), of(second)]
    own = UserFactory()
    network.editors.add(own)
    assert list(network.caretakers()) == sorted([*people, own], key=lambda person: person.pk)
    assert all(network.is_editable_by(person) for person in people)
    assert network.has_editors
    assert coordinated(second) == [network]
    network.withheld.add(people[1])
    assert not network.is_editable_by(people[1])
    assert people[1] not in network.caretakers()
    in_turns(network, days=3)
    network.withheld.clear()
    assert not network.is_editable_by(people[1])


def test_the_first_address_there_is_counts(network, first, second):
    assert network.address_on_record == "erste@example.org"
    Actor.objects.filter(pk=first.pk).update(email="")
    network.refresh_from_db()
    assert network.address_on_record == "zweite@example.org"
    assert network.addresses_on_record() == ["zweite@example.org"]
    Actor.objects.update(email="")
    ContactPersonFactory(actor=second, email="kim@example.org", consenting=True)
    network.refresh_from_db()
    assert (network.address_on_record, network.address_for_questions) == ("", "kim@example.org")


@pytest.mark.parametrize("how", ["address", "person", "editor", "nobody"])
def test_who_can_be_asked_in_the_database_and_in_python(network, second, how):
    Actor.objects.exclude(pk=second.pk if how == "address" else 0).update(email="")
    if how == "person":
        ContactPersonFactory(actor=second, email="kim@example.org", consenting=True)
    if how == "editor":
        of(second)
    network.refresh_from_db()
    found = Network.objects.with_reach().get().can_be_asked
    assert found == (how != "nobody") == bool(network.caretakers() or network.address_for_questions)


def test_a_request_goes_to_the_people_of_each(network, first, second):
    people = [of(first), of(second)]
    asking = UserFactory()
    joining.ask_to_join(network, ActorFactory(), by=asking, text="")
    asked = [letter.to[0] for letter in mail.outbox if letter.to != [asking.email]]
    assert sorted(asked) == sorted(person.email for person in people)


# --- sharing -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def third(network) -> Actor:
    actor = ActorFactory(name="Dritte")
    MembershipFactory(network=network, actor=actor)
    return actor


def test_sharing_is_proposed_accepted_and_looked_at(network, first, third, settings):
    settings.EDIT_NEEDS_REVIEW = True
    mine, theirs = of(first), of(third)
    seat = network.memberships.get(actor=third)
    page = reverse("networks:handover", args=[network.slug])
    assert login(mine).post(page, {"membership": seat.pk, "shares": "gemeinsam"}).status_code == 302
    case = Case.objects.get(kind="uebergabe")
    assert "Koordiniert „Dritte“ mit?" in login(theirs).get(network.get_absolute_url()).content.decode()
    decisions.decide(case, by=theirs, outcome=Case.Outcome.ACCEPTED)
    assert names(network) == ["Erste", "Zweite"]
    change = Case.objects.get(kind="aenderung")
    assert proposed(change) == [("weitere Koordination", "–", "Dritte")]
    assert not network.is_editable_by(theirs)
    decisions.decide(change, by=UserFactory(role="kuration"), outcome=Case.Outcome.ACCEPTED)
    assert names(network) == ["Erste", "Dritte", "Zweite"]
    assert network.is_editable_by(theirs)


def test_who_hears_that_sharing_was_refused(network, first, third, settings):
    settings.EDIT_NEEDS_REVIEW = True
    theirs = of(third)
    case = handover.propose(network, third, by=of(first), shares=True)
    decisions.decide(case, by=theirs, outcome=Case.Outcome.ACCEPTED)
    change = Case.objects.get(kind="aenderung")
    decisions.decide(change, by=UserFactory(role="kuration"), outcome=Case.Outcome.REJECTED, text="Nein.")
    assert names(network) == ["Erste", "Zweite"]
    assert any("wechselt nicht" in letter.subject for letter in mail.outbox if theirs.email in letter.to)


def test_who_left_meanwhile_does_not_coordinate(network, first, third, settings):
    settings.EDIT_NEEDS_REVIEW = True
    theirs = of(third)
    case = handover.propose(network, third, by=of(first), shares=True)
    decisions.decide(case, by=theirs, outcome=Case.Outcome.ACCEPTED)
    network.memberships.filter(actor=third).delete()
    decisions.decide(
        Case.objects.get(kind="aenderung"), by=UserFactory(role="kuration"), outcome=Case.Outcome.ACCEPTED
    )
    assert names(network) == ["Erste", "Zweite"]


def test_nobody_is_asked_to_share_twice(network, second):
    with pytest.raises(ValidationError, match="„Zweite“ koordiniert schon mit"):
        handover.propose(network, second, by=UserFactory(role="kuration"), shares=True)


def test_handing_over_leaves_the_others(network, third):
    curator = UserFactory(role="kuration")
    third.editors.add(curator)
    handover.propose(network, third, by=curator)
    assert names(network) == ["Dritte", "Zweite"]
    assert network.memberships.get(actor__name="Erste").role == MEMBER


def test_only_a_second_look_makes_somebody_coordinate(network, third, settings):
    """Whoever edits could let others edit."""
    settings.EDIT_NEEDS_REVIEW = True
    seat, editor = network.memberships.get(actor=third), UserFactory()
    network.editors.add(editor)
    page = reverse("networks:member", args=[network.slug, seat.pk])
    roles = lambda user: [key for key, _label in login(user).get(page).context["form"].fields["role"].choices]  # noqa: E731
    assert LEADS not in roles(editor)
    assert LEADS in roles(UserFactory(role="kuration"))
    settings.EDIT_NEEDS_REVIEW = False
    assert LEADS in roles(editor)


@pytest.mark.parametrize(("days", "may"), [(-5, True), (5, False)])
def test_a_turn_is_not_called_forward_without_a_second_look(network, second, settings, days, may):
    settings.EDIT_NEEDS_REVIEW = True
    in_turns(network, days=days)
    seat, editor = network.memberships.get(actor=second), UserFactory()
    network.editors.add(editor)
    page = reverse("networks:member", args=[network.slug, seat.pk])
    assert ("role_since" in login(editor).get(page).context["form"].fields) == may
    assert "role_since" in login(UserFactory(role="kuration")).get(page).context["form"].fields


def test_the_first_one_is_not_dropped_but_handed_over(network, first):
    seat = network.memberships.get(actor=first)
    page = reverse("networks:member", args=[network.slug, seat.pk])
    client = login(UserFactory(role="kuration"))
    assert "role" not in client.get(page).context["form"].fields
    assert "Koordination übergeben oder teilen" in client.get(page).content.decode()


# --- in turns ----------------------------------------------------------------------------------------------------------


def test_the_next_one_is_named_first_when_a_term_is_over(network, second):
    in_turns(network, days=1)
    assert (coordination.take_turns(), names(network)) == (0, ["Erste"])
    theirs = of(second)
    in_turns(network, days=0)
    assert (coordination.take_turns(), names(network)) == (1, ["Zweite"])
    assert coordination.take_turns() == 0
    assert [letter.to for letter in mail.outbox] == []  # she edited it from the first hour of her term
    assert network.is_editable_by(theirs)


def test_a_network_does_not_lose_its_coordination_overnight(network, first):
    network.memberships.exclude(actor=first).delete()
    network.memberships.update(role_until=timezone.localdate() - timedelta(days=1))
    assert (coordination.take_turns(), names(network)) == (0, ["Erste"])


def test_who_coordinates_beside_does_not_push_anybody_away(second):
    """Of an old entry the first one may have no seat."""
    network = NetworkFactory(coordinator=ActorFactory(name="Alt"))
    MembershipFactory(network=network, actor=second, role=LEADS)
    assert (coordination.take_turns(), names(network)) == (0, ["Alt", "Zweite"])


def test_where_nobody_is_named_first_somebody_is(second):
    network = NetworkFactory()
    MembershipFactory(network=network, actor=second, role=LEADS)
    assert coordination.take_turns() == 1
    network.refresh_from_db()
    assert network.coordinator == second


def test_a_turn_to_come_survives_a_handover(network, second, third):
    in_turns(network, days=9)
    curator = UserFactory(role="kuration")
    third.editors.add(curator)
    handover.propose(network, third, by=curator)
    seat = network.memberships.get(actor=second)
    assert (names(network), seat.role, bool(seat.role_since)) == (["Dritte"], LEADS, True)


# --- refusing, merging, finding ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("needs_review", [True, False])
def test_when_the_first_one_refuses_the_next_one_follows(network, first, second, settings, needs_review):
    settings.EDIT_NEEDS_REVIEW = needs_review
    seat = network.memberships.get(actor=first)
    Membership.objects.filter(pk=seat.pk).update(state="eingeladen")
    case = inviting.offer(seat, by=None)
    decisions.decide(case, by=of(first), outcome=Case.Outcome.REJECTED)
    if needs_review:
        change = Case.objects.get(kind="aenderung")
        assert change.payload == {"coordinator": [first.pk, second.pk]}
        decisions.decide(change, by=UserFactory(role="kuration"), outcome=Case.Outcome.ACCEPTED)
    assert names(network) == ["Zweite"]


def test_both_of_the_kept_network_go_on(network):
    other = NetworkFactory(coordinator=ActorFactory(name="Andere"))
    MembershipFactory(network=other, actor=other.coordinator, role=LEADS)
    record = merge(network, other, by=UserFactory(role="kuration"))
    assert names(network) == ["Erste", "Zweite"]
    assert network.memberships.get(actor__name="Andere").role == MEMBER
    undo(record, by=UserFactory(role="kuration"))
    assert (names(network), names(other)) == (["Erste", "Zweite"], ["Andere"])


def test_who_confirms_the_entry_reads_who_coordinates_today(network, second):
    hidden = ActorFactory(review_status="entwurf")
    MembershipFactory(network=network, actor=hidden, role=LEADS)
    told = dict(Question(Inquiry(), network, None, "").facts())
    assert told["Koordination"] == "Erste, Zweite"
    Actor.objects.all().archive()
    assert "Koordination" not in dict(Question(Inquiry(), network, None, "").facts())


def test_search_and_cards_name_all(network, django_assert_num_queries):
    [document] = NetworkSource().documents([network.pk])
    assert document.card["coordinator"] == "Erste, Zweite"
    assert document.card["contact"] == "erste@example.org"
    assert document.facets["koordination"] == ["erste", "zweite"]
    said = {passage.text for passage in document.passages if passage.via == "Koordination"}
    assert said == {"Erste", "Zweite"}


def test_the_document_changes_with_the_turn(network):
    in_turns(network, days=4)
    [document] = NetworkSource().documents([network.pk])
    change = timezone.localdate() + timedelta(days=4)
    assert timezone.localdate(document.stale_at) == change


def test_whose_people_find_what_is_not_public(network, second):
    Network.objects.update(review_status="entwurf")
    theirs = of(second)
    [document] = NetworkSource().documents([network.pk])
    assert f"{theirs.pk}" in " ".join(map(str, document.audience))
