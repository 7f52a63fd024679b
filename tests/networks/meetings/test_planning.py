"""The pages on which a network plans its meetings."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from moderation.models import Unfinished
from networks.models import Meeting, Network
from tests.factories import ActorFactory, MembershipFactory, NetworkFactory, UpdateFactory, UserFactory
from tests.people import login

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spring")]


@pytest.fixture
def editor() -> User:
    return UserFactory()


@pytest.fixture
def network(editor, meet) -> Network:
    """By the rhythm it meets next on 21 April; then a member is elsewhere."""
    network = NetworkFactory(
        name="Lesenetz", slug="lesenetz", rhythm_text="vierteljährlich", editors=[editor]
    )
    school = ActorFactory(name="Schule")
    MembershipFactory(network=network, actor=school)
    meet(network, "2027-01-20", 14, 16, place="Bibliothek", visibility=Meeting.Visibility.MEMBERS)
    ganztag = NetworkFactory(name="Ganztag")
    MembershipFactory(network=ganztag, actor=school)
    meet(ganztag, "2027-04-21", 15)
    return network


def page(network: Network, name: str = "new_meeting") -> str:
    return reverse(f"networks:{name}", args=[network.slug])


def form_of(client: Client, network: Network) -> dict[str, object]:
    """What the form would send as it is shown."""
    shown = {field.html_name: field.value() for field in client.get(page(network)).context["form"]}
    return {name: value for name, value in shown.items() if value not in (None, False)}


def plan(client: Client, network: Network, **typed):
    return client.post(page(network), form_of(client, network) | typed)


def own(day: str, **typed) -> dict[str, str]:
    return {"day": "anderer", "own_day": day} | typed


def new(network: Network) -> list[Meeting]:
    return list(network.meetings.filter(start__gt=timezone.now()).order_by("start"))


def starts(network: Network) -> list[str]:
    return [f"{timezone.localtime(one.start):%d.%m. %H:%M}" for one in new(network)]


def errors(response, field: str) -> str:
    return " ".join(response.context["form"].errors.get(field, []))


def doubts(response) -> list[str]:
    return [one.text for one in response.context["form"].doubts]


# --- proposals ---


def test_the_better_day_is_chosen_and_the_collision_told(network, editor):
    response = login(editor).get(page(network))
    assert response.context["form"].initial["day"] == "2027-04-28"
    shown = " ".join(response.content.decode().split())
    assert "Das Mitglied hat zur selben Zeit schon ein Treffen" in shown
    assert "<strong>Schule</strong> – Ganztag, 15 Uhr (vereinbart)" in shown


def test_what_is_proposed_is_entered_as_it_stands(network, editor):
    response = plan(login(editor), network)
    assert response.status_code == 302
    (meeting,) = new(network)
    assert timezone.localtime(meeting.start).isoformat() == "2027-04-28T14:00:00+02:00"
    assert (meeting.end - meeting.start, meeting.place, meeting.visibility) == (
        timedelta(hours=2), "Bibliothek", Meeting.Visibility.MEMBERS,
    )  # fmt: skip


def test_what_was_entered_can_be_taken_back_once(network, editor):
    client = login(editor)
    shown = client.get(plan(client, network).url)
    just = shown.context["just"]
    assert just["text"] == "Eingetragen: Mittwoch, 28. April 2027, 14:00 Uhr."
    assert client.get(page(network, "meetings")).context["just"] is None
    client.post(page(network, "undo_meetings"), {"token": just["token"]})
    assert new(network) == []
    assert client.post(page(network, "undo_meetings"), {"token": just["token"][:-1]}).status_code == 302


def test_the_first_meeting_of_all_is_entered_by_its_day(editor):
    network, client = NetworkFactory(editors=[editor]), login(editor)
    assert client.get(page(network)).context["offers"] == []
    assert "Bitte geben Sie den Tag an." in errors(plan(client, network), "own_day")
    assert plan(client, network, own_day="2027-03-09").status_code == 302
    (meeting,) = new(network)
    assert meeting.is_all_day


def test_an_open_point_of_the_last_news_stands_beside_the_agenda(network, editor):
    UpdateFactory(network=network, kind="problem", text="Uns fehlt ein Raum.", date=date(2027, 2, 1))
    client = login(editor)
    assert "Uns fehlt ein Raum." in client.get(page(network)).context["form"]["agenda"].help_text
    UpdateFactory(network=network, kind="problem", text="Unter uns.", date=date(2027, 2, 2), is_public=False)
    assert "Unter uns." not in client.get(page(network)).content.decode()


def test_what_somebody_wrote_is_no_markup(network, editor):
    UpdateFactory(network=network, kind="problem", text="<script>alert(1)</script>")
    assert "<script>alert" not in login(editor).get(page(network)).content.decode()


def test_of_many_members_the_first_are_listed(network, editor):
    for number in range(15):
        MembershipFactory(network=network, actor=ActorFactory(name=f"Kita {number}"))
    context = login(editor).get(page(network)).context
    assert (len(context["seats"]), context["more_seats"]) == (12, 4)


# --- a day of one's own ---


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"day": "anderer"}, "own_day", "Bitte geben Sie den Tag an."),
        (own("gestern"), "own_day", "Bitte"),
        (own("2127-05-04"), "own_day", "Bitte geben Sie einen Tag zwischen"),
        (own("9999-12-31"), "own_day", "Bitte geben Sie einen Tag zwischen"),
        ({"begins": "", "ends": "16:00"}, "begins", "Bitte geben Sie auch an, wann das Treffen beginnt."),
        ({"begins": "16:00", "ends": "16:00"}, "ends", "Beginn und Ende sind gleich."),
        ({"begins": "25:00"}, "begins", "Uhrzeit"),
        (own("2027-03-28", begins="02:30", ends=""), "begins", "In dieser Nacht wird die Uhr vorgestellt."),
        ({"day": "heute"}, "day", "heute"),
        ({"series": "wochen", "every": ""}, "every", "Bitte schreiben Sie eine Zahl"),
        ({"series": "wochen", "every": "0"}, "every", "größer"),
        ({"series": "rhythmus", "until": "2027-04"}, "until", "Wählen Sie einen späteren Monat."),
        ({"series": "rhythmus", "until": "2035-01"}, "until", "2035-01"),
        ({"link": "kein Link"}, "link", "Adresse"),
        ({"title": "x" * 201}, "title", "200"),
    ],
)  # fmt: skip
def test_bad_input_is_told_at_its_field_and_kept(network, editor, typed, field, told):
    response = plan(login(editor), network, agenda="Das bleibt stehen.", **typed)
    assert response.status_code == 200
    assert told in errors(response, field)
    assert "Das bleibt stehen." in response.content.decode()
    assert Unfinished.objects.get().typed["agenda"] == ["Das bleibt stehen."]
    assert new(network) == []


def test_without_a_time_the_day_stands_and_over_midnight_it_ends_the_day_after(network, editor):
    client = login(editor)
    plan(client, network, **own("2027-03-09", begins="", ends=""))
    plan(client, network, **own("2027-03-16", begins="20:00", ends="01:00"))
    first, second = new(network)
    assert (first.is_all_day, first.end) == (True, None)
    assert timezone.localtime(second.end).isoformat() == "2027-03-17T01:00:00+01:00"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (own("2027-05-06"), ("Donnerstag, 6. Mai 2027 ist ein Feiertag: Christi Himmelfahrt. "
                            "Der nächste freie ist Donnerstag, 13. Mai 2027.")),
        (own("2026-05-05"), "Dienstag, 5. Mai 2026 ist vorbei. Das Treffen wird als vergangenes eingetragen."),
        (own("2027-04-22", begins="14:00", ends="13:00"),
         "Das Treffen endet erst am Freitag, 23. April 2027 um 13:00 Uhr. Ist das so gemeint?"),
        ({"day": "2027-04-28", "own_day": "2027-05-04"},
         "Gewählt ist Mittwoch, 28. April 2027. Der Tag, den Sie eingetragen haben (Dienstag, 4. Mai 2027), ist es nicht."),
    ],
)  # fmt: skip
def test_what_is_odd_is_asked_back_once_and_never_forbidden(network, editor, typed, told):
    client, before = login(editor), network.meetings.count()
    response = plan(client, network, **typed)
    assert doubts(response) == [told]
    assert network.meetings.count() == before
    noted = response.context["form"]["noted"].value()
    assert plan(client, network, noted=noted, **typed).status_code == 302
    assert network.meetings.count() == before + 1


def test_a_day_is_checked_without_a_script(network, editor):
    response = plan(login(editor), network, pruefen="1", **own("2027-04-21", begins="14:00"))
    assert response.context["form"].outlook.busy_then == 1
    assert new(network) == []


def test_live_the_answer_comes_alone_and_nothing_is_kept(network, editor):
    sent = {"pruefen": "1", "day": "anderer", "own_day": "2027-05-06", "begins": "14:00", "series": "nein"}
    response = login(editor).get(page(network), sent, headers={"HX-Request": "true"})
    text = response.content.decode()
    assert "ist ein Feiertag: Christi Himmelfahrt." in text
    assert "<html" not in text
    assert not Unfinished.objects.exists()
    assert "feiertag-2027-05-06" in response.context["form"]["noted"].value()


# --- a series ---


def test_a_year_in_the_rhythm_leaves_out_holidays_and_says_so(network, editor):
    client, typed = login(editor), {"series": "rhythmus", "until": "2028-04", "skips_holidays": "on"}
    shown = " ".join(plan(client, network, pruefen="1", **typed).content.decode().split())
    assert (
        '<s>Mittwoch, 21. Juli 2027</s> <span class="note">ausgelassen: Sommerferien, 8. Juli bis 18. August'
        in shown
    )
    plan(client, network, **typed)
    assert starts(network) == ["28.04. 14:00", "19.01. 14:00"]
    assert len({one.series for one in new(network)}) == 1


def test_every_six_weeks_with_holidays(network, editor):
    plan(login(editor), network, series="wochen", every="6", until="2027-08", skips_holidays="")
    assert starts(network) == ["28.04. 14:00", "09.06. 14:00", "21.07. 14:00"]


def test_a_day_that_is_taken_is_not_doubled(network, editor, meet):
    meet(network, "2027-06-09", 9)
    plan(login(editor), network, series="wochen", every="6", until="2027-08", noted="", skips_holidays="")
    assert starts(network).count("09.06. 09:00") == 1
    assert "09.06. 14:00" not in starts(network)


# --- two at once ---


def test_the_second_to_plan_sees_what_the_first_has_entered(network, editor):
    first, second = login(editor), login(UserFactory(role=User.Role.CURATION))
    sent = form_of(second, network) | {"agenda": "Punkt eins"}
    plan(first, network)
    response = second.post(page(network), sent)
    assert (
        "Inzwischen hat jemand ein Treffen eingetragen: Mittwoch, 28. April 2027, 14:00 Uhr. Es ist nichts verloren."
        in (doubts(response))
    )
    assert "Punkt eins" in response.content.decode()
    assert len(new(network)) == 1
    noted = response.context["form"]["noted"].value()
    assert second.post(page(network), sent | {"noted": noted}).status_code == 302
    assert len(new(network)) == 2


def test_a_whole_series_of_the_first_is_one_sentence_to_the_second(network, editor):
    first, second = login(editor), login(UserFactory(role=User.Role.CURATION))
    sent = form_of(second, network)
    plan(first, network, series="wochen", every="1", until="2027-06", skips_holidays="")
    count = len(new(network))
    told = f"Inzwischen hat jemand {count} Treffen eingetragen, das erste: Mittwoch, 28. April 2027, 14:00 Uhr. Es ist nichts verloren."
    assert doubts(second.post(page(network), sent)) == [told]


# --- the plan ---


def test_everybody_sees_the_plan_and_only_editors_change_it(network, editor, meet):
    network.rhythm_text = "jeden 3. Mittwoch im Monat, 14 Uhr"
    network.save()
    meet(network, "2027-03-10", 14)
    meet(network, "2027-03-11", 14, title="Geheim", visibility=Meeting.Visibility.HIDDEN)
    for client, edits in ((Client(), False), (login(editor), True)):
        response = client.get(page(network, "meetings"))
        text = response.content.decode()
        assert "Mittwoch, 10. März 2027" in text
        assert ("Treffen planen" in text, "Geheim" in text, "Findet statt" in text) == (edits, edits, edits)
    assert Client().get(page(network)).status_code == 302
    assert login(UserFactory()).get(page(network)).status_code == 404


def test_expected_dates_are_marked_and_confirmed_with_one_click(editor):
    network = NetworkFactory(rhythm_text="jeden 2. Dienstag im Monat, 16 Uhr", editors=[editor])
    client = login(editor)
    shown = client.get(page(network, "meetings")).context["plan"].ahead
    assert [one.kind for one in shown] == ["voraussichtlich"] * 6
    client.post(page(network, "expected"), {"start": shown[0].start.isoformat(), "bestaetigen": "1"})
    client.post(page(network, "expected"), {"start": shown[1].start.isoformat(), "streichen": "1"})
    again = client.get(page(network, "meetings"))
    assert [one.kind for one in again.context["plan"].ahead][:3] == [
        "vereinbart",
        "faellt-aus",
        "voraussichtlich",
    ]
    client.post(page(network, "undo_meetings"), {"token": again.context["just"]["token"]})
    assert [one.is_cancelled for one in network.meetings.all()] == [False]


def test_a_date_that_is_not_expected_any_more_is_no_error(network, editor):
    client = login(editor)
    response = client.post(page(network, "expected"), {"start": "2027-03-02T16:00:00+01:00"}, follow=True)
    assert "wird nicht mehr erwartet" in response.content.decode()
    assert login(UserFactory()).post(page(network, "expected"), {}).status_code == 404


def test_a_former_address_leads_to_the_plan(network, editor):
    Network.objects.filter(pk=network.pk).update(slug="neu", former_slugs=["lesenetz"])
    response = Client().get("/netzwerke/lesenetz/termine/")
    assert (response.status_code, response.url) == (301, "/netzwerke/neu/termine/")


def test_the_plan_takes_as_many_queries_for_many_dates(network, meet, django_assert_max_num_queries):
    for week in range(2, 20):
        meet(network, (date(2027, 3, 1) + timedelta(weeks=week)).isoformat(), 9)
    with django_assert_max_num_queries(15):
        Client().get(page(network, "meetings"))
