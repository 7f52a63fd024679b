"""The history in the admin of every model opens, whatever its fields hold."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, models, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from moderation.wording import wording
from tests import factories
from tests.portal.test_permissions import records  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db

JSON = [{"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}, {"a": {"b": [1, None, True]}}, [{"c": "d"}, ["e"]],
        "Text", 7, True, None, {}, []]  # fmt: skip


def change(record: models.Model, values: dict[str, Any]) -> None:
    """As far as the database allows."""
    for name, value in values.items():
        try:
            with transaction.atomic():
                type(record)._base_manager.filter(pk=record.pk).update(**{name: value})
        except DatabaseError:
            continue


def test_every_history_opens_with_data_lists_and_nothing(
    client: Client,
    records: dict[str, models.Model],  # noqa: F811
) -> None:
    client.force_login(factories.UserFactory(role=User.Role.SYSTEM))
    wrong = {}
    for model in admin.site._registry:
        record = records.get(model._meta.label_lower)
        if record is None or model is User:
            continue
        for shape in JSON:
            values = {own.name: shape for own in model._meta.fields if isinstance(own, models.JSONField)}
            change(record, values)
        lists = {own.name: ["eins", "zwei"] for own in model._meta.fields if isinstance(own, ArrayField)}
        empty = {own.name: None for own in model._meta.fields if own.null}
        change(record, lists)
        change(record, empty)
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for page in ("history", "change", "delete"):
            answer = Client.get(client, reverse(f"{base}_{page}", args=[record.pk]))
            if answer.status_code not in {200, 403}:
                wrong[model._meta.label, page] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"type": "Polygon", "coordinates": [[1, 2]]}, "Polygon (Daten)"),
        ({"name": "Kita", "neu": True, "leer": None}, "name: Kita; neu: ja; leer: –"),
        ([{"a": 1}, ["b", "c"]], "a: 1, b, c"),
        ("Text", "Text"),
        (7, "7"),
        (None, "–"),
    ],
)
def test_data_is_told_in_words(value: object, words: str) -> None:
    assert wording(models.JSONField(), value) == words


def test_long_data_is_cut() -> None:
    assert len(wording(models.JSONField(), {"a": "x" * 9000})) <= 500
