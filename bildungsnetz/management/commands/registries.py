"""What rooms above registered with rooms below: everything that happens without a call that one can follow."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import get_resolver
from django.utils.module_loading import autodiscover_modules

# Each with the moment at which what stands in it is called.
REGISTRIES = {
    "design.extensions.EXTENSIONS": "when a page of a lower room has a place for it: {% extension … %}",
    "mailing.schedule.JOBS": "when it is due: the worker, or manage.py run_jobs",
    "accounts.after_login.CALLBACKS": "after every login",
    "accounts.privacy.TRACES": "export and deletion of an account, the record of processing activities",
    "accounts.privacy.WRITINGS": "where a deleted account's name is struck out",
    "accounts.privacy.LISTENERS": "after an account was deleted",
    "accounts.retention.RULES": "deletion after a time, the record of processing activities",
    "accounts.hanging.ALSO": "before something is deleted: what goes with it",
    "search.sources.SOURCES": "whenever an entry is indexed or shown as a hit",
    "search.sources.FACETS": "whenever a list is filtered",
    "search.query.questions.FORMS": "whenever a query is read",
    "moderation.decisions.EFFECTS": "when a case is decided",
    "moderation.case_context.SECTIONS": "when the page of a case is shown",
    "moderation.corrections.FORMS": "when a submission is corrected before it is reviewed",
    "moderation.editing.HELD_APART": "when a change that waits for a second look is told: what of it is no field of the entry",
    "moderation.freshness.ENDINGS": "when editors say that their entry does not exist any more",
    "moderation.rights.REACHES": "when editors of an entry change: what else they may edit",
    "insight.kept.MEASURES": "when a page of Einblick shows the figure, or a task computes it",
    "duplicates.merging.TWINS": "when two entries are merged: rows that are the same at both",
    "duplicates.merging.BESIDES": "when two entries are merged: what names them without a relation",
    "duplicates.replacing.BESIDES": "when a word of the vocabulary is replaced: what names it without a relation",
}


class Command(BaseCommand):
    help = "Lists everything that rooms registered, and when it is called."

    def handle(self, *args: Any, **options: Any) -> None:
        for path, moment in REGISTRIES.items():
            self.stdout.write(self.style.MIGRATE_HEADING(f"{path}: {moment}"))
            for line in contents(path):
                self.stdout.write(f"  {line}")


def contents(path: str) -> Iterator[str]:
    """One line for each thing registered under „room.module.NAME“."""
    _ = get_resolver().url_patterns  # pages register what they can do when their addresses are read
    autodiscover_modules("jobs", "personal")
    module, _dot, name = path.rpartition(".")
    registered = getattr(import_module(module), name)
    pairs = registered.items() if isinstance(registered, dict) else ((None, value) for value in registered)
    for key, value in pairs:
        what = ", ".join(_named(one) for one in (value if isinstance(value, list) else [value]))
        yield f"{_named(key)}: {what}" if key is not None else what


def _named(thing: Any) -> str:
    if isinstance(thing, tuple):
        return " / ".join(_named(part) for part in thing)
    if isinstance(thing, str):
        return str(thing)
    place = thing if hasattr(thing, "__qualname__") else type(thing)
    return f"{place.__module__}.{place.__qualname__}"
