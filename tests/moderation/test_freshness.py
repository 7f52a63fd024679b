"""Asking whether entries are still right, in travelled time: 1 March 2027 is day 0."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from actors.models import Actor
from mailing.models import JobRun
from mailing.schedule import all_jobs, run_jobs
from moderation import decisions, freshness
from moderation.models import Case, Inquiry
from networks.models import Network
from tests.factories import (
    PASSWORD,
    ActorFactory,
    ContactPersonFactory,
    MeetingFactory,
    NetworkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
START = datetime(2027, 3, 1, 9, tzinfo=UTC)
LONG_AGO = date(2026, 1, 10)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(START, tick=False)

    def go(days: float) -> None:
        time_machine.move_to(START + timedelta(days=days), tick=False)

    return go


def run() -> str:
    """The daily job, whatever it ran before today."""
    [done] = run_jobs([all_jobs()["ask-for-confirmation"]])
    assert done.error == ""
    return done.summary


def letters() -> list[tuple[str, str]]:
    """Address and subject of all mails so far, and none the next time."""
    found = [(m.to[0], m.subject) for m in mail.outbox]
    mail.outbox.clear()
    return found


def link() -> str:
    [path] = re.findall(r"/bestaetigen/\S+", mail.outbox[-1].body)
    return path


@pytest.fixture
def editor():
    return UserFactory(email="Kim@buendnis.example")


@pytest.fixture
def network(editor):
    network = NetworkFactory(name="Bündnis Lesen", confirmed_at=LONG_AGO, purpose="Vorlesen in Kitas")
    network.editors.add(editor)
    return network


def question(network) -> str:
    return str(Inquiry.objects.about(network).get().pk)


# --- who is asked, and when ------------------------------------------------------------------------------------------


def test_asks_in_the_interval_of_its_kind(settings):
    every = settings.CONFIRM_EVERY
    today = timezone.localdate()
    for name, days in (("fällig", 0), ("noch nicht", 1)):
        for factory, kind in ((NetworkFactory, "netzwerk"), (ActorFactory, "akteur")):
            entry = factory(name=f"{kind} {name}", confirmed_at=today - every[kind] + timedelta(days=days))
            entry.editors.add(UserFactory(email=f"{kind}-{days}@x.example"))
    run()
    assert letters() == [
        ("akteur-0@x.example", "Stimmt „akteur fällig“ noch?"),
        ("netzwerk-0@x.example", "Stimmt „netzwerk fällig“ noch?"),
    ]


def test_one_mail_per_person_for_all_her_entries(network, editor):
    actor = ActorFactory(name="Stadtbücherei", confirmed_at=date(2025, 1, 1))
    actor.editors.add(editor, UserFactory(email="zweite@buecherei.example"))
    run()
    assert letters() == [
        ("kim@buendnis.example", "Stimmen Ihre 2 Einträge noch?"),
        ("zweite@buecherei.example", "Stimmt „Stadtbücherei“ noch?"),
    ]


def test_never_asks_twice_in_the_interval_and_reminds_once(network, clock):
    asked = []
    for day in (0, 0, 1, 13, 14, 15, 28, 60, 181, 183):
        clock(day)
        run()
        asked.append((day, [subject for _to, subject in letters()]))
    assert [(day, subjects) for day, subjects in asked if subjects] == [
        (0, ["Stimmt „Bündnis Lesen“ noch?"]),
        (14, ["Erinnerung: Stimmt „Bündnis Lesen“ noch?"]),
        (183, ["Stimmt „Bündnis Lesen“ noch?"]),
    ]
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize(
    "why_not",
    [
        {"review_status": "archiviert"},
        {"review_status": "entwurf"},
        {"status": "beendet"},
        {"confirmed_at": date(2027, 2, 20)},
    ],
)
def test_leaves_alone_what_is_not_in_use_or_fresh(network, why_not):
    Network.objects.update(**why_not)
    run()
    assert letters() == []


def test_edit_by_an_editor_confirms(client, network, editor):
    from tests.sending import fields_of

    client.force_login(editor)
    url = reverse("networks:edit", args=[network.slug])
    page = client.get(url)
    assert client.post(url, fields_of(page.content.decode()) | {"goals": "Mehr lesen"}).status_code == 302
    network.refresh_from_db()
    assert (network.goals, network.confirmed_at) == ("Mehr lesen", timezone.localdate())
    run()
    assert letters() == []


def test_edit_after_the_question_settles_it(network, clock):
    run()
    network.confirm(timezone.localdate())
    letters()
    clock(14)
    run()
    assert (letters(), Inquiry.objects.get().answer) == ([], "sonst")


@pytest.mark.parametrize("reach", ["editor of actor", "address", "contact", "contact of actor", "nobody"])
def test_who_is_asked_about_a_network_without_editors(reach):
    actor = ActorFactory(email="buero@kita.example" if reach == "address" else "")
    network = NetworkFactory(coordinator=actor, confirmed_at=LONG_AGO)
    Actor.objects.update(confirmed_at=timezone.localdate())
    if reach == "editor of actor":
        actor.editors.add(UserFactory(email="leitung@kita.example"))
    elif reach == "contact":
        network.contact = ContactPersonFactory(consenting=True, email="k@kita.example")
        network.save()
    elif reach == "contact of actor":
        ContactPersonFactory(actor=actor, email="ohne-einwilligung@kita.example")
        ContactPersonFactory(actor=actor, consenting=True, email="k@kita.example")
    expected = {
        "editor of actor": ["leitung@kita.example"],
        "address": ["buero@kita.example"],
        "contact": ["k@kita.example"],
        "contact of actor": ["k@kita.example"],
        "nobody": [],
    }[reach]
    assert freshness.addresses_of(network) == expected
    assert Network.objects.with_reach().get().can_be_asked is bool(expected)
    run()
    assert [to for to, _subject in letters()] == expected


@pytest.mark.parametrize("reach", ["editor", "inactive editor", "address", "contact", "nobody"])
def test_who_is_asked_about_an_actor(reach):
    actor = ActorFactory(
        email="buero@kita.example" if reach == "address" else "", confirmed_at=date(2025, 1, 1)
    )
    if "editor" in reach:
        actor.editors.add(UserFactory(email="e@kita.example", is_active=reach == "editor"))
    elif reach == "contact":
        ContactPersonFactory(actor=actor, consenting=True, email="k@kita.example")
    assert Actor.objects.with_reach().get().can_be_asked is bool(freshness.addresses_of(actor))
    run()
    assert [to for to, _subject in letters()] == freshness.addresses_of(actor)


def test_base_date_is_the_same_in_sql():
    entries = [
        NetworkFactory(confirmed_at=LONG_AGO),
        NetworkFactory(published_at=datetime(2026, 6, 1, 23, 30, tzinfo=UTC)),  # 2 June in Berlin
        NetworkFactory(),
    ]
    found = {entry.pk: entry.base_date for entry in Network.objects.with_base_date()}
    assert found == {entry.pk: entry.confirmed_or_published_on for entry in entries}
    assert found[entries[1].pk] == date(2026, 6, 2)


# --- the link --------------------------------------------------------------------------------------------------------


def test_opening_changes_nothing_one_click_confirms(client, network):
    run()
    page = client.get(link())
    assert page.status_code == 200
    assert {"Stimmt noch", "Ändern", "Gibt es nicht mehr", "Vorlesen in Kitas"} <= set(
        re.findall(r"Stimmt noch|Ändern|Gibt es nicht mehr|Vorlesen in Kitas", page.content.decode())
    )
    assert page["Cache-Control"] == "private, no-store"
    assert Inquiry.objects.get().is_open
    client.post(link(), {"frage": question(network), "antwort": "stimmt"})
    network.refresh_from_db()
    assert (network.confirmed_at, Inquiry.objects.get().answer) == (timezone.localdate(), "stimmt")


def test_second_click_and_used_link_change_nothing(client, network, clock):
    run()
    answer = {"frage": question(network), "antwort": "stimmt"}
    client.post(link(), answer)
    clock(3)
    again = client.post(link(), answer, follow=True)
    assert "schon beantwortet" in again.content.decode()
    client.post(link(), answer | {"antwort": "weg", f"weg-{question(network)}-text": "Vorbei"})
    network.refresh_from_db()
    assert (network.confirmed_at, network.status) == (START.date(), "aktiv")


def test_all_with_one_click(client, network, editor):
    actor = ActorFactory(confirmed_at=date(2025, 1, 1))
    actor.editors.add(editor)
    run()
    client.post(link(), {"antwort": "alle"})
    assert set(Inquiry.objects.values_list("answer", flat=True)) == {"stimmt"}


def test_link_ends_in_time(client, network, clock):
    run()
    clock(freshness.LINK_LASTS.days - 1)
    assert client.get(link()).status_code == 200
    clock(freshness.LINK_LASTS.days + 1)
    for answer in (client.get(link()), client.post(link(), {"antwort": "alle"})):
        assert answer.status_code == 410
    network.refresh_from_db()
    assert network.confirmed_at == LONG_AGO


def test_link_ends_with_the_right_to_answer(client, network, editor):
    run()
    network.editors.clear()
    assert client.post(link(), {"antwort": "alle"}).status_code == 410
    network.editors.add(editor)
    Network.objects.update(review_status="archiviert")
    assert client.get(link()).status_code == 410


def test_link_for_another_purpose_or_forged_is_refused(client, network):
    run()
    token = link().rstrip("/").rpartition("/")[2]
    foreign = decisions.SIGNER.sign(str(Inquiry.objects.get().pk))
    for forged in (token[:-1] + ("a" if token[-1] != "a" else "b"), foreign, "abc"):
        url = reverse("moderation:confirm_entries", args=[forged])
        assert client.post(url, {"antwort": "alle"}).status_code == 410
    assert client.get(reverse("moderation:answer", args=[token])).status_code == 404


def test_link_answers_only_its_own_questions(client, network):
    run()
    mine = link()
    other = NetworkFactory(
        confirmed_at=LONG_AGO, contact=ContactPersonFactory(consenting=True, email="x@y.example")
    )
    run()
    client.post(mine, {"frage": question(other), "antwort": "stimmt"})
    other.refresh_from_db()
    assert other.confirmed_at == LONG_AGO


def test_change_without_a_login_becomes_a_case(client, editor):
    actor = ActorFactory(email="buero@kita.example", confirmed_at=date(2025, 1, 1))
    run()
    url, number = link(), question(actor)
    empty = client.post(url, {"frage": number, "antwort": "aendern", f"aendern-{number}-text": " "})
    assert (empty.status_code, Case.objects.count()) == (200, 0)
    words = {"frage": number, "antwort": "aendern", f"aendern-{number}-text": "Neue Telefonnummer: 05555 1"}
    client.post(url, words)
    client.post(url, words)
    [case] = Case.objects.all()
    assert (case.kind, case.entry, case.reason, case.reply_to, case.submitter) == (
        "meldung", actor, "Neue Telefonnummer: 05555 1", "buero@kita.example", None,
    )  # fmt: skip
    actor.refresh_from_db()
    assert actor.confirmed_at == date(2025, 1, 1)
    decisions.decide(case, by=UserFactory(role=User.Role.CURATION), outcome=Case.Outcome.ACCEPTED)
    actor.refresh_from_db()
    assert actor.confirmed_at == timezone.localdate()


def test_editor_ends_her_network_with_a_reason(client, network):
    run()
    number = question(network)
    words = {"frage": number, "antwort": "weg", f"weg-{number}-text": "Die Förderung ist ausgelaufen."}
    client.post(link(), words)
    network.refresh_from_db()
    assert (network.status, network.end_reason, network.ends_on) == (
        "beendet", "Die Förderung ist ausgelaufen.", START.date(),
    )  # fmt: skip
    assert (Case.objects.count(), Inquiry.objects.get().answer) == (0, "weg")


def test_address_on_record_may_only_tell_that_it_is_gone(client):
    network = NetworkFactory(coordinator=ActorFactory(email="buero@kita.example"), confirmed_at=LONG_AGO)
    run()
    number = question(network)
    client.post(link(), {"frage": number, "antwort": "weg", f"weg-{number}-text": "Aufgelöst"})
    network.refresh_from_db()
    [case] = Case.objects.all()
    assert (network.status, case.entry, case.payload["what"]) == ("aktiv", network, "veraltet")


def test_page_shows_no_actor_that_is_not_public(client, network):
    network.coordinator = ActorFactory(name="Geheime Stelle", review_status="entwurf")
    network.save()
    run()
    assert "Geheime Stelle" not in client.get(link()).content.decode()


# --- what the meetings say -------------------------------------------------------------------------------------------


def monthly(**last: int) -> Network:
    """Confirmed in the interval, but before its meeting was overdue."""
    confirmed = (START - timedelta(days=150)).date()
    network = NetworkFactory(rhythm_text="jeden 2. Dienstag im Monat", confirmed_at=confirmed)
    MeetingFactory(network=network, start=START - timedelta(**last))
    return network


def test_rhythm_against_the_last_meeting():
    network = monthly(days=213)
    assert network.doubts() == ["seit 7 Monaten kein Treffen bekannt, obwohl etwa monatlich vorgesehen"]
    assert Network.objects.with_doubts().get().doubts() == network.doubts()
    [row] = freshness.stale_entries([Network])
    assert (row.entry, row.reasons) == (network, {"rhythmus"})


def test_nobody_is_told_otherwise_than_confirmed():
    network = monthly(days=213)
    network.confirm(START.date())
    assert network.doubts() == []
    assert freshness.stale_entries([Network]) == []


def test_planned_meeting_or_rest_ends_the_doubt():
    network = monthly(days=213)
    MeetingFactory(network=network, start=START + timedelta(days=7))
    assert network.doubts() == []
    network.meetings.filter(start__gt=START).update(is_cancelled=True)
    assert network.doubts() != []
    network.status = Network.Status.DORMANT
    assert network.doubts() == []
    assert monthly(days=40).doubts() == []


def test_question_in_the_mail_names_the_doubt(editor):
    network = monthly(days=213)
    network.editors.add(editor)
    Network.objects.update(confirmed_at=LONG_AGO)
    run()
    assert (
        "Das ist uns aufgefallen: seit 7 Monaten kein Treffen bekannt, obwohl etwa monatlich vorgesehen."
        in " ".join(mail.outbox[-1].body.split())
    )


def test_editor_reads_what_the_meetings_look_like(client, network, editor):
    network.rhythm_text = "monatlich"
    network.save()
    for weeks in range(12):
        MeetingFactory(network=network, start=START - timedelta(weeks=weeks, hours=1))
    client.force_login(editor)
    page = client.get(reverse("networks:edit", args=[network.slug])).content.decode()
    assert "Die letzten Treffen sehen eher so aus:" in page
    assert "Die letzten Treffen" not in client.get(network.get_absolute_url()).content.decode()


# --- the mark and the curators' list ---------------------------------------------------------------------------------


def test_mark_after_question_and_reminder(client, network, settings, clock):
    again = (LONG_AGO + settings.CONFIRM_EVERY["netzwerk"] - START.date()).days
    clock(again + 28)
    assert not network.is_unconfirmed
    clock(again + 29)
    assert network.is_unconfirmed
    for url in (network.get_absolute_url(), reverse("networks:list")):
        assert "nicht bestätigt seit Januar 2026" in client.get(url).content.decode()
    network.confirm(timezone.localdate())
    assert "nicht bestätigt seit" not in client.get(reverse("networks:list")).content.decode()


def test_list_is_for_curators(client, network):
    url = reverse("moderation:freshness")
    client.force_login(UserFactory(role=User.Role.COORDINATION))
    assert client.get(url).status_code == 403
    assert client.post(url, {"eintrag": f"netzwerk:{network.pk}"}).status_code == 403
    assert not Inquiry.objects.exists()


def test_list_filters_and_orders(client, network):
    nobody = ActorFactory(name="Kita ohne Adresse", confirmed_at=date(2026, 2, 25))
    doubtful = monthly(days=213)
    fresh = NetworkFactory(confirmed_at=START.date())
    client.force_login(UserFactory(role=User.Role.CURATION))

    def shown(**query: str) -> list[Actor | Network]:
        return [
            row.entry for row, _labels in client.get(reverse("moderation:freshness"), query).context["rows"]
        ]

    assert shown() == [network, nobody, doubtful]
    assert shown(art="akteur") == [nobody]
    assert shown(grund="rhythmus") == [doubtful]
    assert shown(grund="niemand") == [nobody]
    assert shown(grund="wartet") == []
    freshness.ask([network])
    assert shown(grund="wartet") == [network]
    assert fresh not in shown(grund="unsinn")


def test_list_costs_the_same_for_one_and_three(client, network, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(UserFactory(role=User.Role.CURATION))
    counts = []
    for _more in range(2):
        client.get(reverse("moderation:freshness"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("moderation:freshness")).status_code == 200
        counts.append(len(queries))
        NetworkFactory(confirmed_at=LONG_AGO)
        ActorFactory(confirmed_at=date(2025, 1, 1))
    assert counts[0] == counts[1]


def test_curator_asks_again_once(client, network):
    url = reverse("moderation:freshness")
    client.force_login(UserFactory(role=User.Role.CURATION))
    for _double_click in range(2):
        client.post(url, {"eintrag": [f"netzwerk:{network.pk}", "netzwerk:999999", "unsinn:1", "akteur:x"]})
    assert letters() == [("kim@buendnis.example", "Stimmt „Bündnis Lesen“ noch?")]
    run()
    assert letters() == []


def test_asking_again_reopens_the_reminder_of_the_same_question(network, clock):
    run()
    clock(20)
    run()
    letters()
    clock(30)
    freshness.ask([network])
    clock(45)
    run()
    assert [subject[:10] for _to, subject in letters()] == ["Stimmt „Bü", "Erinnerung"]
    assert Inquiry.objects.count() == 1


def test_job_says_what_it_did_without_names(network):
    run()
    assert JobRun.objects.latest_of("ask-for-confirmation").summary == (
        "1 Eintrag in 1 Mail, 0 Erinnerungen, 0 erledigt"
    )


def test_login_is_not_needed_but_does_not_help_strangers_either(client, network):
    run()
    client.login(email=UserFactory().email, password=PASSWORD)
    number = question(network)
    client.post(link(), {"frage": number, "antwort": "aendern", f"aendern-{number}-text": "Neu"})
    assert (
        Case.objects.get().submitter.email == "Kim@buendnis.example"
    )  # whose mailbox it was, not who clicked


def test_editor_confirms_with_one_click_among_her_entries(client, network, editor):
    run()
    client.force_login(editor)
    url = reverse("networks:confirm", args=[network.slug])
    assert url in client.get(reverse("portal:mine")).content.decode()
    client.post(url)
    network.refresh_from_db()
    assert (network.confirmed_at, Inquiry.objects.get().answer) == (timezone.localdate(), "stimmt")
    assert url not in client.get(reverse("portal:mine")).content.decode()
    client.force_login(UserFactory())
    assert client.post(url).status_code == 404


def test_click_of_an_editor_confirms_nothing_that_has_ended(client, network, editor):
    Network.objects.update(status="beendet")
    client.force_login(editor)
    client.post(reverse("networks:confirm", args=[network.slug]))
    network.refresh_from_db()
    assert network.confirmed_at == LONG_AGO
