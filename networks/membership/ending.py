"""How a network ends when its editors say, in answer to our question, that it does not exist any more."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from moderation import freshness
from networks.membership import joining
from networks.models import Network


@freshness.ending(Network)
def end_network(network: Any, reason: str) -> None:
    today = timezone.localdate()
    joining.end(network, on=max(today, network.begins_on or today), reason=reason[:300], successor=None)
