"""What this room tells a person about herself, and what it forgets of her."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal import personal
from portal.models import BarrierReport
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_reports_are_told_and_forgotten_by_the_whole_address(time_machine):
    time_machine.move_to(NOW, tick=False)
    person, later = UserFactory(email="erika@example.org"), NOW + timedelta(days=1)
    report = BarrierReport.objects.create(page="/karte/", text="Ton", reply_to="ERIKA@example.org")
    BarrierReport.objects.filter(pk=report.pk).update(done_at=later)
    foreign = BarrierReport.objects.create(text="Bild", reply_to="rika@example.org")
    assert list(personal.reports(person)) == [
        {"am": NOW, "seite": "/karte/", "text": "Ton", "e_mail": "ERIKA@example.org", "erledigt_am": later}
    ]
    personal.forget_reports(person)
    report.refresh_from_db()
    foreign.refresh_from_db()
    assert (report.text, report.reply_to, foreign.reply_to) == ("Ton", "", "rika@example.org")
