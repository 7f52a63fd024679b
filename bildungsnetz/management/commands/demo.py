"""`make demo`: from nothing to a running portal that shows a whole Kommune, in one process."""

import errno
import os
import socket
from argparse import ArgumentParser
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.test import Client

from bildungsnetz import postgres
from mailing.timer import run_due_jobs_until
from mailing.worker import PatientWorker


class Command(BaseCommand):
    help = "Lädt die Demostadt Auenberg und zeigt sie im Browser; Eingetragenes bleibt beim nächsten Start erhalten."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reset", action="store_true", help="verwirft, was eingetragen wurde, und beginnt von vorn"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(f"Die Demo läuft nur mit BILDUNGSNETZ_MODE=demo, nicht mit {settings.MODE}.")
        _ensure_free_port()
        try:
            if options["reset"]:
                self.reset()
            self.prepare()
            Client(raise_request_exception=False, headers={"host": "localhost"}).get(
                "/verzeichnis/"
            )  # the first visitor need not wait
            connections.close_all()
            self.serve()
        except KeyboardInterrupt:
            pass
        finally:
            connections.close_all()
            stopped = postgres.disconnect_all()
            self.stdout.write("Portal und Datenbank sind beendet." if stopped else "Das Portal ist beendet.")

    def reset(self) -> None:
        """Drop the demo's database and make an empty one. Never touches a server that is not the embedded one."""
        if not settings.DATABASE_IS_EMBEDDED:
            raise CommandError(
                "RESET=1 löscht nur die eingebaute Datenbank: Leeren Sie die Datenbank von DATABASE_URL selbst."
            )
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        connection.close()
        with connection._nodb_cursor() as cursor:  # noqa: SLF001 (what Django's own test runner uses)
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name}")
        self.stdout.write("Alles Eingetragene ist verworfen.")

    def prepare(self) -> None:
        for text, command, *arguments in (
            ("Datenbank einrichten", "migrate"),
            ("", "createcachetable"),
            ("Vokabular laden", "load_vocabulary"),
            ("Demostadt Auenberg laden", "load_demo"),
            ("Suche vorbereiten", "reindex_search", "--waiting"),
            ("Dateien der Oberfläche sammeln", "collectstatic", "--no-input"),
        ):
            if text:
                self.stdout.write(f"{text} …")
                self.stdout.flush()
            loud = command == "load_demo"  # prints the logins
            call_command(command, *arguments, verbosity=int(loud), stdout=self.stdout)

    def serve(self) -> None:
        address = f"http://localhost:{settings.PORT}/"
        self.stdout.write(f"\nBildungsnetz läuft: {address}   (beenden mit Strg+C)\n")
        self.stdout.flush()
        if not hasattr(os, "fork"):  # Windows has no gunicorn
            os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
            _deliver_mails("demo")
            _run_jobs()
            call_command("runserver", f"{settings.BIND}:{settings.PORT}", "--noreload", "--nothreading")
            return
        _gunicorn(
            {
                "bind": f"{settings.BIND}:{settings.PORT}",
                "workers": 2,
                "threads": 4,
                "graceful_timeout": 2,
                "limit_request_line": 8190,  # as in gunicorn.conf.py
                "loglevel": "warning",
            }
        )


def _ensure_free_port() -> None:
    """Say at once, not after the preparations, that something else listens on the port."""
    try:
        socket.create_server((settings.BIND, settings.PORT)).close()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise CommandError(
                f"BIND={settings.BIND} ist keine Adresse dieses Rechners: Schreiben Sie 127.0.0.1."
            ) from error
        raise CommandError(
            f"Anschluss {settings.PORT} ist belegt: Beenden Sie das andere Programm oder wählen Sie einen anderen "
            f"Anschluss, zum Beispiel mit make demo PORT={settings.PORT + 1}."
        ) from error


def _deliver_mails(worker_id: str) -> None:
    """What `manage.py db_worker` does in production; a thread, so that it cannot outlive the demo."""
    tasks = PatientWorker(
        queue_names=["*"], excluded_queue_names=[], backend_name="default", worker_id=worker_id,
        interval=1, startup_delay=True, batch=False, max_tasks=None,
    )  # fmt: skip
    Thread(target=tasks.run, daemon=True).start()


def _run_jobs() -> None:
    """What `manage.py run_jobs --loop` does in production. Several may run: each job happens once at its time."""
    Thread(
        target=run_due_jobs_until, args=[Event()], kwargs={"pause": timedelta(minutes=1)}, daemon=True
    ).start()


def _gunicorn(options: dict[str, Any]) -> None:
    from gunicorn.app.base import BaseApplication  # cannot be imported on Windows
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

    def leave_at_once(_arbiter: Arbiter, worker: Worker) -> None:
        """Workers are forks of this process: taking its many objects apart again would take them seconds."""
        os._exit(0 if worker.booted else Arbiter.WORKER_BOOT_ERROR)

    def start_helpers(worker: Worker) -> None:
        _deliver_mails(f"demo-{worker.pid}")
        _run_jobs()

    class Demo(BaseApplication):
        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)
            self.cfg.set("post_worker_init", start_helpers)
            self.cfg.set("worker_exit", leave_at_once)

        def load(self) -> Any:
            return get_wsgi_application()

    try:
        Demo().run()
    except SystemExit as end:  # gunicorn's way to return
        if end.code:
            raise
