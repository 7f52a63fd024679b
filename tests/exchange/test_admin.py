"""Import and export in the admin: the same reading and the same rules as in the commands."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from accounts.models import User
from actors.models import Actor
from tests.factories import ActorFactory, ActorKindFactory, ThemeFactory, UserFactory
from vocabulary.models import ActorKind

pytestmark = pytest.mark.django_db
IMPORT, CONFIRM, EXPORT = (f"admin:actors_actor_{name}" for name in ("import", "process_import", "export"))


@pytest.fixture
def curator(client):
    client.force_login(UserFactory(role=User.Role.SYSTEM))
    ActorKindFactory(name="Kita")
    return client


def upload(client, content):
    file = SimpleUploadedFile("akteure.csv", content)
    return client.post(reverse(IMPORT), {"import_file": file, "format": "0", "resource": "0"})


def text_of(response):
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


def test_a_german_csv_is_previewed_and_imported_after_confirmation(curator):
    preview = upload(curator, "kennung;name;art\r\nA1;Kita Süd;Kita\r\n".encode("cp1252"))
    assert Actor.objects.count() == 0
    form = preview.context["confirm_form"]
    assert "Kita Süd" in preview.content.decode()
    response = curator.post(
        reverse(CONFIRM), {name: form.initial[name] for name in form.fields if name in form.initial}
    )
    assert response.status_code == 302
    assert list(Actor.objects.values_list("kennung", "name")) == [("A1", "Kita Süd")]


def test_a_term_that_went_away_before_the_confirmation_takes_everything_back(curator):
    preview = upload(curator, b"kennung;name;art\nA1;X;Kita\nA2;Y;Kita\n")
    ActorKind.objects.all().delete()
    form = preview.context["confirm_form"]
    response = curator.post(reverse(CONFIRM), form.initial, follow=True)
    assert "Es wurde nichts übernommen" in response.content.decode()
    assert Actor.objects.count() == 0


def test_bad_rows_are_shown_with_column_and_reason(curator):
    response = upload(curator, b"kennung;name;art;plz\nA1;X;Kitta;12\n")
    page = text_of(response)
    assert "„Kitta“ steht nicht in der Liste Akteursart. Meinten Sie „Kita“?" in page
    assert "confirm_form" not in response.context


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x7fELF\x00\x01", "Das ist keine Tabelle"),
        (b"PK\x03\x04 kaputt", "Die Datei ist beschädigt"),
        (b"name;name\na;b\n", "kommt mehrmals vor"),
        (b"name\nKita\n", "Die Spalte „art“ fehlt. Gefunden: name."),
        (b"bezeichnung;wo\nx;y\n", "Keine Kopfzeile gefunden: Erwartet werden Spalten wie kennung, name"),
    ],
)
def test_a_broken_file_is_told_in_german_and_without_a_traceback(curator, content, sentence):
    page = text_of(upload(curator, content))
    assert sentence in page
    assert "Traceback" not in page


def test_an_export_comes_in_again_unchanged_and_holds_no_formula(curator):
    ActorFactory(
        kennung="A1", name="=HYPERLINK(1)", phone="+49 431 1234", short_name="-x", description="'Anführung"
    )
    response = curator.post(reverse(EXPORT), {"format": "0", "resource": "0", **_all_columns(curator)})
    content = response.content
    assert content.startswith(b"\xef\xbb\xbfkennung;name;kurzname;art;")
    assert "'=HYPERLINK(1);'-x;" in content.decode("utf-8-sig")
    result = upload(curator, content).context["result"]
    assert (result.totals["skip"], result.totals["update"], result.totals["new"]) == (1, 0, 0)


def _all_columns(client):
    form = client.get(reverse(EXPORT)).context["form"]
    return {name: "on" for name in form.fields if name.startswith("actorresource_")}


def test_who_may_not_change_may_not_import(client):
    client.force_login(UserFactory(role=User.Role.COORDINATION))
    response = client.get(reverse(IMPORT))
    assert response.status_code == 403


def test_the_preview_of_every_kind_of_file_says_how_it_was_read(curator):
    """A workbook always has something to say: which sheet was taken."""
    book = Workbook()
    book.active.title = "Akteure 2026"
    book.active.append(["name", "art", "unbekannt"])
    book.active.append(["Haus", "Verein", "x"])
    buffer = io.BytesIO()
    book.save(buffer)
    ActorKindFactory(name="Verein")
    page = text_of(upload(curator, buffer.getvalue()))
    assert "Gelesen wurde das Tabellenblatt „Akteure 2026“." in page
    assert "Die Spalte „unbekannt“ ist hier unbekannt" in page


def test_the_preview_shows_words_and_no_names_of_ours(curator):
    ActorKindFactory(name="Verein")
    themes = [ThemeFactory(name="Lesen"), ThemeFactory(name="Kunst")]
    actor = ActorFactory(kennung="A1", name="Altes Haus", themes=themes[:1], kind__name="Amt")
    content = "kennung;name;art;themen;verwaltung\nA1;Altes Haus;Amt;Kunst;nein\nA2;Neues Haus;Verein;Lesen|Kunst;ja\n"
    page = text_of(upload(curator, content.encode()))
    for part in ("Neues Haus", "Lesen|Kunst", "ja"):
        assert part in page
    for inner in ("vocabulary.", "actors.Offer", "False", "[]", "+00:00"):
        assert inner not in page
    assert [theme.name for theme in actor.themes.all()] == ["Lesen"]
