"""Strict reading of settings from the environment.

A wrong or missing value ends the start with one German sentence that says what to write: whoever runs the portal is
not expected to read a stack trace. Every name that was asked for is remembered in `asked`, so that a test can compare
it with the table in the README.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "ja", "on"}
NO = {"0", "false", "no", "nein", "off"}


class Environment:
    """Typed access to environment variables. An empty variable counts as one that is not set."""

    def __init__(self, variables: Mapping[str, str]):
        self._variables = variables
        self.asked: set[str] = set()

    def text(self, name: str, default: str = "") -> str:
        """Return the text as it stands, without surrounding white space."""
        self.asked.add(name)
        return self._variables.get(name, "").strip() or default

    def secret(self, name: str, default: str = "") -> str:
        """Return a secret, from NAME or from the file that NAME_FILE points to (as Docker and systemd hand them over)."""
        value, file = self.text(name), self.text(f"{name}_FILE")
        if value and file:
            raise ImproperlyConfigured(f"Setzen Sie nur eine der beiden Variablen {name} und {name}_FILE.")
        if not file:
            return value or default
        try:
            value = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(
                f"{name}_FILE nennt {file}, doch diese Datei lässt sich nicht lesen: "
                f"Schreiben Sie dorthin den Pfad einer lesbaren Textdatei."
            ) from error
        if not value:
            raise ImproperlyConfigured(
                f"{name}_FILE nennt {file}, doch diese Datei ist leer: Schreiben Sie den Wert hinein."
            )
        return value

    def required(self, value: str, name: str, hint: str) -> str:
        """Return the value, or stop with a sentence that says what to write."""
        if not value:
            raise ImproperlyConfigured(f"{name} fehlt: {hint}")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name).lower()
        if value and value not in YES | NO:
            raise ImproperlyConfigured(f"{name} ist „{value}“: Schreiben Sie 1 (ja) oder 0 (nein).")
        return value in YES if value else default

    def number(self, name: str, *, default: int, least: int, most: int) -> int:
        value = self.text(name)
        if not value:
            return default
        if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            raise ImproperlyConfigured(
                f"{name} ist „{value}“: Schreiben Sie eine ganze Zahl von {least} bis {most}."
            )
        return int(value)

    def choice(self, name: str, choices: Sequence[str], *, default: str) -> str:
        value = self.text(name, default)
        if value not in (*choices, default):
            raise ImproperlyConfigured(
                f"{name} ist „{value}“: Schreiben Sie eines der Wörter {', '.join(choices)}."
            )
        return value

    def hosts(self, name: str, default: Sequence[str] = ()) -> list[str]:
        """Return host names without scheme, port or path, given with commas between them."""
        hosts = [host.strip() for host in self.text(name).split(",") if host.strip()]
        for host in hosts:
            if "/" in host or " " in host or (":" in host and not host.startswith("[")):
                raise ImproperlyConfigured(
                    f"{name} enthält „{host}“: Schreiben Sie nur Rechnernamen, mit Komma getrennt, "
                    "zum Beispiel bildungsnetz.auenberg.de,www.auenberg.de."
                )
        return hosts or list(default)

    def tiles(self, name: str) -> str:
        """Return the address of map tiles, with {z}, {x} and {y} for the place of a tile."""
        value = self.text(name)
        parts = urlsplit(value)
        holes = sorted(re.findall(r"\{[^}]*\}", value))
        is_good = parts.scheme in {"http", "https"} and parts.netloc and "{" not in parts.netloc
        if value and not (is_good and holes == ["{x}", "{y}", "{z}"]):
            raise ImproperlyConfigured(
                f"{name} ist „{value}“: Schreiben Sie die Adresse der Kacheln mit {{z}}, {{x}} und {{y}}, "
                "zum Beispiel https://kacheln.auenberg.de/{z}/{x}/{y}.png."
            )
        return value

    def address(self, name: str, default: str = "") -> str:
        """Return a web address such as https://bildungsnetz.auenberg.de, without a slash at its end."""
        value = self.text(name, default).rstrip("/")
        parts = urlsplit(value)
        if value and (
            parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment
        ):
            raise ImproperlyConfigured(
                f"{name} ist „{value}“: Schreiben Sie eine vollständige Adresse, "
                "zum Beispiel https://bildungsnetz.auenberg.de."
            )
        return value
