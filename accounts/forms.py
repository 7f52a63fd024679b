from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class AddUserForm(AdminUserCreationForm):
    """An account made by the Systemverwaltung; without a password its person logs in by a code sent by mail."""

    class Meta:
        model = User
        fields = ["email", "name", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["usable_password"].label = _("Mit Passwort anmelden")
        self.fields["usable_password"].choices = [
            ("true", _("ja")),
            ("false", _("nein, mit Code per E-Mail")),
        ]
        self.fields["usable_password"].help_text = _(
            "Mit einem Code kommt man immer hinein; ein Passwort kann sich die Person später selbst geben."
        )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class ChangeUserForm(UserChangeForm):
    class Meta:
        model = User
        fields = ["email", "name", "role", "is_active", "password"]

    def clean(self) -> dict[str, object]:
        """Somebody must be able to give out roles: otherwise only the command line could."""
        cleaned = super().clean()
        stays = cleaned.get("role") == User.Role.SYSTEM and cleaned.get("is_active")
        if self.instance.pk and not stays and is_last_of_system(self.instance):
            raise ValidationError(
                _(
                    "Dies ist das letzte Konto der Systemverwaltung. Geben Sie die Rolle erst einem anderen Konto."
                )
            )
        return cleaned


class NameForm(forms.ModelForm):
    """One's own name. An empty one is a choice: then the e-mail address stands in its place."""

    class Meta:
        model = User
        fields = ["name"]
        labels = {"name": _("Ihr Name")}
        help_texts = {
            "name": _(
                "Ihn sehen die Koordinierungsstelle und Menschen, die mit Ihnen einen Eintrag pflegen. Ohne Namen "
                "sehen sie Ihre E-Mail-Adresse."
            )
        }
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class DeleteAccountForm(forms.Form):
    """One tick, so that nobody deletes an account by a stray click."""

    understood = forms.BooleanField(
        label=_("Ja, mein Konto soll gelöscht werden. Das lässt sich nicht rückgängig machen.")
    )


def is_last_of_system(user: User) -> bool:
    system = User.objects.filter(role=User.Role.SYSTEM, is_active=True)
    return system.filter(pk=user.pk).exists() and not system.exclude(pk=user.pk).exists()
