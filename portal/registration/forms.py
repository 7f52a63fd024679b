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

from accounts import consents
from accounts.humans import HumanForm
from accounts.models import User
from actors.models import Actor
from actors.picking import MembersInput, NameInput
from networks.models import Network
from networks.naming import Named, find_actor, nearest, read_members

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
        widget=NameInput,
        help_text=gettext_lazy("Name der Einrichtung, wie sie im Verzeichnis steht."),
    )
    members = forms.CharField(
        label=gettext_lazy("Mitglieder"),
        required=False,
        max_length=10_000,
        widget=MembersInput,
        help_text=gettext_lazy(
            "Eine Einrichtung je Zeile. Was noch nicht im Verzeichnis steht, wird als neuer Akteur vorgeschlagen; "
            "schreiben Sie den Ort in Klammern dahinter, zum Beispiel: Kita Neu (Südstadt)."
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
            near = nearest(name, self.user, least=70)
            hint = " " + _("Meinten Sie „%s“?") % near if near else ""
            raise forms.ValidationError(
                _(
                    "„%(name)s“ steht nicht im Verzeichnis.%(hint)s Tragen Sie die Einrichtung sonst bei den Mitgliedern ein."
                )
                % {"name": name, "hint": hint}
            )
        return name

    def clean_members(self) -> list[Named]:
        members, problems = read_members(self.cleaned_data["members"], self.user)
        if problems:
            raise forms.ValidationError(problems)
        return members


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


class SubmitForm(HumanForm):
    """The last step: why it is something new, and how to reach the person."""

    difference = forms.CharField(
        label=gettext_lazy("Was sollten die Prüfenden noch wissen?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Zum Beispiel, was Ihr Vorhaben besonders macht. Das wird nicht veröffentlicht."
        ),
    )
    email = forms.EmailField(
        label=gettext_lazy("Ihre E-Mail-Adresse"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy(
            "Sie bekommen einen Link, mit dem Sie das Absenden bestätigen. Wird nicht veröffentlicht."
        ),
    )
    consent = forms.BooleanField()

    def __init__(self, *args: Any, user: User | AnonymousUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = consents.current(consents.Purpose.ENTRY).text
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
