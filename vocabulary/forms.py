from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from vocabulary import outlines


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
