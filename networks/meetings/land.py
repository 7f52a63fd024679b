"""The Land of the portal, whose school and public holidays count; none where `KOMMUNE_LAND` says none."""

from __future__ import annotations

from django.conf import settings

from rhythm.lands import Land


def land() -> Land | None:
    return Land(settings.KOMMUNE_LAND) if settings.KOMMUNE_LAND else None
