from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowingConfig(AppConfig):
    name = "following"
    verbose_name = _("Merken und Beobachten")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from following import (
            extensions,  # noqa: F401 what lists and networks show of watching
            words,  # noqa: F401 says what deleting and replacing a word means for searches
        )
