import io
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from actors.models import Actor, ContactPerson
from networks.meetings import aliveness
from networks.models import Commitment, Meeting, Membership, Network, Update
from portal.management.commands.load_demo import PASSWORD
from vocabulary.models import District

MODELS = (Actor, ContactPerson, District, Meeting, Membership, Network, Update, User)


def load() -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MODELS}


def test_the_whole_city_is_there(auenberg):
    town = District.objects.first()
    assert (town.name, town.level, town.population) == ("Auenberg", "gemeinde", 95_000)
    quarters = town.descendants()
    assert quarters.count() == 9
    assert sum(quarter.population for quarter in quarters) == town.population
    assert Actor.objects.published().count() == 140
    assert {a.kind.name for a in Actor.objects.internal()} == {"Kommunalverwaltung"}
    assert Network.objects.published().count() == 110
    assert Network.objects.published().filter(districts=town).count() == 88
    assert User.objects.count() == 0  # logins are for the demo only


def test_pages_have_something_to_show(auenberg):
    early_help = Network.objects.get(kennung="N001")
    assert early_help.coordinator.name == "Jugendamt der Stadt Auenberg"
    assert early_help.contact.is_publishable
    seats = early_help.memberships.all()
    assert (seats.count(), [m.actor.kennung for m in seats if m.role == Membership.Role.COORDINATION]) == (
        10,
        ["A002"],
    )
    assert {update.kind for update in Update.objects.all()} == set(Update.Kind.values)
    assert Update.objects.filter(date__gt=timezone.localdate()).count() == 0
    assert ContactPerson.objects.publishable().count() < ContactPerson.objects.count()
    assert Network.objects.filter(confirmed_at__isnull=True).exists()
    assert not Network.objects.filter(confirmed_at__gt=timezone.localdate()).exists()


def test_a_dozen_networks_say_who_does_what(auenberg):
    using = Network.objects.filter(commitments__in=Commitment.objects.current()).distinct()
    assert using.count() == 11
    assert Network.objects.filter(member_groups__isnull=False).distinct().count() >= 8
    together = Network.objects.get(kennung="N033")
    assert [actor.kennung for actor in together.coordinators()] == ["A014", "A015", "A002"]
    in_turns = Network.objects.get(kennung="N023")
    assert [actor.kennung for actor in in_turns.coordinators()] == ["A026"]
    assert [seat.actor.kennung for seat in in_turns.memberships.all() if seat.coming_office] == ["A062"]
    offices = [seat.office for seat in Network.objects.get(kennung="N047").memberships.all() if seat.office]
    assert sorted(offices) == ["Koordination, Vorsitz", "gewählt"]


def test_meetings_follow_the_rhythm(auenberg):
    readers = Network.objects.get(kennung="N012")  # jeden 2. Dienstag im Monat, 16 Uhr
    local = [timezone.localtime(meeting.start) for meeting in readers.meetings.all()]
    assert len(local) == 5
    assert {(start.weekday(), (start.day - 1) // 7 + 1, start.hour) for start in local} == {(1, 2, 16)}
    over = Meeting.objects.filter(start__lt=timezone.now())
    assert (over.count() > 150, over.filter(is_all_day=True).count()) == (True, 0)  # whoever met knows when


def test_some_networks_have_not_met_for_long(auenberg):
    """Also the city shows what quiet and overdue look like."""
    signs = [aliveness.of(network).sign for network in Network.objects.published().with_doubts()]
    assert min(signs.count(sign) for sign in (aliveness.Sign.QUIET, aliveness.Sign.OVERDUE)) >= 3


def test_networks_that_wait_for_review_are_not_public(auenberg, django_user_model):
    waiting = Network.objects.filter(review_status=Network.ReviewStatus.SUBMITTED)
    assert sorted(network.name for network in waiting) == [
        "Lesefreunde Lindenau",
        "Runder Tisch Schach an Schulen",
    ]


def test_every_actor_lies_in_the_outline_of_its_quarter(auenberg):
    located = Actor.objects.filter(latitude__isnull=False).select_related("district")
    outside = [a.name for a in located if not _contains(a.district.outline, (a.longitude, a.latitude))]
    assert (located.count(), outside) == (138, [])


def _contains(geometry: dict, point: tuple[float, float]) -> bool:
    """Ray casting."""
    (ring,) = geometry["coordinates"]
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        crossings += (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    return crossings % 2 == 1


def test_loading_again_adds_nothing_and_keeps_what_was_changed(auenberg):
    Network.objects.filter(kennung="N001").update(purpose="Von Hand geändert.")
    Actor.objects.get(kennung="A140").delete()
    Update.objects.all().delete()
    District.objects.filter(name="Auenberg").update(name="Umbenannt")
    before = counts()
    assert load() == ""
    assert counts() == before
    assert Network.objects.get(kennung="N001").purpose == "Von Hand geändert."


def test_in_the_demo_there_is_a_verified_login_for_each_role(auenberg, settings, client):
    settings.DEMO = True
    printed = load()
    for role in User.Role.values:
        user = User.objects.get(email=f"{role}@example.org")
        assert (user.role, user.check_password(PASSWORD)) == (role, True)
        assert user.emailaddress_set.get().verified
        assert user.email in printed
    changed = User.objects.get(role=User.Role.CURATION)
    changed.set_password("ein-anderes-kennwort")
    changed.save()
    load()
    assert (
        User.objects.count() == len(User.Role) + 1
    )  # a second registered person, whom the first has to do with
    assert User.objects.get(role=User.Role.CURATION).check_password("ein-anderes-kennwort")


def test_a_portal_in_production_refuses_the_demo(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="gehört nicht in ein Portal im Betrieb"):
        load()
    assert Actor.objects.count() == 0


def test_a_live_copy_may_be_changed(auenberg_live):
    Actor.objects.filter(kennung="A001").update(confirmed_at=timezone.localdate() - timedelta(days=1))
    assert Actor.objects.count() == 140
