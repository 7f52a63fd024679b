"""What narrows the curators' lists. Names are those of the addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from design.forms import FilterForm
from moderation import freshness, recent

REASONS = [
    (freshness.UNCONFIRMED, _("nicht rechtzeitig bestätigt")),
    (freshness.RHYTHM, _("Treffen passen nicht zum Rhythmus")),
    (freshness.NOBODY, _("niemand zu fragen")),
    (freshness.WAITING, _("gefragt, noch keine Antwort")),
]
KINDS = [("netzwerk", _("Netzwerke")), ("akteur", _("Akteure"))]
WHO = [
    ("andere", _("anderen Personen")),
    ("alle", _("allen, auch mir und Importen")),
    ("ohne", _("ohne Anmeldung (Link, Import, Befehl)")),
]


class FreshnessFilterForm(FilterForm):
    art = forms.ChoiceField(label=_("Art"), choices=[("", _("alle")), *KINDS])
    grund = forms.ChoiceField(label=_("Grund"), choices=[("", _("alles, was liegen bleibt")), *REASONS])


class ChangesFilterForm(FilterForm):
    seit = forms.CharField(label=_("Geändert seit"), widget=forms.DateInput(attrs={"type": "date"}))
    wer = forms.ChoiceField(label=_("Von wem"))
    art = forms.ChoiceField(label=_("Art"))
    eintrag = forms.CharField(label=_("Eintrag"), max_length=200)

    def __init__(self, *, people: Iterable[User], **understood: Any) -> None:
        super().__init__(**understood)
        kinds = [(kind, model._meta.verbose_name_plural) for kind, model in recent.kinds().items()]
        self.fields["wer"].choices = [*WHO, *((person.pk, person) for person in people)]
        self.fields["art"].choices = [("", _("alle")), *kinds]
