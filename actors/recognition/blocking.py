"""Blocking records of actors: records, and what two records may have in common as keys; kept up to date by `duplicates.blocking`.

Keys: `t:` telephone, `h:` web host, `s:` street and number in a postal area and in a town, `w:` a word of the name at its place, `n:` a word of the name
anywhere, `g:` four letters of the name (typing errors).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from actors.models import Actor, BlockingRecord
from actors.recognition.matching import STEM, blocks
from actors.recognition.records import Record
from duplicates.blocking import BlockingTable
from german import analyzer
from vocabulary.models import District

LONGEST_NAME = 200  # characters of a name whose letters are keys; more would only fill the index
LETTERS = 4  # in a row that two names share: few enough to forgive an error, enough to tell names apart

KEYS_OF_TODAY = "v:2"  # every record bears it: counted up when the same actor would get other keys

FIELDS = (
    "pk", "name", "short_name", "other_names", "kind__name", "parent_body__name", "parent_body_name", "street",
    "postal_code", "city", "district_id", "phone", "email", "website", "latitude", "longitude",
)  # fmt: skip


def read_records(ids: list[int]) -> Iterator[tuple[int, Record]]:
    """Records straight from the tables, in two queries for any number of ids; unknown ids are left out."""
    towns = towns_by_district()
    for row in Actor.objects.filter(pk__in=ids).values(*FIELDS):
        yield (
            row["pk"],
            Record(
                key=str(row["pk"]),
                name=row["name"],
                other_names=tuple(filter(None, (row["short_name"], *row["other_names"]))),
                kind=row["kind__name"],
                parent_body=row["parent_body__name"] or row["parent_body_name"],
                street=row["street"],
                postal_code=row["postal_code"],
                city=row["city"] or towns.get(row["district_id"], ""),
                phone=row["phone"],
                email=row["email"],
                website=row["website"],
                latitude=row["latitude"],
                longitude=row["longitude"],
            ),
        )


def record_of(actor: Actor) -> Record:
    """The record of a stored actor as it is in the tables now."""
    return dict(read_records([actor.pk]))[actor.pk]


def towns_by_district() -> dict[int | None, str]:
    """The Gemeinde in which a Stadtteil lies, by the Stadtteil's id: the place of an actor without an address."""
    rows = list(District.objects.values_list("pk", "name", "level", "parent_id"))
    above = {pk: (name, level, parent) for pk, name, level, parent in rows}
    found: dict[int | None, str] = {}
    for pk in above:
        at: int | None = pk
        while at is not None and above[at][1] == District.Level.QUARTER:
            at = above[at][2]
        if at is not None and above[at][1] == District.Level.MUNICIPALITY:
            found[pk] = above[at][0]
    return found


# --- keys and form ---------------------------------------------------------------------------------------------------


def keys_of(record: Record) -> list[str]:
    """All keys of a record, sorted."""
    keys = blocks(record) | {f"n:{word[:STEM]}" for words in record.all_words for word in words}
    for name in (record.name, *record.other_names):
        letters = analyzer.fold(name[:LONGEST_NAME]).replace(" ", "")
        keys |= {f"g:{letters[at : at + LETTERS]}" for at in range(max(1, len(letters) - LETTERS + 1))}
    return sorted(keys - {"g:"})


def to_json(record: Record) -> dict[str, Any]:
    """Fields that say something, without the key."""
    data = {name: getattr(record, name) for name in Record.__dataclass_fields__ if name != "key"}
    return {name: value for name, value in data.items() if value not in ("", (), None)}


def from_json(data: dict[str, Any], pk: int | None = None) -> Record:
    key = "" if pk is None else str(pk)
    return Record(**{**data, "key": key, "other_names": tuple(data.get("other_names", ()))})


TABLE = BlockingTable(
    model=BlockingRecord,
    read=read_records,
    keys_of=keys_of,
    to_json=to_json,
    from_json=from_json,
    bears=lambda: [KEYS_OF_TODAY],
    substantial=("name", "street", "postal_code", "city", "phone", "parent_body"),
)
refresh_all = TABLE.refresh_all
