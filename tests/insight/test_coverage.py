"""Gaps on small landscapes; on the city they are counted again in test_gaps."""

import pytest

from insight.coverage import CellKind, Column, group_cell, place_cell, theme_rows
from tests.insight.landscape import landscape, number, round_of

NORTH = {"thema": ["lesen"], "stadtteil": ["nord"]}


def kind_of(networks, actors: str, **options) -> CellKind:
    made = landscape(networks, dict.fromkeys(actors, NORTH))
    return place_cell(made, "lesen", "nord", **options).kind


@pytest.mark.parametrize(
    ("networks", "actors", "kind"),
    [
        ([], "", CellKind.NOTHING),
        ([], "A", CellKind.NOTHING),  # one alone misses nobody
        ([], "AB", CellKind.GAP),
        ([round_of("AX", thema=["lesen"], stadtteil=["stadt"])], "AB", CellKind.NOTHING),
        ([round_of("AX", thema=["lesen"], stadtteil=["stadt"])], "ABC", CellKind.CHECK),
        ([round_of("AX", thema=["rechnen"], stadtteil=["stadt"])], "AB", CellKind.GAP),  # another theme
        ([round_of("", thema=["lesen"], stadtteil=["nord"])], "ABC", CellKind.HERE),
        ([round_of("", thema=["lesen"], stadtteil=["nord"], )], "", CellKind.HERE),
        ([round_of("", thema=["lesen"], stadtteil=["nord"], facts={"status": "ruhend"})], "AB", CellKind.GAP),
    ],
)  # fmt: skip
def test_kinds_of_a_place(networks, actors, kind) -> None:
    assert kind_of(networks, actors) is kind


def test_nothing_is_looked_for_in_a_centre() -> None:
    assert kind_of([], "ABC", is_central=True) is CellKind.NOTHING
    here = [round_of("", thema=["lesen"], stadtteil=["nord"])]
    assert kind_of(here, "ABC", is_central=True) is CellKind.HERE


def test_a_row_says_the_same_as_its_cells_by_themselves() -> None:
    made = landscape(
        [
            round_of("AB", thema=["lesen"], stadtteil=["nord"]),
            round_of("CX", thema=["lesen"], stadtteil=["stadt"]),
            round_of("X", thema=["rechnen"], stadtteil=["sued", "sued-1"]),
        ],
        {
            "A": NORTH,
            "C": {"thema": ["lesen"], "stadtteil": ["sued-1"]},
            "D": {"thema": ["lesen", "rechnen"], "stadtteil": ["sued"]},
            "E": {"thema": ["lesen"], "stadtteil": ["sued-1"]},
        },
    )
    columns = [Column("nord", "Nord", ("nord",)), Column("sued", "Süd", ("sued", "sued-1"), is_central=True)]
    around = made.having("stadtteil", "stadt")
    rows = theme_rows(made, ["lesen", "rechnen", "malen"], "stadtteil", columns, around)
    for row in rows:
        assert list(row.cells) == [
            place_cell(made, row.theme, "nord", whole="stadt"),
            place_cell(made, row.theme, "sued", parts=["sued-1"], whole="stadt", is_central=True),
        ]
    reading, _sums, painting = rows
    assert {*reading.cells[1].actors} == {number("C"), number("D"), number("E")}
    assert {*reading.cells[1].seated} == {number("C")}
    assert (len(reading.networks), len(reading.around), len(reading.actors)) == (2, 1, 4)
    assert painting.is_empty and not reading.is_empty


@pytest.mark.parametrize(
    ("rounds", "actors", "kind"),
    [
        (0, "", CellKind.NOTHING),
        (0, "A", CellKind.GAP),
        (1, "ABCD", CellKind.HERE),
        (1, "ABCDE", CellKind.CHECK),
        (2, "ABCDEFGHI", CellKind.HERE),
        (2, "ABCDEFGHIJ", CellKind.CHECK),
    ],
)
def test_kinds_of_a_target_group(rounds, actors, kind) -> None:
    made = landscape(
        [round_of("", zielgruppe=["alle"])] * rounds, {one: {"zielgruppe": ["alle"]} for one in actors}
    )
    assert group_cell(made, "zielgruppe", "alle").kind is kind
