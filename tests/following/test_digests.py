"""Digests: what is new, to whom, when – and never twice."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import User
from actors.models import Actor
from following import digests
from following.digests import last_slot, send_digests, token_of
from following.jobs import digests as job
from following.models import Watch
from mailing.models import JobRun, OutgoingMail
from mailing.schedule import all_jobs, run_jobs
from networks.membership import joining
from networks.models import Meeting, Membership, Network
from networks.recognition import merging
from tests.factories import (
    ActorFactory,
    DistrictFactory,
    MeetingFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    NetworkFormatFactory,
    SavedSearchFactory,
    ThemeFactory,
    UpdateFactory,
    UserFactory,
    WatchFactory,
)

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
AT_ONCE = {"rhythm": "sofort"}


@pytest.fixture(autouse=True)
def queue(settings):
    settings.MAILERS = {"default": {"BACKEND": "mailing.backends.QueueBackend"}}
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def network():
    return NetworkFactory(
        name="Leserunde", purpose="Wir lesen vor.", format=NetworkFormatFactory(name="Runder Tisch")
    )


def told() -> list[str]:
    """The lines of the mails that this run sent, each starting with a dash; sends nothing twice."""
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    send_digests()
    mails = OutgoingMail.objects.exclude(pk__in=before).order_by("pk")
    return [line for mail in mails for line in mail.body.splitlines() if line.startswith("– ")]


def december(day: int, hour: int = 16) -> datetime:
    return datetime(2099, 12, day, hour, tzinfo=BERLIN)


# --- A network ----------------------------------------------------------------------------------------------------


def test_nothing_is_sent_when_nothing_is_new(network):
    MeetingFactory(network=network)
    UpdateFactory(network=network)
    MembershipFactory(network=network)
    WatchFactory(network=network, **AT_ONCE)
    assert told() == []
    assert send_digests() == digests.Sent(0, 0)


def test_everything_that_happens_to_a_network_is_told_once(network):
    meeting = MeetingFactory(network=network, start=december(1))
    moved = MeetingFactory(network=network, start=december(2))
    gone = MeetingFactory(network=network, start=december(3))
    WatchFactory(network=network, **AT_ONCE)

    Meeting.objects.filter(pk=meeting.pk).update(is_cancelled=True)
    Meeting.objects.filter(pk=moved.pk).update(start=december(9, 17))
    gone.delete()
    MeetingFactory(network=network, start=december(8), place="Rathaus", title="Abschluss")
    MeetingFactory(network=network, start=timezone.now() - timedelta(days=3))
    UpdateFactory(network=network, date=date(2026, 11, 20), text="Es geht voran.", kind="ergebnis")
    UpdateFactory(network=network, text="Nur für uns.", is_public=False)
    for name in ("Stadtbücherei", "Kita Nord"):
        MembershipFactory(network=network, actor=ActorFactory(name=name))
    Network.objects.filter(pk=network.pk).update(purpose="Wir lesen  und schreiben.", status="ruhend")

    assert told() == [
        "– Das Netzwerk ist jetzt ruhend (vorher aktiv).",
        "– Abgesagt: Dienstag, 1. Dezember 2099, 16 Uhr",
        "– Verlegt: statt Mittwoch, 2. Dezember 2099, 16 Uhr jetzt Mittwoch, 9. Dezember 2099, 17 Uhr",
        "– Nicht mehr eingetragen: das Treffen am Donnerstag, 3. Dezember 2099",
        "– Neues Treffen: Dienstag, 8. Dezember 2099, 16 Uhr, Rathaus: Abschluss",
        "– Zwischenstand vom 20. November, Ergebnis: Es geht voran.",
        "– Neu dabei: Kita Nord und Stadtbücherei",
        "– Der Zweck ist neu beschrieben: Wir lesen und schreiben.",
    ]
    assert told() == []


def test_end_names_the_reason_and_the_successor(network):
    WatchFactory(network=network, **AT_ONCE)
    successor = NetworkFactory(name="Lesenetz")
    joining.end(network, on=date(2026, 11, 30), reason="Wir gehen zusammen.", successor=successor)
    assert told() == [
        "– Das Netzwerk ist beendet, seit dem 30. November 2026. Wir gehen zusammen.",
        "– Die Arbeit führt fort: Lesenetz",
    ]
    assert f"{successor.get_absolute_url()}\n" in OutgoingMail.objects.get().body


def test_what_is_not_public_is_not_told(network):
    WatchFactory(network=network, **AT_ONCE)
    hidden = ActorFactory(review_status="entwurf", name="Geheime Stelle")
    MembershipFactory(network=network, actor=hidden)
    MembershipFactory(network=network, state="eingeladen")
    hidden_successor = NetworkFactory(review_status="entwurf")
    Network.objects.filter(pk=network.pk).update(status="beendet", successor=hidden_successor)
    assert told() == ["– Das Netzwerk ist beendet."]
    Actor.objects.filter(pk=hidden.pk).publish()
    assert told() == ["– Neu dabei: Geheime Stelle"]


def test_who_takes_over_the_coordination_is_told_each_time(network):
    first, second = ActorFactory(name="Kita Nord"), ActorFactory(name="Stadtbücherei")
    seats = [MembershipFactory(network=network, actor=actor) for actor in (first, second)]
    Network.objects.filter(pk=network.pk).update(coordinator=first)
    WatchFactory(network=network, **AT_ONCE)
    assert told() == []
    Membership.objects.filter(pk=seats[1].pk).update(role="koordination")
    assert told() == ["– Neu in der Koordination: Stadtbücherei"]
    Network.objects.filter(pk=network.pk).update(coordinator=None)
    assert told() == []
    Network.objects.filter(pk=network.pk).update(coordinator=first)
    assert told() == ["– Neu in der Koordination: Kita Nord"]
    assert told() == []


def test_who_coordinates_is_not_told_of_before_they_are_public_or_their_turn_comes(network):
    hidden = ActorFactory(review_status="entwurf")
    WatchFactory(network=network, **AT_ONCE)
    Network.objects.filter(pk=network.pk).update(coordinator=hidden)
    MembershipFactory(network=network, actor=hidden, role="koordination")
    later = timezone.localdate() + timedelta(days=9)
    MembershipFactory(network=network, actor__name="Später", role="koordination", role_since=later)
    assert told() == ["– Neu dabei: Später"]


def test_a_watch_from_before_coordination_was_remembered_tells_nothing_of_it(network):
    watch = WatchFactory(network=network, **AT_ONCE)
    known = {name: value for name, value in watch.known.items() if name != "coordinators"}
    Watch.objects.filter(pk=watch.pk).update(known=known)
    Network.objects.filter(pk=network.pk).update(coordinator=ActorFactory(name="Kita Nord"))
    assert told() == []


def test_network_that_the_owner_may_not_see_any_more_has_no_news(network):
    WatchFactory(network=network, **AT_ONCE)
    staff = WatchFactory(network=network, owner=UserFactory(role=User.Role.COORDINATION), **AT_ONCE)
    Network.objects.filter(pk=network.pk).archive()
    UpdateFactory(network=network, text="Wir sind fort.")
    assert len(told()) == 1
    assert OutgoingMail.objects.get().recipients == [staff.owner.email]


def test_watcher_of_a_merged_network_hears_where_it_went(network):
    watch = WatchFactory(network=network, **AT_ONCE)
    kept = NetworkFactory(name="Lesenetz")
    MembershipFactory.create_batch(3, network=kept)
    merging.merge(kept, network, by=UserFactory())
    assert told() == ["– „Leserunde“ ist jetzt ein Teil von „Lesenetz“."]
    assert told() == []
    assert Watch.objects.get(pk=watch.pk).network == kept


def test_long_news_are_cut_with_their_number(network):
    WatchFactory(network=network, **AT_ONCE)
    for day in range(1, 9):
        MeetingFactory(network=network, start=december(day))
    for number in range(7):
        MembershipFactory(network=network, actor=ActorFactory(name=f"Kita {number}"))
    lines = told()
    assert lines[5:] == [
        "– und 3 weitere Treffen",
        "– Neu dabei: Kita 0, Kita 1, Kita 2, Kita 3 und 3 weitere",
    ]
    assert len(lines) == 7


# --- Lists --------------------------------------------------------------------------------------------------------


def test_new_hits_of_theme_district_and_search_are_told_once():
    theme, city = ThemeFactory(name="Sprachbildung"), MunicipalityFactory(name="Auenberg")
    child, quarter = ThemeFactory(name="Lesen", parent=theme), DistrictFactory(name="Lindenau", parent=city)
    old = NetworkFactory(name="Alter Kreis", themes=[theme], districts=[quarter])
    owner = UserFactory()
    for target in (
        {"theme": theme},
        {"district": city},
        {"search": SavedSearchFactory(owner=owner, name="Kreise", kind="netzwerke", query="q=Kreis")},
    ):
        WatchFactory(owner=owner, **target, **AT_ONCE)
    assert told() == []

    form = NetworkFormatFactory(name="Beirat")
    NetworkFactory(name="Neuer Kreis", format=form, themes=[child], districts=[quarter])
    NetworkFactory(name="Verborgener Kreis", review_status="eingereicht", themes=[theme], districts=[quarter])
    old.save()  # a change is nothing new
    assert told() == ["– Neuer Kreis (Beirat)"] * 3
    (mail,) = OutgoingMail.objects.all()
    assert mail.recipients == [owner.email]
    assert mail.subject == "Neues im Bildungsnetz zu 3 Beobachtungen"
    assert [line for line in mail.body.splitlines() if line.endswith("neuer Eintrag")] == [
        "Thema „Sprachbildung“: 1 neuer Eintrag",
        "Gebiet „Auenberg“: 1 neuer Eintrag",
        "gemerkte Suche „Kreise“: 1 neuer Eintrag",
    ]
    assert told() == []

    Network.objects.filter(name="Verborgener Kreis").publish()
    assert len(told()) == 3


def test_an_entry_that_goes_and_comes_back_is_not_told_again():
    theme = ThemeFactory()
    network = NetworkFactory(themes=[theme])
    WatchFactory(theme=theme, **AT_ONCE)
    Network.objects.filter(pk=network.pk).archive()
    assert told() == []
    Network.objects.filter(pk=network.pk).publish()
    assert told() == []


def test_an_entry_that_becomes_a_hit_is_new():
    theme, network = ThemeFactory(), NetworkFactory(name="Wandelbar")
    WatchFactory(theme=theme, **AT_ONCE)
    network.themes.add(theme)
    assert [line.partition(" (")[0] for line in told()] == ["– Wandelbar"]


def test_search_whose_theme_is_gone_rests_instead_of_telling_of_everything():
    theme = ThemeFactory(name="Eine Weile")
    WatchFactory(search=SavedSearchFactory(query="thema=eine-weile"), **AT_ONCE)
    theme.delete()
    NetworkFactory.create_batch(3)
    assert told() == []


def test_many_new_entries_are_counted():
    theme = ThemeFactory(name="Vieles")
    WatchFactory(theme=theme, **AT_ONCE)
    form = NetworkFormatFactory()
    for _number in range(11):
        NetworkFactory(themes=[theme], format=form)
    lines = told()
    assert len(lines) == 9
    assert lines[-1] == "– und 3 weitere Einträge"
    assert "Thema „Vieles“: 11 neue Einträge" in OutgoingMail.objects.get().subject


# --- When ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rhythm", "now", "slot"),
    [
        ("taeglich", datetime(2026, 11, 24, 6, 59, tzinfo=BERLIN), datetime(2026, 11, 23, 7, tzinfo=BERLIN)),
        ("taeglich", datetime(2026, 11, 24, 7, 0, tzinfo=BERLIN), datetime(2026, 11, 24, 7, tzinfo=BERLIN)),
        (
            "woechentlich",
            datetime(2026, 11, 23, 6, 0, tzinfo=BERLIN),
            datetime(2026, 11, 16, 7, tzinfo=BERLIN),
        ),
        (
            "woechentlich",
            datetime(2026, 11, 23, 8, 0, tzinfo=BERLIN),
            datetime(2026, 11, 23, 7, tzinfo=BERLIN),
        ),
        (
            "woechentlich",
            datetime(2026, 11, 29, 23, 0, tzinfo=BERLIN),
            datetime(2026, 11, 23, 7, tzinfo=BERLIN),
        ),
        ("taeglich", datetime(2026, 3, 29, 8, 0, tzinfo=BERLIN), datetime(2026, 3, 29, 7, tzinfo=BERLIN)),
    ],
)
def test_mails_are_due_in_the_morning(rhythm, now, slot):
    assert last_slot(rhythm, now) == slot


def test_each_rhythm_has_its_time_and_its_own_mail(network, time_machine):
    time_machine.move_to(datetime(2026, 11, 24, 12, tzinfo=BERLIN), tick=False)  # a Tuesday
    owner = UserFactory()
    other = NetworkFactory(name="Anderes")
    for thing, rhythm in (
        (network, "sofort"),
        (other, "taeglich"),
        (NetworkFactory(name="Drittes"), "woechentlich"),
    ):
        WatchFactory(owner=owner, network=thing, rhythm=rhythm)
        UpdateFactory(network=thing)
    seen = []
    for moment in ("24 12:05", "24 12:10", "25 06:55", "25 07:05", "26 07:05", "29 20:00", "30 07:05"):
        time_machine.move_to(
            datetime.strptime(f"2026 11 {moment}", "%Y %m %d %H:%M").replace(tzinfo=BERLIN), tick=False
        )
        seen.append(len(told()))
    assert seen == [1, 0, 0, 1, 0, 0, 1]
    subjects = OutgoingMail.objects.order_by("pk").values_list("subject", flat=True)
    assert [subject.partition("„")[2] for subject in subjects] == ["Leserunde“", "Anderes“", "Drittes“"]


# --- The mail, and what must hold -----------------------------------------------------------------------------------


def test_mail_can_be_ended_with_one_click(network, settings):
    watch = WatchFactory(network=network, **AT_ONCE)
    UpdateFactory(network=network)
    send_digests()
    mail = OutgoingMail.objects.get()
    address = f"{settings.SITE_URL}/abmelden/{token_of(watch.owner, 'sofort')}/"
    assert {name: mail.headers[name] for name in mail.headers if name != "Message-ID"} == {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert address in mail.body
    assert f"{settings.SITE_URL}{network.get_absolute_url()}" in mail.body
    assert mail.as_message().message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_name_of_any_length_fits_into_the_subject():
    network = NetworkFactory(name="Ü" * 250)
    WatchFactory(network=network, **AT_ONCE)
    UpdateFactory(network=network)
    assert send_digests() == digests.Sent(mails=1, failed=0)


def test_paused_and_locked_people_get_nothing_and_miss_nothing_told_later(network):
    paused = WatchFactory(network=network, paused_at=timezone.now(), **AT_ONCE)
    locked = WatchFactory(network=network, owner=UserFactory(is_active=False), **AT_ONCE)
    UpdateFactory(network=network)
    assert told() == []
    User.objects.filter(pk=locked.owner_id).update(is_active=True)
    Watch.objects.filter(pk=paused.pk).update(paused_at=None)
    assert len(told()) == 2


def test_error_for_one_person_does_not_stop_the_others(network, monkeypatch):
    watches = [WatchFactory(network=network, **AT_ONCE) for _number in range(3)]
    UpdateFactory(network=network)
    send = digests.send_letter

    def fails_for_the_second(name, to, context, **kwargs):
        if to == watches[1].owner.email:
            raise ValueError("kaputt")
        send(name, to, context, **kwargs)

    monkeypatch.setattr(digests, "send_letter", fails_for_the_second)
    assert job() == "2 Mails, 1 gescheitert"
    monkeypatch.setattr(digests, "send_letter", send)
    assert job() == "1 Mail"
    recipients = sorted(mail.recipients[0] for mail in OutgoingMail.objects.all())
    assert recipients == sorted(watch.owner.email for watch in watches)


@pytest.mark.django_db(transaction=True)
def test_killed_half_way_nothing_is_sent_and_nothing_lost(network, monkeypatch):
    watches = [WatchFactory(network=network, **AT_ONCE) for _number in range(3)]
    UpdateFactory(network=network)
    send, sent = digests.send_letter, []

    def killed_at_the_second(name, to, context, **kwargs):
        send(name, to, context, **kwargs)
        sent.append(to)
        if len(sent) == 2:
            raise SystemExit

    monkeypatch.setattr(digests, "send_letter", killed_at_the_second)
    with pytest.raises(SystemExit):
        run_jobs([all_jobs()["send-digests"]])
    assert len(sent) == 2
    assert OutgoingMail.objects.count() == 0
    monkeypatch.setattr(digests, "send_letter", send)
    for _time in range(2):
        run_jobs([all_jobs()["send-digests"]])
    recipients = sorted(mail.recipients[0] for mail in OutgoingMail.objects.all())
    assert recipients == sorted(watch.owner.email for watch in watches)
    assert list(JobRun.objects.order_by("pk").values_list("summary", flat=True)) == ["3 Mails", "0 Mails"]


def test_number_of_queries_does_not_grow_with_what_is_watched(django_assert_max_num_queries):
    for _number in range(5):
        WatchFactory(network=NetworkFactory(), **AT_ONCE)
        WatchFactory(theme=ThemeFactory(), **AT_ONCE)
    send_digests()
    people = 10
    with django_assert_max_num_queries(
        25 + 3 * people
    ):  # a savepoint and a look for changes made meanwhile for each
        send_digests()
