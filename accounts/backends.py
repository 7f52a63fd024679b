from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from accounts.roles import allows


class RoleBackend(ModelBackend):
    """Permissions follow from the role alone, so that one table (`accounts.roles`) says who may do what."""

    def has_perm(
        self,
        user_obj: AbstractBaseUser | AnonymousUser,
        perm: str,
        obj: Model | None = None,  # noqa: ARG002 Django's interface
    ) -> bool:
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        app_label, _, codename = perm.partition(".")
        return allows(user_obj.role, app_label, codename)

    def has_module_perms(self, user_obj: AbstractBaseUser | AnonymousUser, app_label: str) -> bool:
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        return allows(user_obj.role, app_label, "view_")
