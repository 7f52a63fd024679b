from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from accounts.roles import Action
from moderation.models import Case
from moderation.permissions import may


def portal(request: HttpRequest) -> dict[str, object]:
    """What the frame of every page says about the Kommune."""
    return {
        "kommune": settings.KOMMUNE_NAME,
        "site_url": settings.SITE_URL,
        "is_demo": settings.DEMO,
        "operator": {
            "name": settings.PORTAL_OPERATOR,
            "address": settings.PORTAL_ADDRESS,
            "representative": settings.PORTAL_REPRESENTATIVE,
            "email": settings.PORTAL_EMAIL,
            "phone": settings.PORTAL_PHONE,
            "privacy_officer": settings.PRIVACY_OFFICER,
            "enforcement_body": settings.ENFORCEMENT_BODY,
        },
        "canonical": f"{settings.SITE_URL}{request.path}",
        "open_cases": lambda: _open_cases(request),
    }


def _open_cases(request: HttpRequest) -> int:
    """How many cases wait for the curators; 0 for everybody else. Asked only where a template shows it."""
    user = getattr(request, "user", None)  # an error early on the way has none
    return Case.objects.for_curation().undecided().count() if user and may(user, Action.CURATE) else 0
