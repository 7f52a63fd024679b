from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabularyConfig(AppConfig):
    name = "vocabulary"
    verbose_name = _("Vokabular")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vocabulary.reading import read_clamped  # it imports what needs the settings

        read_clamped()
