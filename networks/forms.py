from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.fields import ActorByNameField
from actors.forms import EntryForm
from networks.models import Network, Update


def day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NetworkForm(EntryForm):
    coordinator = ActorByNameField(label=_("Koordination"))

    class Meta:
        model = Network
        fields = [
            "name", "short_name", "other_names", "format", "status", "purpose", "goals", "occasion", "added_value",
            "themes", "target_groups", "life_phases", "districts", "character", "coordinator", "rhythm_text",
            "between_meetings", "openness", "how_to_join", "bindingness", "agreement_text", "agreement_date",
            "agreement_link", "begins_on", "is_permanent", "planning_tie", "planning_field", "website",
        ]  # fmt: skip
        widgets = {
            "purpose": lines(4), "goals": lines(3), "added_value": lines(3), "between_meetings": lines(2),
            "how_to_join": lines(2), "planning_tie": lines(3), "agreement_date": day(), "begins_on": day(),
        }  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.status != Network.Status.ENDED:  # ending asks for more than a word
            field = self.fields["status"]
            field.choices = [choice for choice in field.choices if choice[0] != Network.Status.ENDED]

    def clean(self) -> dict[str, Any]:
        """A network that goes on again has no end any more."""
        cleaned = super().clean()
        was_ended = self.instance.status == Network.Status.ENDED
        if was_ended and cleaned.get("status") not in {None, Network.Status.ENDED}:
            self.instance.ends_on, self.instance.end_reason, self.instance.successor = None, "", None
        return cleaned


class UpdateForm(forms.ModelForm):
    """A Zwischenstand."""

    class Meta:
        model = Update
        fields = ["kind", "text", "is_public"]
        widgets = {"kind": forms.RadioSelect, "text": lines(3)}
