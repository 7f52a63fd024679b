from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actors.fields import ActorByNameField, ByNameField
from actors.forms import EntryForm
from actors.models import Actor
from actors.picking import MembersInput, NameInput
from moderation import corrections
from moderation.sections import in_form, in_sections
from networks.membership import handover
from networks.membership.naming import Named, read_members
from networks.models import Membership, Network, Update
from networks.rhythm_input import RhythmInput
from networks.sections import FIELDS, SECTIONS
from vocabulary.days import ordinary
from vocabulary.forms import AsksBack


def day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NetworkNameInput(NameInput):
    suggestions = "networks:suggestions"


class NetworkByNameField(ByNameField):
    widget = NetworkNameInput
    model = Network


class NetworkForm(EntryForm):
    sections = in_sections(SECTIONS, FIELDS)
    coordinator = ActorByNameField(label=_("Koordination"))
    parent = NetworkByNameField(
        label=_("gehört zu"),
        help_text=_(
            "Das übergeordnete Netzwerk, wenn dies eine Untergruppe ist: sein Name wie im Verzeichnis."
        ),
    )
    committee = ActorByNameField(
        label=_("berichtet an"),
        help_text=_("Das politische oder fachliche Gremium, wenn es im Verzeichnis steht."),
    )

    class Meta:
        model = Network
        fields = in_form(FIELDS)
        widgets = {
            "purpose": lines(4), "goals": lines(3), "added_value": lines(3), "between_meetings": lines(2),
            "how_to_join": lines(2), "planning_tie": lines(3), "agreement_date": day(), "begins_on": day(),
            "rhythm_text": RhythmInput,
        }  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user: Any = kwargs["user"]
        if self.instance.pk:
            self.fields["rhythm_text"].widget.network = self.instance
        if self.instance.status != Network.Status.ENDED:  # ending asks for more than a word
            field = self.fields["status"]
            field.choices = [choice for choice in field.choices if choice[0] != Network.Status.ENDED]

    def clean_parent(self) -> Network | None:
        """Nothing belongs to what belongs to it."""
        parent = above = self.cleaned_data["parent"]
        passed = set()
        while above is not None and above.pk not in passed:
            if above.pk == self.instance.pk:
                raise forms.ValidationError(_("„%s“ ist dieses Netzwerk oder gehört selbst dazu.") % parent)
            passed.add(above.pk)
            above = above.parent
        return parent

    def clean(self) -> dict[str, Any]:
        """A network that goes on again has no end any more."""
        cleaned = super().clean()
        was_ended = self.instance.status == Network.Status.ENDED
        if was_ended and cleaned.get("status") not in {None, Network.Status.ENDED}:
            self.instance.ends_on, self.instance.end_reason, self.instance.successor = None, "", None
        return cleaned

    def save(self, commit: bool = True) -> Network:
        """Another coordinator gets the seat that goes with it."""
        before = Network.objects.values_list("coordinator_id", flat=True).filter(pk=self.instance.pk).first()
        network = super().save(commit)
        if commit and network.coordinator_id != before:
            handover.seat_coordinator(network, by=self.user, instead_of=before)
        return network


def members(network: Network) -> list[tuple[str, str]]:
    names = network.memberships.order_by("pk").values_list("actor__name", flat=True)
    return [(str(_("Mitglieder")), "\n".join(names))]


corrections.register(Network, NetworkForm, more=members)


class UpdateForm(AsksBack, forms.ModelForm):
    """A Zwischenstand."""

    class Meta:
        model = Update
        fields = ["kind", "text", "is_public"]
        widgets = {"kind": forms.RadioSelect, "text": lines(3)}


class OneOfFew(forms.ModelChoiceField):
    """Radio buttons for what the view offers."""

    def __init__(self, *, label: str | Promise) -> None:
        super().__init__(None, label=label, empty_label=None, widget=forms.RadioSelect)

    def offer(self, rows: QuerySet) -> None:
        """A single one is chosen already."""
        self.queryset = rows
        if len(rows) == 1:
            self.initial = rows[0]


