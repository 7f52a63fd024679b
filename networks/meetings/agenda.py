"""An agenda as people type it, one item a line, read as a list."""

from __future__ import annotations

import re

MARK = re.compile(r"^(?:TOP\s*)?(?:\d{1,2}\s*[.):]|[-–•*])\s*", re.IGNORECASE)
FIRST = re.compile(r"^(?:TOP\s*)?1\b|^\D", re.IGNORECASE)  # „3. Förderphase“ begins no list


def items(text: str) -> list[str]:
    """The lines without the numbers or dashes in front, where all of them have one: the page numbers them itself."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and FIRST.match(lines[0]) and all(MARK.match(line) for line in lines):
        return [MARK.sub("", line) for line in lines]
    return lines
