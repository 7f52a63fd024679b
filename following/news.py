"""What is new about what somebody watches, and that she knows it from now on.

`WatchedState` reads everything once for any number of watches; what it hands out differs only by what each person knows already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pyroaring import BitMap

from actors.models import Actor
from following import events, hits
from following.digest_items import DigestItem, News
from following.models import Watch
from networks.models import Meeting, Network

SHOWN = 8  # new entries of one list; the rest is counted
MODELS: Mapping[str, type[Network | Actor]] = {"netzwerk": Network, "akteur": Actor}


class WatchedState:
    """The state of everything that these watches are about, at one moment."""

    def __init__(self, watches: Iterable[Watch]) -> None:
        watches = list(watches)
        of_networks = [watch for watch in watches if watch.network_id]
        told = {int(pk) for watch in of_networks for pk in watch.known.get("meetings", {})}
        self._hits = hits.Hits.of(watch for watch in watches if not watch.network_id)
        self._states = events.states_of({watch.network_id for watch in of_networks}, told)

    def news(self, watch: Watch) -> News | None:
        """None when nothing is new. A network that the owner may not see (any more) has no news."""
        items = self._of_network(watch) if watch.network_id else self._of_list(watch)
        if not items:
            return None
        path = watch.network.get_absolute_url() if watch.network else hits.list_address(watch)
        return News(heading_of(watch, self._count(watch)), path, items)

    def remember(self, watch: Watch) -> bool:
        """Sets what the owner knows to everything up to now, without saving. Returns whether that changes the watch."""
        before = watch.known, watch.mark
        if watch.network_id:
            if state := self._states.get(watch.network_id):
                watch.known = events.remembered(state, watch.known)
        elif (now := self._hits.now(watch)) is not None:
            watch.known, watch.mark = hits.remembered(now, watch.known), self._hits.mark
        return before != (watch.known, watch.mark)

    def _of_network(self, watch: Watch) -> list[DigestItem]:
        state = self._states.get(watch.network_id or 0)
        if state is None or not state.network.is_visible_to(watch.owner):
            return []
        return events.changes(state, watch.known)

    def _of_list(self, watch: Watch) -> list[DigestItem]:
        fresh = self._fresh(watch)
        items: list[DigestItem] = []
        for kind, ids in fresh.items():
            for entry in _published(kind, ids)[: SHOWN - len(items)]:
                label = entry.format if isinstance(entry, Network) else entry.kind
                items.append(DigestItem(f"{entry.name} ({label})", entry.get_absolute_url()))
        if items and (more := self._count(watch) - len(items)) > 0:
            text = ngettext("und %d weiterer Eintrag", "und %d weitere Einträge", more) % more
            items.append(DigestItem(text, hits.list_address(watch)))
        return items

    def _fresh(self, watch: Watch) -> hits.Objects:
        now = self._hits.now(watch)
        return {} if now is None else hits.new_ones(now, watch.known)

    def _count(self, watch: Watch) -> int:
        return 0 if watch.network_id else sum(len(ids) for ids in self._fresh(watch).values())


def _published(kind: str, ids: BitMap) -> QuerySet[Any]:
    """Checked once more where the rows are: the index may be a moment behind."""
    label = "format" if kind == "netzwerk" else "kind"
    return MODELS[kind].objects.published().filter(pk__in=list(ids)).select_related(label)


def begin(watch: Watch) -> None:
    """From now on: what is there already is no news. Saves the watch."""
    watch.known, watch.mark, watch.looked_at = {}, "", timezone.now()
    WatchedState([watch]).remember(watch)
    watch.save()


def move_quietly(meetings: Iterable[Meeting]) -> None:
    """These meetings lie on other days now, and that is no news for those who watch their networks."""
    by_network: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        by_network[meeting.network_id].append(meeting)
    watches = list(Watch.objects.filter(network__in=by_network, known__has_key="meetings"))
    for watch in watches:
        told = watch.known["meetings"]
        for meeting in by_network[watch.network_id or 0]:
            if str(meeting.pk) in told or meeting.start >= timezone.now():
                told[str(meeting.pk)] = [meeting.start.isoformat(), meeting.is_cancelled]
    Watch.objects.bulk_update(watches, ["known"])


def heading_of(watch: Watch, count: int = 0) -> str:
    heading = f"{watch.kind_label} „{watch.target}“"
    if not count:
        return heading
    return heading + _(": ") + (ngettext("%d neuer Eintrag", "%d neue Einträge", count) % count)
