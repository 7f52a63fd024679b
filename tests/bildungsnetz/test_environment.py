from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from bildungsnetz.environment import Environment


@pytest.mark.parametrize(
    ("written", "meant"), [("1", True), ("Ja", True), ("0", False), ("no", False), ("", True)]
)
def test_flag(written: str, meant: bool) -> None:
    assert Environment({"X": written}).flag("X", default=True) is meant


def test_flag_refuses_other_words() -> None:
    with pytest.raises(
        ImproperlyConfigured, match=r"^X ist „vielleicht“: Schreiben Sie 1 \(ja\) oder 0 \(nein\)\.$"
    ):
        Environment({"X": "vielleicht"}).flag("X", default=False)


@pytest.mark.parametrize("written", ["-1", "99999", "8k", "1.5", "²"])
def test_number_refuses_what_is_none_or_out_of_range(written: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="Schreiben Sie eine ganze Zahl von 1 bis 65535"):
        Environment({"X": written}).number("X", default=80, least=1, most=65535)


@pytest.mark.parametrize("written", ["https://auenberg.de", "auenberg.de:8000", "a b", "auenberg.de/portal"])
def test_hosts_refuse_addresses(written: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="Schreiben Sie nur Rechnernamen"):
        Environment({"X": f"gut.example,{written}"}).hosts("X")


def test_hosts_are_split_at_commas() -> None:
    assert Environment({"X": " a.example , .b.example,[::1],"}).hosts("X") == [
        "a.example",
        ".b.example",
        "[::1]",
    ]


@pytest.mark.parametrize(
    "written", ["auenberg.de", "ftp://auenberg.de", "https://", "https://auenberg.de/?a=1"]
)
def test_address_refuses_what_is_no_web_address(written: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="Schreiben Sie eine vollständige Adresse"):
        Environment({"X": written}).address("X")


def test_address_loses_its_last_slash() -> None:
    assert Environment({"X": "https://auenberg.de/"}).address("X") == "https://auenberg.de"


def test_secret_from_file(tmp_path: Path) -> None:
    file = tmp_path / "ein Geheimnis"
    file.write_text("sehr geheim\n")
    assert Environment({"X_FILE": str(file)}).secret("X") == "sehr geheim"


def test_secret_refuses_an_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="lässt sich nicht lesen"):
        Environment({"X_FILE": str(tmp_path / "fehlt")}).secret("X")


def test_secret_refuses_two_sources(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="nur eine der beiden"):
        Environment({"X": "a", "X_FILE": str(tmp_path)}).secret("X")
