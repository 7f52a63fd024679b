import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from moderation import decisions
from moderation.models import Case, Moderated, Note
from tests.factories import ActorFactory, NetworkFactory, UserFactory
from tests.markup import flat
from tests.people import login

pytestmark = pytest.mark.django_db
REPORT = {
    "what": "veraltet",
    "reason": "Die Leiterin heißt anders.",
    "email": "a@example.org",
    "homepage": "",
}


@pytest.fixture
def curator():
    return UserFactory(role="kuration")


@pytest.fixture
def case():
    return decisions.submit(
        kind=Case.Kind.REPORT, entry=ActorFactory(), email="a@example.org", reason="Stimmt nicht."
    )


def form_values(client, url) -> dict[str, str]:
    """The hidden fields of a form, as a browser sends them back."""
    page = flat(client.get(url).content.decode())
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_anybody_reports_an_entry(client):
    network = NetworkFactory()
    url = reverse("networks:report", args=[network.slug])
    response = client.post(url, form_values(client, url) | REPORT)
    assert response.status_code == 200
    case = Case.objects.get()
    assert (case.entry, case.kind, case.payload) == (network, "meldung", {"what": "veraltet"})
    assert [m.to for m in mail.outbox] == [["a@example.org"]]


def test_second_click_on_send_opens_no_second_case(client):
    url = reverse("actors:report", args=[ActorFactory().slug])
    values = form_values(client, url) | REPORT
    client.post(url, values)
    client.post(url, values)
    assert (Case.objects.count(), len(mail.outbox)) == (1, 1)


def test_robot_that_fills_the_hidden_field_is_turned_away(client):
    url = reverse("actors:report", args=[ActorFactory().slug])
    response = client.post(url, form_values(client, url) | REPORT | {"homepage": "https://spam.example"})
    assert (response.status_code, Case.objects.count()) == (200, 0)


def test_stale_form_keeps_what_was_typed(client):
    url = reverse("actors:report", args=[ActorFactory().slug])
    page = client.post(url, form_values(client, url) | REPORT | {"shown_at": "1:x:y"}).content.decode()
    assert "Ihr Text ist noch da" in page
    assert REPORT["reason"] in page


def test_who_is_logged_in_is_told_of_no_address_and_no_account(client):
    url = reverse("actors:report", args=[ActorFactory().slug])
    client.force_login(UserFactory())
    assert "kein Konto" not in client.get(url).content.decode()
    thanks = client.post(url, form_values(client, url) | REPORT).content.decode()
    assert "Danke für Ihren Hinweis." in thanks
    assert "angegeben haben" not in thanks


def test_unpublished_entry_cannot_be_reported_by_a_stranger(client):
    network = NetworkFactory(review_status=Moderated.ReviewStatus.SUBMITTED)
    assert client.get(reverse("networks:report", args=[network.slug])).status_code == 404


def test_curator_publishes_a_new_entry_and_the_submitter_hears_of_it(client, curator):
    submitter = UserFactory()
    entry = NetworkFactory(review_status=Moderated.ReviewStatus.SUBMITTED, submitted_by=submitter)
    case = decisions.submit(kind=Case.Kind.NEW, entry=entry, submitter=submitter)
    client.force_login(curator)
    client.post(reverse("moderation:case", args=[case.pk]), {"action": "decide", "outcome": "angenommen"})
    entry.refresh_from_db()
    assert entry.is_public
    assert entry.published_at is not None
    assert (mail.outbox[-1].to, "veröffentlicht" in mail.outbox[-1].subject) == ([submitter.email], True)


def test_rejection_needs_words(client, curator, case):
    client.force_login(curator)
    response = client.post(
        reverse("moderation:case", args=[case.pk]), {"action": "decide", "outcome": "abgelehnt", "text": ""}
    )
    case.refresh_from_db()
    assert "Bitte begründen Sie die Ablehnung" in response.content.decode()
    assert not case.is_done


def test_second_reviewer_is_told_who_was_faster(client, curator, case):
    decisions.decide(case, by=UserFactory(name="Ada Beck", role="kuration"), outcome=Case.Outcome.ACCEPTED)
    client.force_login(curator)
    response = client.post(
        reverse("moderation:case", args=[case.pk]),
        {"action": "decide", "outcome": "abgelehnt", "text": "Nein."},
        follow=True,
    )
    case.refresh_from_db()
    assert case.outcome == "angenommen"
    assert "Ada Beck" in response.content.decode()


