from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.utils.functional import Promise


class ChoicesField(ArrayField):
    """Several values of one closed list; edited with checkboxes instead of a comma-separated text."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.TypedMultipleChoiceField(
            choices=self.base_field.choices,
            coerce=self.base_field.to_python,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def labels(self, values: list[str]) -> list[str | Promise]:
        """Display words of stored values, in the order of the list."""
        return [label for value, label in self.base_field.choices if value in values]
