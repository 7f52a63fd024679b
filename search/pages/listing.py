"""Everything a list page shows, ready for the template. Knows addresses, no HTML.

The documented shape of `listing` in templates/search/list.html: what a template may use are the attributes here, of
`Hit` (search.query.highlighting), `ShownFacet` (search.pages.facets) and `Counted` (search.query.facets)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.pages.columns import ResultTable
from search.pages.facets import ShownFacet
from search.pages.filters import SORTS, VIEWS, DirectoryFilter
from search.pages.map import MapPlaces, places_of
from search.pages.paging import PageOfHits
from search.pages.reach import Reach, reach_of
from search.query.highlighting import Hit, hits
from search.query.results import SearchResult, Tier
from search.sources import FACETS, Option

OPEN_FACETS = 3  # as many as stand beside the first hits
APPEARANCE = ("ansicht", "spalten")  # parameters that change no hit
OF_QUERY = ("q", "woertlich")


@dataclass(frozen=True)
class Chip:
    """An active filter and the address without it."""

    facet: str
    label: str
    url: str


@dataclass(frozen=True)
class FilterChoice:
    value: str
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Help:
    """A way out of an empty list: what to drop, and how many hits that yields."""

    label: str
    url: str
    count: int


class Listing:
    """`path` is the address of the list, `params` what was given; addresses keep only what is valid."""

    def __init__(self, path: str, params: QueryDict, filters: DirectoryFilter, answer: SearchResult) -> None:
        self.path, self.filters, self.answer = path, filters, answer
        self.query = answer.interpretation.text
        self.total = answer.total
        self.page = PageOfHits(params.get("page"), answer.total)
        self._unfolded = set(params.getlist("mehr"))

    # --- hits ---------------------------------------------------------------------------------------------------

    @cached_property
    def hits(self) -> list[Hit]:
        """Those of the page. A hit that begins another tier than that of the one before says what divides them."""
        shown = hits(self.answer, self.answer.page(self.page.start, self.page.stop))
        tiers = [hit.tier for hit in shown]
        for hit, before in zip(shown, [Tier.FULL, *tiers], strict=False):
            hit.divider = self.divider_of(hit.tier) if hit.tier is not before else ""
        return shown

    @property
    def complete_total(self) -> int:
        """Hits that meet the whole query; the other `total - complete_total` follow as partial ones."""
        return self.answer.complete_total

    @property
    def near_total(self) -> int:
        """Hits that are less than what was asked for: for the whole city, remote, partial."""
        return self.total - self.complete_total

    def divider_of(self, tier: Tier) -> str:
        """What sets the hits of a tier apart from those above, if there are any."""
        if tier is Tier.AROUND:
            return _("Für die ganze Stadt:")
        above = sum(self.answer.number_in(one) for one in Tier if one < tier)
        if tier is Tier.REMOTE:
            return (
                _("Entfernt verwandt:") if above else _("Genau das ist nicht eingetragen. Entfernt verwandt:")
            )
        if not above:
            return _("Genau das ist nicht eingetragen. Diese Einträge kommen dem nahe:")
        if sum(need.is_required for need in self.answer.needs) > 1:
            return _("Diese Treffer enthalten nicht alle Wörter:")
        return _("Diese Treffer enthalten das Wort nicht, haben aber damit zu tun:")

    @cached_property
    def status(self) -> str:
        """One sentence for role=status."""
        sentence = ngettext("%(n)d Treffer", "%(n)d Treffer", self.total) % {"n": self.total}
        if self.query:
            sentence += _(" für „%(query)s“") % {"query": self.query}
        if self.understanding:
            sentence += _(", verstanden als: %(sentence)s") % {"sentence": self.understanding}
        if number := len(self.chips):
            sentence += ngettext(" mit %(n)d Filter", " mit %(n)d Filtern", number) % {"n": number}
        if self.page.count > 1:
            sentence += _(", Seite %(page)d von %(pages)d") % {
                "page": self.page.number,
                "pages": self.page.count,
            }
        return sentence

    @cached_property
    def notes(self) -> list[str]:
        notes = list(self.filters.notes)
        if self.page.is_wrong:
            notes.append(
                _("Diese Seite gibt es nicht; Sie sehen Seite %(page)d.") % {"page": self.page.number}
            )
        if self.answer.interpretation.is_cut:
            notes.append(_("Die Eingabe war sehr lang; gesucht wurde nach ihrem Anfang."))
        return notes

    @property
    def understanding(self) -> str:
        """What the query was taken to ask for beside its words; empty where these were merely looked for."""
        understood = self.answer.understood
        return understood.sentence if understood.is_more_than_words and not self.answer.is_loosened else ""

    @property
    def not_understood(self) -> list[str]:
        """Sentences about what a question named in vain."""
        said = [
            _("„%(name)s“ heißt hier niemand. Gesucht wurde darum nach den Wörtern.") % {"name": name}
            for name in self.answer.understood.unknown
        ]
        if self.answer.is_loosened:
            sentence = self.answer.understood.sentence
            said.append(
                _("%(sentence)s: Das gibt es hier nicht. Gesucht wurde darum nach den Wörtern.")
                % {"sentence": sentence}
            )
        return said

    @property
    def literal_url(self) -> str:
        return self.address(woertlich="1")

    @property
    def as_filters_url(self) -> str:
        """The same question as filters, which can be changed one by one; empty where filters cannot say it."""
        understood = self.answer.understood
        asked = self.answer.question.with_conditions(understood)
        facets = [facet for facet, _values in asked if facet not in self.filters.scope]
        if understood.within or len(set(facets)) < len(facets) or not set(facets) <= set(self.filters.facets):
            return ""
        chosen = {name: list(values) for name, values in self.filters.chosen.items()}
        where = [(facet, o.value) for need in self.answer.needs if need.is_where for facet, o in need.places]
        for facet, value in [*((f, v) for f, values in asked if f in facets for v in values), *where]:
            if value not in chosen.setdefault(facet, []):
                chosen[facet].append(value)
        return self._with_query(({"q": understood.topic} if understood.topic else {}) | chosen)

    @property
    def corrections(self) -> list[tuple[str, str]]:
        """(typed, searched for instead)"""
        return self.answer.interpretation.corrections

    # --- filters ------------------------------------------------------------------------------------------------

    @cached_property
    def facets(self) -> list[ShownFacet]:
        return [
            ShownFacet(
                facet,
                is_unfolded=facet.name in self._unfolded,
                is_first=position < OPEN_FACETS,
                wanted=self.filters.names.get(facet.name),
            )
            for position, facet in enumerate(self.answer.facets)
        ]

    @cached_property
    def chips(self) -> list[Chip]:
        chips = []
        for name, values in self.filters.chosen.items():
            for value in values:
                option = self.answer.vocabulary.option(name, value)
                label = self.filters.filters[name].label
                chips.append(
                    Chip(label, option.label if option else value, self.address(without=(name, value)))
                )
        return chips

    @property
    def in_words(self) -> str:
        """The filters as one sentence, for headings and paper: „Thema: Sprachbildung, Lesen; Stadtteil: Lindenau“."""
        said: dict[str, list[str]] = {}
        for chip in self.chips:
            said.setdefault(str(chip.facet), []).append(chip.label)
        return "; ".join(f"{facet}: {', '.join(labels)}" for facet, labels in said.items())

    @property
    def reset_url(self) -> str:
        return self._with_query({"q": self.query} if self.query else {})

    @cached_property
    def reach(self) -> Reach | None:
        """What is there for the whole city, beside the chosen Stadtteil."""
        return reach_of(self)

    @cached_property
    def place_hints(self) -> list[Help]:
        """Places that the query names: the address that filters by them."""
        hints = []
        if any(need.is_where for need in self.answer.needs):  # asked for already
            return []
        for facet, option in self.answer.places:
            if facet in self.filters.facets and option.value not in self.filters.chosen.get(facet, ()):
                hints.append(self._place_hint(facet, option))
        return hints

    def _place_hint(self, facet: str, option: Option) -> Help:
        counted = next((f for f in self.answer.facets if f.name == facet), None)
        number = next((o.count for o in counted.flat if o.value == option.value), 0) if counted else 0
        return Help(option.label, self.address(adding=(facet, option.value)), number)

    @cached_property
    def zero_help(self) -> list[Help]:
        """What to drop when nothing was found, best first."""
        if self.total:
            return []
        ways = [
            Help(
                _("ohne %(facet)s: %(values)s")
                % {"facet": self.filters.filters[relief.facet].label, "values": ", ".join(relief.labels)},
                self.address(without_facet=relief.facet),
                relief.count,
            )
            for relief in self.answer.relief
        ]
        if self.answer.all_filters_dropped and len(self.filters.chosen) > 1:
            ways.append(Help(_("ohne alle Filter"), self.reset_url, self.answer.all_filters_dropped))
        return ways

    # --- addresses ----------------------------------------------------------------------------------------------

    def parameters(self) -> dict[str, list[str]]:
        """The valid parameters but the page, in one fixed order: equal questions have equal addresses."""
        values = self.filters.values
        known: dict[str, list[str]] = {"q": [self.query]} if self.query else {}
        if self.query and values["woertlich"]:
            known["woertlich"] = [values["woertlich"]]
        known |= self.filters.chosen
        if values["sort"]:
            known["sort"] = [values["sort"]]
        if values["ansicht"]:
            known["ansicht"] = [values["ansicht"]]
        if values["spalten"]:
            known["spalten"] = values["spalten"]
        return known

    def address(
        self,
        *,
        without: tuple[str, str] | None = None,
        adding: tuple[str, str] | None = None,
        without_facet: str = "",
        **replaced: str,
    ) -> str:
        known = {name: list(values) for name, values in self.parameters().items() if name != without_facet}
        if without:
            known[without[0]] = [value for value in known[without[0]] if value != without[1]]
        if adding:
            known.setdefault(adding[0], []).append(adding[1])
        known |= {name: [value] if value else [] for name, value in replaced.items()}
        return self._with_query(known)

    def _with_query(self, known: dict[str, Any], path: str = "") -> str:
        query = urlencode(known, doseq=True)
        return f"{path or self.path}?{query}" if query else path or self.path

    def page_url(self, number: int) -> str:
        return self.address(page=str(number) if number > 1 else "")

    @property
    def pages(self) -> list[FilterChoice | None]:
        return [
            FilterChoice(str(number), str(number), self.page_url(number), number == self.page.number)
            if number
            else None
            for number in self.page.numbers
        ]

    @property
    def previous_url(self) -> str:
        return self.page_url(self.page.number - 1) if self.page.number > 1 else ""

    @property
    def next_url(self) -> str:
        return self.page_url(self.page.number + 1) if self.page.number < self.page.count else ""

    @property
    def canonical_url(self) -> str:
        return self.page_url(self.page.number)

    @property
    def csv_url(self) -> str:
        known = {name: values for name, values in self.parameters().items() if name not in APPEARANCE}
        return self._with_query(known, f"{self.path.rstrip('/')}.csv")

    @property
    def asked_url(self) -> str:
        """The list, without how it is sorted and shown: one address for one set of hits."""
        return self._with_query(self._asked)

    @property
    def feed_url(self) -> str:
        """The newest hits as Atom."""
        return self._with_query(self._asked, f"{self.path.rstrip('/')}.atom")

    @property
    def calendar_url(self) -> str:
        return self._with_query(self._asked, f"{self.path.rstrip('/')}.ics")

    @property
    def _asked(self) -> dict[str, list[str]]:
        """The parameters without those of the appearance."""
        left_out = {"sort", *APPEARANCE}
        return {name: values for name, values in self.parameters().items() if name not in left_out}

    @property
    def markers_url(self) -> str:
        known = {name: values for name, values in self.parameters().items() if name not in APPEARANCE}
        return self._with_query(known, f"{self.path}karte.json")

    @property
    def suggest_url(self) -> str:
        return f"{self.path}vorschlaege.json"

    @property
    def sorts(self) -> list[FilterChoice]:
        current = self.answer.question.effective_sort
        usable = [(value, label) for value, label in SORTS if self.query or value != "treffer"]
        return [
            FilterChoice(value, str(label), self.address(sort=value), value == current)
            for value, label in usable
        ]

    @property
    def views(self) -> list[FilterChoice]:
        current = self.filters.values["ansicht"]
        return [
            FilterChoice(value, str(label), self.address(ansicht=value), value == current)
            for value, label in VIEWS
        ]

    @property
    def is_map(self) -> bool:
        return self.filters.values["ansicht"] == "karte"

    @property
    def is_table(self) -> bool:
        return self.filters.values["ansicht"] == "tabelle"

    @cached_property
    def table(self) -> ResultTable:
        return ResultTable(self.filters.scope, self.filters.values["spalten"], self.hits)

    @cached_property
    def places(self) -> MapPlaces:
        """The hits on the map, and those that have no place on it."""
        return places_of(self.answer)

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """Parameters that the filter form has to carry beside its own fields."""
        known = self.parameters()
        unlisted = (name for name in self.filters.facets if not FACETS[name].is_listed)
        names = (*OF_QUERY, "sort", *APPEARANCE, *unlisted)
        return [(name, value) for name in names for value in known.get(name, ())]

    @property
    def search_fields(self) -> list[tuple[str, str]]:
        """What a new search keeps: the filters."""
        return self._fields_without(*OF_QUERY)

    @property
    def column_fields(self) -> list[tuple[str, str]]:
        return self._fields_without("spalten")

    @property
    def sort_fields(self) -> list[tuple[str, str]]:
        return self._fields_without("sort")

    def _fields_without(self, *left_out: str) -> list[tuple[str, str]]:
        known = self.parameters()
        return [(name, value) for name in known if name not in left_out for value in known[name]]
