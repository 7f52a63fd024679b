"""What may stand in a log or a record of a run: what went wrong, without what it was about."""

from __future__ import annotations

import re

AT = r"(?:@|＠|%(?:25)*40)"
ADDRESS = re.compile(rf"""(?:"[^"\n]{{1,64}}"|[^\s<>"'(={{\[,;:&?/]+){AT}[^\s<>"')}}\],;&]+""")
QUOTED_VALUE = re.compile(r': ".*"$')  # invalid input syntax for type integer: "…"


def without_personal_data(error: BaseException) -> str:
    """Class and first line of an error. PostgreSQL quotes rows from its second line on; addresses are struck out."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {without_addresses(lines[0]) if lines else '–'}"[:500]


def without_addresses(text: str) -> str:
    return ADDRESS.sub("…@…", text)
