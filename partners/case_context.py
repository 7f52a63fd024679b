"""What curators see beside a request that they pass on, see `moderation.case_context`."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Action
from moderation.case_context import section
from moderation.models import Case
from moderation.permissions import may
from partners import asking


@section(Case.Kind.PARTNER, "partners/_case.html")
def beside(case: Case, user: User | AnonymousUser) -> dict[str, Any] | None:
    """The words of the sender, and where an acceptance sends them."""
    if not may(user, Action.CURATE):
        return None
    request = asking.request_of(case)
    return {"case": case, "wish": request, "to": asking.addresses_for(request.actor) if request else []}
