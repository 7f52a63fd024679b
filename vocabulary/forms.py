from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vocabulary import outlines
from vocabulary.doubts import doubt
from vocabulary.texts import one_line

AS_MEANT = "-so-gemeint"


class LinesField(SimpleArrayField):
    """A list of short texts, one on each line: names may contain commas, so commas can't part them.

    Blank lines and repetitions are left out."""

    def __init__(self, base_field: forms.Field | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3, "cols": 60}))
        super().__init__(base_field or forms.CharField(max_length=250), delimiter="\n", **kwargs)

    def to_python(self, value: str | list[str] | None) -> list[str]:
        lines = value.splitlines() if isinstance(value, str) else value or []
        return super().to_python([*dict.fromkeys(line.strip() for line in lines if line.strip())])

    def clean(self, value: str) -> list[str]:
        """Says which line is wrong, in the words on the page instead of Django's "item 2"."""
        lines = self.to_python(value)
        longest = self.base_field.max_length
        for line in lines:
            if longest and len(line) > longest:
                raise ValidationError(
                    _("„%(start)s…“ ist zu lang: höchstens %(most)s Zeichen in einer Zeile."),
                    params={"start": line[:30], "most": longest},
                )
        return super().clean(lines)


class OutlineField(forms.JSONField):
    """A GeoJSON geometry; a Feature or a collection of one is taken apart, as map programs export them."""

    def clean(self, value: object) -> object:
        outline = super().clean(value)
        if outline in self.empty_values:
            return None
        outline = _geometry(outline)
        try:
            outlines.check(outline)
        except outlines.OutlineError as error:
            raise ValidationError(str(error)) from error
        return outline


def _geometry(outline: object) -> object:
    match outline:
        case {"type": "FeatureCollection", "features": [only]}:
            return _geometry(only)
        case {"type": "Feature", "geometry": geometry}:
            return geometry
    return outline


class AsksBack(forms.Form):
    """Mixin: asks once about a text that looks as if a program had changed it („Förder- schule“, „Kinder &amp; Jugend“).

    Whoever means it ticks a box that comes with the question. The box holds for this very text: another one is asked about
    anew. A text that stood there before is left alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [*self.fields] if self.is_bound else ():
            if self._text_meant(name):
                self._add_box(name, self._text_sent(name))

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if not name.endswith(AS_MEANT)]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name, odd, better in doubts_of(self):
            if self._text_meant(name) != self._text_sent(name):
                self._add_box(name, self._text_sent(name))
                self.add_error(name, question(odd, better))
        return cleaned

    def _text_sent(self, name: str) -> str:
        return one_line(str(self.data.get(self.add_prefix(name), "")))

    def _text_meant(self, name: str) -> str:
        return one_line(str(self.data.get(self.add_prefix(name + AS_MEANT), "")))

    def _add_box(self, name: str, text: str) -> None:
        """A box directly after the field; it has the text as its value, so that it stays ticked only with it."""
        is_ticked = self._text_meant(name) == text
        tick = forms.CheckboxInput({"value": text}, check_test=lambda _value: is_ticked)
        box = forms.CharField(label=_("Das ist so gemeint"), required=False, widget=tick)
        ordered = {}
        for key, field in self.fields.items():
            ordered[key] = field
            if key == name:
                ordered[name + AS_MEANT] = box
        self.fields = ordered


def doubts_of(form: forms.BaseForm) -> Iterator[tuple[str, str, str]]:
    """Field, odd words and what was meant, for every text that was changed in a form."""
    for name in form.changed_data:
        value = getattr(form, "cleaned_data", {}).get(name)
        for item in value if isinstance(value, list) else [value]:
            text = getattr(item, "new_text", item)  # of who is named and stands nowhere yet
            if isinstance(text, str) and any(doubt(text)):
                yield name, *doubt(text)
                break


def question(odd: str, better: str) -> str:
    return gettext("Ist „{odd}“ so gemeint, oder „{better}“?").format(odd=odd[:80], better=better[:80])
