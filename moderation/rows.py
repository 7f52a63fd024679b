"""Rows below an entry (its members, contacts, meetings), when somebody else adds or deletes rows at the same time."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class ConflictAwareFormSet(BaseInlineFormSet):
    """For rows with a ConflictAwareForm.

    Django counts on the rows that come back being the rows that are stored, in their order. Here a row that was
    deleted meanwhile comes back as a new row, which says so; a row that somebody changed is not deleted unseen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.instance.pk is not None and self.management_form.is_valid():
            self._pair_with_stored()

    def clean(self) -> None:
        super().clean()
        for form in self.initial_forms:
            if self.can_delete and self._should_delete_form(form) and form.conflict:
                raise ValidationError(
                    _(
                        "„%(row)s“ wurde inzwischen geändert. Bitte prüfen Sie, ob das Löschen noch richtig ist."
                    ),
                    params={"row": str(form.instance)},
                    code="conflict",
                )

    def _pair_with_stored(self) -> None:
        stored = {str(row.pk): row for row in super().get_queryset()}
        total, initial = (
            self.management_form.cleaned_data[name] for name in (TOTAL_FORM_COUNT, INITIAL_FORM_COUNT)
        )
        ids = [self.data.get(f"{self.prefix}-{row}-{self.model._meta.pk.name}", "") for row in range(initial)]
        self._queryset = [stored[pk] for pk in ids if pk in stored]
        gone = [row for row, pk in enumerate(ids) if pk not in stored]
        if gone:
            kept = [row for row in range(initial) if row not in gone]
            again = [row for row in gone if not self.data.get(f"{self.prefix}-{row}-DELETE")]
            self._renumber(kept, [*again, *range(initial, min(total, self.absolute_max))])

    def _renumber(self, stored: list[int], new: list[int]) -> None:
        """Bring the posted rows into this order: those that are stored, then those to be added."""
        data = QueryDict(mutable=True)
        for key in self.data:
            if not key.startswith(f"{self.prefix}-"):
                data.setlist(key, self.data.getlist(key))
        for place, row in enumerate([*stored, *new]):
            old = f"{self.prefix}-{row}-"
            for key in self.data:
                if key.startswith(old):
                    data.setlist(f"{self.prefix}-{place}-{key.removeprefix(old)}", self.data.getlist(key))
            if row in new:
                data[f"{self.prefix}-{place}-{self.model._meta.pk.name}"] = ""
        counts = {"TOTAL_FORMS": len(stored) + len(new), "INITIAL_FORMS": len(stored)}
        data.update({f"{self.prefix}-{name}": str(count) for name, count in counts.items()})
        self.data = data
        self.__dict__.pop("management_form", None)
