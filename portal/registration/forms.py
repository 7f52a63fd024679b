"""The steps of "Eintragen": each a form over some fields of the model, so that model, wizard and admin share one
set of labels, helps and rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from actors.models import Actor
from networks.models import Network

CHECKBOXES = {"themes", "target_groups", "life_phases", "districts"}


class StepForm(forms.ModelForm):
    """One step. It checks its own fields; the rules across fields are checked when everything is there."""

    def __init__(self, *args: Any, user: User | AnonymousUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for name in CHECKBOXES & set(self.fields):
            self.fields[name].widget = forms.CheckboxSelectMultiple(choices=self.fields[name].choices)

    def _post_clean(self) -> None:
        """No instance is built from a part of its fields."""


class NetworkNameForm(StepForm):
    class Meta:
        model = Network
        fields = ["name", "short_name", "format", "purpose", "districts"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 4})}


class NetworkThemesForm(StepForm):
    class Meta:
        model = Network
        fields = ["themes", "target_groups", "life_phases", "character"]


class NetworkWorkForm(StepForm):
    """Meetings, coordination, members. Members are names, one a line: from the directory, or new to it."""

    coordinator_name = forms.CharField(
        label=gettext_lazy("Wer koordiniert?"),
        required=False,
        max_length=250,
        help_text=gettext_lazy("Name der Einrichtung, wie sie im Verzeichnis steht."),
    )
    members = forms.CharField(
        label=gettext_lazy("Mitglieder"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Eine Einrichtung je Zeile. Was noch nicht im Verzeichnis steht, wird als neuer Akteur vorgeschlagen."
        ),
    )

    class Meta:
        model = Network
        fields = ["rhythm_text", "openness", "how_to_join", "bindingness", "begins_on", "website"]
        widgets = {
            "how_to_join": forms.Textarea(attrs={"rows": 2}),
            "begins_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def clean_coordinator_name(self) -> str:
        name = self.cleaned_data["coordinator_name"].strip()
        if name and not find_actor(name, self.user):
            raise forms.ValidationError(
                _(
                    "„%(name)s“ steht nicht im Verzeichnis.%(hint)s Tragen Sie die Einrichtung sonst bei den Mitgliedern ein."
                )
                % {"name": name, "hint": _did_you_mean(name, self.user)}
            )
        return name


class ActorNameForm(StepForm):
    class Meta:
        model = Actor
        fields = ["name", "short_name", "kind", "street", "postal_code", "city", "district"]


class ActorThemesForm(StepForm):
    class Meta:
        model = Actor
        fields = ["description", "themes", "target_groups", "life_phases"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}


class ActorContactForm(StepForm):
    class Meta:
        model = Actor
        fields = ["phone", "email", "website", "parent_body_name", "legal_form"]


class SubmitForm(forms.Form):
    """The last step: why it is something new, and how to reach the person."""

    difference = forms.CharField(
        label=gettext_lazy("Das ist etwas anderes, weil …"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Nur nötig, wenn oben etwas Ähnliches steht. Wer prüft, liest Ihre Begründung."
        ),
    )
    email = forms.EmailField(
        label=gettext_lazy("Ihre E-Mail-Adresse"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy(
            "Sie bekommen einen Link, mit dem Sie das Absenden bestätigen. Wird nicht veröffentlicht."
        ),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("Ich darf diesen Eintrag vornehmen und habe die Hinweise zum Datenschutz gelesen.")
    )

    def __init__(self, *args: Any, user: User | AnonymousUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.is_authenticated:
            del self.fields["email"]


@dataclass(frozen=True)
class Step:
    slug: str
    title: str | Promise
    form_class: type[StepForm]


STEPS: dict[str, list[Step]] = {
    "netzwerk": [
        Step("name", gettext_lazy("Name und Zweck"), NetworkNameForm),
        Step("themen", gettext_lazy("Themen und Zielgruppen"), NetworkThemesForm),
        Step("treffen", gettext_lazy("Treffen und Mitglieder"), NetworkWorkForm),
    ],
    "akteur": [
        Step("name", gettext_lazy("Name und Ort"), ActorNameForm),
        Step("themen", gettext_lazy("Themen und Zielgruppen"), ActorThemesForm),
        Step("kontakt", gettext_lazy("Kontakt"), ActorContactForm),
    ],
}
MODELS: dict[str, type[Network | Actor]] = {"netzwerk": Network, "akteur": Actor}
LAST_STEP = "absenden"


def find_actor(name: str, user: User | AnonymousUser) -> Actor | None:
    """The actor called exactly so (name, short name or other name), if the user may see it."""
    actors = Actor.objects.visible_to(user)
    return actors.filter(name__iexact=name).first() or actors.filter(short_name__iexact=name).first()


def _did_you_mean(name: str, user: User | AnonymousUser) -> str:
    from rapidfuzz import fuzz, process

    names = list(Actor.objects.visible_to(user).values_list("name", flat=True)[:20_000])
    best = process.extractOne(name, names, scorer=fuzz.token_set_ratio, score_cutoff=70)
    return " " + _("Meinten Sie „%s“?") % best[0] if best else ""
