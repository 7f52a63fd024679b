from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.spam_protection import SpamProtectedForm
from partners.models import PartnerRequest


class AskForm(SpamProtectedForm, forms.ModelForm):
    """What an institution is asked for, and by whom."""

    ADDRESS = "email"

    class Meta:
        model = PartnerRequest
        fields = ["plan", "need", "audience", "period", "sender_name", "institution", "email"]
        widgets = {
            "plan": forms.Textarea(attrs={"rows": 4}),
            "need": forms.Textarea(attrs={"rows": 3}),
            "sender_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "institution": forms.TextInput(attrs={"autocomplete": "organization"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        help_texts: dict[str, Any] = {
            "plan": _("Zwei, drei Sätze genügen."),
            "need": _(
                "Zum Beispiel: einen Raum für zwölf Menschen, jemanden, der vorliest, Kontakt zu Eltern."
            ),
            "audience": _("Zum Beispiel: ältere Menschen in der Nordstadt."),
            "period": _("Zum Beispiel: dienstags am Nachmittag, ab März."),
            "email": _("Dorthin geht die Antwort. Wir schicken Ihnen zuerst einen Link zum Bestätigen."),
        }


class OutcomeForm(forms.ModelForm):
    """What became of a request: one of four answers, and a word for who wants to say more."""

    class Meta:
        model = PartnerRequest
        fields = ["outcome", "outcome_text"]
        widgets = {"outcome": forms.RadioSelect}
        help_texts: dict[str, Any] = {"outcome_text": _("Liest nur die Koordinierungsstelle.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].required = True
        self.fields["outcome"].choices = PartnerRequest.Outcome.choices
