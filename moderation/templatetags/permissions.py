"""Templates ask the same place what somebody may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from accounts.roles import Action
from moderation import permissions

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

register = template.Library()


@register.filter
def may(user: User | AnonymousUser, action: str) -> bool:
    """Whether the person may do so to any entry; raises ValueError for a word that is no `Action`."""
    return permissions.may(user, Action(action))
