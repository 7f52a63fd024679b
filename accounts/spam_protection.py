"""Keeping robots out of forms that need no login, without a riddle for people."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.utils.translation import gettext_lazy as _

from accounts.models import User

LONGEST_ADDRESS = 254  # characters of an e-mail address; what the models keep, a form may ask for
LONGEST_TIME_TO_WRITE = 24 * 3600  # seconds


class DecoyInput(forms.TextInput):
    """What people don't see and robots fill."""

    is_decoy = True  # what the template of fields looks at


class SpamProtectedForm(forms.Form):
    """A field that people don't see and robots fill, and a signed time of the first display, which also tells one display
    from another (`accounts.once`)."""

    homepage = forms.CharField(
        required=False,
        label=_("Bitte leer lassen"),
        widget=DecoyInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    shown_at = forms.CharField(widget=forms.HiddenInput)

    signer = signing.TimestampSigner(salt="accounts.humans")
    WITHOUT_NONCE = "1"  # what was signed before each display had its own value

    ADDRESS = ""  # name of the field that asks for an address: of whom is logged in we have one

    def __init__(self, *args: Any, user: User | AnonymousUser | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown_at"].initial = self.signer.sign(uuid4().hex)
        if self.ADDRESS and user is not None and user.is_authenticated:
            del self.fields[self.ADDRESS]

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(
                _("Dieses Feld bitte leer lassen: Es hält Programme fern, die Werbung senden.")
            )
        return ""

    def clean_shown_at(self) -> str:
        try:
            self.signer.unsign(self.cleaned_data["shown_at"], max_age=LONGEST_TIME_TO_WRITE)
        except signing.BadSignature as error:
            self.data = self.data.copy()
            self.data[self.add_prefix("shown_at")] = self.signer.sign(uuid4().hex)
            raise forms.ValidationError(
                _("Die Seite war lange offen. Ihr Text ist noch da: Bitte senden Sie ihn noch einmal ab.")
            ) from error
        return ""
