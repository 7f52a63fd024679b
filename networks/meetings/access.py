"""Who reads what of a meeting. Which meetings a person sees at all says `MeetingQuerySet.visible_to`."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Action
from moderation.permissions import may
from networks.models import Network


def is_inside(network: Network, user: User | AnonymousUser) -> bool:
    """Whether this person reads links and minutes: the members' people, who edits the network, and Koordination."""
    if not user.is_authenticated:
        return False
    if may(user, Action.READ_INTERNAL, network) or network.is_editable_by(user):
        return True
    return Network.objects.filter(pk=network.pk).seating(user).exists()
