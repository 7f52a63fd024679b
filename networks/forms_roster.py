"""What is said about one member of a network, and about groups that are members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.models import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actors.models import Actor
from moderation.conflicts import ConflictAwareForm
from moderation.editing import needs_second_look
from moderation.rows import ConflictAwareFormSet
from networks.forms import day
from networks.models import Commitment, MemberGroup, Membership, Network
from vocabulary.forms import AsksBack


class CommitmentForm(AsksBack, ConflictAwareForm):
    class Meta:
        model = Commitment
        fields = ["text", "resource", "theme", "amount", "unit", "until", "is_public"]
        localized_fields = ["amount"]
        widgets = {"until": day()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resource"].empty_label = _("eine Aufgabe oder Zuständigkeit")
        self.fields["resource"].help_text = ""


class CommitmentRows(ConflictAwareFormSet):
    """What one actor takes on in the network."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        self.actor = actor
        super().__init__(*args, queryset=Commitment.objects.filter(actor=actor), **kwargs)

    def _construct_form(self, i: int, **kwargs: Any) -> CommitmentForm:
        form = super()._construct_form(i, **kwargs)
        form.instance.actor = self.actor
        return form

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if index is not None and index < self.initial_form_count():
            form.fields["DELETE"].label = _("Das entfällt: beim Speichern löschen")
        else:
            form.fields.pop("DELETE", None)


CommitmentFormSet = inlineformset_factory(
    Network, Commitment, form=CommitmentForm, formset=CommitmentRows, extra=1, max_num=60
)


class MemberForm(AsksBack, ConflictAwareForm):
    """Role and function of a member, with a row for each thing that it takes on (`rows`). Who does not edit the network gets
    the rows alone.

    Who coordinates gets others the right to edit: where that needs a second look, it is not decided here."""

    ROWS = "zusagen"  # prefix of the rows

    class Meta:
        model = Membership
        fields = ["role", "function", "role_since", "role_until", "representation"]
        widgets = {"role_since": day(), "role_until": day()}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        network, leads = self.instance.network, Membership.Role.COORDINATION
        self.is_first = self.instance.actor_id == network.coordinator_id
        self.has_rows_alone = not network.is_editable_by(user)
        is_looked_at = needs_second_look(network, user)
        if self.has_rows_alone:
            for name in self._meta.fields:
                del self.fields[name]
        elif self.is_first:
            del self.fields["role"]  # handed over, not dropped
        elif self.instance.role != leads and is_looked_at:
            field = self.fields["role"]
            field.choices = [choice for choice in field.choices if choice[0] != leads]
        elif self.instance.role == leads and is_looked_at and not self.instance.is_coordinating:
            del self.fields["role_since"], self.fields["role_until"]  # other days would make it coordinate
        data = self.data if self.is_bound else None
        self.rows = CommitmentFormSet(data, instance=network, actor=self.instance.actor, prefix=self.ROWS)

    def is_valid(self) -> bool:
        """Both are asked, so that everything that is wrong is told at once."""
        return all([super().is_valid(), self.rows.is_valid()])

    def save(self, commit: bool = True) -> Membership:
        seat = self.instance if self.has_rows_alone else super().save(commit)
        if commit:
            self.rows.save()
        return seat


class MemberGroupForm(AsksBack, ConflictAwareForm):
    class Meta:
        model = MemberGroup
        fields = ["name", "number", "function", "note"]
