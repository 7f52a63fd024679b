"""The steps of "Eintragen": each a form over some fields of the model (`sections.py` of its room says which), so that
model, wizard and admin share one set of labels, helps and rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import consents
from accounts.models import User
from accounts.spam_protection import LONGEST_ADDRESS, SpamProtectedForm
from actors.forms import ActorForm, EntryForm
from actors.models import Actor
from actors.picking import MembersInput, NameInput
from actors.sections import FIELDS as ACTOR_FIELDS
from design.forms import HTMX
from moderation.sections import in_step
from networks.forms import NetworkForm
from networks.membership.groups import read_groups
from networks.membership.naming import Named, find_actor, nearest, read_members, same_name, waiting_actor
from networks.membership.tasks import Task, read_tasks
from networks.models import Network
from networks.sections import FIELDS as NETWORK_FIELDS
from vocabulary.forms import AsksBack


class StepForm(AsksBack, forms.ModelForm):
    """One step. It asks the model about its own fields: what the last step would refuse, this one does.

    `companion` is the name of what the same person is entering beside it, see `submission.companion_of`."""

    class Media:
        js = [HTMX]  # the page compares while somebody types

    def __init__(self, *args: Any, user: User | AnonymousUser, companion: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.companion = user, companion
        for name in set(EntryForm.lists) & set(self.fields):
            self.fields[name].widget = forms.CheckboxSelectMultiple(choices=self.fields[name].choices)


class NetworkNameForm(StepForm):
    class Meta(NetworkForm.Meta):
        fields = in_step(NETWORK_FIELDS, "name")


class NetworkThemesForm(StepForm):
    class Meta(NetworkForm.Meta):
        fields = in_step(NETWORK_FIELDS, "themen")


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

    groups = forms.CharField(
        label=gettext_lazy("Wer gehört noch dazu?"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Gruppen, die keine einzelne Einrichtung sind, eine je Zeile, wenn bekannt mit Zahl: Anwohnerschaft, "
            "14 gewählte Vertretungen. Bitte keine Namen von Menschen."
        ),
    )

    tasks = forms.CharField(
        label=gettext_lazy("Wer übernimmt was?"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Eine Aufgabe je Zeile, hinter dem Namen des Mitglieds: Kita Nordlicht: Fahrdienst. Ressourcen und Fristen "
            "ergänzen Sie, sobald das Netzwerk im Verzeichnis steht."
        ),
    )

    class Meta(NetworkForm.Meta):
        fields = in_step(NETWORK_FIELDS, "treffen")

    def clean_coordinator_name(self) -> str:
        return self.cleaned_data["coordinator_name"].strip()

    def clean_members(self) -> list[Named]:
        members, problems = read_members(self.cleaned_data["members"], self.user)
        if problems:
            raise forms.ValidationError(problems)
        return members

    def clean_groups(self) -> dict[str, int | None]:
        return read_groups(self.cleaned_data["groups"].splitlines())

    def clean_tasks(self) -> list[Task]:
        return read_tasks(self.cleaned_data["tasks"].splitlines())

    def clean(self) -> dict[str, Any]:
        """Who coordinates stands in the directory, waits for review, or is entered here: with the members, or beside
        this network."""
        cleaned = super().clean() or {}
        name = cleaned.get("coordinator_name", "")
        entered = [named.name for named in cleaned.get("members", [])] + [self.companion]
        is_known = find_actor(name, self.user) or waiting_actor(name)
        if name and not is_known and not any(same_name(name, other) for other in entered):
            near = nearest(name, self.user, least=70)
            hint = " " + _("Meinten Sie „%s“?") % near if near else ""
            told = _(
                "„%(name)s“ steht nicht im Verzeichnis.%(hint)s Ist die Einrichtung neu, schreiben Sie sie auch in die "
                "Liste der Mitglieder: Dann schlagen wir sie mit vor."
            )
            self.add_error("coordinator_name", told % {"name": name, "hint": hint})
        for task in cleaned.get("tasks", []):
            known = find_actor(task.member, self.user)
            called = [task.member, *([known.name] if known else [])]
            if not any(same_name(one, other) for one in called for other in (*entered, name)):
                told = _(
                    "„%(name)s“ steht nicht unter den Mitgliedern: Bitte nennen Sie die Einrichtung auch dort."
                )
                self.add_error("tasks", told % {"name": task.member})
        return cleaned


class ActorNameForm(StepForm):
    class Meta(ActorForm.Meta):
        fields = in_step(ACTOR_FIELDS, "name")


class ActorThemesForm(StepForm):
    class Meta(ActorForm.Meta):
        fields = in_step(ACTOR_FIELDS, "themen")


class ActorContactForm(StepForm):
    """The Träger is one field: an entry of the directory where there is one of this name, else words."""

    class Meta(ActorForm.Meta):
        fields = in_step(ACTOR_FIELDS, "kontakt")
        labels = {"parent_body_name": gettext_lazy("Träger")}
        widgets = {"parent_body_name": NameInput}
        help_texts = {
            "parent_body_name": gettext_lazy(
                "Wer die Einrichtung trägt. Steht der Träger im Verzeichnis, wählen Sie ihn aus; sonst schreiben Sie "
                "seinen Namen."
            )
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if parent := find_actor(cleaned.get("parent_body_name", ""), self.user):
            cleaned |= {"parent_body": parent, "parent_body_name": ""}
        return cleaned


class SubmitForm(SpamProtectedForm):
    """The last step: why it is something new, and how to reach the person."""

    ADDRESS = "email"
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
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy(
            "Sie bekommen einen Link, mit dem Sie das Absenden bestätigen. Wird nicht veröffentlicht."
        ),
    )
    consent = forms.BooleanField()

    def __init__(self, *args: Any, user: User | AnonymousUser, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["consent"].label = consents.current(consents.Purpose.ENTRY).text


class ContinueForm(SpamProtectedForm):
    """Where the link to a draft goes to."""

    email = forms.EmailField(
        label=gettext_lazy("Ihre E-Mail-Adresse"),
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Nur für diesen Link, sie wird nicht gespeichert."),
    )


@dataclass(frozen=True)
class WizardStep:
    slug: str
    title: str | Promise
    form_class: type[StepForm]


STEPS: dict[str, list[WizardStep]] = {
    "netzwerk": [
        WizardStep("name", gettext_lazy("Name und Zweck"), NetworkNameForm),
        WizardStep("themen", gettext_lazy("Themen und Zielgruppen"), NetworkThemesForm),
        WizardStep("treffen", gettext_lazy("Treffen und Mitglieder"), NetworkWorkForm),
    ],
    "akteur": [
        WizardStep("name", gettext_lazy("Name und Ort"), ActorNameForm),
        WizardStep("themen", gettext_lazy("Themen und Zielgruppen"), ActorThemesForm),
        WizardStep("kontakt", gettext_lazy("Kontakt"), ActorContactForm),
    ],
}
MODELS: dict[str, type[Network | Actor]] = {"netzwerk": Network, "akteur": Actor}
LAST_STEP = "absenden"
