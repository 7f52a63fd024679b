"""Entries whose every field holds a word of its own, so that a page can be asked which fields it shows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.timezone import localtime

from accounts.models import User
from actors.models import Actor, ContactPerson, Offer
from networks.models import Commitment, DigitalForm, Meeting, MemberGroup, Membership, Network, Update
from tests import factories
from vocabulary.models import (
    ActorKind,
    District,
    LifePhase,
    MemberFunction,
    NetworkFormat,
    ResourceKind,
    TargetGroup,
    Term,
    Theme,
)

FACTORIES = {
    User: factories.UserFactory, Theme: factories.ThemeFactory, TargetGroup: factories.TargetGroupFactory,
    LifePhase: factories.LifePhaseFactory, District: factories.DistrictFactory, ActorKind: factories.ActorKindFactory,
    NetworkFormat: factories.NetworkFormatFactory, Actor: factories.ActorFactory, Network: factories.NetworkFactory,
    ContactPerson: partial(factories.ContactPersonFactory, consenting=True), Offer: factories.OfferFactory,
    Membership: factories.MembershipFactory, Meeting: factories.MeetingFactory, DigitalForm: factories.DigitalFormFactory,
    Update: factories.UpdateFactory, MemberFunction: factories.MemberFunctionFactory, ResourceKind: factories.ResourceKindFactory,
    Commitment: factories.CommitmentFactory, MemberGroup: factories.MemberGroupFactory,
}  # fmt: skip
NUMBERS = {"postal_code": "37990", "phone": "05555 40613"}


def fields_of(model: type[models.Model]) -> dict[str, models.Field]:
    """What people say of an entry; what the portal keeps by itself is not editable."""
    own = (*model._meta.concrete_fields, *model._meta.many_to_many)
    return {field.name: field for field in own if field.editable and not field.primary_key}


def values(model: type[models.Model], **given: Any) -> dict[str, Any]:
    """For the factory of the model; related entries are made. `given` are taken as they are."""
    fields = fields_of(model).values()
    return {
        field.name: _value(field, place) for place, field in enumerate(fields) if field.name not in given
    } | given


def words(field: models.Field, value: Any) -> list[str]:
    """How a page may say the value of this field, in lower case."""
    first = value[0] if isinstance(value, list) and value else value
    if first in (None, "", []):
        return []
    if isinstance(first, bool):
        return [str(field.verbose_name).lower()] if first else []
    if isinstance(first, datetime):
        return [f"{localtime(first):%H:%M}"]
    if isinstance(first, date):
        return [f"{first.year}"]
    if choices := _choices(field):
        return [str(choices[first]).lower(), first]
    return [_word(field) if field.is_relation else str(first).lower()]


def _word(field: models.Field) -> str:
    return f"wort{field.name.replace('_', '')}ende"


def _choices(field: Any) -> dict[str, Any]:
    return dict(getattr(field, "base_field", field).choices or ())


def _value(field: models.Field, place: int) -> Any:
    if field.name in NUMBERS:
        return NUMBERS[field.name]
    if field.is_relation:
        name = (
            {"email": f"{_word(field)}@example.org"}
            if field.related_model is User
            else {"name": _word(field)}
        )
        found = _known_term(field.related_model, name) or FACTORIES[field.related_model](**name)
        return [found] if field.many_to_many else found
    value = next(reversed(_choices(field)), None) or _plain(field, place)
    return [value] if isinstance(field, ArrayField) else value


def _known_term(model: Any, name: dict[str, str]) -> Term | None:
    """Of two entries that name a word of a list, the second finds it there."""
    return model.objects.filter(**name).first() if issubclass(model, Term) else None


def _plain(field: models.Field, place: int) -> Any:
    said = _word(field)
    by_type = {
        models.BooleanField: True, models.DecimalField: Decimal(800 + place), models.PositiveIntegerField: 7000 + place, models.FloatField: place + 0.125, models.DateField: date(1960 + place, 3, 1),
        models.DateTimeField: datetime(1960 + place, 3, 1, 12, tzinfo=UTC), models.EmailField: f"{said}@example.org",
        models.URLField: f"https://{said}.example/",
    }  # fmt: skip
    return by_type.get(type(field), said)
