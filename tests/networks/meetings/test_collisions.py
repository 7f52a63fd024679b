from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Actor
from networks.meetings.collisions import Outlook, outlooks
from networks.meetings.sentences import about_the_day, level_of, who_is_free
from networks.meetings.slots import slot_on
from networks.models import Meeting, Membership, Network
from tests.factories import ActorFactory, MembershipFactory, NetworkFactory, ThemeFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spring")]
DAY = "2027-04-21"
HIDDEN = [Meeting.Visibility.MEMBERS, Meeting.Visibility.HIDDEN]


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def network(editor) -> Network:
    """Three members: the library, the school, the club."""
    network = NetworkFactory(name="Lesenetz", editors=[editor])
    for name in ("Bibliothek", "Schule", "Verein"):
        MembershipFactory(network=network, actor=ActorFactory(name=name))
    return network


def member(name: str) -> Actor:
    return Actor.objects.get(name=name)


def other(*names: str, **more) -> Network:
    """Another network with these of the members."""
    network = NetworkFactory(**more)
    for name in names:
        MembershipFactory(network=network, actor=member(name))
    return network


def on(network: Network, user, day: str = DAY, begins: int | None = 14, ends: int | None = 16) -> Outlook:
    times = [None if hour is None else time(hour) for hour in (begins, ends)]
    (found,) = outlooks(network, user, [slot_on(date.fromisoformat(day), *times)])
    return found


def said(outlook: Outlook) -> list[tuple[list[str], str, bool, bool]]:
    return [
        ([str(actor) for actor in one.actors], str(one.network or "-"), one.is_expected, one.is_same_time)
        for one in outlook.collisions
    ]


def test_nobody_is_away_on_a_free_day(network, editor):
    outlook = on(network, editor)
    assert (outlook.collisions, who_is_free(outlook), level_of(outlook)) == (
        [],
        "Alle 3 Mitglieder sind frei",
        "ok",
    )


def test_a_member_that_another_network_needs_is_named_with_it(network, editor, meet):
    meet(other("Bibliothek", "Schule", name="Medien"), DAY, 9)
    outlook = on(network, editor)
    assert said(outlook) == [(["Bibliothek", "Schule"], "Medien", False, False)]
    assert who_is_free(outlook) == "2 von 3 Mitgliedern haben an diesem Tag schon ein Treffen"


def test_the_same_time_is_worse_than_the_same_day(network, editor, meet):
    meet(other("Verein", name="Sport"), DAY, 9)
    early = on(network, editor)
    meet(other("Schule", name="Ganztag"), DAY, 15)
    late = on(network, editor)
    assert said(late) == [(["Schule"], "Ganztag", False, True), (["Verein"], "Sport", False, False)]
    assert late.weight == 3 > early.weight == 1
    assert (level_of(early), level_of(late)) == ("few", "bad")
    assert (
        who_is_free(late)
        == "1 von 3 Mitgliedern hat zur selben Zeit schon ein Treffen, 1 weiteres an diesem Tag"
    )


def test_an_expected_date_counts_as_well(network, editor):
    other("Schule", name="Ganztag", rhythm_text="jeden 3. Mittwoch im Monat, 15 Uhr")
    assert said(on(network, editor)) == [(["Schule"], "Ganztag", True, True)]
    assert said(on(network, editor, "2027-04-22")) == []


def test_cancelled_ones_do_not_count(network, editor, meet):
    ganztag = other("Schule", rhythm_text="jeden 3. Mittwoch im Monat, 15 Uhr")
    meet(ganztag, DAY, 15, is_cancelled=True)
    assert said(on(network, editor)) == []


@pytest.mark.parametrize("visibility", HIDDEN)
def test_of_a_hidden_meeting_only_is_told_that_there_is_one(network, editor, meet, visibility):
    """Neither whose it is, nor when: the time could be found out by asking for one after the other."""
    secret = meet(other("Schule", name="Geheim"), DAY, 15, visibility=visibility)
    outlook = on(network, editor)
    assert said(outlook) == [(["Schule"], "-", False, False)]
    assert outlook.collisions[0].slot.is_all_day
    secret.network.editors.add(editor)
    assert said(on(network, editor)) == [(["Schule"], "Geheim", False, True)]


