"""/partner/: what is asked in the address, and who is named for it, to whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from actors.models import Actor, Offer
from partners import reading
from partners.question import SHOWN
from tests.factories import (
    ActorFactory,
    DistrictFactory,
    MembershipFactory,
    NetworkFactory,
    OfferFactory,
    TargetGroupFactory,
    ThemeFactory,
    UserFactory,
)
from tests.markup import Markup
from tests.people import login

PAGE = "/partner/"


def offering(text: str, kind: str = "personal", direction: str = "bietet", **facts) -> Actor:
    actor = ActorFactory(**facts)
    OfferFactory(actor=actor, direction=direction, kind=kind, text=text)
    return actor


def ask(client: Client, **query) -> tuple[list[str], list[str], str]:
    """Names in both lists, folded ones included, and the page."""
    response = client.get(PAGE, query)
    assert response.status_code == 200
    question = response.context["question"]
    if question.is_empty:
        return [], [], response.content.decode()
    lists = [
        [shown.row.name for shown in (*one.first, *one.more)] for one in (question.exact, question.second)
    ]
    return lists[0], lists[1], response.content.decode()


@pytest.mark.django_db
def test_address_is_reversed() -> None:
    assert reverse("partners:find") == PAGE


@pytest.mark.django_db
def test_who_offers_what_is_wanted_is_named_with_the_words_of_the_entry(client) -> None:
    reading_help = offering(
        "Lesepatinnen und Lesepaten", name="Lesezeichen e. V.", phone="05555 1", email="lesen@example.org"
    )
    offering("FSJ-Kraft für Schul-AGs", name="SV Blau-Weiß")
    exact, second, page = ask(client, art="personal", gesucht="Vorlesende für Grundschulkinder")
    assert exact == ["Lesezeichen e. V."]
    assert second == []
    assert "bietet Personal: Lesepatinnen und Lesepaten" in page
    assert "FSJ-Kraft" not in page
    assert f'href="{reading_help.get_absolute_url()}"' in page
    assert 'href="mailto:lesen@example.org"' in page
    assert 'href="tel:055551"' in page
    assert "<strong>Personal: Vorlesende für Grundschulkinder</strong>" in page


@pytest.mark.django_db
def test_nothing_asked_shows_how_to_ask(client) -> None:
    offering("Lesepatinnen")
    exact, second, page = ask(client)
    assert (exact, second) == ([], [])
    assert "So kann man fragen" in page
    assert "Passt genau</h2>" not in page


@pytest.mark.django_db
def test_an_empty_directory_says_so_and_leads_on(client) -> None:
    exact, second, page = ask(client, gesucht="Vorlesende", art="personal")
    assert (exact, second) == ([], [])
    assert "Genau das bietet hier niemand, von dem wir es wissen." in page
    assert "Nichts dabei?" in page
    assert "ohne „Was wird gebraucht?“" in page


@pytest.mark.django_db
def test_hidden_entries_are_named_to_nobody(client) -> None:
    editor = UserFactory()
    offering("Lesepatinnen", name="Noch geheim", review_status="eingereicht", editors=[editor])
    for visitor in (client, login(UserFactory(role=User.Role.COORDINATION)), login(editor)):
        exact, second, page = ask(visitor, gesucht="Vorlesende", art="personal")
        assert (exact, second) == ([], [])
        assert "Noch geheim" not in page


@pytest.mark.django_db
def test_who_does_not_want_to_be_suggested_is_not(client) -> None:
    offering("Lesepatinnen", name="Bitte nicht", takes_suggestions=False)
    offering("Lesepatinnen", name="Gern")
    assert ask(client, gesucht="Vorlesende", art="personal")[0] == ["Gern"]
    office = login(UserFactory(role=User.Role.COORDINATION))
    assert ask(office, gesucht="Vorlesende", art="personal")[0] == ["Gern"]


@pytest.mark.django_db
def test_what_has_run_out_is_not_offered(client) -> None:
    actor = offering("Lesepatinnen")
    actor.offers.update(valid_until=timezone.localdate() - timedelta(days=1))
    assert ask(client, gesucht="Vorlesende", art="personal")[:2] == ([], [])


@pytest.mark.django_db
def test_without_an_address_the_form_of_the_portal_leads_to_them(client) -> None:
    group = TargetGroupFactory(name="Ältere Menschen")
    asked = offering("Lesepatinnen", name="Ohne Adresse")
    offering("Lesepatinnen", name="Will keine Anfragen", takes_requests=False)
    page = ask(client, gesucht="Vorlesende", art="personal", zielgruppe=group.slug)[2]
    ways = [link for link in Markup(page).links if "/anfragen/" in link]
    assert ways == [
        f"{reverse('partners:ask', args=[asked.slug])}?zielgruppe={group.slug}&brauche=Vorlesende"
    ]
    assert "Keine Kontaktdaten eingetragen." in page


@pytest.mark.django_db
def test_who_asks_is_not_named_and_common_rounds_are(client) -> None:
    me, other = offering("Vorlesende", name="Wir"), offering("Lesepatinnen", name="Andere")
    network = NetworkFactory(name="Lesenetz", short_name="", status="aktiv")
    for actor in (me, other):
        MembershipFactory(network=network, actor=actor)
    exact, _second, page = ask(client, gesucht="Vorlesende", art="personal", fuer=me.slug)
    assert exact == ["Andere"]
    assert "trifft Wir schon in: Lesenetz" in page
    assert "Lesenetz" not in ask(client, gesucht="Vorlesende", art="personal")[2]


@pytest.mark.django_db
def test_the_second_entry_of_who_asks_is_not_named(client) -> None:
    where = {"street": "Marktgasse 7", "postal_code": "37990", "city": "Auenberg", "phone": "05555 49808"}
    me = offering("Vorlesende", name="Stadtbibliothek Auenberg", **where)
    offering("Vorlesende", name="Stadtbibliothek Auenberg (Zentrale)", **where)
    assert ask(client, gesucht="Vorlesende", art="personal", fuer=me.slug)[0] == []
    assert len(ask(client, gesucht="Vorlesende", art="personal")[0]) == 2


@pytest.mark.django_db
def test_own_actors_are_offered_to_those_who_are_logged_in(client) -> None:
    person = UserFactory()
    own = ActorFactory(name="Meine Einrichtung", editors=[person])
    assert 'name="fuer"' not in ask(client)[2]
    page = ask(login(person))[2]
    assert 'name="fuer"' in page
    assert {"value": own.slug} in Markup(page).named("option")


@pytest.mark.django_db
def test_a_hidden_actor_cannot_be_asked_for(client) -> None:
    secret = ActorFactory(name="Geheim", review_status="eingereicht")
    page = ask(client, gesucht="Vorlesende", fuer=secret.slug)[2]
    assert "Geheim" not in page
    assert (
        client.get(PAGE, {"fuer": "x' OR 1=1", "gesucht": "\0", "art": ["raum\0", "' --"]}).status_code == 200
    )


@pytest.mark.django_db
def test_overload_is_named_to_koordination_alone_and_comes_last_for_all(client) -> None:
    busy, free = offering("Lesepatinnen", name="A voll"), offering("Lesepatinnen", name="B frei")
    for number in range(5):
        network = NetworkFactory(name=f"Runde {number}", status="aktiv", rhythm_text="monatlich")
        MembershipFactory(network=network, actor=busy)
    asked = {"gesucht": "Vorlesende", "art": "personal"}
    exact, _second, page = ask(client, **asked)
    assert exact == [free.name, busy.name]
    assert "Treffen im Monat" not in page
    assert (
        "sitzt schon in vielen Runden: 5,0 Treffen im Monat"
        in ask(login(UserFactory(role=User.Role.COORDINATION)), **asked)[2]
    )


@pytest.mark.django_db
def test_filters_are_those_of_the_directory_and_wrong_ones_are_said(client) -> None:
    north, south = DistrictFactory(name="Nordstadt"), DistrictFactory(name="Südstadt")
    theme = ThemeFactory(name="Leseförderung")
    ActorFactory(name="Hier", district=north, themes=[theme])
    ActorFactory(name="Dort", district=south)
    exact, second, page = ask(client, stadtteil=north.slug)
    assert (exact, second) == (["Hier"], [])
    assert "sitzt am gesuchten Ort: Nordstadt" in page
    page = ask(client, stadtteil=[north.slug, south.slug], art=["gibtsnicht"], richtung="quer")[2]
    assert "„gibtsnicht“ gibt es bei „Was wird gebraucht?“ nicht" in page
    assert "„quer“ gibt es bei „Richtung“ nicht" in page
    kept = [one["value"] for one in Markup(page).named("input") if one.get("name") == "stadtteil"]
    assert kept == [north.slug, south.slug]


@pytest.mark.django_db
def test_the_address_is_the_whole_state(client) -> None:
    group = TargetGroupFactory(name="Jugendliche")
    page = Markup(
        ask(client, richtung="bietet", art=["material", "geld"], gesucht="Laptops", zielgruppe=group.slug)[2]
    )
    fields = page.named("input")
    assert [one["value"] for one in fields if one.get("name") == "art" and "checked" in one] == [
        "geld",
        "material",
    ]
    assert [one["value"] for one in fields if one.get("name") == "richtung" and "checked" in one] == [
        "bietet"
    ]
    assert [one["value"] for one in fields if one.get("name") == "gesucht"] == ["Laptops"]
    assert [one["value"] for one in page.named("option") if "selected" in one and one["value"]] == [
        group.slug
    ]
    assert "/partner/?art=geld&art=material&gesucht=Laptops&richtung=bietet" in page.links


@pytest.mark.django_db
def test_five_of_a_list_are_shown_first_and_the_rest_unfolds(client) -> None:
    for number in range(SHOWN + 2):
        offering("Lesepatinnen", name=f"Haus {number}")
    exact, _second, page = ask(client, gesucht="Vorlesende", art="personal")
    assert len(exact) == SHOWN + 2
    assert page.partition('<details class="more-matches">')[2].count('class="rcard match"') == 2
    assert "7 Akteure passen genau" in page


@pytest.mark.django_db
def test_as_many_queries_for_thirty_as_for_three(client) -> None:
    me = offering("Seminarraum", kind="raum", name="Wir")
    asked = {"gesucht": "Vorlesende", "art": "personal", "fuer": me.slug}

    def queries() -> int:
        client.get(PAGE, asked)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE, asked).status_code == 200
        return len(captured)

    for number in range(3):
        offering("Lesepatinnen", name=f"Haus {number}")
    few = queries()
    for number in range(3, 30):
        offering("Lesepatinnen", name=f"Haus {number}")
    assert queries() == few


@pytest.mark.django_db
def test_a_large_directory_reads_only_whom_something_speaks_for(client, monkeypatch) -> None:
    """With room for two, the two that answer are read among many, whatever they are called."""
    for number in range(12):
        ActorFactory(name=f"Aa {number}")
    offering("Lesepatinnen", name="Zz Lesen")
    offering("Vermittlung von Freiwilligen", name="Zz Freiwillige")
    asked = {"gesucht": "Vorlesende", "art": "personal"}
    whole = ask(client, **asked)[:2]
    monkeypatch.setattr(reading.chosen_of, "__defaults__", (2,))
    assert ask(client, **asked)[:2] == whole
    assert sorted(whole[0]) == ["Zz Freiwillige", "Zz Lesen"]


@pytest.mark.django_db
def test_the_other_direction_names_who_seeks(client) -> None:
    offering("Laptops", kind="material", direction="sucht", name="Jugendtreff")
    offering("Laptops", kind="material", name="Verleih")
    exact, second, page = ask(client, richtung="bietet", art="material", gesucht="zwölf gebrauchte Laptops")
    assert (exact, second) == (["Jugendtreff"], [])
    assert "sucht Material: Laptops" in page
    assert "Tragen Sie Ihr Angebot bei Ihrer Einrichtung ein" in page


def test_the_library_finds_older_people_in_the_nordstadt(auenberg, client) -> None:
    """The walk of the issue, from the question to the way to make contact."""
    exact, second, page = ask(
        client, zielgruppe="aeltere-menschen", thema="bildung-im-alter", stadtteil="nordstadt", art="zugang",
        gesucht="ältere Menschen für eine Smartphone-Sprechstunde", fuer="stadtbibliothek-auenberg",
    )  # fmt: skip
    assert exact[0] == "Mehrgenerationenhaus Nordstadt"
    assert "Seniorenbüro Auenberg" in exact + second
    assert "Stadtbibliothek Auenberg" not in exact + second
    assert "Stadtbücherei Auenberg (Zentrale)" not in exact + second
    assert "bietet Zugang zu Zielgruppen: Seniorinnen und Senioren der Nordstadt" in page
    assert "trifft Stadtbibliothek Auenberg schon in: Netzwerk Digitallotsen 60plus" in page


def test_every_quote_stands_in_the_entry(auenberg, client) -> None:
    """Of a dozen questions: what is quoted as offered or sought is offered or sought by this very actor."""
    for kind, _label in Offer.Kind.choices:
        for wish in ("Raum für zwölf Personen", "Vorlesende für Kinder", "Geld für ein Fest"):
            response = client.get(PAGE, {"art": kind, "gesucht": wish})
            question = response.context["question"]
            for shown in (*question.exact.first, *question.second.first):
                offers = {
                    f"{o.direction} {o.get_kind_display()}: {o.text}"
                    for o in Offer.objects.current().filter(actor=shown.row.pk)
                }
                quoted = [
                    reason.split(". Vielleicht")[0]
                    for reason in shown.reasons
                    if reason.startswith(("bietet", "sucht"))
                ]
                assert set(quoted) <= offers
                assert shown.reasons
