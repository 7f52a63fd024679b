"""Merging two actors carries everything over; undoing it restores the whole database as it was."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers

from accounts.models import User
from actors.models import Actor, ContactPerson
from actors.recognition.merging import differences, merge, undo
from exchange.words import Entries
from moderation import decisions
from moderation.models import Case
from networks.membership.joining import add_member, ask_to_join
from networks.models import Membership
from tests.factories import (
    ActorFactory,
    ContactPersonFactory,
    MembershipFactory,
    NetworkFactory,
    OfferFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
STAMPS = ("changed_at", "version")
# What remembers or announces what happened is not taken back: it did happen.
LOGS = (
    "merge",
    "note",
    "outgoingmail",
    "dirty",
    "staleblockingrecord",
    "blockingrecord",
    "context",
    "entry",
    "word",
)


@pytest.fixture
def curator() -> User:
    return UserFactory(role=User.Role.CURATION)


@pytest.fixture
def both() -> tuple[Actor, Actor]:
    reading, language = ThemeFactory(), ThemeFactory()
    kept = ActorFactory(name="Volkshochschule Auenberg", kennung="A016", themes=[reading])
    merged = ActorFactory(
        name="VHS der Stadt Auenberg", kennung="A135", themes=[reading, language], short_name="VHS", phone="05555 1",
        latitude=51.5, longitude=9.3, street="Markt 1", city="Auenberg",
    )  # fmt: skip
    return kept, merged


def picture() -> dict[str, Any]:
    """All rows of all tables that hold something, without stamps."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        is_own = model._meta.managed and not model._meta.proxy and not hasattr(model, "pgh_tracked_model")
        if not is_own or model._meta.model_name in LOGS:
            continue
        rows = json.loads(
            json.dumps(serializers.serialize("python", model._base_manager.order_by("pk")), default=str)
        )
        for row in rows:
            for stamp in STAMPS:
                row["fields"].pop(stamp, None)
        found[model._meta.label] = rows
    return found


def test_nothing_is_lost_where_numbers_of_different_things_meet(curator):
    """A link leads to itself only when both of its ends are entries of that kind."""
    kept, merged = ActorFactory(pk=900_001), ActorFactory(themes=[ThemeFactory(pk=900_001)])
    merged.editors.add(UserFactory(pk=900_001))
    merge(kept, merged, by=curator)
    assert [list(links.values_list("pk", flat=True)) for links in (kept.themes, kept.editors)] == [
        [900_001]
    ] * 2


def test_merge_carries_everything_over(both, curator):
    kept, merged = both
    network = NetworkFactory(coordinator=merged, committee=merged, involved_units=[merged, kept])
    seat = MembershipFactory(network=network, actor=merged)
    person, offer = ContactPersonFactory(actor=merged), OfferFactory(actor=merged)
    branch = ActorFactory(name="Zweigstelle", parent_body=merged)
    editor = UserFactory()
    merged.editors.add(editor)
    report = decisions.submit(kind=Case.Kind.REPORT, entry=merged, reason="Telefon stimmt nicht.")
    merge(kept, merged, by=curator, take=["phone", "latitude", "street"], reason="dieselbe VHS")
    for row in (kept, network, seat, person, offer, branch, report):
        row.refresh_from_db()
    assert not Actor.objects.filter(pk=merged.pk).exists()
    assert (kept.phone, kept.coordinates, kept.street, kept.city) == (
        "05555 1",
        (51.5, 9.3),
        "Markt 1",
        "Auenberg",
    )
    assert (network.coordinator, network.committee, list(network.involved_units.all())) == (
        kept,
        kept,
        [kept],
    )
    assert [seat.actor, person.actor, offer.actor, branch.parent_body] == [kept] * 4
    assert (list(kept.editors.all()), kept.themes.count(), report.entry) == ([editor], 2, kept)
    assert (kept.other_names, kept.former_kennungen) == (["VHS der Stadt Auenberg", "VHS"], ["A135"])
    assert Entries(Actor).find("A135") == [kept.pk]


def test_old_address_leads_to_the_kept_actor(both, curator, client):
    merge(*both, by=curator)
    response = client.get("/akteure/vhs-der-stadt-auenberg/")
    assert (response.status_code, response["Location"]) == (301, "/akteure/volkshochschule-auenberg/")