def test_a_hidden_meeting_on_an_expected_day_is_not_counted_twice(network, editor, meet):
    rhythm = {"name": "Ganztag", "rhythm_text": "jeden 3. Mittwoch im Monat, 15 Uhr"}
    meet(other("Schule", **rhythm), DAY, 15, visibility=Meeting.Visibility.HIDDEN)
    assert said(on(network, editor)) == [(["Schule"], "Ganztag", True, True)]


def test_networks_that_are_not_public_do_not_count(network, editor, meet):
    meet(other("Schule", review_status="entwurf"), DAY, 15)
    assert said(on(network, editor)) == []


def test_only_confirmed_members_of_today_count(network, editor, meet):
    sport = NetworkFactory()
    meet(sport, DAY, 15)
    MembershipFactory(network=sport, actor=member("Schule"), state=Membership.State.INVITED)
    MembershipFactory(network=sport, actor=member("Verein"), until=timezone.localdate() - timedelta(days=1))
    assert said(on(network, editor)) == []


def test_after_midnight_another_day_collides_in_time(network, editor, meet):
    meet(other("Schule", name="Früh"), "2027-04-22", 0, 2)
    assert said(on(network, editor, begins=20, ends=23)) == []
    assert said(on(network, editor, begins=20, ends=1)) == [(["Schule"], "Früh", False, True)]


def test_a_meeting_of_several_days_needs_its_members_on_each(network, editor, meet):
    klausur = meet(other("Schule", name="Klausur"), "2027-04-20", 9)
    klausur.end = klausur.start + timedelta(days=2)
    klausur.save()
    assert [len(on(network, editor, f"2027-04-{day}").collisions) for day in (19, 20, 21, 22, 23)] == [
        0,
        1,
        1,
        1,
        0,
    ]


def test_others_on_the_theme_are_told_but_weigh_nothing(network, editor, meet):
    lesen = ThemeFactory(name="Lesen")
    network.themes.add(lesen)
    meet(NetworkFactory(name="Vorlesen", themes=[lesen]), DAY, 10)
    meet(NetworkFactory(name="Sport"), DAY, 10)
    meet(other("Schule", name="Ganztag", themes=[lesen]), DAY, 9)
    outlook = on(network, editor)
    assert [one.network.name for one in outlook.on_theme] == ["Vorlesen"]
    assert outlook.weight == 1


def test_holidays_of_the_land_are_named(network, editor, settings):
    assert about_the_day(on(network, editor, "2027-05-06")) == "Feiertag: Christi Himmelfahrt."
    easter = about_the_day(on(network, editor, "2027-03-31"))
    assert easter == "In den Ferien: Oster-/Frühjahrsferien, 22. März bis 3. April."
    settings.KOMMUNE_LAND = ""
    assert about_the_day(on(network, editor, "2027-05-06")) == ""


def test_where_nobody_has_published_the_school_holidays_it_is_said(network, editor):
    outlook = on(network, editor, "2036-04-23")
    assert about_the_day(outlook) == "Die Schulferien 2036 liegen noch nicht vor."


def test_a_network_without_members_has_no_collisions_to_tell(editor, meet):
    assert who_is_free(on(NetworkFactory(editors=[editor]), editor)) == ""


def test_many_days_take_as_many_queries_as_one(network, editor, meet):
    for week in range(1, 5):
        meet(other("Schule"), f"2027-04-{week * 7:02}", 9)

    def queries(days: int) -> int:
        slots = [slot_on(date(2027, 4, 1) + timedelta(days=day), time(14)) for day in range(days)]
        with CaptureQueriesContext(connection) as captured:
            outlooks(network, editor, slots)
        return len(captured)

    queries(1)
    assert queries(1) == queries(28) < 15
