"""Settings are read once per process, so every case here is a process of its own."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from tests.bildungsnetz.conftest import Run

SHOW = "import json; from django.conf import settings as s; print(json.dumps([getattr(s, n) for n in {names}], default=str))"


def test_check_deploy_is_clean_in_production(manage: Run, production: dict[str, str]) -> None:
    production["DATABASE_URL"] = (
        settings.VAR / "postgres-test.url"
    ).read_text()  # checks ask the server's version
    done = manage("check", "--deploy", "--fail-level", "WARNING", **production)
    assert done.stderr == ""
    assert done.stdout.strip() == "System check identified no issues (2 silenced)."
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY fehlt: Schreiben Sie einen zufälligen Text"),
        (
            {"SECRET_KEY": "kurz"},
            "SECRET_KEY ist zu leicht zu erraten: Schreiben Sie mindestens 50 zufällige Zeichen",
        ),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS fehlt: Schreiben Sie die Rechnernamen hinein"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS=* lässt gefälschte Rechnernamen zu: Schreiben Sie"),
        ({"DEBUG": "1"}, "DEBUG zeigt Fremden das Innere des Portals: Schreiben Sie im Betrieb DEBUG=0"),
        (
            {"DATABASE_URL": ""},
            "DATABASE_URL fehlt: Schreiben Sie die Adresse der PostgreSQL-Datenbank hinein",
        ),
        (
            {"DATABASE_URL": "mysql://a/b"},
            "DATABASE_URL ist keine Adresse einer PostgreSQL-Datenbank: Schreiben Sie",
        ),
        (
            {"DATABASE_URL": "postgresql://a"},
            "DATABASE_URL ist keine Adresse einer PostgreSQL-Datenbank: Schreiben Sie",
        ),
        (
            {"BILDUNGSNETZ_MODE": "prod"},
            "BILDUNGSNETZ_MODE ist „prod“: Schreiben Sie eines der Wörter production,",
        ),
        (
            {"MAIL_SECURITY": "ssl"},
            "MAIL_SECURITY ist „ssl“: Schreiben Sie eines der Wörter starttls, tls, none.",
        ),
        ({"SITE_URL": "auenberg"}, "SITE_URL ist „auenberg“: Schreiben Sie eine vollständige Adresse"),
    ],
)
def test_production_refuses_with_one_sentence(
    manage: Run, production: dict[str, str], change: dict[str, str], sentence: str
) -> None:
    done = manage("check", **production | change)
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_database_address_means_production(manage: Run, production: dict[str, str]) -> None:
    del production["BILDUNGSNETZ_MODE"]
    done = manage("shell", "-v", "0", "-c", SHOW.format(names=["MODE", "DEBUG"]), **production)
    assert json.loads(done.stdout) == ["production", False]


def test_an_unreachable_database_is_told_in_one_sentence(manage: Run, production: dict[str, str]) -> None:
    done = manage("migrate", **production)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "Die Datenbank ist nicht erreichbar: Prüfen Sie DATABASE_URL und ob der Server läuft"
    )
    assert done.stderr.count("\n") == 1


def test_wsgi_means_production(manage: Run) -> None:
    done = manage("shell", "-v", "0", "-c", "pass", BILDUNGSNETZ_MODE="production")
    assert done.stderr.startswith("SECRET_KEY fehlt")


def test_secrets_come_from_files(manage: Run, production: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "key").write_text("x1y2z" * 12 + "\n")
    (tmp_path / "url").write_text(production.pop("DATABASE_URL") + "?sslmode=require\n")
    del production["SECRET_KEY"]
    files = {"SECRET_KEY_FILE": str(tmp_path / "key"), "DATABASE_URL_FILE": str(tmp_path / "url")}
    done = manage(
        "shell", "-v", "0", "-c", SHOW.format(names=["SECRET_KEY", "DATABASES"]), **production, **files
    )
    key, databases = json.loads(done.stdout)
    assert key == "x1y2z" * 12
    assert databases["default"]["NAME"] == "portal"
    assert databases["default"]["OPTIONS"]["sslmode"] == "require"


def test_a_newcomer_needs_no_settings(manage: Run, tmp_path: Path) -> None:
    names = ["MODE", "DEBUG", "DATABASE_IS_EMBEDDED", "SECRET_KEY"]
    first, second = (manage("shell", "-v", "0", "-c", SHOW.format(names=names)) for _ in range(2))
    assert json.loads(first.stdout)[:3] == ["development", True, True]
    assert json.loads(first.stdout) == json.loads(second.stdout)  # the key stays, and with it the logins
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_hsts_reaches_other_hosts_of_the_town_only_on_request(
    manage: Run, production: dict[str, str]
) -> None:
    names = ["SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD"]
    show = ("shell", "-v", "0", "-c", SHOW.format(names=names))
    assert json.loads(manage(*show, **production).stdout) == [False, False]
    both = {"HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"}
    assert json.loads(manage(*show, **production, **both).stdout) == [True, True]
    done = manage(*show, **production, HSTS_PRELOAD="1")
    assert done.stderr.startswith("HSTS_PRELOAD=1 nehmen die Listen der Browser nur mit HSTS_SUBDOMAINS=1")
