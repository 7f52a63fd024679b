"""Files as programs spoil them: told with line and column, read as they were meant, or asked about; never silently taken."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from accounts.models import User
from actors.models import Actor
from actors.resources import ActorResource
from exchange.asking import OddCells, Taken
from exchange.errors import TableError
from exchange.importing import import_file
from exchange.tables import table_of
from networks.models import Meeting, Network
from networks.resources import NetworkResource
from tests import factories
from tests.factories import ActorFactory, ActorKindFactory, NetworkFormatFactory, ThemeFactory, UserFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    ActorKindFactory(name="Verein")
    NetworkFormatFactory(name="AK")

    def load(content, resource=None, **options):
        path = tmp_path / "datei"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_file(path, resource or ActorResource(), **options)[0]

    return load


def workbook(*rows, change=lambda book: None, title="Akteure") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def names() -> list[str]:
    return sorted(Actor.objects.values_list("name", flat=True))


# --- characters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Lernbu\u0308hne", "Lernbühne"),
        ("Wald\u00adkinder\u200bgarten", "Waldkindergarten"),
        ("\u2060Kunst\u200draum\u200e", "Kunstraum"),
        ("Bid\u202ei\u202c-Haus", "Bidi-Haus"),
        ("Zeile\x0bumbruch", "Zeile umbruch"),
        ("Trenn\u2028zeichen", "Trenn zeichen"),
        ("NEL\x85Haus", "NEL Haus"),
        ("Fest\u00a0verbunden", "Fest verbunden"),
        ("Bil\u2066dungs\u2069haus", "Bildungshaus"),
        ("Mitte\ufeff der Stadt", "Mitte der Stadt"),
        ("\u202dLinks\u202c nach rechts", "Links nach rechts"),
        ("A\u030angstrom", "Ångstrom"),
        ("👨\u200d👩\u200d👧 Treff", "👨\u200d👩\u200d👧 Treff"),
    ],
)
def test_what_nobody_sees_is_gone_by_file_and_by_form(load, client, typed, stored):
    load(f"name;art\n{typed};Verein\n")
    assert names() == [stored]
    assert load(f"name;art\n{typed};Verein\n").unchanged == 1
    client.force_login(UserFactory(role=User.Role.SYSTEM))
    theme = reverse("admin:vocabulary_theme_add")
    client.post(theme, {"name": typed, "synonyms": "", "position": "0"})
    assert list(ThemeFactory._meta.model.objects.values_list("name", flat=True)) == [stored]


def test_a_name_of_nothing_visible_is_no_name(client):
    client.force_login(UserFactory(role=User.Role.SYSTEM))
    page = client.post(
        reverse("admin:vocabulary_theme_add"), {"name": "\u200b\u2060", "synonyms": "", "position": "0"}
    )
    assert page.context["adminform"].form.errors.keys() == {"name"}


def test_passwords_are_taken_as_they_are(rf):
    from vocabulary.middleware import VisibleTextMiddleware

    request = rf.post("/", {"password1": "gu\u0308n\u200b", "name": "gu\u0308n\u200b", "text": "a\r\nb\x0b"})
    VisibleTextMiddleware(lambda request: None).process_view(request)
    assert request.POST.dict() == {"password1": "gu\u0308n\u200b", "name": "gün", "text": "a\r\nb\r\n"}


def test_decomposed_letters_in_header_word_and_reference(load):
    ThemeFactory(name="Frühe Bildung")
    ActorFactory(name="Bühne")
    load("name;art;themen;tra\u0308ger;traeger\nX;Verein;Fru\u0308he Bildung;;Bu\u0308hne\n")
    actor = Actor.objects.get(name="X")
    assert (actor.parent_body.name, [t.name for t in actor.themes.all()]) == ("Bühne", ["Frühe Bildung"])


def test_half_a_character_in_json_does_not_reach_the_database(load):
    load('[{"name": "Haus \\ud800 Nord", "art": "Verein"}]')
    assert names() == ["Haus Nord"]


@pytest.mark.parametrize(("encoding", "name"), [("cp850", "Codepage 850"), ("mac_roman", "Mac OS Roman")])
def test_old_encodings_are_recognised_and_told(load, encoding, name):
    report = load("name;art;ort\nGärtnerhaus Straße;Verein;Köln\n".encode(encoding))
    assert names() == ["Gärtnerhaus Straße"]
    assert any(name in remark for remark in report.remarks)
    assert any("Bitte prüfen Sie die Umlaute" in line for line in report.lines())


def test_windows_letters_need_no_word(load):
    report = load("name;art\nCafé „Müßiggang“ – m²;Verein\n".encode("cp1252"))
    assert (names(), report.remarks) == (["Café „Müßiggang“ – m²"], [])


def test_a_file_that_ends_in_the_middle_of_a_character_is_told(load):
    with pytest.raises(TableError, match="endet mitten in einem Zeichen"):
        load("name;art\nGärtnerhaus;Verein\nKö".encode()[:-1])


def test_a_windows_file_may_end_in_a_letter(load):
    load("art;name\nVerein;Café".encode("cp1252"))
    assert names() == ["Café"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_unicode_with_a_mark_at_the_beginning_is_read(load, encoding):
    load("name;art\nGärtnerhaus;Verein\n".encode(encoding))
    assert names() == ["Gärtnerhaus"]


@pytest.mark.parametrize("broken", [b"\x20", b"\x00\xd8;\x00", b"\x00\xdc"])
@pytest.mark.parametrize("before", ["", "Haus;Verein\n" * 20_000])
def test_half_a_character_of_two_bytes_is_told(load, broken, before):
    """Also far behind the beginning, by which the separator is found."""
    content = b"\xff\xfe" + f"name;art\n{before}Haus".encode("utf-16-le") + broken
    with pytest.raises(TableError, match="CSV UTF-8"):
        load(content)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("MÃ¼hlentÃ¶rl StraÃŸe", "Gemeint ist vermutlich „Mühlentörl Straße“"),
        ("M√ºhle", "doppelt kodiert"),
        ("Ersatz\ufffdzeichen", "verloren gegangen"),
        ("#BEZUG!", "Fehlermeldung der Tabellenkalkulation"),
        ("#NAME?", "Fehlermeldung der Tabellenkalkulation"),
        ("#nv", "Fehlermeldung der Tabellenkalkulation"),
        ("Err:502", "Fehlermeldung der Tabellenkalkulation"),
        ("####", "Fehlermeldung der Tabellenkalkulation"),
        ("4,95555E+11", "gerundete Zahl"),
        ("4.95555e11", "gerundete Zahl"),
        ("495551234567.0", "gerundete Zahl"),
        ("MÃƒÂ¼hle", "Gemeint ist vermutlich „Mühle“"),
        ("GÃ¤rten StraÃ\x9fe", "Gemeint ist vermutlich „Gärten Straße“"),
        ("#ÜBERLAUF!", "Fehlermeldung der Tabellenkalkulation"),
    ],
)
@pytest.mark.parametrize("column", ["name", "telefon", "ort", "weitere_namen", "kennung"])
def test_what_nobody_can_mean_is_a_bad_row(load, cell, reason, column):
    rows = {"name": "X", "art": "Verein"} | {column: cell}
    report = load(";".join(rows) + "\n" + ";".join(rows.values()) + "\n", skip_bad=True)
    bad = [(found.line, found.column) for found in report.bad if reason in found.reason]
    assert bad == [(2, column)]
    assert names() == []


@pytest.mark.parametrize(
    "text", ["Spaß“", "Kinder- und Jugendhilfe", "C# lernen", "#Mitmachen", "Wer? Wie?", "A & B; C"]
)
def test_what_only_looks_so_is_taken(load, text):
    report = load(f'name;art\n"{text}";Verein\n')
    assert (names(), report.odd) == ([text], [])


# --- asked about -----------------------------------------------------------------------------------------------------

BROKEN = [
    ("Förder- schule", "Förderschule"),
    ("Roswitha- Gymnasium", "Roswitha-Gymnasium"),
    ("Html &amp; Haus", "Html & Haus"),
]


@pytest.mark.parametrize(("cell", "better"), BROKEN)
def test_what_may_be_wrong_is_told_and_taken_as_somebody_decides(load, cell, better):
    content = f'name;art\n"{cell}";Verein\n'
    report = load(content)
    assert names() == [cell]
    assert next(iter(report.lines())) == (
        f"Zeile 2, Spalte name, „{cell}“: Gemeint ist vermutlich „{better}“ – übernommen, wie es dasteht."
    )
    Actor.objects.all().delete()
    assert load(content, ActorResource(odd=OddCells(Taken.REFUSE))).bad_lines == {2}
    load(content, ActorResource(odd=OddCells(Taken.MEND)))
    assert names() == [better]


def test_lost_umlauts_are_told(load):
    assert "Hier fehlen vermutlich Umlaute" in next(iter(load("name;art\nB?cherei;Verein\n").lines()))


def test_the_preview_asks_and_does_what_was_chosen(load, client):
    client.force_login(UserFactory(role=User.Role.SYSTEM))
    file = SimpleUploadedFile("a.csv", "name;art\nFörder- schule;Verein\nBerufs- schule;Verein\n".encode())
    preview = client.post(
        reverse("admin:actors_actor_import"), {"import_file": file, "format": "0", "resource": "0"}
    )
    assert 'name="frage-2-name" value="mend"' in flat(preview.content.decode())
    form = preview.context["confirm_form"]
    client.post(reverse("admin:actors_actor_process_import"), form.initial | {"frage-2-name": "mend"})
    assert names() == ["Berufs- schule", "Förderschule"]


# --- workbooks -------------------------------------------------------------------------------------------------------


def test_hidden_sheets_rows_and_columns_are_never_read_and_that_is_said(load):
    def change(book):
        sheet = book.active
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        for state in ("hidden", "veryHidden"):
            secret = book.create_sheet(state, 0)
            secret.sheet_state = state
            secret.append(["name", "art", "ort", "plz"])
            secret.append(["Geheim", "Verein", "X", "01067"])
        cover = book.create_sheet("Deckblatt", 0)
        cover.append(["Amt für Bildung"])
        book.active = 1

    rows = [["name", "art", "telefon"], ["Offen", "Verein", "05555 1"], ["Weg", "Verein", "05555 2"]]
    report = load(workbook(*rows, change=change))
    assert (names(), Actor.objects.get().phone) == (["Offen"], "")
    said = "\n".join(report.lines())
    for part in (
        "Tabellenblatt „Akteure“",
        "„Deckblatt“",
        "nie gelesen: „veryHidden“, „hidden“",
        "„telefon“",
        "Eine ausgeblendete Zeile",
    ):
        assert part in said


def test_a_workbook_without_a_visible_sheet_is_told():
    content = workbook(
        ["name", "art"], change=lambda book: setattr(book.create_sheet("x"), "sheet_state", "visible")
    )
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item, data.replace(b'state="visible"', b'state="hidden"'))
    with pytest.raises(TableError, match="kein Tabellenblatt sichtbar"):
        table_of(buffer.getvalue())


def test_postal_codes_of_spreadsheets(load):
    def change(book):
        book.active["C3"].number_format = "00000"

    content = workbook(["name", "art", "plz"], ["A", "Verein", 1067], ["B", "Verein", 1067], change=change)
    report = load(content, skip_bad=True)
    assert [(a.name, a.postal_code) for a in Actor.objects.all()] == [("B", "01067")]
    assert "Bitte 01067 schreiben und die Spalte vorher als Text formatieren" in report.bad[0].reason


def test_encoded_controls_and_missing_last_cells(load):
    content = workbook(
        ["name", "art", "ort", "beschreibung"], ["Absatz_x000D_\nHaus", "Verein", "X", "Eins_x000D_\nZwei_x000B_Drei"], ["Kurz", "Verein"]
    )  # fmt: skip
    assert load(content).created == 2
    assert names() == ["Absatz Haus", "Kurz"]
    assert Actor.objects.get(name="Absatz Haus").description == "Eins\nZwei\nDrei"


def test_a_formula_without_result_is_a_bad_row_and_empties_nothing(load):
    ActorFactory(kennung="A1", city="Bleibt")
    report = load(workbook(["kennung", "ort"], ["A1", '="Neu"']), skip_bad=True)
    assert "kein gespeichertes Ergebnis" in report.bad[0].reason
    assert Actor.objects.get().city == "Bleibt"


def test_two_rows_of_headings_are_one_header():
    content = workbook(
        ["Nr.", "Anschrift", None, "Bemerkung"], [None, "Straße", "PLZ", None], [1, "Weg 1", "01067", "neu"]
    )
    table = table_of(content, ["Straße", "PLZ"])
    assert [cells for _line, cells, _problem in table.records()] == [
        {"Nr.": "1", "Straße": "Weg 1", "PLZ": "01067", "Bemerkung": "neu"}
    ]


# --- rings -----------------------------------------------------------------------------------------------------------


def test_rings_of_bodies_are_bad_rows_and_not_kept(load):
    content = "kennung;name;art;traeger\nZ1;Eins;Verein;Z2\nZ2;Zwei;Verein;Z3\nZ3;Drei;Verein;Z1\nZ4;Vier;Verein;Z4\n"
    report = load(content, skip_bad=True)
    assert report.bad_lines == {2, 3, 4, 5}
    assert "„Eins“ → „Zwei“ → „Drei“ → „Eins“" in report.bad[0].reason
    assert set(Actor.objects.values_list("parent_body", flat=True)) <= {None}


@pytest.mark.parametrize("column", ["gehoert_zu", "nachfolger"])
def test_rings_of_networks_too(load, column):
    content = f"kennung;name;format;{column}\nZ1;Eins;AK;Z2\nZ2;Zwei;AK;Z1\nZ3;Drei;AK;Z3\n"
    assert load(content, NetworkResource()).bad_lines == {2, 3, 4}
    assert Network.objects.count() == 0


def test_what_was_a_ring_while_only_half_was_read_is_none(load):
    """A moves below B although B was below A: the next row takes B out."""
    upper = ActorFactory(kennung="A")
    ActorFactory(kennung="B", parent_body=upper)
    report = load("kennung;traeger\nA;B\nB;\n")
    assert (report.changed, report.bad) == (2, [])


def test_forms_refuse_rings(client):
    client.force_login(UserFactory(role=User.Role.SYSTEM))
    upper = ActorFactory()
    lower = ActorFactory(parent_body=ActorFactory(parent_body=upper))
    upper.parent_body = lower
    with pytest.raises(Exception, match="im Kreis"):
        upper.validate_constraints()


# --- the clock change ------------------------------------------------------------------------------------------------


def meeting(load, cell):
    return load(f'name;format;naechster_termin\nRunde;AK;"{cell}"\n', NetworkResource(), skip_bad=True)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026-10-25 02:30 MESZ", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("25.10.2026, 2:30 Uhr MEZ", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("15.06.2027 14 Uhr", datetime(2027, 6, 15, 12, 0, tzinfo=UTC)),
    ],
)
def test_every_time_is_one_moment_and_comes_once(load, cell, moment):
    assert meeting(load, cell).created == 1
    assert meeting(load, cell).unchanged == 1
    assert [m.start for m in Meeting.objects.all()] == [moment]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2027-03-28 02:30", "gibt es an dem Tag nicht"),
        ("2026-10-25 02:30", "zweimal"),
        ("31.12.2026, 24:00 Uhr", "kein Datum"),
    ],
)
def test_a_time_that_is_none_or_two_is_a_bad_row(load, cell, reason):
    assert reason in meeting(load, cell).bad[0].reason


def test_both_hours_are_exported_apart(db, time_machine):
    time_machine.move_to(datetime(2026, 10, 1, tzinfo=UTC))
    shown = []
    for hour in (0, 1):
        network = factories.NetworkFactory()
        factories.MeetingFactory(network=network, start=datetime(2026, 10, 25, hour, 30, tzinfo=UTC))
        column = next(c for c in NetworkResource().get_import_fields() if c.column_name == "naechster_termin")
        shown.append(column.show(network, NetworkResource()))
    assert shown == ["2026-10-25 02:30 MESZ", "2026-10-25 02:30 MEZ"]
    assert timezone.now().year == 2026
