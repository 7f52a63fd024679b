"""What everybody sees of a rhythm: the part that was read, the wording, and in it what was not read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from networks.models import Network
from networks.rhythm_words import marked, plain
from networks.templatetags.rhythms import rhythm_on_card
from tests.factories import MeetingFactory, NetworkFactory

IN_PART = "jeden 2. Dienstag im Monat, bei Vollmond später, Rathaus"
SHOWN = (
    "jeden 2. Dienstag im Monat · im Wortlaut: "
    "„jeden 2. Dienstag im Monat, <mark>bei Vollmond später, Rathaus</mark>“"
)


def page(client, network: Network) -> str:
    return client.get(network.get_absolute_url()).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("jeden 2. Dienstag im Monat, Rathaus", "jeden 2. Dienstag im Monat, Rathaus"),
        (IN_PART, SHOWN),
        ("Wer weiß, wann", "Wer weiß, wann"),
    ],
    ids=["all", "in part", "nothing"],
)
def test_visitors_see_what_was_read_and_the_wording_on_page_card_and_meeting(client, text, shown):
    network = NetworkFactory(rhythm_text=text)
    meeting = MeetingFactory(network=network, start=timezone.now() + timedelta(days=3))

    assert page(client, network).count(f"{shown}</dd>") == 2
    assert f"{shown}</dd>" in client.get("/netzwerke/").content.decode()
    assert f"{shown}</dd>" in render_to_string("portal/_meeting.html", {"meeting": meeting})


@pytest.mark.django_db
def test_what_was_read_in_part_is_in_no_facet_and_kept_as_typed_in_tables(client):
    NetworkFactory(rhythm_text=IN_PART)

    assert client.get("/netzwerke/?rhythmus=monatlich").content.decode().count("<article") == 0
    assert IN_PART in b"".join(client.get("/netzwerke.csv").streaming_content).decode("utf-8-sig")


@pytest.mark.django_db
def test_the_table_on_a_page_says_the_same_as_a_card(client):
    NetworkFactory(rhythm_text=IN_PART)

    table = client.get("/netzwerke/?ansicht=tabelle&spalten=treffen").content.decode()

    assert f"jeden 2. Dienstag im Monat · im Wortlaut: „{IN_PART}“" in table


@pytest.mark.parametrize(
    ("text", "read", "unread", "html"),
    [
        ("monatlich", "", "", "monatlich"),
        ("a <b>", "", "", "a &lt;b&gt;"),
        (
            "monatlich, wenn <nötig>",
            "monatlich",
            "wenn <nötig>",
            "monatlich · im Wortlaut: „monatlich, <mark>wenn &lt;nötig&gt;</mark>“",
        ),
        (
            "heuer monatlich, bei Regen",
            "monatlich",
            "bei Regen, heuer",
            "monatlich · im Wortlaut: „<mark>heuer</mark> monatlich, <mark>bei Regen</mark>“",
        ),
        ("monatlich, ausser", "monatlich", "außer", "monatlich · im Wortlaut: „monatlich, ausser“"),
    ],
)
def test_what_was_not_read_is_marked_where_it_stands(text, read, unread, html):
    assert marked(text, read, unread) == html


def test_plain_text_says_it_without_marks():
    assert plain("monatlich, bei Regen", "monatlich") == "monatlich · im Wortlaut: „monatlich, bei Regen“"
    assert plain("monatlich", "") == "monatlich"


def test_a_card_from_before_has_the_text_only():
    assert rhythm_on_card({"rhythm": "monatlich, bei Regen"}) == "monatlich, bei Regen"
