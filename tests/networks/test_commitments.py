"""What members take on, and members that are no single institution."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from networks.models import Commitment, MemberGroup, Membership
from tests.factories import (
    ActorFactory,
    CommitmentFactory,
    MemberFunctionFactory,
    MemberGroupFactory,
    MembershipFactory,
    NetworkFactory,
    ResourceKindFactory,
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
