from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from design.forms import FilterForm

LABELS = {
    "n1": _("Erstes Netzwerk"),
    "n2": _("Zweites Netzwerk"),
    "n3": _("Drittes, wenn Sie mögen"),
    "n4": _("Viertes, wenn Sie mögen"),
}
NAMES_LIST = "netzwerknamen"  # id of the datalist


class CompareForm(FilterForm):
    """Which networks stand side by side. Each is typed by name; the browser offers the names that the page lists."""

    def __init__(self, shown: Sequence[str]) -> None:
        """`shown`: what stands in the fields, in their order."""
        super().__init__(**dict(zip(LABELS, shown, strict=False)))
        for name, label in LABELS.items():
            widget = forms.TextInput(attrs={"list": NAMES_LIST, "autocomplete": "off"})
            self.fields[name] = forms.CharField(label=label, widget=widget)
