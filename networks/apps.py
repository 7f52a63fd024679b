from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    name = "networks"
    verbose_name = _("Netzwerke")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from networks import joining, search  # noqa: F401 (models are ready only now; joining says what a decision does)

        search.register_all()
