"""Reports as data: what is typed, round scales, plain JSON."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.reports.blocks import (
    Bullets,
    Column,
    KeyNumber,
    Numbers,
    Paragraph,
    Point,
    Points,
    Table,
    TableCell,
    as_data,
    bars,
    rows,
    scale,
    written,
)


@given(st.integers(0, 1_000_000))
def test_a_scale_reaches_the_figure_in_few_round_steps(most) -> None:
    steps = scale(most)
    size = steps[1] - steps[0]
    assert steps[0] == 0
    assert steps[-1] >= most
    assert steps[-1] - size < max(most, 1)
    assert 2 <= len(steps) <= 5
    assert str(size).rstrip("0") in {"1", "2", "5"}
    assert {after - one for one, after in pairwise(steps)} == {size}


@pytest.mark.parametrize(("most", "steps"), [(0, (0, 1)), (3, (0, 1, 2, 3)), (107, (0, 50, 100, 150))])
def test_scales_that_are_known(most, steps) -> None:
    assert scale(most) == steps


def test_what_is_typed_becomes_paragraphs_and_lists() -> None:
    text = "Der Ausschuss nimmt\r\nzur Kenntnis.\r\n\r\n- erstens\n- zweitens\n\n\nEnde – nicht: - Strich"
    assert written(text) == [
        Paragraph("Der Ausschuss nimmt zur Kenntnis."),
        Bullets(("erstens", "zweitens")),
        Paragraph("Ende – nicht: - Strich"),
    ]


@pytest.mark.parametrize("text", ["", " \n\n \t\n"])
def test_nothing_typed_is_nothing(text) -> None:
    assert written(text) == []


@given(st.text())
def test_no_word_that_is_typed_gets_lost(text) -> None:
    found = []
    for block in written(text):
        found += [block.text] if isinstance(block, Paragraph) else block.items
    kept = "".join("".join(found).split())
    typed = "".join(text.split())
    assert len(kept) <= len(typed)
    if not any(mark in text for mark in "-*•"):
        assert kept == typed


def test_blocks_are_plain_json_that_comes_back_equal() -> None:
    blocks = [
        Numbers((KeyNumber("104", "Netzwerke", "von 110"),)),
        Points((Point("Stabil.", "Nichts geschah."),)),
        Table(
            "Titel", (Column("a"), Column("b", is_number=True)), rows(["x", TableCell("1", "/y/", "luecke")])
        ),
        bars("Formate", "Format", "Netzwerke", [("AK", 3), ("AG", 7)]),
    ]
    data = as_data(blocks)
    assert json.loads(json.dumps(data)) == data
    assert [one["kind"] for one in data] == ["numbers", "points", "table", "bars"]
    assert data[3]["most"] == 7
    assert data[2]["rows"] == [
        [{"text": "x", "path": "", "mark": ""}, {"text": "1", "path": "/y/", "mark": "luecke"}]
    ]
