"""A working day on the pages that need a login: each role, what waits for it, at five widths and in both appearances."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import User
from actors.models import Actor
from moderation.models import Case
from networks.models import Network
from portal.demo import life
from portal.management.commands.load_demo import Command, demo_user
from tests.factories import SavedSearchFactory
from tests.portal.test_pages_browser import faults, log_in, sideways

pytestmark = pytest.mark.browser
LOOKS = [("light", 1366), ("dark", 390)]


@pytest.fixture
def people(auenberg_live: None) -> life.People:
    """Of the demo, with a case of every kind, drafts and questions."""
    people = Command().people({role: demo_user(role) for role in User.Role.values})
    Network.objects.filter(review_status="eingereicht").update(submitted_by=people.editor)
    life.enliven(people)
    SavedSearchFactory(owner=people.editor, kind="netzwerke", query="mitglied=gibt-es-nicht-mehr")
    return people


def of_editor(people: life.People) -> list[str]:
    network = Network.objects.get(kennung=life.CAFE)
    return [
        reverse("portal:mine"),
        *(reverse(f"networks:{name}", args=[network.slug]) for name in (
            "detail", "edit", "update", "invite", "handover", "end",
        )),
        reverse("actors:edit", args=[people.editor.edited_actors.get().slug]),
        *(reverse("moderation:request", args=[case.pk]) for case in Case.objects.for_editor(people.editor).open()),
        reverse("networks:join", args=[Network.objects.get(kennung=life.READERS).slug]),
        reverse("following:searches"),
        reverse("following:watches"),
        "/suchen/neu/?liste=netzwerke&stadtteil=nordstadt",
        reverse("accounts:data"),
        reverse("accounts:delete"),
    ]  # fmt: skip


def of_coordination(people: life.People) -> list[str]:
    return [
        reverse("portal:mine"),
        reverse("networks:duplicates"),
        reverse("actors:duplicates"),
        "/pruefen/?name=Vorlesepaten+Nordstadt",
    ]


def of_curation(people: life.People) -> list[str]:
    both = Network.objects.published().order_by("pk")[:2]
    return [
        reverse("portal:mine"),
        reverse("moderation:queue"),
        *(reverse("moderation:case", args=[case.pk]) for case in Case.objects.for_curation().order_by("pk")),
        reverse("moderation:freshness"),
        reverse("moderation:days"),
        f"{reverse('moderation:changes')}?wer=alle",
        f"{reverse('networks:merge')}?bleibt={both[0].slug}&geht={both[1].slug}",
        f"{reverse('actors:merge')}?bleibt={Actor.objects.published().order_by('pk')[0].slug}&mit=unbekannt",
        reverse("networks:detail", args=[both[0].slug]),
    ]


@pytest.mark.parametrize(
    ("role", "pages"),
    [("editor", of_editor), ("coordination", of_coordination), ("curation", of_curation)],
)
def test_pages_of_a_role_fit_and_are_free_of_barriers(
    people: life.People, strict: Page, role: str, pages: object
) -> None:
    log_in(strict, getattr(people, role))
    found = []
    for address in pages(people):
        assert strict.goto(address).status == 200, address
        if wide := sideways(strict):
            found.append(f"{address} scrolls sideways: {wide}")
        for scheme, width in LOOKS:
            strict.emulate_media(color_scheme=scheme)
            strict.set_viewport_size({"width": width, "height": 900})
            found += faults(strict, address)
    assert found == []
