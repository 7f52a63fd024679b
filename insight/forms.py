from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from design.forms import FilterForm
from insight.scope import BOTH, Scope

ALL = {
    "stadtteil": _("ganze Kommune"),
    "thema": _("alle Themen"),
    "zielgruppe": _("alle Zielgruppen"),
    "phase": _("alle Phasen"),
    "akteursart": _("alle Arten"),
}
INDENT = SafeString("\u2003")  # an em space for each level: what a select can show of a tree


class ScopeForm(FilterForm):
    """The lists of these facets. What else the address holds stays in it (`kept`)."""

    def __init__(self, scope: Scope, facets: Iterable[str] = BOTH) -> None:
        chosen = scope.filters.chosen
        single = [
            name for name in facets if len(chosen.get(name, ())) < 2
        ]  # of several a select would lose all but one
        super().__init__(**{name: chosen[name][0] for name in single if chosen.get(name)})
        for name in single:
            options = scope.options(name)
            depths: dict[str, int] = {}
            for option in options:
                depths[option.value] = depths[option.parent] + 1 if option.parent in depths else 0
            choices = [("", ALL[name]), *((o.value, f"{INDENT * depths[o.value]}{o.label}") for o in options)]
            label = scope.filters.filters[name].label
            self.fields[name] = forms.ChoiceField(choices=choices, label=label, required=False)
        self.kept = [(n, v) for n, values in scope.parameters().items() if n not in single for v in values]
