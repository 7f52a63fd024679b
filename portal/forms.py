from __future__ import annotations

from django import forms

from accounts.spam_protection import SpamProtectedForm
from portal.models import BarrierReport


class BarrierReportForm(SpamProtectedForm, forms.ModelForm):
    ADDRESS = "reply_to"

    class Meta:
        model = BarrierReport
        fields = ["page", "text", "reply_to"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "reply_to": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
