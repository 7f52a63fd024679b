"""The Kommune around a comparison: its districts, its own name, its public institutions. Read from the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from actors.models import Actor
from german import analyzer
from networks.recognition.places import Places, is_citywide
from vocabulary.models import District, Theme

# Institutions whose name places what they do; offices serve the whole Kommune from wherever they sit.
LOCAL_KINDS = (
    "Kita", "Grundschule", "Weiterführende Schule", "Förderschule", "Berufliche Schule", "Familienbildung",
    "Jugendeinrichtung", "Sportverein",
)  # fmt: skip
INSTITUTIONS = 3_000  # beyond that, names of institutions are too many to tell one from the other
OFTEN = 0.15  # share of the institutions that bear the Kommune's name
ENOUGH = 20  # institutions from which on such a share means something
SHORTEST_NAME = 4  # letters of a word of a name: „Bad“ is none


@dataclass(frozen=True)
class KnownDistricts:
    """Districts by id: their names, which of them stand for the whole Kommune, and the district above each."""

    names: Mapping[int, str]
    synonyms: Mapping[int, tuple[str, ...]]
    whole: frozenset[int]
    parents: Mapping[int, int]

    def by_word(self) -> dict[str, int]:
        """Folded names and synonyms → id; names come before synonyms."""
        words = {analyzer.fold(word): pk for pk, synonyms in self.synonyms.items() for word in synonyms}
        return words | {analyzer.fold(name): pk for pk, name in self.names.items()}


def districts_known() -> KnownDistricts:
    rows = list(District.objects.values_list("pk", "name", "synonyms", "level", "parent_id"))
    return KnownDistricts(
        {pk: name for pk, name, *_rest in rows},
        {pk: tuple(synonyms) for pk, _name, synonyms, *_rest in rows},
        _whole(rows),
        {pk: parent for pk, *_rest, parent in rows if parent},
    )


def _whole(rows: Sequence[tuple[int, str, list[str], str, int | None]]) -> frozenset[int]:
    """In a Kreis the Gemeinden are parts of it; in a city there is one Gemeinde, and that is all of it. Of several Kreise none is
    the whole, nor is the Land around them."""
    level = District.Level
    of: dict[str, set[int]] = {kind: set() for kind in (level.STATE, level.COUNTY, level.MUNICIPALITY)}
    for pk, _name, _synonyms, of_level, _parent in rows:
        if of_level in of:
            of[of_level].add(pk)
    whole: set[int] = set()
    if len(of[level.COUNTY]) <= 1:
        whole |= of[level.STATE] | of[level.COUNTY]
        if len(of[level.MUNICIPALITY]) == 1:
            whole |= of[level.MUNICIPALITY]
    return frozenset(whole | {pk for pk, name, *_rest in rows if is_citywide(name)})


def split_districts(ids: Iterable[int], known: KnownDistricts) -> tuple[frozenset[str], bool]:
    """Names of the parts of the Kommune, and whether the whole is meant."""
    ids = set(ids)
    return frozenset(known.names[pk] for pk in ids - known.whole), bool(ids & known.whole)


def read_places(known: KnownDistricts) -> Places:
    """Districts with the institutions that stand in them."""
    parts = {pk: name for pk, name in known.names.items() if pk not in known.whole}
    rows = list(
        Actor.objects.published()
        .order_by("pk")
        .values_list("pk", "name", "kind__name", "district_id", "city")[: INSTITUTIONS + 1]
    )
    if len(rows) > INSTITUTIONS:
        rows = []
    return Places.of(
        parts.values(),
        [
            (name, parts[district])
            for _pk, name, kind, district, _city in rows
            if kind in LOCAL_KINDS and district in parts
        ],
        [(str(pk), name) for pk, name, *_rest in rows],
        {name: parts[known.parents[pk]] for pk, name in parts.items() if known.parents.get(pk) in parts},
        {
            str(pk): parts.get(district, "") or city
            for pk, _name, _kind, district, city in rows
            if city or district in parts
        },
    )


def own_names(known: KnownDistricts) -> set[str]:
    """What the Kommune is called: words that say nothing in a name of one of its networks."""
    names = {known.names[pk] for pk in known.whole if not is_citywide(known.names[pk])}
    names.update(_often_borne())
    kommune = settings.KOMMUNE_NAME
    if any(word in kommune for name in names for word in name.split() if len(word) >= SHORTEST_NAME):
        names.add(kommune)
    return names


def _often_borne() -> Iterator[str]:
    """Names that many institutions bear and no dictionary knows, and the town where most of them are."""
    rows = list(Actor.objects.published().order_by("pk").values_list("name", "city")[:INSTITUTIONS])
    if len(rows) < ENOUGH:
        return
    borne = Counter(
        word for name, _city in rows for word in {token.folded for token in analyzer.tokenize(name)}
    )
    for word, count in borne.items():
        if count >= OFTEN * len(rows) and len(word) >= SHORTEST_NAME and not analyzer.analyse(word).known:
            yield word
    city, count = (
        Counter(city for _name, city in rows if city).most_common(1)[0]
        if any(c for _n, c in rows)
        else ("", 0)
    )
    if count >= len(rows) / 2:
        yield city


def theme_parents() -> dict[str, str]:
    return dict(Theme.objects.filter(parent__isnull=False).values_list("name", "parent__name"))
