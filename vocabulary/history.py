"""History by database triggers: what an entry was, who changed it and when, whatever wrote it."""

from __future__ import annotations

from collections.abc import Callable

import pghistory
from django.db import models


def recorded[M: type[models.Model]](*, exclude: tuple[str, ...] = ()) -> Callable[[M], M]:
    """Class decorator: record every insert, change and delete of the model's rows.

    Stamps alone do not count as a change. `exclude` names fields that can be derived from others."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=pghistory.AnyChange(exclude_auto=True)),
        pghistory.DeleteEvent(),
        exclude=[*exclude],
    )


def recorded_links(through: type[models.Model], name: str, *, module: str) -> type[models.Model]:
    """Record the rows of an automatic many-to-many table, too: adding a theme is a change of the entry.

    Returns the tracked proxy model, called `name`; assign it to that name in `module`."""
    meta = type("Meta", (), {"proxy": True, "app_label": through._meta.app_label})
    proxy = type(name, (through,), {"Meta": meta, "__module__": module})
    return pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), obj_field=None)(proxy)
