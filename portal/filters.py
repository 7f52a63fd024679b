"""What narrows the list of who does what. Names are those of the addresses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from design.forms import FilterForm
from vocabulary.models import ResourceKind, Theme

TASKS = "aufgaben"


class CommitmentFilterForm(FilterForm):
    thema = forms.ChoiceField(label=_("Thema"))
    ressource = forms.ChoiceField(label=_("Was?"))

    def __init__(self, **understood: Any) -> None:
        super().__init__(**understood)
        themes, kinds = (model.objects.values_list("slug", "name") for model in (Theme, ResourceKind))
        self.fields["thema"].choices = [("", _("alle")), *themes.order_by("position", "name")]
        everything = [("", _("Aufgaben und Ressourcen")), (TASKS, _("nur Aufgaben"))]
        self.fields["ressource"].choices = [*everything, *kinds.order_by("position", "name")]
