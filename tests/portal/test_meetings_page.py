from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.factories import MeetingFactory, NetworkFactory

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 12, 8, 8, 0)


@pytest.fixture(autouse=True)
def _a_tuesday_in_advent():
    with time_machine.travel(timezone.make_aware(TUESDAY), tick=False):
        yield


def at(day: int, hour: int = 10, month: int = 12) -> datetime:
    return timezone.make_aware(datetime(2026, month, day, hour))


def test_the_month_of_today_is_shown(client: Client):
    MeetingFactory(network=NetworkFactory(name="Lesenetz Lindenau"), start=at(9))
    for address in ("/termine/", "/termine/?ansicht=woche", "/termine/?ansicht=liste", "/termine/?ansicht=tag&tag=2026-12-09", "/termine/drucken/", "/termine.csv"):
        response = client.get(address)
        text = b"".join(response).decode()
        assert response.status_code == 200
        assert "Lesenetz Lindenau" in text, address
