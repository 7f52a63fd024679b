"""The history of an entry, as people read it."""

from __future__ import annotations

import pghistory
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from moderation.changes import FieldDifference, RecordedStep, changes_of, last_change
from tests.factories import (
    ActorFactory,
    ContactPersonFactory,
    MembershipFactory,
    NetworkFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_change_says_who_and_which_field_from_what_to_what() -> None:
    old, new = ActorFactory(name="Amt A"), ActorFactory(name="Amt B")
    network = NetworkFactory(coordinator=old, status="aktiv")
    with pghistory.context(user=UserFactory(name="Jo Redaktion").pk):
        network.coordinator, network.status, network.is_permanent = new, "ruhend", True
        network.save()
    newest = changes_of(network)[0]
    assert newest.who == "Jo Redaktion"
    assert newest.steps == [
        RecordedStep(
            "update",
            "",
            (
                FieldDifference("Status", "aktiv", "ruhend"),
                FieldDifference("unbefristet", "nein", "ja"),
                FieldDifference("Koordination", "Amt A", "Amt B"),
            ),
        )
    ]


def test_lists_and_parts_belong_to_the_history_of_an_entry() -> None:
    actor = ActorFactory()
    theme = ThemeFactory(name="Lesen")
    with pghistory.context(user=UserFactory(name="Jo").pk):
        actor.themes.add(theme)
        contact = ContactPersonFactory(actor=actor, name="Anna Beispiel")
        contact.delete()
        actor.themes.remove(theme)
    steps = changes_of(actor)[0].steps
    assert [(step.kind, step.about) for step in steps] == [
        ("update", ""), ("update", ""), ("insert", "Kontaktperson Anna Beispiel"), ("delete", "Kontaktperson Anna Beispiel"),
    ]  # fmt: skip
    assert {step.differences for step in steps[:2]} == {
        (FieldDifference("Themen", "", "Lesen"),),
        (FieldDifference("Themen", "Lesen", ""),),
    }
    assert steps[3].differences == (FieldDifference("Name", "Anna Beispiel", "–"),)


def test_bulk_update_is_recorded_and_nobody_is_named() -> None:
    network = NetworkFactory(purpose="alt")
    with pghistory.context(command="import_networks"):
        type(network).objects.filter(pk=network.pk).update(purpose="neu")
    newest = changes_of(network)[0]
    assert newest.who is None
    assert newest.steps == [RecordedStep("update", "", (FieldDifference("Zweck", "alt", "neu"),))]
    assert last_change(network).who is None


def test_deleted_things_keep_their_names() -> None:
    old = ActorFactory(name="Altes Amt")
    network = NetworkFactory(coordinator=old)
    with pghistory.context(url="/x"):
        network.coordinator = None
        network.save()
    old.delete()
    assert changes_of(network)[0].steps[0].differences == (
        FieldDifference("Koordination", "Altes Amt (gelöscht)", "–"),
    )


def test_history_needs_the_same_queries_for_few_and_for_many_changes() -> None:
    def counted(times: int) -> int:
        network = NetworkFactory(coordinator=ActorFactory())
        for number in range(times):
            with pghistory.context(user=UserFactory().pk, number=number):
                network.coordinator, network.purpose = ActorFactory(), f"Fassung {number}"
                network.save()
                network.themes.add(ThemeFactory())
                MembershipFactory(network=network)
        with CaptureQueriesContext(connection) as captured:
            assert len(changes_of(network)) == times + 1
        return len(captured)

    assert counted(1) == counted(12)


def test_history_page_of_the_admin_shows_changes_from_everywhere(client: Client) -> None:
    network = NetworkFactory(purpose="alt")
    client.force_login(UserFactory(role=User.Role.CURATION), backend="accounts.backends.RoleBackend")
    with pghistory.context(user=UserFactory(name="Jo <b>Redaktion</b>").pk):
        network.purpose = "neu <script>"
        network.save()
    page = client.get(reverse("admin:networks_network_history", args=[network.pk])).content.decode()
    assert "Jo &lt;b&gt;Redaktion&lt;/b&gt;" in page
    assert "neu &lt;script&gt;" in page
    assert "<script>" not in page.replace("<script ", "")
