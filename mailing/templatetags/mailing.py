from __future__ import annotations

from django import template

from mailing.troubles import Trouble
from mailing.troubles import troubles as all_troubles

register = template.Library()


@register.simple_tag
def troubles() -> list[Trouble]:
    """{% troubles as found %}"""
    return all_troubles()
