"""Whether a network is alive, quiet or overdue, and the reason in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

import rhythm as rhythms
from accounts.models import User
from networks.meetings import aliveness
from networks.meetings.aliveness import Aliveness, Cause, Known, Sign, derived
from networks.models import Meeting, Network
from rhythm.lands import Land
from search.index import indexer
from search.models import Entry
from tests.factories import MeetingFactory, NetworkFactory, UpdateFactory, UserFactory

TODAY = date(2026, 11, 30)
NOON = timezone.make_aware(datetime.combine(TODAY, datetime.min.time().replace(hour=12)))
HIDDEN, MEMBERS = Meeting.Visibility.HIDDEN, Meeting.Visibility.MEMBERS


def days_ago(number: int) -> date:
    return TODAY - timedelta(days=number)


def sign(text: str = "", status: str = "aktiv", **known: int) -> tuple[str, str]:
    """Sign and reason; what is known, in days before today (agreed: in days from now)."""
    days = {name: days_ago(-number if name == "agreed" else number) for name, number in known.items()}
    alive = derived(status, rhythms.parse(text), Known(**days), TODAY)
    return alive.sign.value, alive.reason(TODAY)


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        ("monatlich", {"met": 21}, ("lebendig", "letztes Treffen vor 3 Wochen, etwa monatlich")),
        ("monatlich", {"met": 90}, ("lebendig", "letztes Treffen vor 3 Monaten, etwa monatlich")),
        ("monatlich", {"met": 91},
         ("ueberfaellig", "seit 3 Monaten kein Treffen bekannt, obwohl etwa monatlich vorgesehen")),
        ("monatlich", {"met": 900},
         ("ueberfaellig", "seit 2 Jahren kein Treffen bekannt, obwohl etwa monatlich vorgesehen")),
        ("monatlich", {"met": 213, "agreed": 43}, ("lebendig", "nächstes Treffen am 12. Januar 2027")),
        ("", {"agreed": 1}, ("lebendig", "nächstes Treffen am 1. Dezember 2026")),
        ("nach Bedarf, mindestens viermal im Jahr", {"met": 213},
         ("ueberfaellig", "seit 7 Monaten kein Treffen bekannt, obwohl nach Bedarf, mindestens viermal im Jahr vorgesehen")),
    ],
)  # fmt: skip
def test_meetings_against_the_rhythm(text, known, found):
    assert sign(text, **known) == found


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({"confirmed": 0}, ("ruhig", "heute bestätigt, letztes Treffen vor 7 Monaten")),
        ({"confirmed": 1}, ("ruhig", "gestern bestätigt, letztes Treffen vor 7 Monaten")),
        ({"confirmed": 90}, ("ruhig", "vor 3 Monaten bestätigt, letztes Treffen vor 7 Monaten")),
        ({"told": 14}, ("ruhig", "Zwischenstand vor 2 Wochen, letztes Treffen vor 7 Monaten")),
        ({"told": 5, "confirmed": 5}, ("ruhig", "Zwischenstand vor 5 Tagen, letztes Treffen vor 7 Monaten")),
        ({"told": 6, "confirmed": 5}, ("ruhig", "vor 5 Tagen bestätigt, letztes Treffen vor 7 Monaten")),
    ],
)
def test_nothing_is_said_against_what_was_just_confirmed_or_told(known, found):
    assert sign("monatlich", met=213, **known) == found


def test_the_waiting_begins_anew_with_a_confirmation_and_ends_like_the_first():
    assert sign("monatlich", met=213, confirmed=91)[0] == "ueberfaellig"
    assert sign("monatlich", met=213, told=91, confirmed=120)[0] == "ueberfaellig"


@pytest.mark.parametrize(
    "text", ["", "nach Bedarf", "jeden Montag, bei Vollmond später", "höchstens viermal im Jahr"]
)
def test_where_the_rhythm_says_nothing_a_year_counts(text):
    assert sign(text, met=365)[0] == "lebendig"
    assert sign(text, met=366) == ("ruhig", "seit 12 Monaten ist nichts bekannt")
    assert sign(text, met=800, confirmed=1) == ("lebendig", "gestern bestätigt")
    assert sign(text, told=30) == ("lebendig", "Zwischenstand vor 4 Wochen")


def test_nothing_is_overdue_that_was_never_known_to_meet():
    assert sign("monatlich", confirmed=300) == ("lebendig", "vor 10 Monaten bestätigt")
    assert sign("monatlich", confirmed=800) == ("ruhig", "seit 2 Jahren ist nichts bekannt")
    assert sign("monatlich") == ("", "")


def test_what_rests_is_planned_or_has_ended():
    assert sign("monatlich", "ruhend", met=213) == ("ruht", "letztes Treffen vor 7 Monaten")
    assert sign("ruht zurzeit", met=213) == ("ruht", "letztes Treffen vor 7 Monaten")
    assert sign("ruht zurzeit", agreed=5)[0] == "lebendig"
    for status in ("geplant", "beendet"):
        assert sign("monatlich", status, met=3, agreed=5) == ("", "")


def test_holidays_that_the_rhythm_leaves_out_do_not_count():
    rhythm, today = rhythms.parse("wöchentlich, außer in den Ferien"), date(2026, 9, 7)
    known = Known(met=date(2026, 6, 30))
    assert derived("aktiv", rhythm, known, today).sign == Sign.OVERDUE
    assert derived("aktiv", rhythm, known, today, Land("NI").is_school_holiday).sign == Sign.ALIVE


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("monatlich", {"met": 50}),
        ("monatlich", {"met": 213, "confirmed": 50}),
        ("", {"told": 300}),
        ("im Wintersemester monatlich", {"met": 250}),
        ("monatlich", {"agreed": 4}),
    ],
)
def test_the_sign_is_the_same_until_the_day_on_which_it_may_change(text, known):
    """Too early is only read once more; too late would be wrong."""
    rhythm = rhythms.parse(text)
    days = Known(
        **{name: days_ago(-number if name == "agreed" else number) for name, number in known.items()}
    )
    now = derived("aktiv", rhythm, days, TODAY)
    assert now.changes_on > TODAY
    before = derived("aktiv", rhythm, days, now.changes_on - timedelta(days=1))
    assert (before.sign, before.cause) == (now.sign, now.cause)


def test_what_the_search_keeps_says_the_same():
    for alive in (
        derived("aktiv", rhythms.parse("monatlich"), Known(met=days_ago(213), confirmed=TODAY), TODAY),
        aliveness.NOTHING,
    ):
        kept = Aliveness.from_card(alive.as_card())
        assert (kept.sign, kept.cause, kept.reason(TODAY)) == (alive.sign, alive.cause, alive.reason(TODAY))


def test_every_cause_has_its_words():
    assert set(aliveness._REASONS) == set(Cause)


# --- with what is stored -----------------------------------------------------------------------------------------


@pytest.fixture
def today():
    with time_machine.travel(NOON, tick=False):
        yield


def network_that_met(days: int, visibility: str = Meeting.Visibility.PUBLIC, **given) -> Network:
    network = NetworkFactory(rhythm_text="monatlich", **given)
    MeetingFactory(network=network, start=NOON - timedelta(days=days), visibility=visibility)
    return network


@pytest.mark.django_db
def test_koordination_counts_hidden_meetings_in_the_same_number_of_queries(today, django_assert_num_queries):
    networks = [network_that_met(213), network_that_met(213)]
    MeetingFactory(network=networks[0], start=NOON - timedelta(days=3), visibility=HIDDEN)
    UpdateFactory(network=networks[1], date=days_ago(2), is_public=False)
    NetworkFactory()
    with django_assert_num_queries(1):
        signs = [aliveness.of(network).sign for network in Network.objects.with_doubts().order_by("pk")]
    assert signs == [Sign.ALIVE, Sign.QUIET, Sign.UNKNOWN]
    assert [aliveness.of(network).sign for network in Network.objects.order_by("pk")] == signs


@pytest.mark.django_db
def test_visitors_are_told_what_follows_from_public_meetings(today, client):
    """Not by a letter otherwise, whatever is hidden: neither on the page, nor in the list, nor in the file."""
    network = network_that_met(213)

    def told() -> list[str]:
        pages = [
            client.get(address)
            for address in (
                network.get_absolute_url(),
                "/netzwerke/",
                "/netzwerke/?lebendigkeit=ueberfaellig",
            )
        ]
        texts = [page.content.decode() for page in pages]
        return [*texts, b"".join(client.get("/netzwerke.csv").streaming_content).decode()]

    before = told()
    assert all("überfällig" in page for page in before)
    assert "seit 7 Monaten kein Treffen bekannt, obwohl etwa monatlich vorgesehen" in before[0]
    for visibility in (HIDDEN, MEMBERS):
        MeetingFactory(network=network, start=NOON - timedelta(days=3), visibility=visibility)
        MeetingFactory(network=network, start=NOON + timedelta(days=3), visibility=visibility)
    UpdateFactory(network=network, date=days_ago(1), is_public=False)
    assert told() == before
    client.force_login(UserFactory(role=User.Role.COORDINATION))
    assert "überfällig" not in client.get(network.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_the_index_reads_it_again_when_time_changes_the_sign(today):
    network = network_that_met(60)
    indexer.refresh()
    entry = Entry.objects.get(object_id=network.pk)
    assert "lebendigkeit=lebendig" in entry.facets
    with time_machine.travel(NOON + timedelta(days=31), tick=False):
        assert entry.stale_at <= timezone.now()
        indexer.write("netzwerk", [network.pk])
        entry.refresh_from_db()
        assert "lebendigkeit=ueberfaellig" in entry.facets


@pytest.mark.django_db
def test_the_list_is_filtered_and_ordered_by_it(today, client):
    for name, days in (("Neu", 3), ("Alt", 400), ("Mittel", 100)):
        network_that_met(days, name=name)
    NetworkFactory(name="Unbekannt")

    def names(**query: str) -> list[str]:
        return [hit.name for hit in client.get(reverse("networks:list"), query).context["listing"].hits]

    assert names(sort="aktiv") == ["Neu", "Mittel", "Alt", "Unbekannt"]
    assert names(sort="still") == ["Alt", "Mittel", "Neu", "Unbekannt"]
    assert names(lebendigkeit="ueberfaellig", sort="still") == ["Alt", "Mittel"]


@pytest.mark.django_db
def test_the_admin_filters_by_all_that_is_known(today, client):
    quiet, alive = network_that_met(213), network_that_met(213)
    MeetingFactory(network=alive, start=NOON - timedelta(days=3), visibility=HIDDEN)
    client.force_login(UserFactory(role=User.Role.COORDINATION))
    page = client.get(reverse("admin:networks_network_changelist"), {"lebendigkeit": "ueberfaellig"})
    assert list(page.context["cl"].queryset) == [quiet]
