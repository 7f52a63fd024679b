from pathlib import Path

import pytest

from actors.resources import ActorResource
from exchange.errors import TableError
from exchange.mapping import MappedTable, Mapping
from exchange.tables import table_of

OURS = ["kennung", "name", "art", "strasse", "plz", "ort", "themen", "traeger"]


def mapping(tmp_path: Path, text: str) -> Mapping:
    path = tmp_path / "zuordnung.toml"
    path.write_text(text, encoding="utf-8")
    return Mapping.read(path, OURS)


def test_columns_constants_templates_and_defaults(tmp_path):
    rules = mapping(
        tmp_path,
        """
        [columns]
        kennung = "FL-{nr}"
        name = "Schulname"
        strasse = "{Straße} {Hausnummer}"
        traeger = "Wer"
        [constants]
        ort = "Flensburg"
        [defaults]
        traeger = "unbekannt"
        """,
    )
    assert rules.apply({"nr": "7", "Schulname": "Ramsharde", "Straße": "Weg", "Hausnummer": "", "Wer": " "}) == {
        "kennung": "FL-7", "name": "Ramsharde", "strasse": "Weg", "traeger": "unbekannt", "ort": "Flensburg",
    }  # fmt: skip
    assert rules.apply({})["kennung"] == ""  # a template without any content is empty


def test_values_patterns_and_items_of_lists(tmp_path):
    rules = mapping(
        tmp_path,
        """
        [columns]
        art = "typ"
        themen = "kategorien"
        [values.themen]
        "Musik" = "Musikalische Bildung"
        "*" = ""
        [values.art]
        "Sonderform" = "Sonstige"
        [patterns.art]
        "gymnasi" = "Weiterführende Schule"
        """,
    )
    assert rules.apply({"typ": "Abend-Gymnasium", "kategorien": "Musik|Karneval|Musik"}) == {
        "art": "Weiterführende Schule",
        "themen": "Musikalische Bildung",
    }
    assert rules.apply({"typ": "Sonderform", "kategorien": ""}) == {"art": "Sonstige", "themen": ""}
    assert rules.apply({"typ": "Grundschule", "kategorien": ""})["art"] == "Grundschule"


def test_parts_are_extracted_and_the_first_rule_decides(tmp_path):
    rules = mapping(
        tmp_path,
        """
        [columns]
        name = "n"
        [extract.anschrift]
        column = "adresse"
        pattern = '^(?P<strasse>.*), (?P<plz>\\d{5}) (?P<ort>.*)$'
        [[when]]
        column = "Gymnasium"
        matches = "^1$"
        set = { art = "Weiterführende Schule" }
        [[when]]
        column = "Grundschule"
        matches = "^1$"
        set = { art = "Grundschule" }
        """,
    )
    row = rules.apply({"n": "x", "adresse": "Weg 1, 24937 Flensburg", "Gymnasium": "1", "Grundschule": "1"})
    assert row == {
        "name": "x",
        "strasse": "Weg 1",
        "plz": "24937",
        "ort": "Flensburg",
        "art": "Weiterführende Schule",
    }
    assert rules.apply({"n": "x", "adresse": "unklar"}) == {"name": "x"}


def test_rows_are_skipped_and_counted(tmp_path):
    rules = mapping(tmp_path, "[columns]\nname = 'n'\n[skip]\nn = '^Dummy'\n")
    table = MappedTable(table_of(b"n;x\nDummy 1;a\nKita;b\ndummy 2;c\n"), rules, OURS, ("#zeile", "#problem"))
    assert list(table) == [["Kita", 3, ""]]
    assert (len(table), table.skipped) == (1, {"n: ^Dummy": 2})


def test_an_unmapped_table_keeps_its_own_columns_whatever_their_case():
    table = MappedTable(table_of(b"Name;ART;Bemerkung\na;b;c\n"), None, OURS, ("#zeile", "#problem"))
    assert table.headers == ["name", "art", "Bemerkung", "#zeile", "#problem"]
    assert list(table) == [["a", "b", "c", 2, ""]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("kein toml", "kein gültiges TOML"),
        ("[spalten]\nname = 'x'", "nennt Abschnitt „spalten“"),
        ("[columns]\nnamen = 'x'", "nennt Spalte „namen“.*Meinten Sie „name“"),
        ("[skip]\nx = '('", "kein gültiger Ausdruck"),
        ("[extract.a]\ncolumn = 'x'\npattern = '(?P<adresse>.*)'", "nennt Spalte „adresse“"),
        ("[extract.a]\ncolumn = 'x'", "pattern"),
        ("[[when]]\ncolumn = 'x'", "matches"),
        ("[columns]\nname = 3", "name"),
        ("columns = 3", "columns"),
        ("[rows]\nrepeated = 'vielleicht'", "repeated"),
    ],
)
def test_a_wrong_mapping_is_told_in_a_german_sentence(tmp_path, text, sentence):
    with pytest.raises(TableError, match=sentence):
        mapping(tmp_path, text)


def test_a_mapping_for_another_file_names_the_missing_column(tmp_path):
    rules = mapping(tmp_path, "[columns]\nname = 'Schulname'\n")
    with pytest.raises(TableError, match=r"„Schulname“; die Datei hat sie nicht\. Meinten Sie „Schulnahme“"):
        MappedTable(table_of(b"Schulnahme;x\na;b\n"), rules, OURS, ("#zeile", "#problem"))


@pytest.mark.parametrize("path", sorted(Path("docs/import").glob("*.toml")), ids=lambda path: path.stem)
def test_the_shipped_mappings_are_valid(path):
    assert "name" in Mapping.read(path, ActorResource().headers).headers
