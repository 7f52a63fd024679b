"""No stored value whatever stops a list, a page, a feed: what the rules of the database let in, every page can show.

Rows are changed by SQL, past forms and models, as other programs and old dumps do it."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from psycopg.types.json import Jsonb

from accounts.models import User
from actors.models import Actor, ContactPerson, Offer
from networks.models import DigitalForm, Meeting, Membership, Network, Update
from search.index import indexer
from tests import factories
from vocabulary.models import ActorKind, District, NetworkFormat, Theme

pytestmark = pytest.mark.django_db

MODELS = [
    Actor,
    ContactPerson,
    Offer,
    Network,
    Membership,
    Meeting,
    Update,
    DigitalForm,
    Theme,
    District,
    ActorKind,
    NetworkFormat,
]
STAYS = {"review_status", "version", "consent_on", "consent_until"}  # else nobody would see the entry at all
TEXTS = ["", " ", "\x01\x1b[2J", "\u202eabc\u202c", "\u0000".replace("\0", "\x7f"), "a/b?c#d", "../..", "<script>alert(1)</script>", "{{ x }}{% y %}",
         "%s %(x)s %", "=1+1", "'; --", "javascript:alert(1)", "http://[::1", "https://" + "ä" * 40, "ſtraße İı ﬁ 𝔛", "\U0010ffff\ufeff\ufffe", "é" * 5000,
         "9" * 400, "2026-02-30", "jeden 99. Dienstag im Monat, 27 Uhr", "alle 999999999 Jahre", "null", "-1", "\r\n\t\x0b\x0c\u2028\u2029"]  # fmt: skip
NUMBERS = [0, -1, 1, 2**15 - 1, 2**31 - 1, -(2**31), 2**63 - 1]
FLOATS = [0.0, -90.0, 90.0, 180.0, -180.0, 1e-320, "NaN", "Infinity", "-Infinity", 1e308]
DAYS = [
    "infinity",
    "-infinity",
    "0044-03-15 BC",
    "9999-12-31",
    "0001-01-01",
    "1799-12-31",
    "1800-01-01",
    "2200-12-31",
    "2100-02-28",
]
DOCUMENTS = [None, {}, [], "", 0, True, [None], {"type": "Polygon"}, {"type": "Polygon", "coordinates": [[]]},
             {"type": "MultiPolygon", "coordinates": [[[["x", None], [1e308, -1e308]]]]}, {"period": "x", "start": "99:99", "interval": 10**30},
             {"type": "Point", "coordinates": []}, {"a": {"b": [{"c": "\u202e"}]}}]  # fmt: skip


BY_KIND = {
    models.BooleanField: [True, False],
    models.DateField: DAYS,
    models.FloatField: FLOATS,
    models.IntegerField: NUMBERS,
}


def hostile(field: models.Field, chance: random.Random) -> Any:
    if isinstance(field, ArrayField):
        inner = [hostile(field.base_field, chance) for _n in range(chance.randrange(3))]
        return chance.choice([[], [""], [None], inner])
    if isinstance(field, models.JSONField):
        return Jsonb(chance.choice(DOCUMENTS))
    for kind, values in BY_KIND.items():
        if isinstance(field, kind):
            return chance.choice(values)
    text = chance.choice(TEXTS)
    return text[: field.max_length] if field.max_length and chance.random() < 0.7 else text


def spoil(model: type[models.Model], chance: random.Random) -> Iterator[str]:
    """Gives the fields of all rows hostile values, as far as the database lets it; yields what it took."""
    for field in model._meta.concrete_fields:
        if (
            field.primary_key
            or field.is_relation
            or field.generated
            or field.name in STAYS
            or chance.random() < 0.4
        ):
            continue
        value = hostile(field, chance)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f'UPDATE {model._meta.db_table} SET "{field.column}" = %s', [value])
        except (DatabaseError, ValueError):
            continue
        yield f"{model._meta.label}.{field.name} = {value!r}"


def addresses() -> Iterator[str]:
    """Every public list, table, map, calendar, feed, and the pages of the entries."""
    for name in (
        "portal:home",
        "portal:theme_list",
        "portal:district_list",
        "portal:commitments",
        "portal:meetings",
        "portal:meetings_print",
        "portal:meetings_csv",
        "networks:meetings_calendar",
        "networks:check",
    ):
        yield reverse(name)
    for part in ("verzeichnis", "netzwerke", "akteure"):
        yield f"/{part}/"
        for query in ("?ansicht=karte", "?sortierung=termin", "?sortierung=aktualitaet", "?q=Lesen"):
            yield f"/{part}/{query}"
        yield from (f"/{part}.csv", f"/{part}/karte.json", f"/{part}.atom", f"/{part}/vorschlaege.json?q=Le")
    yield from ("/verzeichnis.ics", "/netzwerke.ics")
    for model, page in ((Actor, "actors:detail"), (Network, "networks:detail"), (Network, "networks:calendar"),
                        (Theme, "portal:theme"), (District, "portal:district")):  # fmt: skip
        for slug in model.objects.values_list("slug", flat=True):
            try:
                yield reverse(page, args=[slug])
            except NoReverseMatch:
                pytest.fail(f"{model.__name__} has an address that no page can have: {slug!r}")


STAFF_ADDRESSES = (
    "/admin/actors/actor/", "/admin/networks/network/", "/admin/networks/meeting/", "/admin/networks/membership/",
    "/admin/actors/contactperson/", "/admin/actors/offer/", "/admin/networks/update/", "/admin/vocabulary/district/",
)  # fmt: skip


def fill() -> None:
    district, theme = factories.DistrictFactory(outline=SQUARE), factories.ThemeFactory(name="Lesen")
    actor = factories.ActorFactory(
        name="Lesehaus", district=district, themes=[theme], latitude=51.5, longitude=9.3
    )
    contact = factories.ContactPersonFactory(actor=actor, consenting=True)
    factories.OfferFactory(actor=actor)
    network = factories.NetworkFactory(
        name="Lesenetz",
        coordinator=actor,
        contact=contact,
        themes=[theme],
        districts=[district],
        rhythm_text="monatlich",
    )
    factories.MembershipFactory(network=network, actor=actor)
    factories.MeetingFactory(network=network)
    factories.UpdateFactory(network=network)
    factories.DigitalFormFactory(network=network)
    indexer.drain()


SQUARE = {
    "type": "Polygon",
    "coordinates": [[[9.2, 51.4], [9.4, 51.4], [9.4, 51.6], [9.2, 51.6], [9.2, 51.4]]],
}


@pytest.mark.parametrize("seed", range(12))
def test_no_stored_value_stops_a_page(seed: int) -> None:
    fill()
    chance = random.Random(seed)
    stored = [said for model in MODELS for said in spoil(model, chance)]
    assert len(stored) > 20
    visitor, staff = Client(raise_request_exception=False), Client(raise_request_exception=False)
    staff.force_login(factories.UserFactory(role=User.Role.SYSTEM))
    broken = {path: stored for path in addresses() if failed(visitor, path)}
    broken |= {path: stored for path in STAFF_ADDRESSES if failed(staff, path)}
    assert broken == {}


def failed(client: Client, path: str) -> bool:
    with transaction.atomic():
        response = client.get(path, follow=True)
        if response.streaming:
            b"".join(response.streaming_content)
    assert response.status_code != 404, path
    return response.status_code >= 500
