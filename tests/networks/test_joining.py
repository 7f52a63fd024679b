"""Joining a network, leaving it, ending it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from moderation import decisions, requests
from moderation.models import Case
from networks.models import Membership, Network
from networks.recognition.candidates import FoundNetwork
from tests.factories import ActorFactory, MembershipFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kita(person):
    return ActorFactory(name="Kita Süd", editors=[person])


@pytest.fixture
def editor():
    return UserFactory(name="Eva Editor")


@pytest.fixture
def network(editor):
    return NetworkFactory(name="Leserunde", editors=[editor])


def url(network, page: str) -> str:
    return reverse(f"networks:{page}", args=[network.slug])


def ask(client, network, actor, **extra):
    return client.post(url(network, "join"), {"actor": actor.pk, "text": "Wir lesen auch."} | extra)


def answer_page(case) -> str:
    return reverse("moderation:request", args=[case.pk])


def test_request_goes_to_the_editors_who_accept_it(client, network, kita, person, editor):
    client.force_login(person)
    assert ask(client, network, kita).status_code == 302
    case = Case.objects.get()
    assert (case.kind, case.audience, case.submitter) == ("mitmachen", "bearbeitende", person)
    assert [m.to for m in mail.outbox] == [[person.email], [editor.email]]
    assert answer_page(case) in mail.outbox[1].body
    client.force_login(editor)
    assert answer_page(case) in client.get(reverse("portal:mine")).content.decode()
    page = client.get(answer_page(case)).content.decode()
    assert "Kita Süd" in page
    assert "Wir lesen auch." in page
    for _click in range(2):
        client.post(answer_page(case), {"action": "decide", "outcome": "angenommen"})
    membership = Membership.objects.get()
    assert (membership.network, membership.actor, membership.role, membership.since, membership.until) == (
        network, kita, "mitglied", timezone.localdate(), None,
    )  # fmt: skip
    assert mail.outbox[-1].to == [person.email]
    assert "ab heute Mitglied" in mail.outbox[-1].body
    assert len(mail.outbox) == 3


def test_editors_ask_back_and_decline_with_a_reason(client, network, kita, person, editor):
    client.force_login(person)
    ask(client, network, kita)
    case = Case.objects.get()
    client.force_login(editor)
    client.post(answer_page(case), {"action": "ask", "frage-text": "Wie viele Kinder?"})
    assert "Wie viele Kinder?" in mail.outbox[-1].body
    [path] = re.findall(r"/vorgang/\S+", mail.outbox[-1].body)
    Client().post(path, {"text": "Sechzig."})
    assert (mail.outbox[-1].to, "Sechzig." in mail.outbox[-1].body) == ([editor.email], True)
    client.post(answer_page(case), {"action": "decide", "outcome": "abgelehnt"})
    case.refresh_from_db()
    assert not case.is_done
    client.post(answer_page(case), {"action": "decide", "outcome": "abgelehnt", "text": "Wir sind voll."})
    assert "Wir sind voll." in mail.outbox[-1].body
    assert Membership.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "status"), [("visitor", 302), ("stranger", 404), ("person", 404), ("koordination", 404), ("kuration", 200)]
)  # fmt: skip
def test_only_editors_and_curators_decide(client, network, kita, person, who, status):
    decider = Client()
    decider.force_login(person)
    ask(decider, network, kita)
    case = Case.objects.get()
    if who != "visitor":
        role = who if who in {"koordination", "kuration"} else "registriert"
        client.force_login(person if who == "person" else UserFactory(role=role))
    assert client.get(answer_page(case)).status_code == status
    client.post(answer_page(case), {"action": "decide", "outcome": "angenommen"})
    assert Membership.objects.count() == (1 if who == "kuration" else 0)


def test_editor_of_the_coordinating_actor_decides_too(client, kita, person):
    boss = UserFactory()
    network = NetworkFactory(coordinator=ActorFactory(editors=[boss]))
    client.force_login(person)
    ask(client, network, kita)
    client.force_login(boss)
    assert client.get(answer_page(Case.objects.get())).status_code == 200


def test_without_editors_the_address_on_record_decides_by_a_link(client, kita, person):
    network = NetworkFactory(coordinator=ActorFactory(email="buero@verein.de"))
    client.force_login(person)
    ask(client, network, kita)
    assert [m.to for m in mail.outbox] == [[person.email], ["buero@verein.de"]]
    [path] = re.findall(r"/anfrage/\S+", mail.outbox[1].body)
    stranger = Client()
    assert stranger.get(path).status_code == 200
    assert Membership.objects.count() == 0  # mail scanners open links
    for _click in range(2):
        stranger.post(path, {"action": "decide", "outcome": "angenommen"})
    assert Membership.objects.get().actor == kita
    Membership.objects.all().delete()
    stranger.post(path, {"action": "decide", "outcome": "angenommen"})  # used up
    assert Membership.objects.count() == 0


def test_forged_and_old_links_decide_nothing(client, network, kita, person, monkeypatch):
    case = decisions.submit(kind=Case.Kind.JOIN, entry=network, payload={"actor": kita.pk})
    good = requests.link_for(case)
    forged = reverse("moderation:request_by_link", args=[decisions.SIGNER.sign(str(case.pk))])
    later = (timezone.now() + timedelta(days=31)).timestamp()
    assert client.post(forged, {"action": "decide", "outcome": "angenommen"}).status_code == 404
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.post(good, {"action": "decide", "outcome": "angenommen"}).status_code == 404
    assert Membership.objects.count() == 0


def test_with_nobody_to_ask_the_curators_decide(client, kita, person):
    client.force_login(person)
    ask(client, NetworkFactory(), kita)
    assert Case.objects.for_curation().count() == 1
    assert [m.to for m in mail.outbox] == [[person.email]]


def test_second_request_is_refused_kindly(client, network, kita, person):
    client.force_login(person)
    ask(client, network, kita)
    page = ask(client, network, kita).content.decode()
    assert "läuft schon eine Anfrage" in page
    assert Case.objects.count() == 1
    decisions.decide(Case.objects.get(), by=None, outcome=Case.Outcome.ACCEPTED)
    assert "ist schon Mitglied" in ask(client, network, kita).content.decode()


def test_nobody_asks_for_an_actor_of_somebody_else(client, network, kita):
    client.force_login(UserFactory())
    assert ask(client, network, kita).status_code == 200
    client.force_login(UserFactory(role="kuration"))
    assert ask(client, network, kita).status_code == 200
    assert Case.objects.count() == 0


@pytest.mark.parametrize("closed", [{"openness": "geschlossen"}, {"status": "beendet"}])
def test_closed_networks_take_no_requests(client, kita, person, closed):
    network = NetworkFactory(**closed)
    client.force_login(person)
    assert url(network, "join") not in client.get(network.get_absolute_url()).content.decode()
    assert "nimmt zurzeit niemanden auf" in client.get(url(network, "join")).content.decode()
    ask(client, network, kita)
    assert Case.objects.count() == 0
    assert FoundNetwork(None, network).join_address == ""
    assert FoundNetwork(None, NetworkFactory(slug="x", name="X")).join_address == "/netzwerke/x/mitmachen/"


def test_extra_fields_change_nothing(client, network, kita, person):
    client.force_login(person)
    ask(client, network, kita, role="koordination", state="erledigt", audience="kuration", since="2000-01-01")
    case = Case.objects.get()
    assert (case.state, case.audience) == ("offen", "bearbeitende")
    assert case.payload == {"actor": kita.pk, "name": "Kita Süd"}


def test_editor_of_a_member_leaves_and_comes_back_the_same_day(client, network, kita, person, editor):
    seat = MembershipFactory(network=network, actor=kita)
    client.force_login(person)
    assert url(network, "leave") in client.get(network.get_absolute_url()).content.decode()
    assert client.get(url(network, "leave")).status_code == 200
    client.post(url(network, "leave"), {"membership": seat.pk})
    seat.refresh_from_db()
    assert seat.until == timezone.localdate()
    assert [(m.to, "Kita Süd" in m.subject) for m in mail.outbox] == [([editor.email], True)]
    assert client.post(url(network, "leave"), {"membership": seat.pk}).status_code == 404
    ask(client, network, kita)
    decisions.decide(Case.objects.get(), by=None, outcome=Case.Outcome.ACCEPTED)
    assert Membership.objects.get().until is None


def test_nobody_else_ends_a_membership(client, network, kita, person, editor):
    seat, own = MembershipFactory(network=network, actor=kita), ActorFactory(editors=[editor])
    MembershipFactory(network=network, actor=own)
    client.force_login(editor)
    client.post(url(network, "leave"), {"membership": seat.pk})
    seat.refresh_from_db()
    assert seat.until is None
    client.force_login(UserFactory())
    assert client.get(url(network, "leave")).status_code == 404


def test_coordinator_hands_over_before_leaving(client, kita, person):
    network = NetworkFactory(coordinator=kita)
    MembershipFactory(network=network, actor=kita)
    client.force_login(person)
    assert client.get(url(network, "leave")).status_code == 404


def test_network_ends_with_reason_and_successor(client, network, editor):
    successor = NetworkFactory(name="Lesebündnis")
    Network.objects.filter(pk=network.pk).update(is_permanent=True)
    client.force_login(editor)
    values = {"ends_on": "2026-01-31", "end_reason": "Das Ziel ist erreicht.", "successor": "lesebündnis"}
    assert client.post(url(network, "end"), {"ends_on": "2026-01-31"}).status_code == 200
    client.post(url(network, "end"), values)
    client.post(url(network, "end"), values | {"end_reason": "Noch einmal."})
    network.refresh_from_db()
    assert (network.status, network.ends_on.isoformat(), network.end_reason, network.successor) == (
        "beendet", "2026-01-31", "Das Ziel ist erreicht.", successor,
    )  # fmt: skip
    assert successor.name in client.get(network.get_absolute_url()).content.decode()


@pytest.mark.parametrize("wrong", [{"ends_on": "2999-01-01"}, {"successor": "Leserunde"}, {"successor": "Gibt es nicht"}])  # fmt: skip
def test_end_that_cannot_be_is_refused(client, network, editor, wrong):
    client.force_login(editor)
    values = {"ends_on": "2026-01-31", "end_reason": "Fertig."} | wrong
    assert client.post(url(network, "end"), values).status_code == 200
    network.refresh_from_db()
    assert network.status == "aktiv"


def test_only_editors_end_a_network(client, network, person):
    values = {"ends_on": "2026-01-31", "end_reason": "Fertig."}
    assert client.post(url(network, "end"), values).status_code == 302  # to the login
    client.force_login(person)
    assert client.post(url(network, "end"), values).status_code == 404
    network.refresh_from_db()
    assert network.status == "aktiv"


def test_names_cannot_inject_headers(client, person):
    network = NetworkFactory(name="Netz\r\nBcc: all@example.org", editors=[UserFactory()])
    actor = ActorFactory(name="Kita\r\nBcc: all@example.org", editors=[person])
    client.force_login(person)
    ask(client, network, actor)
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        assert "\n" not in letter.subject
        assert "Bcc" not in letter.message()


def test_sending_needs_the_token_of_the_form(network, kita, person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    assert ask(client, network, kita).status_code == 403
    assert Case.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_my_page_takes_the_same_queries_for_any_number(client, editor, django_assert_max_num_queries, number):
    for _ in range(number):
        network = NetworkFactory(editors=[editor])
        actor = ActorFactory(editors=[editor])
        decisions.submit(
            kind=Case.Kind.JOIN, entry=network, submitter=editor, payload={"actor": actor.pk, "name": "x"},
            audience=Case.Audience.EDITORS,
        )  # fmt: skip
    client.force_login(editor)
    client.get(reverse("portal:mine"))
    with django_assert_max_num_queries(14):
        page = client.get(reverse("portal:mine")).content.decode()
    assert page.count("/zwischenstand/") == number


def test_my_page_shows_only_what_is_mine(client, network, kita, person):
    client.force_login(person)
    page = client.get(reverse("portal:mine")).content.decode()
    assert kita.name in page
    assert network.name not in page
