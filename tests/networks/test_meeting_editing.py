"""Editors change, move and cancel a meeting, and say what came of it; two at once lose nothing."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from moderation.models import Unfinished
from networks.calendar import calendar_of
from networks.models import Meeting, Network
from tests.factories import MeetingFactory, MembershipFactory, NetworkFactory, UserFactory
from tests.people import login
from tests.sending import fields_of

pytestmark = pytest.mark.django_db
PAGES = ("edit_meeting", "move_meeting", "cancel_meeting", "outcome")


@pytest.fixture(autouse=True)
def _today(time_machine) -> None:
    time_machine.move_to(here("2027-03-17 09:00"), tick=False)


def here(moment: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(moment))


@pytest.fixture
def network() -> Network:
    return NetworkFactory(name="Leserunde")


@pytest.fixture
def meeting(network) -> Meeting:
    return MeetingFactory(
        network=network,
        title="Frühjahrstreffen",
        start=here("2027-03-24 14:00"),
        end=here("2027-03-24 16:00"),
    )


@pytest.fixture
def editor(network) -> Client:
    return another(network)


def another(network: Network) -> Client:
    person = UserFactory(name="Zweite Person")
    network.editors.add(person)
    return login(person)


def page_of(name: str, meeting: Meeting) -> str:
    return reverse(f"networks:{name}", args=[meeting.network.slug, meeting.pk])


def opened(client: Client, name: str, meeting: Meeting) -> dict[str, list[str]]:
    """What the form sends if nobody types anything."""
    html = client.get(page_of(name, meeting)).content.decode()
    form = html[html.index('<form class="panel') :]
    return fields_of(form[: form.index("</form>")])


def stored(meeting: Meeting) -> Meeting:
    return Meeting.objects.get(pk=meeting.pk)


@pytest.mark.parametrize("name", PAGES)
def test_only_who_edits_the_network_gets_there(client, meeting, editor, name) -> None:
    Meeting.objects.update(start=here("2027-03-10 14:00") if name == "outcome" else meeting.start, end=None)
    page = page_of(name, meeting)
    assert client.get(page).status_code == 302  # the login
    assert login(UserFactory()).get(page).status_code == 404
    assert login(UserFactory(role=User.Role.COORDINATION)).get(page).status_code == 404
    assert editor.get(page).status_code == 200
    foreign = MeetingFactory(start=meeting.start)
    assert editor.get(page_of(name, foreign)).status_code == 404
    assert editor.get(reverse(f"networks:{name}", args=[meeting.network.slug, foreign.pk])).status_code == 404


# --- changing ----------------------------------------------------------------------------------------------------------


def test_every_field_is_changed(editor, meeting) -> None:
    typed = {
        "title": "Sommertreffen", "start_tag": "2027-03-25", "start_uhrzeit": "15:30", "end_tag": "", "end_uhrzeit": "17:00",
        "place": "Bücherei", "link": "https://konferenz.example.org/", "agenda": "Begrüßung\r\nTermine",
        "guests": "Schulamt", "minutes": "https://ablage.example.org/", "visibility": "mitglieder",
    }  # fmt: skip
    response = editor.post(page_of("edit_meeting", meeting), opened(editor, "edit_meeting", meeting) | typed)
    assert response["Location"] == meeting.get_absolute_url()
    now = stored(meeting)
    assert (now.start, now.end, now.is_all_day) == (here("2027-03-25 15:30"), here("2027-03-25 17:00"), False)
    assert (now.title, now.place, now.guests, now.visibility) == (
        "Sommertreffen",
        "Bücherei",
        "Schulamt",
        "mitglieder",
    )
    assert (now.link, now.minutes) == ("https://konferenz.example.org/", "https://ablage.example.org/")
    assert now.agenda.split() == ["Begrüßung", "Termine"]
    assert now.moved_from is None  # that is what moving is for


def test_nothing_typed_changes_nothing(editor, meeting) -> None:
    before = Meeting.objects.values().get()
    assert (
        editor.post(page_of("edit_meeting", meeting), opened(editor, "edit_meeting", meeting)).status_code
        == 302
    )
    assert Meeting.objects.values().get() == before | {"changed_at": stored(meeting).changed_at}


@pytest.mark.parametrize(
    ("typed", "start", "end", "is_open"),
    [
        ({"start_uhrzeit": "", "end_uhrzeit": "", "end_tag": ""}, "2027-03-24 00:00", None, True),
        ({"start_uhrzeit": "", "end_uhrzeit": ""}, "2027-03-24 00:00", None, True),
        (
            {"start_uhrzeit": "", "end_tag": "2027-03-26", "end_uhrzeit": ""},
            "2027-03-24 00:00", "2027-03-26 00:00", True,
        ),
        (
            {"start_uhrzeit": "22:00", "end_tag": "2027-03-25", "end_uhrzeit": "01:00"},
            "2027-03-24 22:00", "2027-03-25 01:00", False,
        ),
        ({"end_tag": "", "end_uhrzeit": ""}, "2027-03-24 14:00", None, False),
        (
            {"start_tag": "2027-04-01", "end_tag": "2027-04-01"},
            "2027-04-01 14:00", "2027-04-01 16:00", False,
        ),  # in summer time 14 o'clock stays 14 o'clock
    ],
)  # fmt: skip
def test_the_time_may_be_open_and_the_end_on_another_day(editor, meeting, typed, start, end, is_open) -> None:
    editor.post(page_of("edit_meeting", meeting), opened(editor, "edit_meeting", meeting) | typed)
    now = stored(meeting)
    assert (now.start, now.end, now.is_all_day) == (here(start), here(end) if end else None, is_open)
    again = opened(editor, "edit_meeting", meeting)
    assert editor.post(page_of("edit_meeting", meeting), again).status_code == 302
    assert (stored(meeting).start, stored(meeting).end, stored(meeting).is_all_day) == (
        now.start,
        now.end,
        is_open,
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"start_tag": ""}, "Bitte geben Sie einen Tag an."),
        ({"start_tag": "", "start_uhrzeit": ""}, "Bitte geben Sie einen Tag an."),
        ({"end_uhrzeit": "13:00"}, "Das Treffen endet, bevor es beginnt."),
        ({"end_tag": "2027-03-23"}, "Das Treffen endet, bevor es beginnt."),
        ({"start_uhrzeit": ""}, "Bitte geben Sie die Uhrzeit auch hier an"),
        ({"end_tag": "2027-03-26", "end_uhrzeit": ""}, "Bitte geben Sie die Uhrzeit auch hier an"),
        ({"start_tag": "2097-03-24"}, "Bitte geben Sie einen Tag zwischen"),
        ({"link": "javascript:alert(1)"}, 'class="field-error" id="id_link_error"'),
        ({"visibility": "geheim"}, "gültige Auswahl"),
    ],
)
def test_what_can_not_be_is_said_at_the_field_and_nothing_is_saved(editor, meeting, typed, words) -> None:
    response = editor.post(
        page_of("edit_meeting", meeting),
        opened(editor, "edit_meeting", meeting) | {"place": "Bücherei"} | typed,
    )
    assert words in response.content.decode()
    assert (stored(meeting).start, stored(meeting).end, stored(meeting).place) == (
        meeting.start,
        meeting.end,
        "",
    )
    assert Unfinished.objects.get().typed["place"] == ["Bücherei"]
    assert 'value="Bücherei"' in editor.get(page_of("edit_meeting", meeting)).content.decode()


@pytest.mark.parametrize(
    ("theirs", "yours", "label"),
    [
        ({"place": "Rathaus"}, {"place": "Bücherei"}, "Ort"),
        (
            {"start_tag": "2027-03-31", "end_tag": "2027-03-31"},
            {"start_tag": "2027-04-07", "end_tag": "2027-04-07"},
            "Beginn",
        ),
        ({"start_tag": "2027-03-31", "end_tag": "2027-03-31"}, {"title": "Sommertreffen"}, "Beginn"),
    ],
)
def test_the_second_of_two_is_told_and_loses_nothing(editor, meeting, theirs, yours, label) -> None:
    page = page_of("edit_meeting", meeting)
    other, mine = another(meeting.network), opened(editor, "edit_meeting", meeting) | yours
    other.post(page, opened(other, "edit_meeting", meeting) | theirs)
    after_them = Meeting.objects.values().get()
    response = editor.post(page, mine)
    assert response.status_code == 200
    assert "Inzwischen hat Zweite Person diesen Eintrag gespeichert" in response.content.decode()
    assert label in [difference.label for difference in response.context["form"].conflict]
    assert Meeting.objects.values().get() == after_them
    html = response.content.decode()
    form = html[html.index('<form class="panel') :]
    assert editor.post(page, fields_of(form[: form.index("</form>")])).status_code == 302
    for name, value in yours.items():
        again = opened(editor, "edit_meeting", meeting)
        assert again[name] == [value]


# --- moving ------------------------------------------------------------------------------------------------------------


def test_moving_asks_day_time_and_reason_and_keeps_the_rest(editor, meeting) -> None:
    typed = {"start_tag": "2027-03-31", "start_uhrzeit": "15:00", "why": "Der Raum ist belegt."}
    response = editor.post(page_of("move_meeting", meeting), opened(editor, "move_meeting", meeting) | typed)
    assert response["Location"] == meeting.get_absolute_url()
    now = stored(meeting)
    assert (now.pk, now.start, now.end) == (meeting.pk, here("2027-03-31 15:00"), here("2027-03-31 17:00"))
    assert (now.moved_from, now.reason, now.title) == (
        meeting.start,
        "Der Raum ist belegt.",
        "Frühjahrstreffen",
    )


def test_a_calendar_sees_the_same_meeting_move(editor, meeting) -> None:
    def event() -> dict[str, str]:
        found = calendar_of([stored(meeting)], name="x", address="/", site_url="https://example.org").decode()
        lines = [
            line.split(":", 1) for line in found.splitlines() if line.startswith(("UID:treffen", "SEQUENCE"))
        ]
        return dict(lines)

    before = event()
    editor.post(
        page_of("move_meeting", meeting),
        opened(editor, "move_meeting", meeting) | {"start_tag": "2027-03-31"},
    )
    assert event()["UID"] == before["UID"]
    assert int(event()["SEQUENCE"]) > int(before["SEQUENCE"])


def test_moved_twice_it_tells_of_the_day_before_with_a_reason_of_its_own(editor, meeting) -> None:
    for day, why in (("2027-03-31", "Ferien"), ("2027-04-07", "")):
        fields = opened(editor, "move_meeting", meeting)
        assert fields.get("why", [""]) == [""]
        editor.post(page_of("move_meeting", meeting), fields | {"start_tag": day, "why": why})
    assert (stored(meeting).moved_from, stored(meeting).reason) == (here("2027-03-31 14:00"), "")


def test_moved_to_a_day_whose_time_is_open(editor, meeting) -> None:
    typed = {"start_tag": "2027-03-31", "start_uhrzeit": ""}
    editor.post(page_of("move_meeting", meeting), opened(editor, "move_meeting", meeting) | typed)
    assert stored(meeting).is_all_day
    assert opened(editor, "edit_meeting", meeting)["start_uhrzeit"] == [""]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Das ist der Termin, der schon vereinbart ist."),
        ({"start_tag": "2027-03-16"}, "Dieser Tag ist schon vorbei."),
        ({"start_tag": ""}, "Bitte geben Sie einen Tag an."),
    ],
)
def test_a_day_that_can_not_be_is_refused(editor, meeting, typed, words) -> None:
    response = editor.post(page_of("move_meeting", meeting), opened(editor, "move_meeting", meeting) | typed)
    assert words in response.content.decode()
    assert stored(meeting).moved_from is None


@pytest.mark.parametrize("values", [{"is_cancelled": True}, {"start": here("2027-03-10 14:00"), "end": None}])
def test_what_is_over_or_cancelled_is_not_moved(editor, meeting, values) -> None:
    fields = opened(editor, "move_meeting", meeting) | {"start_tag": "2027-03-31"}
    Meeting.objects.update(**values)
    for response in (
        editor.get(page_of("move_meeting", meeting)),
        editor.post(page_of("move_meeting", meeting), fields),
    ):
        assert response["Location"] == meeting.get_absolute_url()
    assert stored(meeting).moved_from is None
    assert "lässt sich nicht verlegen" in editor.get(meeting.get_absolute_url()).content.decode()


def test_two_who_move_at_once(editor, meeting) -> None:
    page, other = page_of("move_meeting", meeting), another(meeting.network)
    mine = opened(editor, "move_meeting", meeting) | {"start_tag": "2027-04-07", "why": "Ferien"}
    other.post(page, opened(other, "move_meeting", meeting) | {"start_tag": "2027-03-31"})
    response = editor.post(page, mine)
    assert "Inzwischen hat Zweite Person diesen Eintrag gespeichert" in response.content.decode()
    assert (stored(meeting).start, stored(meeting).moved_from) == (here("2027-03-31 14:00"), meeting.start)
    html = response.content.decode()
    form = html[html.index('<form class="panel') :]
    editor.post(page, fields_of(form[: form.index("</form>")]))
    now = stored(meeting)
    assert (now.start, now.moved_from) == (here("2027-04-07 14:00"), here("2027-03-31 14:00"))


# --- cancelling --------------------------------------------------------------------------------------------------------


def test_cancelled_with_a_reason_and_taken_back(editor, meeting) -> None:
    page = page_of("cancel_meeting", meeting)
    editor.post(page, opened(editor, "cancel_meeting", meeting) | {"why": "Zu viele sind krank."})
    assert (stored(meeting).is_cancelled, stored(meeting).reason) == (True, "Zu viele sind krank.")
    assert "Absage zurücknehmen" in editor.get(meeting.get_absolute_url()).content.decode()
    editor.post(page, {"zuruecknehmen": "1"})
    assert (stored(meeting).is_cancelled, stored(meeting).reason) == (False, "")


def test_who_cancels_what_was_moved_meanwhile_is_told(editor, meeting) -> None:
    page, other = page_of("cancel_meeting", meeting), another(meeting.network)
    mine = opened(editor, "cancel_meeting", meeting) | {"why": "Zu viele sind krank."}
    other.post(
        page_of("move_meeting", meeting), opened(other, "move_meeting", meeting) | {"start_tag": "2027-03-31"}
    )
    response = editor.post(page, mine)
    assert not stored(meeting).is_cancelled
    html = response.content.decode()
    assert "Inzwischen hat Zweite Person diesen Eintrag gespeichert" in html
    form = html[html.index('<form class="panel') :]
    editor.post(page, fields_of(form[: form.index("</form>")]))
    now = stored(meeting)
    assert (now.is_cancelled, now.reason, now.start) == (
        True,
        "Zu viele sind krank.",
        here("2027-03-31 14:00"),
    )


# --- what came of it ---------------------------------------------------------------------------------------------------


@pytest.fixture
def held(meeting) -> Meeting:
    Meeting.objects.update(start=here("2027-03-16 14:00"), end=here("2027-03-16 16:00"))
    return stored(meeting)


def test_one_line_is_enough(editor, held) -> None:
    response = editor.post(page_of("outcome", held), {"kind": "problem", "text": "Der Raum fehlt."})
    assert response["Location"] == held.get_absolute_url()
    assert list(held.updates.values_list("kind", "text")) == [("problem", "Der Raum fehlt.")]
    page = editor.get(held.get_absolute_url()).content.decode()
    assert "Der Raum fehlt." in page
    assert 'id="ergebnis"' not in page


@pytest.mark.parametrize("kind", ["nichts-neues", "hier-nicht-loesbar"])
def test_a_click_without_a_word(editor, held, kind) -> None:
    editor.post(page_of("outcome", held), {"kind": "fortschritt", "text": "", "antwort": kind})
    assert list(held.updates.values_list("kind", flat=True)) == [kind]


def test_a_click_keeps_what_was_typed(editor, held) -> None:
    typed = {"kind": "fortschritt", "text": "Der Raum fehlt.", "antwort": "hier-nicht-loesbar"}
    editor.post(page_of("outcome", held), typed)
    assert list(held.updates.values_list("kind", "text")) == [("hier-nicht-loesbar", "Der Raum fehlt.")]


def test_it_did_not_take_place(editor, held) -> None:
    editor.post(page_of("outcome", held), {"antwort": "fand-nicht-statt"})
    assert stored(held).is_cancelled
    assert not held.network.updates.exists()
    assert "Dieses Treffen fand nicht statt." in editor.get(held.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"kind": "ergebnis", "text": ""}, "Bitte schreiben Sie einen Satz"),
        ({"kind": "ergebnis", "text": "x" * 201}, "höchstens 200"),
        ({"kind": "nichts-neues", "text": "Wort"}, "gültige Auswahl"),
        ({"kind": "ergebnis", "text": "", "antwort": "erfunden"}, "Bitte schreiben Sie einen Satz"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(editor, held, typed, words) -> None:
    response = editor.post(page_of("outcome", held), typed)
    assert words in response.content.decode()
    assert not held.updates.exists()
    assert typed["text"] in editor.get(page_of("outcome", held)).content.decode()


def test_a_click_too_late_says_so(editor, held) -> None:
    editor.post(page_of("outcome", held), {"kind": "problem", "text": "Der Raum fehlt."})
    response = editor.post(page_of("outcome", held), {"antwort": "nichts-neues"}, follow=True)
    assert "Das hat inzwischen schon jemand beantwortet." in response.content.decode()
    assert held.updates.count() == 1


def test_nobody_says_what_came_of_a_meeting_to_come(editor, meeting) -> None:
    for response in (editor.get(page_of("outcome", meeting)), editor.post(page_of("outcome", meeting), {})):
        assert response.status_code == 404


def test_what_one_writes_while_another_says_that_it_did_not_take_place_is_kept(editor, held) -> None:
    another(held.network).post(page_of("outcome", held), {"antwort": "fand-nicht-statt"})
    editor.post(page_of("outcome", held), {"kind": "problem", "text": "Nur zwei waren da."})
    assert held.updates.get().text == "Nur zwei waren da."
    response = editor.post(page_of("outcome", held), {"antwort": "nichts-neues"}, follow=True)
    assert "Das hat inzwischen schon jemand beantwortet." in response.content.decode()


def test_her_entries_list_what_waits(editor, held) -> None:
    page = editor.get(reverse("portal:mine")).content.decode()
    assert f'href="{held.get_absolute_url()}#ergebnis"' in page
    assert f'action="{page_of("outcome", held)}"' in page


def test_the_new_day_can_be_checked_before_it_is_taken(network, meeting, editor):
    """What the members have on that day is said; nothing is saved."""
    school = MembershipFactory(network=network, actor__name="Grundschule Nord").actor
    other = NetworkFactory(name="Ganztagsrunde")
    MembershipFactory(network=other, actor=school)
    MeetingFactory(network=other, start=here("2027-03-31 15:00"), end=here("2027-03-31 17:00"))
    page = page_of("move_meeting", meeting)
    sent = opened(editor, "move_meeting", meeting) | {
        "start_tag": "2027-03-31",
        "start_uhrzeit": "14:00",
        "pruefen": "",
    }
    text = " ".join(editor.post(page, sent).content.decode().split())
    assert "Grundschule Nord" in text
    assert "Ganztagsrunde" in text
    assert "zur selben Zeit" in text
    meeting.refresh_from_db()
    assert meeting.start == here("2027-03-24 14:00")
    assert meeting.moved_from is None
    del sent["pruefen"]
    assert editor.post(page, sent).status_code == 302
