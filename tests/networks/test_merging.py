"""Merging two networks carries everything over; undoing it restores both as they were."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import serializers
from django.utils import timezone

from accounts.models import User
from networks.models import Meeting, Membership, Network, Update
from networks.recognition.merging import differences, merge, undo
from tests.factories import ActorFactory, NetworkFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.django_db
LINKS = ("themes", "related_networks", "involved_units", "districts")


@pytest.fixture
def curator() -> User:
    return UserFactory(role=User.Role.CURATION)


@pytest.fixture
def both() -> tuple[Network, Network]:
    """A kept and a merged network that share a member, with all that hangs on them."""
    shared, own, other = ActorFactory(), ActorFactory(), ActorFactory()
    reading, language = ThemeFactory(), ThemeFactory()
    kept = NetworkFactory(name="Auenberger Lesenetz", kennung="N011", purpose="", themes=[reading])
    merged = NetworkFactory(
        name="Runder Tisch Leseförderung", kennung="N019", purpose="Angebote bündeln.", themes=[reading, language],
        coordinator=other, involved_units=[own], parent=kept,
    )  # fmt: skip
    for network, actor in ((kept, shared), (kept, own), (merged, shared), (merged, other)):
        Membership.objects.create(network=network, actor=actor)
    Meeting.objects.create(network=merged, start=timezone.now())
    Update.objects.create(network=merged, date=date(2026, 1, 1), text="Es geht voran.")
    NetworkFactory(name="Untergruppe", parent=merged)
    merged.related_networks.add(kept, NetworkFactory(name="Verwandtes"))
    return kept, merged


def picture(*networks: Network) -> list[object]:
    """Everything that must be the same after an undo."""
    found: list[object] = []
    for network in Network.objects.filter(pk__in=[n.pk for n in networks]).order_by("pk"):
        fields = serializers.serialize("python", [network])[0]["fields"]
        for stamp in ("changed_at", "version"):
            fields.pop(stamp)
        found.append(fields)
        found += [sorted(getattr(network, link).values_list("pk", flat=True)) for link in LINKS]
        for rows in (network.memberships, network.meetings, network.updates, network.subnetworks):
            found.append(sorted(rows.values_list("pk", flat=True)))
    return found


def test_merge_carries_everything_over(both, curator):
    kept, merged = both
    other = merged.coordinator
    merge(kept, merged, by=curator, take=["purpose", "coordinator"], reason="dieselben Leute")
    kept.refresh_from_db()
    assert not Network.objects.filter(pk=merged.pk).exists()
    assert (kept.purpose, kept.coordinator) == ("Angebote bündeln.", other)
    assert kept.memberships.count() == 3, "the shared member once"
    assert (kept.meetings.count(), kept.updates.count(), kept.themes.count()) == (1, 1, 2)
    assert sorted(kept.subnetworks.values_list("name", flat=True)) == ["Untergruppe"]
    assert sorted(kept.related_networks.values_list("name", flat=True)) == ["Verwandtes"]
    assert kept.other_names == ["Runder Tisch Leseförderung"]
    assert kept.former_kennungen == ["N019"]


def test_old_address_leads_to_the_kept_network(both, curator, client):
    kept, merged = both
    merge(kept, merged, by=curator)
    response = client.get("/netzwerke/runder-tisch-lesefoerderung/")
    assert (response.status_code, response["Location"]) == (301, "/netzwerke/auenberger-lesenetz/")


def test_undo_restores_both_as_they_were(both, curator):
    before = picture(*both)
    record = merge(*both, by=curator, take=["purpose", "coordinator", "name"])
    undo(record, by=curator)
    assert picture(*both) == before
    record.refresh_from_db()
    assert record.undone_by == curator


def test_undo_twice_changes_nothing(both, curator):
    record = merge(*both, by=curator)
    undo(record, by=curator)
    before = picture(*both)
    undo(record, by=curator)
    assert picture(*both) == before


def test_undo_keeps_what_was_changed_meanwhile(both, curator):
    kept, _merged = both
    record = merge(*both, by=curator)
    Network.objects.filter(pk=kept.pk).update(goals="Neues Ziel")
    undo(record, by=curator)
    kept.refresh_from_db()
    assert (kept.goals, kept.former_slugs) == ("Neues Ziel", [])


def test_differences_suggest_what_fills_a_gap(both):
    choices = {choice.name: choice for choice in differences(*both)}
    assert choices["purpose"].prefers_merged
    assert not choices["name"].prefers_merged
    assert (choices["name"].kept, choices["name"].merged) == (
        "Auenberger Lesenetz",
        "Runder Tisch Leseförderung",
    )


def test_differences_are_told_in_words(both):
    kept, merged = both
    kept.character, merged.character = ["abstimmung"], ["abstimmung", "informationsaustausch"]
    kept.bindingness, merged.bindingness = "lose", "vereinbart"
    kept.is_permanent, merged.is_permanent = False, True
    kept.begins_on, merged.begins_on = date(2016, 5, 1), date(2019, 1, 1)
    told = {choice.name: (choice.kept, choice.merged) for choice in differences(kept, merged)}
    assert told["character"] == ("Abstimmung", "Abstimmung, Informationsaustausch")
    assert told["bindingness"] == (kept.get_bindingness_display(), merged.get_bindingness_display())
    assert told["coordinator"] == (str(kept.coordinator or ""), str(merged.coordinator))
    assert ("01.05.2016", "01.01.2019") in told.values()


def test_merge_is_in_the_history(both, curator):
    kept, merged = both
    merge(kept, merged, by=curator)
    labels = Network.pgh_event_model.objects.filter(pgh_obj_id=merged.pk).values_list("pgh_label", flat=True)
    assert "delete" in labels
