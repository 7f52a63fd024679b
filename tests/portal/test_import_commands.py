import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from actors.models import Actor
from networks.models import Network
from tests.factories import ActorKindFactory, DistrictFactory, MunicipalityFactory
from vocabulary.loading import load_vocabulary
from vocabulary.models import District

GIVEN = Path("portal/demo/auenberg")
REAL = Path("../shared/data/echt")


def run(command, *arguments, **options):
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue().splitlines()


@pytest.fixture
def vocabulary(db):
    load_vocabulary()


@pytest.fixture
def table(tmp_path, db):
    ActorKindFactory(name="Kita")

    def table(text, name="akteure.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return table


def test_the_whole_city_comes_in_from_its_two_files(vocabulary):
    lines = run("import_actors", GIVEN / "akteure.csv", create_missing=True)
    assert lines[0].startswith("Neu angelegte Gebiete: Altstadt (Stadtteil oder Quartier), ")
    assert lines[-1] == "140 Zeilen: 140 neu, 0 geändert, 0 unverändert."
    lines = run("import_networks", GIVEN / "netzwerke.csv", create_missing=True)
    assert lines[0] == "Neu angelegte Gebiete: Gesamte Stadt (Gemeinde)"
    assert lines[-1] == "110 Zeilen: 110 neu, 0 geändert, 0 unverändert."
    assert run("import_actors", GIVEN / "akteure.csv") == ["140 Zeilen: 0 neu, 0 geändert, 140 unverändert."]
    assert run("import_networks", GIVEN / "netzwerke.csv") == [
        "110 Zeilen: 0 neu, 0 geändert, 110 unverändert."
    ]
    assert Network.objects.get(kennung="N001").memberships.count() == 10
    assert District.objects.get(name="Gesamte Stadt").descendants().count() == 9


def test_without_create_missing_unknown_districts_are_reported(vocabulary):
    with pytest.raises(CommandError, match="Nichts wurde geändert"):
        run("import_actors", GIVEN / "akteure.csv")
    assert (Actor.objects.count(), District.objects.count()) == (0, 0)


def test_a_bad_row_stops_everything_and_is_printed(table, capsys):
    path = table("name;art;plz\nGut;Kita;\nSchlecht;Burg;12\n")
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_actors", str(path), stdout=out)
    assert out.getvalue().splitlines() == [
        "Zeile 3, Spalte art, „Burg“: „Burg“ steht nicht in der Liste Akteursart. Am nächsten kommt „Kita“.",
        "Zeile 3, Spalte plz, „12“: Eine Postleitzahl hat fünf Ziffern. Beispiel: 37990",
        "2 Zeilen: 1 neu, 0 geändert, 0 unverändert, 1 fehlerhaft.",
    ]
    assert Actor.objects.count() == 0


def test_skip_bad_writes_the_bad_rows_with_their_reason_ready_to_be_mended(table, tmp_path):
    path = table('Name;Art;Notiz\nGut;Kita;\n"Schlecht\nzweizeilig";Burg;bleibt\nschief;Kita;;zu viel\n')
    bad = tmp_path / "schlecht.csv"
    lines = run("import_actors", path, skip_bad=True, bad_file=bad)
    assert lines[-2:] == [
        "3 Zeilen: 1 neu, 0 geändert, 0 unverändert, 2 fehlerhaft.",
        f"Die fehlerhaften Zeilen stehen mit Begründung in {bad}.",
    ]
    rows = list(csv.DictReader(bad.read_text(encoding="utf-8-sig").splitlines(keepends=True), delimiter=";"))
    assert [(row["Name"], row["Art"], row["Notiz"]) for row in rows] == [
        ("Schlecht\nzweizeilig", "Burg", "bleibt"), ("schief", "Kita", ""),
    ]  # fmt: skip
    assert rows[0]["grund"].startswith("art: „Burg“ steht nicht in der Liste")
    mended = table(bad.read_text(encoding="utf-8-sig").replace("Burg", "Kita"), "neu.csv")
    assert run("import_actors", mended)[-1] == "2 Zeilen: 2 neu, 0 geändert, 0 unverändert."


def test_a_bad_file_that_cannot_be_written_is_told(table, tmp_path):
    with pytest.raises(CommandError, match="lässt sich nicht schreiben"):
        run(
            "import_actors",
            table("name;art\nX;Burg\n"),
            skip_bad=True,
            bad_file=tmp_path / "gibt" / "es" / "nicht.csv",
        )


def test_a_dry_run_says_so_and_changes_nothing(table):
    lines = run(
        "import_actors", table("name;art;stadtteil\nX;Kita;Altstadt\n"), dry_run=True, create_missing=True
    )
    assert lines[-2:] == [
        "1 Zeile: 1 neu, 0 geändert, 0 unverändert.",
        "Das war eine Probe: Nichts wurde geändert.",
    ]
    assert (Actor.objects.count(), District.objects.count()) == (0, 0)


def test_parent_says_in_which_town_the_quarters_lie(table):
    town, _other = MunicipalityFactory(name="Auenberg", key="05515000"), MunicipalityFactory(name="Buchen")
    path = table("name;art;stadtteil\nX;Kita;Altstadt\n")
    run("import_actors", path, create_missing=True, parent="05515000")
    assert Actor.objects.get().district.parent == town


def test_an_unknown_parent_is_created_only_when_districts_may_be(table):
    path = table("name;art;stadtteil\nX;Kita;Altstadt\n")
    with pytest.raises(CommandError, match="Das Gebiet „Auenberg“ gibt es nicht"):
        run("import_actors", path, parent="Auenberg")
    lines = run("import_actors", path, parent="Auenberg", create_missing=True)
    assert lines[0] == "Neu angelegte Gebiete: Auenberg (Gemeinde), Altstadt (Stadtteil oder Quartier)"
    run("import_actors", path, parent="Auenberg", create_missing=True)
    assert District.objects.count() == 2


def test_a_new_parent_is_what_it_is_known_to_be(table):
    path = table("name;art;stadtteil\nX;Kita;Torgau\nY;Kita;Torgau-West\nZ;Kita;kreisweit\n")
    lines = run("import_actors", path, parent="Landkreis Nordsachsen", create_missing=True)
    assert lines[0] == (
        "Neu angelegte Gebiete: Landkreis Nordsachsen (Kreis), Torgau (Gemeinde), Torgau-West (Stadtteil oder Quartier)"
    )
    assert set(District.objects.values_list("name", "key", "parent__name")) == {
        ("Landkreis Nordsachsen", "14730", None),
        ("Torgau", "14730310", "Landkreis Nordsachsen"),
        ("Torgau-West", None, "Landkreis Nordsachsen"),
    }
    assert Actor.objects.get(name="Z").district.name == "Landkreis Nordsachsen"


def test_what_nothing_is_known_of_is_told(table):
    lines = run("import_actors", table("name;art;stadtteil\nX;Kita;Nordviertel\n"), create_missing=True)
    assert lines[:2] == [
        "Neu angelegte Gebiete: Nordviertel (Stadtteil oder Quartier)",
        "Ebene und Lage nicht bekannt, deshalb als Stadtteile angelegt: Nordviertel",
    ]


def test_an_ambiguous_parent_is_told(table):
    DistrictFactory(name="Altstadt", parent=MunicipalityFactory()), DistrictFactory(name="Altstadt")
    with pytest.raises(CommandError, match="„Altstadt“ gibt es mehrmals"):
        run("import_actors", table("name;art\nX;Kita\n"), parent="Altstadt")


def test_new_entries_wait_for_review_if_asked(table):
    run("import_actors", table("name;art\nX;Kita\n"), status="eingereicht")
    assert not Actor.objects.get().is_public


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01", b"PK\x03\x04", b"name;name;art\na;b;c\n", b"ort\nx\n", b"[1]"]
)
def test_a_hostile_file_is_told_and_never_a_traceback(tmp_path, db, content):
    path = tmp_path / "akteure.csv"
    path.write_bytes(content)
    for command in ("import_actors", "import_networks"):
        with pytest.raises(CommandError, match=r"[a-zäöü]+ .*\."):
            run(command, path)


