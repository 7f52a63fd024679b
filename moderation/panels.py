"""What the page of a case shows beside it. The rooms above register their templates, because this one knows no domain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from moderation.models import Case

type Panel = Callable[[Case, User | AnonymousUser], dict[str, Any] | None]

PANELS: dict[str, list[tuple[str, Panel]]] = {}


def panel(kind: Case.Kind, template: str) -> Callable[[Panel], Panel]:
    """Register what `template` shows (as `panel`) on pages of cases of this kind; None where it has nothing to say."""

    def register(function: Panel) -> Panel:
        PANELS.setdefault(kind, []).append((template, function))
        return function

    return register


def panels_of(case: Case, user: User | AnonymousUser) -> list[tuple[str, dict[str, Any]]]:
    """Templates and what they show of this case to this person."""
    shown = ((template, function(case, user)) for template, function in PANELS.get(case.kind, []))
    return [(template, content) for template, content in shown if content is not None]
