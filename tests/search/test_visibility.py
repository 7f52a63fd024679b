"""Who is not allowed to see an entry cannot learn of it: not by hits, counts, corrections, suggestions, tables."""

from __future__ import annotations

import pytest

from accounts.models import User
from search.pages.views import audience_of
from search.query.results import SearchRequest, ask
from tests.factories import ActorFactory, MembershipFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db
HIDDEN = ["entwurf", "eingereicht", "abgelehnt", "archiviert"]


@pytest.mark.parametrize("status", HIDDEN)
def test_unpublished_entry_leaves_no_trace(find, answer, directory, client, status):
    before = {
        "all": find(),
        "counts": [(o.value, o.count) for f in answer(facets=("thema", "art")).facets for o in f.flat],
        "csv": b"".join(client.get("/verzeichnis.csv").streaming_content),
    }
    NetworkFactory(
        name="Geheimrunde Quittenbaum", review_status=status, themes=[directory["Kita Regenbogen"].themes.get()],
        format=directory["Vorlesekreis Lindenau"].format,
    )  # fmt: skip
    assert find() == before["all"]
    assert [(o.value, o.count) for f in answer(facets=("thema", "art")).facets for o in f.flat] == before[
        "counts"
    ]
    assert b"".join(client.get("/verzeichnis.csv").streaming_content) == before["csv"]
    assert find("Quittenbaum") == []
    assert answer("Quitenbaum").interpretation.corrections == []
    assert client.get("/verzeichnis/vorschlaege.json?q=quit").json() == {"suggestions": []}


def test_roles_see_what_they_may(directory):
    owner, other = UserFactory(), UserFactory()
    coordination = UserFactory(role=User.Role.COORDINATION)
    NetworkFactory(name="Entwurf", review_status="entwurf", submitted_by=owner)
    totals = {name: ask(SearchRequest(audience=audience_of(user))).total for name, user in
              {"owner": owner, "other": other, "coordination": coordination}.items()}  # fmt: skip
    assert totals == {"owner": 7, "other": 6, "coordination": 7}


def test_unpublished_member_is_not_findable_through_its_network(find, directory):
    hidden = ActorFactory(name="Verein Quittenbaum", review_status="entwurf")
    MembershipFactory(network=directory["Runder Tisch Technik"], actor=hidden)
    directory["Vorlesekreis Lindenau"].coordinator = hidden
    directory["Vorlesekreis Lindenau"].save()
    ActorFactory(name="Außenstelle", parent_body=hidden)
    assert find("Quittenbaum") == []


def test_internal_fields_are_not_findable(find, directory):
    network = directory["Runder Tisch Technik"]
    network.internal_note = "Ansprechpartnerin Quittenbaum"
    network.save()
    assert find("Quittenbaum") == []


def test_withdrawn_entry_disappears_at_once(find, directory):
    assert "Runder Tisch Technik" in find("Technik")
    directory["Runder Tisch Technik"].review_status = "archiviert"
    directory["Runder Tisch Technik"].save()
    assert "Runder Tisch Technik" not in find("Technik")
