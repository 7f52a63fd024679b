"""One mail a person and week asks what came of her meetings, of each once."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from accounts import privacy
from mailing.schedule import all_jobs, run_jobs
from networks.meetings import reminding
from networks.models import OutcomeReminder
from tests.factories import MeetingFactory, NetworkFactory, UpdateFactory, UserFactory
from tests.networks.meetings.conftest import here
from tests.people import login

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def held(network, day: str, **values):
    return MeetingFactory(network=network, start=here(f"{day} 14:00"), end=here(f"{day} 16:00"), **values)


def sent() -> list[tuple[str, str]]:
    """Addresses and subjects of what the job sends now."""
    mail.outbox.clear()
    [run] = run_jobs([all_jobs()["ask-what-came-of-meetings"]])
    assert run.error == ""
    return sorted((one.to[0], one.subject) for one in mail.outbox)


def test_one_mail_lists_all_open_meetings_of_all_networks(network, editor, settings) -> None:
    other = NetworkFactory(name="Sprachrunde")
    other.editors.add(editor)
    first, second = held(network, "2027-03-16", title="Frühjahrstreffen"), held(other, "2027-03-10")
    held(network, "2027-02-10")  # too long ago
    held(NetworkFactory(), "2027-03-16")  # nobody to ask
    assert sent() == [("eva@example.org", "Was ist bei Ihren 2 Treffen herausgekommen?")]
    body = mail.outbox[0].body
    assert body.index("Sprachrunde, 10. März 2027") < body.index("Leserunde, 16. März 2027: Frühjahrstreffen")
    for meeting in (first, second):
        assert f"{settings.SITE_URL}{meeting.get_absolute_url()}#ergebnis" in body


def test_every_editor_is_asked_one_meeting_in_the_subject(network, editor) -> None:
    network.editors.add(UserFactory(email="zwei@example.org"))
    held(network, "2027-03-16")
    assert sent() == [
        ("eva@example.org", "Was ist herausgekommen? Leserunde"),
        ("zwei@example.org", "Was ist herausgekommen? Leserunde"),
    ]


def test_not_before_the_morning(network, editor, at) -> None:
    held(network, "2027-03-16")
    at("2027-03-17 06:59")
    assert sent() == []
    at("2027-03-17 07:00")
    assert len(sent()) == 1


def test_at_most_once_a_week_and_each_meeting_once(network, editor, at) -> None:
    held(network, "2027-03-16", title="Das erste")
    assert len(sent()) == 1
    held(network, "2027-03-18", title="Das zweite")
    for moment in ("2027-03-17 10:00", "2027-03-19 09:00", "2027-03-23 23:00"):
        at(moment)
        assert sent() == []
    at("2027-03-24 07:00")
    assert sent() == [("eva@example.org", "Was ist herausgekommen? Leserunde")]
    assert "Das zweite" in mail.outbox[0].body
    assert "Das erste" not in mail.outbox[0].body
    at("2027-03-31 09:00")
    assert sent() == []


def test_who_has_answered_hears_nothing(network, editor) -> None:
    held(network, "2027-03-16")
    UpdateFactory(network=network, date="2027-03-16")
    assert sent() == []


def test_a_blocked_account_hears_nothing(network, editor) -> None:
    held(network, "2027-03-16")
    type(editor).objects.update(is_active=False)
    assert sent() == []


# --- No more of them ---------------------------------------------------------------------------------------------------


def test_one_click_in_the_mail_ends_them_without_login_or_csrf_token(network, editor, settings) -> None:
    held(network, "2027-03-16")
    sent()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
    assert address in mail.outbox[0].body
    OutcomeReminder.objects.all().delete()
    assert login(editor).get(address).status_code == 200
    assert reminding.wants_mails(editor)  # looking at it ends nothing
    response = Client(enforce_csrf_checks=True).post(
        address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 200
    assert sent() == []
    assert not reminding.wants_mails(editor)


@pytest.mark.parametrize("token", ["1", "1:gefaelscht", "a" * 500])
def test_a_forged_link_ends_nothing(editor, token) -> None:
    assert Client().post(f"/nachfragen/{token}/").status_code == 404
    assert not OutcomeReminder.objects.exists()


def test_she_switches_them_off_and_on_among_her_entries(network, editor) -> None:
    held(network, "2027-03-16")
    client = login(editor)
    page = client.get("/meine/").content.decode()
    assert "Diese E-Mails abbestellen" in page
    client.post("/nachfragen/")
    assert sent() == []
    assert "Wieder per E-Mail fragen" in client.get("/meine/").content.decode()
    client.post("/nachfragen/", {"an": "1"})
    assert len(sent()) == 1


def test_what_is_kept_is_told_and_goes_with_the_account(network, editor) -> None:
    held(network, "2027-03-16")
    sent()
    [row] = privacy.collected(editor)["fragen_nach_treffen"]
    assert str(row["zuletzt_gefragt_am"]).startswith("2027-03-17")
    editor.delete()
    assert not OutcomeReminder.objects.exists()


def test_the_letter_says_it_once_and_plainly(network, editor) -> None:
    held(network, "2027-03-16")
    sent()
    body = mail.outbox[0].body
    assert "dieses Treffen ist vorbei" in body
    assert not re.search(r"\n\n\n", body)
