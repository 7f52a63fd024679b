from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from accounts.roles import allows


class RoleBackend(AuthenticationBackend):
    """Logs people in by e-mail address, as allauth does; what they may do follows from the acting role alone, so that one
    table (`accounts.roles`) says it. Django's groups and single permissions open nothing."""

    def has_perm(
        self,
        user_obj: AbstractBaseUser | AnonymousUser,
        perm: str,
        obj: Model | None = None,  # noqa: ARG002 Django's interface
    ) -> bool:
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        app_label, _, codename = perm.partition(".")
        return allows(user_obj.acting_role, app_label, codename)

    def has_module_perms(self, user_obj: AbstractBaseUser | AnonymousUser, app_label: str) -> bool:
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        return allows(user_obj.acting_role, app_label, "view_")

    def get_all_permissions(self, user_obj: object, obj: object = None) -> set[str]:  # noqa: ARG002 Django's interface
        return set()
