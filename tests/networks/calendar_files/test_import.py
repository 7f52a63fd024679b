"""A network's own calendar file: what is laid beside what, what is chosen, and that the same file twice changes nothing."""

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from networks.calendar_files import text as files
from networks.models import Meeting, Network
from tests.factories import MeetingFactory, NetworkFactory, UserFactory
from tests.markup import flat
from tests.networks.calendar_files.test_reading import calendar

pytestmark = pytest.mark.django_db
SERIES = """UID:s
SUMMARY:Lesenetz – Runde
DTSTART;TZID=Europe/Berlin:20270105T160000
DTEND;TZID=Europe/Berlin:20270105T180000
LOCATION:Rathaus
RRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=3"""


def at(*moment: int) -> datetime:
    return timezone.make_aware(datetime(*moment))  # noqa: DTZ001 (made aware)


@pytest.fixture(autouse=True)
def december(time_machine_at):
    """Series reach two years ahead of today, and the past is not moved."""


@pytest.fixture
def time_machine_at(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: at(2026, 12, 1, 12))


@pytest.fixture
def network():
    return NetworkFactory(name="Lesenetz")


@pytest.fixture
def editor(network):
    editor = UserFactory()
    network.editors.add(editor)
    client = Client()
    client.force_login(editor)
    return client


def page_of(network: Network) -> str:
    return reverse("networks:import_calendar", args=[network.slug])


def preview(client: Client, network: Network, data: bytes, visibility: str = "oeffentlich"):
    file = SimpleUploadedFile("termine.ics", data)
    return client.post(page_of(network), {"file": file, "visibility": visibility})


def rows(response) -> list[tuple[str, str]]:
    return [(str(row.kind), row.key) for row in response.context["plan"].rows]


def apply(client: Client, network: Network, response, keys: list[str] | None = None):
    """Sends the form of the preview, with all boxes as they stand there or with these."""
    chosen = response.context["chosen"]
    keys = [row.key for row in response.context["plan"].to_choose] if keys is None else keys
    sent = {"text": chosen["text"].value(), "visibility": chosen["visibility"].value(), "treffen": keys}
    return client.post(page_of(network), {**sent, "uebernehmen": "1"}, follow=True)


def read_in(client: Client, network: Network, data: bytes):
    return apply(client, network, preview(client, network, data))


def test_new_meetings_are_shown_first_and_written_when_chosen(editor, network):
    response = preview(editor, network, calendar(SERIES), "mitglieder")
    assert rows(response) == [("neu", "s#20270105"), ("neu", "s#20270202"), ("neu", "s#20270302")]
    assert "nur für Mitglieder" in response.content.decode()
    assert not Meeting.objects.exists()

    answer = apply(editor, network, response, ["s#20270105", "s#20270302"])
    assert "Übernommen: 2 neue Treffen." in answer.content.decode()
    first, second = network.meetings.all()
    assert (first.title, first.start, first.end) == ("Runde", at(2027, 1, 5, 16), at(2027, 1, 5, 18))
    assert (first.place, first.visibility, first.foreign_uid) == ("Rathaus", "mitglieder", "s#20270105")
    assert first.series == second.series is not None


def test_the_same_file_twice_changes_nothing(editor, network):
    data = calendar(
        SERIES,
        "UID:a\nDTSTART;VALUE=DATE:20270114\nSUMMARY:Klausur",
        "UID:b\nDTSTART:20270120T170000\nSTATUS:CANCELLED",
    )
    read_in(editor, network, data)
    before = list(Meeting.objects.values())
    response = preview(editor, network, data)
    assert {kind for kind, _key in rows(response)} == {"unveraendert"}
    assert "Die Datei bringt nichts Neues." in response.content.decode()
    apply(editor, network, response)
    assert list(Meeting.objects.values()) == before


def test_what_is_there_is_recognised_by_day_and_time_or_title(editor, network):
    near = MeetingFactory(network=network, start=at(2027, 1, 14, 16), title="Winterrunde")
    named = MeetingFactory(network=network, start=at(2027, 1, 15, 9), title="Klausur")
    other = MeetingFactory(network=network, start=at(2027, 1, 16, 9))
    elsewhere = MeetingFactory(start=at(2027, 1, 14, 17))
    data = calendar(
        "UID:a\nDTSTART:20270114T170000\nSUMMARY:Winterrunde",
        "UID:b\nDTSTART:20270115T170000\nSUMMARY:klausur",
        "UID:c\nDTSTART:20270116T170000\nSUMMARY:Abend",
    )
    response = preview(editor, network, data)
    assert sorted(rows(response)) == [("neu", "c"), ("verbunden", "a"), ("verbunden", "b")]
    apply(editor, network, response)
    for meeting, uid in ((near, "a"), (named, "b"), (other, ""), (elsewhere, "")):
        meeting.refresh_from_db()
        assert meeting.foreign_uid == uid
    assert near.start == at(2027, 1, 14, 17)
    assert network.meetings.count() == 4


