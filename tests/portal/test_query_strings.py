"""Query strings and addresses with values out of all bounds are answered, never with an error of ours."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db

HUGE = "9" * 20
LISTS = [
    "/akteure/",
    "/netzwerke/",
    "/akteure/karte.json",
    "/netzwerke/karte.json",
    "/termine/",
    "/suche/",
    "/moderation/",
]
PARAMETERS = [
    "seite",
    "page",
    "p",
    "monat",
    "jahr",
    "seit",
    "von",
    "bis",
    "ab",
    "q",
    "thema",
    "stadtteil",
    "status",
    "sortierung",
]
VALUES = [
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "0000-01",
    "9999-12",
    "1" + "0" * 30,
    "-1",
    "nan",
    "1e400",
    "a\0b",
    HUGE,
]
LOOKUPS = ["month=13", "year=0", "year=-1", f"year={HUGE}", "gte=0000-00-00"]


@pytest.fixture
def system() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(factories.UserFactory(role=User.Role.SYSTEM))
    return client


def test_lists_answer_any_parameter(system):
    broken = {}
    for path in LISTS:
        for value in VALUES:
            status = system.get(path, dict.fromkeys(PARAMETERS, value)).status_code
            if status >= 500:
                broken[path, value] = status
    assert broken == {}


def test_the_admin_answers_any_date_page_and_number(system):
    broken = {}
    for model, model_admin in admin.site._registry.items():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        url = reverse(f"{base}_changelist")
        field = model_admin.date_hierarchy or next(
            (f.name for f in model._meta.fields if f.get_internal_type() in {"DateField", "DateTimeField"}),
            "id",
        )
        for query in [
            *(f"{field}__{lookup}" for lookup in LOOKUPS),
            f"id={HUGE}&p={10**30}&q=%00&o=99.99",
        ]:
            if (status := system.get(f"{url}?{query}").status_code) >= 500:
                broken[url, query] = status
        for name in ("change", "delete", "history"):
            address = reverse(f"{base}_{name}", args=[HUGE])
            if (status := system.get(address).status_code) >= 500:
                broken[address] = status
    assert broken == {}
