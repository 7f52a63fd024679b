"""Members by name: found, asked back, proposed."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from actors.models import Actor
from moderation.models import Case
from networks.membership import naming
from networks.membership.naming import Named, add_members, read_members
from tests.factories import ActorFactory, DistrictFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def test_finds_by_name_short_name_other_name_and_address():
    library = ActorFactory(name="Stadtbibliothek Auenberg", short_name="StaBi", other_names=["Bücherei"])
    twin = ActorFactory(name="Stadtbibliothek Auenberg")
    lines = "stadtbibliothek auenberg\nSTABI\nBücherei\n\n  Stadtbibliothek Auenberg  "
    assert read_members(lines, NOBODY) == ([Named(library.name, library)], [])
    assert read_members(f"{twin.name} [{twin.slug}]", NOBODY) == ([Named(twin.name, twin)], [])


def test_brackets_of_a_known_name_are_no_place():
    vhs = ActorFactory(name="VHS (Volkshochschule)")
    assert read_members("VHS (Volkshochschule)", NOBODY) == ([Named(vhs.name, vhs)], [])


def test_asks_back_what_is_nearly_right_unless_a_bracket_says_that_it_is_meant():
    ActorFactory(name="Stadtbibliothek Auenberg")
    found, [problem] = read_members("Stadtbiblothek Auenberg", NOBODY)
    assert found == []
    assert "Meinten Sie „Stadtbibliothek Auenberg“?" in problem
    assert read_members("Stadtbiblothek Auenberg (Südstadt)", NOBODY) == (
        [Named("Stadtbiblothek Auenberg", place="Südstadt")],
        [],
    )
    assert read_members("Kita Sonnenschein (neu)", NOBODY) == ([Named("Kita Sonnenschein")], [])
    assert read_members("Kita Sonnenschein", NOBODY) == ([Named("Kita Sonnenschein")], [])
    assert read_members("Kita Sonnenschein", NOBODY, only_marked_new=True)[0] == []


def test_what_is_not_public_is_neither_found_nor_hinted_at():
    secret = ActorFactory(name="Geheime Stelle", review_status="entwurf")
    for line in ("Geheime Stelle", "Geheime Stele", f"x [{secret.slug}]"):
        found, problems = read_members(line, NOBODY)
        assert [named.actor for named in found] in ([], [None])
        assert "Geheime Stelle" not in " ".join(problems)


def test_too_many_or_too_long_is_told():
    lines = "\n".join(f"Einrichtung Nummer {n}" for n in range(naming.MOST + 1))
    assert "höchstens 60" in read_members(lines, NOBODY)[1][0]
    assert "zu lang" in read_members("x" * 251, NOBODY)[1][0]


def test_missing_actor_is_proposed_with_its_place_and_a_case_of_its_own():
    person, south = UserFactory(), DistrictFactory(name="Südstadt")
    network = NetworkFactory(name="Lesenetz", review_status="eingereicht")
    members = [Named("Kita Neu", place="Südstadt"), Named("Kita Fern", place="Hannover")]
    seats, problems = add_members(network, members, by=person)
    assert problems == []
    assert [
        (s.actor.name, s.actor.district, s.actor.city, s.actor.review_status, s.state) for s in seats
    ] == [
        ("Kita Neu", south, "", "eingereicht", "eingeladen"),
        ("Kita Fern", None, "Hannover", "eingereicht", "eingeladen"),
    ]
    cases = Case.objects.filter(kind=Case.Kind.NEW).order_by("pk")
    assert [(case.entry, case.payload) for case in cases] == [
        (seat.actor, {"only_named": True}) for seat in seats
    ]


def test_editor_names_several_at_once_in_a_public_network(client):
    editor = UserFactory()
    network = NetworkFactory(name="Lesenetz")
    network.editors.add(editor)
    ActorFactory(name="Kita Süd")
    ActorFactory(name="Kita Nord")
    client.force_login(editor)
    url = reverse("networks:invite", args=[network.slug])
    client.post(url, {"actor": "Kita Süd\nKita Nord\nVerein Neu (Südstadt)", "text": "Willkommen"})
    assert sorted(network.memberships.values_list("actor__name", "state")) == [
        ("Kita Nord", "eingeladen"), ("Kita Süd", "eingeladen"), ("Verein Neu", "eingeladen"),
    ]  # fmt: skip
    assert Actor.objects.get(name="Verein Neu").review_status == "eingereicht"
    page = client.post(url, {"actor": "Kita Süd\nKita Oest (neu)\nKita Süt", "text": ""})
    assert "Meinten Sie „Kita Süd“?" in page.content.decode()
    assert network.memberships.count() == 3
    again = client.post(url, {"actor": "Kita Süd\nKita Oest (neu)", "text": ""}, follow=True).content.decode()
    assert "schon eingeladen" in again
    assert network.memberships.count() == 4
