"""Where both networks, or both actors, say the same, one row stays: what it gains from the other, and what not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from networks.models import Commitment, MemberGroup, Membership
from networks.recognition.merging import same_commitment, same_group, same_seat
from tests.factories import (
    ActorFactory,
    CommitmentFactory,
    ContactPersonFactory,
    MemberFunctionFactory,
    MemberGroupFactory,
    MembershipFactory,
    NetworkFactory,
    ResourceKindFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
SPRING, SUMMER, AUTUMN, WINTER = (date(2026, month, 1) for month in (3, 6, 9, 12))
ROLE, STATE = Membership.Role, Membership.State


@pytest.fixture
def actor():
    return ActorFactory()


def seats(actor, kept: dict, merged: dict) -> tuple[Membership, Membership | None]:
    """The kept seat, and what becomes of the two."""
    own = MembershipFactory(actor=actor, **kept)
    row = MembershipFactory(actor=actor, **merged)
    return own, same_seat(row, "network", own.network_id)


@pytest.mark.parametrize(
    ("kept", "merged", "days"),
    [
        ((None, None), (SPRING, SUMMER), (None, None)),
        ((SPRING, SUMMER), (SUMMER, WINTER), (SPRING, WINTER)),
        ((SUMMER, WINTER), (SPRING, SUMMER), (SPRING, WINTER)),
        ((SPRING, None), (SUMMER, AUTUMN), (SPRING, None)),
        ((None, AUTUMN), (SUMMER, WINTER), (None, WINTER)),
    ],
)
def test_one_seat_lasts_from_the_first_day_to_the_last(actor, kept, merged, days):
    own, one = seats(
        actor,
        dict(zip(("since", "until"), kept, strict=True)),
        dict(zip(("since", "until"), merged, strict=True)),
    )
    assert one == own
    assert (one.since, one.until) == days


def test_seats_one_after_the_other_stay_two(actor):
    assert seats(actor, {"until": SPRING}, {"since": SUMMER})[1] is None


def test_a_seat_that_would_be_several_stays_as_it_is(actor):
    own = MembershipFactory(actor=actor, until=SPRING, role=ROLE.GUEST)
    MembershipFactory(actor=actor, network=own.network, since=SUMMER)
    row = MembershipFactory(actor=actor, role=ROLE.MODERATION)
    one = same_seat(row, "network", own.network_id)
    assert (one.pk, one.role, one.until) == (own.pk, ROLE.GUEST, SPRING)


@pytest.mark.parametrize(
    ("kept", "merged", "role"),
    [
        ({"role": ROLE.GUEST}, {"role": ROLE.MEMBER}, ROLE.MEMBER),
        ({"role": ROLE.MODERATION}, {"role": ROLE.MEMBER}, ROLE.MODERATION),
        ({"role": ROLE.GUEST}, {"role": ROLE.MODERATION, "until": SUMMER}, ROLE.GUEST),
        ({"role": ROLE.MODERATION, "until": SUMMER}, {"role": ROLE.GUEST, "until": WINTER}, ROLE.GUEST),
        ({"role": ROLE.FUNDING}, {"role": ROLE.GUEST}, ROLE.FUNDING),
        ({"role": ROLE.FUNDING}, {"role": ROLE.MEMBER}, ROLE.MEMBER),
    ],
)
def test_the_role_that_lasts_longer_counts_else_the_stronger(actor, kept, merged, role):
    assert seats(actor, kept, merged)[1].role == role


def test_the_days_of_the_role_come_with_it(actor):
    terms = {"role_since": SPRING, "role_until": SUMMER}
    one = seats(actor, {"role": ROLE.GUEST}, {"role": ROLE.MODERATION, **terms})[1]
    assert (one.role_since, one.role_until) == (SPRING, SUMMER)


def test_a_seat_gains_what_only_the_other_one_says(actor):
    function, contact = MemberFunctionFactory(), ContactPersonFactory(actor=actor)
    said = {"function": function, "contact": contact, "representation": "Leitung"}
    for kept, merged in (({"role": ROLE.MEMBER}, {"role": ROLE.GUEST, **said}), (said, {})):
        one = seats(actor, kept, merged)[1]
        assert (one.function_id, one.contact_id, one.representation) == (function.pk, contact.pk, "Leitung")


@pytest.mark.parametrize(
    ("kept", "merged", "state"),
    [
        (STATE.INVITED, STATE.CONFIRMED, STATE.CONFIRMED),
        (STATE.CONFIRMED, STATE.INVITED, STATE.CONFIRMED),
        (STATE.INVITED, STATE.INVITED, STATE.INVITED),
    ],
)
def test_who_said_yes_once_is_in(actor, kept, merged, state):
    assert seats(actor, {"state": kept}, {"state": merged})[1].state == state


def test_seats_of_two_actors_in_one_network_become_one():
    own = MembershipFactory()
    row = MembershipFactory(network=own.network)
    assert same_seat(row, "actor", own.actor_id) == own
    assert same_seat(row, "actor", ActorFactory().pk) is None


def commitments(kept: dict, merged: dict, *, field: str = "network") -> tuple[Commitment, Commitment | None]:
    own = CommitmentFactory(**kept)
    same = {"actor": own.actor} if field == "network" else {"network": own.network}
    row = CommitmentFactory(**same | merged)
    return own, same_commitment(row, field, getattr(own, f"{field}_id"))


@pytest.mark.parametrize("field", ["network", "actor"])
def test_what_both_promised_stands_there_once(field):
    own, one = commitments({"text": "Räume lüften"}, {"text": "räume LÜFTEN"}, field=field)
    assert one == own
    assert commitments({"text": "Räume lüften"}, {"text": "Tee kochen"}, field=field)[1] is None


def test_a_promise_is_not_the_same_as_itself():
    own = CommitmentFactory()
    assert same_commitment(own, "network", own.network_id) is None


def test_a_promise_gains_theme_and_amount_and_is_public_only_if_both_were():
    kind, theme = ResourceKindFactory(), ThemeFactory()
    said = {"resource": kind, "text": "Raum"}
    more = {"theme": theme, "amount": Decimal(3), "unit": "Stunden"}
    _own, one = commitments(said, said | more | {"is_public": False})
    assert (one.theme_id, one.amount, one.unit, one.is_public) == (theme.pk, 3, "Stunden", False)
    _own, one = commitments(
        said | more, said | {"theme": ThemeFactory(), "amount": Decimal(5), "unit": "Tage"}
    )
    assert (one.theme_id, one.amount, one.unit, one.is_public) == (theme.pk, 3, "Stunden", True)


def groups(kept: dict, merged: dict) -> tuple[MemberGroup, MemberGroup | None]:
    own = MemberGroupFactory(**{"name": "Eltern"} | kept)
    return own, same_group(MemberGroupFactory(**{"name": "ELTERN"} | merged), "network", own.network_id)


def test_a_group_of_one_name_is_there_once_and_gains_what_only_the_other_one_says():
    function = MemberFunctionFactory()
    more = {"number": 12, "note": "jedes Jahr andere", "function": function}
    for kept, merged in (
        ({}, more),
        (more, {"number": 7, "note": "anders", "function": MemberFunctionFactory()}),
    ):
        own, one = groups(kept, merged)
        assert one == own
        assert (one.number, one.note, one.function_id) == (12, "jedes Jahr andere", function.pk)
    assert same_group(MemberGroupFactory(name="Kinder"), "network", NetworkFactory().pk) is None
