"""A day with a time of day that may still be open, as one field of a form: two inputs of the browser's own."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MomentInput(forms.MultiWidget):
    """`is_day_only`: of a stored moment, the time of day says nothing."""

    template_name = "networks/moment.html"
    labels = (_("Tag"), _("Uhrzeit"))
    is_day_only = False

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        look = {"class": "form-control"}
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            "tag": forms.DateInput({"type": "date", **look}, format="%Y-%m-%d"),
            "uhrzeit": forms.TimeInput({"type": "time", **look}, format="%H:%M"),
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: datetime | None) -> list[date | time | None]:
        if value is None:
            return [None, None]
        here = timezone.localtime(value)
        return [here.date(), None if self.is_day_only else here.time()]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["parts"] = list(zip(self.labels, context["widget"]["subwidgets"], strict=True))
        return context


class MomentField(forms.MultiValueField):
    """A moment, midnight where the time is open; `time` alone where only that was typed, for who knows the day."""

    widget = MomentInput

    def __init__(self, *, required: bool = True, **kwargs: Any) -> None:
        missing = _("Bitte geben Sie einen Tag an.")
        fields = (
            forms.DateField(required=required, error_messages={"incomplete": missing}),
            forms.TimeField(required=False),
        )
        kwargs.setdefault("error_messages", {"required": missing})
        super().__init__(fields, require_all_fields=False, required=required, **kwargs)

    def compress(self, data_list: list[Any]) -> datetime | time | None:
        day, clock = data_list or (None, None)
        if day is None:
            return clock
        return from_current_timezone(datetime.combine(day, clock or time.min))
