"""A way that leads back to its beginning is a ring; one that ends, or turns elsewhere, is none."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from moderation.rings import refuse_ring, ring_from
from tests.factories import ActorFactory


@pytest.mark.parametrize(
    ("leads_to", "ring"),
    [
        ({}, []),
        ({1: 2, 2: 3}, []),
        ({1: 1}, [1]),
        ({1: 2, 2: 1}, [1, 2]),
        ({1: 2, 2: 3, 3: 1, 4: 1}, [1, 2, 3]),
        ({1: 2, 2: 3, 3: 2}, []),  # a ring, but not through the first
    ],
)
def test_a_ring_is_told_in_the_order_of_the_way(leads_to, ring):
    assert ring_from(1, leads_to) == ring


@pytest.mark.django_db
def test_a_ring_is_refused_by_the_names_on_its_way():
    town = ActorFactory(name="Stadt")
    office = ActorFactory(name="Amt", parent_body=town)
    school = ActorFactory(name="Schule", parent_body=office)
    town.parent_body = school
    with pytest.raises(ValidationError) as refused:
        refuse_ring(town, "parent_body")
    assert refused.value.message_dict == {
        "parent_body": ["Das führt im Kreis: „Stadt“ → „Schule“ → „Amt“ → „Stadt“."]
    }


@pytest.mark.django_db
def test_what_is_new_or_leads_nowhere_or_into_another_ring_is_not_refused():
    one, other = ActorFactory(), ActorFactory()
    refuse_ring(ActorFactory.build(parent_body=one), "parent_body")
    refuse_ring(one, "parent_body")
    type(one).objects.filter(pk=one.pk).update(parent_body=other)
    type(one).objects.filter(pk=other.pk).update(parent_body=one)
    refuse_ring(ActorFactory(parent_body=one), "parent_body")
