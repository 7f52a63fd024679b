"""May this person do this to this entry? The one place that says so, for a single entry and for many at once.

What a role may do to every entry stands in `accounts.roles.EVERYWHERE`; here follows what comes from the entry itself.
A further condition on a role (responsible for one district, say) would be asked in `may` and `narrowed`, nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from accounts.roles import Action, may_everywhere

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@dataclass(frozen=True)
class Opening:
    """By what an entry opens an action to people whose role does not."""

    to_all_when_public: bool = False
    to_its_people: bool = False


OPENED: Mapping[Action, Opening] = {
    Action.SEE: Opening(to_all_when_public=True, to_its_people=True),
    Action.EDIT: Opening(to_its_people=True),
}


def may(user: User | AnonymousUser, action: Action, entry: Any = None) -> bool:
    """`entry` is a `Moderated`, or the model, or None: then it is asked whether the person may do so to any of them."""
    if may_everywhere(user, action):
        return True
    opening = OPENED.get(action)
    if opening is None or entry is None or isinstance(entry, type):
        return False
    if opening.to_all_when_public and entry.is_public:
        return True
    return opening.to_its_people and entry.is_of(user)


def narrowed[Q_: QuerySet](entries: Q_, user: User | AnonymousUser, action: Action) -> Q_:
    """Those of the entries to which the person may do so: the same rule as `may`, as a condition of the database."""
    if may_everywhere(user, action):
        return entries.all()
    opening, opened = OPENED.get(action, Opening()), Q(pk__in=[])
    if opening.to_all_when_public:
        opened |= Q(review_status=entries.model.ReviewStatus.PUBLISHED)
    if opening.to_its_people and user.is_authenticated:
        opened |= entries.belonging_to(user)
    return entries.filter(opened)
