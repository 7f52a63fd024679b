"""What rooms above do when somebody has logged in. They know the accounts, the accounts do not know them."""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import User

type Arrival = Callable[[User], None]

ARRIVALS: list[Arrival] = []


def arrival(function: Arrival) -> Arrival:
    """Register what happens at each login. It must be quick, and nothing may happen the second time."""
    ARRIVALS.append(function)
    return function
