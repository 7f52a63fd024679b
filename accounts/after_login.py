"""What rooms above do when somebody has logged in. They know the accounts, the accounts do not know them."""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import User

type LoginCallback = Callable[[User], None]

CALLBACKS: list[LoginCallback] = []


def on_login(function: LoginCallback) -> LoginCallback:
    """Register what happens at each login. It must be quick, and nothing may happen the second time."""
    CALLBACKS.append(function)
    return function
