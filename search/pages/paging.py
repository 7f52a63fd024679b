"""One page of a list that has many."""

from __future__ import annotations

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator

PER_PAGE = 20  # cards on a screen of a desk: three looks


class PageOfHits:
    """One page of the hits; `number` is always one that exists, `is_wrong` where another was asked for."""

    def __init__(self, asked: str | None, total: int) -> None:
        self.pages = Paginator(range(total), PER_PAGE)
        self.count = self.pages.num_pages
        self.is_wrong = False
        try:
            self.number = self.pages.validate_number(asked or 1)
        except PageNotAnInteger:
            self.number, self.is_wrong = 1, True
        except EmptyPage:
            self.number, self.is_wrong = 1 if int(asked or 1) < 1 else self.count, True
        page = self.pages.page(self.number)
        self.start, self.stop = page.start_index() - 1 if total else 0, page.end_index()

    @property
    def first(self) -> int:
        """Which of the hits opens the page, counted from 1."""
        return self.start + 1

    @property
    def numbers(self) -> list[int | None]:
        """Page numbers to offer: first, last and those around; None stands for what is left out between."""
        offered = self.pages.get_elided_page_range(self.number, on_each_side=2, on_ends=1)
        return [number if isinstance(number, int) else None for number in offered]
