"""What is being read: the text that is still unread, and the parts of the rhythm found so far."""

import re
from dataclasses import dataclass, field
from typing import Any

from rhythm.terms import Period

TAKEN = "\x00"  # stands where something was read; input can't contain it


@dataclass
class PartialRhythm:
    """Every reader takes out of `text` what it understands and notes it in `values`; what nobody took is left over."""

    text: str
    unread: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)  # unread, and never harmless
    values: dict[str, Any] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    nth_period: Period | None = None
    months_named: int = 0
    has_date: bool = False
    demand: str = ""
    unclear_days: bool = False
    comes_on_top: bool = False
    every_week: bool = False
    always: bool = False  # „immer dienstags“
    each_nth: bool = False
    is_usual_time: bool = False
    has_pause: bool = False
    impossible: bool = False

    def take(self, match: re.Match[str], keep: str = "") -> None:
        """Mark a match as read; `keep` puts back a part of it."""
        self.text = (
            f"{self.text[: match.start()]}{TAKEN}{keep}{TAKEN if keep else ''}{self.text[match.end() :]}"
        )

    def leave(self, match: re.Match[str]) -> None:
        """Mark a match as not to be read by anybody: it stays unread, whatever it seems to say."""
        self.unread.append(match[0].strip())
        self.take(match)

    def note(self, **values: Any) -> None:
        self.values.update(values)

    def take_all(self, pattern: re.Pattern[str]) -> bool:
        self.text, count = pattern.subn(TAKEN, self.text)
        return count > 0

    @property
    def pieces(self) -> list[str]:
        return [*self.unread, *self.text.split(TAKEN)]
