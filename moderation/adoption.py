"""Entries that somebody submitted without an account become hers as soon as she has one.

Only new entries: their address was confirmed by a link in a mail. An address in a report is just what somebody typed.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.after_login import on_login
from accounts.models import User
from moderation.models import Case
from moderation.rights import telling


def owner_of(address: str) -> User | None:
    """The account that has confirmed this address, if there is one."""
    return User.objects.filter(
        is_active=True, emailaddress__email__iexact=address, emailaddress__verified=True
    ).first()


@on_login
@transaction.atomic
def adopt(user: User) -> None:
    """Give the person the new entries that were submitted from a confirmed address of hers."""
    for address in user.emailaddress_set.filter(verified=True).values_list("email", flat=True):
        cases = Case.objects.filter(kind=Case.Kind.NEW, submitter=None, submitter_email__iexact=address)
        for case in cases.select_for_update().order_by("pk"):
            case.submitter, case.submitter_email = user, ""
            case.save(update_fields=["submitter", "submitter_email", "changed_at"])
            _hand_over(case, user)


def _hand_over(case: Case, user: User) -> None:
    entry: Any = case.entry  # a Moderated, of whichever room
    if entry is None or case.outcome not in {"", Case.Outcome.ACCEPTED}:
        return
    if entry.submitted_by_id is None:
        entry.submitted_by = user
        entry.save(update_fields=["submitted_by", "changed_at"])
    if case.outcome == Case.Outcome.ACCEPTED and not entry.has_editors and not case.payload.get("only_named"):
        with telling(entry, by=user):
            entry.editors.add(user)
