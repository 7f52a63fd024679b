"""The field for a rhythm says what the portal makes of it: on the page, while typing, and after saving."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from networks.models import Network
from networks.rhythm_answers import LONGEST, answer_to
from tests.factories import MeetingFactory, NetworkFactory, UserFactory
from tests.people import login

pytestmark = pytest.mark.django_db
PAGE = "/rhythmus/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _today(time_machine, settings) -> None:
    settings.KOMMUNE_LAND = "NI"
    time_machine.move_to(timezone.make_aware(datetime.fromisoformat("2026-12-08 18:00")), tick=False)


def said(text: str, network: Network | None = None) -> tuple[str, str, list[str]]:
    answer = answer_to(text, network)
    assert answer is not None
    days = [
        f"{timezone.localtime(date.start):%d.%m.%y}{f' {date.free}' if date.free else ''}"
        for date in answer.dates
    ]
    return answer.understood, answer.read, days


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# --- what is said ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "read", "days"),
    [
        (
            "jeden 2. Dienstag im Monat, 16 Uhr, außer in den Ferien",
            "jeden 2. Dienstag im Monat, 16 Uhr, außer in den Ferien",
            ["12.01.27", "09.02.27", "09.03.27"],
        ),
        ("wöchentlich dienstags", "jeden Dienstag", ["15.12.26", "22.12.26", "29.12.26 Ferien"]),
        (
            "jeden ersten Freitag im Monat",
            "jeden 1. Freitag im Monat",
            ["01.01.27 Feiertag", "05.02.27", "05.03.27"],
        ),
    ],
)
def test_what_is_understood_comes_with_the_next_dates_and_says_what_day_it_is(text, read, days) -> None:
    assert said(text) == ("yes", read, days)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nach Bedarf", "Keine: Sie werden bei Bedarf vereinbart."),
        ("ruht zurzeit", "Keine, solange das Netzwerk ruht."),
        ("monatlich", "Kein Tag genannt: Im Kalender steht das Netzwerk unter „Tag noch offen“."),
        (
            "alle 2 Wochen donnerstags",
            "Noch offen: Von einem Treffen an, das Sie eintragen, rechnet das Portal weiter.",
        ),
        (
            "wöchentlich, dienstags oder mittwochs",
            "Keine: Welcher Tag es ist, steht nicht fest, oder er liegt nicht in den nächsten zwei Jahren.",
        ),
        (
            "jeden Dienstag bis Juli 2020",
            "Keine: Welcher Tag es ist, steht nicht fest, oder er liegt nicht in den nächsten zwei Jahren.",
        ),
        ("monatlich, bei Vollmond später", "Keine: Was nicht verstanden ist, kann sie ändern."),
    ],
)
def test_where_no_dates_follow_it_says_why(text, why) -> None:
    answer = answer_to(text)
    assert (answer.dates, answer.why) == ((), why)


def test_without_the_land_nobody_knows_the_holidays(settings) -> None:
    settings.KOMMUNE_LAND = ""
    assert answer_to("dienstags, außer in den Ferien").why == (
        "Keine: Wann hier Ferien sind, ist im Portal nicht eingestellt."
    )
    assert said("wöchentlich dienstags")[2] == ["15.12.26", "22.12.26", "29.12.26"]


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("wöchentlich", "wöchentlich dienstags"),
        ("nach Bedarf", ""),
        ("ruht zurzeit", ""),
        ("vierteljährlich, mittwochs", ""),
        ("monatlich, bei Vollmond später", ""),
    ],
)
def test_a_weekday_is_proposed_only_where_it_helps(text, example) -> None:
    assert answer_to(text).example == example


def test_what_is_not_understood_is_quoted_from_what_was_typed() -> None:
    answer = answer_to("jeden 2. Dienstag im Monat, bei Vollmond später")
    assert (answer.understood, answer.unread) == ("partly", ("bei Vollmond später",))
    nothing = answer_to("wenn es passt")
    assert (nothing.understood, nothing.read, nothing.unread) == ("no", "", ("wenn es passt",))


@pytest.mark.parametrize("text", ["", "  \n ", "\t"])
def test_nothing_is_said_of_nothing(text) -> None:
    assert answer_to(text) is None


@pytest.mark.parametrize(
    "text", ["dienstags " * 200, "<b>", "x" * 100_000, "\u202e jeden Dienstag", "%s %(day)s {}"]
)
def test_no_text_is_too_much(client, text) -> None:
    answer = answer_to(text)
    assert len(answer.text) <= LONGEST
    assert client.get(PAGE, {"text": text[:5000]}, headers=HTMX).status_code == 200


def test_from_a_meeting_on_it_is_counted(client) -> None:
    network = NetworkFactory(rhythm_text="alle 2 Wochen donnerstags")
    MeetingFactory(network=network, start=timezone.make_aware(datetime.fromisoformat("2026-12-03 16:00")))
    assert said("alle 2 Wochen donnerstags", network)[2][:2] == ["17.12.26", "31.12.26 Ferien"]


# --- the page ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "state", "expected"),
    [
        (
            "wöchentlich dienstags",
            "yes",
            "Das verstehe ich als jeden Dienstag Nächste Termine Di, 15. Dezember 2026",
        ),
        ("monatlich, bei Vollmond später", "partly", "Nicht verstanden bei Vollmond später"),
        ("wenn es passt", "no", "Das ist kein Fehler"),
        ("monatlich", "yes", "zum Beispiel: „monatlich dienstags“"),
    ],
)
def test_it_answers_on_a_page_without_a_script_and_alone_to_htmx(client, text, state, expected) -> None:
    page = client.get(PAGE, {"text": text}).content.decode()
    part = client.get(PAGE, {"rhythm_text": text}, headers=HTMX).content.decode()
    for html in (page, part):
        assert expected in words(html)
        assert f'class="heard {state}"' in html
    assert "<main" in page
    assert f'value="{text}"' in page
    assert "<html" not in part


def test_it_writes_nothing_and_takes_no_post(client) -> None:
    assert client.post(PAGE, {"text": "wöchentlich"}).status_code == 405
    assert client.get(PAGE).status_code == 200
    assert 'class="heard' not in client.get(PAGE).content.decode()


def test_what_was_typed_is_text(client) -> None:
    html = client.get(PAGE, {"text": "<script>alert(1)</script> monatlich"}, headers=HTMX).content.decode()
    assert "<script>" not in html


def test_a_visitor_learns_nothing_of_a_network(client, django_assert_num_queries) -> None:
    network = NetworkFactory(rhythm_text="alle 2 Wochen donnerstags")
    MeetingFactory(network=network, start=timezone.make_aware(datetime.fromisoformat("2026-12-03 16:00")))
    asked = {"text": "alle 2 Wochen donnerstags", "netzwerk": network.slug}
    editor = UserFactory()
    network.editors.add(editor)
    assert "17. Dezember" not in client.get(PAGE, asked, headers=HTMX).content.decode()
    assert "17. Dezember" in login(editor).get(PAGE, asked, headers=HTMX).content.decode()
    with django_assert_num_queries(0):
        client.get(PAGE, {"text": "wöchentlich dienstags"}, headers=HTMX)


# --- in the forms ------------------------------------------------------------------------------------------------------


def field_in(html: str) -> str:
    start = html.index("id_rhythm_text")
    return html[start : html.index("</div>\n</div>", start) + 500]


def test_the_form_of_the_network_answers_when_it_is_opened_and_when_it_was_refused() -> None:
    network, editor = NetworkFactory(rhythm_text="wöchentlich dienstags"), UserFactory()
    network.editors.add(editor)
    page = reverse("networks:edit", args=[network.slug])
    html = login(editor).get(page).content.decode()
    assert 'id="id_rhythm_text_answer" role="status"' in html
    assert 'aria-describedby="id_rhythm_text_helptext id_rhythm_text_answer"' in html
    assert "Das verstehe ich als jeden Dienstag" in words(html)
    assert html.count("htmx.min.js") == 1
    refused = login(editor).post(page, {"name": "", "rhythm_text": "bei Vollmond"}).content.decode()
    assert "Nicht verstanden bei Vollmond" in words(refused)
    assert 'value="bei Vollmond"' in refused


def test_what_nobody_understands_is_saved_as_it_stands() -> None:
    network = NetworkFactory(rhythm_text="bei Vollmond, wenn es passt")
    assert Network.objects.get(pk=network.pk).rhythm_text == "bei Vollmond, wenn es passt"


def test_the_wizard_answers_too_and_compares_as_before() -> None:
    editor = login(UserFactory())
    page = editor.post(reverse("portal:registration"), {"kind": "netzwerk"})["Location"]
    step = page.replace("/name/", "/treffen/")
    html = editor.get(step).content.decode()
    assert 'hx-get="/rhythmus/"' in html
    assert html.count("htmx.min.js") == 1
    editor.post(step, {"rhythm_text": "wöchentlich dienstags"})
    assert "Das verstehe ich als jeden Dienstag" in words(editor.get(step).content.decode())
