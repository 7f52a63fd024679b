from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    name = "networks"
    verbose_name = _("Netzwerke")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from networks import search  # noqa: PLC0415 (models are ready only now)

        search.register_all()
