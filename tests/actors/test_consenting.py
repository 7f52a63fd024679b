"""Consent of contact persons in travelled time: it ends on 31 March 2027."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import Consent
from actors import consenting
from actors.models import ContactPerson
from mailing.schedule import all_jobs, run_jobs
from moderation import freshness
from tests.factories import ActorFactory, ContactPersonFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db
END = date(2027, 3, 31)


@pytest.fixture
def go(time_machine):
    def travel(days_before_end: int) -> None:
        moment = datetime(2027, 3, 31, 9, tzinfo=UTC) - timedelta(days=days_before_end)
        time_machine.move_to(moment, tick=False)

    travel(30)
    return travel


@pytest.fixture
def person(go):
    actor = ActorFactory(name="Kita Süd")
    return ContactPersonFactory(
        actor=actor, name="Kim Beispiel", email="kim@kita.example", consent_on=date(2025, 4, 1),
        consent_source="Formular im Ordner", consent_until=END,
    )  # fmt: skip


def run() -> list[str]:
    """Addresses of the mails of today's job."""
    mail.outbox.clear()
    [done] = run_jobs([all_jobs()["ask-for-consent"]])
    assert done.error == ""
    return [m.to[0] for m in mail.outbox]


def link() -> str:
    [path] = re.findall(r"/einwilligung/\S+", mail.outbox[-1].body)
    return path


def test_asks_thirty_days_before_and_once_more(person, go):
    asked = []
    for before in (60, 31, 30, 30, 29, 17, 16, 15, 2, 0, -1):
        go(before)
        if run():
            asked.append(before)
    assert asked == [30, 16]


@pytest.mark.parametrize(
    "why_not", [{"email": ""}, {"consent_until": None}, {"consent_on": None, "consent_until": None}]
)
def test_leaves_alone_who_can_or_need_not_be_asked(person, why_not):
    ContactPerson.objects.update(**why_not)
    assert run() == []


def test_one_mail_for_a_person_at_two_actors(person):
    ContactPersonFactory(
        name="Kim Beispiel", email="KIM@kita.example", consent_on=date(2025, 4, 1), consent_source="x",
        consent_until=END - timedelta(days=3),
    )  # fmt: skip
    assert run() == ["kim@kita.example"]
    assert "28. März 2027" in mail.outbox[0].body


def test_without_an_answer_the_person_is_not_shown_after_the_day(client, person, go):
    NetworkFactory(name="Bündnis", contact=person)
    for before, is_shown in ((0, True), (-1, False)):
        go(before)
        assert person.is_publishable is is_shown
        assert ("Kim Beispiel" in client.get(person.actor.get_absolute_url()).content.decode()) is is_shown


def test_yes_renews_with_the_words_of_today(client, person, settings):
    run()
    assert "damit einverstanden, dass mein Name" in client.get(link()).content.decode()
    person.refresh_from_db()
    assert person.consent_until == END  # opening changes nothing
    for _double_click in range(2):
        client.post(link(), {"person": person.pk, "antwort": "ja"})
    person.refresh_from_db()
    assert (person.consent_on, person.consent_until) == (
        date(2027, 3, 1),
        date(2027, 3, 1) + settings.CONSENT_LASTS,
    )
    assert (person.consent_version, person.consent_source) == (
        "2026-11", "Bestätigt über den Link in unserer E-Mail, 1. März 2027",
    )  # fmt: skip
    [consent] = Consent.objects.all()
    assert (consent.purpose, consent.email, consent.about) == (
        "kontaktperson", "kim@kita.example", "Kim Beispiel, Kita Süd",
    )  # fmt: skip
    assert run() == []


def test_no_removes_the_person_and_tells_who_looks_after_the_actor(client, person):
    person.actor.editors.add(UserFactory(email="leitung@kita.example"))
    run()
    path = link()
    mail.outbox.clear()
    answer = {"person": person.pk, "antwort": "nein"}
    assert "entfernt" in client.post(path, answer, follow=True).content.decode()
    assert not ContactPerson.objects.exists()
    assert not ContactPerson.pgh_event_model.objects.filter(pgh_obj_id=person.pk).exists()
    assert [m.to for m in mail.outbox] == [["leitung@kita.example"]]
    assert client.post(path, answer).status_code == 302


def test_used_link_does_not_remove_who_agreed(client, person):
    run()
    client.post(link(), {"person": person.pk, "antwort": "ja"})
    page = client.post(link(), {"person": person.pk, "antwort": "nein"}, follow=True).content.decode()
    assert "schon beantwortet" in page
    assert ContactPerson.objects.count() == 1


def test_link_is_for_one_address_one_purpose_and_sixty_days(client, person, go):
    run()
    path = link()
    ContactPerson.objects.update(email="neu@kita.example")
    client.post(path, {"person": person.pk, "antwort": "nein"})
    assert ContactPerson.objects.count() == 1
    token = path.rstrip("/").rpartition("/")[2]
    foreign = freshness.SIGNER.sign_object({"to": "neu@kita.example", "ends": {str(person.pk): str(END)}})
    for forged in (token[:-2] + "xx", foreign):
        url = reverse("actors:consent", args=[forged])
        assert client.post(url, {"person": person.pk, "antwort": "nein"}).status_code == 410
    go(30 - consenting.LINK_LASTS.days - 1)
    assert client.get(path).status_code == 410


def test_link_says_nothing_about_other_people(client, person):
    run()
    other = ContactPersonFactory(name="Toni Anders", consenting=True, email="toni@kita.example")
    assert "Toni" not in client.get(link()).content.decode()
    client.post(link(), {"person": other.pk, "antwort": "nein"})
    assert ContactPerson.objects.filter(pk=other.pk).exists()
