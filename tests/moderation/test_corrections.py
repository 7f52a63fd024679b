"""A question back shows what was submitted and lets it be changed there, with and without an account."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from moderation import decisions
from moderation.models import Case, Moderated, Note
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    MembershipFactory,
    NetworkFactory,
    NetworkFormatFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SUBMITTED = Moderated.ReviewStatus.SUBMITTED


def submit_actor(submitter=None) -> Case:
    actor = ActorFactory(
        name="Kita Süd",
        phone="05555 1",
        review_status=SUBMITTED,
        submitted_by=submitter,
        kind=ActorKindFactory(),
    )
    actor.themes.add(ThemeFactory(name="Sprache"))
    return decisions.submit(kind=Case.Kind.NEW, entry=actor, submitter=submitter, email="wir@example.org")


def ask(case) -> str:
    """The page behind the link in the mail."""
    decisions.ask(case, by=UserFactory(role="kuration"), text="Stimmt die Telefonnummer?")
    return re.search(r"/vorgang/\S+", mail.outbox[-1].body)[0]


def form_of(page: str) -> dict[str, object]:
    """What a browser would send of an edit form that nobody touched."""
    typed: dict[str, object] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken" and ("checkbox" not in tag or "checked" in tag):
            untold = "on" if "checkbox" in tag else ""  # what a browser says of a box without a value
            text = value[1].replace("&quot;", '"') if value else untold
            typed.setdefault(name[1], []).append(text)
    for name, body in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        typed[name] = chosen[1] if chosen else ""
    return typed


@pytest.mark.parametrize("who", ["account", "visitor"])
def test_the_submission_is_shown_and_corrected(who):
    person = UserFactory() if who == "account" else None
    case = submit_actor(person)
    page_address = ask(case)
    client = Client()
    if person:
        client.force_login(person)
    page = client.get(page_address).content.decode()
    for word in ("Kita Süd", "05555 1", "Sprache", "Stimmt die Telefonnummer?"):
        assert word in page
    correct = re.search(r'href="(/vorgang/[^"]+/angaben/)"', page)[1]
    form = client.get(correct).content.decode()
    typed = form_of(form) | {"phone": "05555 4711"}
    assert client.post(correct, typed | {"phone": "keine"}).status_code == 200
    response = client.post(correct, typed)
    assert response.url == page_address
    case.refresh_from_db()
    assert (case.entry.phone, case.state) == ("05555 4711", Case.State.OPEN)
    assert [theme.name for theme in case.entry.themes.all()] == ["Sprache"]
    note = case.notes.get(kind=Note.Kind.ANSWER)
    assert (note.text, note.author) == ("Angaben geändert: Telefon.", person)
    curator = Client()
    curator.force_login(UserFactory(role="kuration"))
    assert (
        "Angaben geändert: Telefon."
        in curator.get(reverse("moderation:case", args=[case.pk])).content.decode()
    )


def test_a_network_is_shown_with_its_members():
    network = NetworkFactory(
        name="Leserunde", format=NetworkFormatFactory(name="Runder Tisch"), review_status=SUBMITTED
    )
    MembershipFactory(network=network, actor=ActorFactory(name="Kita Süd"))
    page_address = ask(decisions.submit(kind=Case.Kind.NEW, entry=network, email="wir@example.org"))
    page = Client().get(page_address).content.decode()
    assert "Runder Tisch" in page
    assert "Kita Süd" in page
    assert Client().get(f"{page_address}angaben/").status_code == 200


@pytest.mark.parametrize("outcome", [Case.Outcome.ACCEPTED, Case.Outcome.REJECTED])
def test_what_is_decided_is_not_changed_by_the_link(outcome):
    case = submit_actor()
    page_address = ask(case)
    typed = form_of(Client().get(f"{page_address}angaben/").content.decode()) | {"phone": "05555 4711"}
    decisions.decide(case, by=None, outcome=outcome, text="So ist es.")
    assert Client().post(f"{page_address}angaben/", typed).url == page_address
    case.refresh_from_db()
    assert case.entry.phone == "05555 1"
    assert "angaben/" not in Client().get(page_address).content.decode()


@pytest.mark.parametrize("kind", [Case.Kind.REPORT, Case.Kind.CLAIM, Case.Kind.JOIN])
def test_links_of_other_cases_change_no_entry(kind):
    entry = NetworkFactory() if kind == Case.Kind.JOIN else ActorFactory()
    page_address = ask(decisions.submit(kind=kind, entry=entry, email="wir@example.org"))
    assert Client().get(f"{page_address}angaben/").url == page_address
    assert "angaben/" not in Client().get(page_address).content.decode()


def test_internal_fields_are_neither_shown_nor_taken():
    case = submit_actor()
    type(case.entry).objects.filter(pk=case.entry.pk).update(kennung="A017")
    page_address = ask(case)
    assert "A017" not in Client().get(page_address).content.decode()
    typed = form_of(Client().get(f"{page_address}angaben/").content.decode())
    Client().post(
        f"{page_address}angaben/",
        typed | {"phone": "05555 2", "review_status": "veroeffentlicht", "is_internal": "on"},
    )
    case = Case.objects.get(pk=case.pk)
    assert (case.entry.phone, case.entry.review_status, case.entry.is_internal) == (
        "05555 2",
        SUBMITTED,
        False,
    )


def test_a_forged_link_is_not_found():
    submit_actor()
    assert Client().get("/vorgang/1:x/angaben/").status_code == 404