@pytest.mark.parametrize(
    ("mine", "theirs", "one"),
    [
        (("gast", None, None), ("koordination", None, None), ("koordination", None, None)),
        (("mitglied", 2021, None), ("koordination", 2019, 2022), ("mitglied", 2019, None)),
        (("mitglied", None, 2024), ("gast", 2020, 2024), ("mitglied", None, 2024)),
        (("foerderung", 2022, 2023), ("mitglied", 2023, None), ("mitglied", 2022, None)),
    ],
)
def test_two_seats_at_one_time_become_one(both, curator, mine, theirs, one):
    network = NetworkFactory()
    for actor, (role, since, until) in zip(both, (mine, theirs), strict=True):
        Membership.objects.create(
            network=network, actor=actor, role=role, since=since and date(since, 1, 1),
            until=until and date(until, 12, 31),
        )  # fmt: skip
    merge(*both, by=curator)
    seat = network.memberships.get()
    assert (seat.actor, seat.role, seat.since and seat.since.year, seat.until and seat.until.year) == (
        both[0],
        *one,
    )


def test_seats_one_after_the_other_stay_two(both, curator):
    network = NetworkFactory()
    MembershipFactory(network=network, actor=both[0], until=date(2023, 12, 31))
    MembershipFactory(network=network, actor=both[1], since=date(2024, 1, 1))
    merge(*both, by=curator)
    assert network.memberships.filter(actor=both[0]).count() == 2


def test_a_person_whom_both_name_is_there_once_with_her_seat_and_her_consent(both, curator):
    mine = ContactPersonFactory(actor=both[0], name="Kim Müller", email="kim@example.org")
    theirs = ContactPersonFactory(actor=both[1], name="Kim Mueller", phone="05555 2", consenting=True)
    other = ContactPersonFactory(actor=both[1], name="Kim Müller", email="andere@example.org")
    seat = MembershipFactory(actor=both[1], contact=theirs)
    merge(*both, by=curator)
    assert list(both[0].contacts.order_by("pk")) == [mine, other]
    mine.refresh_from_db()
    seat.refresh_from_db()
    assert (mine.phone, mine.is_publishable, seat.contact) == ("05555 2", True, mine)


def test_the_same_offer_is_there_once(both, curator):
    OfferFactory(actor=both[0], text="Besprechungsraum", valid_until=date(2027, 1, 1))
    OfferFactory(actor=both[1], text="besprechungsraum")
    merge(*both, by=curator)
    assert [(offer.text, offer.valid_until) for offer in both[0].offers.all()] == [("Besprechungsraum", None)]


def test_who_handed_in_the_merged_entry_hears_of_it_and_nobody_can_reject_the_kept_one(
    both, curator, mailoutbox
):
    kept, merged = both
    Actor.objects.filter(pk=merged.pk).update(review_status="eingereicht")
    case = decisions.submit(kind=Case.Kind.NEW, entry=merged, email="neu@example.org")
    merge(kept, merged, by=curator)
    case.refresh_from_db()
    assert (case.outcome, case.entry, case.decided_by) == ("zusammengefuehrt", kept, curator)
    assert "VHS der Stadt Auenberg" in mailoutbox[-1].body
    with pytest.raises(decisions.AlreadyDecidedError):
        decisions.decide(case, by=curator, outcome=Case.Outcome.REJECTED, text="nein")


def test_a_request_to_join_still_means_the_right_actor(both, curator):
    network = NetworkFactory(openness="offen", status="aktiv")
    case = ask_to_join(network, both[1], by=UserFactory(), text="Wir möchten mitmachen.")
    merge(*both, by=curator)
    case.refresh_from_db()
    add_member(case)
    assert network.memberships.get().actor == both[0]


def test_a_body_and_its_own_branch_can_be_merged(both, curator):
    kept, merged = both
    Actor.objects.filter(pk=kept.pk).update(parent_body=merged)
    kept.refresh_from_db()
    before = picture()
    record = merge(kept, merged, by=curator, take=["parent_body"])
    kept.refresh_from_db()
    assert kept.parent_body is None
    undo(record, by=curator)
    assert picture() == before


