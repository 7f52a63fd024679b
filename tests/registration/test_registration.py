import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.spam_protection import SpamProtectedForm
from actors.models import Actor
from moderation.models import Case, Draft
from networks.models import Membership, Network
from registration.forms import NetworkWorkForm
from registration.views import DraftView
from tests.factories import ActorFactory, ActorKindFactory, NetworkFactory, NetworkFormatFactory, UserFactory

pytestmark = pytest.mark.django_db


def begin(client, kind="netzwerk") -> Draft:
    client.post(reverse("portal:registration"), {"kind": kind})
    return Draft.objects.latest("created_at")


def step(client, draft, number, /, **answers):
    return client.post(reverse("portal:registration_step", args=[draft.pk, number]), answers)


def fill_network(client, **work) -> Draft:
    draft = begin(client)
    step(
        client, draft, "name", name="Lesenetz Süd", format=NetworkFormatFactory().pk, purpose="Wir lesen vor."
    )
    step(client, draft, "themen")
    step(client, draft, "treffen", rhythm_text="monatlich", **work)
    return draft


def send(client, draft, **answers):
    typed = {"consent": "on", "shown_at": SpamProtectedForm.signer.sign("1")} | answers
    return client.post(reverse("portal:registration_submit", args=[draft.pk]), typed)


def test_registered_person_submits_a_network(client):
    person, library = UserFactory(), ActorFactory(name="Stadtbibliothek")
    client.force_login(person)
    draft = fill_network(client, coordinator_name="Stadtbibliothek", members="Stadtbibliothek\nKita Neu")
    assert send(client, draft, difference="Wir sind im Süden.").status_code == 302
    network = Network.objects.get()
    assert (network.name, network.review_status, network.submitted_by) == (
        "Lesenetz Süd",
        "eingereicht",
        person,
    )
    assert (network.coordinator, network.rhythm_frequency) == (library, "monatlich")
    assert set(network.memberships.values_list("actor__name", "role")) == {
        ("Stadtbibliothek", Membership.Role.COORDINATION),
        ("Kita Neu", Membership.Role.MEMBER),
    }
    assert Actor.objects.get(name="Kita Neu").review_status == "eingereicht"
    assert Case.objects.get(object_id=network.pk, reason="Wir sind im Süden.").kind == "neu"


def test_groups_are_entered_with_the_members(client):
    client.force_login(UserFactory())
    draft = fill_network(client, groups="14 gewählte Vertretungen\nAnwohnerschaft")
    assert send(client, draft).status_code == 302
    assert set(Network.objects.get().member_groups.values_list("name", "number")) == {
        ("gewählte Vertretungen", 14),
        ("Anwohnerschaft", None),
    }


def test_a_group_that_counts_nobody_is_told_at_once(client):
    form = NetworkWorkForm({"groups": "0 Partner\nPartner\nPartner"}, user=UserFactory(), instance=Network())
    assert form.errors["groups"] == [
        "Eine Gruppe zählt mindestens eins; sonst lassen Sie die Zahl leer.",
        "„Partner“ steht zweimal da.",
    ]


def test_tasks_are_entered_with_who_takes_them_on(client):
    client.force_login(UserFactory())
    ActorFactory(name="Stadtbibliothek")
    ActorFactory(name="Volkshochschule Auenberg", short_name="VHS")
    draft = fill_network(
        client,
        members="Stadtbibliothek\nKita Neu (Südstadt)\nVHS",
        tasks="kita neu: Fahrdienst\nStadtbibliothek: Protokoll: jede Sitzung\nVHS: Räume",
    )
    assert send(client, draft).status_code == 302
    assert set(Network.objects.get().commitments.values_list("actor__name", "text")) == {
        ("Kita Neu", "Fahrdienst"),
        ("Stadtbibliothek", "Protokoll: jede Sitzung"),
        ("Volkshochschule Auenberg", "Räume"),
    }


@pytest.mark.parametrize(
    ("tasks", "told"),
    [
        (
            "Fahrdienst",
            "„Fahrdienst“: Bitte schreiben Sie die Einrichtung, einen Doppelpunkt und die Aufgabe.",
        ),
        ("Kita Neu:", "„Kita Neu:“: Bitte schreiben Sie die Einrichtung, einen Doppelpunkt und die Aufgabe."),
        ("Hort: a\nHort: a", "„Hort: a“ steht zweimal da."),
        ("Hort: " + "a" * 301, "„" + "a" * 60 + " …“ ist zu lang für eine Aufgabe."),
        (
            "Chor: Singen",
            "„Chor“ steht nicht unter den Mitgliedern: Bitte nennen Sie die Einrichtung auch dort.",
        ),
    ],
)
def test_a_task_that_nobody_takes_on_is_told_at_once(db, tasks, told):
    form = NetworkWorkForm({"members": "Hort (Süd)", "tasks": tasks}, user=UserFactory(), instance=Network())
    assert form.errors["tasks"] == [told]


