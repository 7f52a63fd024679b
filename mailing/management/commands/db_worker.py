"""Replaces the library's command of this name: `mailing` stands before it in INSTALLED_APPS."""

from __future__ import annotations

from typing import Any

from django_tasks_db.management.commands import db_worker

from mailing.worker import PatientWorker


class Command(db_worker.Command):
    help = "Sendet die Mails der Warteschlange; wartet, wenn die Datenbank fort ist, und macht danach weiter."
    requires_system_checks = ()  # they ask the database, which may not be there yet

    def handle(self, *args: Any, **options: Any) -> None:
        db_worker.Worker = PatientWorker  # type: ignore[misc]  # the library's command makes it by this name
        super().handle(*args, **options)
