from __future__ import annotations

from exchange.commands import ImportCommand
from networks.resources import NetworkResource


class Command(ImportCommand):
    help = "Liest Netzwerke aus einer Tabelle (CSV, XLSX, JSON). Siehe docs/import.md."
    resource_class = NetworkResource
