"""A former address or a merged kennung never leads to another entry, whatever writes it."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from actors.models import Actor
from actors.recognition.merging import merge as merge_actors
from networks.models import Network
from networks.recognition.merging import merge as merge_networks
from networks.recognition.merging import undo
from tests.factories import ActorFactory, DistrictFactory, NetworkFactory, ThemeFactory, UserFactory
from tests.people import login
from vocabulary.models import District, Reservation, Theme

KINDS = [(ActorFactory, merge_actors, "actors"), (NetworkFactory, merge_networks, "networks")]
each_kind = pytest.mark.parametrize(("make", "merge", "room"), KINDS)


def rename(entry, name):
    entry.name = name
    entry.save()
    return entry


@each_kind
def test_new_and_renamed_entries_avoid_current_former_merged_and_deleted_addresses(db, make, merge, room):
    renamed = rename(make(name="Leseladen"), "Vorleseladen")
    kept = make(name="Bücherei")
    merge(kept, make(name="Stadtbücherei"), by=UserFactory())
    make(name="Kurzlebig").delete()
    assert make(name="Leseladen").slug == "leseladen-2"
    assert make(name="Stadtbücherei").slug == "stadtbuecherei-2"
    assert make(name="Kurzlebig").slug == "kurzlebig-2"
    assert rename(make(name="Anders"), "Leseladen").slug == "leseladen-3"
    for old, new in (("leseladen", renamed), ("stadtbuecherei", kept)):
        answer = Client().get(reverse(f"{room}:detail", args=[old]))
        assert (answer.status_code, answer["Location"]) == (301, new.get_absolute_url())
    assert Client().get(reverse(f"{room}:detail", args=["kurzlebig"])).status_code == 404


def test_calendar_of_a_former_address_is_that_of_the_same_network(db):
    renamed = rename(NetworkFactory(name="Leserunde"), "Vorleserunde")
    NetworkFactory(name="Leserunde")
    answer = Client().get(reverse("networks:calendar", args=["leserunde"]))
    assert (answer.status_code, answer["Location"]) == (301, f"/netzwerke/{renamed.slug}/termine.ics")


def test_renaming_back_gives_the_own_address_back(db):
    network = rename(rename(NetworkFactory(name="Leserunde"), "Vorleserunde"), "Leserunde")
    assert (network.slug, network.former_slugs) == ("leserunde", ["vorleserunde"])


@each_kind
@pytest.mark.parametrize("values", [{"slug": "alt"}, {"former_slugs": ["alt"]}, {"kennung": "K1"}])
def test_database_refuses_what_belongs_to_another_entry_even_to_sql(db, make, merge, room, values):
    kept = make(name="Neu", former_slugs=["alt"])
    merge(kept, make(name="Geht", kennung="K1"), by=UserFactory())
    other = make(name="Anders")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(other).objects.filter(pk=other.pk).update(**values)


@each_kind
def test_merged_kennung_is_refused_with_a_sentence_that_names_the_entry(db, make, merge, room):
    kept = make(name="Bücherei", kennung="B1")
    merge(kept, make(name="Stadtbücherei", kennung="B2"), by=UserFactory())
    other = make(name="Anders")
    other.kennung = "B2"
    with pytest.raises(ValidationError) as refused:
        other.full_clean()
    assert "Bücherei" in refused.value.message_dict["kennung"][0]


def test_admin_refuses_a_merged_kennung_and_keeps_what_was_typed(db):
    kept = ActorFactory(name="Bücherei")
    merge_actors(kept, ActorFactory(kennung="B2"), by=UserFactory())
    other = ActorFactory(name="Anders")
    client = login(UserFactory(role="systemverwaltung"))
    page = reverse("admin:actors_actor_change", args=[other.pk])
    form = client.get(page).context["adminform"].form
    data = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    for rows in ("contacts", "offers"):
        data |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    for name in ("other_names",):
        data[name] = ""
    answer = client.post(page, data | {"kennung": "B2"})
    assert answer.status_code == 200
    assert "Diese Kennung ist vergeben: Sie führt zu „Bücherei“." in answer.content.decode()
    assert 'value="B2"' in answer.content.decode()


def test_kennung_of_a_deleted_or_corrected_entry_may_be_used_again(db):
    ActorFactory(kennung="A1").delete()
    actor = ActorFactory(kennung="A1")
    actor.kennung = "A2"
    actor.save()
    assert ActorFactory(kennung="A1").pk


@each_kind
def test_parting_again_gives_both_their_addresses_and_kennungen_back(db, make, merge, room):
    curator = UserFactory()
    kept = make(name="Bücherei", kennung="B1")
    merged = rename(make(name="Lesesaal", kennung="B2"), "Stadtbücherei")
    record = merge(kept, merged, by=curator)
    kept, again = undo(record, by=curator)
    assert (again.slug, again.former_slugs, again.kennung) == ("stadtbuecherei", ["lesesaal"], "B2")
    assert (kept.slug, kept.former_slugs, kept.former_kennungen) == ("buecherei", [], [])
    owners = set(
        Reservation.objects.filter(kind=again._meta.db_table, owner=again.pk).values_list("value", flat=True)
    )
    assert owners == {"stadtbuecherei", "lesesaal", "B2"}


@pytest.mark.django_db(transaction=True)
@each_kind
def test_entries_of_one_name_at_the_same_moment_get_addresses_of_their_own(make, merge, room):
    links = {"kind": make().kind} if make is ActorFactory else {"format": make().format}
    start, slugs = threading.Barrier(5), []

    def create():
        try:
            with transaction.atomic():
                start.wait()
                slugs.append(make(name="Zugleich", **links).slug)
        finally:
            connection.close()

    threads = [threading.Thread(target=create) for _n in range(5)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(slugs) == ["zugleich", *(f"zugleich-{n}" for n in range(2, 6))]


@pytest.mark.parametrize(("make", "model"), [(ThemeFactory, Theme), (DistrictFactory, District)])
def test_changed_address_of_a_word_stays_its_own(db, make, model):
    word = make(name="Lesen")
    word.slug = "vorlesen"
    word.save()
    assert make(name="Lesen!").slug != "lesen"
    other = make(name="Anders")
    other.slug = "lesen"
    with pytest.raises(ValidationError, match="führt zu „Lesen“"):
        other.full_clean()
    page = "portal:theme" if model is Theme else "portal:district"
    answer = Client().get(reverse(page, args=["lesen"]))
    assert (answer.status_code, answer["Location"]) == (301, reverse(page, args=["vorlesen"]))


def test_words_whose_names_differ_by_signs_alone_get_addresses_of_their_own(db):
    slugs = [ThemeFactory(name=name).slug for name in ("Lesen & Schreiben", "Lesen, Schreiben", "…", "–")]
    assert slugs == ["lesen-schreiben", "lesen-schreiben-2", "begriff", "begriff-2"]


@pytest.mark.parametrize("model", [Actor, Network])
def test_every_address_and_kennung_is_reserved(db, model):
    make = ActorFactory if model is Actor else NetworkFactory
    make(name="Eins", kennung="E1", former_slugs=["null"], former_kennungen=["E0"])
    kept = set(Reservation.objects.filter(kind=model._meta.db_table).values_list("field", "value"))
    assert kept == {("slug", "eins"), ("slug", "null"), ("kennung", "E1"), ("kennung", "E0")}
