"""Who may do what in the admin: one table of role x room x action.

Editors of a single entry need no row here: what they may do follows from the entry
(`Model.objects.editable_by(user)`)."""

from __future__ import annotations

from collections.abc import Mapping

READ = frozenset({"view"})
ALL = frozenset({"view", "add", "change", "delete"})

DIRECTORY = ("vocabulary", "actors", "networks", "portal", "moderation")

ALLOWED: Mapping[str, Mapping[str, frozenset[str]]] = {
    "registriert": {},
    "koordination": dict.fromkeys(DIRECTORY, READ),
    "kuration": dict.fromkeys(DIRECTORY, ALL),
    "systemverwaltung": {},  # everything, see allows()
}


def allows(role: str, app_label: str, codename: str) -> bool:
    """Whether `role` may do `codename` (Django's "change_actor") in the room `app_label`."""
    if role == "systemverwaltung":
        return True
    action = codename.partition("_")[0]
    return action in ALLOWED.get(role, {}).get(app_label, frozenset())
