from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, object]:
    """What the frame of every page says about the Kommune."""
    return {
        "kommune": settings.KOMMUNE_NAME,
        "site_url": settings.SITE_URL,
        "is_demo": settings.DEMO,
        "canonical": f"{settings.SITE_URL}{request.path}",
    }