class OneMember(OneOfFew):
    def label_from_instance(self, membership: Membership) -> str:
        return membership.actor.name


class JoinForm(forms.Form):
    """„Mitmachen anfragen“: for one of the actors that the person edits."""

    actor = OneOfFew(label=_("Wer möchte mitmachen?"))
    text = forms.CharField(
        label=_("Ihre Nachricht"),
        required=False,
        max_length=2000,
        widget=lines(4),
        help_text=_("Warum passt das, was bringen Sie mit, wen erreicht man bei Ihnen?"),
    )

    def __init__(self, *args: object, actors: QuerySet[Actor], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actor"].offer(actors)


class InviteForm(AsksBack):
    """Actors of the directory are asked to become members; who is missing there is proposed."""

    actor = forms.CharField(
        label=_("Wen möchten Sie einladen?"),
        max_length=10_000,
        widget=MembersInput,
        help_text=_(
            "Eine Einrichtung je Zeile. Was noch nicht im Verzeichnis steht, wird als neuer Akteur vorgeschlagen; "
            "schreiben Sie den Ort in Klammern dahinter, zum Beispiel: Kita Neu (Südstadt)."
        ),
    )
    text = forms.CharField(
        label=_("Ein persönlicher Satz"),
        required=False,
        max_length=1000,
        widget=lines(3),
        help_text=_(
            "Steht in der Einladung. Zum Beispiel: Sie waren am 3. März dabei, wir würden uns freuen."
        ),
    )

    def clean_actor(self) -> list[Named]:
        """Everybody may be asked who is public: what only this person sees can't answer yet."""
        members, problems = read_members(self.cleaned_data["actor"], AnonymousUser(), only_marked_new=True)
        if problems:
            raise forms.ValidationError(problems)
        return members


class LeaveForm(forms.Form):
    membership = OneMember(label=_("Wer verlässt das Netzwerk?"))

    def __init__(self, *args: object, memberships: QuerySet[Membership], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["membership"].offer(memberships)


class HandoverForm(forms.Form):
    """Who coordinates from now on."""

    membership = OneMember(label=_("Wer soll die Koordination übernehmen?"))
    shares = forms.TypedChoiceField(
        label=_("Wie soll es weitergehen?"),
        choices=[
            ("", _("Die Koordination geht ganz dorthin über.")),
            ("gemeinsam", _("Wir koordinieren künftig gemeinsam.")),
        ],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Ihre Nachricht"),
        required=False,
        max_length=2000,
        widget=lines(4),
        help_text=_("Warum fragen Sie, und was sollte man wissen?"),
    )
    keeps_editing = forms.BooleanField(
        label=_("Ich möchte den Eintrag danach weiter bearbeiten."), required=False
    )

    def __init__(self, *args: object, memberships: QuerySet[Membership], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["membership"].queryset = memberships


class EndForm(forms.Form):
    ends_on = forms.DateField(
        label=_("Ende"), widget=day(), initial=timezone.localdate, validators=[ordinary]
    )
    end_reason = forms.CharField(
        label=_("Warum endet das Netzwerk?"),
        max_length=300,
        help_text=_("Zum Beispiel: Das Ziel ist erreicht. Die Förderung ist ausgelaufen."),
    )
    successor = NetworkByNameField(
        label=_("Nachfolger"),
        help_text=_("Name des Netzwerks, das die Arbeit fortführt, wie im Verzeichnis."),
    )

    def __init__(self, *args: object, network: Network, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.network = network
        self.fields["successor"].offer(user, None)

    def clean_ends_on(self) -> date:
        on = self.cleaned_data["ends_on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("Bitte beenden Sie das Netzwerk erst, wenn es so weit ist."))
        if self.network.begins_on and on < self.network.begins_on:
            raise forms.ValidationError(_("Das Ende liegt vor dem Beginn."))
        return on

    def clean_successor(self) -> Network | None:
        successor = self.cleaned_data["successor"]
        if successor == self.network:
            raise forms.ValidationError(_("Ein Netzwerk kann sich nicht selbst nachfolgen."))
        return successor
