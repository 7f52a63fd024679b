"""Coordinates that can hardly be meant are asked about on every way in, and what can't be is refused."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from actors.models import Actor
from tests.factories import ActorFactory, ActorKindFactory, DistrictFactory, UserFactory
from tests.markup import flat
from vocabulary.models import District, Theme

pytestmark = pytest.mark.django_db

ODD = {
    "swapped": ("9.35", "51.54", "Breite 51.54, Länge 9.35"),
    "null": ("0", "0", "0 und 0 liegt im Atlantik"),
    "far": ("39.77", "-86.16", "km von hier entfernt"),
    "next land": ("48.85", "2.35", "km von hier entfernt"),
}
IMPOSSIBLE = [
    ("91", "9.3"),
    ("51.5", "181"),
    ("nan", "9.3"),
    ("51.5", "inf"),
    ("-inf", "nan"),
    ("5155000", "935000"),
]
INLINES = {
    f"{prefix}-{name}": "0" for prefix in ("contacts", "offers") for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}


@pytest.fixture(autouse=True)
def town() -> None:
    ActorKindFactory(name="Kita")
    for number in range(8):
        ActorFactory(latitude=51.5 + number / 100, longitude=9.3 + number / 100)


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(UserFactory(role=User.Role.SYSTEM))
    return client


def stored(name: str = "Neu") -> tuple[float | None, float | None] | None:
    return Actor.objects.filter(name=name).values_list("latitude", "longitude").first()


# --- the form of the admin -------------------------------------------------------------------------------------------


def add(client: Client, latitude: str, longitude: str, **more: str):
    kind = Actor.objects.first().kind_id
    data = {
        "name": "Neu",
        "kind": kind,
        "latitude": latitude,
        "longitude": longitude,
        "review_status": "eingereicht",
    }
    return client.post(reverse("admin:actors_actor_add"), data | INLINES | more)


@pytest.mark.parametrize("case", ODD)
def test_the_admin_asks_keeps_what_was_typed_and_takes_a_yes(curator, case):
    latitude, longitude, sentence = ODD[case]
    assert (
        'type="checkbox" name="place_is_right"'
        not in curator.get(reverse("admin:actors_actor_add")).content.decode()
    )
    answer = add(curator, latitude, longitude)
    form = answer.context["adminform"].form
    assert sentence in str(form.errors["latitude"])
    assert stored() is None
    page = answer.content.decode()
    assert f'name="latitude" value="{latitude}"' in page
    assert 'type="checkbox" name="place_is_right"' in page
    assert "So ist es richtig" in page
    yes = form.fields["place_is_right"].widget.attrs["value"]
    assert add(curator, "-33.9", "18.4", place_is_right=yes).status_code == 200  # a yes to another place
    assert stored() is None
    assert add(curator, latitude, longitude, place_is_right=yes).status_code == 302
    assert stored() == (float(latitude), float(longitude))


def test_what_was_confirmed_is_not_asked_about_again(curator):
    actor = ActorFactory(name="Neu", latitude=0.0, longitude=0.0)
    page = curator.get(reverse("admin:actors_actor_change", args=[actor.pk]))
    form = page.context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, [], "")}
    data = {name: value for name, value in data.items() if isinstance(value, (str, int, float))}
    answer = curator.post(page.request["PATH_INFO"], data | INLINES | {"short_name": "N"})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert Actor.objects.get(pk=actor.pk).short_name == "N"


@pytest.mark.parametrize(("latitude", "longitude"), IMPOSSIBLE)
def test_impossible_places_are_refused_outright(curator, latitude, longitude):
    answer = add(curator, latitude, longitude, place_is_right=f"{latitude} {longitude}")
    assert {"latitude", "longitude"} & set(answer.context["adminform"].form.errors)
    assert stored() is None


def test_who_may_only_read_sees_the_entry(client):
    client.force_login(UserFactory(role=User.Role.COORDINATION))
    response = client.get(reverse("admin:actors_actor_change", args=[Actor.objects.first().pk]))
    assert response.status_code in {200, 302, 403}


def test_an_outline_elsewhere_is_asked_about(curator):
    def ring(x: float, y: float) -> list[list[float]]:
        return [[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]]

    DistrictFactory(outline={"type": "Polygon", "coordinates": [ring(9.3, 51.5)]})

    def send(outline: str, **more: str):
        data = {"name": "Neustadt", "level": "stadtteil", "position": "0", "outline": outline}
        return curator.post(reverse("admin:vocabulary_district_add"), data | more)

    swapped = str({"type": "Polygon", "coordinates": [ring(51.5, 9.3)]}).replace("'", '"')
    answer = send(swapped)
    form = answer.context["adminform"].form
    assert "vertauscht" in str(form.errors["outline"])
    yes = form.fields["place_is_right"].widget.attrs["value"]
    answer = send(swapped, place_is_right=yes)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    right = str({"type": "Polygon", "coordinates": [ring(9.31, 51.51)]}).replace("'", '"')
    assert send(right, name="Weststadt").status_code == 302
    assert District.objects.filter(name__in=["Neustadt", "Weststadt"]).count() == 2


def test_a_word_without_an_address_gets_one_from_its_name(curator):
    data = {"name": "Früh üben", "position": "0", "synonyms": "", "description": "", "slug": ""}
    assert curator.post(reverse("admin:vocabulary_theme_add"), data).status_code == 302
    assert Theme.objects.get(name="Früh üben").slug == "frueh-ueben"


# --- import ----------------------------------------------------------------------------------------------------------


def command(tmp_path: Path, latitude: str, longitude: str, *flags: str) -> str:
    path, out = tmp_path / "a.csv", StringIO()
    path.write_text(
        f"name;art;breite;laenge\nNeu;Kita;{latitude};{longitude}\nGut;Kita;51.5;9.3\n", encoding="utf-8"
    )
    try:
        call_command("import_actors", path, *flags, stdout=out, stderr=StringIO())
    except CommandError as error:
        return f"{out.getvalue()}\n{error}"
    return out.getvalue()


@pytest.mark.parametrize("flags", [(), ("--dry-run",)])
@pytest.mark.parametrize("case", ODD)
def test_the_command_changes_nothing_unless_it_is_told(tmp_path, case, flags):
    latitude, longitude, sentence = ODD[case]
    report = command(tmp_path, latitude, longitude, *flags)
    assert f"Zeile 2, Spalte breite, „{latitude}“" in report
    assert sentence in report
    assert "--odd-places=leave" in report
    assert (stored(), stored("Gut")) == (None, None)


@pytest.mark.parametrize(
    ("flag", "place"), [("keep", (9.35, 51.54)), ("mend", (51.54, 9.35)), ("leave", (None, None))]
)
def test_the_command_does_as_it_is_told_and_says_so(tmp_path, flag, place):
    report = command(tmp_path, "9.35", "51.54", f"--odd-places={flag}")
    assert "Zeile 2, Spalte breite, „9.35, 51.54“ (Neu): Breite und Länge sind wohl vertauscht" in report
    assert (stored(), stored("Gut")) == (place, (51.5, 9.3))


def test_only_what_leads_here_is_swapped(tmp_path):
    assert "--odd-places" in command(tmp_path, "0", "0", "--odd-places=mend")
    assert stored() is None


@pytest.mark.parametrize(("latitude", "longitude"), IMPOSSIBLE)
def test_the_command_takes_no_impossible_place(tmp_path, latitude, longitude):
    assert "Zeile 2" in command(tmp_path, latitude, longitude, "--odd-places=keep")
    assert stored() is None


def test_the_rows_of_a_first_file_tell_where_here_is(tmp_path):
    Actor.objects.all().delete()
    rows = [f"Kita {n};Kita;{51.5 + n / 100};{9.3 + n / 100}" for n in range(9)]
    path, out = tmp_path / "a.csv", StringIO()
    path.write_text("\n".join(["name;art;breite;laenge", *rows, "Neu;Kita;9.3;51.5"]), encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_actors", path, stdout=out)
    assert "Zeile 11, Spalte breite, „9.3“: Breite und Länge sind wohl vertauscht" in out.getvalue()


@pytest.mark.parametrize(
    ("choice", "place"), [("", (None, None)), ("keep", (9.35, 51.54)), ("mend", (51.54, 9.35))]
)
def test_the_preview_asks_and_does_what_was_chosen(curator, choice, place):
    file = SimpleUploadedFile("a.csv", b"name;art;breite;laenge\nNeu;Kita;9,35;51,54\n")
    preview = curator.post(
        reverse("admin:actors_actor_import"), {"import_file": file, "format": "0", "resource": "0"}
    )
    page = flat(preview.content.decode())
    assert "Zeile 2, Spalte breite:" in page
    assert "vertauschen: 51.54, 9.35" in page
    assert 'name="ort-2" value="leave" checked' in page
    form = preview.context["confirm_form"]
    curator.post(reverse("admin:actors_actor_process_import"), form.initial | {"ort-2": choice})
    assert stored() == place


def test_a_place_that_is_stored_already_is_no_change_and_no_question(tmp_path):
    ActorFactory(kennung="X1", name="Neu", latitude=0.0, longitude=0.0)
    path, out = tmp_path / "a.csv", StringIO()
    path.write_text("kennung;name;breite;laenge\nX1;Neu;0;0\n", encoding="utf-8")
    call_command("import_actors", path, stdout=out)
    assert "1 unverändert" in out.getvalue()
