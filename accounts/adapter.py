"""How allauth does things here: what it says, which mails it sends, how second factors are kept."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts import factors, secrets
from accounts.after_login import CALLBACKS
from accounts.models import User
from accounts.names import person_name


class AccountAdapter(DefaultAccountAdapter):
    # allauth's German says „du“ in some sentences and „Sie“ in others; here it is „Sie“, and what to do.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "cannot_remove_primary_email": _(
            "Mit dieser Adresse melden Sie sich an: Sie lässt sich nicht entfernen."
        ),
        "email_password_mismatch": _(
            "E-Mail-Adresse oder Passwort stimmen nicht. Bitte versuchen Sie es noch einmal."
        ),
        "enter_current_password": _("Bitte geben Sie Ihr jetziges Passwort ein."),
        "incorrect_code": _("Dieser Code stimmt nicht oder gilt nicht mehr."),
        "incorrect_password": _("Dieses Passwort stimmt nicht."),
        "invalid_or_expired_key": _("Dieser Link gilt nicht mehr. Bitte fordern Sie einen neuen an."),
        "invalid_password_reset": _("Dieser Link gilt nicht mehr. Bitte fordern Sie einen neuen an."),
        "max_email_addresses": _("Sie können höchstens %d E-Mail-Adressen haben."),
        "too_many_login_attempts": _(
            "Zu viele Versuche. Bitte warten Sie fünf Minuten und versuchen Sie es noch einmal."
        ),
        "unverified_primary_email": _("Bestätigen Sie bitte erst die neue Adresse."),
        "select_only_one": _("Bitte wählen Sie nur eine aus."),
        "same_as_current": _("Der neue Wert ist derselbe wie der jetzige."),
        "rate_limited": _("Zu viele Anfragen. Bitte warten Sie einen Augenblick."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Every mail can name the portal and the office behind it; there is no `sites` app to ask."""
        portal = {
            "kommune": settings.KOMMUNE_NAME,
            "operator": settings.PORTAL_OPERATOR,
            "site_url": settings.SITE_URL,
        }
        super().send_mail(template_prefix, email, {**context, **portal})

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        for function in CALLBACKS:
            function(user)
        factors.note_sign_on(request, (kwargs.get("signal_kwargs") or {}).get("sociallogin"))
        return super().post_login(request, user, **kwargs)

    def get_user_search_fields(self) -> list[str]:
        return ["name", "email"]


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": _(
            "Mit dieser E-Mail-Adresse gibt es schon ein Konto. Bitte melden Sie sich dort erst an (%s)."
        ),
        "no_password": _("Für Ihr Konto ist noch kein Passwort vergeben."),
        "no_verified_email": _("Ihr Konto hat keine bestätigte E-Mail-Adresse."),
    }

    def populate_user(self, request: HttpRequest, sociallogin: object, data: dict[str, str]) -> User:
        """Take the name over from the identity provider; never a role: that is given here by hand."""
        user = super().populate_user(request, sociallogin, data)
        parts = (data.get("name"), f"{data.get('first_name') or ''} {data.get('last_name') or ''}")
        user.name = next((name for part in parts if (name := _as_name(part))), "")
        return user


def _as_name(text: str | None) -> str:
    """Empty for what the identity provider calls a name and is none, such as an address."""
    try:
        return person_name(text or "")
    except ValidationError:
        return ""


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: object) -> bool:
        """Where staff must have a second factor, they can't take off the last one by themselves."""
        user = authenticator.user
        if not user.needs_factor:
            return True
        others = user.authenticator_set.exclude(pk=authenticator.pk).exclude(
            type=authenticator.Type.RECOVERY_CODES
        )
        return others.exists()

    def _get_site_name(self) -> str:
        return f"Bildungsnetz {settings.KOMMUNE_NAME}"
