"""Numbers as people write them: telephone numbers and paragraphs of laws, brought to one form each. Pure."""

import re
from collections.abc import Iterator

SHORTEST, LONGEST = 6, 15  # digits of a telephone number with its area code (E.164)
SHORTEST_LOCAL = 4  # without it
ABROAD = ("0049", "049")
_PHONE = re.compile(r"(?<![\w+])(?:\+|0)\d?[\d ()/.\u2010-\u2013-]{4,30}\d(?![\w/])")
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2}){0,2}")
_SEAM = re.compile(r"[ ()/.\u2010-\u2013-]+")
_PARAGRAPH = re.compile(
    r"(?<!\w)(?:§+|(?:paragra(?:ph|f)(?:en)?\b|par\.))\s*(?P<number>\d{1,4})\s?(?P<letter>[a-z](?!\w))?", re.IGNORECASE
)  # fmt: skip


def phone_digits(text: str) -> str:
    """The digits of one telephone number with the zero of its area code: „+49 (5555) 40613“ → 0555540613. Empty for
    what is none."""
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    if text.lstrip().startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        digits = "0" + digits[2:] if digits.startswith("49") else "00" + digits
    return digits if SHORTEST <= len(digits) <= LONGEST else ""


def phone_keys(text: str) -> set[str]:
    """How one number may be asked for: whole, and without its area code where that stands apart."""
    whole = phone_digits(text)
    if not whole:
        return set()
    parts = [part for part in _SEAM.split(text.replace("(0)", "").replace("+", "00")) if part.isdigit()]
    if parts[0] in ABROAD:
        parts = parts[1:]
    return {phone_key(digits) for digits in (whole, "".join(parts[1:])) if len(digits) >= SHORTEST_LOCAL}


def phone_key(digits: str) -> str:
    return f"t_{digits}"


def paragraph_key(number: str) -> str:
    return f"par_{number}"


def phones(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, digits) of what can only be a telephone number: it begins with an area code and is no day."""
    for match in _PHONE.finditer(text):
        digits = phone_digits(match[0])
        if digits and not _DAY.fullmatch(match[0]):
            yield match.start(), match.end(), digits


def paragraphs(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, number) of paragraphs of a law in any spelling: „§ 78 a“, „Paragraph 78a“ → 78a."""
    for match in _PARAGRAPH.finditer(text):
        yield match.start(), match.end(), match["number"] + (match["letter"] or "").lower()
