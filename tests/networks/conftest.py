import csv
from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone

from accounts.models import User
from exchange.importing import import_file
from networks.models import Meeting, Network
from networks.resources import NetworkResource
from tests.factories import MeetingFactory, NetworkFormatFactory, UserFactory

SPRING = datetime(2027, 3, 1, 11, tzinfo=UTC)  # a Monday


@pytest.fixture
def coordinator() -> User:
    return UserFactory(name="Eva Editor")


@pytest.fixture
def person() -> User:
    return UserFactory(name="Paul Person")


@pytest.fixture
def load(tmp_path, db):
    """Import rows given as dicts; returns the report."""
    NetworkFormatFactory(name="Arbeitskreis", synonyms=["AK"])

    def load(*rows, skip_bad=False):
        path = tmp_path / "netzwerke.csv"
        columns = list(dict.fromkeys(name for row in rows for name in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, delimiter=";")
            writer.writeheader()
            writer.writerows({"format": "AK", **row} if "format" in columns else row for row in rows)
        return import_file(path, NetworkResource(), skip_bad=skip_bad)[0]

    return load


@pytest.fixture
def spring(time_machine, settings) -> None:
    """The first of March 2027 in Lower Saxony: Easter holidays from 22 March to 3 April."""
    settings.KOMMUNE_LAND = "NI"
    time_machine.move_to(SPRING, tick=False)


@pytest.fixture
def meet():
    """Enters a meeting of a network: `meet(network, "2027-04-21", 14, 16)`."""

    def meet(
        network: Network, day: str, begins: int | None = None, ends: int | None = None, **more
    ) -> Meeting:
        def at(hour: int) -> datetime:
            return timezone.make_aware(datetime.combine(date.fromisoformat(day), time(hour)))

        return MeetingFactory(
            network=network,
            start=at(begins or 0),
            end=at(ends) if ends else None,
            is_all_day=begins is None,
            **more,
        )

    return meet
