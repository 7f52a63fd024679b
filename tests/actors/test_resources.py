import csv
from pathlib import Path

import pytest

from actors.models import Actor, Offer
from actors.resources import ActorResource
from exchange.errors import TableError
from exchange.importing import import_file
from exchange.places import Districts
from tests.factories import ActorFactory, ActorKindFactory, DistrictFactory, MunicipalityFactory, ThemeFactory

GIVEN = Path("portal/demo/auenberg")
HEADERS = (GIVEN / "akteure.csv").read_text(encoding="utf-8").split("\n", 1)[0].split(";")


@pytest.fixture
def load(tmp_path, db):
    """Import rows given as dicts, or text of a CSV file; returns the report."""

    def load(rows, *, create_missing=False, skip_bad=False, dry_run=False, **options):
        path = tmp_path / "akteure.csv"
        if isinstance(rows, str):
            path.write_text(rows, encoding="utf-8")
        else:
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
                writer.writeheader()
                writer.writerows(rows)
        resource = ActorResource(districts=Districts(create_missing=create_missing), **options)
        return import_file(path, resource, skip_bad=skip_bad, dry_run=dry_run)[0]

    return load


@pytest.fixture
def kind(db):
    return ActorKindFactory(name="Kita", synonyms=["Kindergarten"])


def totals(report):
    return report.created, report.changed, report.unchanged, len(report.bad_lines)


def test_the_columns_are_those_of_the_exchange_format():
    assert ActorResource().headers[:20] == HEADERS


def test_a_row_with_everything(load, kind):
    reading, quarter = (
        ThemeFactory(name="Leseförderung", synonyms=["Vorlesen"]),
        DistrictFactory(name="Lindenau"),
    )
    report = load([{
        "kennung": "A1", "name": "Kita Regenbogen", "kurzname": "KR", "art": "kindergarten", "traeger": "Stadt Auenberg",
        "strasse": "Lindenplatz 5", "plz": "37992", "ort": "Auenberg", "stadtteil": "LINDENAU", "breite": "51,5",
        "laenge": "9.3", "telefon": "05555 1", "email": "kita@example.org", "website": "www.kita.example",
        "beschreibung": "Erste Zeile.\nZweite Zeile.", "themen": "Vorlesen", "bietet": "Raum: Saal|Wissen: Rat",
        "sucht": "Zugang zu Zielgruppen: Väter", "weitere_namen": "Regenbogen|Kita am Platz", "verwaltung": "ja",
        "bestaetigt_am": "01.03.2026",
    }])  # fmt: skip
    assert totals(report) == (1, 0, 0, 0)
    actor = Actor.objects.get(kennung="A1")
    assert (actor.kind, actor.district, actor.parent_body_name) == (kind, quarter, "Stadt Auenberg")
    assert (actor.latitude, actor.website, actor.is_internal) == (51.5, "https://www.kita.example", True)
    assert actor.description == "Erste Zeile.\nZweite Zeile."
    assert list(actor.themes.all()) == [reading]
    assert actor.other_names == ["Regenbogen", "Kita am Platz"]
    assert {(o.direction, o.kind, o.text) for o in actor.offers.all()} == {
        ("bietet", "raum", "Saal"), ("bietet", "wissen", "Rat"), ("sucht", "zugang", "Väter"),
    }  # fmt: skip
    assert (actor.review_status, actor.published_at is not None, actor.slug) == (
        "veroeffentlicht",
        True,
        "kita-regenbogen",
    )


@pytest.mark.parametrize(("cell", "expected"), [("nein", False), ("ja", True), ("", None)])
def test_a_refusal_to_be_asked_or_suggested_is_taken_back_only_in_words(load, kind, cell, expected):
    """An empty cell leaves it as it is; of a new actor, nobody has refused anything."""
    for number, before in enumerate((True, False)):
        ActorFactory(
            kennung=f"A{number}", name="Chor", kind=kind, takes_requests=before, takes_suggestions=before
        )
    row = {"art": "Kita", "partner_vorschlaege": cell, "portal_anfragen": cell}
    report = load(
        [{"kennung": f"A{number}", "name": name} | row for number, name in enumerate(("Chor", "Chor", "Neu"))]
    )
    assert report.bad_lines == set()
    told = [(one.takes_suggestions, one.takes_requests) for one in Actor.objects.order_by("kennung")]
    as_it_was = [True, False, True]
    assert told == [(was, was) if expected is None else (expected, expected) for was in as_it_was]


