"""The demo shows a working day: each kind of case waits, and each role has something to do."""

from __future__ import annotations

import pytest

from accounts.models import User
from actors.models import ContactPerson
from moderation.models import Case, Draft
from networks.meetings import outcomes
from networks.models import Membership, Network
from portal.demo import life
from portal.management.commands.load_demo import Command, demo_user
from tests.people import login


@pytest.fixture
def people(auenberg: None) -> life.People:
    users = {role: demo_user(role) for role in User.Role.values}
    people = Command().people(users)
    Network.objects.filter(review_status="eingereicht").update(submitted_by=people.editor)
    life.enliven(people)
    return people


def test_each_kind_of_case_waits(people):
    waiting = Case.objects.open()
    decided_by_people = {
        kind for kind in Case.Kind.values if kind != Case.Kind.NAMED
    }  # comes with a deleted account
    assert set(waiting.values_list("kind", flat=True)) == decided_by_people
    assert waiting.filter(state=Case.State.ASKED).count() == 1
    submitted = Network.objects.filter(review_status="eingereicht")
    assert {case.entry for case in waiting.filter(kind=Case.Kind.NEW)} == set(submitted)


def test_registered_person_has_entries_drafts_and_questions(people):
    page = login(people.editor).get("/meine/").content.decode()
    assert "Sprachcafé Nordstadt" in page
    assert "Mehrgenerationenhaus Nordstadt" in page
    assert "Das wartet auf Ihre Antwort" in page
    assert Case.objects.for_editor(people.editor).open().count() == 3
    assert Draft.objects.filter(owner=people.editor).count() == 2
    assert all(str(draft) in page for draft in Draft.objects.filter(owner=people.editor))


def test_a_meeting_is_prepared_and_of_one_nobody_has_said_what_came_of_it(people):
    network = Network.objects.get(kennung=life.REFUGEES)
    assert network.meetings.upcoming().first().agenda
    assert network.rhythm_frequency == "monatlich"  # so that there is one of the last weeks on any day
    asked = outcomes.asked_of(people.editor)
    assert {meeting.network for meeting in asked} <= {network}


def test_queue_is_not_empty(people):
    page = login(people.curation).get("/moderation/").content.decode()
    assert "Lesefreunde Lindenau" in page
    assert "SV Blau-Weiß Nordstadt" in page
    assert Membership.objects.filter(state=Membership.State.INVITED).exists()


def test_ended_network_names_its_successor_and_one_consent_is_over(auenberg):
    ended = Network.objects.get(kennung=life.TRUANCY)
    assert ended.successor == Network.objects.get(kennung=life.SUCCESSOR)
    assert (
        ContactPerson.objects.exclude(consent_on=None)
        .exclude(pk__in=ContactPerson.objects.publishable())
        .exists()
    )
