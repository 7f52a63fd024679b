import pytest

from accounts.models import User
from tests.factories import UserFactory


@pytest.fixture
def coordinator() -> User:
    return UserFactory(name="Eva Editor")


@pytest.fixture
def person() -> User:
    return UserFactory(name="Paul Person")
