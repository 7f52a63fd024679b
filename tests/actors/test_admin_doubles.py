"""Whoever adds an institution in the admin hears that it may be there already."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.models import User
from actors.models import Actor
from tests.factories import ActorFactory, ActorKindFactory, UserFactory

INLINES = {
    f"{prefix}-{name}": "0" for prefix in ("contacts", "offers") for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}


@pytest.fixture
def library(db) -> Actor:
    kind = ActorKindFactory(name="Bibliothek")
    return ActorFactory(
        name="Stadtbücherei <Mitte>", kind=kind, street="Marktgasse 11", postal_code="37990", city="Auenberg"
    )


def sent(client, address: str, **typed: str) -> list[str]:
    """What the admin says when a form is sent."""
    data = {
        "review_status": "veroeffentlicht",
        "postal_code": "37990",
        "city": "Auenberg",
        **INLINES,
        **typed,
    }
    response = client.post(address, data)
    assert response.status_code == 302, response.context["errors"]
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize(
    ("name", "is_warned"), [("Stadtbibliothek Mitte Auenberg", True), ("Kita Sonnenhügel", False)]
)
def test_a_namesake_is_stored_and_named(client, library, name, is_warned):
    client.force_login(UserFactory(role=User.Role.CURATION))
    said = sent(
        client, reverse("admin:actors_actor_add"), name=name, kind=str(library.kind_id), street="Moorweg 3"
    )
    link = f'<a href="{library.get_absolute_url()}">Stadtbücherei &lt;Mitte&gt;</a>'
    warning = f"Gibt es vermutlich schon: {link} (gleicher Name, gleicher Ort, andere Straße)."
    assert (warning in said) == is_warned
    assert Actor.objects.filter(name=name).exists()


def test_a_change_is_not_asked_about(client, library):
    client.force_login(UserFactory(role=User.Role.CURATION))
    twin = ActorFactory(name="Stadtbücherei Mitte", kind=library.kind, city="Auenberg")
    address = reverse("admin:actors_actor_change", args=[twin.pk])
    seen = client.get(address).context["adminform"].form["seen"].value()
    said = sent(client, address, name=twin.name, kind=str(library.kind_id), seen=seen)
    assert not any("vermutlich" in text for text in said)
