"""Two questions a container platform asks: does the process live, and may it be sent visitors?

Answered before any other middleware: the platform asks by IP address and without TLS, and neither the list of
allowed hosts nor the redirect to https is meant for it. No details are told: anybody can ask.
"""

import logging
from collections.abc import Callable
from importlib import import_module, invalidate_caches
from pathlib import Path

from django.apps import apps
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse

logger = logging.getLogger(__name__)

ALWAYS_THERE = "css/base.css"  # every page links to it


class HealthMiddleware:
    """Answers /healthz (200 while the process lives) and /readyz (503 while pages would fail).

    Looks anew each time, since a database goes away and a deployment brings migrations; only what follows from the same
    files and the same applied migrations is not worked out twice."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self._last = "ok"
        self._migrations: tuple[object, bool] = (None, False)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match request.path:
            case "/healthz":
                return _answer("ok")
            case "/readyz":
                return _answer(self._state())
            case _:
                return self.get_response(request)

    def _state(self) -> str:
        """Return "ok", or what stands in the way: "database", "migrations", "cache" or "static"."""
        state, reason = "ok", ""
        for name, is_in_order in (
            ("database", _answers), ("migrations", self._is_migrated), ("cache", _caches), ("static", _has_files),
        ):  # fmt: skip
            try:
                if is_in_order():
                    continue
            except (Error, OSError, ValueError) as error:
                reason = f" ({type(error).__name__})"
            state = name
            break
        if state != self._last:
            logger.warning("Ready: %s, before: %s%s", state, self._last, reason)
        self._last = state
        return state

    def _is_migrated(self) -> bool:
        known, is_migrated = self._migrations
        now = (_migration_files(), frozenset(MigrationRecorder(connection).applied_migrations()))
        if now != known:  # reading all migrations is slow
            invalidate_caches()  # Python's own, of which files there are
            executor = MigrationExecutor(connection)
            is_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
            self._migrations = (now, is_migrated)
        return is_migrated


def _answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _caches() -> bool:
    cache.get("readyz")
    return True


def _migration_files() -> frozenset[tuple[str, str]]:
    found = set()
    for app in apps.get_app_configs():
        module, _is_set = MigrationLoader.migrations_module(app.label)
        try:
            folders = getattr(import_module(module), "__path__", ()) if module else ()
        except ModuleNotFoundError:  # no migrations
            continue
        found |= {(app.label, file.name) for folder in folders for file in Path(folder).glob("*.py*")}
    return frozenset(found)


def _has_files() -> bool:
    """Whether every file that a page may link to was collected, as the storage that the pages ask knows it."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return True
    known = staticfiles_storage.hashed_files
    files = {path for finder in get_finders() for path, _of in finder.list(StaticFilesConfig.ignore_patterns)}
    missing = {path for path in files if path.replace("\\", "/") not in known}
    return not missing and staticfiles_storage.exists(known[ALWAYS_THERE])


def _answer(state: str) -> HttpResponse:
    response = JsonResponse({"status": state}, status=200 if state == "ok" else 503)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
