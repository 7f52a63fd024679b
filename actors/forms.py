from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actors.fields import ActorByNameField, ByNameField
from actors.models import Actor
from actors.sections import FIELDS, SECTIONS
from moderation import corrections
from moderation.conflicts import ConflictAwareForm
from moderation.sections import in_form, in_sections
from vocabulary.forms import AsksBack

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class EntryForm(AsksBack, ConflictAwareForm):
    """What editors may change of their entry: `Meta.fields` and nothing else, in `sections`: headings with their fields."""

    sections: Sequence[tuple[StrOrPromise, list[str]]]
    lists = ("themes", "target_groups", "life_phases", "districts")

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in self.lists:
            if name in self.fields:
                choices = self.fields[name].choices
                self.fields[name].widget = forms.CheckboxSelectMultiple(choices=choices)
        by_name = [name for name, field in self.fields.items() if isinstance(field, ByNameField)]
        for name in by_name:
            self._offer(name, user)
        self.order_fields([name for _heading, names in self.sections for name in names])

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.layout = Layout(
            *(Fieldset(heading, *self._present(names)) for heading, names in self.sections)
        )
        return helper

    def _present(self, names: list[str]) -> list[str]:
        return [name for name in names if name in self.fields]

    def _offer(self, name: str, user: User) -> None:
        current = getattr(self.instance, name)
        if current and not current.is_visible_to(user):
            del self.fields[name]  # leaving it empty would take away what this person can't even see
        else:
            self.fields[name].offer(user, current)


class ActorForm(EntryForm):
    sections = in_sections(SECTIONS, FIELDS)
    parent_body = ActorByNameField(label=_("Träger"))

    class Meta:
        model = Actor
        fields = in_form(FIELDS)
        widgets: dict[str, Any] = {"description": forms.Textarea(attrs={"rows": 4})}


corrections.register(Actor, ActorForm)


class OtherActorForm(forms.Form):
    """Which actor another one is merged with."""

    mit = ActorByNameField(
        label=_("Name des anderen Akteurs"), help_text=_("Wie er im Verzeichnis steht."), required=True
    )

    def __init__(self, *args: object, others: QuerySet[Actor], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mit"].queryset = others
