"""Stored values as people read them: „ja“ instead of True, „Förderung“ instead of foerderung, names instead of ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

NOTHING = "–"
MOST = 500  # characters of data that no person wrote
Names = Mapping[type[models.Model], Mapping[object, str]]


def wording(field: models.Field, value: object, names: Names | None = None) -> str:
    """The words for `value` of `field`, „–“ where there is none.

    `value` of a relation is an id, an object, or several of either; `names` (from `names_of`) says what ids stand
    for, so that a long list of values costs one query per model; without it every value is looked up."""
    if field.is_relation:
        return _related(field.related_model, value, names)
    if value is None or value in ("", [], {}):
        return NOTHING
    choices = dict(getattr(field, "base_field", field).flatchoices)
    if isinstance(value, (list, tuple)):
        return ", ".join(_one(item, choices) for item in value)
    return _one(value, choices)


def _one(value: object, choices: Mapping[Any, Any]) -> str:
    """Data from a JSON field cannot be looked up among choices, and is no choice either."""
    return str(choices[value]) if isinstance(value, (str, int)) and value in choices else _plain(value)


def names_of(wanted: Iterable[tuple[type[models.Model], object]]) -> Names:
    """Names of objects by model and id, with one query per model; deleted ones are named from their history."""
    ids = defaultdict(set)
    for model, pk in wanted:
        if pk is not None:
            ids[model].add(pk)
    return {model: _names(model, pks) for model, pks in ids.items()}


def _names(model: type[models.Model], pks: set[object]) -> dict[object, str]:
    names = {pk: str(found) for pk, found in model._base_manager.in_bulk(pks).items()}
    events = getattr(model, "pgh_event_model", None)
    gone = pks - names.keys()
    if gone and events is not None and any(field.name == "name" for field in events._meta.fields):
        last = events.objects.filter(pgh_obj_id__in=gone).order_by("pgh_id").values_list("pgh_obj_id", "name")
        names.update({pk: _("%(name)s (gelöscht)") % {"name": name} for pk, name in last})
    return names


def _related(model: Any, value: Any, names: Names | None) -> str:
    single = value is None or isinstance(value, (int, str, models.Model))
    values = [value] if single else list(value)
    pks = [item.pk if isinstance(item, models.Model) else item for item in values]
    known = (names or names_of((model, pk) for pk in pks)).get(model, {})
    missing = _("gelöschter Eintrag Nr. %s")
    words = [known.get(pk) or missing % pk for pk in pks if pk not in {None, ""}]
    return ", ".join(sorted(words)) or NOTHING


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, (dict, list, tuple)):
        return _data(value)
    return NOTHING if value is None else str(value)


def _data(value: Any) -> str:
    """What a JSON field holds. The thousand points of an outline say nothing to a person."""
    if isinstance(value, dict) and "coordinates" in value:
        return _("%s (Daten)") % value.get("type", "")
    if isinstance(value, dict):
        words = "; ".join(f"{key}: {_plain(item)}" for key, item in value.items())
    else:
        words = ", ".join(map(_plain, value))
    return Truncator(words).chars(MOST)
