"""What forms of several rooms have in common in how they are drawn. `templates/design/forms` draws them."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.forms.widgets import Script

HTMX = Script(
    "vendor/htmx/htmx.min.js", defer=True
)  # for the media of what needs it, so that a page loads it once


class FilterForm(forms.Form):
    """What narrows a list. The view reads the address, and this shows what it understood: nothing here is required, and
    nothing needs to be called voluntary."""

    use_required_attribute = False

    def __init__(self, **understood: Any) -> None:
        super().__init__(initial=understood, auto_id="f-%s")


class Folded(Field):
    """In a layout: a field whose list of boxes opens on demand."""

    template = "%s/layout/folded.html"
