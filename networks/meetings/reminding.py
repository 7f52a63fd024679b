"""The mail that asks what came of meetings: one to a person and week, for all her networks, each meeting once."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from mailing.letters import send_letter
from mailing.links import unsubscribe_headers
from networks.models import Meeting, OutcomeReminder
from vocabulary.days import local_day, start_of

NOT_AGAIN_WITHIN = timedelta(days=7)
MORNING = time(7)  # local; before the working day begins
SIGNER = signing.Signer(salt="networks.outcomes")


def send() -> int:
    """Asks everybody whose time it is. Returns how many mails went out."""
    if timezone.localtime().time() < MORNING:
        return 0
    waiting = _waiting()
    known = {one.user_id: one for one in OutcomeReminder.objects.filter(user__in=waiting)}
    sent = 0
    for user, meetings in sorted(waiting.items(), key=lambda item: item[0].pk):
        if fresh := _fresh(meetings, known.get(user.pk)):
            _ask(user, fresh)
            sent += 1
    return sent


def _waiting() -> dict[User, list[Meeting]]:
    """Who is asked about what."""
    by_network: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in Meeting.objects.to_ask_about().select_related("network"):
        by_network[meeting.network_id].append(meeting)
    found: dict[User, list[Meeting]] = defaultdict(list)
    for meetings in by_network.values():
        for person in meetings[0].network.caretakers():
            found[person] += meetings
    return found


def _fresh(meetings: list[Meeting], last: OutcomeReminder | None) -> list[Meeting]:
    """What was not yet asked about; nothing within a week after the last mail, or if she does not want any."""
    if last is None:
        return meetings
    if last.declined_at is not None:
        return []
    if last.sent_at is None:
        return meetings
    if timezone.localdate() < local_day(last.sent_at) + NOT_AGAIN_WITHIN:
        return []
    return [meeting for meeting in meetings if _asked_from(meeting) > last.sent_at]


def _asked_from(meeting: Meeting) -> datetime:
    """The first moment of the day after. Mirrors `MeetingQuerySet.to_ask_about`."""
    return start_of(local_day(meeting.end or meeting.start) + timedelta(days=1))


@transaction.atomic
def _ask(user: User, meetings: list[Meeting]) -> None:
    meetings = sorted(meetings, key=lambda meeting: (meeting.start, meeting.pk))
    path = reverse("networks:decline_outcome_mails", args=[token_of(user)])
    context = {"meetings": meetings, "unsubscribe_path": path}
    send_letter("meeting_outcome", user.email, context, headers=unsubscribe_headers(path))
    OutcomeReminder.objects.update_or_create(user=user, defaults={"sent_at": timezone.now()})


# --- No more of them ------------------------------------------------------------------------------------------------


def token_of(user: User) -> str:
    """Stands for "no more of these mails to this person". Does not run out: mails are kept for years."""
    return SIGNER.sign(str(user.pk))


def read_token(token: str) -> User | None:
    """None for a token that is not ours, or whose person is gone."""
    try:
        pk = SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk).first()


def wants_mails(user: User) -> bool:
    return not OutcomeReminder.objects.filter(user=user, declined_at__isnull=False).exists()


def want_mails(user: User, wants: bool) -> None:
    declined_at = None if wants else timezone.now()
    OutcomeReminder.objects.update_or_create(user=user, defaults={"declined_at": declined_at})
