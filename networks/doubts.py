"""What speaks against the entry of a network still being right: a rhythm that its meetings do not keep, and what ends soon.

With who coordinates, which whoever confirms the entry looks at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

import rhythm as rhythms
from networks.meetings import aliveness

if TYPE_CHECKING:
    from networks.models import Network

ASK_BEFORE = timedelta(days=14)  # something that was promised ends
MEETINGS_READ = 60  # the last five years of a monthly rhythm: older ones say nothing about today


def doubts(network: Network) -> list[str]:
    """„seit 7 Monaten kein Treffen bekannt, obwohl etwa monatlich vorgesehen“, where a meeting is overdue (`aliveness`)."""
    alive = aliveness.of(network)
    return [alive.reason(timezone.localdate())] if alive.sign == aliveness.Sign.OVERDUE else []


def unread(rhythm: rhythms.Rhythm) -> str:
    """What was read of a rhythm, what was not, and what follows from that."""
    sentence = _(
        "Vom Rhythmus lesen wir: „%(read)s“. Nicht verstanden: „%(rest)s“. Termine berechnen wir daraus nicht."
    )
    return sentence % {"read": rhythm.in_words(), "rest": rhythm.leftover}


def hints(network: Network) -> list[str]:
    """For who edits: whether the rhythm is kept, and what the meetings look like instead. How it was read says the field."""
    rhythm = network.structured_rhythm
    found = [_("Rhythmus: %s.") % doubt for doubt in doubts(network)]
    starts = network.meetings.past().values_list("start", flat=True)[:MEETINGS_READ]
    kept = rhythms.infer(starts)
    if kept and (rhythm is None or kept.frequency != rhythm.frequency):
        found.append(_("Die letzten Treffen sehen eher so aus: %s.") % kept.in_words())
    return found + endings(network)


def coordination(network: Network) -> list[tuple[str, str]]:
    """Who coordinates, in one line, for who is asked whether the entry is still right; nobody who is not public."""
    names = ", ".join(actor.name for actor in network.coordinators() if actor.is_public)
    return [(_("Koordination"), names)] if names else []


def ending(network: Network) -> list[tuple[str, str]]:
    """What ends soon, for who is asked whether the entry is still right; it may be somebody without a login."""
    found = network.commitments.ending(ASK_BEFORE).filter(is_public=True).select_related("actor")
    return [
        (_("zugesagt nur bis %s") % f"{one.until:%d.%m.%Y}", f"{one.actor}: {one.text}")
        for one in found
        if one.actor.is_public
    ]


def endings(network: Network) -> list[str]:
    """For who edits, also what only members read."""
    found = network.commitments.ending(ASK_BEFORE).select_related("actor").order_by("until", "pk")
    told = _("„%(text)s“ (%(actor)s) ist nur bis %(day)s zugesagt.")
    return [told % {"text": one.text, "actor": one.actor, "day": f"{one.until:%d.%m.%Y}"} for one in found]
