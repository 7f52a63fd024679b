"""The ways to have meetings in one's own calendar."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template import Context

from networks.feeds import WITH_EXPECTED

register = template.Library()


@register.filter
def webcal(address: str) -> str:
    """The address as calendar programmes take it over: they subscribe to it, where a browser would load it once as a file."""
    return f"webcal:{address.partition(':')[2]}"


@register.inclusion_tag("networks/_calendar_menu.html", takes_context=True)
def calendar_menu(context: Context, path: str, *, of: str, expects: bool = False) -> dict[str, Any]:
    """`path` of a calendar, `of` whom it is, `expects`: whether rhythms let expect anything there."""
    address = f"{settings.SITE_URL}{path}"
    with_expected = f"{address}?{WITH_EXPECTED}=1" if expects else ""
    return {"address": address, "with_expected": with_expected, "of": of, "user": context.get("user")}