def test_without_account_nothing_happens_before_the_mail_is_confirmed(client):
    draft = fill_network(client)
    page = send(client, draft, email="neu@example.org")
    assert "neu@example.org" in page.content.decode()
    assert Network.objects.count() == 0
    [path] = re.findall(r"/eintragen/bestaetigen/\S+", mail.outbox[-1].body)
    assert client.get(path).status_code == 200
    assert Network.objects.count() == 0  # opening the link is what mail scanners do
    client.post(path)
    client.post(path)
    assert Network.objects.get().review_status == "eingereicht"
    assert Case.objects.get().submitter_email == "neu@example.org"


def test_forged_confirmation_is_refused(client):
    assert client.post(reverse("portal:registration_confirm", args=["x:y:z"])).status_code == 410


def test_wrong_answers_stay_typed_and_are_explained(client):
    draft = begin(client)
    page = step(client, draft, "name", name="", purpose="Wir lesen vor.").content.decode()
    assert "Wir lesen vor." in page
    assert "data-error-summary" in page
    draft.refresh_from_db()
    assert draft.answers["purpose"] == ["Wir lesen vor."]


def test_draft_is_kept_and_found_again_by_its_owner(client):
    client.force_login(UserFactory())
    draft = begin(client)
    step(client, draft, "name", name="Angefangen", sichern="1")
    assert "Angefangen" in client.get(reverse("portal:registration")).content.decode()


def test_two_windows_do_not_overwrite_each_other(client):
    draft = Draft.objects.create(kind="netzwerk", answers={"name": ["Leserunde"]})
    one, other = DraftView(), DraftView()
    one.draft, other.draft = (Draft.objects.get(pk=draft.pk) for _window in range(2))
    one.keep({"purpose": ["Wir lesen vor."]})
    other.keep({"name": ["Leserunde Nord"]})
    draft.refresh_from_db()
    assert draft.answers == other.draft.answers == {"name": ["Leserunde Nord"], "purpose": ["Wir lesen vor."]}


def test_draft_of_somebody_else_is_not_there(client):
    client.force_login(UserFactory())
    draft = begin(client)
    client.force_login(UserFactory())
    for url in ("portal:registration_submit", "portal:registration_step"):
        args = [draft.pk, "name"] if url.endswith("step") else [draft.pk]
        assert client.get(reverse(url, args=args)).status_code == 404


def test_coordinator_that_is_not_listed_gets_a_suggestion(client):
    ActorFactory(name="Stadtbibliothek Auenberg")
    draft = begin(client)
    page = step(client, draft, "treffen", coordinator_name="Stadtbiblothek Auenberg").content.decode()
    assert "Meinten Sie „Stadtbibliothek Auenberg“?" in page


def test_extra_fields_change_nothing(client):
    """Mass assignment: what the form does not ask for is not taken."""
    client.force_login(UserFactory())
    draft = begin(client, "akteur")
    step(
        client,
        draft,
        "name",
        name="Kita Süd",
        kind=ActorKindFactory().pk,
        review_status="veroeffentlicht",
        slug="x",
    )
    step(client, draft, "themen")
    step(client, draft, "kontakt", kennung="A001", is_internal="on")
    send(client, draft)
    actor = Actor.objects.get()
    assert (actor.review_status, actor.slug, actor.kennung, actor.is_internal) == (
        "eingereicht",
        "kita-sued",
        None,
        False,
    )


def test_submitting_twice_makes_one_entry(client):
    client.force_login(UserFactory())
    draft = fill_network(client)
    send(client, draft)
    page = send(client, draft).content.decode()
    assert Network.objects.count() == 1
    assert "ist eingereicht" in page


def test_same_name_is_shown_as_existing(client):
    NetworkFactory(name="Lesenetz Süd", purpose="Wir lesen Kindern vor.", review_status="veroeffentlicht")
    draft = begin(client)
    step(client, draft, "name", name="Lesenetz Süd")
    page = client.get(reverse("portal:registration_step", args=[draft.pk, "name"])).content.decode()
    assert "gibt es schon" in page


@pytest.mark.parametrize("kind", ["", "unsinn", "unsinn\x00"])
def test_unknown_kind_is_asked_again(client, kind):
    response = client.post(reverse("portal:registration"), {"kind": kind}, follow=True)
    assert "Bitte wählen Sie" in response.content.decode()


def test_hostile_answers_are_kept_harmless(client):
    draft = begin(client)
    page = step(client, draft, "name", name="\x00<script>alert(1)</script>" + "x" * 10_000, districts="zzz")
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
