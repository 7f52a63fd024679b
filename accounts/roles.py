"""Who may do what in the admin: one table of role x room x action.

Editors of a single entry need no row here: what they may do follows from the entry
(`Model.objects.editable_by(user)`)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

READ = frozenset({"view"})
ALL = frozenset({"view", "add", "change", "delete"})

DIRECTORY = ("vocabulary", "actors", "networks", "portal", "moderation", "partners")

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
    "partners": frozenset({"partnerrequest"}),
}
# Fields of entries that name accounts.
ACCOUNT_FIELDS = frozenset(
    {"editors", "withheld", "submitted_by", "decided_by", "merged_by", "undone_by", "reason"}
)


class Action(StrEnum):
    """What the portal asks `moderation.permissions.may` about. The values are the words of the templates."""

    SEE = "see"  # the entry, published or not
    READ_INTERNAL = "read internal"  # what the office notes down about it
    COMPARE = "compare"  # say of two entries that they are, or are not, the same
    EDIT = "edit"
    CURATE = "curate"  # decide cases, publish, merge, revert; read which people stand behind an entry


# What a role may do to every entry; what an entry opens to its own people, see `moderation.permissions`.
EVERYWHERE: Mapping[str, frozenset[Action]] = {
    "registriert": frozenset(),
    "koordination": frozenset({Action.SEE, Action.READ_INTERNAL, Action.COMPARE}),
    "kuration": frozenset(Action),
    "systemverwaltung": frozenset(Action),
}


def may_everywhere(user: User | AnonymousUser, action: Action) -> bool:
    """Whether the role in which somebody acts now suffices, whatever the entry."""
    return user.is_authenticated and action in EVERYWHERE[user.acting_role]


def allows(role: str, app_label: str, codename: str) -> bool:
    """Whether `role` may do `codename` (Django's "change_actor") in the room `app_label`."""
    if role == "systemverwaltung":
        return True
    action, _between, model = codename.partition("_")
    if role == "koordination" and model in PERSONAL.get(app_label, frozenset()):
        return False
    return action in ALLOWED.get(role, {}).get(app_label, frozenset())
