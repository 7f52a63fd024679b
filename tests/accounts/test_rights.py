"""The history of rights in words: what, when, and from whom."""

from __future__ import annotations

from datetime import UTC, datetime

import pghistory
import pytest

from accounts.models import User
from accounts.rights import RightsStep, rights_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_each_step_tells_from_whom(django_assert_num_queries):
    person, giver, gone = UserFactory(), UserFactory(name="Ada Chefin"), UserFactory()
    for by, change in [
        (giver, {"role": User.Role.COORDINATION}),
        (person, {"role": User.Role.CURATION}),
        (gone, {"is_active": False}),
    ]:
        with pghistory.context(user=by.pk):
            User.objects.filter(pk=person.pk).update(**change)
    with pghistory.context(user=None):
        User.objects.filter(pk=person.pk).update(is_active=True)
    User.objects.filter(pk=gone.pk).delete()
    with django_assert_num_queries(2):
        steps = rights_of(person)
    assert [(step.what, step.who) for step in steps] == [
        ("Kuration", "ohne Anmeldung, etwa ein Befehl"),
        ("Kuration, gesperrt", "ein gelöschtes Konto"),
        ("Kuration", "selbst"),
        ("Koordination", "Ada Chefin"),
        ("registrierte Person", "bei der Registrierung"),
    ]


def test_the_moment_is_told_in_local_time():
    person = UserFactory()
    events = User.pgh_event_model.objects.filter(pgh_obj_id=person.pk)
    events.update(pgh_created_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    assert rights_of(person) == [
        RightsStep("02.07.2026 00:30", "registrierte Person", "bei der Registrierung")
    ]
