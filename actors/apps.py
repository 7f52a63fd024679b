from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActorsConfig(AppConfig):
    name = "actors"
    verbose_name = _("Akteure")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from actors import case_context, questions, search  # noqa: F401 (sections: what curators see beside a case)

        search.register_all()
        questions.register_all()
