import csv

import pytest

from accounts.models import User
from exchange.importing import import_file
from networks.resources import NetworkResource
from tests.factories import NetworkFormatFactory, UserFactory


@pytest.fixture
def coordinator() -> User:
    return UserFactory(name="Eva Editor")


@pytest.fixture
def person() -> User:
    return UserFactory(name="Paul Person")


@pytest.fixture
def load(tmp_path, db):
    """Import rows given as dicts; returns the report."""
    NetworkFormatFactory(name="Arbeitskreis", synonyms=["AK"])

    def load(*rows, skip_bad=False):
        path = tmp_path / "netzwerke.csv"
        columns = list(dict.fromkeys(name for row in rows for name in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, delimiter=";")
            writer.writeheader()
            writer.writerows({"format": "AK", **row} if "format" in columns else row for row in rows)
        return import_file(path, NetworkResource(), skip_bad=skip_bad)[0]

    return load
