"""How good the recognition of duplicates is, measured on collections with truth. Pure: no database.

A collection is a folder with `netzwerke.csv`, `akteure.csv`, `vorschlaege.csv`, `wahrheit.csv` (`duplikat_von`, `schicht`)
and perhaps `doppelstrukturen.csv`, as in `portal/demo/auenberg`.
"""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rapidfuzz.distance import JaroWinkler, Levenshtein

from duplicates.scoring import SAME, HandRule, Match, Model
from german import analyzer
from measuring.fitting import Pairs, fit, together
from networks.recognition.features import TOWN_SIGNALS, signals
from networks.recognition.places import Places, is_citywide
from networks.recognition.profiles import Profile
from networks.recognition.rules import RULES
from networks.recognition.scoring import NetworkMatch, judge, select
from networks.recognition.structures import Corpus, Structure

# Folder (below the project) of each collection → how the Kommune is called. The weights are fitted on these:
FITTED_ON = {
    "portal/demo/auenberg": ["Auenberg"],
    "measuring/collections/harle": ["Harle", "Harleland"],
    "measuring/collections/kranach": ["Kranach"],
    "measuring/collections/brueckenthal": ["Brückenthal", "Seetal"],
    "measuring/collections/wesselbach": ["Wesselbach"],
    "measuring/collections/grevenhagen": ["Grevenhagen"],
    "measuring/collections/ostertal": ["Ostertal"],
}
# Real networks of many towns, each described by two sources: what a directory of several towns goes by is fitted on these.
SEVERAL_TOWNS = "measuring/collections/echt_gelernt"
# … of the same origin, parted before anybody looked; how often its sums were read says docs/quality.md.
UNSEEN_TOWNS = "measuring/collections/echt_ungesehen"
# … and these nobody looked at who worked on the engine or on the words it knows: a line here is all that one more takes.
UNSEEN = {
    "measuring/collections/fallersbrueck": ["Fallersbrück"],
    "measuring/collections/wiesenborn": ["Wiesenborn"],
}
LOCAL_KINDS = {
    "Kita",
    "Grundschule",
    "Weiterführende Schule",
    "Förderschule",
    "Familienbildung",
    "Jugendeinrichtung",
}
FOLDS = 10  # parts, each judged by weights from the other nine
KARTE_VON_MORGEN = 0.3  # of the length: how far names may differ there and be alike
NINETY_FIVE_PERCENT = 1.96  # standard deviations on both sides


@dataclass
class Collection:
    """Networks and proposals of a Kommune, with the truth: proposal → (kennung or "", stratum)."""

    name: str
    existing: list[Profile]
    proposals: list[Profile]
    truth: dict[str, tuple[str, str]]
    twins: dict[str, str]
    known: dict[str, list[dict[str, float]]] = field(default_factory=dict, repr=False)

    def signals_of(self, proposal: Profile) -> list[dict[str, float]]:
        """Signals of a proposal with every network: the same for every model, so worked out once."""
        kennung = proposal.structure.kennung
        if kennung not in self.known:
            self.known[kennung] = [signals(proposal, profile) for profile in self.existing]
        return self.known[kennung]

    def answer(
        self, proposal: Profile, model: Model, rules: Sequence[HandRule] = RULES
    ) -> list[NetworkMatch]:
        """What `scoring.rank` answers to a proposal."""
        both = zip(self.signals_of(proposal), self.existing, strict=True)
        return select(judge(found, proposal, profile, model, rules) for found, profile in both)

    def answers(self, model: Model, rules: Sequence[HandRule] = RULES) -> dict[str, list[NetworkMatch]]:
        return {
            proposal.structure.kennung: self.answer(proposal, model, rules) for proposal in self.proposals
        }

    def right_for(self, kennung: str) -> set[str]:
        """Which structures count as hits: the one meant, and its accidental double."""
        target = self.truth[kennung][0]
        return {target, self.twins.get(target, target)} if target else set()


