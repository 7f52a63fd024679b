"""Every model in the admin: reachable, German, with the same number of queries for one row and for thirty."""

from __future__ import annotations

import factory
import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Consent, User
from actors import models as of_actors
from networks.models import (
    BlockingRecord,
    DuplicateDecision,
    ExpectedMeeting,
    Merge,
    Network,
    OutcomeReminder,
    StaleBlockingRecord,
    StaleExpectation,
)
from tests import factories
from vocabulary.models import Reservation

pytestmark = pytest.mark.django_db


class DuplicateDecisionFactory(factories.DjangoModelFactory):
    class Meta:
        model = DuplicateDecision

    first = factory.SubFactory(factories.NetworkFactory)
    second = factory.SubFactory(factories.NetworkFactory)
    decision = DuplicateDecision.Decision.DIFFERENT


class MergeFactory(factories.DjangoModelFactory):
    class Meta:
        model = Merge

    kept = factory.SubFactory(factories.NetworkFactory)
    merged_id = factory.Sequence(lambda n: 9000 + n)
    merged_name = "Alter Arbeitskreis"
    before = moved = {}


class ActorDecisionFactory(factories.DjangoModelFactory):
    class Meta:
        model = of_actors.DuplicateDecision

    first = factory.SubFactory(factories.ActorFactory)
    second = factory.SubFactory(factories.ActorFactory)


class ActorMergeFactory(MergeFactory):
    class Meta:
        model = of_actors.Merge

    kept = factory.SubFactory(factories.ActorFactory)


ROOMS = ("accounts", "vocabulary", "actors", "networks")
FACTORIES = {
    made._meta.model: made
    for made in vars(factories).values()
    if isinstance(made, type)
    and issubclass(made, factories.DjangoModelFactory)
    and not made._meta.abstract
    and made._meta.model._meta.app_label in ROOMS
    and made is not factories.MunicipalityFactory
}
FACTORIES |= {
    made._meta.model: made
    for made in (DuplicateDecisionFactory, MergeFactory, ActorDecisionFactory, ActorMergeFactory)
}
LOOKED_UP_ONLY = {
    DuplicateDecision,
    Merge,
    of_actors.DuplicateDecision,
    of_actors.Merge,
}  # decided elsewhere, not rewritten here
# Written by triggers and read by the search for duplicates; what people agreed to stands in „Meine Daten“.
MACHINE = {
    BlockingRecord,
    StaleBlockingRecord,
    ExpectedMeeting,
    StaleExpectation,
    OutcomeReminder,
    of_actors.BlockingRecord,
    of_actors.StaleBlockingRecord,
    Consent,
    Reservation,
}
MODELS = sorted(
    (model for model in admin.site._registry if model._meta.app_label in ROOMS),
    key=lambda model: model._meta.label,
)


def address(model: type[models.Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def log_in(client: Client, role: str) -> User:
    user = factories.UserFactory(role=role)
    client.force_login(user, backend="accounts.backends.RoleBackend")
    return user


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_every_model_of_the_rooms_is_in_the_admin() -> None:
    from django.apps import apps

    own = {
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if not model.__name__.endswith("Event") and not model._meta.proxy and not model._meta.auto_created
    }
    own -= MACHINE
    assert set(MODELS) == own
    assert set(FACTORIES) == own


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_the_list_needs_the_same_queries_for_1_3_and_30_rows(
    client: Client, model: type[models.Model]
) -> None:
    log_in(client, User.Role.SYSTEM)
    url = address(model, "changelist")
    factories.ActorKindFactory.create_batch(2)  # with a single kind or format its filter is left out
    factories.NetworkFormatFactory.create_batch(2)
    counts = []
    for more in (1, 2, 27):
        FACTORIES[model].create_batch(more)
        queries(client, url)  # the first visit reads what is cached from then on
        counts.append(queries(client, url))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("role", [User.Role.COORDINATION, User.Role.CURATION, User.Role.SYSTEM])
def test_every_page_of_a_record_opens(client: Client, model: type[models.Model], role: str) -> None:
    # Of contact persons, Koordination sees those who agreed.
    record = FACTORIES[model](**({"consenting": True} if model is of_actors.ContactPerson else {}))
    log_in(client, role)
    may_see = model._meta.app_label != "accounts" or role == User.Role.SYSTEM
    may_write = may_see and role != User.Role.COORDINATION and model not in LOOKED_UP_ONLY
    expected = {
        address(model, "changelist"): may_see,
        address(model, "changelist") + "?q=Anna+Netz": may_see,
        address(model, "change", record.pk): may_see,
        address(model, "history", record.pk): may_see and role != User.Role.COORDINATION,  # it names people
        address(model, "add"): may_write,
        address(model, "delete", record.pk): may_write,
    }
    got = {url: client.get(url).status_code for url in expected}
    assert got == {url: 200 if allowed else 403 for url, allowed in expected.items()}


def test_who_may_only_read_gets_no_mark_of_what_a_form_was_opened_with(client: Client) -> None:
    """Neither of the record nor of the rows below it; who may change them does."""
    offer = factories.OfferFactory()
    pages = [address(of_actors.Offer, "change", offer.pk), address(of_actors.Actor, "change", offer.actor_id)]
    for role, marked in ((User.Role.COORDINATION, False), (User.Role.CURATION, True)):
        log_in(client, role)
        assert ["field-seen" in client.get(page).content.decode() for page in pages] == [marked, marked]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_record_is_chosen_from_a_long_select(client: Client, model: type[models.Model]) -> None:
    """A select with 5,000 actors is unusable: relations are found by typing."""
    log_in(client, User.Role.SYSTEM)
    own = admin.site.get_model_admin(model)
    relations = {
        field.name
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.is_relation
        and field.editable
        and field.name not in own.get_readonly_fields(None)
        and model not in LOOKED_UP_ONLY
    } - {"groups", "user_permissions"}
    assert relations == set(own.autocomplete_fields)


NO_KEYS = ["abc", "NaN", "9" * 30, "2026-01-01", "", "{}"]


def refuses(client: Client, model: type[models.Model], sent: str) -> None:
    """Sent by all fields that look up what is chosen, or preset by the address."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    if client.get(url).status_code == 403:
        return
    fields = dict.fromkeys(admin.site.get_model_admin(model).autocomplete_fields, sent)
    assert client.get(url, fields).status_code == 200, url
    assert client.post(url, fields).status_code == 200, url


def test_every_field_that_looks_up_refuses_what_can_be_no_key(client: Client) -> None:
    client.force_login(factories.UserFactory(role=User.Role.SYSTEM))
    looking_up = [model for model, own in admin.site._registry.items() if own.autocomplete_fields]
    assert looking_up
    for model in looking_up:
        refuses(client, model, "abc")


@pytest.mark.parametrize("sent", NO_KEYS)
def test_what_can_be_no_key_is_refused_in_words(client: Client, sent: str) -> None:
    """Also in a row below."""
    client.force_login(factories.UserFactory(role=User.Role.SYSTEM))
    refuses(client, Network, sent)
    rows = {f"memberships-{word}": number for word, number in (("TOTAL_FORMS", 1), ("INITIAL_FORMS", 0))}
    url = reverse("admin:networks_network_add")
    assert client.post(url, rows | {"memberships-0-actor": sent}).status_code == 200
