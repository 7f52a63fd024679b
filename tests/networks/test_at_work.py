"""Where no network is like a plan, the page says which actors work on it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from actors.models import Offer
from networks.recognition.at_work import at_work, topic_of
from networks.recognition.structures import Structure
from tests.factories import ActorFactory, NetworkFactory, OfferFactory, UserFactory

EVERYBODY = AnonymousUser()


@pytest.mark.parametrize(
    ("name", "purpose", "topic"),
    [
        ("Hebammen-Stammtisch", "", "Hebammen"),
        ("Ukraine-Netzwerk", "", "Ukraine"),
        ("Runder Tisch Autismus", "Wir treffen uns", "Autismus"),
        ("AG", "Gebärdensprache lernen", "Gebärdensprache lernen"),
        ("Netzwerk", "", ""),
        ("", "", ""),
        ("", "Schach Dame Mühle Go Halma Backgammon spielen", ""),
    ],
)
def test_topic(name, purpose, topic) -> None:
    assert topic_of(Structure(name=name, purpose=purpose)) == topic


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ukraine-Netzwerk", "sonjaschnyk-ukrainische-initiative-auenberg"),
        ("Hebammen-Stammtisch", "hebammenverbund-auenberg"),
        ("Runder Tisch Autismus", "interdisziplinaere-fruehfoerderstelle"),
    ],
)
def test_actors_of_auenberg(auenberg, client, name, slug) -> None:
    assert slug in {hit.card["slug"] for hit in at_work(EVERYBODY, Structure(name=name))}
    page = client.get("/pruefen/", {"name": name}).content.decode()
    assert "nichts Ähnliches" in page
    assert f"/akteure/{slug}/" in page


@pytest.mark.django_db
def test_an_offer_is_the_reason(client) -> None:
    actor = ActorFactory(name="Sportverein Nord")
    OfferFactory(actor=actor, direction=Offer.Direction.OFFERS, text="Schachbretter und eine Trainerin")
    page = client.get("/pruefen/", {"name": "Schach-Netzwerk"}).content.decode()
    assert "Es gibt aber einen Akteur, der damit zu tun hat" in page
    assert "Sportverein Nord" in page
    assert "bietet: Schachbretter und eine Trainerin" in page


@pytest.mark.django_db
def test_only_who_meets_all_words_is_named() -> None:
    ActorFactory(name="Schachclub")
    assert at_work(EVERYBODY, Structure(name="Netzwerk Schach für Blinde")) == []


@pytest.mark.django_db
def test_hidden_actors_are_not_named(client) -> None:
    editor = UserFactory()
    ActorFactory(name="Schachclub", review_status="eingereicht", editors=[editor])
    assert at_work(EVERYBODY, Structure(name="Schach-Netzwerk")) == []
    assert [hit.name for hit in at_work(editor, Structure(name="Schach-Netzwerk"))] == ["Schachclub"]


@pytest.mark.django_db
def test_nothing_is_said_of_actors_where_a_network_is_alike(client) -> None:
    ActorFactory(name="Schachclub Nord")
    NetworkFactory(name="Schach-Netzwerk", purpose="Schach an Schulen")
    page = client.get("/pruefen/", {"name": "Schach-Netzwerk"}).content.decode()
    assert "Schachclub" not in page


@pytest.mark.django_db
def test_question_words_are_only_words() -> None:
    """A plan is no question to the directory."""
    NetworkFactory(name="Runde", rhythm_text="monatlich")
    assert at_work(EVERYBODY, Structure(name="Wer trifft sich monatlich")) == []
