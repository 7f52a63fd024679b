"""The curators' list of changes, and taking one back."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from moderation import recent, reverting
from moderation.recent import Key, Wanted
from networks.models import Membership, Network
from tests.factories import (
    ActorFactory,
    DistrictFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    ThemeFactory,
    UserFactory,
)
from tests.markup import flat
from tests.people import login

pytestmark = pytest.mark.django_db(transaction=True)  # each step is a transaction, as it is for people
LIST = reverse("moderation:changes")


@pytest.fixture
def editor():
    return UserFactory(name="Eva Editor")


@pytest.fixture
def curator():
    return UserFactory(name="Kim Kuratorin", role="kuration")


@pytest.fixture
def network(editor):
    return NetworkFactory(name="Leserunde", purpose="Wir lesen.", editors=[editor])


def edit(network, by, **values) -> None:
    client = login(by)
    url = reverse("networks:edit", args=[network.slug])
    form = client.get(url).context["form"]
    shown = {field.html_name: field.value() for field in form}
    data = {name: value for name, value in shown.items() if value not in (None, False)}
    assert client.post(url, data | values).status_code == 302


def listed(client, **query) -> list:
    return client.get(LIST, query).context["changes"]


def newest(network, who="alle") -> Key:
    wanted = Wanted(timezone.now() - timedelta(days=7), 0, who, name=network.name)
    return Key(*recent.list_keys(wanted)[0])


def path(key: Key) -> str:
    return reverse("moderation:revert", args=[key.kind, key.pk, key.moment])


def take_back(client, key: Key):
    stand = client.get(path(key)).context["plan"].fingerprint
    return client.post(path(key), {"stand": stand}, follow=True)


def test_edit_by_an_editor_is_listed_with_a_diff_and_taken_back_and_that_too(network, editor, curator):
    edit(network, editor, purpose="Werbung!")
    client = login(curator)
    [change] = listed(client)
    assert (change.entry, change.change.who) == (network, "Eva Editor")
    page = flat(client.get(LIST).content.decode())
    assert "<del>Wir lesen.</del>" in page
    assert "<ins>Werbung!</ins>" in page
    take_back(client, change.key)
    network.refresh_from_db()
    assert network.purpose == "Wir lesen."
    assert len(listed(client)) == 1  # one's own is not in the usual list
    own = listed(client, wer=curator.pk)
    assert [item.change.who for item in own] == ["Kim Kuratorin"]
    take_back(client, own[0].key)
    network.refresh_from_db()
    assert network.purpose == "Werbung!"


def test_what_was_changed_since_stays(network, editor, curator):
    edit(network, editor, purpose="Werbung!", goals="Geld")
    key = newest(network)
    Network.objects.filter(pk=network.pk).update(purpose="Wir lesen vor.")
    client = login(curator)
    plan = client.get(path(key)).context["plan"]
    states = {line.label: line.state for line in plan.lines}
    assert (states["Zweck"], states["Ziele"]) == ("neuer", "wird")
    take_back(client, key)
    network.refresh_from_db()
    assert (network.purpose, network.goals) == ("Wir lesen vor.", "")


def test_agreement_to_an_older_state_is_worth_nothing(network, editor, curator):
    edit(network, editor, purpose="Werbung!", goals="Geld")
    key, client = newest(network), login(curator)
    stand = client.get(path(key)).context["plan"].fingerprint
    Network.objects.filter(pk=network.pk).update(goals="Mehr Geld")
    page = client.post(path(key), {"stand": stand}).content.decode()
    assert "noch einmal" in page
    network.refresh_from_db()
    assert (network.purpose, network.goals) == ("Werbung!", "Mehr Geld")


def test_double_click_takes_back_once(network, editor, curator):
    edit(network, editor, purpose="Werbung!")
    key, client = newest(network), login(curator)
    stand = client.get(path(key)).context["plan"].fingerprint
    for _click in range(2):
        client.post(path(key), {"stand": stand})
    network.refresh_from_db()
    assert network.purpose == "Wir lesen."
    wanted = Wanted(timezone.now() - timedelta(days=1), editor.pk)
    assert recent.list_keys(wanted).count() == 1


def test_lists_members_and_meetings_come_back(network, editor, curator):
    theme, place = ThemeFactory(name="Lesen"), DistrictFactory(name="Nordstadt")
    network.themes.add(theme)
    edit(network, editor, themes=[], districts=[place.pk])
    client = login(curator)
    take_back(client, newest(network, who=str(editor.pk)))
    assert (list(network.themes.all()), list(network.districts.all())) == ([theme], [])

    seat = MembershipFactory(network=network, actor=ActorFactory(name="Kita"), role="gast")
    old = seat.pk
    seat.delete()
    take_back(client, newest(network))
    assert Membership.objects.values_list("pk", "role", "actor__name").get() == (old, "gast", "Kita")

    MeetingFactory(network=network)
    take_back(client, newest(network))
    assert network.meetings.count() == 0


def test_renaming_is_taken_back_with_its_address(network, curator):
    network.name = "Quatsch"
    network.save()
    take_back(login(curator), newest(network))
    network.refresh_from_db()
    assert (network.name, network.slug) == ("Leserunde", "leserunde")


def test_row_that_refers_to_something_gone_does_not_come_back(network, curator):
    seat = MembershipFactory(network=network)
    actor = seat.actor
    seat.delete()
    key = newest(network)
    actor.delete()
    [line] = reverting.plan(key).lines
    assert (line.state, reverting.plan(key).is_possible) == ("geht-nicht", False)


def test_old_state_that_breaks_a_rule_of_today_is_not_offered_but_explained(network, curator):
    seat = MembershipFactory(network=network)
    actor = seat.actor
    seat.delete()
    key = newest(network)
    MembershipFactory(network=network, actor=actor)
    page = login(curator).get(path(key))
    assert "passt es nicht mehr" in page.content.decode()
    assert not page.context["plan"].is_possible
    response = take_back(login(curator), key)
    assert "passt es nicht mehr" in response.content.decode()
    assert network.memberships.count() == 1


def test_list_begins_where_the_curator_said_seen(network, editor, curator):
    client = login(curator)
    edit(network, editor, purpose="Eins.")
    [change] = listed(client)
    client.post(reverse("moderation:changes_seen"), {"bis": change.key.moment})
    assert listed(client) == []
    edit(network, editor, purpose="Zwei.")
    assert len(listed(client)) == 1
    assert len(listed(client, seit=timezone.localdate().isoformat())) == 2
    tomorrow = Key("", 0, timezone.now() + timedelta(days=1)).moment
    client.post(reverse("moderation:changes_seen"), {"bis": tomorrow})  # counts as now
    client.post(reverse("moderation:changes_seen"), {"bis": "9" * 30})
    edit(network, editor, purpose="Drei.")
    assert len(listed(client)) == 1


def test_without_a_mark_the_last_seven_days_are_listed(network, editor, curator):
    edit(network, editor, purpose="Eins.")
    client = login(curator)
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        assert len(listed(login(curator))) == 1
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert listed(login(curator)) == []
    assert len(listed(client)) == 1


def test_filters_by_kind_person_and_entry(network, editor, curator):
    actor = ActorFactory(name="Bücherei")  # nobody was logged in
    edit(network, editor, purpose="Eins.")
    client = login(curator)
    assert {item.entry for item in listed(client, wer="alle")} == {network, actor}
    assert {item.entry for item in listed(client, wer="ohne", art="akteur")} == {actor}
    assert {item.entry for item in listed(client, wer="alle", art="netzwerk")} == {network}
    assert {item.entry for item in listed(client, wer="alle", eintrag="büch")} == {actor}
    assert {item.entry for item in listed(client, wer=editor.pk)} == {network}
    assert listed(client, wer=curator.pk) == []


@pytest.mark.parametrize(
    "query", ["wer=x", "wer=²", "art=x", "seit=gestern", "seit=2026-02-31", "seit=0001-01-01", "page=99", "eintrag=%00"]
)  # fmt: skip
def test_nonsense_in_the_address_breaks_nothing(network, curator, query):
    assert login(curator).get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize(
    "tail", ["netzwerk/1/1/", "netzwerk/99999999999999999999/1/", "x/1/1/", f"netzwerk/1/{'9' * 30}/"]
)
def test_address_without_a_change_is_not_found(curator, tail):
    client = login(curator)
    assert client.get(f"{LIST}{tail}").status_code == 404
    assert client.post(f"{LIST}{tail}", {"stand": "x"}).status_code == 404


@pytest.mark.parametrize(("role", "status"), [(None, 302), ("registriert", 403), ("koordination", 403)])
def test_only_curators_take_back(network, editor, role, status):
    edit(network, editor, purpose="Werbung!")
    key = newest(network)
    client = login(UserFactory(role=role)) if role else Client()
    stand = reverting.plan(key).fingerprint
    for url in (LIST, path(key)):
        assert client.get(url).status_code == status
    assert client.post(path(key), {"stand": stand}).status_code == status
    network.refresh_from_db()
    assert network.purpose == "Werbung!"


def test_list_takes_the_same_queries_for_any_number_of_changes(
    editor, curator, django_assert_max_num_queries
):
    client = login(curator)
    for number in range(6):
        edit(NetworkFactory(editors=[editor]), editor, purpose=f"Neu {number}")
        if number in (0, 5):
            client.get(LIST)
            with django_assert_max_num_queries(60):
                assert len(listed(client)) == number + 1
