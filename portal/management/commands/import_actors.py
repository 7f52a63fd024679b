from __future__ import annotations

from actors.resources import ActorResource
from exchange.commands import ImportCommand


class Command(ImportCommand):
    help = "Liest Akteure aus einer Tabelle (CSV, XLSX, JSON). Siehe docs/import.md."
    resource_class = ActorResource
