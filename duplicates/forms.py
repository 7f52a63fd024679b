from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from design.forms import FilterForm
from vocabulary.models import District

REASON_MOST = 500  # characters: some sentences, no minutes


class PairsFilterForm(FilterForm):
    """Which pairs that look alike. Names are those of the addresses."""

    art = forms.ChoiceField(label=_("Urteil"))
    stadtteil = forms.ModelChoiceField(
        District.objects.all(), label=_("Ort"), to_field_name="slug", empty_label=_("überall")
    )

    def __init__(self, *, related: str | Promise, **understood: Any) -> None:
        super().__init__(**understood)
        self.fields["art"].choices = [
            ("", _("alle")), ("gibt_es_schon", _("vermutlich dasselbe")), ("verwandt", related),
        ]  # fmt: skip


class ReasonForm(forms.Form):
    """Why two entries are the same, or are not."""

    begruendung = forms.CharField(required=False, max_length=REASON_MOST)

    def __init__(self, question: str | Promise, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["begruendung"].label = question