def test_the_exit_status_is_1_and_the_reason_is_a_sentence(tmp_path):
    """The program as somebody calls it: status for scripts, a sentence instead of a traceback."""
    command = [sys.executable, "manage.py", "import_actors", str(tmp_path / "fehlt.csv")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    sentence = f"CommandError: Die Datei {tmp_path / 'fehlt.csv'} lässt sich nicht öffnen (No such file or directory).\n"
    assert (done.returncode, done.stderr) == (1, sentence)


# --- real open data, read from beside the project: it is not ours to copy -----------------------------------------

real = pytest.mark.skipif(
    not REAL.is_dir(), reason=f"real open data are not at {REAL} (docs/import.md says where they are from)"
)
long = pytest.mark.skipif(
    os.environ.get("REAL_DATA") != "all", reason="thousands of real rows only with REAL_DATA=all"
)


@real
@pytest.mark.parametrize(
    ("file", "mapping", "options", "summary"),
    [
        ("flensburg/flensburg_kitas.csv", "flensburg_kitas", {"create_missing": True, "parent": "Flensburg"},
         "70 Zeilen: 70 neu, 0 geändert, 0 unverändert."),
        ("flensburg/flensburg_schulen.csv", "flensburg_schulen", {}, "30 Zeilen: 30 neu, 0 geändert, 0 unverändert."),
        pytest.param("leipzig/leipzig_akteure.csv", "leipzig_akteure",
         {"create_missing": True, "parent": "Leipzig", "skip_bad": True},
         "1906 Zeilen: 1880 neu, 0 geändert, 0 unverändert, 26 fehlerhaft.", marks=long),
        ("leipzig/stadtverwaltung_einheiten.csv", "leipzig_verwaltung", {},
         "361 Zeilen: 361 neu, 0 geändert, 0 unverändert."),
        pytest.param("schleswig_holstein/schulen_schleswig_holstein_2025.tsv", "schleswig_holstein_schulen", {},
         "1048 Zeilen: 1048 neu, 0 geändert, 0 unverändert.", marks=long),
        pytest.param("schleswig_holstein/kitas_schleswig_holstein.json", "schleswig_holstein_kitas", {"skip_bad": True},
         "1857 Zeilen: 1856 neu, 0 geändert, 0 unverändert, 1 fehlerhaft.", marks=long),
        pytest.param("roh/hamburg_schulen_geoportal.csv", "hamburg_schulen", {"create_missing": True, "parent": "Hamburg"},
         "575 Zeilen: 575 neu, 0 geändert, 0 unverändert.", marks=long),
        pytest.param("schulen/sachsen.csv", "schulen_der_laender", {"skip_bad": True},
         "2087 Zeilen: 2085 neu, 0 geändert, 0 unverändert, 2 fehlerhaft.", marks=long),
    ],
    ids=lambda value: Path(value).stem if isinstance(value, str) and "/" in value else "",
)  # fmt: skip
def test_real_data_come_in_as_the_document_says_and_again_unchanged(
    vocabulary, tmp_path, file, mapping, options, summary
):
    arguments = {
        "mapping": Path(f"docs/import/{mapping}.toml"),
        "bad_file": tmp_path / "fehler.csv",
        **options,
    }
    lines = run("import_actors", REAL / file, **arguments)
    assert summary in lines
    created = Actor.objects.count()
    again = run("import_actors", REAL / file, **arguments)
    assert next(line for line in again if " Zeilen: " in line).split(", ")[:3] == [
        f"{summary.split(':')[0]}: 0 neu", "0 geändert", f"{created} unverändert" + ("" if "fehlerhaft" in summary else "."),
    ]  # fmt: skip


@real
def test_the_offices_of_leipzig_become_a_tree(vocabulary):
    run(
        "import_actors",
        REAL / "leipzig/stadtverwaltung_einheiten.csv",
        mapping=Path("docs/import/leipzig_verwaltung.toml"),
    )
    library = Actor.objects.get(name="Bibliothek Grünau-Nord")
    assert library.parent_body.kennung == "orgunit-256"
    roots = Actor.objects.filter(parent_body__isnull=True)
    assert (roots.filter(parent_body_name="").count(), roots.exclude(parent_body_name="").count()) == (9, 11)
