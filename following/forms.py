from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from following.models import CalendarAddress, Watch

NEVER = ("", _("nein, ich sehe selbst nach"))


class WatchForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=_("Wie oft sollen wir schreiben?"),
        choices=Watch.Interval.choices,
        widget=forms.RadioSelect,
        initial=Watch.Interval.DAILY,
        help_text=_(
            "Nur, wenn es etwas Neues gibt: täglich und montags am Morgen, sofort nach einigen Minuten."
        ),
    )


class SearchForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("Unter diesem Namen finden Sie die Suche wieder.")
    )
    rhythm = forms.ChoiceField(
        label=_("Neue Treffer per E-Mail?"),
        choices=[NEVER, *Watch.Interval.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Nur, wenn es etwas Neues gibt: täglich und montags am Morgen, sofort nach einigen Minuten."
        ),
    )


class CalendarForm(forms.ModelForm):
    """What the constraint of the model says otherwise: at least one of the first two."""

    class Meta:
        model = CalendarAddress
        fields = ["with_own", "with_watched", "with_expected"]
