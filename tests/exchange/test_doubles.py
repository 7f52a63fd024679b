"""A new row that looks like an existing entry: told before anything is written, and done as somebody decided."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from actors.models import Actor
from networks.models import Network
from search.models import Dirty
from tests.factories import ActorFactory, ActorKindFactory, NetworkFactory, NetworkFormatFactory, UserFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db
HEADER = "kennung;name;art;strasse;plz;ort;telefon;website\n"
ROWS = (
    "X1;Kita Sonnenhügel;Kita;Hügelweg 3;37990;Auenberg;;\n"
    "X2;Kindertagesstätte Regenbogen;Kita;Lindenpl. 2;37992;Auenberg;05555 9;\n"
)


@pytest.fixture
def existing():
    kind = ActorKindFactory(name="Kita")
    return ActorFactory(
        name="Kita Regenbogen", kind=kind, street="Lindenplatz 2", postal_code="37992", city="Auenberg", kennung="A017",
        website="https://regenbogen.example.org",
    )  # fmt: skip


@pytest.fixture
def file(tmp_path, existing):
    path = tmp_path / "akteure.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    return path


def run(command: str, path, *options: str) -> str:
    out = StringIO()
    call_command(command, str(path), *options, stdout=out)
    return out.getvalue()


def told(command: str, path, *options: str) -> str:
    """What an import says that ends with an error."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command(command, str(path), *options, stdout=out)
    return f"{out.getvalue()}{error.value}"


def names() -> list[str]:
    return list(Actor.objects.order_by("name").values_list("name", flat=True))


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_nothing_changes_until_somebody_decides(file, options):
    text = told("import_actors", file, *options)
    assert (
        "Zeile 3: Gibt es vermutlich schon: „Kita Regenbogen“ (A017; gleicher Name, gleiche Anschrift" in text
    )
    assert "--like-existing=skip" in text
    assert names() == ["Kita Regenbogen"]


NAMESAKE = "X7;Stadtbibliothek Auenberg;Bibliothek;Moorweg 3;37990;Auenberg;;\n"


def test_a_namesake_in_another_street_is_asked_about(file):
    kind = ActorKindFactory(name="Bibliothek")
    ActorFactory(
        name="Stadtbücherei", kind=kind, street="Marktgasse 11", postal_code="37990", city="Auenberg"
    )
    file.write_text(HEADER + NAMESAKE, encoding="utf-8")
    text = told("import_actors", file)
    assert (
        "Zeile 2: Gibt es vermutlich schon: „Stadtbücherei“ (gleicher Name, gleicher Ort, andere Straße)"
        in text
    )
    assert "1 neu" in run("import_actors", file, "--like-existing=add")


def test_a_namesake_in_another_town_is_another_one(file):
    ActorFactory(
        name="Stadtbücherei", kind=ActorKindFactory(name="Bibliothek"), postal_code="24937", city="Bruch"
    )
    file.write_text(HEADER + NAMESAKE, encoding="utf-8")
    assert "1 neu" in run("import_actors", file)


def test_the_kind_in_a_row_tells_two_of_one_name_apart(file, existing):
    Actor.objects.update(name="Regenbogen")
    ActorKindFactory(name="Grundschule")
    row = "X8;Am Regenbogen;{};Lindenplatz 2;37992;Auenberg;;\n"
    file.write_text(
        HEADER + row.format("Grundschule") + row.format("Kita").replace("X8", "X9"), encoding="utf-8"
    )
    text = told("import_actors", file)
    assert "Zeile 3: Gibt es vermutlich schon" in text
    assert "Zeile 2" not in text


def test_skip_leaves_the_row_out(file):
    text = run("import_actors", file, "--like-existing=skip")
    assert "Zeile 3, „Kindertagesstätte Regenbogen“: Gibt es vermutlich schon als „Kita Regenbogen“" in text
    assert "ausgelassen." in text
    assert names() == ["Kita Regenbogen", "Kita Sonnenhügel"]


def test_add_makes_a_second_one(file):
    assert "2 neu" in run("import_actors", file, "--like-existing=add")
    assert len(names()) == 3


def test_update_changes_the_existing_one_and_takes_nothing_away(file, existing):
    assert "1 neu, 1 geändert" in run("import_actors", file, "--like-existing=update")
    existing.refresh_from_db()
    assert (existing.name, existing.phone, existing.street) == (
        "Kindertagesstätte Regenbogen",
        "05555 9",
        "Lindenpl. 2",
    )
    assert (existing.kennung, existing.website) == ("A017", "https://regenbogen.example.org")
    assert "0 neu, 0 geändert" in run("import_actors", file, "--like-existing=update")


