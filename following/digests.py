"""One mail for everything that is new to a person, in the rhythm she chose.

The mail is put into the queue and what she knows is written down in one transaction: whenever the process is killed,
either both happened or neither, so that nothing is told twice and nothing gets lost."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from following.models import Watch
from following.news import WatchedState
from following.querysets import WatchQuerySet
from mailing.letters import send_letter
from mailing.links import unsubscribe_headers
from mailing.querysets import SKEW

logger = logging.getLogger(__name__)

MORNING = time(7)  # local; before the working day begins
MONDAY = 0  # as date.weekday counts
SIGNER = signing.Signer(salt="following.unsubscribe")


@dataclass
class Sent:
    mails: int = 0
    failed: int = 0


def last_slot(rhythm: str, now: datetime) -> datetime:
    """The last moment at which mails of this rhythm were to go out: this morning, Monday morning, now."""
    if rhythm == Watch.Interval.AT_ONCE:
        return now
    local = timezone.localtime(now)
    day = local.date() if local.time() >= MORNING else local.date() - timedelta(days=1)
    if rhythm == Watch.Interval.WEEKLY:
        day -= timedelta(days=(day.weekday() - MONDAY) % 7)
    return timezone.make_aware(datetime.combine(day, MORNING))


def due(now: datetime) -> WatchQuerySet:
    """Watches that were last looked at before the last slot of their rhythm, or in a future that is none."""
    late = Q(looked_at__gt=now + SKEW)  # by a clock that had jumped
    for rhythm in Watch.Interval.values:
        late |= Q(rhythm=rhythm, looked_at__lt=last_slot(rhythm, now))
    return Watch.objects.running().filter(late)


def send_digests() -> Sent:
    """Mails what is new to everybody whose time it is. What fails for one person does not stop the others."""
    now, sent = timezone.now(), Sent()
    watches = list(due(now).with_targets().order_by("owner_id", "rhythm", "created_at", "pk"))
    look = WatchedState(watches)
    for (_owner, rhythm), group in groupby(watches, key=lambda watch: (watch.owner_id, watch.rhythm)):
        of_person = list(group)
        try:
            with transaction.atomic():
                sent.mails += _send(of_person[0].owner, rhythm, of_person, look, now)
        except Exception as error:
            # Without its text, which may hold what somebody wrote.
            logger.error("A digest failed: %s", type(error).__name__)  # noqa: TRY400
            sent.failed += 1
    return sent


def _send(owner: User, rhythm: str, watches: list[Watch], look: WatchedState, now: datetime) -> bool:
    """Whether there was something to send. Watches that were changed or looked at meanwhile are left alone."""
    unchanged = Watch.objects.select_for_update().filter(pk__in=[watch.pk for watch in watches])
    current = {
        watch.pk: watch.looked_at
        for watch in unchanged.filter(rhythm=rhythm, paused_at__isnull=True).order_by("pk")
    }
    watches = [watch for watch in watches if current.get(watch.pk) == watch.looked_at]
    news = [told for watch in watches if (told := look.news(watch))]
    if news:
        token = token_of(owner, rhythm)
        context = {"news": news, "rhythm": rhythm, "unsubscribe_path": unsubscribe_path(token)}
        send_letter("digest", owner.email, context, headers=headers_of(token))
    for watch in watches:
        if look.remember(watch) or rhythm != Watch.Interval.AT_ONCE:
            watch.looked_at = now
            watch.save(update_fields=["known", "mark", "looked_at"])
    return bool(news)


# --- Ending it from the mail --------------------------------------------------------------------------------------


def token_of(owner: User, rhythm: str) -> str:
    """Stands for "no more mails of this rhythm to this person". Does not run out: mails are kept for years."""
    return SIGNER.sign(f"{owner.pk}.{rhythm}")


def read_token(token: str) -> tuple[User, str] | None:
    """None for a token that is not ours, or whose person is gone."""
    try:
        pk, _dot, rhythm = SIGNER.unsign(token).partition(".")
    except signing.BadSignature:
        return None
    owner = User.objects.filter(pk=pk).first()
    return (owner, rhythm) if owner else None


def unsubscribe_path(token: str) -> str:
    return reverse("following:unsubscribe", args=[token])


def headers_of(token: str) -> dict[str, str]:
    return unsubscribe_headers(unsubscribe_path(token))


def pause(owner: User, rhythm: str) -> int:
    """Holds all watches of this rhythm until their owner resumes them. Returns how many were running."""
    return Watch.objects.filter(owner=owner, rhythm=rhythm, paused_at__isnull=True).update(
        paused_at=timezone.now()
    )