def test_importing_again_changes_nothing_and_writes_nothing(load, kind):
    rows = [
        {"kennung": f"A{n}", "name": f"Kita {n}", "art": "Kita", "bietet": "Raum: Saal"} for n in range(3)
    ]
    assert totals(load(rows)) == (3, 0, 0, 0)
    versions = list(Actor.objects.values_list("version", "changed_at"))
    assert totals(load(rows)) == (0, 0, 3, 0)
    assert list(Actor.objects.values_list("version", "changed_at")) == versions
    assert Offer.objects.count() == 3


def test_the_kennung_decides_and_only_what_differs_is_written(load, kind):
    load([{"kennung": "A1", "name": "Alt", "art": "Kita", "ort": "Auenberg"}])
    report = load([{"kennung": "A1", "name": "Neu", "art": "Kita", "ort": "Auenberg"}])
    actor = Actor.objects.get()
    assert (totals(report), dict(report.changed_columns)) == ((0, 1, 0, 0), {"name": 1})
    assert (actor.slug, actor.former_slugs, actor.version) == ("neu", ["alt"], 2)


def test_columns_that_the_file_does_not_have_stay_untouched(load, kind):
    ActorFactory(kennung="A1", name="Kita", kind=kind, phone="05555 40613", city="Auenberg")
    load([{"kennung": "A1", "ort": ""}])
    actor = Actor.objects.get()
    assert (actor.name, actor.phone, actor.city) == ("Kita", "05555 40613", "")


def test_without_kennung_name_and_place_decide(load, kind):
    rows = [
        {"name": "Stadtbücherei", "art": "Kita", "ort": "Auenberg", "telefon": ""},
        {"name": "Stadtbücherei", "art": "Kita", "ort": "Buchen", "telefon": ""},
    ]
    assert totals(load(rows)) == (2, 0, 0, 0)
    assert totals(load([dict(row, telefon="05555 1234") for row in rows])) == (0, 2, 0, 0)
    assert sorted(Actor.objects.values_list("city", "slug")) == [
        ("Auenberg", "stadtbuecherei"),
        ("Buchen", "stadtbuecherei-2"),
    ]


def test_without_kennung_a_name_that_is_there_twice_is_an_error(load, kind):
    ActorFactory.create_batch(2, name="Stadtbücherei")
    report = load([{"name": "Stadtbücherei", "art": "Kita"}])
    assert [str(cell) for cell in report.bad] == [
        "Zeile 2: So heißen hier 2 Einträge: bitte die Kennung angeben."
    ]


def test_a_row_that_is_there_twice_is_an_error(load, kind):
    report = load("kennung;name;art\nA1;Eins;Kita\nA1;Zwei;Kita\n;Drei;Kita\n;Drei;Kita\n")
    assert [str(cell) for cell in report.bad] == [
        "Zeile 3: Diese Kennung steht schon in Zeile 2.",
        "Zeile 5: Derselbe Name am selben Ort steht schon in Zeile 4.",
    ]
    assert Actor.objects.count() == 0


