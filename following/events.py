"""What happened to a network since somebody last heard of it: the difference between then and now, in German sentences.

Of members and of a successor only what is public is told, of Zwischenstände those for everybody."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.models import Actor
from following.digest_items import DigestItem
from networks.models import Meeting, Membership, Network, Update

SHOWN = 5  # of one sort; the page of the network has all
WORDS = 40  # of a text in a mail: enough to know whether to read on


@dataclass
class NetworkState:
    """A network as it is now."""

    network: Network
    members: dict[int, str] = field(default_factory=dict)
    coordinators: dict[int, str] = field(default_factory=dict)
    updates: dict[int, Update] = field(default_factory=dict)
    meetings: dict[int, Meeting] = field(default_factory=dict)


def states_of(ids: Collection[int], known: Collection[int] = ()) -> dict[int, NetworkState]:
    """By id, five queries for any number. `known`: ids of meetings that somebody was told of, past ones included."""
    states = {
        network.pk: NetworkState(network)
        for network in Network.objects.filter(pk__in=ids).select_related("successor", "coordinator")
    }
    seats = Membership.objects.filter(network__in=states, actor__review_status=Actor.ReviewStatus.PUBLISHED)
    seats = seats.order_by("actor__sort_name", "pk")
    columns = ("network_id", "actor_id", "actor__name")
    for network_id, actor_id, name in seats.current().confirmed().values_list(*columns):
        states[network_id].members[actor_id] = name
    for state in states.values():
        if (first := state.network.coordinator) and first.is_public:
            state.coordinators[first.pk] = first.name
    for network_id, actor_id, name in seats.coordinating().values_list(*columns):
        states[network_id].coordinators[actor_id] = name
    for update in Update.objects.filter(network__in=states, is_public=True):
        states[update.network_id].updates[update.pk] = update
    told = Q(start__gte=timezone.now()) | Q(pk__in=known)
    for meeting in Meeting.objects.public().filter(told, network__in=states).order_by("start", "pk"):
        states[meeting.network_id].meetings[meeting.pk] = meeting
    return states


def remembered(state: NetworkState, known: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody knows who has been told everything up to now."""
    network = state.network
    before = known if known.get("network") == network.pk else {}
    return {
        "network": network.pk,
        "name": network.name,
        "status": network.status,
        "purpose": _digest(network.purpose),
        "members": sorted({*before.get("members", ()), *state.members}),
        "coordinators": sorted(state.coordinators),
        "updates": sorted({*before.get("updates", ()), *state.updates}),
        "meetings": {
            str(pk): [meeting.start.isoformat(), meeting.is_cancelled]
            for pk, meeting in state.meetings.items()
        },
    }


def changes(state: NetworkState, known: Mapping[str, Any]) -> list[DigestItem]:
    """What to tell somebody who knows `known`; the most important first."""
    if known.get("network") != state.network.pk:
        return list(_after_a_merge(state, known))
    sorts = (_status, _coordination, _meetings, _updates, _members, _purpose)
    return [item for sort in sorts for item in sort(state, known)]


def _after_a_merge(state: NetworkState, known: Mapping[str, Any]) -> Iterator[DigestItem]:
    if known.get("name"):
        names = {"old": known["name"], "new": state.network.name}
        yield DigestItem(_("„%(old)s“ ist jetzt ein Teil von „%(new)s“.") % names)


def _status(state: NetworkState, known: Mapping[str, Any]) -> Iterator[DigestItem]:
    network = state.network
    if network.status == known["status"]:
        return
    if network.status != Network.Status.ENDED:
        before = Network.Status(known["status"]).label
        words = {"now": network.get_status_display(), "before": before}
        yield DigestItem(_("Das Netzwerk ist jetzt %(now)s (vorher %(before)s).") % words)
        return
    on = date_format(network.ends_on, "j. F Y") if network.ends_on else ""
    ended = _("Das Netzwerk ist beendet, seit dem %s.") % on if on else _("Das Netzwerk ist beendet.")
    yield DigestItem(" ".join(filter(None, [ended, network.end_reason])))
    if network.successor and network.successor.is_public:
        text = _("Die Arbeit führt fort: %s") % network.successor.name
        yield DigestItem(text, network.successor.get_absolute_url())


