"""What this room tells a person about herself, line by line, and what it forgets of her."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts import erasure, privacy
from accounts.models import User
from moderation import decisions, personal
from moderation.models import Case, Draft, Look, Note, Unfinished
from networks.models import DuplicateDecision, Merge
from tests.factories import ActorFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def person() -> User:
    return UserFactory(name="Erika Zwölfer", email="erika@example.org")


def test_cases_are_those_of_the_account_and_of_her_address(person, time_machine):
    kita = ActorFactory(name="Kita Süd")
    own = decisions.submit(kind=Case.Kind.CLAIM, entry=kita, submitter=person, reason="Ich leite sie.")
    time_machine.move_to(LATER, tick=False)
    decisions.submit(
        kind=Case.Kind.REPORT,
        entry=kita,
        email="Erika@Example.org",
        reason="veraltet",
        payload={"was": "alt"},
    )
    decisions.submit(kind=Case.Kind.REPORT, entry=kita, email="rika@example.org", reason="fremd")
    decisions.decide(own, by=UserFactory(role=User.Role.CURATION), outcome=Case.Outcome.ACCEPTED)
    kita.delete()
    assert list(personal.cases(person)) == [
        {
            "am": NOW, "art": "„Das ist meine Einrichtung“", "eintrag": "", "begruendung": "Ich leite sie.", "angaben": {},
            "e_mail": "erika@example.org", "stand": "angenommen", "entschieden_am": LATER,
        },
        {
            "am": LATER, "art": "Meldung", "eintrag": "", "begruendung": "veraltet", "angaben": {"was": "alt"},
            "e_mail": "Erika@Example.org", "stand": "offen", "entschieden_am": None,
        },
    ]  # fmt: skip


def test_a_case_is_told_with_its_entry(person):
    decisions.submit(kind=Case.Kind.CLAIM, entry=ActorFactory(name="Kita Süd"), submitter=person)
    assert [row["eintrag"] for row in personal.cases(person)] == ["Kita Süd"]


def test_notes_are_what_she_wrote_and_what_came_without_an_account_into_her_cases(person):
    staff, network = UserFactory(role=User.Role.CURATION), NetworkFactory()
    before = decisions.submit(kind=Case.Kind.REPORT, entry=network, email="erika@example.org", reason="alt")
    foreign = decisions.submit(kind=Case.Kind.REPORT, entry=network, email="otto@example.org", reason="fremd")
    for case, author, kind, text in [
        (before, None, Note.Kind.ANSWER, "Seit 2020."),
        (before, None, Note.Kind.QUESTION, "Seit wann?"),
        (before, staff, Note.Kind.ANSWER, "von der Kuration"),
        (foreign, None, Note.Kind.ANSWER, "auch fremd"),
        (foreign, person, Note.Kind.INTERNAL, "Ich sehe nach."),
    ]:
        Note.objects.create(case=case, author=author, kind=kind, text=text)
    assert list(personal.notes(person)) == [
        {"am": NOW, "art": str(Note.Kind(kind).label), "text": text}
        for kind, text in [
            (Note.Kind.SUBMITTED, "alt"),
            (Note.Kind.ANSWER, "Seit 2020."),
            (Note.Kind.INTERNAL, "Ich sehe nach."),
        ]
    ]


def test_drafts_forms_and_how_far_she_looked_are_told(person):
    Draft.objects.create(kind="akteur", owner=person, answers={"name": ["Kita"]}, submitted_at=LATER)
    Draft.objects.create(kind="akteur", owner=UserFactory(), answers={})
    Unfinished.objects.create(user=person, path="/akteure/kita/bearbeiten/", typed={"name": ["Kita"]})
    Look.objects.create(user=person, seen_until=LATER)
    assert list(personal.drafts(person)) == [
        {"begonnen_am": NOW, "geaendert_am": NOW, "art": "akteur", "angaben": {"name": ["Kita"]}, "eingereicht_am": LATER}
    ]  # fmt: skip
    assert list(personal.unfinished(person)) == [
        {"seite": "/akteure/kita/bearbeiten/", "angaben": {"name": ["Kita"]}, "abgesendet_am": NOW}
    ]
    assert list(personal.looks(person)) == [{"aenderungen_gesehen_bis": LATER}]


def test_who_decides_reads_when_only_of_her_own_decisions(person):
    other = UserFactory(role=User.Role.CURATION)
    names = ["Kita A", "Kita B", "Kita C", "Kita D"]
    taken, decided, _foreign, gone = [
        decisions.submit(kind=Case.Kind.REPORT, entry=ActorFactory(name=name)) for name in names
    ]
    Case.objects.filter(pk=taken.pk).update(assigned_to=person)
    decisions.decide(taken, by=other, outcome=Case.Outcome.REJECTED)
    for case in (decided, gone):
        decisions.decide(case, by=person, outcome=Case.Outcome.ACCEPTED)
    gone.entry.delete()
    assert list(personal.reviews(person)) == [
        {"am": NOW, "art": "Meldung", "eintrag": name, "entschieden_am": at}
        for name, at in [("Kita A", None), ("Kita B", NOW), ("", NOW)]
    ]


def test_of_drafts_without_an_owner_only_what_is_hers_goes(person):
    waits = Draft.objects.create(
        kind="akteur", answers={}, confirmations={"1": {"email": "ERIKA@example.org"}, "2": {"email": ""}, "3": {}}
    )  # fmt: skip
    named = Draft.objects.create(
        kind="akteur", answers={"email": [" Erika@example.org "], "text": ["an erika@example.org", 3]}
    )
    foreign = Draft.objects.create(
        kind="akteur", answers={}, confirmations={"1": {"email": "otto@example.org"}}
    )
    changed = foreign.changed_at
    personal.forget_drafts(person)
    assert not Draft.objects.filter(pk=waits.pk).exists()
    named.refresh_from_db()
    foreign.refresh_from_db()
    assert named.answers == {"email": [""], "text": ["an erika@example.org", 3]}
    assert (foreign.answers, foreign.changed_at) == ({}, changed)


def test_cases_lose_her_address_without_a_new_step_in_their_history(person):
    network = NetworkFactory()
    case = decisions.submit(kind=Case.Kind.REPORT, entry=network, email="Erika@example.org")
    foreign = decisions.submit(kind=Case.Kind.REPORT, entry=network, email="rika@example.org")
    events = Case.pgh_event_model.objects.filter(pgh_obj_id__in=[case.pk, foreign.pk])
    before = events.count()
    personal.forget_cases(person)
    for each, address in ((case, ""), (foreign, "rika@example.org")):
        each.refresh_from_db()
        assert each.submitter_email == address
        assert {event.submitter_email for event in events.filter(pgh_obj_id=each.pk)} == {address}
    assert events.count() == before


def test_decisions_about_pairs_are_told_to_who_took_them_back_too(person):
    rows = {trace.name: trace for trace in privacy.all_traces()}["doppelstrukturen"].rows
    other = UserFactory(role=User.Role.CURATION)
    kept, gone = NetworkFactory(name="Lesenetz"), NetworkFactory(name="Lesekreis")
    pair = {"first": kept, "second": gone, "decision": "verschieden"}
    decisions_of, merges = DuplicateDecision.objects, Merge.objects
    merge = {"kept": kept, "merged_id": 99, "merged_name": "Alt", "before": {}, "moved": {}}
    undone = {"undone_at": timezone.now()}
    decisions_of.create(**pair, **undone, decided_by=person, undone_by=other, reason="eins")
    decisions_of.create(**pair, **undone, decided_by=other, undone_by=person, reason="zwei")
    decisions_of.create(**pair, decided_by=other, reason="fremd")
    merges.create(**merge, **undone, merged_by=person, undone_by=other, reason="drei")
    merges.create(**merge, **undone, merged_by=other, undone_by=person, reason="vier")
    merges.create(**merge, merged_by=other, reason="fremd")
    assert list(rows(person)) == [
        {"am": NOW, "was": was, "begruendung": reason}
        for was, reason in [
            ("Lesenetz · Lesekreis: ist verschieden", "eins"),
            ("Lesenetz · Lesekreis: ist verschieden", "zwei"),
            ("Alt → Lesenetz", "drei"),
            ("Alt → Lesenetz", "vier"),
        ]
    ]


def test_the_name_goes_only_from_what_she_gave_as_a_reason_herself(person):
    other = UserFactory(role=User.Role.CURATION)
    first, second = NetworkFactory(), NetworkFactory()
    pair = {"first": first, "second": second, "decision": "verschieden", "undone_at": NOW}
    own = DuplicateDecision.objects.create(**pair, decided_by=person, reason="sagt Erika Zwölfer")
    foreign = DuplicateDecision.objects.create(
        **pair, decided_by=other, undone_by=person, reason="sagt Erika Zwölfer"
    )
    erasure.erase(person)
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert (own.reason, foreign.reason) == (f"sagt {erasure.NOBODY}", "sagt Erika Zwölfer")
