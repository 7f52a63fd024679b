"""Choosing an entry by writing its name: a select of thousands is unusable."""

from __future__ import annotations

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from actors.models import Actor
from actors.picking import NameInput


class ByNameField(forms.ModelChoiceField):
    """A text field whose value is an entry that the user may see; None when it is left empty."""

    widget = forms.TextInput
    model: type[Model]

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"queryset": self.model.objects.none(), "required": False, **kwargs})
        self.current: Model | None = None

    def offer(self, user: User | AnonymousUser, current: Model | None) -> None:
        """Take what this user may see; the `current` one keeps its meaning if another has the same name."""
        self.queryset, self.current = self.model.objects.visible_to(user), current

    def prepare_value(self, value: object) -> object:
        if isinstance(value, int):
            return self.queryset.filter(pk=value).values_list("name", flat=True).first() or ""
        return value.name if isinstance(value, self.model) else value

    def to_python(self, value: object) -> Model | None:
        name = str(value or "").replace("\x00", "").strip()
        if not name:
            return None
        if self.current and self.current.name == name:
            return self.current
        found = (
            self.queryset.filter(name__iexact=name).first()
            or self.queryset.filter(short_name__iexact=name).first()
        )
        if found is None:
            raise forms.ValidationError(
                _("„%(name)s“ steht nicht im Verzeichnis. Bitte schreiben Sie den Namen wie dort.")
                % {"name": name}
            )
        return found


class ActorByNameField(ByNameField):
    widget = NameInput
    model = Actor

    def __init__(self, **kwargs: object) -> None:
        help_text = gettext_lazy("Name der Einrichtung, wie sie im Verzeichnis steht.")
        super().__init__(**{"help_text": help_text, **kwargs})
