"""The form of „Gibt es das schon?“: a plan in a few fields, all of them optional, in an address that can be shared."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from design.forms import Folded
from networks.recognition.candidates import current_statistics
from networks.recognition.proposals import structure_of
from networks.recognition.structures import Structure
from vocabulary.models import District, TargetGroup, Theme

LEAST = 3  # letters of a name or purpose from which a comparison makes sense
CHOICES = {"stadtteil": District, "thema": Theme, "zielgruppe": TargetGroup}


class CheckForm(forms.Form):
    """Parameters are German: /pruefen/?name=Vorlesekreis&stadtteil=nordstadt. Unknown values are left out, not refused."""

    name = forms.CharField(
        label=_("Wie soll es heißen?"),
        required=False,
        max_length=250,
        help_text=_("Arbeitstitel genügt, auch ein Kürzel wie AK DaZ."),
    )
    zweck = forms.CharField(
        label=_("Was wollen Sie gemeinsam tun, für wen?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ein, zwei Sätze. Daran lässt sich am besten erkennen, ob es das schon gibt."),
    )
    stadtteil = forms.ModelMultipleChoiceField(
        label=_("Wo?"),
        queryset=District.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    thema = forms.ModelMultipleChoiceField(
        label=_("Themen"),
        queryset=Theme.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    zielgruppe = forms.ModelMultipleChoiceField(
        label=_("Zielgruppen"),
        queryset=TargetGroup.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    mit = forms.CharField(
        label=_("Wer soll mitmachen?"),
        required=False,
        max_length=1000,
        help_text=_("Namen von Einrichtungen, mit Komma getrennt, zum Beispiel: Stadtbibliothek, Jugendamt."),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, model in CHOICES.items():
            self.fields[name].queryset = model.objects.all()

    @property
    def helper(self) -> FormHelper:
        """Long lists of boxes are folded: the form fits beside its answer."""
        helper = FormHelper()
        helper.layout = Layout(*(Folded(name) if name in CHOICES else name for name in self.fields))
        return helper

    @property
    def says_anything(self) -> bool:
        """Whether there is anything to compare by, or to say that it is too little."""
        values = self.cleaned_data
        is_written = any(len(values[name].strip()) >= LEAST for name in ("name", "zweck", "mit"))
        return is_written or bool(self.chosen)

    @property
    def chosen(self) -> dict[str, list[str]]:
        """What was ticked, as the list of networks takes it in its address."""
        ticked = {name: [term.slug for term in self.cleaned_data[name]] for name in CHOICES}
        return {name: slugs for name, slugs in ticked.items() if slugs}

    @property
    def given(self) -> dict[str, list[str] | str]:
        """All that was said, without empty fields: the shortest address of this check."""
        written = {
            name: self.cleaned_data[name] for name in ("name", "zweck", "mit") if self.cleaned_data[name]
        }
        return {**written, **self.chosen}

    def clean(self) -> dict[str, Any]:
        """Values that a shared address no longer fits are dropped: the answer to the rest is still worth having."""
        for name in list(self.errors):
            del self.errors[name]
            empty = (
                self.fields[name].queryset.none()
                if hasattr(self.fields[name], "queryset")
                else str(self.data.get(name, ""))
            )
            self.cleaned_data[name] = (
                empty[: self.fields[name].max_length] if isinstance(empty, str) else empty
            )
        return self.cleaned_data

    def proposal(self) -> Structure:
        values = self.cleaned_data
        structure = structure_of(
            name=values["name"],
            purpose=values["zweck"],
            themes=values["thema"],
            target_groups=values["zielgruppe"],
            districts=values["stadtteil"],
        )
        named = current_statistics().corpus.places.institutions_in(values["mit"])
        return Structure(
            **{**{f: getattr(structure, f) for f in structure.__dataclass_fields__}, "members": named}
        )
