from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Redaktion")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from moderation import adoption, leftovers  # noqa: F401 (what happens at a login, and when an account goes)
