"""The facets beside a list: their options as HTML, long ones folded to the most frequent."""

from __future__ import annotations

from functools import cached_property, lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.query.facets import ENOUGH_TO_FOLD, MOST_OPTIONS, SHOWN_OPTIONS, Counted, CountedFacet


@lru_cache(maxsize=10_000)
def _row(facet: str, value: str, label: str, row_class: str) -> tuple[str, str]:
    """An option as HTML, up to where its box may be ticked, and up to its number."""
    safe = escape(value)
    box = (
        f'<input class="form-check-input" type="checkbox" id="f-{facet}-{safe}" name="{facet}" value="{safe}"'
    )
    text = f'<span>{escape(label)}</span><span class="c" aria-hidden="true">'
    return f'<li><label class="{row_class}">{box}', f">{text}"


class ShownFacet:
    """A facet as the page shows it: long ones begin with their most frequent options."""

    number_read_out = gettext_lazy("(%(n)d Treffer)")

    def __init__(
        self, facet: CountedFacet, *, is_unfolded: bool, is_first: bool, wanted: str | None = None
    ) -> None:
        """`wanted`: the name that is looked for among options that are entries; None where they are not."""
        self.name, self.label, self.selected = facet.name, facet.label, facet.selected
        self.total_options = facet.total_options
        self._all, self._all_label = facet.flat, facet.all_label
        self.is_unfolded = is_unfolded
        self.wanted = wanted
        self.is_open = bool(facet.selected) or is_first or is_unfolded or bool(wanted)

    @cached_property
    def options(self) -> list[Counted]:
        if not self.is_long:
            return self._all
        if self.is_unfolded or self.wanted:
            return self._most_frequent(MOST_OPTIONS) if len(self._all) > MOST_OPTIONS else self._all
        return self._most_frequent(SHOWN_OPTIONS)

    @cached_property
    def option_rows(self) -> SafeString:
        """The options as <li>. Written here, not in the template: a page has a hundred of them, and the template
        engine would spend more time on these lines than the search on everything."""
        before, _number, after = str(self.number_read_out).partition("%(n)d")
        rows = []
        for option in self.options:
            box, label = _row(self.name, option.value, str(option.label), option.row_class)
            number = f'{option.count}</span><span class="vh">{before}{option.count}{after}'
            rows.append(f"{box}{' checked' if option.is_selected else ''}{label}{number}</span></label></li>")
        return mark_safe("".join(rows))  # noqa: S308 (all that comes from the database is escaped)

    def _most_frequent(self, number: int) -> list[Counted]:
        order = sorted(self._all, key=lambda option: (not option.is_selected, -option.count))
        kept = {id(option) for option in order[:number]} | {id(option) for option in self.selected}
        return [option for option in self._all if id(option) in kept]

    @property
    def is_long(self) -> bool:
        return len(self._all) >= ENOUGH_TO_FOLD

    @property
    def is_folded(self) -> bool:
        return self.is_long and not self.is_unfolded and not self.wanted

    @property
    def asks_name(self) -> bool:
        """Nobody scrolls through a thousand actors: where there are more than are shown, one types a name."""
        return self.wanted is not None and (self.is_long or bool(self.wanted))

    @property
    def unfold_label(self) -> str:
        template = str(self._all_label) if self._all_label else _("Alle %(n)d zeigen")
        return template % {"n": self.total_options}
