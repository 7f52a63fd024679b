"""The wizard says what exists already while somebody fills it in, and keeps why the new entry is something else."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from accounts.spam_protection import SpamProtectedForm
from moderation.models import Case, Draft
from tests.factories import ActorFactory, ActorKindFactory, NetworkFactory, NetworkFormatFactory, UserFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def library():
    return ActorFactory(
        name="Stadtbücherei",
        street="Marktgasse 11",
        postal_code="37990",
        city="Auenberg",
        phone="05555 50421",
    )


def begin(client, kind: str) -> Draft:
    client.post(reverse("portal:registration"), {"kind": kind})
    return Draft.objects.latest("created_at")


def step(client, draft, slug, /, htmx=False, **answers) -> str:
    url = reverse("portal:registration_step", args=[draft.pk, slug])
    return flat(client.post(url, answers, **(HTMX if htmx else {})).content.decode())


def page(client, draft, slug) -> str:
    return flat(client.get(reverse("portal:registration_step", args=[draft.pk, slug])).content.decode())


def typed(client, draft, **answers) -> str:
    """The answer while typing: a part of the page."""
    return step(client, draft, "name", htmx=True, **answers)


def test_an_existing_institution_shows_while_typing(client, library):
    draft = begin(client, "akteur")
    part = typed(client, draft, name="Stadtbibliothek Auenberg", street="Marktgasse 11", postal_code="37990")
    assert "<html" not in part
    assert "Stadtbücherei" in part
    assert "gleiche Anschrift" in part
    assert reverse("actors:claim", args=[library.slug]) in part
    assert f'name="anders-{library.pk}" form="schritt"' in part


def test_the_street_that_is_typed_later_makes_the_difference(client, library):
    draft = begin(client, "akteur")
    answers = {"name": "Bücherei am Markt"}
    before = typed(client, draft, **answers)
    after = typed(client, draft, **answers, street="Marktgasse 11", postal_code="37990", phone="05555 50421")
    assert ("Stadtbücherei" in before, "Stadtbücherei" in after) == (False, True)


@pytest.mark.parametrize("name", ["", "VH", "  S ", "🙂" * 60, "x" * 250, "der die das"])
def test_too_little_or_nonsense_finds_nothing(client, library, name):
    assert "Stadtbücherei" not in typed(client, begin(client, "akteur"), name=name)


def test_without_javascript_the_next_page_shows_it(client, library):
    draft = begin(client, "akteur")
    kind = ActorKindFactory().pk
    step(client, draft, "name", name="Stadtbücherei", city="Auenberg", kind=kind)
    assert "gleicher Name" in page(client, draft, "themen")


def test_a_hidden_institution_shows_only_that_there_is_one(client, library):
    type(library).objects.update(review_status="eingereicht")
    part = typed(client, begin(client, "akteur"), name="Stadtbücherei", city="Auenberg")
    assert "Ein noch nicht veröffentlichter Eintrag" in part
    assert "Stadtbücherei" not in part
    assert "Marktgasse" not in part
    for status in ("entwurf", "abgelehnt", "archiviert"):
        type(library).objects.update(review_status=status)
        part = typed(client, begin(client, "akteur"), name="Stadtbücherei", city="Auenberg")
        assert "Im Verzeichnis steht nichts Ähnliches" in part
        assert "veröffentlicht" not in part


def test_who_looks_after_it_already_cannot_be_pushed_aside(client, library):
    library.editors.add(UserFactory())
    part = typed(client, begin(client, "akteur"), name="Stadtbücherei", city="Auenberg")
    assert reverse("actors:claim", args=[library.slug]) not in part
    assert "pflegt schon jemand" in part


def send(client, draft, **answers):
    typed = {"consent": "on", "shown_at": SpamProtectedForm.signer.sign("1")} | answers
    return client.post(reverse("portal:registration_submit", args=[draft.pk]), typed)


def test_why_an_actor_is_something_else_reaches_the_reviewer(client, library):
    client.force_login(UserFactory())
    draft = begin(client, "akteur")
    why = {f"anders-{library.pk}": "Wir sind die Zweigstelle."}
    step(client, draft, "name", name="Stadtbücherei Süd", city="Auenberg", kind=ActorKindFactory().pk, **why)
    step(client, draft, "themen")
    assert "Wir sind die Zweigstelle." in page(client, draft, "kontakt")
    step(client, draft, "kontakt")
    assert send(client, draft).status_code == 302
    case = Case.objects.get()
    assert case.payload["different"] == {str(library.pk): "Wir sind die Zweigstelle."}
    client.force_login(UserFactory(role=User.Role.CURATION))
    text = client.get(reverse("moderation:case", args=[case.pk])).content.decode()
    assert "Wir sind die Zweigstelle." in text
    assert library.get_absolute_url() in text


def test_why_a_network_is_something_else_survives_the_mail_and_changes_of_mind(client):
    existing, hidden = NetworkFactory(name="Lesenetz Auenberg"), NetworkFactory(review_status="entwurf")
    draft = begin(client, "netzwerk")
    answers = {
        "name": "Lesenetz Auenberg Süd",
        "format": NetworkFormatFactory().pk,
        "purpose": "Wir lesen vor.",
    }
    part = step(client, draft, "name", htmx=True, **answers)
    assert f'name="anders-{existing.pk}" form="schritt"' in part
    step(
        client,
        draft,
        "name",
        **answers,
        **{f"anders-{existing.pk}": "Erst so.", f"anders-{hidden.pk}": "Geraten."},
    )
    step(client, draft, "themen")
    step(client, draft, "treffen")
    send(client, draft, email="neu@example.org", **{f"anders-{existing.pk}": "Nur für den Süden."})
    [path] = re.findall(r"/eintragen/bestaetigen/\S+", mail.outbox[-1].body)
    client.post(path)
    case = Case.objects.get(kind=Case.Kind.NEW)
    assert case.payload["different"] == {str(existing.pk): "Nur für den Süden."}


def test_what_came_meanwhile_is_asked_once_and_blocks_nothing(client):
    client.force_login(UserFactory())
    draft = begin(client, "akteur")
    step(client, draft, "name", name="Kita Regenbogen", city="Auenberg", kind=ActorKindFactory().pk)
    step(client, draft, "themen")
    step(client, draft, "kontakt")
    ActorFactory(name="Kindertagesstätte Regenbogen", city="Auenberg")
    first = send(client, draft, gesehen="")
    assert first.status_code == 200
    assert "Inzwischen steht etwas Ähnliches im Verzeichnis" in first.content.decode()
    [seen] = re.findall(r'name="gesehen" value="([\d,]+)"', first.content.decode())
    assert send(client, draft, gesehen=seen).status_code == 302


def test_460_libraries_of_one_name_do_not_flood(client):
    kind = ActorKindFactory()
    for number in range(80):
        ActorFactory(name="Stadtbücherei", city=f"Ort {number}", postal_code=f"{10000 + number}", kind=kind)
    draft = begin(client, "akteur")
    assert "Stadtbücherei</a>" not in typed(client, draft, name="Stadtbücherei")
    assert (
        typed(client, draft, name="Stadtbücherei", city="Ort 7", postal_code="10007").count(
            "Stadtbücherei</a>"
        )
        == 1
    )
    assert "Stadtbücherei</a>" not in typed(
        client, draft, name="Stadtbücherei", city="Anderswo", postal_code="99999"
    )


@pytest.mark.parametrize(
    ("name", "words"), [("Runder Tisch", "Zu wenig Angaben."), ("Runder Tisch Raumfahrt", "nichts Ähnliches")]
)
def test_a_kind_of_cooperation_alone_is_not_called_new(client, name, words):
    draft = begin(client, "netzwerk")
    part = typed(client, draft, name=name)
    assert words in part
    assert ("Zu wenig Angaben." in part) is (words == "Zu wenig Angaben.")


def test_later_steps_say_what_was_found_to_name_and_purpose(client):
    """Not that one might be told as soon as they are typed: they are."""
    draft = begin(client, "netzwerk")
    assert "Sobald Sie einen Namen" in page(client, draft, "name")
    step(
        client,
        draft,
        "name",
        name="Bienenrunde",
        format=NetworkFormatFactory().pk,
        purpose="Schulen halten Bienen.",
    )
    later = page(client, draft, "treffen")
    assert "steht nichts Ähnliches" in later
    assert "Sobald Sie" not in later
    assert (
        "Hier haben Sie nichts angegeben."
        in client.get(reverse("portal:registration_submit", args=[draft.pk])).content.decode()
    )


@pytest.mark.parametrize("answers", [{}, {"short_name": "BR"}, {"name": "B", "purpose": " "}])
def test_nothing_typed_is_not_called_nothing_alike(client, answers):
    part = typed(client, begin(client, "netzwerk"), **answers)
    assert "Zu wenig Angaben." in part
    assert "nichts Ähnliches" not in part
