import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from accounts.models import User
from moderation import decisions
from moderation.models import Case, Moderated
from tests.factories import PASSWORD, NetworkFactory, UserFactory
from tests.registration.test_registration import fill_network, send

pytestmark = pytest.mark.django_db
ADDRESS = "Neu@example.org"


def person_with(address: str, *, verified: bool) -> User:
    person = UserFactory(email=address.lower())
    EmailAddress.objects.create(user=person, email=person.email, verified=verified, primary=True)
    return person


def submitted(kind: Case.Kind = Case.Kind.NEW) -> Case:
    network = NetworkFactory(review_status=Moderated.ReviewStatus.SUBMITTED)
    return decisions.submit(kind=kind, entry=network, email=ADDRESS)


def log_in(client, person: User) -> None:
    page = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert page.status_code == 302


def test_published_entry_belongs_to_the_new_account(client):
    case = submitted()
    decisions.decide(case, by=None, outcome=Case.Outcome.ACCEPTED)
    person = person_with(ADDRESS, verified=True)
    log_in(client, person)
    case.refresh_from_db()
    assert (case.submitter, case.submitter_email) == (person, "")
    assert list(case.entry.editors.all()) == [person]
    assert case.entry.name in client.get(reverse("portal:mine")).content.decode()


def test_waiting_entry_belongs_to_the_account_and_is_edited_by_it_once_published(client):
    case = submitted()
    person = person_with(ADDRESS, verified=True)
    log_in(client, person)
    case.refresh_from_db()
    assert case.entry.submitted_by == person
    assert not case.entry.has_editors
    decisions.decide(case, by=None, outcome=Case.Outcome.ACCEPTED)
    assert list(type(case.entry).objects.get().editors.all()) == [person]


def test_entry_that_others_look_after_by_now_keeps_them(client):
    case = submitted()
    decisions.decide(case, by=None, outcome=Case.Outcome.ACCEPTED)
    colleague = UserFactory()
    case.entry.editors.add(colleague)
    log_in(client, person_with(ADDRESS, verified=True))
    assert list(case.entry.editors.all()) == [colleague]


def test_rejected_entry_gives_nobody_rights(client):
    case = submitted()
    decisions.decide(case, by=None, outcome=Case.Outcome.REJECTED)
    log_in(client, person_with(ADDRESS, verified=True))
    case.entry.refresh_from_db()
    assert (case.entry.submitted_by, case.entry.has_editors) == (None, False)


def test_address_that_was_never_confirmed_gives_nothing(client):
    case = submitted()
    person = UserFactory(email=ADDRESS.lower())
    EmailAddress.objects.create(user=person, email=person.email, verified=False)
    EmailAddress.objects.create(user=person, email="andere@example.org", verified=True, primary=True)
    log_in(client, person)
    case.refresh_from_db()
    assert case.submitter is None


def test_report_stays_with_the_address_that_was_typed(client):
    case = submitted(Case.Kind.REPORT)
    log_in(client, person_with(ADDRESS, verified=True))
    case.refresh_from_db()
    assert case.submitter is None


def test_account_that_was_there_before_is_recognised_by_the_confirmed_address(client):
    person = person_with(ADDRESS, verified=True)
    send(client, fill_network(client), email=ADDRESS)
    [path] = re.findall(r"/eintragen/bestaetigen/\S+", mail.outbox[-1].body)
    client.post(path)
    assert Case.objects.get().submitter == person