def test_every_bad_cell_is_reported_and_nothing_is_changed(load, kind):
    ThemeFactory(name="Leseförderung")
    DistrictFactory(name="Lindenau")
    report = load([
        {"kennung": "A1", "name": "Gut", "art": "Kita", "themen": "", "stadtteil": "", "plz": "", "breite": "",
         "laenge": "", "email": "", "bietet": ""},
        {"kennung": "A2", "name": "", "art": "Kitta", "themen": "Lesefoerderung", "stadtteil": "Lindenu", "plz": "1234",
         "breite": "links", "laenge": "", "email": "keine", "bietet": "Saal"},
    ])  # fmt: skip
    assert [(cell.line, cell.column, cell.value) for cell in report.bad] == [
        (3, "name", ""), (3, "art", "Kitta"), (3, "plz", "1234"), (3, "stadtteil", "Lindenu"), (3, "breite", "links"),
        (3, "themen", "Lesefoerderung"), (3, "bietet", "Saal"), (3, "email", "keine"),
    ]  # fmt: skip
    reasons = {cell.column: cell.reason for cell in report.bad}
    assert reasons["art"] == "„Kitta“ steht nicht in der Liste Akteursart. Meinten Sie „Kita“?"
    assert reasons["themen"].endswith("Meinten Sie „Leseförderung“?")
    assert reasons["plz"].startswith("Eine Postleitzahl hat fünf Ziffern.")
    assert Actor.objects.count() == 0


def test_skip_bad_keeps_the_good_rows(load, kind):
    report = load(
        "kennung;name;art\nA1;Gut;Kita\nA2;Schlecht;Burg\nzu;viele;Felder;hier\nA3;Auch gut;Kita\n",
        skip_bad=True,
    )
    assert totals(report) == (2, 0, 0, 2)
    assert sorted(Actor.objects.values_list("kennung", flat=True)) == ["A1", "A3"]


def test_a_rule_of_the_database_is_told_in_german_with_its_row(load, kind):
    report = load(
        "kennung;name;art;breite;laenge\nA1;Halb;Kita;51.5;\nA2;Ganz;Kita;51.5;9.3\n", skip_bad=True
    )
    assert [str(cell) for cell in report.bad] == [
        "Zeile 2: Breite und Länge gehören zusammen: bitte beide angeben oder keine."
    ]
    assert list(Actor.objects.values_list("kennung", flat=True)) == ["A2"]


def test_a_dry_run_reports_and_keeps_nothing(load, kind):
    assert totals(load("name;art;stadtteil\nX;Kita;Neu\n", create_missing=True, dry_run=True)) == (1, 0, 0, 0)
    assert (Actor.objects.count(), DistrictFactory._meta.model.objects.count()) == (0, 0)


def test_the_parent_body_may_stand_further_down_or_be_unknown(load, kind):
    report = load(
        "kennung;name;art;traeger\nA1;Kita;Kita;Träger e. V.\nA2;Hort;Kita;A3\nA3;Träger e. V.;Kita;Bund\nA4;Selbst;Kita;Selbst\n"
    )
    assert totals(report) == (4, 0, 0, 0)
    shown = {
        a.kennung: (a.parent_body and a.parent_body.kennung, a.parent_body_name) for a in Actor.objects.all()
    }
    assert shown == {"A1": ("A3", ""), "A2": ("A3", ""), "A3": (None, "Bund"), "A4": (None, "Selbst")}


def test_a_parent_body_that_is_there_twice_stays_text_with_a_note(load, kind):
    ActorFactory.create_batch(2, name="Kirche")
    rows = [{"kennung": "A1", "name": "Kita", "art": "Kita", "traeger": "Kirche"}]
    report = load(rows)
    assert Actor.objects.get(kennung="A1").parent_body_name == "Kirche"
    assert list(report.notes) == [
        "traeger „Kirche“ gibt es mehrmals im Verzeichnis; der Name bleibt als Text stehen."
    ]
    assert totals(load(rows)) == (0, 0, 1, 0)


def test_the_row_of_a_merged_entry_is_left_alone(load, kind):
    ActorFactory(kennung="A16", former_kennungen=["A135"], name="Volkshochschule", kind=kind)
    report = load("kennung;name;art;traeger\nA135;VHS;Kita;\nA1;Kurs;Kita;A135\n")
    assert (totals(report), report.left_out) == ((1, 0, 0, 0), 1)
    assert Actor.objects.get(kennung="A1").parent_body.kennung == "A16"
    assert Actor.objects.get(kennung="A16").name == "Volkshochschule"


