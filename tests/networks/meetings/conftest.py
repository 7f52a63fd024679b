from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone

from networks.models import Meeting, Network
from tests.factories import MeetingFactory

NOW = datetime(2027, 3, 1, 11, tzinfo=UTC)  # a Monday


@pytest.fixture
def spring(time_machine, settings) -> None:
    """The first of March 2027 in Lower Saxony: Easter holidays from 22 March to 3 April."""
    settings.KOMMUNE_LAND = "NI"
    time_machine.move_to(NOW, tick=False)


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
