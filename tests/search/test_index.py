"""The index is a function of the data: whoever changes what, by whatever way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actors.models import Actor
from networks.models import Meeting, Membership, Network
from search.index import indexer
from search.index.postings import InvertedIndex
from search.models import Dirty, Entry
from search.query.results import SearchRequest, ask
from tests.factories import ActorFactory, MeetingFactory, MembershipFactory, NetworkFactory, OfferFactory
from vocabulary.models import District, Theme

pytestmark = pytest.mark.django_db


def test_entry_appears_with_the_next_question(find):
    assert find("Regenbogen") == []
    ActorFactory(name="Kita Regenbogen")
    assert find("Regenbogen") == ["Kita Regenbogen"]


def test_entry_follows_updates_past_the_model(find, directory):
    assert find("Sternschnuppe") == []
    Actor.objects.filter(name="Kita Regenbogen").update(name="Kita Sternschnuppe")
    assert find("Sternschnuppe") == ["Kita Sternschnuppe"]
    assert find('"Kita Regenbogen"') == []


def test_entry_goes_with_its_object(find, directory):
    Network.objects.filter(name="Runder Tisch Technik").delete()
    assert find("Werkstatttage") == []
    assert "Runder Tisch Technik" not in find()


def test_synonym_added_by_a_curator_works_at_once(find, directory):
    assert find("Zwackeln") == []
    Theme.objects.filter(name="Leseförderung").update(synonyms=["Zwackeln"])
    assert set(find("Zwackeln")) == {"Vorlesekreis Lindenau", "Stadtbibliothek Auenberg"}


def test_renamed_member_is_found_under_its_new_name(find, directory):
    MembershipFactory(network=directory["Runder Tisch Technik"], actor=directory["Kita Nordlicht"])
    directory["Kita Nordlicht"].name = "Kita Polarstern"
    directory["Kita Nordlicht"].save()
    assert find("Polarstern") == ["Kita Polarstern", "Runder Tisch Technik"]


def test_passed_meeting_is_no_next_meeting_any_more(find, directory):
    network = directory["Vorlesekreis Lindenau"]
    soon = MeetingFactory(network=network, start=timezone.now() + timedelta(hours=1))
    find()
    assert Entry.objects.get(name=network.name).upcoming_at == soon.start
    # Time passes: nobody saves anything, the moment kept with the entry is reached.
    Meeting.objects.update(start=timezone.now() - timedelta(days=1))
    Dirty.objects.all().delete()
    Entry.objects.filter(name=network.name).update(stale_at=timezone.now() - timedelta(hours=1))
    find()
    assert Entry.objects.get(name=network.name).upcoming_at is None


def test_other_process_sees_an_edit(directory):
    """Each worker process has its own index."""
    one, other = InvertedIndex(), InvertedIndex()
    one.is_trusted = other.is_trusted = True
    for index in (one, other):
        index.synchronise()
        index.is_trusted = True
    ActorFactory(name="Aaron-Schule", kind=directory["Kita Nordlicht"].kind)
    one.synchronise()
    one.is_trusted = True
    other.synchronise()
    new = Entry.objects.get(name="Aaron-Schule")
    for index in (one, other):
        assert new.id in index.facet("art=akteur")
        assert index.rank[new.id] == min(rank for rank in index.rank if rank > 0)


def test_names_keep_their_order_when_taken_over_one_by_one(directory):
    index = InvertedIndex()
    index.synchronise()
    for name in ["Mühle", "Aal", "Zebra", "Mühlbach", "Muehle", "Mühle 2", "Aal", "Äpfel"]:
        ActorFactory(name=name, kind=directory["Kita Nordlicht"].kind)
        index.is_trusted = True
        index.synchronise()
    ids = list(Entry.objects.order_by("sort_name", "id").values_list("id", flat=True))
    assert sorted(ids, key=lambda entry_id: index.rank[entry_id]) == ids


def test_rebuild_changes_nothing_when_nothing_drifted(directory):
    indexer.drain()
    assert sum(changed for _kind, _seen, changed in indexer.rebuild()) == 0
    call_command("reindex_search", "--check")


def test_check_reports_and_rebuild_repairs_drift(directory, capsys):
    indexer.drain()
    entry = Entry.objects.get(name="Kita Regenbogen")
    Entry.objects.filter(pk=entry.pk).update(terms=[], digest="")
    with pytest.raises(CommandError, match=r"^1 Eintrag des Suchindex weicht"):
        call_command("reindex_search", "--check")
    assert f"akteur {entry.object_id}" in capsys.readouterr().err
    call_command("reindex_search")
    call_command("reindex_search", "--check")


def test_unknown_kind_is_refused_in_words():
    with pytest.raises(CommandError, match="Es gibt: akteur, netzwerk"):
        call_command("reindex_search", "termine")


def test_marks_are_made_in_the_same_transaction(directory):
    indexer.drain()
    Actor.objects.filter(name="Kita Regenbogen").update(city="Auenberg")
    assert set(Dirty.objects.values_list("kind", "object_id")) == {
        ("akteur", directory["Kita Regenbogen"].pk)
    }


EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            ["rename", "publish", "retheme", "move", "join", "leave", "delete", "offer", "reword", "meet"]
        ),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=EDITS)
def test_index_equals_rebuild_after_any_edits(directory, edits):
    """However the data was changed, refreshing marked entries gives what a rebuild gives."""
    index = InvertedIndex()
    index.synchronise()
    for edit in edits:
        _apply(*edit)
        if edit[1] % 3 == 0:
            index.is_trusted = True
            index.synchronise()
    indexer.drain()
    assert list(indexer.drift()) == []
    index.is_trusted = True
    index.synchronise()
    fresh = InvertedIndex()
    fresh.synchronise()
    assert {value: bits for value, bits in index.facets.items() if bits} == fresh.facets
    everyone = list(Entry.objects.values_list("id", flat=True))
    assert sorted(everyone, key=lambda i: index.rank[i]) == sorted(everyone, key=lambda i: fresh.rank[i])


def _apply(edit: str, one: int, other: int) -> None:
    actors, networks = list(Actor.objects.order_by("pk")), list(Network.objects.order_by("pk"))
    themes, places = list(Theme.objects.order_by("pk")), list(District.objects.order_by("pk"))
    if actors and networks:
        chosen = actors[one % len(actors)], networks[other % len(networks)]
        EDIT[edit](*chosen, themes[one % len(themes)], places[other % len(places)], other)


def _rename(actor, network, theme, place, number) -> None:
    actor.name = f"Haus {number}"
    actor.save()


def _publish(actor, network, theme, place, number) -> None:
    Network.objects.filter(pk=network.pk).update(
        review_status="entwurf" if network.is_public else "veroeffentlicht"
    )
    Actor.objects.filter(pk=actor.pk).update(review_status="archiviert" if number % 2 else "veroeffentlicht")


def _retheme(actor, network, theme, place, number) -> None:
    network.themes.set([theme])
    actor.themes.clear()


def _move(actor, network, theme, place, number) -> None:
    Actor.objects.filter(pk=actor.pk).update(district=place)
    network.districts.add(place)


def _join(actor, network, theme, place, number) -> None:
    Membership.objects.get_or_create(network=network, actor=actor)
    Network.objects.filter(pk=network.pk).update(coordinator=actor)


def _leave(actor, network, theme, place, number) -> None:
    Membership.objects.filter(network=network).delete()


def _delete(actor, network, theme, place, number) -> None:
    (actor if number % 2 else network).delete()


def _offer(actor, network, theme, place, number) -> None:
    OfferFactory(
        actor=actor, text=f"Raum {number}", valid_until=timezone.localdate() + timedelta(days=number)
    )


def _reword(actor, network, theme, place, number) -> None:
    Theme.objects.filter(pk=theme.pk).update(
        name=f"Thema {number}-{theme.pk}", slug=f"thema-{number}-{theme.pk}"
    )
    District.objects.filter(pk=place.pk).update(synonyms=[f"Viertel {number}"])


def _meet(actor, network, theme, place, number) -> None:
    MeetingFactory(network=network, start=timezone.now() + timedelta(days=number))


EDIT = {
    "rename": _rename, "publish": _publish, "retheme": _retheme, "move": _move, "join": _join, "leave": _leave,
    "delete": _delete, "offer": _offer, "reword": _reword, "meet": _meet,
}  # fmt: skip


def test_many_changes_are_taken_over_like_few(directory):
    """Beyond a few hundred changed names the order is read anew; the bitmaps are still patched."""
    index = InvertedIndex()
    index.synchronise()
    kind = directory["Kita Nordlicht"].kind
    for number in range(250):
        ActorFactory(name=f"Haus {number:03}", kind=kind)
    indexer.drain()
    index.is_trusted = True
    index.synchronise()
    fresh = InvertedIndex()
    fresh.synchronise()
    assert index.facets == fresh.facets
    assert ask(SearchRequest()).total == 256


def test_network_without_anything_is_indexed(find):
    NetworkFactory(name="Runde")
    assert find() == ["Runde"]
