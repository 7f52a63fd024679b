"""Findings as German sentences: what is so, the reason, and ways to do something about it. They name and count, and never judge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from actors.models import Actor
from insight.cases import FindingKind, InsightFinding
from insight.finding_sentences import NAMED, SAYING, GoneError
from insight.links import WayOn, actor_link, listed, network_link
from insight.pages import TABS
from insight.reading import actors_behind
from insight.scope import Scope
from insight.snapshot import Audience, NetworkFacts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ICONS = {
    FindingKind.LOAD: "users", FindingKind.COLLISION: "calendar-days", FindingKind.TOGETHER: "merge", FindingKind.PLACE: "circle-dashed",
    FindingKind.GROUP: "target", FindingKind.THEME: "circle-dashed", FindingKind.DISTRICT: "map-pin", FindingKind.ENDING: "flag", FindingKind.OVERDUE: "clock",
    FindingKind.MANDATE: "landmark", FindingKind.BRIDGE: "share-2", FindingKind.ALONE: "user-plus",
}  # fmt: skip

# What each kind means, for „So rechnen wir“.
MEANINGS: dict[FindingKind, tuple[StrOrPromise, StrOrPromise]] = {
    FindingKind.LOAD: (
        _l("Auslastung"),
        _l("Mehr Treffen im Monat, als die Rechenregel für viel hält. Über die Größe der Einrichtung sagt das nichts."),
    ),
    FindingKind.COLLISION: (
        _l("Termine"),
        _l("Zwei Netzwerke mit mindestens zwei gemeinsamen Mitgliedern tagen am selben Tag, am Tag danach oder in derselben Kalenderwoche. Runden, die fast jede Woche zusammenkommen, zählen nur am selben Tag."),
    ),
    FindingKind.TOGETHER: (
        _l("Gemeinsam tagen"),
        _l("Mindestens drei gemeinsame Mitglieder, die Hälfte des kleineren Netzwerks, dazu Thema, Zielgruppe, Ort und Charakter; oder vier und 60 Prozent am selben Ort. Untergruppen zählen nicht."),
    ),
    FindingKind.PLACE: (
        _l("Lücke vor Ort"),
        _l("Kein aktives Netzwerk zum Thema im Stadtteil, obwohl dort mindestens zwei Akteure das Thema nennen und keiner in einem Netzwerk dazu sitzt; oder mindestens drei. Der Sitz ist nicht immer der Ort der Arbeit, und über den Bedarf steht nichts in den Daten."),
    ),
    FindingKind.GROUP: (
        _l("Zielgruppe"),
        _l("Kein aktives Netzwerk, aber mindestens ein Akteur; oder mindestens fünf und höchstens ein Fünftel so viele Netzwerke."),
    ),
    FindingKind.THEME: (_l("Thema"), _l("Mindestens zwei Akteure nennen es, aber kein aktives Netzwerk.")),
    FindingKind.DISTRICT: (
        _l("Stadtteil ohne Netzwerk"),
        _l("Mindestens fünf Akteure haben dort ihren Sitz, und kein aktives Netzwerk nennt ihn. Zentren, die in der Rechenregel stehen, sind ausgenommen."),
    ),
    FindingKind.ENDING: (_l("Ende"), _l("Das eingetragene Ende liegt im nächsten halben Jahr oder ist schon vorbei.")),
    FindingKind.OVERDUE: (
        _l("Still"),
        _l("Das Verzeichnis nennt sie „überfällig“ oder „ruhig“, weil nach ihrem Rhythmus ein Treffen fehlt."),
    ),
    FindingKind.MANDATE: (
        _l("Auftrag"),
        _l("Die Verbindlichkeit ist „lose“ oder „abgesprochen“, und weder ein Gremium noch eine Planung ist genannt. Wer zur Verbindlichkeit nichts sagt, zählt nicht als ohne Auftrag."),
    ),
    FindingKind.BRIDGE: (
        _l("Brücke"),
        _l("Paare von Akteuren ohne gemeinsames Netzwerk, deren einziger gemeinsamer Nachbar dieser Akteur ist; und wie viele ohne ihn vom größten Stück getrennt wären. Ab drei Netzwerken."),
    ),
    FindingKind.ALONE: (_l("Allein"), _l("Akteure der Auswahl, die in keinem aktiven Netzwerk der Kommune sitzen.")),
}  # fmt: skip


@dataclass(frozen=True)
class SaidFinding:
    finding: InsightFinding
    key: str
    icon: str
    title: str
    reasons: list[str]
    ways: list[WayOn]


class FindingWords:
    """Says the findings of a choice; their names are read at once."""

    def __init__(self, scope: Scope, findings: Iterable[InsightFinding]) -> None:
        self.scope, self._findings = scope, list(findings)

    def all(self) -> list[SaidFinding]:
        return [said for finding in self._findings if (said := self.say(finding))]

    def say(self, finding: InsightFinding) -> SaidFinding | None:
        """None where it is about something that is gone."""
        try:
            title, reasons, ways = SAYING[finding.kind](self, finding.facts)
        except GoneError:
            return None
        shown = [reason for reason in reasons if reason]
        key = finding.key(self.scope.key)
        return SaidFinding(finding, key, ICONS[finding.kind], title, shown, [w for w in ways if w.url])

    # --- names --------------------------------------------------------------------------------------------------------

    @cached_property
    def _actors(self) -> dict[int, Actor]:
        named: set[int] = set()
        for finding in self._findings:
            facts = finding.facts
            named |= {*facts.get("actors", ())[:NAMED], *facts.get("shared", ())[:NAMED]}
            named |= {facts["actor"]} if "actor" in facts else set()
        return actors_behind(self.scope.whole, named) if named else {}

    def actor(self, entry: int) -> Actor:
        if entry not in self._actors:
            raise GoneError
        return self._actors[entry]

    def network(self, entry: int) -> NetworkFacts:
        if entry not in self.scope.whole.networks:
            raise GoneError
        return self.scope.whole.networks[entry]

    def networks(self, entries: Iterable[int], total: int) -> SafeString:
        """„A, B, C und 4 weitere“, with links."""
        return listed((network_link(self.network(one)) for one in [*entries][:NAMED]), total)

    def actors(self, entries: Iterable[int], total: int) -> SafeString:
        return listed((actor_link(self.actor(one)) for one in [*entries][:NAMED]), total)

    def place(self, slug: str) -> str:
        """„im Stadtteil Lindenau“: names need another article each."""
        option = self.scope.answer.vocabulary.option("stadtteil", slug)
        inside = _("im Stadtteil %(name)s") if option and option.whole else _("in %(name)s")
        return inside % {"name": self.scope.label("stadtteil", slug)}

    def way(self, label: str, route: str, anchor: str = "", **own: str) -> WayOn:
        """To another page of Einblick, if it is there."""
        is_internal = self.scope.audience is Audience.COORDINATION
        is_there = any(tab.route == route and (is_internal or not tab.is_internal) for tab in TABS)
        return WayOn(label, f"{self.scope.at(route, **own)}{anchor}" if is_there else "")
