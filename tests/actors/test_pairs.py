"""What people decided about two actors, as material to learn from; merged ones are taken as they were."""

from __future__ import annotations

import pytest

from actors.recognition import merging, pairs
from actors.recognition.features import SIGNALS
from actors.recognition.records import Record
from tests.factories import ActorFactory, ActorKindFactory, UserFactory


def test_an_actor_is_compared_as_it_was_before_the_merge():
    plain = {
        "name": "Kita Igel", "street": "Kai 8", "postal_code": "37994", "city": "Auenberg", "phone": "05555 50421",
        "email": "a@b.de", "website": "https://b.de/", "latitude": 51.5, "longitude": 9.25,
    }  # fmt: skip
    fields = {
        **plain,
        "short_name": "Igel",
        "other_names": ["Nest", ""],
        "kind": 7,
        "parent_body_name": "AWO",
    }
    was = Record(**plain, other_names=("Igel", "Nest"), kind="Kita", parent_body="AWO")
    assert pairs._as_it_was(fields, kinds={7: "Kita"}) == was
    assert pairs._as_it_was(fields | {"kind": 8, "short_name": ""}, kinds={7: "Kita"}).kind == ""


@pytest.mark.django_db
def test_decisions_are_material_to_learn_from():
    curator, kind = UserFactory(role="kuration"), ActorKindFactory(name="Bücherei")
    one, other = (ActorFactory(name=name, city="Auenberg", kind=kind) for name in ("VHS", "Volkshochschule"))
    merging.merge(one, other, by=curator)
    pairs.decide(*[ActorFactory(name="Stadtbücherei", city=town) for town in ("Au", "Bruch")], by=curator)
    rows, is_same = pairs.decided_signals()
    same, apart = (dict(zip(SIGNALS, row, strict=True)) for row in rows)
    assert is_same == [True, False]
    assert (same["name_gleich"], same["ort"]) == (1.0, 1.0)
    assert (apart["name_gleich"], apart["ort_gegen"]) == (1.0, 1.0)


@pytest.mark.django_db
def test_pairs_are_told_unless_somebody_decided():
    one, other = (ActorFactory(name="Kita Igel", street="Kai 8", city="Auenberg") for _number in range(2))
    waiting = ActorFactory(name="Kita Igel", street="Kai 8", city="Auenberg", review_status="eingereicht")
    ActorFactory(name="Kita Igel", street="Kai 8", city="Auenberg", review_status="abgelehnt")
    ids = [one.pk, other.pk, waiting.pk]
    assert [(item.first, item.second) for item in pairs.alike_pairs()] == [
        (ids[0], ids[1]), (ids[0], ids[2]), (ids[1], ids[2])
    ]  # fmt: skip
    pairs.decide(other, one, by=UserFactory(role="kuration"), reason="zwei Gruppen")
    assert [(item.first, item.second) for item in pairs.alike_pairs()] == [(ids[0], ids[2]), (ids[1], ids[2])]


def told() -> set[tuple[int, int]]:
    return {(item.first, item.second) for item in pairs.alike_pairs()}


@pytest.mark.django_db
def test_the_club_that_supports_an_institution_is_shown_to_nobody():
    """Nor who has moved into its house; the short name with the same telephone number is."""
    place = {"street": "Kai 8", "postal_code": "37992", "city": "Auenberg"}
    nursery = ActorFactory(name="Kita Igel", phone="05555 50421", **place)
    short = ActorFactory(name="Igel", city="Auenberg", phone="05555 50421")
    ActorFactory(name="Förderverein der Kita Igel e. V.", **place)
    ActorFactory(name="Kita Hase", **place)
    assert told() == {(nursery.pk, short.pk)}


@pytest.mark.django_db
def test_each_actor_is_compared_with_the_six_most_like_it():
    """Of eight that are the same only the first and the last do not meet."""
    same = [ActorFactory(name="Kita Igel", street="Kai 8", city="Auenberg").pk for _number in range(8)]
    everybody = {(one, other) for one in same for other in same if one < other}
    assert everybody - told() == {(same[0], same[-1])}
