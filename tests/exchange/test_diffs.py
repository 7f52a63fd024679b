"""The preview of an import shows what changes, and no style of its own."""

from __future__ import annotations

from exchange.diffs import LONGEST, PlainDiff


def shown(left: str, right: str) -> str:
    diff = PlainDiff.__new__(PlainDiff)  # without a resource: only the cells are compared
    diff.left, diff.right, diff.new = [left], [right], False
    (html,) = diff.as_html()
    return html


def test_what_came_and_went_is_marked_without_inline_colours():
    assert shown("Haus", "Haus am See") == "<span>Haus</span><ins> am See</ins>"
    assert "style" not in shown("Haus am See", "Hof am See")


def test_text_of_the_file_is_escaped():
    assert "<b>" not in shown("", "<b>fett</b>")
    assert '&lt;ins style="background:#e6ffe6;"' in shown("", '<ins style="background:#e6ffe6;">').replace(
        "&quot;", '"'
    )


def test_of_long_texts_the_place_is_shown_where_they_begin_to_differ():
    html = shown("a" * LONGEST + "Haus", "a" * LONGEST + "Hof")
    assert len(html) < LONGEST
    assert "us" in html
    assert "aaaa" in html  # some of what stands before


def test_short_texts_are_shown_whole():
    assert shown("x" * 100, "x" * 100) == f"<span>{'x' * 100}</span>"