def read_collection(folder: Path, own_names: Iterable[str]) -> Collection:
    """Collection from CSV files; `own_names` of the Kommune („Auenberg“). Raises FileNotFoundError."""
    actors = _rows(folder / "akteure.csv")
    structures = [structure_from(row) for row in _rows(folder / "netzwerke.csv")]
    within = _rows(folder / "orte.csv") if (folder / "orte.csv").exists() else []
    places = Places.of(
        {name for structure in structures for name in structure.districts}
        | {row["stadtteil"] for row in actors} - {""},
        [(row["name"], row["stadtteil"]) for row in actors if row["art"] in LOCAL_KINDS and row["stadtteil"]],
        [(row["kennung"], row["name"]) for row in actors],
        {row["name"]: row["in"] for row in within if row["in"]},
        {row["kennung"]: row["ort"] for row in actors if row.get("ort")},
    )
    corpus = Corpus.measure(structures, places=places, own_names=own_names)
    proposals = _rows(folder / "vorschlaege.csv")
    truth = _rows(folder / "wahrheit.csv")
    twins: dict[str, Any] = {}
    if (folder / "doppelstrukturen.csv").exists():
        for row in _rows(folder / "doppelstrukturen.csv"):
            twins |= {row["kennung_a"]: row["kennung_b"], row["kennung_b"]: row["kennung_a"]}
    return Collection(
        folder.name,
        [Profile(structure, corpus) for structure in structures],
        [Profile(structure_from(row), corpus) for row in proposals],
        {row["kennung"]: (row["duplikat_von"], row["schicht"]) for row in truth},
        twins,
    )


def structure_from(row: dict[str, str]) -> Structure:
    """Structure from a row with German column names; missing columns are unknown."""

    def many(column: str) -> frozenset[str]:
        return frozenset(part.strip() for part in (row.get(column) or "").split("|") if part.strip())

    districts = many("stadtteile")
    ended = (row.get("ende") or "")[:4]
    return Structure(
        kennung=row.get("kennung") or "",
        name=row.get("name") or "",
        short_name=row.get("kurzname") or "",
        format=row.get("format") or "",
        purpose=row.get("zweck") or "",
        themes=many("themen"),
        target_groups=many("zielgruppen"),
        districts=frozenset(name for name in districts if not is_citywide(name)),
        is_citywide=any(is_citywide(name) for name in districts),
        coordinator=row.get("koordination") or "",
        members=many("mitglieder"),
        status=row.get("status") or "",
        ended_in=int(ended) if ended.isdigit() else None,
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


# --- pairs to fit on -------------------------------------------------------------------------------------------------


def pairs(collection: Collection, proposals: Sequence[Profile] | None = None) -> Pairs:
    """Signals of every proposal with every network, and whether they are the same. Doubles of the target are left out."""
    rows, is_same = [], []
    for proposal in collection.proposals if proposals is None else proposals:
        target = collection.truth[proposal.structure.kennung][0]
        for found, profile in zip(collection.signals_of(proposal), collection.existing, strict=True):
            kennung = profile.structure.kennung
            if kennung != target and target and collection.twins.get(target) == kennung:
                continue
            if kennung == target or any(found.values()):
                rows.append([*found.values()])
                is_same.append(kennung == target)
    return rows, is_same


def fit_both(single: Pairs, several: Pairs, like: Model) -> Model:
    """Weights from directories of one Kommune, then those of `TOWN_SIGNALS` from directories of several towns."""
    model = fit(*single, like)
    return fit(*several, model, only=TOWN_SIGNALS) if any(several[1]) else model


def without_place(collection: Collection) -> Collection:
    """The same proposals, none of which says in its fields where it is."""
    bare = [
        Profile(replace(profile.structure, districts=frozenset(), is_citywide=False), profile.corpus)
        for profile in collection.proposals
    ]
    return replace(collection, proposals=bare, known={})


def cross_validated(
    collection: Collection, fit: Callable[[list[list[float]], list[bool]], Model], seed: int = 1
) -> dict[str, list[NetworkMatch]]:
    """Answers to every proposal from a model that never saw it: ten folds."""
    order = list(collection.proposals)
    random.Random(seed).shuffle(order)  # noqa: S311
    known = {proposal.structure.kennung: pairs(collection, [proposal]) for proposal in order}
    answers: dict[str, Any] = {}
    for number in range(FOLDS):
        held_out = order[number::FOLDS]
        names = {proposal.structure.kennung for proposal in held_out}
        model = fit(*together(known[kennung] for kennung in known if kennung not in names))
        answers |= {p.structure.kennung: collection.answer(p, model) for p in held_out}
    return answers


# --- figures ---------------------------------------------------------------------------------------------------------


@dataclass
class Count:
    """k of n, with its share and Wilson's 95 % bounds (None without any case)."""

    hits: int = 0
    of: int = 0

    def add(self, hit: bool) -> None:
        self.hits += hit
        self.of += 1

    def __add__(self, other: Count) -> Count:
        return Count(self.hits + other.hits, self.of + other.of)

    @property
    def share(self) -> float | None:
        return self.hits / self.of if self.of else None

    @property
    def bounds(self) -> tuple[float, float]:
        return wilson(self.hits, self.of)


@dataclass
class Figures:
    """What the issue asks for, of one stratum or of all."""

    first: Count = field(default_factory=Count)  # recall@1
    among_five: Count = field(default_factory=Count)  # recall@5
    recognised: Count = field(default_factory=Count)  # duplicates that carry gibt_es_schon
    right: Count = field(default_factory=Count)  # verdicts gibt_es_schon that are right
    false_alarms: Count = field(default_factory=Count)  # new proposals that carry gibt_es_schon
    shown: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, part) + getattr(other, part) for part in self.__dataclass_fields__))


