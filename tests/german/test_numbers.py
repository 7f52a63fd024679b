"""Numbers as people write them."""

import pytest

from german.numbers import paragraphs, phone_digits, phone_keys, phones

SPELLINGS = [
    "05555 41226", "05555/41226", "05555-412 26", "(05555) 41226", "+49 5555 41226", "0049 5555/41226", "+49 (0)5555 412-26",
]  # fmt: skip


@pytest.mark.parametrize("written", SPELLINGS)
def test_a_telephone_number_is_one_in_all_spellings(written):
    assert phone_digits(written) == "0555541226"
    assert phone_keys("05555 41226") & phone_keys(written) >= {"t_0555541226"}


@pytest.mark.parametrize("written", [*SPELLINGS[:6], "0555541226"])
def test_a_telephone_number_is_seen_in_a_text(written):
    text = f"Telefon {written}, bitte"
    assert [(text[start:end].strip("( "), digits) for start, end, digits in phones(text)] == [
        (written.strip("("), "0555541226")
    ]


@pytest.mark.parametrize(
    "text", ["37990", "2024/2025", "01.12.2026", "0-3", "Amt 51", "60+", "", "+", "0" * 40, "x05555 41226"]
)
def test_what_is_no_telephone_number(text):
    assert list(phones(text)) == []


def test_without_its_area_code_a_number_is_found_where_that_stands_apart():
    assert phone_keys("05555 41226") == {"t_0555541226", "t_41226"}
    assert phone_keys("+49 5555 41226") == {"t_0555541226", "t_41226"}
    assert phone_keys("0555541226") == {"t_0555541226"}
    assert phone_keys("05555 123") == {"t_05555123"}
    assert phone_keys("12") == phone_keys("siehe Website") == set()


def test_numbers_from_abroad_keep_their_country():
    assert phone_digits("+43 1 58858") == "0043158858"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("§ 78", ["78"]),
        ("§78a SGB VIII", ["78a"]),
        ("Paragraph 78 A", ["78a"]),
        ("Paragraf 8 a und § 3 KKG", ["8a", "3"]),
        ("par. 3", ["3"]),
        ("§§ 78, 79", ["78"]),
        ("§ 3 als", ["3"]),
        ("Sparagraph 3", []),
        ("AG 78", []),
    ],
)
def test_paragraphs_of_laws(text, numbers):
    assert [number for _start, _end, number in paragraphs(text)] == numbers
