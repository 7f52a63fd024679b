"""Typed and imported text without what nobody sees: one form of every letter, no control and no direction characters.

Two names that look the same must be the same: else one is never found, sorts elsewhere and comes in a second time."""

from __future__ import annotations

import re
import unicodedata

_EMOJI = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
# What breaks a line in some program or other. A form knows the plain line feed only.
_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = r"\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
_INVISIBLE = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
    r"\uffa0\ufff0-\ufffb\U000e0000-\U000e007f"
)
_NOT_A_CHARACTER = r"\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_DROPPED = re.compile(f"[{_CONTROLS}{_INVISIBLE}{_NOT_A_CHARACTER}]")
# Joins pictures of people to one of a family; between letters it hides.
_JOINER = re.compile(f"(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])")
_SPACES = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def visible(text: str) -> str:
    """In NFC, line breaks as line feeds, without characters that nobody sees. Blanks and words stay as they are."""
    if text.isascii() and text.isprintable():
        return text
    text = _BREAKS.sub("\n", text)
    text = _JOINER.sub("", _DROPPED.sub("", text))
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """As `visible`, in one line, with single blanks: for names and everything else that is compared."""
    return " ".join(visible(text).split())


def paragraphs(text: str) -> str:
    """As `visible`, without blanks at the ends of lines and empty lines around the whole."""
    return "\n".join(line.rstrip() for line in visible(text).split("\n")).strip()


def as_typed(text: str) -> str:
    """What a form sent. A text field of one line may hold breaks that only some programs know: those become blanks."""
    if text.isascii() and text.isprintable():
        return text
    if "\n" in text or "\r" in text:
        return visible(text).replace("\n", "\r\n") if "\r\n" in text else visible(text)
    return _SPACES.sub(" ", visible(text).replace("\n", " "))
