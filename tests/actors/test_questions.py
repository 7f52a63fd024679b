"""What actors offer or look for, and the people at them who agreed to be shown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import User
from search.index.indexer import drain
from search.models import Entry, Word
from search.query.highlighting import hits
from search.query.results import SearchRequest, Tier, ask
from tests.factories import (
    ActorFactory,
    ContactPersonFactory,
    MembershipFactory,
    NetworkFactory,
    OfferFactory,
    UserFactory,
)

TODAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _one_day():
    with time_machine.travel(f"{TODAY} 09:00+01:00", tick=False):
        yield


@pytest.fixture
def answered(db):
    def answered(text: str, tier: Tier = Tier.FULL) -> list[str]:
        answer = ask(SearchRequest(text=text))
        return [hit.name for hit in hits(answer, answer.ids()) if hit.tier is tier]

    return answered


@pytest.fixture
def offers(db):
    OfferFactory(
        actor=ActorFactory(name="Ahornschule"), direction="sucht", kind="personal", text="Vorlesepaten"
    )
    OfferFactory(
        actor=ActorFactory(name="Birkenhaus"), direction="bietet", kind="raum", text="Saal mit Küche"
    )
    OfferFactory(
        actor=ActorFactory(name="Cafe Zeder"), direction="bietet", kind="personal", text="Vorlesepaten"
    )
    OfferFactory(actor=ActorFactory(name="Vorlesepaten Dorf"), direction="sucht", kind="geld", text="Spenden")
    ActorFactory(name="Suchtberatung Eiche")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Wer sucht Vorlesepaten", ["Ahornschule"]),
        ("wer braucht noch Vorlesepaten?", ["Ahornschule"]),
        ("Wer bietet Vorlesepaten an", ["Cafe Zeder"]),
        ("Wer bietet Räume an", ["Birkenhaus"]),
        ("wer hat einen Raum", ["Birkenhaus"]),
        ("wer hat eine Küche", ["Birkenhaus"]),
        ("wer sucht Personal", ["Ahornschule"]),
        ("wer sucht Geld", ["Vorlesepaten Dorf"]),
    ],
)
def test_who_offers_and_who_looks_for_what(answered, offers, text, names):
    assert answered(text) == names


def test_who_has_the_words_elsewhere_only_comes_near(answered, offers):
    assert answered("Wer sucht Vorlesepaten", Tier.PARTIAL) == ["Vorlesepaten Dorf"]


@pytest.fixture
def people(db):
    school = ActorFactory(name="Ahornschule", phone="05555 41226")
    agreed = {"consent_on": TODAY - timedelta(days=9), "consent_source": "E-Mail"}
    shown = ContactPersonFactory(
        actor=school, name="Zita Quendel", role="Integrationsbeauftragte", phone="05555 70707", **agreed
    )
    ContactPersonFactory(
        actor=school, name="Bert Holunder", role="Ganztagskoordination", phone="05555 80808", consent_on=None
    )
    NetworkFactory(name="Ahornrunde", contact=shown)
    MembershipFactory(network=NetworkFactory(name="Birkenrunde"), actor=school, contact=shown)
    return shown


FOUND = ["Ahornrunde", "Ahornschule", "Birkenrunde"]


@pytest.mark.parametrize("text", ["Frau Quendel", "Zita Quendel", "Quendel", "Integrationsbeauftragte"])
def test_who_agreed_to_be_shown_is_found_by_name_and_function(answered, people, text):
    assert sorted(answered(text)) == FOUND


@pytest.mark.parametrize("text", ["Herr Holunder", "Bert Holunder", "Ganztagskoordination", "05555 80808"])
@pytest.mark.parametrize("role", [None, *User.Role])
def test_who_did_not_agree_is_found_by_nobody(client, people, role, text):
    if role:
        client.force_login(UserFactory(role=role))
    page = client.get(reverse("portal:directory"), {"q": text}).content.decode()
    assert "Ahornschule" not in page


@pytest.mark.parametrize("text", ["05555 70707", "05555/70707", "+49 5555 70707", "70707"])
def test_a_person_is_found_by_her_number(answered, people, text):
    assert sorted(answered(text)) == ["Ahornrunde", "Ahornschule"]


@pytest.mark.parametrize("text", ["05555-41226", "(05555) 41226", "0049 5555 412 26", "41226"])
def test_an_actor_is_found_by_its_number(answered, people, text):
    assert answered(text) == ["Ahornschule"]


def test_a_person_is_found_no_longer_than_she_agreed(answered, people):
    people.consent_until = TODAY
    people.save()
    assert sorted(answered("Quendel")) == FOUND
    with time_machine.travel(f"{TODAY + timedelta(days=1)} 09:00+01:00", tick=False):
        assert answered("Quendel") == []
        assert not Entry.objects.filter(passages__icontains="Quendel").exists()


def test_a_person_who_is_gone_is_in_no_row(answered, people):
    assert answered("Quendel")
    people.delete()
    drain()
    assert not Entry.objects.filter(passages__icontains="Quendel").exists()


def test_names_of_people_are_never_suggested(answered, people):
    drain()
    assert not Word.objects.filter(word="quendel").exists()
    assert Word.objects.filter(word="integrationsbeauftragte").exists()


def test_an_actor_is_found_by_its_kennung(answered, db):
    ActorFactory(name="Ahornschule", kennung="A0815")
    assert answered("a0815") == ["Ahornschule"]
