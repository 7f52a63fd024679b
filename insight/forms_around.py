from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from design.forms import FilterForm
from insight.scope import Scope


class AroundForm(FilterForm):
    """Whom to look around. The filters of the page stay in the address (`kept`)."""

    def __init__(self, scope: Scope, actors: Iterable[Actor], chosen: Actor | None) -> None:
        super().__init__(um=chosen.slug if chosen else "")
        offered = {actor.slug: actor.name for actor in [*actors, *([chosen] if chosen else [])]}
        choices = [("", _("bitte wählen")), *sorted(offered.items(), key=lambda pair: pair[1].casefold())]
        self.fields["um"] = forms.ChoiceField(choices=choices, label=_("Akteur"))
        self.kept = [(name, value) for name, values in scope.filters.chosen.items() for value in values]
