"""The pages of possible doubles: found from everywhere, one stays where one was, and whatever was done has its undo beside it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from actors.models import Actor
from actors.models import DuplicateDecision as ActorDecision
from actors.recognition.merging import merge as merge_actors
from networks.models import DuplicateDecision, Membership, Merge, Network
from networks.recognition.merging import merge, undo
from tests.factories import ActorFactory, DistrictFactory, MembershipFactory, NetworkFactory, UserFactory
from tests.markup import flat
from tests.people import login

pytestmark = pytest.mark.django_db
PAGE = "/doppelstrukturen/"
ROLE = Membership.Role


@pytest.fixture
def curator():
    return UserFactory(role="kuration")


@pytest.fixture
def client(curator) -> Client:
    return login(curator)


@pytest.fixture
def twins() -> list[Network]:
    place = DistrictFactory(name="Lindenau")
    purpose = "Ehrenamtliche lesen in der Kita vor."
    return [NetworkFactory(name=name, purpose=purpose, districts=[place])
            for name in ("Vorlesekreis Lindenau", "Vorlesekreis in Lindenau", "Vorlesekreis für Lindenau")]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        ("koordination", ("/", "/meine/", "/verwaltung/")),
        ("kuration", ("/", "/meine/", "/verwaltung/", "/moderation/", "/moderation/aktualitaet/")),
    ],
)
def test_pairs_are_linked_wherever_those_who_decide_work(role, pages):
    client = login(UserFactory(role=role))
    pages = [reverse("admin:index") if page == "/verwaltung/" else page for page in pages]
    for page in pages:
        assert f'href="{PAGE}"' in client.get(page).content.decode(), page


def test_pairs_are_not_linked_for_others():
    for page in ("/", "/meine/"):
        assert f'href="{PAGE}"' not in login(UserFactory()).get(page).content.decode()
    assert f'href="{PAGE}"' not in Client().get("/").content.decode()


def decide(client, page: str, number: int, answer: str = "verschieden"):
    """Press the button of the pair with that number, as a browser does."""
    html = flat(client.get(page).content.decode())
    form = re.findall(r'<form class="wide noprint".*?</form>', html, re.DOTALL)[number - 1]
    data = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    data.pop("csrfmiddlewaretoken", None)
    return client.post("/doppelstrukturen/entscheiden/", data | {"entscheidung": answer})


def test_after_a_decision_one_stays_where_one_was_with_the_undo_in_place(client, twins):
    answer = decide(client, f"{PAGE}?art=gibt_es_schon&stadtteil=lindenau", 2)
    made = DuplicateDecision.objects.get()
    address, _hash, anchor = answer["Location"].partition("#")
    assert anchor == "gerade"
    page = client.get(address)
    assert (page.context["art"], page.context["place"], page.context["just"]) == (
        "gibt_es_schon",
        "lindenau",
        made,
    )
    html = flat(page.content.decode())
    box = html[html.index('id="gerade"') :]
    assert html.index('id="paar-1"') < html.index('id="gerade"') < html.index('id="paar-2"')
    undo_form = box[: box.index("</form>")]
    assert f"/doppelstrukturen/{made.pk}/zuruecknehmen/" in undo_form
    data = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', undo_form))
    back = client.post(f"/doppelstrukturen/{made.pk}/zuruecknehmen/", data)
    assert back["Location"] == f"{PAGE}?art=gibt_es_schon&stadtteil=lindenau&platz=2#paar-2"
    assert client.get(address).context["just"] is None


def test_last_decision_of_a_list_has_its_undo_too(client, twins):
    twins[2].delete()
    address = decide(client, PAGE, 1, "verwandt")["Location"].partition("#")[0]
    html = client.get(address).content.decode()
    assert "nichts mehr zu entscheiden" in html
    assert 'id="gerade"' in html


@pytest.mark.parametrize(
    "query", ["platz=x", "platz=²", "platz=99999", "entschieden=x", "entschieden=9" * 9, "platz=0"]
)
def test_nonsense_in_the_address_breaks_nothing(client, twins, query):
    assert client.get(f"{PAGE}?{query}").status_code == 200
    assert client.post("/doppelstrukturen/entscheiden/", {"platz": "//x.de", "entscheidung": "?"})[
        "Location"
    ] == (f"{PAGE}#h-decided")


def test_list_without_pairs_says_whether_that_is_the_filters_doing(client, twins):
    DistrictFactory(name="Kirchfeld", slug="kirchfeld")
    empty = flat(client.get(PAGE, {"stadtteil": "kirchfeld"}).content.decode())
    assert "nichts mehr zu entscheiden" not in empty
    assert f'<a href="{PAGE}">Alle Paare zeigen</a>' in empty


def test_decision_is_said_in_one_sentence(client, twins):
    for answer, words in (("verschieden", "sind verschieden."), ("verwandt", "ergänzen sich.")):
        html = flat(
            client.get(decide(client, PAGE, 1, answer)["Location"].partition("#")[0]).content.decode()
        )
        notice = unescape(html.partition('id="gerade"')[2].partition("</form>")[0])
        assert re.search(rf"Gemerkt: „[^“]+“ und „[^“]+“ {re.escape(words)}", notice)


def test_who_sits_in_both_networks_comes_once(client, twins):
    shared = ActorFactory()
    for network, others in ((twins[0], 2), (twins[1], 1)):
        MembershipFactory(network=network, actor=shared)
        MembershipFactory.create_batch(others, network=network)
    page = client.get("/doppelstrukturen/zusammenfuehren/", {"bleibt": twins[0].slug, "geht": twins[1].slug})
    assert "Mitglieder: 3 + 2, davon 1 in beiden" in " ".join(flat(page.content.decode()).split())


def test_no_answer_is_louder_than_the_others(client, twins):
    form = client.get(PAGE).content.decode().split('<form class="wide noprint"')[1].split("</form>")[0]
    assert "zusammenführen" in form
    assert "btn-primary" not in form


@pytest.mark.parametrize("room", ["networks", "actors"])
def test_merge_is_taken_back_from_the_entry_and_from_its_record(client, curator, room):
    make, join = (NetworkFactory, merge) if room == "networks" else (ActorFactory, merge_actors)
    for way in ("eintrag", "verzeichnis"):
        kept, merged = make(name=f"Bleibt {way}"), make(name=f"Geht {way}")
        record = join(kept, merged, by=curator)
        page = kept.get_absolute_url()
        if way == "verzeichnis":
            page = reverse(f"admin:{room}_merge_change", args=[record.pk])
        html = client.get(page).content.decode()
        address = reverse(f"{room}:undo_merge", args=[record.pk])
        assert address in html
        came_from = re.search(r'name="von" value="(\w+)"', flat(html))
        answer = client.post(address, {"von": came_from[1]})
        assert answer["Location"] == page
        assert type(kept).objects.filter(pk=merged.pk).exists()
        assert address not in client.get(page).content.decode()


def test_only_curators_see_the_way_back_on_the_entry(curator):
    kept = NetworkFactory()
    merge(kept, NetworkFactory(name="Weg"), by=curator)
    for who in (Client(), login(UserFactory()), login(UserFactory(role="koordination"))):
        assert "Wieder trennen" not in who.get(kept.get_absolute_url()).content.decode()


def test_result_of_a_merge_offers_the_undo(client, twins):
    data = {"bleibt": twins[0].slug, "geht": twins[1].slug}
    answer = client.post("/doppelstrukturen/zusammenfuehren/", data, follow=True)
    assert answer.redirect_chain[-1][0].endswith("#zusammengefuehrt")
    assert reverse("networks:undo_merge", args=[Merge.objects.get().pk]) in answer.content.decode()


@pytest.fixture
def double_actors() -> list[Actor]:
    address = {"street": "Am Markt 1", "postal_code": "21334", "city": "Auenberg", "phone": "04131 12345"}
    return [
        ActorFactory(name=name, **address)
        for name in ("Stadtbücherei Auenberg", "Stadtbücherei Auenberg e. V.")
    ]


@pytest.mark.parametrize(("pairs", "pair"), [(PAGE, "twins"), (f"{PAGE}akteure/", "double_actors")])
def test_a_merge_that_began_on_the_list_ends_there_with_its_undo(client, request, pairs, pair):
    request.getfixturevalue(pair)
    listed = client.get(f"{pairs}?art=gibt_es_schon")
    before = [(one.first, one.second) for one in listed.context["page"]]
    shown = listed.content.decode()
    link = unescape(re.search(r'href="([^"]*/zusammenfuehren/\?[^"]*platz=1[^"]*)"', shown)[1])
    assert "art=gibt_es_schon" in link
    step = flat(client.get(link).content.decode())
    assert f'href="{pairs}?art=gibt_es_schon&amp;page=1#paar-1"' in step  # „Abbrechen“
    turned = unescape(re.search(r'href="(\?bleibt=[^"]*)"', step)[1])
    assert "platz=1" in turned
    hidden = dict(re.findall(r'<input\s+type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', step))
    answer = client.post(link.partition("?")[0], hidden, follow=True)
    address = answer.redirect_chain[-1][0]
    assert address.startswith(f"{pairs}?art=gibt_es_schon")
    assert address.endswith("#gerade")
    notice = answer.content.decode().partition('id="gerade"')[2]
    assert "ist aufgegangen in" in notice
    undo_address = re.search(r'action="([^"]+/trennen/)"', notice)[1]
    back = client.post(undo_address, {"art": "gibt_es_schon", "platz": "1"})
    assert back["Location"] == f"{pairs}?art=gibt_es_schon&platz=1#paar-1"
    again = client.get(back["Location"])
    assert [(one.first, one.second) for one in again.context["page"]] == before


@pytest.mark.parametrize("room", ["networks", "actors"])
def test_who_decided_and_why_is_for_curators_and_for_herself(room):
    make, decisions, join = {
        "networks": (NetworkFactory, DuplicateDecision, merge),
        "actors": (ActorFactory, ActorDecision, merge_actors),
    }[room]
    decider = UserFactory(role="kuration", name="Rosalinde Quittenbaum", email="quittenbaum@example.org")
    decisions.objects.create(
        first=make(), second=make(), decided_by=decider, reason="Beide tagen im Pfarrhaus."
    )
    join(make(), make(), by=decider, reason="Der Name war vertippt.")
    own = (str(decider), "Beide tagen im Pfarrhaus.", "Der Name war vertippt.")

    def told(who) -> list[str]:
        page = login(who).get(reverse(f"{room}:duplicates")).content.decode()
        assert "Entschieden" in page and "zusammengeführt" in page
        return [words for words in (*own, "Quittenbaum", decider.email) if words in page]

    assert told(UserFactory(role="koordination")) == []
    assert told(UserFactory(role="kuration")) == [*own, "Quittenbaum"]
    type(decider).objects.update(role="koordination")
    decider.refresh_from_db()
    assert set(own) <= set(told(decider))


# --- who coordinates -------------------------------------------------------------------------------------------------


def seats(network: Network) -> dict[str, str]:
    return dict(network.memberships.values_list("actor__name", "role"))


def network_of(name: str, lead: str, *, named: bool = True) -> Network:
    actor = ActorFactory(name=lead)
    network = NetworkFactory(name=name, coordinator=actor if named else None)
    MembershipFactory(network=network, actor=actor, role=ROLE.COORDINATION)
    return network


@pytest.mark.parametrize(
    ("named", "take", "leads"),
    [
        ((True, True), (), "Bücherei"),
        ((True, True), ("coordinator",), "Schule"),
        ((False, False), (), "Bücherei"),
        ((False, True), ("coordinator",), "Schule"),
        ((True, False), (), "Bücherei"),
    ],
)
def test_merge_leaves_one_coordinator_and_parting_gives_both_back(curator, named, take, leads):
    kept = network_of("Leserunde", "Bücherei", named=named[0])
    merged = network_of("Lesekreis", "Schule", named=named[1])
    record = merge(kept, merged, by=curator, take=take)
    other = "Schule" if leads == "Bücherei" else "Bücherei"
    assert seats(kept) == {leads: ROLE.COORDINATION, other: ROLE.MEMBER}
    kept, merged = undo(record, by=curator)
    assert seats(kept) == {"Bücherei": ROLE.COORDINATION}
    assert seats(merged) == {"Schule": ROLE.COORDINATION}


def test_the_only_coordinator_stays_one_wherever_it_came_from(curator):
    kept, merged = NetworkFactory(name="Leserunde"), network_of("Lesekreis", "Schule", named=False)
    merge(kept, merged, by=curator)
    assert seats(kept) == {"Schule": ROLE.COORDINATION}


def test_other_roles_and_former_coordinators_stay(curator):
    kept, merged = network_of("Leserunde", "Bücherei"), network_of("Lesekreis", "Schule")
    MembershipFactory(network=merged, actor=ActorFactory(name="Gast"), role=ROLE.GUEST)
    MembershipFactory(
        network=merged,
        actor=ActorFactory(name="Früher"),
        role=ROLE.COORDINATION,
        since="2001-01-01",
        until="2002-01-01",
    )
    merge(kept, merged, by=curator)
    assert seats(kept) == {
        "Bücherei": ROLE.COORDINATION,
        "Schule": ROLE.MEMBER,
        "Gast": ROLE.GUEST,
        "Früher": ROLE.COORDINATION,
    }
