"""Naming people by their e-mail addresses: a curator need not see the list of all accounts to make somebody an editor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User


class AccountsByEmailField(forms.ModelMultipleChoiceField):
    """One address per line, each of an active account."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 60, "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        help_text = gettext_lazy("Eine E-Mail-Adresse je Zeile, mit der sich die Person angemeldet hat.")
        super().__init__(User.objects.filter(is_active=True), **{"help_text": help_text, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value or ""
        pks = [item.pk if isinstance(item, User) else item for item in value]
        return "\n".join(User.objects.filter(pk__in=pks).order_by("email").values_list("email", flat=True))

    def clean(self, value: Any) -> QuerySet[User]:
        """Who is an editor already stays one, also with a blocked account."""
        typed = dict.fromkeys(
            line.strip().lower() for line in str(value or "").replace(",", "\n").splitlines()
        )
        addresses = [address for address in typed if address]
        known = {user.email.lower(): user for user in User.objects.filter(email__in=addresses)}
        missing = [address for address in addresses if address not in known]
        if missing:
            raise ValidationError(
                _(
                    "Mit dieser Adresse gibt es kein Konto: %(missing)s. Die Person muss sich zuerst registrieren."
                )
                % {"missing": ", ".join(missing)}
            )
        return User.objects.filter(pk__in=[user.pk for user in known.values()])

    def has_changed(self, initial: Iterable[User | int] | None, data: Any) -> bool:
        before = {item.pk if isinstance(item, User) else item for item in initial or []}
        try:
            return before != set(self.clean(data).values_list("pk", flat=True))
        except ValidationError:
            return True