def test_two_meetings_on_a_day_are_not_one(editor, network):
    MeetingFactory(network=network, start=at(2027, 1, 14, 16))
    data = calendar("UID:a\nDTSTART:20270114T160000", "UID:b\nDTSTART:20270114T170000")
    assert sorted(rows(preview(editor, network, data))) == [("neu", "b"), ("verbunden", "a")]


def test_a_change_names_its_fields_and_moving_keeps_the_former_day(editor, network):
    read_in(
        editor, network, calendar("UID:a\nDTSTART:20270114T170000\nDTEND:20270114T180000\nLOCATION:Rathaus")
    )
    before = network.meetings.get()
    response = preview(
        editor, network, calendar("UID:a\nDTSTART:20270121T170000\nLOCATION:Mensa\nSUMMARY:Runde")
    )
    (row,) = response.context["plan"].rows
    assert (str(row.kind), [change.label for change in row.changes]) == (
        "geaendert",
        ["Titel", "Beginn", "Ende", "Ort"],
    )
    assert "Ort: Rathaus → Mensa" in flat(response.content.decode())
    apply(editor, network, response)
    after = network.meetings.get()
    assert (after.pk, after.start, after.moved_from) == (before.pk, at(2027, 1, 21, 17), at(2027, 1, 14, 17))
    assert (after.end, after.place, after.title) == (at(2027, 1, 21, 18), "Mensa", "Runde")
    assert after.version > before.version


def test_a_day_that_gets_its_time_has_not_moved(editor, network):
    read_in(editor, network, calendar("UID:a\nDTSTART;VALUE=DATE:20270114"))
    read_in(editor, network, calendar("UID:a\nDTSTART:20270114T170000"))
    meeting = network.meetings.get()
    assert (meeting.is_all_day, meeting.start, meeting.moved_from) == (False, at(2027, 1, 14, 17), None)


def test_what_the_file_leaves_open_stays(editor, network):
    read_in(
        editor,
        network,
        calendar("UID:a\nDTSTART:20270114T170000\nDTEND:20270114T180000\nSUMMARY:Runde\nLOCATION:Rathaus"),
    )
    response = preview(editor, network, calendar("UID:a\nDTSTART;VALUE=DATE:20270114"))
    assert rows(response) == [("unveraendert", "a")]


def test_cancelled_dates(editor, network):
    read_in(editor, network, calendar(SERIES, "UID:a\nDTSTART:20270114T170000"))
    data = calendar(
        SERIES + "\nEXDATE;TZID=Europe/Berlin:20270202T160000",
        "UID:s\nRECURRENCE-ID;TZID=Europe/Berlin:20270302T160000\nDTSTART:20270302T150000Z\nSTATUS:CANCELLED",
        "UID:a\nDTSTART:20270114T170000\nSUMMARY:Abgesagt: Runde",
    )
    response = preview(editor, network, data)
    assert sorted(rows(response)) == [
        ("abgesagt", "a"), ("abgesagt", "s#20270202"), ("abgesagt", "s#20270302"), ("unveraendert", "s#20270105"),
    ]  # fmt: skip
    apply(editor, network, response)
    assert network.meetings.filter(is_cancelled=True).count() == 3
    assert {kind for kind, _key in rows(preview(editor, network, data))} == {"unveraendert"}


def test_what_was_cancelled_here_stays_cancelled(editor, network):
    data = calendar("UID:a\nDTSTART:20270114T170000\nSUMMARY:Runde")
    read_in(editor, network, data)
    network.meetings.update(is_cancelled=True, title="")
    assert rows(preview(editor, network, data)) == [("unveraendert", "a")]


def test_private_meetings_are_for_editors_only(editor, network):
    read_in(editor, network, calendar("UID:a\nDTSTART:20270114T170000\nCLASS:CONFIDENTIAL"))
    assert network.meetings.get().visibility == "verborgen"


def test_our_own_calendar_comes_back_without_a_change(editor, network):
    network.rhythm_text = "jeden 2. Dienstag im Monat, 16 Uhr"
    network.save()
    for number, extra in enumerate(({"title": "Herbst"}, {}, {"is_cancelled": True}, {"is_all_day": True})):
        MeetingFactory(network=network, start=at(2027, 2, 1 + number, 0), place="Rathaus", **extra)
    data = editor.get(reverse("networks:calendar", args=[network.slug]) + "?voraussichtlich=1").content
    assert data.count(b"BEGIN:VEVENT") > 4
    assert {kind for kind, _key in rows(preview(editor, network, data))} == {"unveraendert"}


