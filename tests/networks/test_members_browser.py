"""Invitations, handover and the curators' lists in a real browser: without barriers, and by keyboard alone."""

from __future__ import annotations

import os

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from moderation import decisions
from moderation.models import Case
from networks.membership import handover, inviting
from networks.models import Membership
from tests import factories
from tests.portal.test_pages_browser import LOOKS, TOO_WIDE, faults, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS", "")  # a directory, to look at the pages oneself


@pytest.fixture
def scene() -> dict[str, object]:
    """A network of the curator's own with everything that can wait in it."""
    curator = factories.UserFactory(name="Kim Kuratorin", role="kuration")
    editor = factories.UserFactory(name="Eva Editor")
    kita = factories.ActorFactory(name="Kita Südstern", editors=[curator])
    library = factories.ActorFactory(name="Stadtbücherei Auenberg", editors=[editor])
    text = "Wir lesen in Familien mit kleinen Kindern vor und bilden dafür Freiwillige aus."
    network = factories.NetworkFactory(
        name="Vorlesenetzwerk Nordstadt",
        purpose=text,
        editors=[editor],
        coordinator=library,
        openness="offen",
    )
    factories.MembershipFactory(network=network, actor=library, role="koordination")
    chair = factories.MemberFunctionFactory(name="Vorsitz")
    factories.MembershipFactory(network=network, actor=kita, function=chair, representation="Leitung")
    factories.CommitmentFactory(
        network=network, actor=kita, text="Fahrdienst", theme=factories.ThemeFactory()
    )
    room = factories.ResourceKindFactory(name="Raum")
    factories.CommitmentFactory(
        network=network, actor=kita, text="Saal", resource=room, amount=20, unit="Plätze"
    )
    factories.MemberGroupFactory(network=network, name="Vorlesepatinnen", number=62, note="zwei Delegierte")
    families = factories.ActorKindFactory(name="Familienbildung")
    for number in range(13):  # so many are folded by kind
        member = factories.ActorFactory(name=f"Familientreff {number}", kind=families)
        factories.MembershipFactory(network=network, actor=member)
    factories.MeetingFactory(network=network)
    invited = factories.ActorFactory(
        name="Familienzentrum Am Wehr", editors=[curator], email="wehr@example.org"
    )
    inviting.invite(network, invited, by=editor, text="Sie waren am 3. März dabei, wir würden uns freuen.")
    handover.propose(network, kita, by=editor, text="Ich gehe in Rente.")
    new = factories.NetworkFactory(
        name="Netzwerk Vorlesen Nordstadt", purpose=text, review_status="eingereicht"
    )
    case = decisions.submit(kind=Case.Kind.NEW, entry=new, submitter=editor, reason="Wir treffen uns abends.")
    return {"curator": curator, "editor": editor, "network": network, "invited": invited, "case": case}


def edited(scene: dict[str, object]) -> str:
    """The address that takes an edit of the purpose back."""
    client = Client()
    client.force_login(scene["editor"])
    url = reverse("networks:edit", args=[scene["network"].slug])
    shown = {field.html_name: field.value() for field in client.get(url).context["form"]}
    values = {name: value for name, value in shown.items() if value is not None and value is not False}
    client.post(url, values | {"purpose": "Wir verkaufen Bücher.", "goals": "Umsatz"})
    client.force_login(scene["curator"])
    [change] = client.get(
        reverse("moderation:changes"), {"eintrag": "Nordstadt", "wer": scene["editor"].pk}
    ).context["changes"]
    return reverse("moderation:revert", args=[change.key.kind, change.key.pk, change.key.moment])


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_pages_have_no_barrier(
    strict: Page, live_server: object, scene: dict[str, object], scheme: str, width: int
) -> None:
    page, network = strict, scene["network"]
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    invitation = Case.objects.get(kind="einladung")
    revert = edited(scene)
    log_in(page, scene["curator"])
    addresses = {
        "netz": network.get_absolute_url(), "akteur": scene["invited"].get_absolute_url(),
        "einladen": reverse("networks:invite", args=[network.slug]),
        "mitglied": reverse("networks:member", args=[network.slug, network.memberships.get(function__name="Vorsitz").pk]),
        "gruppe": reverse("networks:member_group", args=[network.slug, network.member_groups.get().pk]),
        "wermachtwas": reverse("portal:commitments"),
        "uebergeben": reverse("networks:handover", args=[network.slug]),
        "anfrage": reverse("moderation:request", args=[invitation.pk]), "meine": reverse("portal:mine"),
        "vorgaenge": reverse("moderation:queue"), "vorgang": reverse("moderation:case", args=[scene["case"].pk]),
        "aenderungen": reverse("moderation:changes"), "zuruecknehmen": revert,
    }  # fmt: skip
    found = []
    for name, address in addresses.items():
        assert page.goto(address).status == 200, address
        found += faults(page, address)
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{scheme}-{width}.png", full_page=True)
    assert found == []


@pytest.mark.parametrize("width", [1366, 390])
def test_menu_of_a_network_works_by_keyboard_and_closes_with_escape(
    strict: Page, scene: dict[str, object], width: int
) -> None:
    page, network = strict, scene["network"]
    page.set_viewport_size({"width": width, "height": 900})
    log_in(page, scene["editor"])
    page.goto(network.get_absolute_url())
    menu = page.locator(".page-actions details.menu", has_text="Mehr zu diesem Netzwerk")
    summary = menu.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Koordination übergeben")).to_be_in_viewport(ratio=1)
    assert page.evaluate(TOO_WIDE) == 0
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/menu-{width}.png")
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Koordination übergeben")).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wer gehört noch zu")


def test_invited_actor_confirms_by_keyboard_on_a_phone(strict: Page, scene: dict[str, object]) -> None:
    page, network = strict, scene["network"]
    page.set_viewport_size({"width": 390, "height": 800})
    log_in(page, scene["curator"])
    page.goto(network.get_absolute_url())
    offer = page.get_by_role("region", name="Ist „Familienzentrum Am Wehr“ hier Mitglied?")
    offer.get_by_role("button", name="Ja, wir sind dabei").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Ihre Antwort ist festgehalten")
    assert Membership.objects.get(actor=scene["invited"]).is_confirmed


def test_curator_reaches_the_decision_by_the_skip_link(strict: Page, scene: dict[str, object]) -> None:
    page = strict
    log_in(page, scene["curator"])
    page.goto(reverse("moderation:case", args=[scene["case"].pk]))
    page.get_by_role("link", name="Zur Entscheidung springen").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Entscheidung", exact=True)).to_be_focused()
