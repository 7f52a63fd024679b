"""Deleting by itself what has lain long enough: settings.KEEP says how long, the jobs of the rooms do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mailing.schedule import all_jobs

RULES: dict[str, Rule] = {}


@dataclass(frozen=True)
class Rule:
    """What is deleted, after the interval `key` of settings.KEEP."""

    key: str
    what: str | Promise

    @property
    def after(self) -> timedelta:
        return settings.KEEP[self.key]

    @property
    def days(self) -> int:
        return self.after.days

    @property
    def wording(self) -> str:
        return ngettext("%d Tag", "%d Tage", self.days) % self.days

    @property
    def in_dative(self) -> str:
        """What stands behind „nach“."""
        return ngettext("%d Tag", "%d Tagen", self.days) % self.days


def deletes(key: str, what: str | Promise) -> Callable[[Callable[[datetime], int]], Callable[[], str]]:
    """Decorator below `@job`: the function gets the moment before which things are old and returns how many went.

    Several functions may share an interval. Raises KeyError for one that settings.KEEP has not."""
    settings.KEEP[key]

    def register(function: Callable[[datetime], int]) -> Callable[[], str]:
        RULES[f"{function.__module__}.{function.__name__}"] = Rule(key, what)

        @wraps(function)
        def run() -> str:
            return _("%d gelöscht") % function(timezone.now() - settings.KEEP[key])

        return run

    return register


def all_rules() -> list[Rule]:
    """Every rule of every room, in a fixed order."""
    all_jobs()  # finds the jobs.py of all rooms
    return [rule for _name, rule in sorted(RULES.items())]
