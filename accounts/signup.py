"""„Konto anlegen“: what it asks for besides what allauth does. A module of its own, because allauth reads it by name."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from allauth.account.forms import SignupForm
from allauth.core import context
from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts import consents, limits
from accounts.models import User
from accounts.names import LONGEST_NAME, person_name
from accounts.once import wait_for_others
from accounts.spam_protection import SpamProtectedForm

WHO_SEES_IT = _("Ihn sehen die Koordinierungsstelle und Menschen, die mit Ihnen einen Eintrag pflegen.")


class SpamProtectedSignupForm(SpamProtectedForm, SignupForm):
    name = forms.CharField(
        label=_("Ihr Name"),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=WHO_SEES_IT,
    )
    consent = forms.BooleanField()

    field_order = ["name", "email", "password1", "password2", "consent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = str(consents.current(consents.Purpose.ACCOUNT).text)

    def clean_name(self) -> str:
        return person_name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any] | None:
        """Counts only what would make an account: who mistypes a password is not a robot."""
        cleaned = super().clean()
        if not self.errors and limits.is_over_limit(context.request, "sign_up"):
            self.add_error(None, forms.ValidationError(limits.sentence(), code="limited"))
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """One after another for one address: who sends the form twice gets one account and no error.

        For an address that is known the same is done as for a new one, and taken back: the time tells nobody that it is."""
        email = self.cleaned_data["email"]
        with transaction.atomic():
            wait_for_others(f"sign-up {email}")
            self.validate_unique_email(email)
            if self.account_already_exists:
                self._pretend(request, email)
            return super().try_save(request)

    def _pretend(self, request: HttpRequest, email: str) -> None:
        self.account_already_exists, self.cleaned_data["email"] = False, f"{uuid4().hex}@example.invalid"
        with transaction.atomic():
            self.save(request)
            transaction.set_rollback(True)
        self.account_already_exists, self.cleaned_data["email"] = True, email

    def save(self, request: HttpRequest) -> User:
        user = super().save(request)
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        consents.record(consents.current(consents.Purpose.ACCOUNT), user=user)
        return user