def figures(collection: Collection, answers: dict[str, list[NetworkMatch]]) -> dict[str, Figures]:
    """Figures by stratum; the sums stand under „alle Doppelungen“, „neu (andere)“ and „geschwister_ort“."""
    result: dict[str, Figures] = {}
    for kennung, (target, stratum) in collection.truth.items():
        for name in (stratum, "alle Doppelungen" if target else "alle neuen"):
            _count(result.setdefault(name, Figures()), answers[kennung], collection.right_for(kennung))
    return result


def _count(counted: Figures, matches: list[NetworkMatch], right: set[str]) -> None:
    counted.shown += len(matches)
    verdicts = [match for match in matches if match.verdict == SAME]
    for match in verdicts:
        counted.right.add(match.existing.kennung in right)
    if right:
        places = [place for place, match in enumerate(matches) if match.existing.kennung in right]
        counted.first.add(bool(places) and places[0] == 0)
        counted.among_five.add(bool(places) and places[0] < 5)
        counted.recognised.add(any(match.existing.kennung in right for match in verdicts))
    else:
        counted.false_alarms.add(bool(verdicts))


def wilson(hits: int, of: int, z: float = NINETY_FIVE_PERCENT) -> tuple[float, float]:
    """Wilson's score interval for a share; (0, 1) without any case."""
    if not of:
        return 0.0, 1.0
    share, square = hits / of, z * z
    middle = share + square / (2 * of)
    spread = z * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, (middle - spread) / (1 + square / of)), min(1.0, (middle + spread) / (1 + square / of))


# --- baselines: what other portals do --------------------------------------------------------------------------------


def _trigrams(name: str) -> set[str]:
    return {f"  {word} "[i : i + 3] for word in analyzer.fold(name).split() for i in range(len(word) + 1)}


def trigram_similarity(first: str, second: str) -> float:
    """As pg_trgm computes it: shared of all trigrams."""
    mine, theirs = _trigrams(first), _trigrams(second)
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def _few_words_differ(first: str, second: str) -> float:
    """Karte von morgen: names are alike when Levenshtein is at most 30 % of the length or at most 2 words differ."""
    mine, theirs = analyzer.fold(first), analyzer.fold(second)
    distance = Levenshtein.distance(mine, theirs)
    words = len(set(mine.split()) ^ set(theirs.split()))
    alike = distance <= KARTE_VON_MORGEN * max(1, min(len(mine), len(theirs))) or words <= 2
    return 1 - distance / max(len(mine), len(theirs), 1) if alike else 0.0


BASELINES: dict[str, tuple[Callable[[str, str], float], float]] = {
    "gleicher Name": (lambda first, second: float(analyzer.fold(first) == analyzer.fold(second)), 1.0),
    "Trigramme ≥ 0,25 (Decidim)": (trigram_similarity, 0.25),
    "Levenshtein ≤ 30 % oder ≤ 2 Wörter (Karte von morgen)": (_few_words_differ, 1e-9),
    "Jaro-Winkler ≥ 0,72": (lambda a, b: JaroWinkler.similarity(analyzer.fold(a), analyzer.fold(b)), 0.72),
}


def baseline_answers(
    collection: Collection, measure: Callable[[str, str], float], least: float
) -> dict[str, list[NetworkMatch]]:
    """What a portal answers that compares names only: all at least this alike are „gibt es schon“."""
    answers: dict[str, Any] = {}
    for proposal in collection.proposals:
        scored = [
            (measure(proposal.structure.name, profile.structure.name), profile.structure)
            for profile in collection.existing
        ]
        best = sorted(
            (item for item in scored if item[0] >= least), key=lambda item: (-item[0], item[1].kennung)
        )[:10]
        answers[proposal.structure.kennung] = [Match(score, SAME, structure) for score, structure in best]
    return answers
