from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from networks.models import Meeting, Membership, Network, Update
from networks.models.network import NetworkDistrictsLink
from tests.factories import (
    ActorFactory,
    DistrictFactory,
    MeetingFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    NetworkFormatFactory,
    UpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
JANUARY, JULY = date(2026, 1, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"begins_on": JULY, "ends_on": JANUARY}, "Das Ende liegt vor dem Beginn."),
        ({"is_permanent": True, "ends_on": JULY}, "Unbefristet und ein Datum des Endes schließen sich aus."),
        ({"character": ["unfug"]}, "Diesen Charakter gibt es in der Liste nicht."),
    ],
)
def test_rules_are_told_in_german_and_hold_in_the_database(fields, sentence):
    network = Network(name="X", format=NetworkFormatFactory(), **fields)
    with pytest.raises(ValidationError) as refusal:
        network.validate_constraints(exclude=["slug"])
    assert refusal.value.messages == [sentence]
    with pytest.raises(IntegrityError), transaction.atomic():
        network.save()


def test_a_network_is_not_its_own_parent_or_successor():
    network = NetworkFactory()
    for field in ("parent", "successor"):
        changed = Network.objects.get(pk=network.pk)
        setattr(changed, field, network)
        with pytest.raises(ValidationError, match="nicht zu sich selbst gehören"):
            changed.full_clean(exclude=["slug"])


def test_a_committee_is_chosen_or_written_but_not_both():
    network = NetworkFactory(committee=ActorFactory())
    network.committee_name = "Jugendhilfeausschuss"
    with pytest.raises(ValidationError, match="Gremium entweder aus dem Verzeichnis"):
        network.full_clean(exclude=["slug"])


def test_the_rhythm_follows_its_words():
    network = NetworkFactory(rhythm_text="jeden 2. Dienstag im Monat, 16 Uhr")
    assert (network.rhythm_frequency, network.structured_rhythm.start.hour) == ("monatlich", 16)
    network.rhythm_text = "vierteljährlich"
    network.save(update_fields=["rhythm_text"])
    network.refresh_from_db()
    assert network.rhythm_frequency == "vierteljaehrlich"
    network.rhythm_text = ""
    network.save()
    assert (network.rhythm, network.rhythm_frequency, network.structured_rhythm) == (None, "", None)


def test_a_rhythm_that_was_read_in_part_is_offered_under_no_filter_and_is_never_overdue():
    network = NetworkFactory(rhythm_text="jeden 2. Dienstag im Monat, bei Vollmond früher")
    MeetingFactory(network=network, start=timezone.now() - timedelta(days=900))

    assert network.rhythm_frequency == ""
    assert network.structured_rhythm.in_words() == "jeden 2. Dienstag im Monat"
    assert network.doubts() == []


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ((None, None), (None, None), True),
        ((None, JANUARY), (JANUARY, None), True),  # both days count
        ((None, JANUARY), (JANUARY + timedelta(days=1), None), False),
        ((JANUARY, None), (JULY, None), True),
        ((JULY, None), (None, JANUARY), False),
    ],
)
def test_an_actor_sits_in_a_network_once_at_a_time(first, second, overlap):
    earlier = MembershipFactory(since=first[0], until=first[1])
    another = Membership(network=earlier.network, actor=earlier.actor, since=second[0], until=second[1])
    if not overlap:
        another.full_clean()
        another.save()
        return
    with pytest.raises(ValidationError, match="in dieser Zeit schon Mitglied"):
        another.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        another.save()


def test_a_membership_ends_after_it_began():
    membership = MembershipFactory()
    membership.since, membership.until = JULY, JANUARY
    with pytest.raises(ValidationError) as refusal:
        membership.full_clean()
    assert refusal.value.messages == ["Die Mitgliedschaft endet, bevor sie beginnt."]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, True), (None, 0, True), (None, -1, False),
        (-1, None, True), (0, 0, True), (-1, 2, True), (-2, -1, False),
        (1, None, False), (1, 2, False),
    ],
)  # fmt: skip
def test_current_memberships_are_the_same_for_queryset_and_predicate(since, until, expected):
    today = timezone.localdate()
    days = {k: today + timedelta(days=n) for k, n in (("since", since), ("until", until)) if n is not None}
    membership = MembershipFactory(**days)
    assert (membership.is_current, Membership.objects.current().exists()) == (expected, expected)


def test_a_meeting_ends_after_it_began_and_cancelled_ones_do_not_come():
    meeting = MeetingFactory()
    meeting.end = meeting.start - timedelta(minutes=1)
    with pytest.raises(ValidationError, match="Das Treffen endet, bevor es beginnt"):
        meeting.full_clean()
    MeetingFactory(network=meeting.network, start=meeting.start - timedelta(days=1), is_cancelled=True)
    assert Network.objects.with_next_meeting().get().next_meeting_start == meeting.start
    assert list(Meeting.objects.upcoming()) == [meeting]


def test_an_update_says_something_or_that_there_is_nothing_new():
    with pytest.raises(ValidationError, match="wählen Sie „nichts Neues“"):
        UpdateFactory.build(network=NetworkFactory(), text="").full_clean()
    UpdateFactory.build(network=NetworkFactory(), text="", kind=Update.Kind.NOTHING_NEW).full_clean()


def test_internal_updates_are_for_coordination_for_whoever_edits_the_network_and_for_members():
    author, of_member, of_former = UserFactory(), UserFactory(), UserFactory()
    network = NetworkFactory(editors=[author])
    public, internal = UpdateFactory(network=network), UpdateFactory(network=network, is_public=False)
    seen = {
        role: set(Update.objects.visible_to(UserFactory(role=role)))
        for role in ("registriert", "koordination")
    }
    assert seen == {"registriert": {public}, "koordination": {public, internal}}
    assert set(Update.objects.visible_to(author)) == {public, internal}
    for person, until in ((of_member, None), (of_former, timezone.localdate() - timedelta(days=1))):
        MembershipFactory(network=network, until=until).actor.editors.add(person)
    assert set(Update.objects.visible_to(of_member)) == {public, internal}
    assert set(Update.objects.visible_to(of_former)) == {public}


def test_in_district_includes_everything_below_and_names_each_network_once():
    town = MunicipalityFactory()
    quarters = [DistrictFactory(parent=town) for _ in range(2)]
    network = NetworkFactory(districts=[*quarters, town])
    NetworkFactory(districts=[DistrictFactory()])
    assert list(Network.objects.in_district(town)) == [network]


def test_active_is_the_same_for_queryset_and_predicate():
    networks = [NetworkFactory(status=status) for status in Network.Status.values]
    assert [n for n in networks if n.is_active] == list(Network.objects.active())


def test_history_records_changes_that_bypass_the_model():
    network, quarter = NetworkFactory(), DistrictFactory()
    Network.objects.filter(pk=network.pk).update(purpose="Neu")
    network.districts.set([quarter])
    events = Network.pgh_event_model.objects.filter(pgh_obj_id=network.pk).order_by("pgh_id")
    assert [(event.pgh_label, event.purpose) for event in events] == [("insert", ""), ("update", "Neu")]
    links = NetworkDistrictsLink.pgh_event_model.objects.filter(network_id=network.pk)
    assert [(event.pgh_label, event.district_id) for event in links] == [("insert", quarter.pk)]
