from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    name = "networks"
    verbose_name = _("Netzwerke")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are ready only now; the first ones say what a decision does.
        from networks import case_context, extensions, questions, rights, search  # noqa: F401
        from networks.membership import ending, handover, inviting, joining  # noqa: F401
        from networks.recognition import merging  # noqa: F401

        search.register_all()
        questions.register_all()
