"""What the page of a case shows beside it. The rooms above register their templates, because this one knows no domain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from moderation.models import Case

type Section = Callable[[Case, User | AnonymousUser], dict[str, Any] | None]

SECTIONS: dict[str, list[tuple[str, Section]]] = {}


@dataclass(frozen=True)
class AlikeEntry:
    """An entry that could be the same as the one of the case: the verdict in words, reasons, where the two are merged."""

    entry: Any
    verdict: str
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    merge_address: str


def asks_for_comparison(case: Case, model: type) -> bool:
    """Whether whoever decides this case wants to see what is like its entry, an instance of `model`."""
    is_about_doubles = case.kind == Case.Kind.NEW or case.payload.get("what") == "doppelt"
    return is_about_doubles and not case.is_done and isinstance(case.entry, model)


def section(kind: Case.Kind, template: str) -> Callable[[Section], Section]:
    """Register what `template` shows (as `section`) on pages of cases of this kind; None where it has nothing to say."""

    def register(function: Section) -> Section:
        SECTIONS.setdefault(kind, []).append((template, function))
        return function

    return register


def sections_of(case: Case, user: User | AnonymousUser) -> list[tuple[str, dict[str, Any]]]:
    """Templates and what they show of this case to this person."""
    shown = ((template, function(case, user)) for template, function in SECTIONS.get(case.kind, []))
    return [(template, content) for template, content in shown if content is not None]
