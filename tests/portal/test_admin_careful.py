"""The admin asks before it changes many entries or deletes what is used, and says in words what will happen."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client

from accounts.careful import AGREED
from accounts.models import User
from following.models import SavedSearch, Watch
from moderation.models import Case
from networks.models import Membership, Network
from portal.models import Page
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    DistrictFactory,
    MembershipFactory,
    NetworkFactory,
    SavedSearchFactory,
    ThemeFactory,
    UserFactory,
)
from tests.people import login
from tests.portal.test_admin import FACTORIES, MODELS, address
from vocabulary.models import ActorKind, District, Theme

pytestmark = pytest.mark.django_db
DEFAULT_NAME = re.compile(r"\w+ object \(")


@pytest.fixture
def client() -> Client:
    return login(UserFactory(role=User.Role.SYSTEM))


def run(client, model, action, rows, **more):
    data = {"action": action, ACTION_CHECKBOX_NAME: [row.pk for row in rows]} | more
    return client.post(address(model, "changelist"), data, follow=True)


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


# --- many at once ----------------------------------------------------------------------------------------------------


ACTIONS = [
    (model, name)
    for model in MODELS
    for name in (*(admin.site.get_model_admin(model).actions or ()), "delete_selected")
    if name != "merge"
]


@pytest.mark.parametrize(("model", "action"), ACTIONS, ids=lambda value: getattr(value, "__name__", value))
def test_every_action_asks_before_it_changes_more_than_one_entry(client, model, action):
    rows = FACTORIES[model].create_batch(2)
    before = list(model._base_manager.order_by("pk").values())
    answer = run(client, model, action, rows)
    offered = client.get(address(model, "changelist")).context["action_form"]
    if offered is None or action not in dict(offered.fields["action"].choices):
        pytest.skip("not offered here")
    page = answer.content.decode()
    assert list(model._base_manager.order_by("pk").values()) == before
    assert "2 Einträge" in page
    assert all(str(row) in answer.context["names"] for row in rows)
    assert "Abbrechen" in page
    assert not DEFAULT_NAME.search(page)


def test_archiving_says_what_changes_what_stays_and_afterwards_what_was_done(client):
    rows = [*NetworkFactory.create_batch(2), NetworkFactory(review_status="archiviert")]
    question = run(client, Network, "archive", rows)
    page = question.content.decode()
    assert "Sie sind danach nicht mehr öffentlich" in page
    assert "1 davon bleibt, wie er ist: schon archiviert." in page
    answer = run(client, Network, "archive", rows, **{AGREED: 3})
    assert said(answer) == "2 Einträge archiviert. 1 war es schon."
    assert Network.objects.published().count() == 0


def test_one_entry_is_changed_at_once_but_deleted_only_after_a_question(client):
    network = NetworkFactory()
    run(client, Network, "archive", [network])
    network.refresh_from_db()
    assert not network.is_public
    assert "Abbrechen" in run(client, Network, "delete_selected", [network]).content.decode()
    assert Network.objects.filter(pk=network.pk).exists()


def test_all_hits_are_summarised_and_agreement_counts_for_that_many_alone(client):
    NetworkFactory.create_batch(60)
    NetworkFactory(name="Aus der Suche", review_status="entwurf")
    everything = {"select_across": 1}
    question = client.post(
        address(Network, "changelist") + "?review_status__exact=veroeffentlicht",
        {"action": "archive", ACTION_CHECKBOX_NAME: [Network.objects.published().first().pk]} | everything,
    )
    assert (question.context["count"], len(question.context["names"]), question.context["more"]) == (
        60,
        20,
        40,
    )
    NetworkFactory()
    again = client.post(
        address(Network, "changelist") + "?review_status__exact=veroeffentlicht",
        {"action": "archive", ACTION_CHECKBOX_NAME: [1], AGREED: 60} | everything,
    )
    assert "noch einmal" in again.content.decode()
    assert Network.objects.published().count() == 61
    client.post(
        address(Network, "changelist") + "?review_status__exact=veroeffentlicht",
        {"action": "archive", ACTION_CHECKBOX_NAME: [1], AGREED: 61} | everything,
    )
    assert set(Network.objects.values_list("review_status", flat=True)) == {"archiviert", "entwurf"}


def test_who_lost_the_right_meanwhile_changes_nothing(client):
    rows = NetworkFactory.create_batch(2)
    reader = login(UserFactory(role=User.Role.COORDINATION))
    run(reader, Network, "archive", rows, **{AGREED: 2})
    run(reader, Network, "delete_selected", rows, **{AGREED: 2, "post": "yes"})
    assert Network.objects.published().count() == 2


def test_many_are_deleted_after_agreement_and_not_when_something_holds_them(client):
    free, used = ActorKindFactory(), ActorKindFactory()
    actor = ActorFactory(kind=used, name="Bücherei")
    page = run(client, ActorKind, "delete_selected", [free, used]).content.decode()
    assert "Akteure: 1" in page
    assert "Bücherei" in page
    assert "Ja, endgültig" not in page
    run(client, ActorKind, "delete_selected", [free, used], **{AGREED: 2})
    assert ActorKind.objects.filter(pk=free.pk).exists()
    actor.delete()
    assert (
        said(run(client, ActorKind, "delete_selected", [free, used], **{AGREED: 2})) == "2 Einträge gelöscht."
    )


def test_a_single_one_is_counted_in_the_singular(client):
    row = ActorKindFactory()
    assert said(run(client, ActorKind, "delete_selected", [row], **{AGREED: 1})) == "1 Eintrag gelöscht."


# --- one -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_page_of_the_admin_calls_anything_object_number(client, model):
    row = FACTORIES[model]()
    network = NetworkFactory(themes=[ThemeFactory()], editors=[UserFactory()])
    for thing in (row, network):
        kind = type(thing)
        for page in ("change", "delete", "history"):
            answer = client.get(address(kind, page, thing.pk))
            assert not DEFAULT_NAME.search(answer.content.decode()), page
    assert not DEFAULT_NAME.search(client.get(address(model, "changelist")).content.decode())


def groups(client, row) -> dict[str, tuple[str, int]]:
    page = client.get(address(type(row), "delete", row.pk))
    return {one.label: (one.fate, one.count) for one in page.context["groups"]}


def test_deleting_a_used_theme_names_what_names_it(client):
    theme = ThemeFactory(name="Lesen")
    ThemeFactory(name="Vorlesen", parent=theme)
    ThemeFactory(name="Sprache")
    NetworkFactory(name="Leserunde", themes=[theme])
    ActorFactory(themes=[theme])
    Watch.objects.create(owner=UserFactory(), theme=theme)
    SavedSearchFactory(query="thema=lesen")
    found = groups(client, theme)
    assert found["Netzwerke (Themen)"] == ("geloest", 1)
    assert found["Akteure (Themen)"] == ("geloest", 1)
    assert found["Themen"] == ("verloren", 1)
    assert found["Beobachtungen"] == ("verloren", 1)
    assert found["gemerkte Suchen, die danach filtern"] == ("geloest", 1)
    page = client.get(address(Theme, "delete", theme.pk)).content.decode()
    assert "Leserunde" in page
    assert "Ersetzen und löschen" in page


def test_deleting_an_actor_names_what_it_coordinates_carries_and_sits_in_and_offers_to_archive(client):
    actor, network = ActorFactory(name="Stadt"), NetworkFactory(name="Leserunde")
    MembershipFactory(actor=actor, network=network)
    ActorFactory(parent_body=actor)
    Network.objects.filter(pk=network.pk).update(coordinator=actor, committee=actor)
    network.involved_units.add(actor)
    Case.objects.create(kind=Case.Kind.REPORT, entry=actor, reason="doppelt")
    found = groups(client, actor)
    assert found["Mitgliedschaften"] == ("verloren", 1)
    assert found["Akteure (Träger)"] == ("geloest", 1)
    assert found["Netzwerke (Koordination)"] == ("geloest", 1)
    assert found["Netzwerke (berichtet an)"] == ("geloest", 1)
    assert found["Netzwerke (beteiligte Organisationseinheiten)"] == ("geloest", 1)
    assert found["Vorgänge"] == ("geloest", 1)
    client.post(address(type(actor), "delete", actor.pk), {"stattdessen": "archivieren"})
    actor.refresh_from_db()
    assert actor.review_status == "archiviert"
    assert Membership.objects.count() == 1


def test_deleting_a_network_names_its_successor_and_parts(client):
    old = NetworkFactory()
    network = NetworkFactory()
    Network.objects.filter(pk=old.pk).update(successor=network, parent=network)
    found = groups(client, network)
    assert found["Netzwerke (Nachfolger)"] == ("geloest", 1)
    assert found["Netzwerke (gehört zu)"] == ("geloest", 1)


def test_district_with_children_in_use_is_held_back_in_german(client):
    town = DistrictFactory(name="Auenberg")
    quarter = DistrictFactory(name="Nordstadt", parent=town)
    ActorFactory(name="Kita", district=quarter)
    page = client.get(address(District, "delete", town.pk)).content.decode()
    assert "Lässt sich so nicht löschen" in page
    assert "Kita" in page
    client.post(address(District, "delete", town.pk), {"post": "yes"})
    assert District.objects.filter(pk__in=[town.pk, quarter.pk]).count() == 2


def test_word_is_replaced_everywhere_in_one_go(client):
    old, new = ThemeFactory(name="Lesen", synonyms=["Lektüre"]), ThemeFactory(name="Leseförderung")
    child = ThemeFactory(parent=old)
    first, second = NetworkFactory(themes=[old]), NetworkFactory(themes=[old, new])
    person = UserFactory()
    Watch.objects.create(owner=person, theme=old)
    Watch.objects.create(owner=person, theme=new)
    search = SavedSearchFactory(query="q=x&thema=lesen")
    url = address(Theme, "delete", old.pk)
    for nonsense in ("", "x", child.pk, old.pk):
        client.post(url, {"stattdessen": "ersetzen", "ersetzen": nonsense})
        assert Theme.objects.filter(pk=old.pk).exists()
    client.post(url, {"stattdessen": "ersetzen", "ersetzen": new.pk})
    assert not Theme.objects.filter(pk=old.pk).exists()
    new.refresh_from_db()
    child.refresh_from_db()
    assert new.synonyms == ["Lesen", "Lektüre"]
    assert child.parent == new
    assert [list(network.themes.all()) for network in (first, second)] == [[new], [new]]
    assert list(Watch.objects.values_list("theme", flat=True)) == [new.pk]
    assert SavedSearch.objects.get(pk=search.pk).query == "q=x&thema=lesefoerderung"
    answer = Client().get("/themen/lesen/")
    assert (answer.status_code, answer["Location"]) == (301, "/themen/lesefoerderung/")


@pytest.mark.parametrize("make", [ActorKindFactory, DistrictFactory])
def test_word_that_may_not_be_deleted_can_be_replaced(client, make):
    old, new = make.create_batch(2)
    field = "kind" if make is ActorKindFactory else "district"
    actor = ActorFactory(**{field: old})
    client.post(address(type(old), "delete", old.pk), {"stattdessen": "ersetzen", "ersetzen": new.pk})
    actor.refresh_from_db()
    assert getattr(actor, field) == new


def test_every_model_of_the_admin_has_its_page_of_deleting(client):
    """Also those with a key in letters, such as the legal pages."""
    Page.objects.create(slug="impressum", body="Text")
    rows = ((model, model._base_manager.order_by("pk").first()) for model in admin.site._registry)
    asked = {
        model.__name__: client.get(address(model, "delete", row.pk)).status_code
        for model, row in rows
        if row is not None
    }
    assert {"Page", "User"} <= asked.keys()
    assert {name: status for name, status in asked.items() if status >= 500} == {}
