"""What members take on, and members that are no single institution."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.erasure import erase
from actors.recognition.merging import merge as merge_actors
from actors.recognition.merging import undo as undo_actors
from moderation.models import Case
from networks import expiring
from networks.jobs import ask_about_commitments
from networks.models import BlockingRecord, Commitment, MemberGroup, Membership, Network
from networks.recognition.merging import merge, undo
from networks.search import NetworkSource
from tests.factories import (
    ActorFactory,
    CommitmentFactory,
    MemberFunctionFactory,
    MemberGroupFactory,
    MembershipFactory,
    NetworkFactory,
    ResourceKindFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def refused(entry) -> list[str]:
    """The sentences for who typed it; the database refuses it, too."""
    with pytest.raises(ValidationError) as told:
        entry.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()
    return told.value.messages


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": ""}, "Bitte schreiben Sie, worum es geht."),
        ({"amount": Decimal(3)}, "Eine Aufgabe hat keine Menge. Bitte die Art der Ressource wählen."),
        ({"is_resource": True, "amount": Decimal(0)}, "Die Menge ist größer als null."),
        ({"is_resource": True, "unit": "Stunden"}, "Zu einer Einheit gehört eine Zahl."),
    ],
)
def test_what_makes_no_commitment(wrong, sentence):
    resource = ResourceKindFactory() if wrong.pop("is_resource", False) else None
    entry = Commitment(
        network=NetworkFactory(), actor=ActorFactory(), **{"text": "Saal", "resource": resource, **wrong}
    )
    assert sentence in refused(entry)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Bitte schreiben Sie, wer gemeint ist."),
        ({"name": "14 Vertretungen"}, "Die Zahl gehört in das Feld daneben."),
        ({"number": 0}, "Eine Gruppe zählt mindestens eins; sonst lassen Sie die Zahl leer."),
    ],
)
def test_what_makes_no_group(wrong, sentence):
    assert sentence in refused(MemberGroup(network=NetworkFactory(), **{"name": "Partner", **wrong}))


def test_a_role_does_not_end_before_it_begins():
    seat = MembershipFactory.build(network=NetworkFactory(), actor=ActorFactory())
    seat.role_since, seat.role_until = date(2026, 3, 2), date(2026, 3, 1)
    assert "Rolle und Funktion enden, bevor sie beginnen." in refused(seat)


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (None, "", ""),
        (Decimal(20), "Stunden im Monat", "20 Stunden im Monat"),
        (Decimal("1500.50"), "Euro", "1.500,50 Euro"),
        (Decimal(3), "", "3"),
    ],
)
def test_amounts_in_words(amount, unit, words):
    assert Commitment(amount=amount, unit=unit).amount_words == words


def test_how_many_a_group_is():
    network = NetworkFactory()
    assert network.member_groups.head_count() == 0
    MemberGroupFactory(network=network, name="Partner", number=1062)
    MemberGroupFactory(network=network, name="Anwohnerschaft")
    MemberGroupFactory(number=9)
    assert network.member_groups.head_count() == 1063
    assert [str(group) for group in network.member_groups.all()] == ["Anwohnerschaft", "1.062 Partner"]


def test_a_commitment_counts_while_its_actor_is_a_member():
    """Also when the seat was renewed in between."""
    today = timezone.localdate()
    task = CommitmentFactory(seat=False)
    place = {"network": task.network, "actor": task.actor}
    MembershipFactory(network=task.network)
    MembershipFactory(actor=task.actor)
    assert not Commitment.objects.current().exists()
    seat = MembershipFactory(**place, until=today - timedelta(days=1))
    assert not Commitment.objects.current().exists()
    MembershipFactory(**place, since=today, state="eingeladen")
    assert not Commitment.objects.current().exists()
    Membership.objects.exclude(pk=seat.pk).update(state="bestaetigt")
    assert Commitment.objects.current().get() == task


def test_a_commitment_runs_out():
    today = timezone.localdate()
    for days, counts in ((-1, False), (0, True), (1, True)):
        task = CommitmentFactory(until=today + timedelta(days=days))
        assert (Commitment.objects.current().filter(pk=task.pk).exists(), task.has_run_out) == (
            counts,
            not counts,
        )


def test_who_reads_what_is_for_members_only():
    inside, outside = ActorFactory(), ActorFactory()
    task = CommitmentFactory(is_public=False)
    MembershipFactory(network=task.network, actor=inside)
    readers = {
        "visitor": AnonymousUser(),
        "registered": UserFactory(),
        "of another actor": UserFactory(),
        "of a member": UserFactory(),
        "of the network": UserFactory(),
        "office": UserFactory(role="koordination"),
    }
    outside.editors.add(readers["of another actor"])
    inside.editors.add(readers["of a member"])
    task.network.editors.add(readers["of the network"])
    read = [who for who, user in readers.items() if Commitment.objects.visible_to(user).exists()]
    assert read == ["of a member", "of the network", "office"]
    Commitment.objects.update(is_public=True)
    assert all(Commitment.objects.visible_to(user).exists() for user in readers.values())


@pytest.mark.parametrize("hidden", ["network", "actor"])
def test_nothing_is_read_of_what_is_not_public(hidden):
    task = CommitmentFactory(**{f"{hidden}__review_status": "entwurf"})
    assert not Commitment.objects.visible_to(AnonymousUser()).exists()
    assert Commitment.objects.visible_to(UserFactory(role="kuration")).get() == task


def test_who_coordinates_today_in_the_database_and_in_python():
    today = timezone.localdate()
    days = [None, today - timedelta(days=1), today, today + timedelta(days=1)]
    spans = [(a, b) for a, b in product(days, days) if a is None or b is None or a <= b]
    for since, until in spans:
        for role, state in (
            ("koordination", "bestaetigt"),
            ("koordination", "eingeladen"),
            ("mitglied", "bestaetigt"),
        ):
            MembershipFactory(role=role, state=state, role_since=since, role_until=until)
            MembershipFactory(role=role, state=state, since=since, until=until)
    found = set(Membership.objects.coordinating())
    assert found == {seat for seat in Membership.objects.all() if seat.is_coordinating}
    assert 0 < len(found) < Membership.objects.count()


def test_an_office_on_time():
    today = timezone.localdate()
    seat = MembershipFactory(role="koordination", function=MemberFunctionFactory(name="gewählt"))
    assert seat.office == "Koordination, gewählt"
    seat.role_until = today - timedelta(days=1)
    assert seat.office == ""
    assert MembershipFactory().office == ""
    assert MembershipFactory(function=MemberFunctionFactory(name="Vorsitz")).office == "Vorsitz"


# --- merging -----------------------------------------------------------------------------------------------------------


def stored() -> list[tuple]:
    """Commitments and groups, and whose they are."""
    tasks = Commitment.objects.order_by("pk").values_list(
        "pk", "network", "actor", "text", "amount", "is_public"
    )
    return [
        *tasks,
        *MemberGroup.objects.order_by("pk").values_list("pk", "network", "name", "number", "note"),
    ]


def test_networks_bring_along_what_is_taken_on_and_part_with_it():
    kept, merged, actor, room = NetworkFactory(), NetworkFactory(), ActorFactory(), ResourceKindFactory()
    for network, amount in ((kept, None), (merged, 20)):
        CommitmentFactory(
            network=network, actor=actor, text="Saal", resource=room, amount=amount, is_public=not amount
        )
        MemberGroupFactory(network=network, name="Partner", number=amount)
    CommitmentFactory(network=merged, actor=actor, text="Fahrdienst")
    MemberGroupFactory(network=merged, name="Anwohnerschaft")
    before, curator = stored(), UserFactory(role="kuration")
    record = merge(kept, merged, by=curator)
    assert set(kept.commitments.values_list("text", "amount", "is_public")) == {
        ("Saal", 20, False),
        ("Fahrdienst", None, True),
    }
    assert sorted(str(group) for group in kept.member_groups.all()) == ["20 Partner", "Anwohnerschaft"]
    undo(record, by=curator)
    assert stored() == before


def test_actors_bring_along_what_they_take_on():
    kept, merged = ActorFactory(), ActorFactory()
    network = NetworkFactory()
    for actor in (kept, merged):
        CommitmentFactory(network=network, actor=actor, text="Fahrdienst")
    CommitmentFactory(network=network, actor=merged, text="Kasse", resource=ResourceKindFactory())
    before, curator = stored(), UserFactory(role="kuration")
    record = merge_actors(kept, merged, by=curator)
    assert sorted(kept.commitments.current().values_list("text", flat=True)) == ["Fahrdienst", "Kasse"]
    undo_actors(record, by=curator)
    assert stored() == before


def test_one_seat_of_two_keeps_its_function_and_its_term():
    kept, merged, network = ActorFactory(), ActorFactory(), NetworkFactory()
    today, chair = timezone.localdate(), MemberFunctionFactory()
    MembershipFactory(network=network, actor=kept, representation="Leitung")
    MembershipFactory(network=network, actor=merged, role="koordination", function=chair, role_until=today)
    merge_actors(kept, merged, by=UserFactory(role="kuration"))
    seat = network.memberships.get()
    assert (seat.role, seat.function, seat.role_until, seat.representation) == (
        "koordination",
        chair,
        today,
        "Leitung",
    )


# --- finding -----------------------------------------------------------------------------------------------------------


def found(client, words: str) -> list[str]:
    page = client.get("/netzwerke/", {"q": words}).content.decode()
    return re.findall(r'<h[23][^>]*>\s*<a[^>]*href="/netzwerke/([^/"]+)/', page)


@pytest.mark.parametrize("words", ["wer kümmert sich um Fahrdienst", "Fahrdienst", "Fahrdienste"])
def test_who_looks_after_something_is_found(client, words):
    network = NetworkFactory(name="Leserunde")
    NetworkFactory(name="Runder Tisch", purpose="Wir kümmern uns um alles.")
    CommitmentFactory(network=network, text="Fahrdienst")
    assert found(client, words)[:1] == ["leserunde"]


def test_a_resource_is_found_by_its_kind_and_its_other_words(client):
    kind = ResourceKindFactory(name="Leihgabe", synonyms=["Lastenrad"])
    CommitmentFactory(network__name="Leserunde", text="Keller", resource=kind)
    assert found(client, "Lastenrad") == found(client, "Leihgabe") == ["leserunde"]
    kind.synonyms = ["Werkbank"]
    kind.save()
    assert (found(client, "Lastenrad"), found(client, "Werkbank")) == ([], ["leserunde"])


def test_what_is_for_members_or_over_is_not_found(client):
    today = timezone.localdate()
    CommitmentFactory(text="Kassenprüfung", is_public=False)
    CommitmentFactory(text="Bücherbus", until=today - timedelta(days=1))
    CommitmentFactory(text="Stadtplan", seat=False)
    assert [found(client, words) for words in ("Kassenprüfung", "Bücherbus", "Stadtplan")] == [[], [], []]


def test_the_index_forgets_a_task_on_its_day():
    until = timezone.localdate() + timedelta(days=5)
    task = CommitmentFactory(until=until)
    [document] = NetworkSource().documents([task.network_id])
    assert timezone.localdate(document.stale_at) == until + timedelta(days=1)


def test_groups_count_in_lists_and_never_as_members(django_assert_num_queries):
    network = NetworkFactory()
    MembershipFactory(network=network)
    MemberGroupFactory(network=network, number=62)
    MemberGroupFactory(network=network)
    [document] = NetworkSource().documents([network.pk])
    assert (document.card["members"], len(document.card["member_names"])) == (64, 1)
    structure = BlockingRecord.objects.filter(network=network)
    assert not structure.exists() or len(structure.get().structure["members"]) == 1


def test_many_documents_take_as_many_queries_as_one(django_assert_num_queries):
    def queries(count: int) -> int:
        networks = [CommitmentFactory(actor__email="a@example.org").network for _number in range(count)]
        for network in networks:
            MembershipFactory(network=network, role="koordination")
            MemberGroupFactory(network=network)
        with CaptureQueriesContext(connection) as context:
            list(NetworkSource().documents([network.pk for network in networks]))
        return len(context)

    assert queries(1) == queries(4)


# --- people ------------------------------------------------------------------------------------------------------------


def test_texts_that_name_a_deleted_account_are_told_to_the_curators():
    person = UserFactory(name="Rosalinde Quittenbaum", email="rosalinde@example.org")
    task = CommitmentFactory(text="Protokoll: Rosalinde Quittenbaum")
    group = MemberGroupFactory(note="vertreten durch Rosalinde Quittenbaum")
    seat = MembershipFactory(representation="Rosalinde Quittenbaum")
    erase(person)
    case = Case.objects.get(kind=Case.Kind.NAMED)
    assert sorted(case.payload["places"]) == [
        ["networks.Commitment", task.pk, "text"],
        ["networks.MemberGroup", group.pk, "note"],
        ["networks.Membership", seat.pk, "representation"],
    ]


# --- what ends ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def ending():
    """A task that ends in ten days, of a network whose people can be asked."""
    person = UserFactory(email="eva@example.org")
    network = NetworkFactory(confirmed_at=timezone.localdate() - timedelta(days=60), editors=[person])
    return CommitmentFactory(
        network=network,
        actor__name="Bücherei",
        text="Fahrdienst",
        until=timezone.localdate() + timedelta(days=10),
    )


def test_what_ends_is_asked_for_once(ending, client):
    assert ask_about_commitments() == "Nach 1 Netzwerk gefragt, 1 Mail."
    [letter] = mail.outbox
    assert letter.to == ["eva@example.org"]
    path = re.search(r"/stimmt-noch/\S+|/bestaetigen/\S+", letter.body)[0]
    page = client.get(path).content.decode()
    day = f"{ending.until:%d.%m.%Y}"
    assert f"zugesagt nur bis {day}" in page
    assert "Bücherei: Fahrdienst" in page
    assert ask_about_commitments() == "Keine Zusage endet, nach der niemand gefragt ist."
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert expiring.ask() == (0, 0)


@pytest.mark.parametrize("days", [15, -1, None], ids=["later", "over", "open"])
def test_what_does_not_end_soon_is_not_asked_for(ending, days):
    until = None if days is None else timezone.localdate() + timedelta(days=days)
    Commitment.objects.update(until=until)
    assert expiring.due() == []


def test_who_confirmed_since_is_not_asked(ending):
    ending.network.confirm(timezone.localdate())
    assert expiring.due() == []


def test_a_network_that_ended_is_not_asked(ending):
    Network.objects.update(status="beendet")
    assert expiring.due() == []


def test_what_only_members_read_is_told_to_editors_alone(ending):
    Commitment.objects.update(is_public=False)
    network = ending.network
    assert network.further_facts() == []
    assert (
        f"„Fahrdienst“ (Bücherei) ist nur bis {ending.until:%d.%m.%Y} zugesagt."
        in network.hints_for_editors()
    )


# --- across the Kommune ------------------------------------------------------------------------------------------------


def test_who_does_what_in_the_whole_kommune(client):
    paths = ThemeFactory(name="Wege", position=1)
    below = ThemeFactory(name="Radwege", parent=paths, position=2)
    room = ResourceKindFactory(name="Raum")
    CommitmentFactory(text="Fahrdienst", theme=paths, network__name="Leserunde")
    CommitmentFactory(text="Radkarte", theme=below)
    CommitmentFactory(text="Aula", resource=room, network__themes=[paths])
    CommitmentFactory(text="Kasse")
    CommitmentFactory(text="Geheimes", is_public=False)
    CommitmentFactory(text="Vorbei", network__status="beendet")

    def listed(**asked: str) -> list[str]:
        page = client.get("/wer-macht-was/", asked)
        assert page.status_code == 200
        return [one.text for one in page.context["commitments"]]

    assert listed() == ["Fahrdienst", "Radkarte", "Aula", "Kasse"]
    assert listed(thema="wege") == ["Fahrdienst", "Radkarte", "Aula"]
    assert listed(thema="radwege") == ["Radkarte"]
    assert listed(ressource="raum") == ["Aula"]
    assert listed(ressource="aufgaben", thema="wege") == ["Fahrdienst", "Radkarte"]
    assert listed(thema="x\x00y") == listed()
    assert "Fahrdienst" in client.get("/themen/wege/").content.decode()
    assert "Leserunde" in client.get("/wer-macht-was/").content.decode()
