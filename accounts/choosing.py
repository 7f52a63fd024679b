"""Fields of the admin that look up what is chosen: whatever somebody sends there, the page comes back with a sentence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest


class _OnlyKeys:
    """Mixin of Django's widgets, which ask the database for the name of what was sent, even if it can't be a key."""

    def optgroups(self, name: str, value: list[Any], attr: dict[str, Any] | None = None) -> list[Any]:
        key: models.Field = self.field.target_field  # type: ignore[attr-defined]
        return super().optgroups(name, [one for one in value if _is_key(key, one)], attr)  # type: ignore[misc]


def _is_key(key: models.Field, value: object) -> bool:
    try:
        key.to_python(value)
    except ValidationError:
        return value in key.empty_values
    return True


class OneByKey(_OnlyKeys, AutocompleteSelect):
    pass


class SeveralByKey(_OnlyKeys, AutocompleteSelectMultiple):
    pass


class LooksUp:
    """Mixin for every ModelAdmin and its rows."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", OneByKey(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", SeveralByKey(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]
