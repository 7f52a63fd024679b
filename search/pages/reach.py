"""Beside what is at work in a Stadtteil there is what is there for the whole city: how much, and shown on demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from search.pages.listing import Listing

FACET = "stadtteil"


@dataclass(frozen=True)
class Reach:
    """`parts` and `whole`: (name, number of hits). Two addresses to choose from: with and without the whole."""

    parts: list[tuple[str, int]]
    whole: tuple[str, int]
    without_url: str
    with_url: str
    is_with: bool

    @property
    def sentence(self) -> str:
        """5 in „Nordstadt“, 88 für „Gesamte Stadt“"""
        said = [
            _("%(n)d für „%(place)s“") % {"n": n, "place": place} for place, n in [*self.parts, self.whole]
        ]
        return ", ".join(said)


def reach_of(listing: Listing) -> Reach | None:
    """None when no Stadtteil of one city is chosen, or nothing is there for the whole of it."""
    counted = next((facet for facet in listing.answer.facets if facet.name == FACET), None)
    if counted is None or not counted.selected:
        return None
    options = [(one, listing.answer.vocabulary.option(FACET, one.value)) for one in counted.selected]
    cities = {option.whole for _one, option in options if option and option.whole}
    if len(cities) != 1:
        return None
    [city] = cities
    whole = next((one for one in counted.flat if one.value == city), None)
    if whole is None or not whole.count:
        return None
    return Reach(
        parts=[(one.label, one.count) for one, _option in options if one.value != city],
        whole=(whole.label, whole.count),
        without_url=listing.address(without=(FACET, city)) if whole.is_selected else listing.address(),
        with_url=listing.address() if whole.is_selected else listing.address(adding=(FACET, city)),
        is_with=whole.is_selected,
    )
