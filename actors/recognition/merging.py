"""Two actors that turned out to be one. The mechanics are those of `duplicates.merging`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actors.models import Actor, BlockingRecord, ContactPerson, DuplicateDecision, Merge, Offer
from duplicates import comparing, merging
from duplicates.comparing import FieldChoice
from duplicates.merging import undo
from german import analyzer

__all__ = ["differences", "merge", "undo"]

ASIDE: tuple[type[models.Model], ...] = (BlockingRecord, DuplicateDecision)  # belong to one actor alone
TOGETHER: comparing.Together = {
    _("Träger"): ("parent_body", "parent_body_name"),
    _("Anschrift"): ("street", "postal_code", "city"),
    _("Koordinaten"): ("latitude", "longitude"),
}
CONSENT = tuple(own.name for own in ContactPerson._meta.concrete_fields if own.name.startswith("consent_"))


def differences(kept: Actor, merged: Actor) -> list[FieldChoice]:
    """Fields between which somebody has to choose; where the kept one says nothing, the other is suggested."""
    return comparing.differences(kept, merged, TOGETHER)


def merge(kept: Actor, merged: Actor, *, by: User, take: Collection[str] = (), reason: str = "") -> Merge:
    """Contacts, offers, memberships, editors, cases and names of `merged` go over to `kept`; its address and kennung lead
    there. `take`: names of the choices in which the merged actor's value wins."""
    fields = comparing.taken(take, TOGETHER)
    return merging.merge(kept, merged, into=Merge, by=by, take=fields, aside=ASIDE, reason=reason)


@merging.twin(Offer)
def same_offer(row: Offer, _field: str, target: int) -> Offer | None:
    """The same thing is offered once; the longer validity counts."""
    known = Offer.objects.filter(actor=target, direction=row.direction, kind=row.kind, text__iexact=row.text)
    same = known.order_by("pk").first()
    if same is not None:
        same.valid_until = (
            max(same.valid_until, row.valid_until) if same.valid_until and row.valid_until else None
        )
    return same


@merging.twin(ContactPerson)
def same_person(row: ContactPerson, _field: str, target: int) -> ContactPerson | None:
    """One person instead of two of the same name who say nothing contrary; gaps are filled, a consent stays whole."""
    for person in ContactPerson.objects.filter(actor=target).order_by("pk"):
        if analyzer.fold(person.name) == analyzer.fold(row.name) and _agree(
            person, row, ("role", "phone", "email")
        ):
            _fill(person, row, ("role", "phone", "email"))
            person.is_key_person = person.is_key_person or row.is_key_person
            if person.consent_on is None:
                _fill(person, row, CONSENT)
            return person
    return None


def _agree(first: Any, second: Any, names: Iterable[str]) -> bool:
    pairs = ((getattr(first, name), getattr(second, name)) for name in names)
    return all(mine == theirs or not mine or not theirs for mine, theirs in pairs)


def _fill(target: Any, source: Any, names: Iterable[str]) -> None:
    for name in names:
        setattr(target, name, getattr(target, name) or getattr(source, name))
