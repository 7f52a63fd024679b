"""What an import knows to be spoiled is refused on every other way in, too: wizard, form of the editors, admin, inline row."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.models import User
from actors.forms import ActorForm
from actors.models import Actor
from moderation.models import Case
from networks.models import Network
from registration.forms import ActorContactForm, ActorNameForm, NetworkNameForm, NetworkWorkForm
from tests import factories
from vocabulary.doubts import Unspoiled, spoiled
from vocabulary.models import District

pytestmark = pytest.mark.django_db

SPOILED = [
    ("#NV", "Fehlermeldung der Tabellenkalkulation"),
    ("#BEZUG!", "Fehlermeldung der Tabellenkalkulation"),
    ("Err:502", "Fehlermeldung der Tabellenkalkulation"),
    ("########", "Fehlermeldung der Tabellenkalkulation"),
    ("4,95E+11", "gerundete Zahl"),
    ("4.95555E+11", "gerundete Zahl"),
    ("4,95E11", "gerundete Zahl"),
    ("495551234567.0", "gerundete Zahl"),
    ("MÃ¼hle", "Gemeint ist vermutlich „Mühle“"),
    ("MÃƒÂ¼hle", "Gemeint ist vermutlich „Mühle“"),
    ("M├╝hle", "Gemeint ist vermutlich „Mühle“"),
    ("M√ºhle", "Gemeint ist vermutlich „Mühle“"),
    ("B\ufffdcherei", "verloren gegangen"),
]


def test_every_model_that_people_fill_looks():
    rooms = [apps.get_app_config(room) for room in ("vocabulary", "actors", "networks")]
    recorded = {model for room in rooms for model in room.get_models() if hasattr(model, "pgh_event_model")}
    text = (models.CharField, models.TextField)
    written = {
        model
        for model in recorded
        if not model.__name__.endswith("Link") and not model.__module__.endswith("comparison")
        and any(isinstance(own, text) and not own.choices for own in model._meta.concrete_fields)
    }  # fmt: skip
    assert {Actor, Network, District} <= written
    assert {model for model in written if not issubclass(model, Unspoiled)} == set()


@pytest.mark.parametrize(("typed", "reason"), SPOILED)
@pytest.mark.parametrize(
    "name", ["name", "short_name", "kennung", "city", "street", "legal_form", "description", "other_names"]
)
def test_every_text_of_an_entry_is_looked_at(name, typed, reason):
    actor = factories.ActorFactory()
    setattr(actor, name, ["Bühne", typed] if name == "other_names" else typed)
    with pytest.raises(ValidationError) as error:
        actor.full_clean()
    assert reason in " ".join(error.value.message_dict[name])
    assert "Spalte" not in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "── Programm ──",
        "C# lernen",
        "São Paulo",
        "5 E",
        "1E5",
        "5e10",
        "Haus 2.0",
        "12345.5",
        "E+",
        "# # #",
        "Smørrebrød",
        "10├─ Baum",
    ],
)
def test_what_only_looks_so_is_taken(text):
    factories.ActorFactory.build(kind=factories.ActorKindFactory(), name=text).full_clean(exclude=["slug"])


@pytest.mark.parametrize(
    ("form", "name", "typed"),
    [
        (ActorNameForm, "name", "#NV"),
        (ActorNameForm, "street", "GartenstraÃŸe 1"),
        (ActorNameForm, "city", "KÃ¶ln"),
        (ActorContactForm, "phone", "4,95E+11"),
        (ActorContactForm, "parent_body_name", "#WERT!"),
        (NetworkNameForm, "name", "LesebÃ¼ndnis"),
        (NetworkNameForm, "purpose", "#NAME?"),
        (NetworkWorkForm, "how_to_join", "Err:504"),
        (NetworkWorkForm, "members", "Kita MÃ¼hle (Neustadt)"),
    ],
)
def test_the_wizard_says_it_in_its_step(form, name, typed):
    told = form({name: typed}, user=factories.UserFactory()).errors.get(name, [])
    assert any(spoiled(typed.removesuffix(" (Neustadt)"))[:24] in str(one) for one in told)


def test_the_form_of_editors_says_it():
    actor = factories.ActorFactory()
    form = ActorForm({"phone": "4,95E+11", "name": "Haus"}, instance=actor, user=factories.UserFactory())
    assert "gerundete Zahl" in form.errors["phone"][0]


def test_the_admin_says_it_at_the_field_and_in_the_row(client: Client):
    client.force_login(factories.UserFactory(role=User.Role.SYSTEM))
    kind = factories.ActorKindFactory()
    typed = {"name": "Haus", "kind": kind.pk, "phone": "4,95E+11", "kennung": "1E+5", "other_names": "MÃ¼hle",
             "review_status": "entwurf", "contacts-TOTAL_FORMS": "1", "contacts-INITIAL_FORMS": "0",
             "contacts-0-name": "Frau #NV", "contacts-0-role": "#NV",
             "offers-TOTAL_FORMS": "0", "offers-INITIAL_FORMS": "0"}  # fmt: skip
    page = client.post(reverse("admin:actors_actor_add"), typed)
    assert page.context["adminform"].form.errors.keys() == {"phone", "kennung", "other_names"}
    rows = next(one for one in page.context["inline_admin_formsets"] if one.formset.prefix == "contacts")
    assert rows.formset.errors[0].keys() == {"role"}
    assert not Actor.objects.exists()


def test_words_of_the_lists_too(client: Client):
    client.force_login(factories.UserFactory(role=User.Role.SYSTEM))
    page = client.post(
        reverse("admin:vocabulary_theme_add"), {"name": "Bühne", "synonyms": "BÃ¼hne", "position": "0"}
    )
    assert page.context["adminform"].form.errors.keys() == {"synonyms"}


def test_who_reports_a_spoiled_name_may_write_it(client: Client):
    Case(kind=Case.Kind.REPORT, entry=factories.ActorFactory(), reason="MÃ¼hle").full_clean(
        exclude=["content_type"]
    )