def test_missing_districts_are_created_below_the_only_municipality_and_listed(load, kind):
    town = MunicipalityFactory(name="Auenberg", synonyms=["Gesamte Stadt"])
    report = load(
        "name;art;stadtteil\nX;Kita;Lindenau\nY;Kita;Gesamte Stadt\nZ;Kita;lindenau\n", create_missing=True
    )
    assert [(d.name, d.level, d.parent) for d in report.new_districts] == [("Lindenau", "stadtteil", town)]
    assert {a.name: a.district.name for a in Actor.objects.all()} == {
        "X": "Lindenau",
        "Y": "Auenberg",
        "Z": "Lindenau",
    }


def test_the_whole_town_is_created_as_a_municipality_and_takes_its_quarters(load, kind):
    load("name;art;stadtteil\nX;Kita;Altstadt\n", create_missing=True)
    report = load("name;art;stadtteil\nY;Kita;Gesamte Stadt\n", create_missing=True)
    whole = report.new_districts[0]
    assert (whole.name, whole.level, [d.name for d in report.adopted_districts]) == (
        "Gesamte Stadt",
        "gemeinde",
        ["Altstadt"],
    )
    assert [d.name for d in whole.descendants()] == ["Altstadt"]


def test_a_quarter_of_another_town_is_never_meant(kind, tmp_path):
    other, own = MunicipalityFactory(name="Flensburg"), MunicipalityFactory(name="Hamburg")
    DistrictFactory(name="Altstadt", parent=other)
    path = tmp_path / "a.csv"
    path.write_text("name;art;stadtteil\nX;Kita;Altstadt\n", encoding="utf-8")
    report, _table = import_file(path, ActorResource(districts=Districts(below=own)))
    assert report.bad[0].reason.startswith("„Altstadt“ steht nicht in der Liste Gebiet.")
    import_file(path, ActorResource(districts=Districts(below=own, create_missing=True)))
    assert Actor.objects.get().district.parent == own


def test_themes_are_never_created(load, kind):
    report = load("name;art;themen\nX;Kita;Drachenfliegen\n", create_missing=True)
    assert report.bad[0].reason.startswith("„Drachenfliegen“ steht nicht in der Liste Thema.")


def test_placeholders_are_empty_and_noted(load, kind):
    report = load("name;art;telefon\nX;Kita;null/null\nY;Kita;- keine Angabe -\n")
    assert set(Actor.objects.values_list("phone", flat=True)) == {""}
    assert dict(report.notes) == {
        "Spalte telefon: „null/null“ als leer gelesen.": 1,
        "Spalte telefon: „- keine Angabe -“ als leer gelesen.": 1,
    }


def test_an_unknown_column_is_noted(load, kind):
    report = load("name;art;Telefonn\nX;Kita;1\n")
    assert list(report.notes) == [
        "Die Spalte „Telefonn“ ist hier unbekannt und wird nicht gelesen. Meinten Sie „telefon“?"
    ]


def test_a_missing_column_stops_with_a_sentence(load, kind):
    with pytest.raises(TableError, match="Die Spalte „art“ fehlt"):
        load("name;ort\nX;Y\n")


def test_new_entries_can_wait_for_review(load, kind):
    load("name;art\nX;Kita\n", status="eingereicht")
    assert list(Actor.objects.values_list("review_status", "published_at")) == [("eingereicht", None)]


def test_the_history_names_the_import(load, kind):
    load("name;art\nX;Kita\n")
    event = Actor.pgh_event_model.objects.get()
    assert (event.pgh_label, event.pgh_context.metadata) == (
        "insert",
        {"source": "import", "file": "akteure.csv"},
    )


def test_thousands_of_rows_need_few_queries_each(load, kind, django_assert_max_num_queries):
    rows = [{"kennung": f"A{n}", "name": f"Kita {n}", "art": "Kita"} for n in range(600)]
    with django_assert_max_num_queries(3 * 600 + 40):
        load(rows)
    with django_assert_max_num_queries(40):  # nothing to write: only the windows are read
        assert totals(load(rows)) == (0, 0, 600, 0)


def test_export_and_import_of_the_demo_change_nothing(auenberg, tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes(ActorResource().export().csv.encode())
    report, _table = import_file(path, ActorResource())
    assert totals(report) == (0, 0, 140, 0)
