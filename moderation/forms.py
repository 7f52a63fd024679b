from __future__ import annotations

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.spam_protection import LONGEST_ADDRESS, SpamProtectedForm
from moderation.models import Case
from moderation.rights import key_of, opened_with


class ReportForm(SpamProtectedForm):
    """„Fehler melden“, for everybody."""

    ADDRESS = "email"
    WHAT = [
        ("falsch", _("Etwas stimmt nicht")),
        ("veraltet", _("Der Eintrag ist veraltet")),
        ("doppelt", _("Das gibt es im Verzeichnis schon")),
        ("rechtswidrig", _("Der Inhalt ist rechtswidrig oder verletzt jemanden")),
    ]
    what = forms.ChoiceField(label=_("Worum geht es?"), choices=WHAT, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Was genau?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Je genauer, desto schneller können wir es richtigstellen."),
    )
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"),
        required=False,
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Nur für unsere Antwort."),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class ClaimForm(forms.Form):
    """ "Das ist meine Einrichtung"."""

    reason = forms.CharField(
        label=_("Was haben Sie mit diesem Eintrag zu tun?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Zum Beispiel: Ich leite die Einrichtung. Ich mache die Öffentlichkeitsarbeit."),
    )


class WordsForm(forms.Form):
    """Words that must be there: a question back, an answer."""

    text = forms.CharField(label=_("Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


class DecisionForm(forms.Form):
    """The reviewer's decision. Refusing needs words, because somebody will read them."""

    outcome = forms.ChoiceField(
        label=_("Entscheidung"),
        choices=[(Case.Outcome.ACCEPTED, _("annehmen")), (Case.Outcome.REJECTED, _("ablehnen"))],
    )
    text = forms.CharField(
        label=_("Worte an die Person"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Eine Ablehnung braucht einen Satz, der sie begründet."),
    )

    opens = forms.MultipleChoiceField(
        label=_("Diese Einträge darf die Person dann auch bearbeiten"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Nehmen Sie die Häkchen weg, wo das zu weit ginge. Für eine Ablehnung ist es ohne Bedeutung."
        ),
    )

    def __init__(self, *args: object, case: Case, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        if case.is_offer or case.kind == Case.Kind.NAMED:
            self.fields["text"].help_text = ""
        if case.kind == Case.Kind.NAMED:
            self.fields["outcome"].choices = [(Case.Outcome.ACCEPTED, _("erledigt: alles durchgesehen"))]
        others = opened_with(case.entry) if case.kind == Case.Kind.CLAIM and case.entry else []
        if others:
            self.fields["opens"].choices = [(key_of(other), str(other)) for other in others]
            self.fields["opens"].initial = [key_of(other) for other in others]
        else:
            del self.fields["opens"]

    def details(self) -> dict[str, list[str]]:
        """What the decision says beside its outcome; of a claim that opens nothing more, nothing."""
        return {"opens": self.cleaned_data["opens"]} if "opens" in self.fields else {}

    def clean(self) -> dict[str, str]:
        cleaned = super().clean()
        is_refused = cleaned.get("outcome") == Case.Outcome.REJECTED
        if is_refused and not self.case.is_offer and not cleaned.get("text"):
            self.add_error("text", _("Bitte begründen Sie die Ablehnung in einem Satz."))
        return cleaned
