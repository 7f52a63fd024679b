"""Blocking records of networks: structures, and what two structures may have in common as keys; kept up to date by
`duplicates.blocking`.

Keys: `r:` roots of words, `f:` word fields, `g:` four letters of the name (typing errors), `a:` acronyms, `m:` members,
`t:` themes; `v:` says of which state of the word fields they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from duplicates.blocking import BlockingTable
from german import analyzer
from networks.models import BlockingRecord, Membership, Network
from networks.recognition.context import districts_known, split_districts
from networks.recognition.structures import Structure, Text
from networks.recognition.wording import knowledge, words_of

PUBLIC = Network.ReviewStatus.PUBLISHED
TELLING = 0.3  # roots that say less are no key
LETTERS = 4  # in a row that two names share: few enough to forgive an error, enough to tell names apart
LONGEST_NAME = 200  # characters of a name whose letters are keys; more would only fill the index
LISTS = ("themes", "target_groups")


@cache
def knowledge_key() -> str:
    """A key that every blocking record bears: of which state of the word fields its keys are."""
    return f"v:{knowledge()}"


def read_structures(ids: list[int]) -> Iterator[tuple[int, Structure]]:
    """Structures straight from the tables, in five queries for any number of ids; unknown ids are left out."""
    known = districts_known()
    names = {field: _linked_names(field, ids) for field in LISTS}
    places = _linked_ids(ids)
    members = _current_members(ids)
    fields = (
        "pk", "kennung", "name", "short_name", "other_names", "purpose", "goals", "format__name", "coordinator_id",
        "coordinator__review_status", "status", "begins_on", "ends_on",
    )  # fmt: skip
    for row in Network.objects.filter(pk__in=ids).values_list(*fields):
        (
            pk,
            kennung,
            name,
            short_name,
            other_names,
            purpose,
            goals,
            form,
            coordinator,
            coordinator_status,
            status,
            begins,
            ends,
        ) = row
        districts, is_citywide = split_districts(places[pk], known)
        yield (
            pk,
            Structure(
                key=pk,
                kennung=kennung or "",
                name=name,
                short_name=short_name,
                other_names=tuple(other_names),
                format=form,
                purpose=f"{purpose} {goals}".strip(),
                themes=frozenset(names["themes"][pk]),
                target_groups=frozenset(names["target_groups"][pk]),
                districts=districts,
                is_citywide=is_citywide,
                coordinator=str(coordinator) if coordinator_status == PUBLIC else "",
                members=frozenset(members[pk]),
                status=status,
                since=begins.year if begins else None,
                ended_in=ends.year if ends else None,
            ),
        )


def _linked_names(field: str, ids: list[int]) -> dict[int, set[str]]:
    through = getattr(Network, field).through
    target = Network._meta.get_field(field).related_model._meta.model_name
    found: dict[int, set[str]] = defaultdict(set)
    for pk, name in through.objects.filter(network_id__in=ids).values_list("network_id", f"{target}__name"):
        found[pk].add(name)
    return found


def _linked_ids(ids: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    through = Network.districts.through
    for pk, district in through.objects.filter(network_id__in=ids).values_list("network_id", "district_id"):
        found[pk].add(district)
    return found


def _current_members(ids: list[int]) -> dict[int, set[str]]:
    """Who takes part, is public and said so: visitors see what is alike, and it must tell nothing of hidden actors."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Membership.objects.current().confirmed().filter(network_id__in=ids, actor__review_status=PUBLIC)
    for pk, actor in rows.values_list("network_id", "actor_id"):
        found[pk].add(str(actor))
    return found


# --- keys and form ---------------------------------------------------------------------------------------------------


def keys_of(structure: Structure) -> list[str]:
    """All keys of a structure, sorted."""
    names = " / ".join(filter(None, (structure.name, structure.short_name, *structure.other_names)))
    text = Text(words_of(f"{names} / {structure.purpose}"))
    keys = {
        f"r:{root}"
        for word in text.words
        for root, telling in zip(word.roots, word.telling, strict=True)
        if telling >= TELLING
    }
    keys |= {f"f:{number}" for number in text.cores}
    for name in (structure.name, *structure.other_names):
        letters = analyzer.fold(name[:LONGEST_NAME]).replace(" ", "")
        keys |= {
            f"g:{letters[place : place + LETTERS]}" for place in range(max(1, len(letters) - LETTERS + 1))
        }
    keys |= {f"a:{acronym}" for acronym in _acronyms(structure)}
    keys |= {f"m:{member}" for member in structure.people}
    keys |= {f"t:{theme}" for theme in structure.themes}
    return sorted(keys)


def _acronyms(structure: Structure) -> set[str]:
    found = set(analyzer.initials(structure.name[:LONGEST_NAME]))
    for word in words_of(f"{structure.name[:LONGEST_NAME]} / {structure.short_name}"):
        if word.looks_like_acronym:
            found.add(word.folded)
    return {acronym for acronym in found if len(acronym) > 1}


SETS = ("themes", "target_groups", "districts", "members")


def to_json(structure: Structure) -> dict[str, Any]:
    """Fields that say something, sets as sorted lists; without the key."""
    data = {name: getattr(structure, name) for name in Structure.__dataclass_fields__ if name != "key"}
    return {name: sorted(value) if name in SETS else value for name, value in data.items() if value}


def from_json(data: dict[str, Any], key: int = 0) -> Structure:
    values: dict[str, Any] = {
        name: frozenset(value) if name in SETS else value for name, value in data.items()
    }
    values["other_names"] = tuple(values.get("other_names", ()))
    return Structure(key=key, **values)


TABLE = BlockingTable(
    model=BlockingRecord,
    read=read_structures,
    keys_of=keys_of,
    to_json=to_json,
    from_json=from_json,
    substantial=("name", "purpose", "districts", "is_citywide", "coordinator", "members", "themes"),
    bears=lambda: [knowledge_key()],
)
refresh, refresh_all = TABLE.refresh, TABLE.refresh_all
