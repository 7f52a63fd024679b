"""Widgets for choosing actors of the directory: plain fields for names, which scripts make into comboboxes.

`static/js/members.js` and `combobox.js` read the data attributes; without them the fields work by typing names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

COMBOBOX = Script("js/combobox.js", type="module")


class NameInput(forms.TextInput):
    """One name. Suggestions from the list `suggestions` (name of an address) complete it."""

    suggestions = "actors:suggestions"

    class Media:
        js = [COMBOBOX]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {
            "data-suggest-url": reverse_lazy(self.suggestions),
            "data-suggest-entries": "",
            "data-fills": "",
        }
        super().__init__(own | (attrs or {}))


class MembersInput(forms.Textarea):
    """One name a line, as `networks.membership.naming` reads them; with scripts a combobox with removable chips."""

    class Media:
        js = [Script("js/members.js", type="module"), COMBOBOX]  # in this order

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        words = {
            "data-members": reverse_lazy("actors:suggestions"),
            "data-help": _(
                "Tippen Sie einen Namen und wählen Sie aus. Wer fehlt, lässt sich neu vorschlagen."
            ),
            "data-chosen": _("Ausgewählte Mitglieder"),
            "data-new": _("„{name}“ neu vorschlagen"),
            "data-new-group": _("Nicht dabei?"),
            "data-place": _("Ort von {name}"),
            "data-remove": _("{name} entfernen"),
            "data-added": _("{name} ist hinzugefügt."),
            "data-removed": _("{name} ist entfernt."),
            "data-mark": _("neu"),
        }
        super().__init__({"rows": 6, **words} | (attrs or {}))
