"""Lists to subscribe to: feeds and calendars of exactly their hits, as everybody sees them."""

from datetime import datetime, timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from accounts.models import User
from networks.models import Network
from tests.factories import ActorFactory, MeetingFactory, NetworkFactory, ThemeFactory, UserFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MORNING = datetime(2026, 11, 2, 8, tzinfo=ZoneInfo("Europe/Berlin"))


def feed(client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def titles(client, address: str) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in feed(client, address).iter(f"{ATOM}entry")]


@pytest.fixture
def theme():
    theme = ThemeFactory(name="Sprachbildung")
    for day, factory, name in (
        (1, NetworkFactory, "Lesenetz"),
        (3, ActorFactory, "Kita Nord"),
        (2, NetworkFactory, "Rat & <Tat>"),
    ):
        factory(name=name, themes=[theme], published_at=MORNING + timedelta(days=day))
    NetworkFactory(name="Ohne Thema", published_at=MORNING)
    NetworkFactory(name="Verborgen", themes=[theme], review_status="entwurf")
    return theme


def test_hits_newest_first(client, theme):
    assert titles(client, "/verzeichnis.atom") == ["Kita Nord", "Rat & <Tat>", "Lesenetz", "Ohne Thema"]
    assert titles(client, "/verzeichnis.atom?thema=sprachbildung&art=netzwerk") == ["Rat & <Tat>", "Lesenetz"]
    assert titles(client, "/netzwerke.atom?q=Lesenetz") == ["Lesenetz"]
    assert titles(client, "/akteure.atom") == ["Kita Nord"]


def test_people_with_rights_get_the_same_as_everybody(client, theme):
    everybody = client.get("/netzwerke.atom").content
    client.force_login(UserFactory(role=User.Role.SYSTEM))
    assert client.get("/netzwerke.atom").content == everybody


def test_addresses_are_canonical_and_lead_to_the_list(client, theme, settings):
    found = feed(client, "/netzwerke.atom?page=2&thema=sprachbildung&sort=name&ansicht=karte&q=+Lesen")
    links = {link.get("rel"): link.get("href") for link in found.findall(f"{ATOM}link")}
    query = "?q=Lesen&thema=sprachbildung"
    assert links == {
        "self": f"{settings.SITE_URL}/netzwerke.atom{query}",
        "alternate": f"{settings.SITE_URL}/netzwerke/{query}",
    }
    assert found.findtext(f"{ATOM}title") == "Netzwerke: „Lesen“, Sprachbildung"


def test_an_entry_keeps_its_identity_when_it_is_renamed(client, theme):
    def identity() -> str:
        return feed(client, "/akteure.atom").find(f"{ATOM}entry").findtext(f"{ATOM}id")

    before = identity()
    actor = theme.actors.get()
    actor.name = "Kita Süd"
    actor.save()
    assert identity() == before


def test_unchanged_feed_and_calendar_are_not_sent_again(client, theme):
    MeetingFactory(network=Network.objects.get(name="Lesenetz"))
    for address in ("/verzeichnis.atom", "/netzwerke.atom?q=gibtesnirgends", "/netzwerke.ics"):
        etag = client.get(address)["ETag"]
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304, address
        NetworkFactory(name="Lesenetz gibtesnirgends", published_at=MORNING)
        MeetingFactory(network=Network.objects.latest("pk"))
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 200, address


def test_list_names_its_feed(client, theme, settings):
    page = flat(client.get("/netzwerke/?thema=sprachbildung&ansicht=karte").content.decode())
    link = f'<link rel="alternate" type="application/atom+xml" href="{settings.SITE_URL}/netzwerke.atom?thema=sprachbildung"'
    assert link in page
    assert 'href="/netzwerke.ics?thema=sprachbildung"' in page
    assert ".ics" not in client.get("/akteure/").content.decode()


def test_calendar_holds_the_meetings_of_the_hits(client, theme):
    for name in ("Lesenetz", "Ohne Thema", "Verborgen"):
        MeetingFactory(network=Network.objects.get(name=name), title=name)
    MeetingFactory(
        network=Network.objects.get(name="Lesenetz"),
        title="Vorbei",
        start=timezone.now() - timedelta(days=90),
    )

    def meetings(address: str) -> list[str]:
        response = client.get(address)
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        return [str(event["SUMMARY"]) for event in Calendar.from_ical(response.content).events]

    assert meetings("/netzwerke.ics?thema=sprachbildung") == ["Lesenetz"]
    assert meetings("/verzeichnis.ics") == ["Lesenetz", "Ohne Thema"]
    client.force_login(UserFactory(role=User.Role.SYSTEM))
    assert meetings("/verzeichnis.ics") == ["Lesenetz", "Ohne Thema"]


@pytest.mark.parametrize(
    "query", ["q=%00", "q=" + "a" * 5000, "thema=quatsch", "q=%22%27%3A*%7C%26!%3C-%3E()"]
)
def test_nonsense_is_answered(client, theme, query):
    for path in ("verzeichnis.atom", "akteure.atom", "netzwerke.ics"):
        assert client.get(f"/{path}?{query}").status_code == 200
