"""What is kept about people who ask, and what goes with their account."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from moderation import decisions
from moderation.models import Case
from partners.models import PartnerRequest
from partners.personal import forget_requests, requests
from tests.factories import PartnerRequestFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    user = UserFactory(email="lena@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_her_own_words_are_handed_out_and_not_what_somebody_typed_in_her_name(user):
    own = PartnerRequestFactory(sender=user, email=user.email)
    before = PartnerRequestFactory(email="LENA@example.org", arrived=timezone.now())
    PartnerRequestFactory(email="lena@example.org")
    PartnerRequestFactory(email="anna@example.org", arrived=timezone.now())
    assert [row["vorhaben"] for row in requests(user)] == [own.plan, before.plan]


def test_everything_goes_and_the_curators_need_not_decide_any_more(user):
    wish = PartnerRequestFactory(email=user.email, state="kuration")
    PartnerRequestFactory(email="LENA@example.org")
    other = PartnerRequestFactory(email="anna@example.org")
    case = decisions.submit(
        kind=Case.Kind.PARTNER, entry=wish.actor, email=user.email, payload={"request": wish.pk}
    )
    forget_requests(user)
    case.refresh_from_db()
    assert (case.outcome, list(PartnerRequest.objects.all())) == ("zurueckgezogen", [other])
