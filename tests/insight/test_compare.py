"""Networks side by side: what is the same, what follows from it, who may see and do what."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.template import Context
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from design.extensions import rendered
from insight.choosing import choice_of
from insight.compare_rows import Sameness, rows_of
from insight.comparing import overlapping, pairs_of, read
from insight.overlap import Advice, pair_of
from insight.reading import snapshot_for
from insight.snapshot import Audience
from moderation.models import Moderated
from networks.models import DuplicateDecision, Meeting, Membership, Network
from networks.recognition.pairs import alike_pairs
from tests.factories import (
    ActorFactory,
    DistrictFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    NetworkFormatFactory,
    TargetGroupFactory,
    ThemeFactory,
    UpdateFactory,
    UserFactory,
)
from tests.people import login

PAGE = "/einblick/vergleich/"
HIDDEN = Moderated.ReviewStatus.SUBMITTED
EVERYBODY = AnonymousUser()
KNOWN = ("auenberger-lesenetz", "runder-tisch-lesefoerderung", "vorlesekreis-lindenau")


def compared(*networks: Network, user=EVERYBODY):
    return read(networks, user)


def row(label: str, *networks: Network, user=EVERYBODY):
    return next(one for one in rows_of(compared(*networks, user=user)) if str(one.label) == label)


def url(*slugs: str) -> str:
    return f"{PAGE}?" + "&".join(f"n{number}={slug}" for number, slug in enumerate(slugs, start=1))


# --- what is the same ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_themes_are_the_same_in_all_in_some_or_in_none() -> None:
    reading, sums, painting = (ThemeFactory(name=name) for name in ("Lesen", "Rechnen", "Malen"))
    one = NetworkFactory(name="Eins", themes=[reading, sums])
    two = NetworkFactory(name="Zwei", short_name="Z2", themes=[reading, painting])
    three = NetworkFactory(name="Drei", themes=[reading])
    found = row("Themen", one, two, three)
    assert (found.sameness, found.in_common, found.summary) == (Sameness.PARTLY, 1, "1 gemeinsam")
    first = {item.said.words: (item.also, item.by_all) for item in found.cells[0].things}
    assert first == {"Lesen": (("Z2", "Drei"), True), "Rechnen": ((), False)}
    assert row("Themen", three, NetworkFactory(themes=[reading])).sameness is Sameness.SAME
    assert row("Themen", three, NetworkFactory(themes=[sums])).sameness is Sameness.DIFFERENT
    assert (
        row("Themen", three, NetworkFactory()).sameness is Sameness.OPEN
    )  # who says nothing says nothing else
    assert row("Zielgruppen", one, two).is_blank


@pytest.mark.django_db
def test_rhythms_are_compared_by_their_frequency_and_prose_not_at_all() -> None:
    first = NetworkFactory(purpose="Wir lesen vor.", rhythm_text="jeden 2. Dienstag im Monat")
    second = NetworkFactory(purpose="Wir lesen vor.", rhythm_text="monatlich")
    assert row("Rhythmus", first, second).sameness is Sameness.SAME
    assert row("Rhythmus", first, second).cells[1].things[0].said.note == "etwa 12 Treffen im Jahr"
    assert row("Zweck", first, second).sameness is Sameness.OPEN


@pytest.mark.django_db
def test_meetings_and_news_are_those_that_somebody_may_read(time_machine) -> None:
    time_machine.move_to(datetime(2026, 11, 28, 9, tzinfo=UTC))
    network, other = NetworkFactory(), NetworkFactory()
    soon = timezone.now() + timedelta(days=3)
    MeetingFactory(network=network, start=soon, visibility=Meeting.Visibility.MEMBERS)
    MeetingFactory(network=network, start=soon + timedelta(days=4))
    UpdateFactory(network=network, date=date(2026, 11, 1), text="Nur für uns", is_public=False)
    UpdateFactory(network=network, date=date(2026, 10, 1), text="Für alle", is_public=True)

    def said(label: str, user) -> list[str]:
        return [one.said.words for one in row(label, network, other, user=user).cells[0].things]

    office = UserFactory(role=User.Role.COORDINATION)
    assert said("Nächstes Treffen", EVERYBODY)[0].startswith("Samstag, 5. Dezember 2026")
    assert said("Nächstes Treffen", office)[0].startswith("Dienstag, 1. Dezember 2026")
    assert (said("Letzter Zwischenstand", EVERYBODY), said("Letzter Zwischenstand", office)) == (
        ["Für alle"],
        ["Nur für uns"],
    )


@pytest.mark.django_db
def test_members_are_those_of_today_whom_everybody_may_see() -> None:
    network, other, today = NetworkFactory(), NetworkFactory(), timezone.localdate()
    shown, secret = ActorFactory(name="Bücherei"), ActorFactory(name="Geheim", review_status=HIDDEN)
    leads = ActorFactory(name="Amt")
    Network.objects.filter(pk=network.pk).update(coordinator=leads)
    network.refresh_from_db()
    for actor in (shown, secret):
        MembershipFactory(network=network, actor=actor)
    MembershipFactory(network=network, actor=ActorFactory(name="Früher"), until=today - timedelta(days=1))
    MembershipFactory(network=network, actor=ActorFactory(name="Gefragt"), state=Membership.State.INVITED)
    names = [one.said.words for one in row("Mitglieder", network, other).cells[0].things]
    assert names == ["Amt", "Bücherei"]
    office = UserFactory(role=User.Role.COORDINATION)
    assert "Geheim" in [
        one.said.words for one in row("Mitglieder", network, other, user=office).cells[0].things
    ]


# --- what follows ----------------------------------------------------------------------------------------------------


def test_the_pairs_of_auenberg_are_those_of_the_snapshot(auenberg) -> None:
    """Members, advice and verdict by another way: the snapshot, and the page of Doppelstrukturen."""
    city = snapshot_for(Audience.PUBLIC)
    by_slug = {one.slug: one for one in city.networks.values()}
    verdicts = {(one.first, one.second): one.match.verdict for one in alike_pairs()}
    networks = [Network.objects.get(slug=slug) for slug in (*KNOWN, "arbeitskreis-kinderarmut")]
    for one in pairs_of(compared(*networks), EVERYBODY):
        facts = [by_slug[side.network.slug] for side in (one.first, one.second)]
        expected = pair_of(*facts)
        assert {city.pks[entry] for entry in expected.shared} == set(one.pair.shared)
        for mine, theirs in zip((one.first.facts, one.second.facts), facts, strict=True):
            assert (mine.themes, mine.times_a_year) == (theirs.themes, theirs.times_a_year)
        key = tuple(sorted((one.first.network.pk, one.second.network.pk)))
        if key in verdicts:
            assert one.match.verdict == verdicts[key]
    first, second, third, *_others = pairs_of(compared(*networks[:3]), EVERYBODY)
    assert (first.advice, second.advice, third.advice) == (Advice.MERGE, Advice.LINK, Advice.SEPARATE)
    assert first.overlap == (
        "3 von 6 Mitgliedern von „Runder Tisch Leseförderung“ gehören auch „Auenberger Lesenetz“ an."
    )
    assert first.saves == "Eine gemeinsame Runde erspart 3 Akteuren je etwa 2 Treffen im Jahr."


def twins(*, rhythm: str = "monatlich", **facts) -> tuple[Network, Network]:
    """Two networks with three members in common that do the same in other words."""
    theme, group, place = ThemeFactory(), TargetGroupFactory(), DistrictFactory()
    same = {"themes": [theme], "target_groups": [group], "districts": [place], "character": ["steuerung"]}
    made = [NetworkFactory(name=name, rhythm_text=rhythm, **same, **facts) for name in ("Alpha", "Omega")]
    for _number in range(3):
        actor = ActorFactory()
        for network in made:
            MembershipFactory(network=network, actor=actor)
    return made[0], made[1]


@pytest.mark.django_db
def test_what_is_two_on_purpose_or_at_rest_gets_no_advice() -> None:
    first, second = twins()

    def advice() -> tuple:
        networks = [Network.objects.get(pk=one.pk) for one in (first, second)]
        (one,) = pairs_of(compared(*networks), EVERYBODY)
        return one.advice, one.because

    assert advice()[0] is Advice.MERGE
    first.related_networks.add(second)
    assert advice() == (None, "Die beiden sind schon als verwandt verknüpft.")
    first.related_networks.remove(second)
    Network.objects.filter(pk=first.pk).update(parent=second)
    assert advice() == (None, "„Alpha“ gehört zu „Omega“.")
    Network.objects.filter(pk=first.pk).update(parent=None, successor=second)
    assert advice() == (None, "„Omega“ führt die Arbeit von „Alpha“ fort.")
    Network.objects.filter(pk=first.pk).update(successor=None, status="ruhend")
    assert advice() == (None, "Eines der beiden ist zurzeit nicht aktiv. Darum steht hier kein Vorschlag.")


@pytest.mark.django_db
def test_what_nobody_can_count_is_not_promised_to_be_saved() -> None:
    (one,) = pairs_of(compared(*twins(rhythm="nach Bedarf")), EVERYBODY)
    assert one.advice is Advice.MERGE
    assert one.saves == (
        "Was das spart, lässt sich nicht sagen: Wie oft „Alpha“ und „Omega“ tagt, ist nicht bekannt."
    )


def test_those_that_meet_the_same_people_come_first(auenberg) -> None:
    city = snapshot_for(Audience.PUBLIC)
    entry = next(entry for entry, one in city.networks.items() if one.slug == KNOWN[0])
    found = overlapping(city, entry, 5)
    naive = sorted(
        (
            len(one.members & city.networks[entry].members)
            for other, one in city.active.items()
            if other != entry
        ),
        reverse=True,
    )
    assert [one.number for one in found] == naive[:5]


# --- which networks --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_names_and_former_addresses_lead_to_the_short_address() -> None:
    first, second = NetworkFactory(name="Netz Lesen"), NetworkFactory(name="Netz Rechnen", short_name="NR")
    old = first.slug
    first.name = "Lesen neu"
    first.save()
    client = Client()
    expected = url("lesen-neu", second.slug)
    for given in (url(old, second.slug), url("lesen NEU", "nr"), f"{PAGE}?n={old}&n={second.slug}"):
        response = client.get(given)
        assert (response.status_code, response.url) == (302, expected), given
    assert client.get(expected).status_code == 200
    with_filter = client.get(f"{url(old, second.slug)}&status=aktiv")
    assert "status=aktiv" in with_filter.url


@pytest.mark.django_db
def test_what_is_hidden_is_answered_like_what_is_not_there() -> None:
    shown = NetworkFactory(name="Sichtbar")
    secret = NetworkFactory(name="Geheimer Kreis", review_status=HIDDEN)
    client = Client()

    def page(given: str) -> str:
        return client.get(url(shown.slug, given)).content.decode().replace(given, "XXX")

    assert page(secret.slug) == page("gibt-es-nicht").replace("gibt es nicht", "XXX")
    assert page("Geheimer Kreis") == page("Niemands Kreis")
    assert "steht nicht im Verzeichnis. Ihre übrige Auswahl bleibt." in page(secret.slug)
    assert "Sichtbar" in page(secret.slug)
    office = login(UserFactory(role=User.Role.COORDINATION))
    assert len(office.get(url(shown.slug, secret.slug)).context["compared"]) == 2


@pytest.mark.django_db
def test_own_drafts_can_be_compared_by_who_submitted_them() -> None:
    author = UserFactory()
    mine = NetworkFactory(review_status=HIDDEN, submitted_by=author)
    other = NetworkFactory()
    assert len(login(author).get(url(mine.slug, other.slug)).context["compared"]) == 2
    assert len(Client().get(url(mine.slug, other.slug)).context["compared"]) == 1


@pytest.mark.django_db
def test_what_was_chosen_twice_or_too_often_is_said() -> None:
    networks = [NetworkFactory(name=f"Netz {number}") for number in range(6)]
    client = Client()
    twice = client.get(url(networks[0].slug, networks[0].slug, networks[1].slug))
    assert "„Netz 0“ war zweimal gewählt und steht hier einmal." in twice.content.decode()
    assert len(twice.context["compared"]) == 2
    many = client.get(f"{PAGE}?" + "&".join(f"n={one.slug}" for one in networks))
    assert "höchstens vier" in many.content.decode()
    assert len(many.context["compared"]) == 4


@pytest.mark.django_db
def test_several_of_a_name_are_offered() -> None:
    same = [NetworkFactory(name=name, short_name="RT") for name in ("Runder Tisch Nord", "Runder Tisch Süd")]
    snapshot = snapshot_for(Audience.PUBLIC)

    choice = choice_of(QueryDict("n1=rt"), EVERYBODY, snapshot)
    assert {one.slug for one in choice.unknown[0].offers} == {one.slug for one in same}
    assert choice.shown == ["rt"]


@pytest.mark.parametrize("given", ["%00", "%F0%9F%98%80", "x" * 3_000, "%27%22%3Cscript%3E", "-", "../.."])
@pytest.mark.django_db
def test_whatever_is_given_is_answered(given) -> None:
    NetworkFactory()
    assert Client().get(f"{PAGE}?n1={given}&n2={given}").status_code == 200


def test_one_network_gets_proposals_and_none_gets_pairs(auenberg) -> None:
    client = Client()
    one = client.get(url(KNOWN[0]))
    first = one.context["proposals"][0]
    assert (first.names, first.url) == (("Runder Tisch Leseförderung",), url(*KNOWN[:2]))
    assert client.get(first.url).status_code == 200
    start = client.get(PAGE).context["proposals"]
    assert len(start) == 6
    assert all(len(proposal.names) == 2 and "gemeinsame Mitglieder" in proposal.why for proposal in start)


@pytest.mark.django_db
def test_two_networks_make_an_honest_page() -> None:
    first, second = NetworkFactory(), NetworkFactory()
    html = Client().get(url(first.slug, second.slug)).content.decode()
    assert "kein gemeinsames Mitglied" in html
    assert "Von „" in html and "sind keine Mitglieder bekannt" in html
    assert "Vorschläge stehen hier, sobald" in Client().get(PAGE).content.decode()


# --- what may be done ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "decides", "merges"),
    [
        (None, False, False),
        (User.Role.REGISTERED, False, False),
        (User.Role.COORDINATION, True, False),
        (User.Role.CURATION, True, True),
    ],
)
@pytest.mark.django_db
def test_who_may_decide(role, decides, merges) -> None:
    first, second = twins()
    client = login(UserFactory(role=role)) if role else Client()
    html = client.get(url(first.slug, second.slug)).content.decode()
    assert (reverse("networks:decide") in html) is decides
    assert (f"{reverse('networks:merge')}?bleibt={first.slug}&amp;geht={second.slug}" in html) is merges
    assert ("zum Zusammenführen melden" in html) is (decides and not merges)


@pytest.mark.django_db
def test_a_decision_leads_back_and_can_be_taken_back() -> None:
    first, second = twins()
    client = login(UserFactory(role=User.Role.COORDINATION))
    here = url(first.slug, second.slug)
    sent = {"erstes": first.slug, "zweites": second.slug, "zurueck": f"{here}#paar-1"}
    answer = client.post(reverse("networks:decide"), sent | {"entscheidung": "verwandt", "begruendung": "so"})
    assert (answer.status_code, answer.url) == (302, f"{here}#paar-1")
    html = client.get(here).content.decode()
    assert "Gemerkt. Es steht bei dem Paar" in html
    assert "Die beiden sind schon als verwandt verknüpft." in html
    decision = DuplicateDecision.objects.in_force().get()
    assert "„so“" in html
    assert "„so“" not in Client().get(here).content.decode()
    undo = client.post(reverse("networks:undo_decision", args=[decision.pk]), {"zurueck": here})
    assert undo.url == here
    assert not DuplicateDecision.objects.in_force().exists()


@pytest.mark.parametrize("home", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
@pytest.mark.django_db
def test_nobody_is_led_out_of_the_portal(home) -> None:
    first, second = twins()
    client = login(UserFactory(role=User.Role.COORDINATION))
    sent = {"erstes": first.slug, "zweites": second.slug, "entscheidung": "verschieden", "zurueck": home}
    assert client.post(reverse("networks:decide"), sent).url.startswith("/doppelstrukturen/?entschieden=")


@pytest.mark.django_db(transaction=True)
def test_queries_do_not_grow_with_networks_or_members(django_assert_max_num_queries) -> None:
    networks = [NetworkFactory() for _number in range(4)]

    def ask(number: int) -> int:
        address = url(*(one.slug for one in networks[:number]))
        Client().get(address)
        with django_assert_max_num_queries(40) as asked:
            Client().get(address)
        return len(asked)

    few = ask(2)
    for network in networks:
        for _number in range(5):
            MembershipFactory(network=network, actor=ActorFactory())
    assert ask(4) == few


# --- ways here -------------------------------------------------------------------------------------------------------


def test_pages_of_networks_lead_here(auenberg) -> None:
    html = Client().get(f"/netzwerke/{KNOWN[0]}/").content.decode()
    assert f'href="{url(KNOWN[0])}"' in html
    similar = Client().get(f"/netzwerke/{KNOWN[0]}/aehnliche/").content.decode()
    assert url(*KNOWN[:2]).replace("&", "&amp;") in similar
    found = Client().get("/pruefen/?name=Runder+Tisch+Lesef%C3%B6rderung&zweck=Vorlesen+in+Grundschulen")
    assert "nebeneinander vergleichen" in found.content.decode()


@pytest.mark.django_db
def test_pairs_of_networks_lead_here_and_pairs_of_actors_do_not() -> None:
    form = NetworkFormatFactory()
    both = [
        NetworkFactory(name="Runder Tisch Leseförderung", purpose="Kinder lesen gern vor.", format=form)
        for _number in range(2)
    ]
    client = login(UserFactory(role=User.Role.COORDINATION))
    html = client.get("/doppelstrukturen/").content.decode()
    assert any(url(a.slug, b.slug).replace("&", "&amp;") in html for a, b in (both, both[::-1]))
    actors = {"first": ActorFactory(), "second": ActorFactory()}
    assert rendered("pair-actions", Context(), actors) == ""


# --- from a table of the directory -------------------------------------------------------------------------------------


def test_networks_ticked_in_a_table_are_laid_side_by_side(auenberg, client) -> None:
    page = client.get("/netzwerke/?ansicht=tabelle&stadtteil=nordstadt").content.decode()
    boxes = re.findall(r'name="n" value="([^"]+)" form="vergleichen"', page)
    assert "sprachcafe-nordstadt" in boxes
    assert re.search(r'<form[^>]* id="vergleichen"[^>]* action="/einblick/vergleich/"', page)
    answer = client.get("/einblick/vergleich/", {"n": boxes[:2]}, follow=True)
    assert [one.slug for one in answer.context["choice"].networks] == boxes[:2]


@pytest.mark.django_db
def test_a_table_without_two_networks_has_nothing_to_tick_for(client) -> None:
    NetworkFactory()
    ActorFactory()
    for path in ("/netzwerke/", "/akteure/", "/verzeichnis/"):
        assert 'id="vergleichen"' not in client.get(f"{path}?ansicht=tabelle").content.decode()
    assert 'form="vergleichen"' not in client.get("/akteure/?ansicht=tabelle").content.decode()