def test_update_gives_a_kennung_to_an_entry_without_one(file, existing):
    Actor.objects.update(kennung=None)
    run("import_actors", file, "--like-existing=update")
    existing.refresh_from_db()
    assert existing.kennung == "X2"


def test_two_rows_do_not_change_one_entry(file):
    file.write_text(
        HEADER + ROWS + "X3;Kita Regenbogen;Kita;Lindenplatz 2;37992;Auenberg;;\n", encoding="utf-8"
    )
    text = told("import_actors", file, "--like-existing=update")
    assert "Zeile 4: „Kita Regenbogen“ wird schon von Zeile 3 geändert." in text
    assert names() == ["Kita Regenbogen"]


def test_undecided_rows_can_be_put_aside(file, tmp_path):
    bad = tmp_path / "offen.csv"
    run("import_actors", file, "--skip-bad", "--bad-file", str(bad))
    assert names() == ["Kita Regenbogen", "Kita Sonnenhügel"]
    assert "Gibt es vermutlich schon" in bad.read_text(encoding="utf-8-sig")


def test_known_rows_and_rows_alike_among_themselves_are_no_matter(file, existing):
    file.write_text(
        HEADER + "A017;Kita Regenbogen;Kita;Lindenplatz 2;37992;Auenberg;;\n"
        "X5;Kita Nord;Kita;Nordweg 1;37990;Auenberg;;\nX6;Kita Nord;Kita;Nordweg 1;37990;Auenberg;;\n",
        encoding="utf-8",
    )
    assert "2 neu, 1 geändert" in run("import_actors", file)


def test_what_was_archived_is_not_meant(file, existing):
    Actor.objects.update(review_status="archiviert")
    assert "2 neu" in run("import_actors", file)


def test_networks_are_compared_too(tmp_path):
    form = NetworkFormatFactory(name="Arbeitskreis")
    purpose = "Wir lesen Kindern in den Kitas der Stadt regelmäßig vor."
    NetworkFactory(name="Arbeitskreis Leseförderung", format=form, purpose=purpose, kennung="N001")
    path = tmp_path / "netzwerke.csv"
    path.write_text(
        f"kennung;name;format;zweck\nY1;AK Leseförderung;Arbeitskreis;{purpose}\n", encoding="utf-8"
    )
    assert "„Arbeitskreis Leseförderung“ (N001;" in told("import_networks", path)
    run("import_networks", path, "--like-existing=skip")
    assert Network.objects.count() == 1


# --- in the admin ----------------------------------------------------------------------------------------------------


@pytest.fixture
def preview(client, existing):
    client.force_login(UserFactory(role=User.Role.CURATION))
    upload = SimpleUploadedFile("akteure.csv", (HEADER + ROWS).encode())
    address = reverse("admin:actors_actor_import")
    return client.post(address, {"import_file": upload, "format": "0", "resource": "0"})


def confirm(client, preview, **choices):
    form = preview.context["confirm_form"]
    return client.post(reverse("admin:actors_actor_process_import"), form.initial | choices)


def test_the_preview_tells_and_asks(preview):
    text = re.sub(r"<[^>]+>|\s+", " ", flat(preview.content.decode()))
    assert "Eine Zeile gibt es vermutlich schon" in text
    assert "Zeile 3: Kindertagesstätte Regenbogen" in text
    assert 'name="zeile-3" value="update"' in flat(preview.content.decode())
    assert names() == ["Kita Regenbogen"]
    table = flat(preview.content.decode()).partition('class="import-preview"')[2]
    assert "<ins>Kita Sonnenhügel</ins>" in table
    assert "style=" not in table, "the strict policy blocks inline styles"


@pytest.mark.parametrize(
    ("choices", "left"),
    [
        ({}, ["Kita Regenbogen", "Kita Sonnenhügel"]),
        ({"zeile-3": "unfug"}, ["Kita Regenbogen", "Kita Sonnenhügel"]),
        ({"zeile-3": "update"}, ["Kindertagesstätte Regenbogen", "Kita Sonnenhügel"]),
        ({"zeile-3": "add"}, ["Kindertagesstätte Regenbogen", "Kita Regenbogen", "Kita Sonnenhügel"]),
    ],
)
def test_what_was_chosen_is_done_and_searchable(client, preview, choices, left):
    assert confirm(client, preview, **choices).status_code == 302
    assert names() == left
    assert Dirty.objects.count() == 0


def test_bulk_actions_bring_the_search_up_to_date(client, existing):
    client.force_login(UserFactory(role=User.Role.CURATION))
    data = {"action": "archive", "_selected_action": [existing.pk]}
    client.post(reverse("admin:actors_actor_changelist"), data)
    existing.refresh_from_db()
    assert (existing.review_status, Dirty.objects.count()) == ("archiviert", 0)
