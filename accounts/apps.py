from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Konten")
    default_auto_field = "django.db.models.BigAutoField"


class AdministrationConfig(admin_apps.AdminConfig):
    """Stands in INSTALLED_APPS instead of `django.contrib.admin`."""

    default = False
    default_site = "accounts.administration.Administration"
