"""A meeting and the field for a rhythm in a real browser: pages without a fault, and an answer while somebody types."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from networks.models import Meeting, Network
from tests.factories import MeetingFactory, MembershipFactory, NetworkFactory, UserFactory
from tests.portal.test_pages_browser import faults, log_in, sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def network(strict: Page, live_server: object) -> Network:
    network = NetworkFactory(name="Leserunde", rhythm_text="wöchentlich dienstags, bei Vollmond später")
    MembershipFactory(network=network)
    editor = UserFactory()
    network.editors.add(editor)
    log_in(strict, editor)
    return network


def meeting_of(network: Network, days: int, **values: object) -> Meeting:
    start = (timezone.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    return MeetingFactory(
        network=network, start=start, end=start + timedelta(hours=1), agenda="Begrüßung\nTermine", guests="Schulamt",
        link="https://konferenz.example.org/", minutes="https://ablage.example.org/", place="Rathaus", **values,
    )  # fmt: skip


def test_the_pages_of_a_meeting_have_no_fault(strict: Page, network: Network) -> None:
    ahead, held = (
        meeting_of(network, 20, moved_from=timezone.now() + timedelta(days=12)),
        meeting_of(network, -3),
    )
    dropped = meeting_of(network, 40, is_cancelled=True, reason="Der Raum ist belegt.")
    addresses = [one.get_absolute_url() for one in (ahead, held, dropped)]
    names = ("edit_meeting", "move_meeting", "cancel_meeting")
    addresses += [reverse(f"networks:{name}", args=[network.slug, ahead.pk]) for name in names]
    addresses += [reverse("networks:outcome", args=[network.slug, held.pk]), network.get_absolute_url()]
    addresses += [reverse("portal:mine"), "/rhythmus/?text=monatlich,+bei+Vollmond"]
    for address in addresses:
        strict.goto(address)
        for scheme in ("light", "dark"):
            strict.emulate_media(color_scheme=scheme)
            assert faults(strict, address) == []
        assert sideways(strict) == {}, address


def test_the_field_answers_while_somebody_types(strict: Page, network: Network) -> None:
    strict.goto(reverse("networks:edit", args=[network.slug]))
    field, answer = (
        strict.get_by_label("Rhythmus"),
        strict.get_by_role("status").filter(has_text="Nächste Termine"),
    )
    expect(answer).to_contain_text("bei Vollmond später")
    assert faults(strict, "the form") == []
    field.fill("wöchentlich dienstags")
    expect(answer).to_contain_text("jeden Dienstag")
    expect(answer.get_by_role("listitem")).to_have_count(3)
    expect(answer).not_to_contain_text("Vollmond")
    expect(field).to_have_value("wöchentlich dienstags")
    assert faults(strict, "the form") == []


def test_what_came_of_a_meeting_is_said_in_one_line(strict: Page, network: Network) -> None:
    held = meeting_of(network, -3)
    strict.goto(network.get_absolute_url())
    strict.get_by_label("Zwischenstand in einem Satz").fill("Der Wegweiser liegt aus.")
    strict.keyboard.press("Enter")
    expect(strict.get_by_text("Der Wegweiser liegt aus.")).to_be_visible()
    assert held.updates.get().kind == "fortschritt"
