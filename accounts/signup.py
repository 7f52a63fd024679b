"""„Konto anlegen“: what it asks for besides what allauth does. A module of its own, because allauth reads it by name."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm
from allauth.core import context
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import consents, limits
from accounts.humans import HumanForm
from accounts.models import User


class HumanSignupForm(HumanForm, SignupForm):
    name = forms.CharField(
        label=_("Ihr Name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Ihn sehen die Koordinierungsstelle und Menschen, die mit Ihnen einen Eintrag pflegen."),
    )
    consent = forms.BooleanField()

    field_order = ["name", "email", "password1", "password2", "consent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = str(consents.current(consents.Purpose.ACCOUNT).text)

    def clean(self) -> dict[str, Any] | None:
        """Counts only what would make an account: who mistypes a password is not a robot."""
        cleaned = super().clean()
        if not self.errors and limits.is_over_limit(context.request, "sign_up"):
            self.add_error(None, forms.ValidationError(limits.sentence(), code="limited"))
        return cleaned

    def save(self, request: HttpRequest) -> User:
        user = super().save(request)
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        consents.record(consents.current(consents.Purpose.ACCOUNT), user=user)
        return user
