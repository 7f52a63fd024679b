"""The page of a network says who takes part and who does what; its editors say it there."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from networks import roster
from networks.models import Commitment, MemberGroup, Membership
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    CommitmentFactory,
    ContactPersonFactory,
    DistrictFactory,
    LifePhaseFactory,
    MeetingFactory,
    MemberFunctionFactory,
    MemberGroupFactory,
    MembershipFactory,
    NetworkFactory,
    ResourceKindFactory,
    TargetGroupFactory,
    ThemeFactory,
    UpdateFactory,
    UserFactory,
)
from tests.people import login

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return NetworkFactory(name="Leserunde")


@pytest.fixture
def editor(network):
    person = UserFactory()
    network.editors.add(person)
    return person


def text_of(client, entry) -> str:
    html = client.get(entry.get_absolute_url()).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def member_page(seat: Membership) -> str:
    return reverse("networks:member", args=[seat.network.slug, seat.pk])


def filled(page, **typed) -> dict[str, str]:
    """What the form sends when somebody types `typed` into it."""
    form = page.context["form"]
    data = {}
    for one in (form, form.rows.management_form, *form.rows):
        for field in one:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value is not None and value is not False:
                data[field.html_name] = str(value)
    return data | typed


# --- the page ----------------------------------------------------------------------------------------------------------


def test_who_takes_part_in_this_order(client, network):
    today = timezone.localdate()
    network.coordinator = ActorFactory(name="Zweitens")
    network.save()
    MembershipFactory(network=network, actor__name="Anfang")
    MembershipFactory(
        network=network, actor__name="Später", role="koordination", role_since=today + timedelta(days=9)
    )
    MembershipFactory(network=network, actor__name="Chor", function=MemberFunctionFactory(name="Vorsitz"))
    MembershipFactory(network=network, actor__name="Auch", role="koordination")
    MembershipFactory(network=network, actor=network.coordinator, role="koordination")
    found = roster.roster_of(network, UserFactory())
    assert [seat.actor.name for seat in found.leading] == ["Zweitens", "Auch", "Chor", "Später"]
    assert [seat.actor.name for seat in found.others] == ["Anfang"]
    said = text_of(client, network)
    assert "Vorsitz ·" in said
    assert f"Koordination ab {today + timedelta(days=9):%-d.%-m.%Y}" in said


def test_groups_are_counted_and_named(client, network):
    MembershipFactory(network=network)
    MemberGroupFactory(network=network, name="Partner", number=62)
    MemberGroupFactory(network=network, name="Anwohnerschaft", note="beim Sommerfest")
    said = text_of(client, network)
    assert "64 Mitglieder" in said
    assert "62 Partner Gruppe" in said
    assert "Anwohnerschaft beim Sommerfest" in said


def test_many_members_are_folded_by_kind(client, network):
    for name, count in (("Schule", 9), ("Kita", 5)):
        kind = ActorKindFactory(name=name)
        for _number in range(count):
            MembershipFactory(network=network, actor=ActorFactory(kind=kind))
    found = roster.roster_of(network, UserFactory())
    assert [(kind.name, len(seats)) for kind, seats in found.folded] == [("Schule", 9), ("Kita", 5)]
    assert found.others == []
    said = text_of(client, network)
    assert "14 Mitglieder Schule 9" in said


def test_two_hundred_members_cost_what_three_do(network, django_assert_num_queries):
    for _number in range(3):
        CommitmentFactory(network=network, theme=ThemeFactory(), resource=ResourceKindFactory())
    with django_assert_num_queries(3):
        roster.roster_of(network, AnonymousUser())
    for _number in range(197):
        CommitmentFactory(network=network)
    with django_assert_num_queries(3):
        assert roster.roster_of(network, AnonymousUser()).count == 200


@pytest.mark.parametrize("count", [3, 200])
def test_a_page_takes_a_visitor_at_most_fifteen_queries(
    client, network, django_assert_max_num_queries, count
):
    """With everything that it can show."""
    fill(network, count)
    client.get(network.get_absolute_url())  # fills caches of the process
    with django_assert_max_num_queries(15):
        page = client.get(network.get_absolute_url()).content.decode()
    assert f"{2 * count + 1} Mitglieder" in page


def fill(network, count: int) -> None:
    """All that a page of a network can show, with `count` members and as many groups."""
    first = MembershipFactory(network=network, role="koordination").actor
    network.coordinator, network.parent, network.committee = first, NetworkFactory(), ActorFactory()
    network.contact = ContactPersonFactory(actor=first, consenting=True)
    network.save()
    for relation, entry in (
        ("themes", ThemeFactory()),
        ("target_groups", TargetGroupFactory()),
        ("life_phases", LifePhaseFactory()),
        ("districts", DistrictFactory()),
        ("involved_units", ActorFactory()),
        ("related_networks", NetworkFactory()),
    ):
        getattr(network, relation).add(entry)
    for days in (-9, 9, 19):
        MeetingFactory(network=network, start=timezone.now() + timedelta(days=days))
    UpdateFactory(network=network)
    for number in range(count):
        room = ResourceKindFactory() if number % 2 else None
        CommitmentFactory(network=network, theme=ThemeFactory(), resource=room)
        MemberGroupFactory(network=network, function=MemberFunctionFactory() if number < 3 else None)


def test_tasks_and_resources_are_told_apart(client, network):
    room = ResourceKindFactory(name="Raum")
    CommitmentFactory(
        network=network, actor__name="Verkehrsverein", text="Fahrdienst", theme=ThemeFactory(name="Wege")
    )
    CommitmentFactory(network=network, resource=room, text="Saal", amount=20, unit="Stunden im Monat")
    CommitmentFactory(network=network, text="Kasse", is_public=False)
    CommitmentFactory(network=network, text="Altes", until=timezone.localdate() - timedelta(days=1))
    said = text_of(client, network)
    assert "Wer macht was Fahrdienst Wege Verkehrsverein Was Mitglieder einbringen" in said
    assert "Saal (20 Stunden im Monat) Raum ·" in said
    assert not {"Kasse", "Altes"} & set(said.split())
    network.editors.add(editor := UserFactory())
    assert "nur für Mitglieder" in text_of(login(editor), network)


def test_further_tasks_are_folded(client, network, monkeypatch):
    monkeypatch.setattr(roster, "TASKS_SHOWN", 1)
    for text in ("Eins", "Zwei", "Drei"):
        CommitmentFactory(network=network, text=text)
    assert "2 weitere Aufgaben" in text_of(client, network)


def test_an_actor_shows_what_it_takes_on(client, network):
    task = CommitmentFactory(network=network, text="Fahrdienst")
    CommitmentFactory(network=network, text="Protokoll", actor=task.actor, is_public=False)
    CommitmentFactory(
        actor=task.actor, text="Geld", resource=ResourceKindFactory(name="Mittel"), amount=500, unit="Euro"
    )
    said = text_of(client, task.actor)
    assert "Leserunde Fahrdienst Mitglied" in said
    assert "Mittel: Geld (500 Euro)" in said
    assert "Protokoll" not in said


# --- one member --------------------------------------------------------------------------------------------------------


def test_roles_tasks_and_resources_are_entered(network, editor):
    seat = MembershipFactory(network=network)
    client, function = login(editor), MemberFunctionFactory()
    page = client.get(member_page(seat))
    typed = filled(page, role="gast", function=str(function.pk), representation="Leitung")
    done = client.post(member_page(seat), typed | {"zusagen-0-text": "Fahrdienst"})
    assert (done.status_code, done["Location"]) == (302, network.get_absolute_url())
    seat.refresh_from_db()
    assert (seat.role, seat.function, seat.representation) == ("gast", function, "Leitung")
    task = Commitment.objects.get()
    assert (task.network, task.actor, task.text, task.is_public) == (network, seat.actor, "Fahrdienst", True)


def test_another_row_comes_without_a_script_and_loses_nothing(network, editor):
    seat, client = MembershipFactory(network=network), login(editor)
    typed = filled(client.get(member_page(seat)), **{"zusagen-0-text": "Fahrdienst", "weitere": "1"})
    page = client.post(member_page(seat), typed)
    assert (page.status_code, len(page.context["form"].rows.forms)) == (200, 2)
    assert page.context["form"].rows.forms[0]["text"].value() == "Fahrdienst"
    assert not Commitment.objects.exists()
    again = filled(page, **{"zusagen-1-text": "Kasse"})
    assert client.post(member_page(seat), again).status_code == 302
    assert sorted(Commitment.objects.values_list("text", flat=True)) == ["Fahrdienst", "Kasse"]


def test_what_falls_away_is_removed(network, editor):
    task = CommitmentFactory(network=network, text="Fahrdienst")
    other = CommitmentFactory(network=network, text="Anderes")
    seat, client = network.memberships.get(actor=task.actor), login(editor)
    page = client.get(member_page(seat))
    assert [row.instance.text for row in page.context["form"].rows.initial_forms] == ["Fahrdienst"]
    assert client.post(member_page(seat), filled(page, **{"zusagen-0-DELETE": "on"})).status_code == 302
    assert Commitment.objects.get() == other


def test_a_wrong_row_is_told_and_nothing_is_saved(network, editor):
    seat, client = MembershipFactory(network=network), login(editor)
    typed = filled(
        client.get(member_page(seat)), role="gast", **{"zusagen-0-text": "Saal", "zusagen-0-amount": "3"}
    )
    page = client.post(member_page(seat), typed)
    assert "Eine Aufgabe hat keine Menge." in page.content.decode()
    seat.refresh_from_db()
    assert (seat.role, Commitment.objects.count()) == ("mitglied", 0)
    back = client.get(member_page(seat)).context["form"]
    assert (back["role"].value(), back.rows.forms[0]["text"].value()) == ("gast", "Saal")


def test_two_people_at_one_row(network, editor):
    task = CommitmentFactory(network=network, text="Fahrdienst")
    seat, client = network.memberships.get(), login(editor)
    typed = filled(client.get(member_page(seat)), **{"zusagen-0-text": "Meins"})
    Commitment.objects.filter(pk=task.pk).update(text="Ihrs")
    page = client.post(member_page(seat), typed)
    assert "bei Ihnen „Meins“, gespeichert „Ihrs“" in page.content.decode()
    assert Commitment.objects.get().text == "Ihrs"


@pytest.mark.parametrize(
    ("who", "of_member", "of_groups"),
    [
        ("visitor", 302, 302),
        ("registered", 404, 404),
        ("of another member", 404, 404),
        ("of the member", 200, 404),
        ("office", 404, 404),
        ("curator", 200, 200),
        ("editor", 200, 200),
    ],
)
def test_who_says_what_members_do(network, editor, who, of_member, of_groups):
    seat, own, other = MembershipFactory(network=network), UserFactory(), UserFactory()
    seat.actor.editors.add(own)
    MembershipFactory(network=network).actor.editors.add(other)
    clients = {
        "visitor": Client(),
        "registered": login(UserFactory()),
        "of another member": login(other),
        "of the member": login(own),
        "office": login(UserFactory(role="koordination")),
        "curator": login(UserFactory(role="kuration")),
        "editor": login(editor),
    }
    groups = [
        reverse("networks:add_member_group", args=[network.slug]),
        reverse("networks:member_group", args=[network.slug, MemberGroupFactory(network=network).pk]),
    ]
    assert clients[who].get(member_page(seat)).status_code == of_member
    assert {clients[who].get(page).status_code for page in groups} == {of_groups}


@pytest.fixture
def own_seat(network):
    """The seat of an actor that somebody edits who does not edit the network."""
    seat = MembershipFactory(network=network, role="gast", representation="Leitung")
    seat.actor.editors.add(UserFactory(name="Oda Own"))
    return seat


def test_a_members_people_say_what_they_take_on_and_nothing_else(network, own_seat):
    theirs = CommitmentFactory(network=network, text="Kasse")
    client = login(own_seat.actor.editors.get())
    page = client.get(member_page(own_seat))
    assert list(page.context["form"].fields) == ["seen"]
    typed = filled(page, role="koordination", representation="Wir", **{"zusagen-0-text": "Fahrdienst"})
    done = client.post(member_page(own_seat), typed)
    assert (done.status_code, done["Location"]) == (302, network.get_absolute_url())
    before = (own_seat.role, own_seat.representation, own_seat.changed_at)
    own_seat.refresh_from_db()
    assert (own_seat.role, own_seat.representation, own_seat.changed_at) == before
    assert set(network.commitments.values_list("actor", "text")) == {
        (theirs.actor_id, "Kasse"),
        (own_seat.actor_id, "Fahrdienst"),
    }


def test_a_members_people_do_not_touch_what_others_take_on(network, own_seat):
    theirs = CommitmentFactory(network=network, text="Kasse")
    elsewhere = CommitmentFactory(actor=own_seat.actor, text="Saal")
    client = login(own_seat.actor.editors.get())
    page = client.get(member_page(own_seat))
    for row in (theirs, elsewhere):
        forged = {"zusagen-INITIAL_FORMS": "1", "zusagen-0-id": str(row.pk), "zusagen-0-DELETE": "on"}
        client.post(member_page(own_seat), filled(page, **{"zusagen-0-text": "Meins"}) | forged)
    assert set(
        Commitment.objects.filter(pk__in=[theirs.pk, elsewhere.pk]).values_list("text", flat=True)
    ) == {
        "Kasse",
        "Saal",
    }


@pytest.mark.parametrize("change", [{"state": "eingeladen"}, {"until": date(2020, 1, 1)}])
def test_without_a_seat_of_today_nobody_says_anything(network, own_seat, change):
    Membership.objects.filter(pk=own_seat.pk).update(**change)
    assert login(own_seat.actor.editors.get()).get(member_page(own_seat)).status_code == 404


def test_a_members_people_find_the_page_on_that_of_the_network(client, network, own_seat):
    MembershipFactory(network=network)
    own = login(own_seat.actor.editors.get()).get(network.get_absolute_url()).content.decode()
    assert re.findall(r'href="(/netzwerke/[^"]*/mitglieder/[^"]*)"', own) == [member_page(own_seat)]
    assert "Aufgaben ändern" in own
    assert "/mitglieder/" not in client.get(network.get_absolute_url()).content.decode()


def test_a_seat_of_another_network_is_not_found(network, editor):
    other = MembershipFactory()
    page = reverse("networks:member", args=[network.slug, other.pk])
    assert login(editor).get(page).status_code == 404


# --- groups ------------------------------------------------------------------------------------------------------------


def test_a_group_comes_changes_and_goes(network, editor):
    client = login(editor)
    add = reverse("networks:add_member_group", args=[network.slug])
    assert client.post(add, {"name": "Partner", "number": "62"}).status_code == 302
    group = MemberGroup.objects.get()
    assert (group.network, str(group)) == (network, "62 Partner")
    page = reverse("networks:member_group", args=[network.slug, group.pk])
    form = client.get(page).context["form"]
    client.post(page, {"name": "Partner", "number": "", "seen": form["seen"].value()})
    group.refresh_from_db()
    assert group.number is None
    assert client.post(page, {"entfernen": "1"}).status_code == 302
    assert not MemberGroup.objects.exists()


def test_a_group_without_words_is_asked_for_them(network, editor):
    add = reverse("networks:add_member_group", args=[network.slug])
    page = login(editor).post(add, {"name": "", "number": "0"})
    assert set(page.context["form"].errors) == {"name", "number"}
