"""Where this portal's places lie, and forms that ask about a place that can hardly be meant before they keep it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vocabulary import outlines
from vocabulary.area import GERMANY, Point, area_of, corners
from vocabulary.known_places import LEVELS, nearest_above, place_called
from vocabulary.models import District

MOST_OUTLINES = 500  # districts; no Kommune has that many
WIDE = {
    District.Level.STATE,
    District.Level.COUNTY,
}  # stand with every entry in them; see search.terms.PlaceList


def known_points(but: int | None = None) -> list[Point]:
    """Where the places with an outline lie, without the one that is asked about; the smallest are enough, and a Land says
    little."""
    rows = (
        District.objects.filter(outline__isnull=False).exclude(level__in=WIDE).exclude(pk=but).order_by("pk")
    )
    known = map(outlines.readable, rows.values_list("outline", flat=True)[:MOST_OUTLINES])
    return [point for outline in known if outline for point in corners(outline)]


class PlaceConfirmation(forms.CharField):
    """Hidden until there is a question. Its value is what was asked about: a yes to one place is none to the next."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("So ist es richtig"), required=False, **kwargs)

    def has_changed(self, initial: object, data: object) -> bool:  # noqa: ARG002 (Django's names)
        return False  # nothing of the entry


class AsksAboutPlace(forms.Form):
    """Mixin for a form: `question_about_place` says what is strange about the place, and at which field."""

    place_is_right = PlaceConfirmation()

    def question_about_place(self) -> tuple[str, Point, str]:
        """Field, place and sentence; an empty sentence where nothing is to be asked."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        field, place, question = self.question_about_place()
        if question:
            name, answer = "place_is_right", f"{place[0]!r} {place[1]!r}"
            is_confirmed = self.data.get(self.add_prefix(name)) == answer
            self.fields[name].widget = forms.CheckboxInput(
                {"value": answer}, check_test=lambda _value: is_confirmed
            )
            if not is_confirmed:
                self.add_error(field, question)
        return cleaned


class DistrictForm(AsksAboutPlace, forms.ModelForm):
    """A new district may leave its level and what it lies in to what is known of its name; `proposed` says what that was."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = ""
        if self.instance.pk is None and "level" in self.fields:
            level = self.fields["level"]
            level.required = False
            level.choices = [("", _("nach dem Namen")), *District.Level.choices]
            level.help_text = _(
                "Kreise, Gemeinden und größere Stadtteile sind bekannt; alles andere wird ein Stadtteil oder Quartier."
            )
            self.initial["level"] = (kwargs.get("initial") or {}).get("level", "")

    def clean(self) -> dict[str, Any]:
        if self.instance.pk is None and not self.errors:
            self._propose()
        return super().clean()

    def _propose(self) -> None:
        """Only what was left empty."""
        level, above = self.cleaned_data.get("level"), self.cleaned_data.get("parent")
        place = place_called(self.cleaned_data["name"], level=level or "", inside=above)
        said = []
        if not level:
            level = LEVELS[place.kind] if place else District.Level.QUARTER
            self.cleaned_data["level"] = level
            said.append(_("Ebene „{level}“").format(level=District.Level(level).label))
        if place and not above and (above := nearest_above(place)):
            self.cleaned_data["parent"] = above
            said.append(_("übergeordnetes Gebiet „{name}“").format(name=above))
        if said:
            self.proposed = gettext("Nach dem Namen eingetragen: {fields}.").format(
                fields=", ".join(map(str, said))
            )

    def question_about_place(self) -> tuple[str, Point, str]:
        outline = self.cleaned_data.get("outline")
        if not outline or "outline" not in self.changed_data:
            return "outline", (0.0, 0.0), ""
        middle = outlines.middle(outline)
        is_wide = self.cleaned_data.get("level") in WIDE
        area = GERMANY if is_wide else area_of(known_points(but=self.instance.pk))
        return "outline", middle, area.doubt(middle)
