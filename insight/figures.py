"""The figures of a choice, and how its networks and actors are spread over the lists of the directory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pyroaring import BitMap

from insight.lacking import Lack, Lacking, lacking
from insight.load import attendances_a_year, meetings_a_year
from insight.pages import TABS
from insight.scope import Scope
from insight.snapshot import Audience
from networks.models import Network
from search.sources import FACETS, Option

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHARES_FROM = 5  # networks: of fewer a share says less than the number
ACTIVE = Network.Status.ACTIVE.value

# In the order of the page, left column and right.
SPREAD = (("format", "offenheit", "verbindlichkeit"), ("charakter", "lebendigkeit"))
SEVERAL = ("charakter",)  # of which an entry may have more than one
# Days since then at most -> what that is called.
AGES: tuple[tuple[int, StrOrPromise], ...] = (
    (91, gettext_lazy("in den letzten 3 Monaten")),
    (183, gettext_lazy("vor 3 bis 6 Monaten")),
    (365, gettext_lazy("vor 6 bis 12 Monaten")),
)
LONG_AGO, NEVER = gettext_lazy("vor mehr als einem Jahr"), gettext_lazy("noch nie")
NOT_ACTIVE = (Network.Status.DORMANT, Network.Status.ENDED, Network.Status.PLANNED)


@dataclass(frozen=True)
class KeyFigure:
    """`of` stands behind the number, `label` says what it counts and leads to `url`."""

    number: str
    of: str
    label: str
    url: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Bar:
    """`share`: of the longest one, 0 to 100, for the picture."""

    label: str
    number: int
    share: float
    url: str = ""


@dataclass(frozen=True)
class Spread:
    label: StrOrPromise
    bars: list[Bar]
    note: str = ""


@dataclass(frozen=True)
class PlaceRow:
    label: str
    url: str
    networks: Bar
    actors: Bar


def number(value: float) -> str:
    return number_format(round(value), force_grouping=True)


def bars(rows: Iterable[tuple[str, int, str]]) -> list[Bar]:
    """Of (label, number, address), each as long as its part of the greatest."""
    known = list(rows)
    most = max((one[1] for one in known), default=0) or 1
    return [Bar(label, value, round(100 * value / most, 1), url) for label, value, url in known]


class KeyFigures:
    """Of one choice. `snapshot` is what the filters leave, `whole` the landscape that its actors may sit in."""

    def __init__(self, scope: Scope) -> None:
        self.scope, self.snapshot = scope, scope.snapshot

    @cached_property
    def active(self) -> int:
        return len(self.snapshot.active)

    @cached_property
    def has_shares(self) -> bool:
        return self.active >= SHARES_FROM

    def shown(self, lacks: Iterable[Lack] = Lack) -> list[KeyFigure]:
        return [self._networks(), self._actors(), self._meetings(), *map(self._lacking, lacks)]

    # --- the six figures ----------------------------------------------------------------------------------------------

    def _networks(self) -> KeyFigure:
        every = len(self.snapshot.networks)
        states = Counter(one.status for one in self.snapshot.networks.values())
        dormant, ended, planned = (states[status] for status in NOT_ACTIVE)
        said = [
            ngettext("%d ruht", "%d ruhen", dormant) % dormant if dormant else "",
            ngettext("%d ist beendet", "%d sind beendet", ended) % ended if ended else "",
            ngettext("%d ist geplant", "%d sind geplant", planned) % planned if planned else "",
        ]
        label = ngettext("aktives Netzwerk", "aktive Netzwerke", self.active)
        notes = [f"{', '.join(filter(None, said))}."] if any(said) else []
        return KeyFigure(number(self.active), self._of(every), label, self.list_url, notes)

    def _actors(self) -> KeyFigure:
        every = len(self.snapshot.actors)
        alone = sum(actor not in self.scope.whole.rounds for actor in self.snapshot.actors)
        sentence = ngettext("%d sitzt in keinem.", "%d sitzen in keinem.", alone)
        label = ngettext(
            "Akteur in mindestens einem Netzwerk", "Akteure in mindestens einem Netzwerk", every - alone
        )
        notes = [sentence % alone] if alone else []
        return KeyFigure(number(every - alone), self._of(every), label, self._page("insight:load"), notes)

    def _meetings(self) -> KeyFigure:
        unknown = sum(one.times_a_year is None for one in self.snapshot.active.values())
        people = attendances_a_year(self.snapshot)
        notes = [
            _("Das sind %s Teilnahmen, wenn aus jedem Haus eine Person kommt.") % number(people)
        ] if people else []  # fmt: skip
        if unknown:
            sentence = ngettext(
                "Bei %d Netzwerk lässt sich das nicht sagen.",
                "Bei %d Netzwerken lässt sich das nicht sagen.",
                unknown,
            )
            notes.append(sentence % unknown)
        a_year = number(meetings_a_year(self.snapshot))
        label = _("Treffen, geschätzt aus dem Rhythmus")
        return KeyFigure(a_year, _("im Jahr"), label, self._page("insight:load"), notes)

    def _lacking(self, lack: Lack) -> KeyFigure:
        found = lacking(self.snapshot, lack)
        notes = []
        if self.has_shares and found.number:
            notes.append(_("%s Prozent.") % number(100 * found.number / self.active))
        if said := _beside(found):
            notes.append(said)
        url = self.scope.at("insight:lacking", **{"es-fehlt": lack.value}) if found.number else ""
        return KeyFigure(number(found.number), self._of(self.active), str(lack.label), url, [" ".join(notes)])

    def _of(self, every: int) -> str:
        return _("von %s") % number(every) if every else ""

    @property
    def list_url(self) -> str:
        """The active ones in the directory; empty where there are none, or others are asked for."""
        is_same = self.active and self.snapshot.can_narrow("status", ACTIVE)
        return self.scope.directory("networks:list", status=ACTIVE) if is_same else ""

    def _page(self, route: str) -> str:
        """Of a page that this audience may open."""
        is_internal = self.scope.audience is Audience.COORDINATION
        is_there = any(tab.route == route and (is_internal or not tab.is_internal) for tab in TABS)
        return self.scope.at(route) if is_there else ""

    # --- how they are spread ------------------------------------------------------------------------------------------

    def spread(self) -> list[list[Spread]]:
        """Two columns."""
        left, right = ([self._spread(facet) for facet in column] for column in SPREAD)
        return [left, [*right, self._ages()]]

    def _spread(self, facet: str) -> Spread:
        """Of the active networks; those that say nothing stand last, without a way to a list."""
        networks, told = self.snapshot.active_entries, BitMap()
        rows = []
        for option in self._options(facet):
            having = networks & self.snapshot.having(facet, option.value)
            told |= having
            if having:
                rows.append((option.label, len(having), self._narrower(facet, option.value)))
        if facet == "format":
            rows.sort(key=lambda row: -row[1])
        if silent := len(networks - told):
            rows.append((_("ohne Angabe"), silent, ""))
        note = ""
        if facet in SEVERAL and sum(row[1] for row in rows) > len(networks):
            note = _("Ein Netzwerk kann mehreres sein. Zusammen sind es deshalb mehr als %d.") % len(networks)
        return Spread(FACETS[facet].label, bars(rows), note)

    def _options(self, facet: str) -> list[Option]:
        return [*self.scope.answer.vocabulary.options[facet].values()]

    def _narrower(self, facet: str, value: str) -> str:
        """The list that shows what a bar counts; none where filters cannot say it."""
        if not self.snapshot.can_narrow(facet, value):
            return ""
        return self.scope.directory("networks:list", **{"status": ACTIVE, facet: value})

    def _ages(self) -> Spread:
        """When somebody last said that the entry is right, in days before today."""
        found: Counter[StrOrPromise] = Counter()
        for one in self.snapshot.active.values():
            if one.confirmed_at is None:
                found[NEVER] += 1
            else:
                days = (self.snapshot.today - one.confirmed_at).days
                found[next((label for most, label in AGES if days <= most), LONG_AGO)] += 1
        in_order = [*(label for _most, label in AGES), LONG_AGO, NEVER]
        rows = [(str(label), found[label], "") for label in in_order if found[label]]
        return Spread(_("Zuletzt bestätigt"), bars(rows))

    # --- places -------------------------------------------------------------------------------------------------------

    @cached_property
    def places(self) -> list[PlaceRow]:
        """Districts without parts in which there is anything, in the order of the list."""
        rows = list(self._place_rows())
        networks = bars((label, len(there), url) for label, _slug, there, _actors, url, _url in rows)
        actors = bars((label, len(there), url) for label, _slug, _networks, there, _url, url in rows)
        return [
            PlaceRow(row[0], self.scope.at("insight:stock", stadtteil=row[1]), one, other)
            for row, one, other in zip(rows, networks, actors, strict=True)
        ]

    def _place_rows(self) -> Iterator[tuple[str, str, BitMap, BitMap, str, str]]:
        for option in self._options("stadtteil"):
            there = self.snapshot.having("stadtteil", option.value)
            networks, actors = self.snapshot.active_entries & there, self.snapshot.actors & there
            if option.is_whole or not (networks or actors):
                continue
            of_networks = self._narrower("stadtteil", option.value) if networks else ""
            is_same = actors and self.snapshot.can_narrow("stadtteil", option.value)
            of_actors = self.scope.directory("actors:list", stadtteil=option.value) if is_same else ""
            yield option.label, option.value, networks, actors, of_networks, of_actors

    def everywhere(self) -> int:
        """Active networks that name a place with parts: the whole Kommune."""
        wide = [one.value for one in self._options("stadtteil") if one.is_whole]
        named = BitMap.union(BitMap(), *(self.snapshot.having("stadtteil", value) for value in wide))
        return len(self.snapshot.active_entries & named)


def _beside(found: Lacking) -> str:
    many = found.beside
    if not many:
        return ""
    match found.lack:
        case Lack.CONFIRMATION:
            said = ngettext("%d wurde noch nie bestätigt.", "%d wurden noch nie bestätigt.", many)
        case Lack.MEETING:
            said = ngettext(
                "Bei %d ist das letzte eingetragene Treffen vorbei.",
                "Bei %d ist das letzte eingetragene Treffen vorbei.",
                many,
            )
        case _:
            said = ngettext("Dazu %d, das ruht.", "Dazu %d, die ruhen.", many)
    return said % many
