"""The curators' queue: what stands beside a case, how many wait, and two people at one case."""

import html

import pytest
from django.urls import reverse

from moderation import decisions
from moderation.models import Case
from networks.models import Network
from tests.factories import ActorFactory, NetworkFactory, UserFactory
from tests.people import login

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return UserFactory(name="Kim Kuratorin", role="kuration")


@pytest.fixture
def twins():
    """A published network, and one like it that somebody just handed in."""
    words = {"purpose": "Wir fördern das Vorlesen in Familien mit kleinen Kindern."}
    old = NetworkFactory(name="Vorlesenetzwerk Nordstadt", **words)
    new = NetworkFactory(name="Netzwerk Vorlesen Nordstadt", review_status="eingereicht", **words)
    return old, new


def new_case(entry, **extra) -> Case:
    return decisions.submit(kind=Case.Kind.NEW, entry=entry, submitter=UserFactory(), **extra)


def page(case) -> str:
    return reverse("moderation:case", args=[case.pk])


def test_new_network_stands_beside_what_is_like_it_and_is_merged_from_there(twins, curator):
    old, new = twins
    case = new_case(new, reason="Wir treffen uns abends.")
    client = login(curator)
    text = html.unescape(client.get(page(case)).content.decode())
    assert "Wir treffen uns abends." in text
    address = f"{reverse('networks:merge')}?bleibt={old.slug}&geht={new.slug}"
    assert address in text
    assert client.get(address).status_code == 200
    client.post(reverse("networks:merge"), {"bleibt": old.slug, "geht": new.slug})
    assert list(Network.objects.all()) == [old]
    case.refresh_from_db()
    assert (case.state, case.outcome, case.entry) == ("erledigt", "zusammengefuehrt", old)


def test_new_actor_stands_beside_what_is_like_it(curator):
    old = ActorFactory(
        name="Stadtbibliothek Auenberg", city="Auenberg", street="Marktplatz 1", postal_code="37990"
    )
    new = ActorFactory(
        name="Stadtbibliothek Auenberg", city="Auenberg", street="Marktplatz 1", postal_code="37990",
        review_status="eingereicht",
    )  # fmt: skip
    client = login(curator)
    address = f"{reverse('actors:merge')}?bleibt={old.slug}&geht={new.slug}"
    assert address in html.unescape(client.get(page(new_case(new))).content.decode())
    assert client.get(address).status_code == 200


def test_report_of_a_double_shows_what_is_alike_and_other_reports_do_not(twins, curator):
    old, new = twins
    client = login(curator)
    shown = {}
    for what in ("doppelt", "falsch"):
        case = decisions.submit(kind=Case.Kind.REPORT, entry=old, reason="Sieh an.", payload={"what": what})
        sections = client.get(page(case)).context["sections"]
        shown[what] = [item.entry for _template, content in sections for item in content["alike"]]
    assert shown == {"doppelt": [new], "falsch": []}


def test_decided_case_compares_nothing_any_more(twins, curator):
    case = new_case(twins[1])
    decisions.decide(case, by=curator, outcome=Case.Outcome.ACCEPTED)
    assert login(curator).get(page(case)).context["sections"] == []


@pytest.mark.parametrize(
    ("role", "sees"), [("kuration", True), ("koordination", False), ("registriert", False)]
)
def test_bar_says_to_curators_how_many_wait(role, sees):
    for _ in range(2):
        new_case(NetworkFactory(review_status="eingereicht"))
    asked = new_case(NetworkFactory(review_status="eingereicht"))
    decisions.ask(asked, by=None, text="Wo?")
    text = login(UserFactory(role=role)).get(reverse("portal:imprint")).content.decode()
    assert ('<span class="count">2<' in text) == sees


def test_admin_says_how_many_wait(curator, settings):
    settings.STAFF_NEEDS_MFA = False
    new_case(NetworkFactory(review_status="eingereicht"))
    text = login(curator).get(reverse("admin:index")).content.decode()
    assert "1 offen" in text
    assert reverse("moderation:queue") in text


def test_reviewer_who_missed_something_is_told_before_the_decision_counts(curator):
    case = new_case(NetworkFactory(review_status="eingereicht"))
    client = login(curator)
    seen = client.get(page(case)).context["case"].version
    decisions.ask(case, by=UserFactory(role="kuration"), text="Wo trifft man sich?")
    typed = {"action": "decide", "outcome": "abgelehnt", "text": "Passt nicht.", "fassung": seen}
    response = client.post(page(case), typed)
    text = response.content.decode()
    assert "ist an diesem Vorgang etwas geschehen" in text
    assert "Passt nicht." in text
    case.refresh_from_db()
    assert not case.is_done
    client.post(page(case), typed | {"fassung": response.context["case"].version})
    case.refresh_from_db()
    assert case.outcome == "abgelehnt"


def test_second_reviewer_hears_who_decided(curator):
    case = new_case(NetworkFactory(review_status="eingereicht"))
    client = login(UserFactory(role="kuration"))
    seen = client.get(page(case)).context["case"].version
    decisions.decide(case, by=curator, outcome=Case.Outcome.ACCEPTED)
    data = {"action": "decide", "outcome": "abgelehnt", "text": "Nein.", "fassung": seen}
    text = client.post(page(case), data, follow=True).content.decode()
    assert "Kim Kuratorin" in text
    case.refresh_from_db()
    assert case.outcome == "angenommen"


def test_page_says_who_is_at_the_case(curator):
    case = new_case(NetworkFactory(review_status="eingereicht"))
    login(curator).post(page(case), {"action": "assign"})
    assert (
        "Kim Kuratorin bearbeitet diesen Vorgang"
        in login(UserFactory(role="kuration")).get(page(case)).content.decode()
    )
    assert "bearbeitet diesen Vorgang" not in login(curator).get(page(case)).content.decode()
