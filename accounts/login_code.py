"""„Code per E-Mail“: the form does the same work for an address that has an account as for one that has none."""

from __future__ import annotations

from allauth.account.forms import RequestLoginCodeForm

from accounts.models import User


class LoginCodeForm(RequestLoginCodeForm):
    def clean_email(self) -> str:
        """allauth looks for an account a second time where no address is on record; the time told so."""
        email = super().clean_email()
        if self._user is not None:
            list(User.objects.filter(email__iexact=email).iterator())
        return email
