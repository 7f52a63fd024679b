"""The snapshot against a naive recomputation with the ORM."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

import rhythm as rhythms
from actors.models import Actor
from insight import reading
from insight.reading import AHEAD, actors_behind, snapshot_for
from insight.snapshot import Audience
from networks.models import Meeting, Membership, Network
from tests.factories import (
    ActorFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    ThemeFactory,
    UserFactory,
)


def members_of(snapshot, network) -> set[int]:
    facts = next(one for one in snapshot.networks.values() if one.pk == network.pk)
    return {snapshot.pks[entry] for entry in facts.members}


def test_every_network_of_auenberg_has_its_members(auenberg) -> None:
    public = snapshot_for(Audience.PUBLIC)
    everybody = AnonymousUser()
    shown = Network.objects.visible_to(everybody)
    assert [one.pk for one in public.networks.values()] == list(
        shown.order_by("sort_name", "pk").values_list("pk", flat=True)
    )
    assert {public.pks[entry] for entry in public.actors} == set(
        Actor.objects.visible_to(everybody).values_list("pk", flat=True)
    )
    for facts in public.networks.values():
        network = Network.objects.get(pk=facts.pk)
        seats = network.memberships.current().confirmed().visible_to(everybody)
        expected = {seat.actor_id for seat in seats} | {actor.pk for actor in network.coordinators()}
        assert {public.pks[entry] for entry in facts.members} == expected
        assert {public.pks[entry] for entry in facts.coordinators} == {a.pk for a in network.coordinators()}
        assert facts.themes == tuple(network.themes.values_list("slug", flat=True))
        rhythm = rhythms.parse(network.rhythm_text)
        is_read = rhythm and not rhythm.leftover and not rhythm.paused
        assert facts.times_a_year == (
            rhythm.times_per_year if is_read else 0 if rhythm and not rhythm.leftover else None
        )


@pytest.mark.django_db
def test_public_snapshot_holds_nothing_of_what_is_hidden() -> None:
    shown, hidden = NetworkFactory(), NetworkFactory(review_status="eingereicht")
    actor, secret = ActorFactory(), ActorFactory(review_status="eingereicht")
    for network in (shown, hidden):
        for one in (actor, secret):
            MembershipFactory(network=network, actor=one)
    MeetingFactory(
        network=shown, visibility=Meeting.Visibility.MEMBERS, start=timezone.now() + timedelta(days=3)
    )
    MeetingFactory(network=hidden, start=timezone.now() + timedelta(days=3))
    public, office = snapshot_for(Audience.PUBLIC), snapshot_for(Audience.COORDINATION)
    assert [one.pk for one in public.networks.values()] == [shown.pk]
    assert members_of(public, shown) == {actor.pk}
    assert public.agreed == ()
    assert set(public.pks.values()) == {shown.pk, actor.pk}
    assert members_of(office, hidden) == {actor.pk, secret.pk}
    assert len(office.agreed) == 2


@pytest.mark.django_db
def test_what_a_network_belongs_and_reports_to_is_known_to_who_may_see_it() -> None:
    whole = NetworkFactory(review_status="entwurf")
    committee = ActorFactory(review_status="entwurf")
    part = NetworkFactory(parent=whole, committee=committee)
    NetworkFactory(parent=part, committee_name="Jugendhilfeausschuss")
    public, office = snapshot_for(Audience.PUBLIC), snapshot_for(Audience.COORDINATION)
    of_public = [(one.parent, one.reports) for one in public.networks.values()]
    assert sorted(of_public, key=str) == [(part.pk, True), (None, False)]
    facts = next(one for one in office.networks.values() if one.pk == part.pk)
    assert (facts.parent, facts.reports) == (whole.pk, True)


@pytest.mark.django_db
def test_what_both_audiences_know_alike_is_kept_once() -> None:
    same, other = NetworkFactory(rhythm_text="monatlich"), NetworkFactory()
    MembershipFactory(network=same, actor=ActorFactory())
    MembershipFactory(network=other, actor=ActorFactory(review_status="entwurf"))
    public, office = snapshot_for(Audience.PUBLIC), snapshot_for(Audience.COORDINATION)
    assert {one.pk: one is office.networks[entry] for entry, one in public.networks.items()} == {
        same.pk: True,
        other.pk: False,
    }


@pytest.mark.django_db
def test_meetings_hidden_from_all_but_the_editors_are_hidden_from_koordination() -> None:
    network = NetworkFactory()
    MeetingFactory(
        network=network, visibility=Meeting.Visibility.HIDDEN, start=timezone.now() + timedelta(days=3)
    )
    MeetingFactory(network=network, start=timezone.now() + AHEAD + timedelta(days=2))
    assert snapshot_for(Audience.COORDINATION).agreed == ()


@pytest.mark.django_db
def test_only_seats_of_today_count() -> None:
    network, today = NetworkFactory(), timezone.localdate()
    day = timedelta(days=1)
    MembershipFactory(network=network, actor=ActorFactory(), since=today + day)
    MembershipFactory(network=network, actor=ActorFactory(), until=today - day)
    MembershipFactory(network=network, actor=ActorFactory(), state=Membership.State.INVITED)
    seat = MembershipFactory(network=network, actor=ActorFactory(), since=today, until=today)
    assert members_of(snapshot_for(Audience.PUBLIC), network) == {seat.actor_id}


@pytest.mark.parametrize(
    ("words", "yearly"),
    [
        ("monatlich", 12),
        ("wöchentlich", 48),
        ("nach Bedarf", None),
        ("", None),
        ("monatlich, bei Vollmond später", None),
        ("ruht zurzeit", 0),
    ],
)
@pytest.mark.django_db
def test_meetings_a_year(words, yearly) -> None:
    NetworkFactory(rhythm_text=words)
    (facts,) = snapshot_for(Audience.PUBLIC).networks.values()
    assert facts.times_a_year == yearly


@pytest.mark.django_db(transaction=True)
def test_it_is_read_anew_when_something_changes_and_only_then(django_assert_num_queries) -> None:
    network = NetworkFactory()
    first = snapshot_for(Audience.PUBLIC)
    with django_assert_num_queries(2):
        pass_again = snapshot_for(Audience.PUBLIC)
    assert pass_again.networks == first.networks
    network.themes.add(ThemeFactory(name="Lesen"))
    (facts,) = snapshot_for(Audience.PUBLIC).networks.values()
    assert facts.themes == ("lesen",)
    meeting = MeetingFactory(network=network, start=timezone.now() + timedelta(days=3))
    assert len(snapshot_for(Audience.PUBLIC).agreed) == 1
    Meeting.objects.filter(pk=meeting.pk).update(visibility=Meeting.Visibility.MEMBERS)
    assert snapshot_for(Audience.PUBLIC).agreed == ()


@pytest.mark.django_db(transaction=True)
def test_queries_do_not_grow_with_the_number_of_entries(django_assert_max_num_queries) -> None:
    def read() -> int:
        snapshot_for(Audience.PUBLIC)
        reading._kept.clear()
        with django_assert_max_num_queries(15) as asked:
            snapshot_for(Audience.PUBLIC)
        return len(asked)

    theme = ThemeFactory()
    MembershipFactory(network=NetworkFactory(themes=[theme]), actor=ActorFactory(themes=[theme]))
    few = read()
    for _ in range(12):
        MembershipFactory(network=NetworkFactory(themes=[theme]), actor=ActorFactory(themes=[theme]))
    assert read() == few


@pytest.mark.django_db
def test_actors_behind_are_in_the_order_of_their_names(django_assert_num_queries) -> None:
    late, early = ActorFactory(name="Zoo"), ActorFactory(name="Äpfel e. V.")
    public = snapshot_for(Audience.PUBLIC)
    with django_assert_num_queries(1):
        assert list(actors_behind(public, public.actors).values()) == [early, late]


@pytest.mark.django_db
def test_the_day_is_that_of_the_kommune(time_machine) -> None:
    time_machine.move_to(datetime(2026, 11, 27, 23, 30, tzinfo=UTC))
    NetworkFactory()
    assert snapshot_for(Audience.PUBLIC).today.isoformat() == "2026-11-28"


@pytest.mark.django_db
def test_what_somebody_has_submitted_is_in_nobodys_figures() -> None:
    NetworkFactory(review_status="eingereicht", editors=[UserFactory()])
    assert snapshot_for(Audience.PUBLIC).networks == {}
