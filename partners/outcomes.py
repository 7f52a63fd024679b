"""What became of a request: the sender is asked once, three months later, and Koordination reads numbers only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from mailing.letters import send_letter
from mailing.links import is_for, mark_of
from partners.models import PartnerRequest

SIGNER = signing.Signer(salt="partners.outcome")
ASK_AFTER = timedelta(days=91)  # a quarter of a year: an answer, a first meeting, a decision fit in


def page_of(request: PartnerRequest) -> str:
    """Path at which the sender says what became of it, with or without an account, as long as the request is kept."""
    token = SIGNER.sign_object({"request": request.pk, "for": mark_of(request.email)})
    return reverse("partners:outcome", args=[token])


def read_link(token: str) -> PartnerRequest:
    """Raises signing.BadSignature for a link that is not ours, or whose request is gone."""
    found = SIGNER.unsign_object(token)
    requests = PartnerRequest.objects.select_related("actor").filter(state=PartnerRequest.State.DELIVERED)
    request = requests.filter(pk=found["request"]).first()
    if request is None or not is_for(found, request.email):
        raise signing.BadSignature("The request is gone.")
    return request


def ask_all() -> int:
    """Ask everybody whose time it is. Returns how many mails went out."""
    due = PartnerRequest.objects.to_ask_about(timezone.now() - ASK_AFTER).select_related("actor")
    return sum(_ask(request) for request in due.order_by("pk"))


@transaction.atomic
def _ask(request: PartnerRequest) -> int:
    send_letter("partner_outcome", request.email, {"wish": request, "path": page_of(request)})
    request.asked_at = timezone.now()
    request.save(update_fields=["asked_at"])
    return 1


@dataclass(frozen=True)
class OutcomeNumbers:
    """Counts of requests, without who asked whom."""

    total: int
    by_state: Mapping[str, int]
    by_outcome: Mapping[str, int]

    @property
    def answered(self) -> int:
        return sum(self.by_outcome.values())


def numbers() -> OutcomeNumbers:
    """Of all requests that are kept and whose sender is confirmed. Two queries."""
    sent = PartnerRequest.objects.sent().order_by()
    states = dict(sent.values_list("state").annotate(Count("pk")))
    outcomes = dict(sent.exclude(outcome="").values_list("outcome").annotate(Count("pk")))
    known = [state for state in PartnerRequest.State if state != PartnerRequest.State.UNCONFIRMED]
    return OutcomeNumbers(
        sum(states.values()),
        {str(state.label): states.get(state.value, 0) for state in known},
        {str(outcome.label): outcomes.get(outcome.value, 0) for outcome in PartnerRequest.Outcome},
    )
