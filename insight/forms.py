from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from design.forms import FilterForm
from insight.models import FindingNote
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
            self.fields[name] = forms.ChoiceField(choices=choices, label=label)
        self.kept = [(n, v) for n, values in scope.parameters().items() if n not in single for v in values]


class NoteForm(forms.Form):
    """What somebody says about a finding. `case` and `state` call it; what is known needs a reason."""

    case = forms.CharField(widget=forms.HiddenInput, max_length=200)
    state = forms.CharField(widget=forms.HiddenInput, max_length=64)
    verdict = forms.ChoiceField(widget=forms.HiddenInput, choices=FindingNote.Verdict)
    reason = forms.CharField(
        label=_("Bekannt, weil …"),
        max_length=400,
        help_text=_("In einem Satz. Lesen kann das nur, wer den Einblick der Koordination sieht."),
        error_messages={"required": _("Bitte schreiben Sie dazu, warum das so in Ordnung ist.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = self["verdict"].value() != FindingNote.Verdict.DONE


class ActorSearchForm(FilterForm):
    """Looks for an actor in the table on load. The choice and the order stay (`kept`)."""

    akteur = forms.CharField(label=_("Akteur suchen"), max_length=200)

    def __init__(self, scope: Scope) -> None:
        super().__init__(akteur=scope.own.get("akteur", ""))
        known = {name: values for name, values in scope.parameters().items() if name != "akteur"}
        self.kept = [(name, value) for name, values in known.items() for value in values]
