"""One page of a list that has many."""

from __future__ import annotations

PER_PAGE = 20  # cards: two or three screens
LONGEST = 10  # digits of a page number that are read: beyond all pages, and no work for who asks for millions of them


class PageOfHits:
    """One page of the hits; `number` is always one that exists."""

    def __init__(self, asked: str | None, total: int) -> None:
        self.count = max(1, -(-total // PER_PAGE))
        self.is_wrong = False
        try:
            number = int(asked[:LONGEST]) if asked else 1
        except ValueError:
            number, self.is_wrong = 1, True
        self.number = min(max(number, 1), self.count)
        self.is_wrong |= number != self.number
        self.start, self.stop = (self.number - 1) * PER_PAGE, min(self.number * PER_PAGE, total)

    @property
    def first(self) -> int:
        """Which of the hits opens the page, counted from 1."""
        return self.start + 1

    @property
    def numbers(self) -> list[int | None]:
        """Page numbers to offer: first, last and those around; None stands for what is left out between."""
        near = sorted({1, self.count, *range(max(1, self.number - 2), min(self.count, self.number + 2) + 1)})
        shown: list[int | None] = []
        for number in near:
            if shown and number - (shown[-1] or 0) == 2:
                shown.append(number - 1)
            elif shown and number - (shown[-1] or 0) > 2:
                shown.append(None)
            shown.append(number)
        return shown
