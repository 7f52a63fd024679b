"""Lists as answers to a browser: for whom, how much of it, and whether it has changed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from search.pages.views import appearance, audience_of, wants_part
from search.sources import COORDINATION, PUBLIC
from tests.factories import ActorFactory, UserFactory

LIST = "/akteure/?q=Kita"
PART = {"HX-Request": "true"}


def test_who_is_not_logged_in_reads_what_is_public():
    assert audience_of(AnonymousUser()) == (PUBLIC,)


def test_who_is_logged_in_reads_the_own_drafts_too_and_coordination_all(db):
    person, coordination = UserFactory(), UserFactory(role=User.Role.COORDINATION)
    assert audience_of(person) == (PUBLIC, f"@person={person.pk}")
    assert audience_of(coordination) == (PUBLIC, COORDINATION)


@pytest.mark.parametrize(
    ("htmx", "is_part"),
    [
        (None, False),
        (False, False),
        (SimpleNamespace(history_restore_request=False), True),
        (SimpleNamespace(history_restore_request=True), False),
    ],
)
def test_only_a_running_page_wants_the_answer_alone(htmx, is_part):
    assert wants_part(SimpleNamespace(htmx=htmx)) is is_part


@pytest.fixture
def nursery(db):
    return ActorFactory(name="Kita Regenbogen")


def test_a_page_that_has_not_changed_is_not_sent_again(client, nursery):
    first = client.get(LIST)
    again = client.get(LIST, headers={"If-None-Match": f"W/{first['ETag']}"})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.get(f"{LIST}&page=1", headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert client.get(LIST, headers={"If-None-Match": first["ETag"], **PART}).status_code == 200
    nursery.name = "Kita Polarstern"
    nursery.save()
    assert client.get(LIST, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_who_is_logged_in_is_always_sent_the_page(client, nursery):
    etag = client.get(LIST)["ETag"]
    client.force_login(UserFactory())
    page = client.get(LIST, headers={"If-None-Match": etag})
    assert (page.status_code, "ETag" in page) == (200, False)


def test_caches_keep_page_and_part_apart_and_ask_again(client, nursery):
    page, part = client.get(LIST), client.get(LIST, headers=PART)
    assert b"<html" in page.content
    assert b"<html" not in part.content
    assert b"</mark> Regenbogen" in part.content
    for answer in (page, part):
        assert answer["Cache-Control"] == "no-cache"
        assert {"HX-Request", "HX-History-Restore-Request", "Cookie"} <= set(answer["Vary"].split(", "))


def test_an_etag_stands_for_the_templates_too(settings, tmp_path):
    """A deployment that changes a page changes its ETag."""
    settings.BASE_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    template, names = tmp_path / "templates/search/list.html", tmp_path / "static/staticfiles.json"
    seen = []
    try:
        for file in (template, template, names):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("x" * len(seen))
            appearance.cache_clear()
            seen.append(appearance())
    finally:
        appearance.cache_clear()
    assert len(set(seen)) == 3


def test_a_list_is_a_table_named_after_it(client, nursery):
    response = client.get("/akteure.csv?q=Regenbogen")
    assert response["Content-Disposition"] == 'attachment; filename="akteure-liste.csv"'
    rows = b"".join(response.streaming_content).decode().splitlines()
    assert [row.split(";")[2:4] for row in rows[1:]] == [
        ["Kita Regenbogen", "http://testserver/akteure/kita-regenbogen/"]
    ]


def test_the_map_is_sent_what_the_list_finds(client, nursery):
    ActorFactory(name="Haus am See", latitude=51.0, longitude=9.5)
    found = client.get("/akteure/karte.json?q=See")
    assert found["Cache-Control"] == "no-cache"
    assert found.json() == {
        "points": [[51.0, 9.5, "akteur", "Haus am See", "/akteure/haus-am-see/", ""]],
        "total": 1,
        "without_place": 0,
        "bounds": [51.0, 9.5, 51.0, 9.5],
        "is_cut": False,
        "outlines": [],
    }


def test_pictures_of_streets_from_elsewhere_are_let_in_on_the_map_alone(client, nursery, settings):
    settings.MAP_TILE_URL = "https://tiles.example/{z}/{x}/{y}.png"
    policies = [
        client.get(f"/akteure/{query}")["Content-Security-Policy"] for query in ("", "?ansicht=karte")
    ]
    assert ["https://tiles.example" in policy for policy in policies] == [False, True]


def test_suggestions_are_kept_for_half_a_minute_by_the_browser_alone(client, nursery):
    found = client.get("/akteure/vorschlaege.json?q=regenb")
    assert found["Cache-Control"] == "private, max-age=30"
    assert [one["label"] for one in found.json()["suggestions"]] == ["Kita Regenbogen"]
    assert client.get("/akteure/vorschlaege.json").json() == {"suggestions": []}