def _coordination(state: NetworkState, known: Mapping[str, Any]) -> Iterator[DigestItem]:
    """Each time somebody takes over, also for another turn. Who was last told before this was remembered hears nothing."""
    before = known.get("coordinators", list(state.coordinators))
    if fresh := [name for pk, name in state.coordinators.items() if pk not in before]:
        yield DigestItem(_("Neu in der Koordination: %s") % get_text_list(fresh, _("und")))


def _updates(state: NetworkState, known: Mapping[str, Any]) -> Iterator[DigestItem]:
    fresh = [update for pk, update in state.updates.items() if pk not in set(known["updates"])]
    for update in sorted(fresh, key=lambda one: (one.date, one.pk), reverse=True)[:SHOWN]:
        head = _("Zwischenstand vom %(day)s, %(kind)s") % {
            "day": date_format(update.date, "j. F"),
            "kind": update.get_kind_display(),
        }
        text = Truncator(" ".join(update.text.split())).words(WORDS)
        yield DigestItem(f"{head}: {text}" if text else f"{head}.")


def _meetings(state: NetworkState, known: Mapping[str, Any]) -> Iterator[DigestItem]:
    now, told = timezone.now(), known["meetings"]
    fresh = []
    for pk, meeting in state.meetings.items():
        if meeting.start < now:
            continue  # what is over is no news
        start, was_cancelled = told.get(str(pk), (None, False))
        takes_place = not meeting.is_cancelled
        if takes_place and (start is None or was_cancelled):
            fresh.append(meeting)
        elif meeting.is_cancelled and start is not None and not was_cancelled:
            yield DigestItem(_("Abgesagt: %s") % _words(meeting))
        elif takes_place and meeting.start != datetime.fromisoformat(start):
            moved = {"before": _when(datetime.fromisoformat(start), meeting), "now": _words(meeting)}
            yield DigestItem(_("Verlegt: statt %(before)s jetzt %(now)s") % moved)
    yield from _gone(state, told, now)
    yield from _fresh(fresh)


def _gone(state: NetworkState, told: Mapping[str, Any], now: datetime) -> Iterator[DigestItem]:
    for pk, (start, was_cancelled) in told.items():
        moment = datetime.fromisoformat(start)
        if int(pk) not in state.meetings and moment > now and not was_cancelled:
            yield DigestItem(_("Nicht mehr eingetragen: das Treffen am %s") % _when(moment))


def _fresh(meetings: list[Meeting]) -> Iterator[DigestItem]:
    for meeting in meetings[:SHOWN]:
        yield DigestItem(_("Neues Treffen: %s") % _words(meeting))
    if (more := len(meetings) - SHOWN) and more > 0:
        yield DigestItem(ngettext("und %d weiteres Treffen", "und %d weitere Treffen", more) % more)


def _members(state: NetworkState, known: Mapping[str, Any]) -> Iterator[DigestItem]:
    fresh = [name for pk, name in state.members.items() if pk not in set(known["members"])]
    if not fresh:
        return
    shown = fresh if len(fresh) <= SHOWN else fresh[: SHOWN - 1]
    if more := len(fresh) - len(shown):
        shown = [*shown, ngettext("%d weiterer", "%d weitere", more) % more]
    yield DigestItem(_("Neu dabei: %s") % get_text_list(shown, _("und")))


def _purpose(state: NetworkState, known: Mapping[str, Any]) -> Iterator[DigestItem]:
    purpose = " ".join(state.network.purpose.split())
    if purpose and _digest(state.network.purpose) != known["purpose"]:
        yield DigestItem(_("Der Zweck ist neu beschrieben: %s") % Truncator(purpose).words(WORDS))


def _words(meeting: Meeting) -> str:
    """„Donnerstag, 3. Dezember 2026, 16:30 Uhr, Rathaus: Herbsttreffen“."""
    where = (
        f"{_when(meeting.start, meeting)}, {meeting.place}"
        if meeting.place
        else _when(meeting.start, meeting)
    )
    return f"{where}: {meeting.title}" if meeting.title else where


def _when(start: datetime, meeting: Meeting | None = None) -> str:
    local = timezone.localtime(start)
    day = date_format(local, "l, j. F Y")
    if meeting is None or meeting.is_all_day:
        return day
    hour = str(local.hour) if local.minute == 0 else f"{local.hour}:{local.minute:02}"
    return _("%(day)s, %(hour)s Uhr") % {"day": day, "hour": hour}


def _digest(text: str) -> str:
    return hashlib.blake2b(" ".join(text.split()).encode(), digest_size=8).hexdigest()
