"""Who fits a plan, and what speaks for it. Pure: no Django.

Everything rests on what stands in the entries. Each signal lies between 0 and 1 and is 0 where an entry says nothing: an empty
field is no evidence. `data/matching.toml` weighs them by what is needed (a room has to be near, knowledge can travel) and says from
which score on an actor „passt genau“ or is worth a second look. What is shown to people are the reasons, never the points."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from partners.words import answered, marks, needs_in

FILE = Path(__file__).parent / "data" / "matching.toml"
SAYS_SO = 0.4  # of an answer, from which on it counts and is given as a reason
OTHER_GROUPS = 0.4  # is lost where an actor names none of the other groups that are asked for
ALL_KINDS = 0.33  # of a need that names several kinds: how much it counts that an actor has them all
ROOM = frozenset({"raum"})  # is had by who offers it, not by who describes a house
ANOTHER_PLACE = 0.3  # of what is offered or sought for a place that was not asked for
BESIDES = 0.3  # of the groups, where somebody else is to be reached for their sake
BESIDE_THE_MATTER = {
    "ort",
    "ort_genannt",
    "stadtweit",
    "alle",
    "phase",
    "runde",
}  # say nothing about what is asked
CITYWIDE = re.compile(
    r"\bin (?:allen|mehreren|vielen|\w+) Stadtteilen\b|\b[Ss]tadtweit|\bDachver(?:band|ein)\b"
)


@dataclass(frozen=True, slots=True)
class SaidOffer:
    """Something that an actor offers (`bietet`) or looks for (`sucht`), in its own words."""

    direction: str
    kind: str
    text: str


@dataclass(frozen=True)
class Candidate:
    """An actor as far as its entry says. Words of lists are slugs, wider terms included; `rounds`: names of the networks in
    which it meets the asking one; `meets`: how many it sits in at all."""

    entry: int
    name: str
    kind: str = ""
    kind_slug: str = ""
    description: str = ""
    groups: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    said: tuple[SaidOffer, ...] = ()
    rounds: tuple[str, ...] = ()
    is_busy: bool = False

    @property
    def presentation(self) -> str:
        return f"{self.name}. {self.kind}. {self.description}"


@dataclass(frozen=True)
class PartnerPlan:
    """What somebody has in mind. `wanted`: what exactly is needed, or, if `is_offer`, what is offered to others; `place_names`: how
    the places are called; `asker`: who asks."""

    groups: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    wanted: str = ""
    is_offer: bool = False
    place_names: tuple[str, ...] = ()
    other_places: tuple[str, ...] = ()
    group_names: tuple[str, ...] = ()
    theme_names: tuple[str, ...] = ()
    asker: Candidate | None = None

    @property
    def words(self) -> str:
        """What is wanted; of who only says whom to reach, the names of these people."""
        if self.wanted or "zugang" not in self.kinds:
            return self.wanted
        return ", ".join((*self.group_names, *self.theme_names))

    @property
    def is_empty(self) -> bool:
        return not (self.groups or self.themes or self.phases or self.places or self.kinds or self.wanted)


@dataclass(frozen=True, slots=True)
class PartnerReason:
    """Something that speaks for an actor: the name of the signal and what is quoted for it."""

    signal: str
    said: SaidOffer | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    candidate: Candidate
    score: float
    reasons: tuple[PartnerReason, ...]
    signals: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class FoundPartners:
    """Both lists, best first."""

    exact: tuple[Suggestion, ...] = ()
    second: tuple[Suggestion, ...] = ()


@cache
def rules() -> dict:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def match(plan: PartnerPlan, candidates: Iterable[Candidate]) -> FoundPartners:
    """Both lists of all that reach them, best first; equal ones in the order of their names. Who asks never appears."""
    limit = rules()["schwellen"]
    others = (one for one in candidates if plan.asker is None or one.entry != plan.asker.entry)
    judgements = sorted((judged(plan, one) for one in others), key=_order)
    best = judgements[0].score if judgements else 0.0
    exact = [
        one
        for one in judgements
        if one.score >= max(limit["genau"], best * limit["anteil"]) and _is_exact(plan, one)
    ]
    second = [
        one
        for one in judgements
        if one.score >= limit["zweiter_blick"] and one not in exact and _is_borne(plan, one)
    ]
    return FoundPartners(tuple(exact), tuple(second))


def _order(one: Suggestion) -> tuple[float, str, int]:
    return -round(one.score, 6), one.candidate.name, one.candidate.entry


def _is_exact(plan: PartnerPlan, one: Suggestion) -> bool:
    """Points alone make nobody fit exactly: one of the signals has to be there that answer the question itself."""
    table = rules()["genau"][_direction(plan)]
    return any(one.signals[name] >= least for row in _rows(plan) for name, least in table[row].items())


def _is_borne(plan: PartnerPlan, one: Suggestion) -> bool:
    """Whether something speaks for it that has to do with the matter: of who asks for more than a place, being there is not enough,
    unless people are offered who can be of use in many houses."""
    asks_more = plan.wanted or plan.groups or plan.themes or plan.kinds
    if not asks_more or (plan.is_offer and "personal" in plan.kinds):
        return bool(one.reasons)
    return any(reason.signal not in BESIDE_THE_MATTER for reason in one.reasons)


def judged(plan: PartnerPlan, candidate: Candidate) -> Suggestion:
    reasons: list[PartnerReason] = []
    signals = _signals(plan, candidate, reasons)
    weights = weights_of(plan)
    score = sum(weights[name] * value for name, value in signals.items())
    return Suggestion(candidate, score + _credit(plan, weights), tuple(reasons), signals)


def _credit(plan: PartnerPlan, weights: Mapping[str, float]) -> float:
    """What was not asked cannot be missing: a share of its weight is given to all."""
    aspects = (("ort", plan.places), ("gruppe", plan.groups), ("thema", plan.themes))
    return weights["ungefragt"] * sum(weights[name] for name, asked in aspects if not asked)


def _direction(plan: PartnerPlan) -> str:
    return "bietet" if plan.is_offer else "sucht"


def _rows(plan: PartnerPlan) -> list[str]:
    """The rows of the tables that hold for a plan: its kinds; „frei“ where only words say what is needed, „offen“ where nothing does."""
    return sorted(plan.kinds) or (["frei"] if plan.wanted else ["offen"])


@lru_cache(maxsize=500)
def weights_of(plan: PartnerPlan) -> Mapping[str, float]:
    """Those of the kind that is needed; of several kinds the highest of each signal."""
    table = rules()[_direction(plan)]
    chosen = [rules()["immer"] | table.get(row, {}) for row in _rows(plan)]
    weights = {name: max(one[name] for one in chosen) for name in rules()["immer"]}
    return weights | (_of_lists(plan) if _rows(plan) == ["offen"] else {})


def _of_lists(plan: PartnerPlan) -> dict[str, float]:
    """Where nothing but lists was asked, those that were share what makes somebody fit."""
    aspects = {"gruppe": plan.groups, "ort": plan.places, "thema": plan.themes, "phase": plan.phases}
    asked = [name for name, slugs in aspects.items() if slugs]
    open_ = rules()["offen"]
    return dict.fromkeys(asked, min(open_["einzeln"], open_["zusammen"] / max(1, len(asked))))


def _signals(plan: PartnerPlan, one: Candidate, reasons: list[PartnerReason]) -> dict[str, float]:
    found = dict.fromkeys(rules()["immer"], 0.0)  # „ungefragt“ stays 0: see _credit
    _needs(found, plan, one, reasons)
    _audience(found, plan, one, reasons)
    _places(found, plan, one, reasons)
    for name, asked, theirs in (("thema", plan.themes, one.themes), ("phase", plan.phases, one.phases)):
        if shared := asked & theirs:
            found[name] = 1.0
            reasons.append(PartnerReason(name, words=tuple(sorted(shared))))
    if one.rounds:
        found["runde"] = 1.0
        reasons.append(PartnerReason("runde", words=one.rounds))
    if found["gruppe"] or found["sagt"] or found["generation"]:
        found["alltag"] = float(one.kind_slug in rules()["akteursarten"]["alltag"])
    reached = max(found["gruppe"], found["ort"]) if plan.is_offer else found["gruppe"]
    found["selten"] = float(one.kind_slug in rules()["akteursarten"]["selten"]) * reached
    found["voll"] = float(one.is_busy)
    return found


def _needs(found: dict[str, float], plan: PartnerPlan, one: Candidate, reasons: list[PartnerReason]) -> None:
    """What is wanted and offered. Where the plan offers something, the seekers are the ones whose words ask."""
    theirs = "sucht" if plan.is_offer else "bietet"
    by_kind: dict[str, float] = dict.fromkeys(plan.kinds, 0.0)
    for said in one.said:
        of_kind = not plan.kinds or said.kind in plan.kinds
        if said.direction == theirs:
            name = "bedarf" if of_kind else "bedarf_anders"
            grade = _grade(plan, said.text, {said.kind} if of_kind and plan.is_offer else plan.kinds)
            if not (of_kind or plan.words):
                grade = 0.0
            _strongest(found, name, grade, reasons, PartnerReason(name, said))
            by_kind[said.kind] = max(by_kind.get(said.kind, 0.0), grade)
            if of_kind and plan.kinds and not grade:
                found["art"] = 1.0
                if (
                    plan.is_offer
                ):  # another thing of the same kind helps nobody who seeks; who gives something away may ask
                    reasons.append(PartnerReason("art", said))
        elif not plan.is_offer and of_kind and plan.words:
            grade = _grade(plan, said.text, plan.kinds)
            _strongest(found, "sucht_auch", grade, reasons, PartnerReason("sucht_auch", said))
    if len(plan.kinds) > 1:
        share = sum(by_kind[kind] for kind in plan.kinds) / len(plan.kinds)
        found["bedarf"] = (1 - ALL_KINDS) * found["bedarf"] + ALL_KINDS * share
    if not plan.is_offer and plan.words and plan.kinds != ROOM:
        grade = answered(plan.words, one.presentation, plan.kinds - ROOM, loosely=False)
        _strongest(found, "sagt", grade, reasons, PartnerReason("sagt"))
    _mutual(found, plan, one, reasons)


def _grade(plan: PartnerPlan, text: str, kinds: Iterable[str]) -> float:
    if not plan.words:
        grade = float(bool(plan.kinds))  # an offer of the kind is all that was asked for
    elif plan.is_offer:
        grade = answered(text, plan.words, kinds)
    else:
        grade = answered(plan.words, text, kinds)
    return grade * ANOTHER_PLACE if _names_another_place(plan, text) else grade


def _names_another_place(plan: PartnerPlan, text: str) -> bool:
    """„Seniorinnen und Senioren der Nordstadt“ help nobody in Lindenau."""
    if not plan.places or any(place in text for place in plan.place_names):
        return False
    return any(place in text for place in plan.other_places)


def _mutual(found: dict[str, float], plan: PartnerPlan, one: Candidate, reasons: list[PartnerReason]) -> None:
    """What the asking actor offers and this one looks for."""
    for mine in plan.asker.said if plan.asker and not plan.is_offer else ():
        for theirs in one.said:
            if (mine.direction, theirs.direction) == ("bietet", "sucht") and mine.kind == theirs.kind:
                grade = answered(theirs.text, mine.text, (mine.kind,))
                _strongest(
                    found, "gegenseitig", grade, reasons, PartnerReason("gegenseitig", theirs, (mine.text,))
                )


def _strongest(
    found: dict[str, float], name: str, grade: float, reasons: list[PartnerReason], reason: PartnerReason
) -> None:
    if grade >= SAYS_SO:
        reasons.append(reason)
        found[name] = max(found[name], grade)


def _audience(
    found: dict[str, float], plan: PartnerPlan, one: Candidate, reasons: list[PartnerReason]
) -> None:
    if not plan.groups:
        return
    everyone = frozenset(rules()["zielgruppen"]["alle"])
    if shared := plan.groups & one.groups - everyone:
        share = len(shared) / len(plan.groups)
        found["gruppe"] = (1 - OTHER_GROUPS * (1 - share)) * (1.0 if _groups_are_meant(plan) else BESIDES)
        reasons.append(PartnerReason("gruppe", words=tuple(sorted(shared))))
        return
    if one.groups & everyone:
        found["alle"] = 1.0
        reasons.append(PartnerReason("alle"))
    near = frozenset(other for group in plan.groups for other in rules()["zielgruppen"]["nah"].get(group, ()))
    if shared := near & one.groups:
        found["gruppe_nah"] = 1.0
        reasons.append(PartnerReason("gruppe_nah", words=tuple(sorted(shared))))
    other = frozenset(group for asked in plan.groups for group in _other_generations(asked))
    if (shared := other & one.groups) and plan.places & one.places:
        found["generation"] = 1.0
        reasons.append(PartnerReason("generation", words=tuple(sorted(shared))))


@lru_cache(maxsize=500)
def _groups_are_meant(plan: PartnerPlan) -> bool:
    """Whether who seeks access wants to reach the groups, and not somebody for their sake („Vereine, in denen …“)."""
    if "zugang" not in plan.kinds or not plan.wanted or plan.is_offer:
        return True
    first = [one for one, weight in needs_in(plan.wanted, frozenset({"zugang"})) if weight == 1.0]
    groups = marks(", ".join(plan.group_names)).answers
    return not first or any(one.number in groups for one in first)


def _other_generations(group: str) -> Iterable[str]:
    """Old and young bring each other along."""
    for side, across in rules()["zielgruppen"]["generationen"]:
        if group in side:
            yield from across
        if group in across:
            yield from side


def _places(found: dict[str, float], plan: PartnerPlan, one: Candidate, reasons: list[PartnerReason]) -> None:
    if not plan.places:
        return
    shared = plan.places & one.places
    if shared:
        found["ort"] = 1.0
        reasons.append(PartnerReason("ort", words=tuple(sorted(shared))))
    named = next((said for said in one.said if any(place in said.text for place in plan.place_names)), None)
    if named and (named.kind in plan.kinds or not shared):  # who is there anyway need not say so
        found["ort_genannt"] = 1.0
        reasons.append(PartnerReason("ort_genannt", named))
    if shared or named:
        return
    city = next((said for said in one.said if CITYWIDE.search(said.text)), None)
    kinds = rules()["akteursarten"]
    if city or CITYWIDE.search(one.description):
        found["stadtweit"] = 1.0
        reasons.append(PartnerReason("stadtweit", city))
    elif one.places and one.kind_slug not in kinds["ueberall"]:
        says_other = any(
            place in text
            for text in (one.name, *(said.text for said in one.said))
            for place in plan.other_places
        )
        is_bound = says_other or one.kind_slug in kinds["vor_ort"]
        found["fern_gebunden" if is_bound else "fern"] = 1.0
