"""What speaks against the entry of a network still being right: a rhythm that its meetings do not keep, and what ends soon.

With who coordinates, which whoever confirms the entry looks at."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import rhythm as rhythms

if TYPE_CHECKING:
    from networks.models import Network

DAYS_IN_MONTH = 30.44  # on average
ASK_BEFORE = timedelta(days=14)  # something that was promised ends
MEETINGS_READ = 60  # the last five years of a monthly rhythm: older ones say nothing about today


def doubts(network: Network) -> list[str]:
    """„etwa monatlich, aber seit 7 Monaten kein Treffen“; none where a meeting is planned or nothing is known.

    Reads what `NetworkQuerySet.with_doubts` added, else asks the database."""
    rhythm = network.structured_rhythm
    if rhythm is None or not network.is_active:
        return []
    last, upcoming = _meetings(network)
    today = timezone.localdate()
    if last is None or upcoming or not rhythms.is_overdue(rhythm, timezone.localdate(last), today):
        return []
    months = round((today - timezone.localdate(last)).days / DAYS_IN_MONTH)
    since = ngettext("seit %d Monat", "seit %d Monaten", months) % months
    label = network.rhythm_frequency_label
    return [_("%(rhythm)s, aber %(since)s kein Treffen") % {"rhythm": label, "since": since}]


def _meetings(network: Network) -> tuple[datetime | None, datetime | None]:
    """Start of the last and of the next meeting."""
    if hasattr(network, "last_meeting_start"):
        return network.last_meeting_start, network.next_meeting_start
    meetings = network.meetings
    last = meetings.past().values_list("start", flat=True).first()
    return last, meetings.upcoming().values_list("start", flat=True).first()


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
