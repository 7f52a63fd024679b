from datetime import date, datetime

import pytest

from exchange.cells import (
    is_placeholder,
    one_line,
    paragraphs,
    parts,
    read_address,
    read_moment,
    read_number,
    read_yes_no,
)
from exchange.errors import CellError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("2026-12-09", date(2026, 12, 9)),
        ("9.12.2026", date(2026, 12, 9)),
        (" 09.12.2026 ", date(2026, 12, 9)),
        ("2026-12-09 14:00", datetime.fromisoformat("2026-12-09 14:00")),
        ("2026-12-09T14:00:00", datetime.fromisoformat("2026-12-09 14:00")),
        ("9.12.2026, 14.30 Uhr", datetime.fromisoformat("2026-12-09 14:30")),
    ],
)
def test_dates_are_read(text, expected):
    assert read_moment(text) == expected


@pytest.mark.parametrize(
    "text", ["morgen", "31.02.2026", "2026", "12/09/2026", "2026-12-09 25:00", "٢٠٢٦-١٢-٠٩x"]
)
def test_what_is_no_date_is_told(text):
    with pytest.raises(CellError, match="kein Datum"):
        read_moment(text)


@pytest.mark.parametrize(("text", "expected"), [("", None), ("51,5", 51.5), ("-9.25", -9.25), ("9", 9.0)])
def test_numbers_are_read(text, expected):
    assert read_number(text) == expected


@pytest.mark.parametrize("text", ["1.234,5", "nan", "inf", "zwölf", "1e5"])
def test_what_is_no_number_is_told(text):
    with pytest.raises(CellError, match="keine Zahl"):
        read_number(text)


def test_yes_and_no():
    assert [read_yes_no(word) for word in ("ja", "X", "1", "", "Nein")] == [True, True, True, False, False]
    with pytest.raises(CellError):
        read_yes_no("vielleicht")


@pytest.mark.parametrize("text", ["null/null", "NULL", "-", "–", "- keine Angabe -", "k. A.", "n/a", "/"])
def test_placeholders_are_known(text):
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["", "Null-Emission e. V.", "0", "Keine Angst!", "a"])
def test_what_only_looks_like_a_placeholder_is_kept(text):
    assert not is_placeholder(text)


def test_text_is_tidied():
    assert (
        one_line(" Roswitha-\u00a0Gymnasium\n Bad\tGandersheim\x07 ") == "Roswitha- Gymnasium Bad Gandersheim"
    )
    assert paragraphs("\r\neins \r\n\r\n\r\n  zwei  drei\n") == "eins\n\n\n  zwei  drei"
    assert parts("Lesen| |Ganztag|Lesen") == ["Lesen", "Ganztag"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("www.auenberg.de", "https://www.auenberg.de"),
        ("http://a.de/x", "http://a.de/x"),
        ("kein Ort", "kein Ort"),
        ("", ""),
    ],
)
def test_web_addresses_get_a_scheme(text, expected):
    assert read_address(text) == expected
