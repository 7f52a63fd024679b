from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Offer
from insight.forms import ScopeForm
from partners.question import DIRECTION_LABEL, DIRECTIONS, KIND_LABEL, LONGEST_WISH, PartnerQuestion, askers

OWN = ("art", "gesucht", "richtung", "fuer")


class FindForm(ScopeForm):
    """What somebody has in mind. The lists are those of the directory; what is chosen several times stays in the address."""

    def __init__(self, question: PartnerQuestion) -> None:
        super().__init__(question.scope)
        self.kept = [(name, value) for name, value in self.kept if name not in OWN]
        self.initial.update(
            gesucht=question.wish,
            art=question.kinds,
            richtung=question.direction,
            fuer=question.asker.slug if question.asker else "",
        )
        self.fields["richtung"] = forms.ChoiceField(
            label=DIRECTION_LABEL, choices=list(DIRECTIONS.items()), widget=forms.RadioSelect
        )
        self.fields["art"] = forms.MultipleChoiceField(
            label=KIND_LABEL, choices=Offer.Kind.choices, widget=forms.CheckboxSelectMultiple
        )
        self.fields["gesucht"] = forms.CharField(
            label=_("Was genau?"),
            max_length=LONGEST_WISH,
            help_text=_("In Ihren Worten, zum Beispiel: Vorlesende für Grundschulkinder am Nachmittag."),
        )
        if names := _names(question):
            self.fields["fuer"] = forms.ChoiceField(
                label=_("Für wen suchen Sie?"), choices=[("", _("keine Angabe")), *names]
            )
        for field in self.fields.values():
            field.required = True  # is not asked here: only keeps the label from calling each one voluntary

    @property
    def lists(self) -> list[forms.BoundField]:
        """The fields that are chosen from a list."""
        return [self[name] for name in self.fields if name not in {"richtung", "art", "gesucht"}]


def _names(question: PartnerQuestion) -> list[tuple[str, str]]:
    """The own actors of who asks, and the one that the address names."""
    names = dict(askers(question.user).values_list("slug", "name"))
    if question.asker:
        names.setdefault(question.asker.slug, question.asker.name)
    return list(names.items())
