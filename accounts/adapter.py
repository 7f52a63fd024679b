"""How allauth does things here: what it says, which mails it sends, how second factors are kept."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from accounts import secrets
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Every mail can name the portal and the office behind it; there is no `sites` app to ask."""
        portal = {
            "kommune": settings.KOMMUNE_NAME,
            "operator": settings.PORTAL_OPERATOR,
            "site_url": settings.SITE_URL,
        }
        super().send_mail(template_prefix, email, {**context, **portal})

    def get_user_search_fields(self) -> list[str]:
        return ["name", "email"]


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def populate_user(self, request: HttpRequest, sociallogin: object, data: dict[str, str]) -> User:
        """Take the name over from the identity provider; never a role: that is given here by hand."""
        user = super().populate_user(request, sociallogin, data)
        parts = (data.get("name"), f"{data.get('first_name') or ''} {data.get('last_name') or ''}")
        user.name = next((part.strip() for part in parts if part and part.strip()), "")[:200]
        return user


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: object) -> bool:
        """Where staff must have a second factor, they can't take off the last one by themselves."""
        user = authenticator.user
        if not (settings.STAFF_NEEDS_MFA and user.is_staff):
            return True
        others = user.authenticator_set.exclude(pk=authenticator.pk).exclude(
            type=authenticator.Type.RECOVERY_CODES
        )
        return others.exists()

    def _get_site_name(self) -> str:
        return f"Bildungsnetz {settings.KOMMUNE_NAME}"
