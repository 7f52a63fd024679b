"""A field stands in every place where people enter, find, read or move what an entry says, or in `tests/left_out.py` with a reason.

What forms hold is read off the forms. What pages, lists and documents show is seen by showing them an entry whose
every field holds a word of its own, beside one that says nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.db import models
from django.test import Client, RequestFactory

from accounts.models import User
from actors import personal
from actors.forms import ActorForm
from actors.listing import OfActors
from actors.models import Actor, ContactPerson, Offer
from actors.recognition.merging import same_person
from actors.resources import ActorResource
from actors.search import ActorSource
from duplicates.merging import mergeable_fields
from networks.forms import NetworkForm
from networks.listing import OfNetworks
from networks.models import Commitment, DigitalForm, Meeting, MemberGroup, Membership, Network, Update
from networks.resources import NetworkResource
from networks.search import NetworkSource
from portal.directory import OfEverything
from registration.forms import STEPS
from search.pages.columns import COLUMNS
from search.sources import FACETS
from tests import factories
from tests.filling import FACTORIES, fields_of, values, words
from tests.left_out import (
    ADMIN,
    ASKED,
    FILTERS,
    FORM,
    HISTORY,
    INLINE,
    LEFT_OUT,
    LIST,
    MERGED,
    MOVED,
    PAGE,
    SEARCH,
    TABLE,
    WHERE,
    WIZARD,
    left_out,
)
from tests.people import login

type Held = dict[str, set[str]]  # by place, the fields that it has


def complaints(model: type[models.Model], held: Held, names: Iterable[str]) -> str:
    """What is forgotten in a place, and what LEFT_OUT excuses although it is there; a line each."""
    found = []
    for place, fields in held.items():
        excused = left_out(model, place)
        where = WHERE[place].format(room=model._meta.app_label)
        for name in names:
            if name not in fields | excused:
                found.append(
                    f"{model.__name__}.{name} is missing in {place}: {where}, or say in tests/left_out.py why"
                )
            elif name in fields & excused:
                found.append(
                    f"{model.__name__}.{name} is in {place} after all: take it out of tests/left_out.py"
                )
    return "\n".join(found)


# --- what the places hold ----------------------------------------------------------------------------------------------


def in_admin(own: Any, entry: models.Model | None = None) -> set[str]:
    request = RequestFactory().get("/")
    request.user = User(role=User.Role.SYSTEM)
    return set(
        flatten(line for _heading, options in own.get_fieldsets(request, entry) for line in options["fields"])
    )


def in_history(model: type[models.Model]) -> set[str]:
    """Of lists, those whose rows are recorded, too."""
    recorded = {
        one.__base__ for one in apps.get_models() if one._meta.proxy and hasattr(one, "pgh_event_model")
    }
    links = {field.name for field in model._meta.many_to_many if field.remote_field.through in recorded}
    return {field.name for field in model.pgh_event_model._meta.fields} | links


def in_forms(model: type[Network | Actor]) -> Held:
    kind, form, resource = model.kind_word, *OF[model]
    return {
        FORM: set(form.base_fields),
        WIZARD: {name for step in STEPS[kind] for name in step.form_class.base_fields},
        ADMIN: in_admin(admin.site.get_model_admin(model)),
        MOVED: {column.attribute for column in resource().get_import_fields()},
        HISTORY: in_history(model),
        MERGED: {field.name for field in mergeable_fields(model)},
    }


OF: dict[Any, tuple[Any, Any]] = {Network: (NetworkForm, NetworkResource), Actor: (ActorForm, ActorResource)}
SOURCES: dict[Any, Any] = {Network: NetworkSource, Actor: ActorSource}


def shown(look: Callable[[Any], str], empty: Any, filled: Iterable[Any]) -> set[str]:
    """The fields whose words are seen at an entry that has them more often than at the one that says nothing."""
    nothing, found = look(empty).lower(), set()
    for entry in filled:
        text = look(entry).lower()
        for name, field in fields_of(type(entry)).items():
            if any(text.count(word) > nothing.count(word) for word in words(field, held_by(entry, field))):
                found.add(name)
    return found


def held_by(entry: models.Model, field: models.Field) -> Any:
    value = getattr(entry, field.name)
    return list(value.all()) if field.many_to_many else value


def page_of(client: Client) -> Callable[[Any], str]:
    return lambda entry: client.get(entry.get_absolute_url()).content.decode()


def in_table(client: Client, kind: str) -> Callable[[Any], str]:
    every = "".join(f"&spalten={name}" for name in COLUMNS)
    page = client.get(f"/{kind}e/?ansicht=tabelle{every}").content.decode()
    return lambda entry: next(row for row in page.split("<tr>") if entry.get_absolute_url() in row)


def in_file(client: Client, kind: str) -> Callable[[Any], str]:
    lines = b"".join(client.get(f"/{kind}e.csv").streaming_content).decode().split("\r\n")
    return lambda entry: next(line for line in lines if entry.get_absolute_url() in line)


def on_pages(empty: Any, filled: list[Any], client: Client) -> Held:
    kind = empty.kind_word
    source = SOURCES[type(empty)]()
    documents = {each.object_id: each for each in source.documents([entry.pk for entry in [empty, *filled]])}
    said = {
        pk: [each.kennung, *each.names, *(passage.text for passage in each.passages)]
        for pk, each in documents.items()
    }
    looks: dict[str, Callable[[Any], str]] = {
        PAGE: page_of(client),
        SEARCH: lambda entry: str(said[entry.pk]),
        FILTERS: lambda entry: str(documents[entry.pk].facets),
        TABLE: in_table(client, kind),
        LIST: in_file(client, kind),
    }
    return {place: shown(look, empty, filled) for place, look in looks.items()}


# --- entries -----------------------------------------------------------------------------------------------------------

# Two entries, because some fields exclude each other.
TWO: dict[Any, list[dict[str, Any]]] = {
    Network: [
        {"status": "ruhend", "committee_name": "", "is_permanent": False},
        {"committee": None, "ends_on": None},
    ],
    Actor: [{"parent_body_name": ""}, {"parent_body": None}],
}


def filled(model: type[Network | Actor]) -> list[Any]:
    first, second = TWO[model]
    given = values(model, review_status="veroeffentlicht")
    again = {"name": "Zweitname", "kennung": "Zweitkennung"}
    return [FACTORIES[model](**given | first), FACTORIES[model](**given | second | again)]


@pytest.mark.parametrize("model", [Network, Actor])
def test_a_field_of_an_entry_is_everywhere(model):
    names = set(fields_of(model))
    assert complaints(model, in_forms(model), sorted(names)) == ""


@pytest.mark.parametrize("model", [Network, Actor])
def test_a_field_of_an_entry_is_shown_everywhere(db, model):
    held = on_pages(FACTORIES[model](), filled(model), login(factories.UserFactory(role=User.Role.CURATION)))
    closed = sorted(
        name for name, field in fields_of(model).items() if field.is_relation or has_choices(field)
    )
    filters = {FILTERS: held.pop(FILTERS)}
    assert complaints(model, held, sorted(fields_of(model))) == ""
    assert complaints(model, filters, closed) == ""


def has_choices(field: Any) -> bool:
    return bool(getattr(field, "base_field", field).choices)


@pytest.mark.parametrize("model", [Network, Actor])
def test_whoever_forgets_a_place_is_told_which(model):
    whole = {place: set(fields_of(model)) - left_out(model, place) for place in LEFT_OUT[model]}
    names = sorted(fields_of(model))
    assert complaints(model, whole, names) == ""
    for place, fields in whole.items():
        for name in fields:
            told = complaints(model, whole | {place: fields - {name}}, names)
            assert told.startswith(f"{model.__name__}.{name} is missing in {place}: ")
            assert "\n" not in told


def test_reasons_are_given_for_fields_that_exist():
    for model, places in LEFT_OUT.items():
        for place in places:
            assert left_out(model, place) <= set(fields_of(model)), place


# --- what belongs to an entry ------------------------------------------------------------------------------------------

LATER, SOON = date(2050, 3, 1), datetime(2050, 3, 1, 9, 11, tzinfo=UTC)
PARTS: dict[Any, list[dict[str, Any]]] = {
    ContactPerson: [{"consent_until": LATER}],
    Offer: [{"valid_until": LATER}],
    Membership: [{"until": None, "state": "bestaetigt", "role_until": LATER}, {"until": None}],
    Commitment: [{"until": LATER}, {"until": LATER, "is_public": False}],
    MemberGroup: [{}],
    Meeting: [{"start": SOON, "end": SOON.replace(hour=11), "is_all_day": False, "is_cancelled": False}],
    DigitalForm: [{}],
    Update: [{}],
}


def own_fields(part: type[models.Model]) -> list[str]:
    """Without the one that says what it belongs to."""
    return sorted(set(fields_of(part)) - {whole_of(part)})


def whole_of(part: type[models.Model]) -> str:
    return "actor" if part._meta.app_label == "actors" else "network"


@pytest.mark.parametrize("part", PARTS)
def test_a_field_of_what_belongs_to_an_entry_is_everywhere(part):
    model = part._meta.get_field(whole_of(part)).related_model
    request = RequestFactory().get("/")
    request.user = User(role=User.Role.SYSTEM)
    inlines = admin.site.get_model_admin(model).get_inline_instances(request)
    [inline] = [inline for inline in inlines if inline.model is part]
    own = admin.site.get_model_admin(part)
    held = {INLINE: in_admin(inline), ADMIN: in_admin(own), HISTORY: in_history(part)}
    assert complaints(part, held, own_fields(part)) == ""


@pytest.mark.parametrize("part", PARTS)
def test_a_field_of_what_belongs_to_an_entry_is_on_its_page(db, part):
    look = page_of(login(factories.UserFactory(role=User.Role.CURATION)))
    whole = whole_of(part)
    model = part._meta.get_field(whole).related_model
    parts = [FACTORIES[part](**values(part, **given, **{whole: FACTORIES[model]()})) for given in PARTS[part]]
    held = shown(lambda one: look(getattr(one, whole)), FACTORIES[part](), parts)
    assert complaints(part, {PAGE: held}, own_fields(part)) == ""


def test_a_contact_person_gets_and_keeps_everything(db):
    """What is stored of a person goes into the answer to her, and comes along when her actor becomes another one."""
    person = factories.ContactPersonFactory(**values(ContactPerson))
    user = factories.UserFactory(email=person.email, name=person.name)
    [row] = personal.contacts(user)
    namesake = factories.ContactPersonFactory(name=person.name)
    one = same_person(person, "actor", namesake.actor_id)
    held = {
        ASKED: {name for name in own_fields(ContactPerson) if getattr(person, name) in row.values()},
        MERGED: {name for name in own_fields(ContactPerson) if getattr(one, name) == getattr(person, name)},
    }
    assert complaints(ContactPerson, held, own_fields(ContactPerson)) == ""


# --- filters and documents ---------------------------------------------------------------------------------------------


def test_every_filter_is_offered():
    assert {*OfNetworks.facets, *OfActors.facets, "art"} == set(OfEverything.facets) == set(FACETS)


@pytest.mark.parametrize("model", [Network, Actor])
def test_the_document_of_the_import_names_every_column(model):
    text = (Path(__file__).parents[2] / "docs" / "import.md").read_text()
    headings = {"Actor": r"\*\*Actors\*\*", "Network": r"\*\*Networks\*\*"}
    [own] = re.findall(rf"{headings[model.__name__]}: `([^`]*)`, and optionally `([^`]*)`", text)
    [both] = re.findall(r"\*\*Both\*\*, in exports: `([^`]*)`", text)
    assert " ".join([*own, both]).split() == OF[model][1]().headers
