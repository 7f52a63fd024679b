from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone

from accounts.models import User
from networks.models import Network
from tests.factories import NetworkFactory, UserFactory

TODAY = "2027-03-17"  # a Wednesday


@pytest.fixture
def at(time_machine) -> Callable[[str], None]:
    """Goes to a moment here: at("2027-03-17 09:00")."""

    def go(moment: str) -> None:
        time_machine.move_to(here(moment), tick=False)

    return go


@pytest.fixture
def today(at) -> None:
    at(f"{TODAY} 09:00")


@pytest.fixture
def network() -> Network:
    return NetworkFactory(name="Leserunde")


@pytest.fixture
def editor(network) -> User:
    person = UserFactory(email="eva@example.org")
    network.editors.add(person)
    return person


def here(moment: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(moment))
