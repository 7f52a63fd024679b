"""The admin stores a text that looks as if a program had changed it, and asks about it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest

from vocabulary.forms import doubts_of, question


class AsksAfterwards:
    """Mixin for a ModelAdmin."""

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Sequence[BaseInlineFormSet], change: bool
    ) -> None:
        """Stored nevertheless: whoever sits here has the entry before the eyes and mends it at once."""
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        for one in (form, *(row for rows in formsets for row in rows.forms)):
            for name, odd, better in doubts_of(one):
                messages.warning(request, f"{one.fields[name].label}: {question(odd, better)}")
