"""Two people at the same record: the second is told, sees both versions, and nothing is lost.

A form remembers, in one hidden field, a fingerprint of every value it was opened with. When it comes back, the stored
row is locked and looked at again. So the form knows field by field what somebody else changed meanwhile and what this
person typed: also in lists (many-to-many), which a version number on the row does not cover, and it does not
cry out over a change that has nothing to do with its fields. Saving has to happen in the same transaction.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.forms.models import InlineForeignKeyField, model_to_dict
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from moderation.changes import last_change
from moderation.wording import wording

GONE = _(
    "Dieser Eintrag wurde inzwischen gelöscht. Was Sie geschrieben haben, steht noch hier: "
    "Kopieren Sie es, wenn Sie es behalten möchten."
)
ROW_GONE = _("Diese Zeile hat inzwischen jemand gelöscht. Speichern Sie noch einmal, wird sie neu angelegt.")


class Conflict(NamedTuple):
    """One field in which the two versions differ. `is_yours`: the form still shows what you typed."""

    label: str
    yours: str
    stored: str
    is_yours: bool


def fingerprint(value: object) -> str:
    """A short mark, equal for values that mean the same whether stored or typed."""
    if isinstance(value, models.Model):
        value = value.pk
    elif isinstance(value, str):
        value = value.replace("\r\n", "\n").strip()
    elif isinstance(value, datetime):
        value = value.astimezone(UTC).replace(microsecond=0)
    elif isinstance(value, Iterable) and not isinstance(value, Mapping):
        value = [item.pk if isinstance(item, models.Model) else item for item in value]
        value = sorted(value, key=str)
    if value is None or value == []:
        value = ""
    text = json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class ConflictAwareForm(forms.ModelForm):
    """A ModelForm that notices when somebody else saved its record since it was opened.

    Render `seen` with it. `conflict` holds the differences after a refused save; sending the form again saves what
    it shows then, unless somebody saved once more. Raises TransactionManagementError outside a transaction."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict: list[Conflict] = []
        self.is_gone = False
        self._remember()

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name != "seen"]

    def full_clean(self) -> None:
        known = self.is_bound and self.instance.pk is not None
        stored = self._lock() if known else None
        super().full_clean()
        if self.is_gone:
            self.add_error(None, ValidationError(GONE, code="gone"))
        elif stored is not None:
            self._compare(stored)
        elif self.is_bound and self.prefix and self._seen():
            self._notice_gone_row()

    def _own(self) -> list[models.Field]:
        options = self.instance._meta
        return [
            own
            for own in (*options.fields, *options.many_to_many)
            if own.editable and not own.primary_key and self._is_typed(own.name)
        ]

    def _is_typed(self, name: str) -> bool:
        field = self.fields.get(name)
        return field is not None and not field.disabled and not isinstance(field, InlineForeignKeyField)

    def _remember(self) -> None:
        if self.instance.pk is not None:
            marks = {own.name: fingerprint(self.initial.get(own.name)) for own in self._own()}
            self.initial["seen"] = json.dumps(marks, separators=(",", ":"))

    def _lock(self) -> dict[str, object] | None:
        """Lock the row, and bring what this form knows of it up to date: it must not write old values back."""
        locked = type(self.instance)._base_manager.select_for_update(no_key=True)
        try:
            self.instance.refresh_from_db(from_queryset=locked)
        except ObjectDoesNotExist:
            self.is_gone = True
            return None
        stored = model_to_dict(self.instance, fields=[own.name for own in self._own()])
        self.initial.update(stored)
        self.__dict__.pop("changed_data", None)
        self._remember()
        return stored

    def _compare(self, stored: dict[str, object]) -> None:
        seen, typed = self._seen(), self._typed()
        now = {name: fingerprint(value) for name, value in stored.items()}
        theirs = {name for name in now if seen.get(name) != now[name]}
        yours = {name for name in now if name not in typed or typed[name] != seen.get(name)}
        if not theirs:
            return
        for name in theirs - yours:
            self._show(name, stored[name])
        if self.prefix and not yours and not self.cleaned_data.get("DELETE"):  # one of many rows, untouched
            self.changed_data = []
            return
        differing = {name for name in theirs | yours if typed.get(name) != now[name]}
        if differing:
            self._show("seen", self.initial["seen"])
            self._tell(differing, yours, stored)

    def _notice_gone_row(self) -> None:
        """This row was stored when the form was opened and is not any more (see `moderation.rows`)."""
        if self._typed() == self._seen():
            self.changed_data = []
            self._errors.clear()
        else:
            self._show("seen", "")
            self.add_error(None, ValidationError(ROW_GONE, code="gone"))

    def _typed(self) -> dict[str, str]:
        own = {own.name for own in self._own()}
        return {name: fingerprint(value) for name, value in self.cleaned_data.items() if name in own}

    def _seen(self) -> dict[str, str]:
        """Marks as the form brought them back; a form without them saw nothing, so every difference is told."""
        try:
            marks = json.loads(self["seen"].data or "")
        except ValueError:
            return {}
        return marks if isinstance(marks, dict) else {}

    def _show(self, name: str, value: object) -> None:
        """Let the refused form show `value` instead of what came with it."""
        self.fields[name].bound_data = lambda _data, _initial: value

    def _tell(self, differing: set[str], yours: set[str], stored: dict[str, object]) -> None:
        self.conflict = [
            Conflict(
                label=str(self.fields[own.name].label or own.verbose_name),
                yours=self._typed_wording(own),
                stored=wording(own, stored[own.name]),
                is_yours=own.name in yours,
            )
            for own in self._own()
            if own.name in differing
        ]
        self.add_error(None, ValidationError(self._sentence(), code="conflict"))

    def _typed_wording(self, own: models.Field) -> str:
        if own.name in self.cleaned_data:
            return wording(own, self.cleaned_data[own.name])
        return str(self[own.name].data or "")

    def _sentence(self) -> str:
        change = last_change(self.instance)
        who = (change and change.who) or _("jemand ohne Anmeldung (etwa ein Import)")
        at = (
            formats.date_format(timezone.localtime(change.at), "SHORT_DATETIME_FORMAT")
            if change
            else _("eben")
        )
        told = _(
            "Inzwischen hat %(who)s diesen Eintrag gespeichert (%(at)s). Es ist noch nichts überschrieben. Was Sie "
            "geschrieben haben, steht weiter hier; was Sie nicht angefasst haben, zeigt den neuen Stand. "
            "Bitte vergleichen Sie. Speichern Sie danach noch einmal, gilt, was hier steht."
        )
        parts = [str(told) % {"who": who, "at": at}]
        if self.prefix:
            row = _("%(label)s: bei Ihnen „%(yours)s“, gespeichert „%(stored)s“.")
            parts += [str(row) % difference._asdict() for difference in self.conflict]
        return " ".join(parts)