def test_question_and_answer_bring_the_case_back(client, curator, case):
    client.force_login(curator)
    client.post(reverse("moderation:case", args=[case.pk]), {"action": "ask", "frage-text": "Seit wann?"})
    case.refresh_from_db()
    assert case.state == "rueckfrage"
    [path] = re.findall(r"/vorgang/\S+", mail.outbox[-1].body)
    client.logout()
    client.post(path, {"text": "Seit Mai."})
    case.refresh_from_db()
    assert case.state == "offen"
    assert list(case.notes.values_list("kind", "text"))[1:] == [
        (Note.Kind.QUESTION, "Seit wann?"),
        (Note.Kind.ANSWER, "Seit Mai."),
    ]


def test_forged_answer_address_leads_nowhere(client, case):
    assert client.get(reverse("moderation:answer", args=[f"{case.pk}:forged"])).status_code == 404


@pytest.mark.parametrize("role", ["registriert", "koordination"])
def test_only_curators_see_the_queue(client, case, role):
    client.force_login(UserFactory(role=role))
    assert client.get(reverse("moderation:queue")).status_code == 403
    assert client.get(reverse("moderation:case", args=[case.pk])).status_code == 403


@pytest.mark.parametrize("number", [1, 3, 12])
def test_queue_takes_the_same_queries_for_any_number(client, curator, django_assert_max_num_queries, number):
    for _ in range(number):
        decisions.submit(
            kind=Case.Kind.REPORT,
            entry=ActorFactory(),
            reason="x",
            submission_key=uuid4(),
            email="a@example.org",
        )
    client.force_login(curator)
    with django_assert_max_num_queries(8):
        client.get(reverse("moderation:queue"))


def test_case_page_shows_what_was_said(client, curator, case):
    client.force_login(curator)
    page = client.get(reverse("moderation:case", args=[case.pk])).content.decode()
    assert "Stimmt nicht." in page
    assert "a@example.org" in page


def test_answer_page_is_open_while_the_case_is_and_thirty_days_after(client, curator, case, time_machine):
    page = reverse("moderation:answer", args=[decisions.SIGNER.sign(str(case.pk))])
    now = timezone.now()
    time_machine.move_to(now + timedelta(days=400))
    assert client.get(page).status_code == 200
    decisions.decide(case, by=curator, outcome=Case.Outcome.REJECTED, text="Nein.")
    time_machine.move_to(now + timedelta(days=429, hours=23))
    assert client.get(page).status_code == 200
    time_machine.move_to(now + timedelta(days=430, hours=1))
    for response in (client.get(page), client.post(page, {"text": "Doch"})):
        assert response.status_code == 410
        assert "gilt nicht mehr" in response.content.decode()
        assert "Nein." not in response.content.decode()


def test_answer_page_stays_open_to_the_account_that_wrote(client, curator, time_machine):
    who, other = UserFactory(), UserFactory()
    case = decisions.submit(kind=Case.Kind.REPORT, entry=NetworkFactory(), submitter=who, reason="x")
    decisions.decide(case, by=curator, outcome=Case.Outcome.REJECTED, text="Nein.")
    page = reverse("moderation:answer", args=[decisions.SIGNER.sign(str(case.pk))])
    time_machine.move_to(timezone.now() + timedelta(days=31))
    client.force_login(other)
    assert client.get(page).status_code == 410
    client.force_login(who)
    assert client.get(page).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [lambda: f"{NetworkFactory().get_absolute_url()}melden/", lambda: "/barriere-melden/"],
)
def test_who_is_logged_in_is_not_asked_for_an_address(client, address):
    page = address()
    assert 'type="email"' in client.get(page).content.decode()
    client.force_login(UserFactory())
    assert 'type="email"' not in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("factory", "pairs"),
    [(ActorFactory, "/doppelstrukturen/akteure/"), (NetworkFactory, "/doppelstrukturen/")],
)
def test_who_reports_a_double_is_led_back_to_the_pairs(factory, pairs):
    entry, client = factory(), login(UserFactory(role="koordination"))
    url = reverse(f"{entry._meta.app_label}:report", args=[entry.slug])
    for what, leads_back in (("doppelt", True), ("falsch", False)):
        thanks = client.post(url, form_values(client, url) | REPORT | {"what": what}).content.decode()
        main = thanks.partition("<main")[2]
        assert (f'href="{pairs}"' in main) is leads_back
