"""After a meeting: what came of it? Asked from the next morning on, answered with one line or one click."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from networks.models import Meeting, Network, Update
from vocabulary.days import local_day

NOT_HELD = "fand-nicht-statt"  # beside the kinds of a Zwischenstand, an answer that is none
CLICKS = (Update.Kind.NOTHING_NEW.value, Update.Kind.UNSOLVABLE_HERE.value, NOT_HELD)


def asked_of(user: User | AnonymousUser) -> QuerySet[Meeting]:
    """What waits for an answer of this person, because she looks after the network."""
    return Meeting.objects.to_ask_about().filter(network__in=Network.objects.of(user))


def asked_in(network: Network) -> Meeting | None:
    """The last meeting of the network that waits: what is said of it is said of those before, too."""
    return network.meetings.to_ask_about().last()


@transaction.atomic
def answer(meeting: Meeting, kind: str, text: str = "") -> bool:
    """`kind` of `Update.Kind`, or `NOT_HELD`. Returns False where a click without a word comes too late: somebody said
    something meanwhile. What somebody wrote is always kept; the same twice is one."""
    network = Network.objects.select_for_update().get(pk=meeting.network_id)  # a double click is one answer
    is_open = network.meetings.to_ask_about().filter(pk=meeting.pk).exists()
    if kind in CLICKS and not text and not is_open:
        return False
    if kind == NOT_HELD:
        meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
        meeting.is_cancelled, meeting.reason = True, text
        meeting.save(update_fields=["is_cancelled", "reason", "changed_at"])
        return True
    Update.objects.get_or_create(
        network=network,
        meeting=meeting,
        date=timezone.localdate(),
        kind=kind,
        text=text or _words(meeting, kind),
        is_public=meeting.is_public,
    )
    return True


def _words(meeting: Meeting, kind: str) -> str:
    """What a click says where a Zwischenstand needs words."""
    if kind != Update.Kind.UNSOLVABLE_HERE:
        return ""
    day = date_format(local_day(meeting.start), "j. F")
    return _("Im Treffen am %s kam etwas zur Sprache, das sich hier nicht lösen lässt.") % day
