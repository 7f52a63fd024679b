"""What the database holds of a request, whoever writes it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from actors.recognition import merging
from partners.models import PartnerRequest
from tests.factories import ActorFactory, PartnerRequestFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "given",
    [
        {"state": "zugestellt"},
        {"state": "kuration", "delivered_at": timezone.now()},
        {"outcome": "offen"},
        {"outcome_text": "Wozu?"},
    ],
)
def test_a_state_and_an_outcome_that_cannot_be_are_refused(given):
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerRequestFactory(**given)
    with pytest.raises(ValidationError):
        PartnerRequestFactory.build(actor=ActorFactory(), **given).full_clean()


@pytest.mark.parametrize("state", PartnerRequest.State.values)
def test_predicate_and_queryset_agree(state):
    wish = PartnerRequestFactory(state=state, delivered_at=timezone.now() if state == "zugestellt" else None)
    assert PartnerRequest.objects.sent().contains(wish) == wish.is_sent


def test_requests_go_over_to_the_entry_that_stays():
    kept, merged = ActorFactory(), ActorFactory()
    wish = PartnerRequestFactory(actor=merged)
    merging.merge(kept, merged, by=UserFactory(role="kuration"))
    wish.refresh_from_db()
    assert wish.actor == kept
