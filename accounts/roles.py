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


# What Koordination does not read although it is in one of its rooms: who asked, reported or decided, with their addresses.
# It needs structures, internal notes and figures; persons it sees as far as they agreed to be shown.
PERSONAL: Mapping[str, frozenset[str]] = {
    "moderation": frozenset({"case", "note"}),
    "portal": frozenset({"barrierreport"}),
}
# Fields of entries that name accounts.
ACCOUNT_FIELDS = frozenset(
    {"editors", "withheld", "submitted_by", "decided_by", "merged_by", "undone_by", "reason"}
)


def allows(role: str, app_label: str, codename: str) -> bool:
    """Whether `role` may do `codename` (Django's "change_actor") in the room `app_label`."""
    if role == "systemverwaltung":
        return True
    action, _between, model = codename.partition("_")
    if role == "koordination" and model in PERSONAL.get(app_label, frozenset()):
        return False
    return action in ALLOWED.get(role, {}).get(app_label, frozenset())
