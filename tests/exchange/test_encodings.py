"""Bytes tell what their characters are, or a person is told what to do."""

from __future__ import annotations

import io

import pytest

from exchange.encodings import encoding_of
from exchange.errors import TableError

TEXT = "Straße;Führung;Käthe Böll;Öffnung;Schüler\n" * 3


def told(data: bytes) -> tuple[str, str]:
    return encoding_of(io.BytesIO(data))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_usual_encodings_are_read_without_a_word(written, read):
    assert told(TEXT.encode(written)) == (read, "")


@pytest.mark.parametrize(
    ("written", "name"), [("cp850", "DOS (Codepage 850)"), ("mac_roman", "Mac OS Roman")]
)
def test_old_encodings_are_guessed_and_said(written, name):
    encoding, sentence = told(TEXT.encode(written))
    assert encoding == written
    assert name in sentence


def test_plain_letters_are_utf_8():
    assert told(b"") == told(b"Schule;Haus") == ("utf-8-sig", "")


def test_a_character_that_lies_across_two_chunks_is_one():
    assert told(b"x" * ((1 << 16) - 1) + "ü".encode()) == ("utf-8-sig", "")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x00\x01", "Binärdaten"),
        ("Führung, Schüler, Stra\u00dfe".encode()[:-2], "mitten in einem Zeichen"),
        (bytes([0x81, 0x8D]) + "abc\xddabc\xdfX".encode("latin-1") * 5, "nicht zu erkennen"),
    ],
)
def test_what_is_no_text_is_told(data, words):
    with pytest.raises(TableError, match=words):
        told(data)
