"""The parameters of a list address, validated. HTML, CSV and map share this one set.

A wrong value never breaks a link that somebody saved: it is left out, and the page says so (`notes`). A filter of which
nothing is known any more finds nothing: whoever asked for one theme is not shown, sent or told of the whole directory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import django_filters
from django import forms
from django.core.validators import slug_re
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from search.models import Entry
from search.pages import columns
from search.query.facets import LookedUp, Vocabulary
from search.query.results import SearchRequest
from search.sources import FACETS, Option

MOST_VALUES = 60  # of one facet in one address: it stays below what proxies let through
MOST_NOTED, LONGEST_NOTED = 3, 40  # wrong values of one parameter that are said, and their characters
LONGEST_VALUE = 200  # slugs are shorter
LONGEST_NAME = 100  # that is looked for among options
UNKNOWN = "unbekannt"  # stands for values that are no words
SORTS = [
    ("treffer", gettext_lazy("Beste Treffer")),
    ("termin", gettext_lazy("Nächstes Treffen")),
    ("aktiv", gettext_lazy("Zuletzt aktiv")),
    ("still", gettext_lazy("Am längsten still")),
    ("aktualitaet", gettext_lazy("Zuletzt geprüft")),
    ("name", gettext_lazy("Name A–Z")),
]
LEFT_OUT = gettext_lazy(
    "„%(value)s“ gibt es bei „%(facet)s“ nicht; dieser Teil der Adresse bleibt unbeachtet."
)
LOST = gettext_lazy(
    "„%(value)s“ gibt es bei „%(facet)s“ nicht (mehr). Mit diesem Filter passt darum kein Eintrag."
)
# What a list reads beside the filters; pages that share only these keep it out of their addresses.
OF_LISTS = ("q", "sort", "ansicht", "spalten", "woertlich", "page")
LITERAL = [("1", gettext_lazy("ja"))]
VIEWS = [("", gettext_lazy("Liste")), ("tabelle", gettext_lazy("Tabelle")), ("karte", gettext_lazy("Karte"))]


def only_filters(given: QueryDict) -> QueryDict:
    """An address without what is a list's own."""
    data = given.copy()
    for name in OF_LISTS:
        data.pop(name, None)
    return data


class KnownChoices(forms.MultipleChoiceField):
    """Several of the known values; `ignored` holds what was given beside them. `options`: value -> option; labels are
    read only when the field is shown, a page has hundreds of them."""

    ignored: tuple[str, ...] = ()

    def __init__(self, *, options: Mapping[str, Option], **kwargs: Any) -> None:
        self.options = options
        super().__init__(choices=lambda: [(o.value, o.label) for o in options.values()], **kwargs)

    def clean(self, value: Any) -> list[str]:
        given = list(dict.fromkeys(value or ()))[:MOST_VALUES]
        if isinstance(self.options, LookedUp):
            self.options.prepare(given)
        self.ignored = tuple(one for one in given if one and one not in self.options)
        return list(dict.fromkeys(self.options[one].value for one in given if one in self.options))


class FacetChoices(KnownChoices):
    """What is known of the values; of a facet with nothing known, what was given, so that it goes on to narrow."""

    def clean(self, value: Any) -> list[str]:
        known = super().clean(value)
        self.is_lost = not known and bool(self.ignored)
        return [*dict.fromkeys(map(_plain, self.ignored))] if self.is_lost else known


def _plain(value: str) -> str:
    """Addresses carry anything; what is no word of one is not carried on."""
    return value if len(value) <= LONGEST_VALUE and slug_re.fullmatch(value) else UNKNOWN


class KnownChoice(forms.ChoiceField):
    ignored: tuple[str, ...] = ()

    def clean(self, value: Any) -> str:
        known = {choice for choice, _label in self.choices}
        self.ignored = (value,) if value and value not in known else ()
        return value if value in known else ""


