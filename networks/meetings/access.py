"""Who reads what of a meeting. Which meetings a person sees at all says `MeetingQuerySet.visible_to`."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

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


def read_inside_by(user: User, networks: QuerySet[Network]) -> QuerySet[Network]:
    """Those of them of which `is_inside` says yes."""
    if may(user, Action.READ_INTERNAL, Network):
        return networks
    own = Q(pk__in=Network.objects.editable_by(user).order_by().values("pk"))
    return networks.filter(own | Q(pk__in=Network.objects.seating(user).order_by().values("pk")))
