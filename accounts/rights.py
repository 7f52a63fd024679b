"""Who got which rights, when and from whom, as the database recorded it."""

from __future__ import annotations

from typing import NamedTuple

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import User


class RightsStep(NamedTuple):
    """All three as people read them."""

    when: str
    what: str
    who: str


def rights_of(user: User) -> list[RightsStep]:
    """Every change of role and of being active, newest first; two queries."""
    events = list(
        User.pgh_event_model.objects.filter(pgh_obj_id=user.pk)
        .select_related("pgh_context")
        .order_by("-pgh_id")
    )
    givers = {event.pgh_context.metadata.get("user") for event in events if event.pgh_context}
    names = {giver.pk: str(giver) for giver in User.objects.filter(pk__in=givers - {None})}
    return [_step(event, names, user) for event in events]


def _step(event: object, names: dict[int, str], user: User) -> RightsStep:
    when = formats.date_format(timezone.localtime(event.pgh_created_at), "SHORT_DATETIME_FORMAT")
    role = User.Role(event.role).label
    what = role if event.is_active else _("%s, gesperrt") % role
    giver = event.pgh_context.metadata.get("user") if event.pgh_context else None
    if giver is None:
        who = (
            _("bei der Registrierung")
            if event.pgh_label == "insert"
            else _("ohne Anmeldung, etwa ein Befehl")
        )
    else:
        who = _("selbst") if giver == user.pk else names.get(giver, _("ein gelöschtes Konto"))
    return RightsStep(when, str(what), str(who))