def test_what_no_form_would_take_is_refused_with_its_sentence(editor, network):
    data = calendar(
        "UID:a\nDTSTART:20990114T170000\nSUMMARY:Fern", "UID:b\nDTSTART:20270114T170000\nSUMMARY:#NAME?"
    )
    response = preview(editor, network, data)
    assert rows(response) == []
    page = response.content.decode()
    assert "Bitte geben Sie einen Tag zwischen dem 1. Januar 1950 und dem 1. Dezember 2036 an." in page
    assert "Das ist eine Fehlermeldung der Tabellenkalkulation." in page


def test_long_texts_are_cut_and_stay_as_they_are(editor, network):
    data = calendar(
        f"UID:{'u' * 300}\nDTSTART:20270114T170000\nSUMMARY:{'Treffen ' * 50}\nLOCATION:{'Ort ' * 90}"
    )
    read_in(editor, network, data)
    meeting = network.meetings.get()
    assert (len(meeting.title), len(meeting.place), len(meeting.foreign_uid)) == (200, 200, 64)
    assert rows(preview(editor, network, data))[0][0] == "unveraendert"


def test_somebody_else_was_faster(editor, network):
    """Both have the preview open; the second writes nothing twice."""
    data = calendar("UID:a\nDTSTART:20270114T170000")
    first, second = preview(editor, network, data), preview(editor, network, data)
    apply(editor, network, first)
    answer = apply(editor, network, second)
    assert "Es war nichts zu übernehmen." in answer.content.decode()
    assert network.meetings.count() == 1


@pytest.mark.parametrize("data", [b"Name;Ort", b"", b"x" * (files.LARGEST_FILE + 1)])
def test_a_file_that_is_none_says_so_at_its_field(editor, network, data):
    response = preview(editor, network, data)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]


@pytest.mark.parametrize(
    "sent",
    [{}, {"text": "x", "visibility": "oeffentlich"}, {"text": "BEGIN:VCALENDAR", "visibility": "alle"}],
)
def test_a_form_that_was_tampered_with_writes_nothing(editor, network, sent):
    answer = editor.post(page_of(network), {**sent, "uebernehmen": "1"}, follow=True)
    assert "Bitte wählen Sie die Datei noch einmal aus." in answer.content.decode()


def test_only_for_who_edits_the_network(network, client):
    assert client.get(page_of(network)).status_code == 302
    client.force_login(UserFactory(role=User.Role.COORDINATION))
    assert client.get(page_of(network)).status_code == 404
    assert preview(client, network, calendar(SERIES)).status_code == 404


def test_history_says_that_it_came_from_a_file(editor, network):
    read_in(editor, network, calendar("UID:a\nDTSTART:20270114T170000"))
    (event,) = apps.get_model("networks", "MeetingEvent").objects.all()
    assert event.pgh_context.metadata["source"] == "import"


# --- the same on the server ---


def command(network: Network, path: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("import_calendar", network.slug, str(path), *arguments, stdout=out)
    return out.getvalue()


def test_command(network, tmp_path):
    path = tmp_path / "termine.ics"
    path.write_bytes(calendar(SERIES, "UID:a\nSUMMARY:Klausur"))
    out = command(network, path, "--dry-run")
    assert "neu: 5.1.2027 Runde" in out
    assert "nicht übernommen: Klausur: Es steht nicht da, wann er beginnt." in out
    assert not Meeting.objects.exists()
    assert "Übernommen: 3 neue Treffen." in command(network, path, "--visibility", "mitglieder")
    assert set(network.meetings.values_list("visibility", flat=True)) == {"mitglieder"}
    again = command(network, path)
    assert "unverändert: 3" in again
    assert "Es war nichts zu übernehmen." in again


def test_command_says_in_german_what_is_wrong(network, tmp_path):
    path = tmp_path / "termine.ics"
    for data, sentence in ((b"x", "keine Kalenderdatei"), (b"x" * 250_000_000, "zu groß: Erlaubt sind 2 MB")):
        path.write_bytes(data)
        with pytest.raises(CommandError, match=sentence):
            command(network, path)
    with pytest.raises(CommandError, match="lässt sich nicht öffnen"):
        command(network, tmp_path / "fehlt.ics")
    network.slug = "gibt-es-nicht"
    with pytest.raises(CommandError, match="Ein Netzwerk „gibt-es-nicht“ gibt es nicht"):
        command(network, path)


def test_what_is_read_in_stands_in_the_calendar(editor, network, client):
    read_in(editor, network, calendar(SERIES))
    text = client.get(reverse("networks:calendar", args=[network.slug])).content.decode()
    assert text.count("SUMMARY:Lesenetz – Runde") == 3
    assert timedelta(days=28) in {
        later.start - earlier.start
        for earlier, later in zip(network.meetings.all(), network.meetings.all()[1:], strict=False)
    }
