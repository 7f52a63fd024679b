"""What somebody who coordinates should look at. Pure: no Django, no words; `insight.finding_words` says it.

Of each kind all cases are found, the strongest first; a page shows the first of each that nobody has noted. A case is called by
`InsightFinding.key`, made of numbers and addresses that stay, and remembers in `state` what it stands on: both are the same as long as
nothing but spellings and the day has changed.

Limits: the directory knows who sits where, not who comes; who names a theme, not who works on it; dates that somebody entered.
So each finding is a reason to look, never a verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import IntEnum
from itertools import islice, product
from typing import Any

from pyroaring import BitMap

from insight.cases import FindingBasis, FindingKind, InsightFinding, digest
from insight.coverage import GAP_FROM, CellKind, group_cell, place_cell
from insight.load import LoadRule, loads
from insight.overlap import Advice, Pair
from insight.snapshot import NetworkFacts

MOST = 40  # cases of a kind that are kept: who has noted so many has read the first ones
NAMED = 12  # entries of a finding about many that are kept by name
ENDS_WITHIN = timedelta(days=183)  # half a year: as long as it takes to find money for a successor
MANY_ACTORS = 5  # in a district: enough for a round of their own
ENOUGH_TO_BRIDGE = 3  # networks: between fewer there is nothing to bridge
LINKS_FROM = 2  # links that only one actor makes: below that it is chance
LOOSE = ("lose", "abgesprochen")  # binding force: neither agreed in writing nor mandated
MANDATED_WORK = ("steuerung", "entscheidung", "aufgabendelegation")  # what one does on behalf of somebody


class Nearness(IntEnum):
    SAME_DAY = 0
    NEXT_DAY = 1
    SAME_WEEK = 2


# --- what is too much -------------------------------------------------------------------------------------------------


def _load(basis: FindingBasis) -> Iterator[InsightFinding]:
    """Actors with more meetings a month than the rule says."""
    for one in loads(basis.snapshot, basis.rule):
        if not one.is_busy:
            return  # they come by meetings, the most first
        everyday = [network.entry for network in one.everyday]
        facts = {
            "actor": one.actor, "rounds": len(one.rounds), "of": len(basis.snapshot.active), "a_month": one.a_month,
            "coordinated": one.coordinated, "everyday": everyday, "unknown": one.unknown,
        }  # fmt: skip
        rounds = basis.numbers(network.entry for network in one.rounds)
        yield InsightFinding(
            FindingKind.LOAD,
            f"{basis.pk(one.actor)}",
            digest(rounds, round(one.a_year), one.coordinated),
            facts,
        )


def _collisions(basis: FindingBasis) -> Iterator[InsightFinding]:
    """Agreed meetings of two networks with members in common: on the same day, one after the other, in the same week. What is
    daily work meets every week, and with everybody: there only the same day counts."""
    agreed: dict[int, list[date]] = defaultdict(list)
    for meeting in basis.snapshot.agreed:
        agreed[meeting.network].append(meeting.day)
    found = []
    for pair in basis.pairs:
        for first, second in dict.fromkeys(product(agreed[pair.first.entry], agreed[pair.second.entry])):
            near = _nearness(first, second)
            if near is Nearness.SAME_DAY or (near is not None and not _is_everyday(pair, basis.rule)):
                found.append((near, -pair.number, min(first, second), pair, (first, second)))
    found.sort(key=lambda one: (*one[:3], one[3].first.pk, one[3].second.pk, one[4]))
    for near, _number, _day, pair, days in found:
        facts = {
            "near": int(near), "shared": list(pair.shared), "networks": [pair.first.entry, pair.second.entry],
            "days": [day.isoformat() for day in days],
        }  # fmt: skip
        subject = f"{pair.first.pk}-{pair.second.pk}:{days[0]}:{days[1]}"
        yield InsightFinding(FindingKind.COLLISION, subject, digest(basis.numbers(pair.shared)), facts)


def _nearness(first: date, second: date) -> Nearness | None:
    if first == second:
        return Nearness.SAME_DAY
    if abs((first - second).days) == 1:
        return Nearness.NEXT_DAY
    return Nearness.SAME_WEEK if first.isocalendar()[:2] == second.isocalendar()[:2] else None


def _is_everyday(pair: Pair, rule: LoadRule) -> bool:
    return any((one.times_a_year or 0) >= rule.everyday_from for one in (pair.first, pair.second))


def _together(basis: FindingBasis) -> Iterator[InsightFinding]:
    """Rounds that could meet together (`overlap`), by the meetings that those in both would save; a network and its own
    subgroup are two on purpose."""
    advised = [
        (one, one.advice)
        for one in basis.pairs
        if one.advice in {Advice.MERGE, Advice.BUNDLE} and not _is_family(one.first, one.second)
    ]

    def rank(case: tuple[Pair, Advice]) -> tuple[Any, ...]:
        pair, advice = case
        strength = (-pair.number * pair.saves, -pair.likeness)
        return advice is not Advice.MERGE, *strength, pair.first.pk, pair.second.pk

    for pair, advice in sorted(advised, key=rank):
        facts = {
            "advice": advice, "networks": [pair.first.entry, pair.second.entry], "number": pair.number,
            "saves": pair.saves, "themes": sorted(pair.themes),
        }  # fmt: skip
        stands_on = (advice, basis.numbers(pair.shared), pair.saves)
        yield InsightFinding(
            FindingKind.TOGETHER, f"{pair.first.pk}-{pair.second.pk}", digest(*stands_on), facts
        )


def _is_family(first: NetworkFacts, second: NetworkFacts) -> bool:
    return second.pk == first.parent or first.pk == second.parent


# --- what is missing --------------------------------------------------------------------------------------------------


def _places(basis: FindingBasis) -> list[InsightFinding]:
    """A theme with actors in a district and no network there: first where none of them sits in any network on it."""
    around, found = basis.around, []
    for theme in basis.chosen("thema", basis.terms.themes):
        on_theme = around.actors & around.having("thema", theme)
        for place in basis.terms.places:
            enough = len(on_theme & around.having("stadtteil", place.slug)) >= GAP_FROM
            if not enough or not basis.snapshot.can_narrow("stadtteil", place.slug):
                continue
            cell = place_cell(around, theme, place.slug, whole=place.whole, is_central=place.is_central)
            if cell.kind in {CellKind.GAP, CellKind.CHECK}:
                found.append((cell.kind is not CellKind.GAP, -len(cell.actors), theme, place.slug, cell))
    findings = []
    for is_check, _number, theme, place_slug, cell in sorted(found, key=lambda one: one[:4]):
        facts = {
            "theme": theme, "place": place_slug, "actors": list(cell.actors)[:NAMED], "number": len(cell.actors),
            "seated": len(cell.seated), "around": len(cell.around), "is_check": is_check,
        }  # fmt: skip
        stands_on = (is_check, basis.numbers(cell.actors), basis.numbers(cell.seated))
        findings.append(InsightFinding(FindingKind.PLACE, f"{theme}/{place_slug}", digest(*stands_on), facts))
    return findings


def _groups(basis: FindingBasis) -> list[InsightFinding]:
    """Target groups for which nobody works together, then those for which few do."""
    return [
        *_without(basis, FindingKind.GROUP, "zielgruppe", basis.terms.groups, {CellKind.GAP, CellKind.CHECK})
    ]


def _themes(basis: FindingBasis) -> list[InsightFinding]:
    """Themes with actors and no network, wide ones first; of one actor nobody would want a network."""
    wide = _without(basis, FindingKind.THEME, "thema", basis.terms.themes, {CellKind.GAP}, GAP_FROM)
    return [*wide, *_without(basis, FindingKind.THEME, "thema", basis.terms.narrow, {CellKind.GAP}, GAP_FROM)]


def _without(
    basis: FindingBasis,
    kind: FindingKind,
    facet: str,
    values: Sequence[str],
    kinds: set[CellKind],
    least: int = 1,
) -> Iterator[InsightFinding]:
    if not basis.snapshot.active:
        return  # that no network names it would be true of all
    cells = [group_cell(basis.snapshot, facet, value) for value in basis.chosen(facet, values)]
    cells = [cell for cell in cells if cell.kind in kinds and len(cell.actors) >= least]
    resting = BitMap(basis.snapshot.networks) - basis.snapshot.active_entries
    for cell in sorted(cells, key=lambda one: (one.kind is not CellKind.GAP, -len(one.actors), one.column)):
        still = resting & basis.snapshot.having(facet, cell.column)
        elsewhere = basis.whole.active_entries & basis.whole.having(facet, cell.column)
        facts = {
            "is_part": basis.snapshot.is_part, "elsewhere": len(elsewhere - cell.networks), "facet": facet, "value": cell.column, "networks": list(cell.networks), "number": len(cell.actors),
            "actors": list(cell.actors)[:NAMED], "resting": list(still)[:NAMED], "is_check": cell.kind is CellKind.CHECK,
        }  # fmt: skip
        stands_on = (basis.numbers(cell.networks), basis.numbers(cell.actors), basis.numbers(still))
        yield InsightFinding(kind, cell.column, digest(*stands_on), facts)


def _districts(basis: FindingBasis) -> Iterator[InsightFinding]:
    """Districts with many actors that no active network names; a centre full of offices has them for the whole Kommune."""
    around, found = basis.around, []
    for place in basis.terms.places:
        there = around.having("stadtteil", place.slug)
        actors = around.actors & there
        if place.is_central or len(actors) < MANY_ACTORS or around.active_entries & there:
            continue
        if basis.snapshot.can_narrow("stadtteil", place.slug):
            found.append((-len(actors), place, actors))
    for _number, place, actors in sorted(found, key=lambda one: (one[0], one[1].slug)):
        everywhere = (
            around.active_entries & around.having("stadtteil", place.whole) if place.whole else BitMap()
        )
        facts = {
            "place": place.slug,
            "number": len(actors),
            "of": len(around.active),
            "everywhere": len(everywhere),
        }
        yield InsightFinding(FindingKind.DISTRICT, place.slug, digest(basis.numbers(actors)), facts)


# --- what comes to an end, or stands still ----------------------------------------------------------------------------


def _ending(basis: FindingBasis) -> Iterator[InsightFinding]:
    """Active networks that end within half a year, the next first; one whose day is over and that is still called active
    counts, too."""
    last = basis.snapshot.today + ENDS_WITHIN
    ending = [one for one in basis.snapshot.active.values() if one.ends_on and one.ends_on <= last]
    over = [one for one in ending if one.ends_on and one.ends_on < basis.snapshot.today]
    if ending:
        ending.sort(key=lambda one: (one in over, one.ends_on or date.max, one.pk))
        facts = {"number": len(ending), "over": len(over), "networks": _named(ending)}
        stands_on = sorted((one.pk, str(one.ends_on)) for one in ending)
        yield InsightFinding(FindingKind.ENDING, "alle", digest(stands_on), facts)


def _overdue(basis: FindingBasis) -> Iterator[InsightFinding]:
    """Active networks of which the portal says „überfällig“; beside them, of how many it says „ruhig“."""
    overdue = basis.snapshot.active_entries & basis.snapshot.having("lebendigkeit", "ueberfaellig")
    quiet = basis.snapshot.active_entries & basis.snapshot.having("lebendigkeit", "ruhig")
    if overdue or quiet:
        first = overdue or quiet
        networks = sorted((basis.snapshot.active[one] for one in first), key=_by_size)
        facts = {"overdue": len(overdue), "quiet": len(quiet), "networks": _named(networks)}
        stands_on = (basis.numbers(overdue), basis.numbers(quiet))
        yield InsightFinding(FindingKind.OVERDUE, "alle", digest(*stands_on), facts)


def _mandate(basis: FindingBasis) -> Iterator[InsightFinding]:
    """Active networks that say of themselves that they are loose or agreed by word of mouth, and that name neither a committee
    nor a planning to which their results go: first those that steer, decide or hand out tasks all the same. Those that say
    nothing of how binding they are count as `unknown`: that they have no mandate is not known."""
    silent = [one for one in basis.snapshot.active.values() if not one.reports]
    without = [one for one in silent if one.bindingness in LOOSE]
    if without:
        steering = [one for one in without if set(one.character) & set(MANDATED_WORK)]
        without.sort(key=lambda one: (one not in steering, *_by_size(one)))
        facts = {
            "number": len(without), "steering": len(steering), "unknown": sum(not one.bindingness for one in silent),
            "networks": _named(without),
        }  # fmt: skip
        stands_on = (sorted(one.pk for one in without), sorted(one.pk for one in steering))
        yield InsightFinding(FindingKind.MANDATE, "alle", digest(*stands_on), facts)


def _by_size(network: NetworkFacts) -> tuple[int, int]:
    return -len(network.members), network.pk


def _named(networks: Iterable[NetworkFacts]) -> list[int]:
    return [one.entry for one in islice(networks, NAMED)]


# --- who holds it together, and who is outside ------------------------------------------------------------------------


def _bridges(basis: FindingBasis) -> Iterator[InsightFinding]:
    """Actors without whom others would not meet: those that cut off most first, then those with the most links of their own."""
    if len(basis.snapshot.active) < ENOUGH_TO_BRIDGE:
        return
    strong = [one for one in basis.bridges if one.cut_off or one.links >= LINKS_FROM]
    for one in sorted(strong, key=lambda each: (-each.cut_off, -each.links, each.actor)):
        linked = [basis.numbers(pair) for pair in one.only_links]
        facts = {"actor": one.actor, "links": one.links, "cut_off": one.cut_off}
        yield InsightFinding(
            FindingKind.BRIDGE,
            f"{basis.pk(one.actor)}",
            digest(sorted(linked), one.links, one.cut_off),
            facts,
        )


def _alone(basis: FindingBasis) -> Iterator[InsightFinding]:
    """Actors of the choice that sit in no active network at all, whether it is chosen or not."""
    alone = [actor for actor in basis.snapshot.actors if actor not in basis.whole.rounds]
    if alone and basis.whole.active:
        facts = {"number": len(alone), "of": len(basis.snapshot.actors), "actors": alone[:NAMED]}
        yield InsightFinding(FindingKind.ALONE, "alle", digest(basis.numbers(alone)), facts)


type Finder = Callable[[FindingBasis], Iterable[InsightFinding]]

# Each gives the cases of a kind, the strongest first.
FINDERS: dict[FindingKind, Finder] = {
    FindingKind.LOAD: _load,
    FindingKind.COLLISION: _collisions,
    FindingKind.TOGETHER: _together,
    FindingKind.PLACE: _places,
    FindingKind.GROUP: _groups,
    FindingKind.THEME: _themes,
    FindingKind.DISTRICT: _districts,
    FindingKind.ENDING: _ending,
    FindingKind.OVERDUE: _overdue,
    FindingKind.MANDATE: _mandate,
    FindingKind.BRIDGE: _bridges,
    FindingKind.ALONE: _alone,
}


def all_findings(basis: FindingBasis) -> dict[FindingKind, list[InsightFinding]]:
    """By kind in the order of the page, of each the strongest."""
    return {kind: list(islice(FINDERS[kind](basis), MOST)) for kind in FindingKind}
