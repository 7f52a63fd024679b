"""How well the same institution is recognised in real open lists (they lie outside the project, see docs/quality.md)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from actors.recognition.features import signals
from actors.recognition.matching import Index, matched
from actors.recognition.naming import split_address
from actors.recognition.records import Corpus, Record
from actors.recognition.scoring import assess
from duplicates.scoring import SAME
from measuring.fitting import Pairs

SAMPLE = 4_000  # rows of the long list that are looked at, whole clusters; all of them would take minutes


def report(folder: Path) -> Iterator[str]:
    """Lines of Markdown; `folder` holds schleswig_holstein/, schulen/ and bibliotheken/. Raises FileNotFoundError."""
    yield "Real lists of schools by official key; the weights were fitted on them, so these are fitted figures.\n"
    yield "| lists | rows | true pairs | precision | recall |\n|---|---|---|---|---|"
    yield _two_lists(folder / "schleswig_holstein" / "gleiche_schulen")
    yield _one_list(folder / "schulen" / "gleiche_schulen_in_einer_liste.csv")
    yield ""
    yield _libraries(folder / "bibliotheken" / "opac_bibliotheken_de.csv")


def pairs(folder: Path) -> dict[str, Pairs]:
    """Signals of all candidates in the lists of schools, by list. Raises FileNotFoundError."""
    first, second, true = _read_two(folder / "schleswig_holstein" / "gleiche_schulen")
    one, cluster = _read_one(folder / "schulen" / "gleiche_schulen_in_einer_liste.csv")
    index, both, within = Index(second), Corpus.measure([*first, *second]), Corpus.measure(one)
    across = [(mine, theirs) for mine in first for theirs in index.candidates(mine)]
    alike = [*_pairs_within(one)]
    return {
        "Schleswig-Holstein 2016 and 2025": (
            [[*signals(*pair, both).values()] for pair in across],
            [(mine.key, theirs.key) in true for mine, theirs in across],
        ),
        "one list, a row for every Schulform": (
            [[*signals(*pair, within).values()] for pair in alike],
            [cluster[mine.key] == cluster[theirs.key] for mine, theirs in alike],
        ),
    }


def _pairs_within(records: list[Record]) -> Iterator[tuple[Record, Record]]:
    """All that are worth comparing in one list, once."""
    index = Index(records)
    for record in records:
        yield from ((record, other) for other in index.candidates(record) if record.key < other.key)


def _read_two(folder: Path) -> tuple[list[Record], list[Record], set[tuple[str, str]]]:
    """Both lists, and which of them are the same by official key."""
    first = [_school(row, row["adresse"]) for row in _rows(folder / "a_2016.csv")]
    second = [
        Record(
            row["id"],
            row["name"],
            street=row["strasse"],
            postal_code=row["plz"],
            city=row["ort"],
            phone=row["telefon"],
            website=row["website"],
        )
        for row in _rows(folder / "b_2025.csv")
    ]
    return first, second, {(row["id_a"], row["id_b"]) for row in _rows(folder / "pairs.csv")}


def _two_lists(folder: Path) -> str:
    first, second, true = _read_two(folder)
    found = matched(first, Index(second), Corpus.measure([*first, *second]))
    right = sum((record.key, match.existing.key) in true for record, match in found)
    return _line(
        "Schleswig-Holstein 2016 and 2025, each with one partner",
        len(first) + len(second),
        len(true),
        right,
        len(found),
    )


def _read_one(path: Path) -> tuple[list[Record], dict[str, str]]:
    """The first rows of the list, and to which cluster each belongs."""
    rows = _rows(path)[:SAMPLE]
    return [_school(row, row["address"]) for row in rows], {row["row"]: row["cluster"] for row in rows}


def _one_list(path: Path) -> str:
    records, cluster = _read_one(path)
    sizes = Counter(cluster.values())
    true = sum(size * (size - 1) // 2 for size in sizes.values())
    found = _taken_for_one(records)
    right = sum(cluster[record.key] == cluster[other.key] for record, other in found)
    return _line("one list, a row for every Schulform (first rows)", len(records), true, right, len(found))


def _taken_for_one(records: list[Record]) -> list[tuple[Record, Record]]:
    corpus = Corpus.measure(records)
    return [pair for pair in _pairs_within(records) if assess(*pair, corpus).verdict == SAME]


def _libraries(path: Path) -> str:
    records = [
        Record(row["key"], row["title"], city=row["city"], website="") for row in _rows(path) if row["title"]
    ]
    alarms = sum(record.city != other.city for record, other in _taken_for_one(records))
    return f"{len(records)} libraries, some 460 of them called „Stadtbücherei“ or „Stadtbibliothek“: {alarms} pairs in different towns taken for one."


def _school(row: dict[str, str], address: str) -> Record:
    street, postal_code, city = split_address(address)
    phone = row.get("telefon") or row.get("phone") or ""
    return Record(
        row.get("id") or row["row"],
        " ".join(row["name"].split()),
        parent_body=row.get("traeger", ""),
        street=street,
        postal_code=postal_code,
        city=city,
        phone="" if "null" in phone else phone,
    )


def _line(name: str, rows: int, true: int, right: int, found: int) -> str:
    return f"| {name} | {rows} | {true} | {right / max(1, found):.3f} | {right / max(1, true):.3f} |"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