def test_differences_keep_together_what_belongs_together(both):
    kept, merged = both
    Actor.objects.filter(pk=kept.pk).update(parent_body_name="Stadt Auenberg", phone="05555 9")
    merged.parent_body = ActorFactory(name="Landkreis")
    kept.refresh_from_db()
    found = {choice.name: (choice.label, choice.kept, choice.merged, choice.prefers_merged)
             for choice in differences(kept, merged)}  # fmt: skip
    assert found["parent_body"] == ("Träger", "Stadt Auenberg", "Landkreis", False)
    assert found["street"] == ("Anschrift", "", "Markt 1, Auenberg", True)
    assert found["latitude"] == ("Koordinaten", "", "51.5, 9.3", True)
    assert not found.keys() & {"parent_body_name", "city", "longitude", "slug", "review_status"}


def test_taking_a_body_from_the_directory_drops_the_text(both, curator):
    kept, merged = both
    body = ActorFactory(name="Landkreis")
    Actor.objects.filter(pk=kept.pk).update(parent_body_name="Stadt Auenberg")
    Actor.objects.filter(pk=merged.pk).update(parent_body=body)
    for actor in both:
        actor.refresh_from_db()
    merge(kept, merged, by=curator, take=["parent_body"])
    kept.refresh_from_db()
    assert (kept.parent_body, kept.parent_body_name) == (body, "")


# --- undoing ---------------------------------------------------------------------------------------------------------


def entangle(both: tuple[Actor, Actor], chance: random.Random) -> None:
    """Everything that can hang on two actors, drawn by lot; some of it on both."""
    people = [UserFactory() for _n in range(3)]
    networks = [NetworkFactory() for _n in range(3)]
    body = ActorFactory(name="Träger")
    for actor in both:
        for user in chance.sample(people, chance.randint(0, 3)):
            actor.editors.add(user)
        for name in chance.sample(["Kim", "Alex", "Toni"], chance.randint(0, 3)):
            ContactPersonFactory(actor=actor, name=name, email=chance.choice(["", "a@example.org", "b@example.org"]),
                                 consenting=chance.random() < 0.5)  # fmt: skip
        for text in chance.sample(["Raum", "Saal", "Küche"], chance.randint(0, 3)):
            OfferFactory(actor=actor, text=text)
        for network in chance.sample(networks, chance.randint(0, 3)):
            start = date(2020, 1, 1) + timedelta(days=chance.randint(0, 900))
            for number in range(chance.randint(1, 2)):
                since = start + timedelta(days=1000 * number)
                MembershipFactory(
                    network=network, actor=actor, role=chance.choice(Membership.Role.values), since=since,
                    until=since + timedelta(days=chance.randint(1, 900)), contact=actor.contacts.first(),
                )  # fmt: skip
            network.coordinator = chance.choice([actor, None])
            network.committee = chance.choice([*both, None])
            network.contact = chance.choice([*ContactPerson.objects.all(), None])
            network.save()
            network.involved_units.add(*chance.sample(both, chance.randint(0, 2)))
        ActorFactory(parent_body=chance.choice([actor, body]))
        for kind in chance.sample([Case.Kind.NEW, Case.Kind.CLAIM, Case.Kind.REPORT], 2):
            decisions.submit(kind=kind, entry=actor, submitter=chance.choice(people))
    first, second = chance.sample(both, 2)
    if chance.random() < 0.3:
        Actor.objects.filter(pk=first.pk).update(parent_body=second)
    elif chance.random() < 0.5:
        Actor.objects.filter(pk=first.pk).update(parent_body_name="Jemand", parent_body=None)
        Actor.objects.filter(pk=second.pk).update(parent_body=body)


@pytest.mark.parametrize("seed", range(12))
def test_undo_restores_everything_as_it_was(both, curator, seed):
    chance = random.Random(seed)
    entangle(both, chance)
    kept, merged = (Actor.objects.get(pk=actor.pk) for actor in chance.sample(both, 2))
    choices = [choice.name for choice in differences(kept, merged)]
    before = picture()
    record = merge(kept, merged, by=curator, take=chance.sample(choices, chance.randint(0, len(choices))))
    assert Membership.objects.filter(actor=merged.pk).count() == 0
    assert picture() != before
    undo(record, by=curator)
    assert picture() == before
    record.refresh_from_db()
    assert record.undone_by == curator


def test_merge_is_in_the_history(both, curator):
    merge(*both, by=curator)
    labels = Actor.pgh_event_model.objects.filter(pgh_obj_id=both[1].pk).values_list("pgh_label", flat=True)
    assert "delete" in labels
