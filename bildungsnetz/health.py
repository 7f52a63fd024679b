"""Two questions a container platform asks: does the process live, and may it be sent visitors?

Answered before any other middleware: the platform asks by IP address and without TLS, and neither the list of
allowed hosts nor the redirect to https is meant for it. No details are told: anybody can ask.
"""

import logging
from collections.abc import Callable

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

logger = logging.getLogger(__name__)


class HealthMiddleware:
    """Answers /healthz (200 while the process lives) and /readyz (503 until database and migrations are in order)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self._migrated = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match request.path:
            case "/healthz":
                return _answer("ok")
            case "/readyz":
                return _answer(self._state())
            case _:
                return self.get_response(request)

    def _state(self) -> str:
        """Return "ok", "database" or "migrations": what stands in the way."""
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            if not self._migrated:  # reading all migrations is slow, and a deployment does not take them back
                executor = MigrationExecutor(connection)
                self._migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        except Error:
            logger.exception("The database does not answer.")
            return "database"
        return "ok" if self._migrated else "migrations"


def _answer(state: str) -> HttpResponse:
    response = JsonResponse({"status": state}, status=200 if state == "ok" else 503)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