class AnyText(forms.CharField):
    """Whatever was typed, without what a database refuses."""

    def clean(self, value: Any) -> str:
        return str(value or "").replace("\0", " ")


class FacetFilter(django_filters.Filter):
    field_class = FacetChoices


class ColumnsFilter(django_filters.Filter):
    field_class = KnownChoices


class ChoiceFilter(django_filters.Filter):
    field_class = KnownChoice


class TextFilter(django_filters.CharFilter):
    field_class = AnyText


class DirectoryFilter(django_filters.FilterSet):
    """`q`, `woertlich` (its words ask for nothing), `sort`, `ansicht`, `spalten` (of the table) and one parameter per facet."""

    q = TextFilter(label=gettext_lazy("Suche"))
    sort = ChoiceFilter(choices=SORTS, label=gettext_lazy("Sortierung"))
    ansicht = ChoiceFilter(choices=VIEWS, label=gettext_lazy("Ansicht"))
    woertlich = ChoiceFilter(choices=LITERAL, label=gettext_lazy("Nur nach den Wörtern suchen"))

    def __init__(
        self, data: QueryDict, *, facets: tuple[str, ...], scope: dict[str, list[str]], known: Vocabulary
    ) -> None:
        self.facets, self.scope = facets, scope
        super().__init__(data, queryset=Entry.objects.none())
        self.filters["spalten"] = ColumnsFilter(
            options=columns.options(scope), label=gettext_lazy("Spalten"), field_name="spalten"
        )
        for name in facets:
            label = FACETS[name].label
            self.filters[name] = FacetFilter(options=known.options[name], label=label, field_name=name)

    @cached_property
    def values(self) -> dict[str, Any]:
        """What is valid of the parameters, field by field: nothing is required, so validation cannot fail. The whole
        `form` would cost more than the search; it is there for whoever wants to show it."""
        values = {}
        for name, one in self.filters.items():
            is_list = name in self.facets or name == "spalten"
            given = self.data.getlist(name) if is_list else self.data.get(name)
            values[name] = one.field.clean(given)
        return values

    @property
    def chosen(self) -> dict[str, list[str]]:
        """Facet -> chosen values, in the order of the facets."""
        return {name: self.values[name] for name in self.facets if self.values.get(name)}

    @property
    def notes(self) -> list[str]:
        """Sentences about parameters that were left out."""
        notes = []
        for name in (*self.facets, "sort", "ansicht", "spalten", "woertlich"):
            field = self.filters[name].field
            for value in field.ignored[:MOST_NOTED] if name in self.values else ():
                shown = Truncator(value).chars(LONGEST_NOTED)
                sentence = LOST if getattr(field, "is_lost", False) else LEFT_OUT
                notes.append(sentence % {"value": shown, "facet": field.label})
        return notes

    @cached_property
    def names(self) -> dict[str, str]:
        """Facet whose options are entries -> the name that is looked for among them (`mitglied-name=`)."""
        return {
            name: " ".join(str(self.data.get(f"{name}-name", "")).replace("\0", " ").split())[:LONGEST_NAME]
            for name in self.facets
            if FACETS[name].find
        }

    def _looked_for(self) -> Iterator[tuple[str, Callable[[str], Iterable[str]], str]]:
        for name, wanted in self.names.items():
            if wanted and (find := FACETS[name].find):
                yield name, find, wanted

    def question(self, audience: tuple[str, ...], *, with_facets: bool = True) -> SearchRequest:
        named = (
            {name: frozenset(find(wanted)) for name, find, wanted in self._looked_for()}
            if with_facets
            else {}
        )
        return SearchRequest(
            text=self.values["q"],
            filters=self.chosen,
            scope=self.scope,
            sort=self.values["sort"],
            facets=tuple(name for name in self.facets if FACETS[name].is_listed) if with_facets else (),
            unfolded=frozenset(self.data.getlist("mehr")),
            named=named,
            audience=audience,
            is_literal=bool(self.values["woertlich"]),
        )
