"""„Gibt es das schon?“ in the portal: the page, the command, the pairs, and who may see what."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from actors.models import Actor
from duplicates.scoring import RELATED, SAME, Match
from networks.models import BlockingRecord, DuplicateDecision, Membership, Merge, Network
from networks.recognition import blocking, candidates, pairs
from networks.recognition.features import SIGNALS
from networks.recognition.merging import merge
from networks.recognition.proposals import Proposals, format_in
from networks.recognition.structures import Structure
from networks.templatetags.duplicates import strength
from tests.factories import (
    ActorFactory,
    DistrictFactory,
    MeetingFactory,
    MunicipalityFactory,
    NetworkFactory,
    TargetGroupFactory,
    ThemeFactory,
    UserFactory,
)
from tests.markup import flat

PROPOSALS = settings.BASE_DIR / "portal/demo/auenberg/vorschlaege.csv"
TRUTH = settings.BASE_DIR / "portal/demo/auenberg/wahrheit.csv"


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter=";"))


# --- the command on the demo city ------------------------------------------------------------------------------------


def test_check_duplicates_on_auenberg(auenberg):
    out = io.StringIO()
    call_command("check_duplicates", str(PROPOSALS), "--json", stdout=out)
    answers = {item["kennung"]: item["candidates"] for item in json.loads(out.getvalue())}
    meant = {row["kennung"]: row["duplikat_von"] for row in rows(TRUTH)}
    assert set(answers) == set(meant)
    assert set(answers["P002"][0]) == {"kennung", "score", "verdict", "reasons"}
    first = [
        bool(answers[key]) and answers[key][0]["kennung"] == target for key, target in meant.items() if target
    ]
    alarms = [
        key
        for key, target in meant.items()
        if not target and any(c["verdict"] == "gibt_es_schon" for c in answers[key])
    ]
    assert sum(first) >= 98
    assert len(alarms) <= 3
    assert all(len(found) <= 10 for found in answers.values())
    assert all(found == sorted(found, key=lambda c: -c["score"]) for found in answers.values())


def test_check_duplicates_tolerates_strange_tables(auenberg, tmp_path):
    table = tmp_path / "kurz.csv"
    table.write_text("Name;Farbe\nVorlesekries Lindenau;rot\n;\nAK;blau\n", encoding="utf-8")
    out = io.StringIO()
    call_command("check_duplicates", str(table), "--json", stdout=out)
    answers = json.loads(out.getvalue())
    assert [bool(answer["candidates"]) for answer in answers] == [True, False] or [
        bool(answer["candidates"]) for answer in answers
    ] == [True, False, False]
    assert answers[0]["candidates"][0]["kennung"] == "N012"


def test_candidates_keep_what_is_meant(auenberg):
    blocking.refresh_all()
    known, reader = candidates.current_statistics(), Proposals()
    meant = {row["kennung"]: row["duplikat_von"] for row in rows(TRUTH) if row["duplikat_von"]}
    lost = [
        row["kennung"]
        for row in rows(PROPOSALS)
        if row["kennung"] in meant
        and meant[row["kennung"]]
        not in {
            profile.structure.kennung for profile in known.best(candidates.nearest(reader.read(row), known))
        }
    ]
    assert lost == []


def test_accidental_pairs_stand_at_the_top(auenberg):
    kennung = dict(Network.objects.values_list("pk", "kennung"))
    order = [{kennung[item.first], kennung[item.second]} for item in pairs.alike_pairs()]
    with (PROPOSALS.parent / "doppelstrukturen.csv").open(encoding="utf-8") as file:
        accidental = [{row["kennung_a"], row["kennung_b"]} for row in csv.DictReader(file, delimiter=";")]
    assert all(pair in order[:4] for pair in accidental)


# --- blocking records -------------------------------------------------------------------------------------------------


@pytest.fixture
def reading(db) -> Network:
    town = MunicipalityFactory(name="Auenberg", synonyms=["Gesamte Stadt"])
    quarter = DistrictFactory(name="Lindenau", parent=town)
    return NetworkFactory(
        name="Vorlesekreis Lindenau", purpose="Ehrenamtliche lesen in der Kita vor.", districts=[quarter],
        themes=[ThemeFactory(name="Leseförderung")],
    )  # fmt: skip


def structure_of(network: Network) -> Structure:
    blocking.refresh_all()
    network.refresh_from_db()
    return blocking.from_json(network.blocking_record.structure)


def test_blocking_record_follows_every_writer(reading):
    assert structure_of(reading).name == "Vorlesekreis Lindenau"
    Network.objects.filter(pk=reading.pk).update(name="Bücherrunde Lindenau")
    member = ActorFactory()
    Membership.objects.create(network=reading, actor=member)
    reading.themes.clear()
    found = structure_of(Network.objects.get(pk=reading.pk))
    assert (found.name, found.members, found.themes) == (
        "Bücherrunde Lindenau",
        {str(member.pk)},
        frozenset(),
    )


def test_blocking_record_survives_json(reading):
    found = structure_of(reading)
    assert blocking.from_json(json.loads(json.dumps(blocking.to_json(found)))) == replace(found, key=0)


@pytest.mark.parametrize("status", ["entwurf", "eingereicht", "abgelehnt", "archiviert"])
def test_members_who_are_not_public_are_no_part_of_it(reading, status):
    member = ActorFactory(review_status=status)
    Membership.objects.create(network=reading, actor=member)
    Network.objects.filter(pk=reading.pk).update(coordinator=member)
    assert structure_of(reading).people == frozenset()
    Actor.objects.filter(pk=member.pk).update(review_status="veroeffentlicht")
    assert structure_of(reading).people == {str(member.pk)}
    Actor.objects.filter(pk=member.pk).update(review_status=status)
    assert structure_of(reading).people == frozenset()


def test_members_who_have_not_agreed_yet_are_no_part_of_it(reading):
    seat = Membership.objects.create(network=reading, actor=ActorFactory(), state="eingeladen")
    assert structure_of(reading).members == frozenset()
    Membership.objects.filter(pk=seat.pk).update(state="bestaetigt")
    assert structure_of(reading).members == {str(seat.actor_id)}


def test_blocking_records_of_other_knowledge_are_made_anew(reading):
    structure_of(reading)
    BlockingRecord.objects.update(keys=["r:alt", "v:00000000"])
    blocking.refresh_all()
    keys = BlockingRecord.objects.get(network=reading).keys
    assert blocking.knowledge_key() in keys
    assert "r:alt" not in keys


def test_same_number_of_queries_for_one_and_three(reading, django_assert_max_num_queries):
    structure = Structure(name="Vorlesekreis Lindenau")
    candidates.find(structure)
    with django_assert_max_num_queries(20):
        candidates.find(structure)
    for number in range(2):
        NetworkFactory(name=f"Vorlesekreis Lindenau {number}")
    candidates.find(structure)
    with django_assert_max_num_queries(20):
        assert len(candidates.find(structure)) == 3


def test_format_is_read_from_the_name():
    assert [format_in(name) for name in ("AK Sport", "Runder Tisch Kultur", "Lesenetz")] == [
        "Arbeitskreis",
        "Runder Tisch",
        "",
    ]


# --- the page --------------------------------------------------------------------------------------------------------


def test_check_page_without_login(reading, client):
    assert client.get("/pruefen/").status_code == 200
    page = client.get("/pruefen/", {"name": "Vorlesekries Lindenau", "zweck": "Vorlesen in der Kita"})
    text = page.content.decode()
    assert "Vorlesekreis Lindenau" in text
    assert "gibt es schon" in text
    assert "<form" in text


def test_check_page_answers_htmx_with_the_answer_only(reading, client):
    text = client.get("/pruefen/", {"name": "Vorlesekreis"}, headers={"HX-Request": "true"}).content.decode()
    assert "<form" not in text
    assert "Vorlesekreis Lindenau" in text


def test_check_page_is_whole_for_who_goes_back(reading, client):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    response = client.get("/pruefen/", {"name": "Vorlesekreis"}, headers=headers)
    assert "<main" in response.content.decode()
    assert "HX-History-Restore-Request" in response["Vary"]


def test_check_page_drops_values_it_does_not_know(reading, client):
    page = client.get(
        "/pruefen/", {"name": "Vorlesekreis", "stadtteil": "gibt-es-nicht", "thema": "auch-nicht"}
    )
    assert page.status_code == 200
    assert "Vorlesekreis Lindenau" in page.content.decode()


def test_check_page_takes_hostile_input(reading, client):
    for value in ("x" * 10_000, "\x00\x01", "🎉" * 50, "AK", "der die das"):
        assert client.get("/pruefen/", {"name": value, "zweck": value}).status_code == 200


@pytest.mark.parametrize("status", ["entwurf", "eingereicht", "abgelehnt", "archiviert"])
def test_unpublished_structures_never_leak(reading, client, status):
    Network.objects.filter(pk=reading.pk).update(review_status=status)
    text = client.get("/pruefen/", {"name": "Vorlesekreis Lindenau"}).content.decode()
    results = text[text.index('id="antwort"') :]
    assert reading.slug not in results
    assert "Ehrenamtliche" not in results
    assert ("Ein noch nicht veröffentlichter Eintrag" in results) == (status == "eingereicht")


@pytest.mark.parametrize("role", [None, *User.Role.values])
def test_what_is_handed_in_shows_to_those_who_may_see_it(reading, client, role):
    """For all others it is „ein noch nicht veröffentlichter Eintrag“, with somebody to turn to and nothing else."""
    Network.objects.filter(pk=reading.pk).update(review_status="eingereicht")
    if role:
        client.force_login(UserFactory(role=role))
    text = client.get("/pruefen/", {"name": "Vorlesekreis Lindenau"}).content.decode()
    may_see = role in (User.Role.COORDINATION, User.Role.CURATION, User.Role.SYSTEM)
    assert (reading.slug in text) == may_see
    assert ("Ein noch nicht veröffentlichter Eintrag" in text) != may_see
    assert ("wenden Sie sich an die Koordination" in text) != may_see


def test_author_sees_what_she_handed_in(reading, client):
    author = UserFactory()
    Network.objects.filter(pk=reading.pk).update(review_status="eingereicht", submitted_by=author)
    client.force_login(author)
    assert reading.slug in client.get("/pruefen/", {"name": "Vorlesekreis Lindenau"}).content.decode()


def test_hidden_structures_move_nothing_that_others_see(reading):
    """Neither verdict nor order nor number of what is public changes, however much hidden ones resemble the plan."""
    plan = Structure(name="Vorlesekreis Lindenau", purpose=reading.purpose)
    visitor = AnonymousUser()

    def seen() -> list[tuple]:
        found = candidates.found_for(visitor, plan)
        return [(item.network.pk, item.match.score, item.match.verdict) for item in found if item.network]

    before = seen()
    for number in range(8):
        NetworkFactory(
            name=f"Vorlesekreis Lindenau {number}", purpose=reading.purpose, review_status="eingereicht"
        )
    assert seen() == before
    assert [item.network for item in candidates.found_for(visitor, plan)].count(None) == 1


def test_similar_networks_on_the_page_of_a_network(reading, client):
    other = NetworkFactory(name="Vorlesepaten Lindenau", purpose="Freiwillige lesen in der Kita vor.")
    hidden = NetworkFactory(
        name="Vorleserunde Lindenau", purpose=reading.purpose, review_status="eingereicht"
    )
    found = [item.network for item in candidates.similar_to(reading, UserFactory())]
    assert other in found
    assert hidden not in found


# --- pairs and decisions ---------------------------------------------------------------------------------------------


@pytest.fixture
def twins(reading) -> tuple[Network, Network]:
    return reading, NetworkFactory(
        name="Vorlesekreis in Lindenau", purpose="Ehrenamtliche lesen in der Kita vor."
    )


@pytest.fixture
def coordinator(client) -> User:
    user = UserFactory(role=User.Role.COORDINATION)
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", [None, User.Role.REGISTERED])
@pytest.mark.parametrize(
    "address", ["/doppelstrukturen/", "/doppelstrukturen.csv", "/doppelstrukturen/zusammenfuehren/"]
)
def test_pairs_are_for_coordination_only(db, client, role, address):
    if role:
        client.force_login(UserFactory(role=role))
    assert client.get(address).status_code in (302, 403)


def test_merging_is_for_curators_only(twins, client, coordinator):
    values = {"bleibt": twins[0].slug, "geht": twins[1].slug}
    assert client.get("/doppelstrukturen/zusammenfuehren/", values).status_code == 403
    assert client.post("/doppelstrukturen/zusammenfuehren/", values).status_code == 403


def test_coordination_reports_what_is_the_same(twins, client, coordinator):
    """Merging is for curators; who may only look leads them to the pair."""
    page = client.get("/doppelstrukturen/").content.decode()
    [address] = re.findall(r'href="(/netzwerke/[^"]+/melden/[^"]*)"', page)
    assert "/doppelstrukturen/zusammenfuehren/" not in page
    form = client.get(html.unescape(address)).context["form"]
    other = next(one for one in twins if f"/{one.slug}/" not in address)
    assert form["what"].value() == "doppelt"
    assert other.name in form["reason"].value()
    assert client.get(address.partition("?")[0] + "?was=erfunden").status_code == 200


def test_decision_is_remembered_and_undone(twins, client, coordinator):
    first, second = twins
    assert "Vorlesekreis in Lindenau" in client.get("/doppelstrukturen/").content.decode()
    answer = {
        "erstes": first.slug,
        "zweites": second.slug,
        "entscheidung": "verwandt",
        "begruendung": "Zwei Kitas",
    }
    assert client.post("/doppelstrukturen/entscheiden/", answer).status_code == 302
    assert pairs.alike_pairs() == []
    assert list(first.related_networks.all()) == [second]
    decision = DuplicateDecision.objects.get()
    assert (decision.decided_by, decision.reason) == (coordinator, "Zwei Kitas")
    client.post(f"/doppelstrukturen/{decision.pk}/zuruecknehmen/")
    assert [(item.first, item.second) for item in pairs.alike_pairs()] == [(first.pk, second.pk)]
    assert list(first.related_networks.all()) == []


def test_pairs_that_know_of_each_other_are_no_accident(twins):
    first, second = twins
    between = NetworkFactory(name="Dachverband", parent=first)
    assert len(pairs.alike_pairs()) == 1
    Network.objects.filter(pk=second.pk).update(parent=between)
    assert pairs.alike_pairs() == []
    Network.objects.filter(pk=second.pk).update(parent=None, successor=first)
    assert pairs.alike_pairs() == []
    Network.objects.filter(pk=second.pk).update(successor=None)
    first.related_networks.add(second)
    assert pairs.alike_pairs() == []
    first.related_networks.clear()
    assert len(pairs.alike_pairs()) == 1


@pytest.mark.parametrize("decision", DuplicateDecision.Decision.values)
def test_decision_is_asked_again_after_a_substantial_change(twins, decision):
    first, second = twins
    user = UserFactory(role=User.Role.COORDINATION)
    pairs.decide(first, second, decision=decision, by=user)
    Network.objects.filter(pk=second.pk).update(website="https://example.org")
    assert pairs.alike_pairs() == []
    Network.objects.filter(pk=second.pk).update(purpose="Ehrenamtliche lesen in Kita und Hort vor.")
    assert len(pairs.alike_pairs()) == 1


def test_decisions_can_be_learnt_from(twins):
    first, second = twins
    other = NetworkFactory(name="Vorlesekreis Altstadt", purpose=first.purpose)
    user = UserFactory(role=User.Role.CURATION)
    pairs.decide(first, other, decision="verschieden", by=user)
    merge(first, second, by=user)
    rows, is_same = pairs.decided_signals()
    assert is_same == [True, True, False, False]
    assert all(len(row) == len(SIGNALS) for row in rows)


def test_a_pair_tells_how_it_was_reckoned(twins, client, coordinator):
    page = flat(client.get("/doppelstrukturen/").content.decode())
    match = pairs.alike_pairs()[0].match
    assert [str(part.words) in page for part in match.contributions] == [True] * len(match.contributions)
    assert f"ergeben eine Ähnlichkeit von {match.weighed:.2f}".replace(".", ",") in page


def test_pairs_as_table(twins, client, coordinator):
    NetworkFactory(name='=HYPERLINK("x")', purpose=twins[0].purpose, districts=list(twins[0].districts.all()))
    text = client.get("/doppelstrukturen.csv").content.decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert {table[0]["name_a"], table[0]["name_b"]} == {"Vorlesekreis Lindenau", "Vorlesekreis in Lindenau"}
    assert not [cell for row in table for cell in row.values() if cell.startswith("=")]


def test_merge_and_undo_by_page(twins, client):
    client.force_login(UserFactory(role=User.Role.CURATION))
    first, second = twins
    page = client.get("/doppelstrukturen/zusammenfuehren/", {"bleibt": first.slug, "geht": second.slug})
    assert "Vorlesekreis in Lindenau" in page.content.decode()
    answer = client.post(
        "/doppelstrukturen/zusammenfuehren/",
        {"bleibt": first.slug, "geht": second.slug, "name": "geht"},
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == "/netzwerke/vorlesekreis-in-lindenau/#zusammengefuehrt"
    record = Merge.objects.get()
    client.post(f"/doppelstrukturen/zusammengefuehrt/{record.pk}/trennen/")
    assert set(Network.objects.values_list("name", flat=True)) == {
        "Vorlesekreis Lindenau",
        "Vorlesekreis in Lindenau",
    }


def test_choices_that_contradict_each_other_are_named_by_page(twins, client):
    client.force_login(UserFactory(role=User.Role.CURATION))
    kept, merged = twins
    Network.objects.filter(pk=kept.pk).update(is_permanent=True)
    Network.objects.filter(pk=merged.pk).update(ends_on="2026-06-30")
    answers = {"bleibt": kept.slug, "geht": merged.slug, "ends_on": "geht", "begruendung": "das\x00selbe"}
    page = client.post("/doppelstrukturen/zusammenfuehren/", answers, follow=True).content.decode()
    assert "So lassen sich die beiden nicht zusammenführen" in page
    assert re.findall(r'id="ends_on-geht"[^>]*checked', page)
    assert 'value="dasselbe"' in page
    client.post("/doppelstrukturen/zusammenfuehren/", answers | {"is_permanent": "geht"})
    assert Merge.objects.get().reason == "dasselbe"


# --- what a coordinator reads in the answer --------------------------------------------------------------------------


def answer_to(client, **plan) -> str:
    return html.unescape(client.get("/pruefen/", plan).content.decode())


@pytest.mark.parametrize(
    "plan",
    [
        {"name": "Runder Tisch"},
        {"name": "AG"},
        {"name": "Netzwerk Lindenau"},
        {"mit": "Volkshochschule Auenberg, Jugendamt"},
        {"zielgruppe": "eltern"},
        {"zweck": "Wir arbeiten zusammen."},
        {"zweck": "Schule"},
    ],
    ids=[
        "kind",
        "acronym of a kind",
        "kind and place",
        "members",
        "choice",
        "everyday words",
        "common words",
    ],
)
def test_too_little_is_not_called_nothing_alike(reading, client, plan):
    TargetGroupFactory(slug="eltern")
    for number in range(60):  # a word that half of the directory has
        NetworkFactory(name=f"Kreis {number}", purpose=f"Thema{number} an jeder Schule")
    text = answer_to(client, **plan)
    assert "Zu wenig Angaben." in text or "mindestens einen Namen" in text
    assert "nichts Ähnliches" not in text.lower()


def test_members_that_nobody_knows_are_no_choice(reading, client):
    text = answer_to(client, mit="Blabla GmbH")
    assert "Wer mitmacht, sagt noch nicht, worum es geht." in text
    assert "Auswahl" not in text


def test_answer_leads_on_whether_something_is_there_or_not(reading, client):
    """Nothing is under way on this page that could go on all the same, as it is in the wizard."""
    for name in ("Vorlesekreis Lindenau", "Runder Tisch Raumfahrt"):
        text = answer_to(client, name=name)
        assert "Netzwerk eintragen" in text
        assert "trotzdem weitermachen" not in text


def test_choice_alone_leads_to_the_list_that_it_fits(reading, client):
    theme = reading.themes.get()
    assert f'href="/netzwerke/?thema={theme.slug}"' in answer_to(client, thema=theme.slug)


def test_something_new_is_still_called_new(reading, client):
    text = answer_to(client, name="Runder Tisch Raumfahrt", zweck="Raketen bauen")
    assert "Im Verzeichnis steht nichts Ähnliches." in text


def test_hit_shows_purpose_coordination_and_next_meeting(reading, client):
    Network.objects.filter(pk=reading.pk).update(coordinator=ActorFactory(name="Bücherei Lindenau"))
    MeetingFactory(network=reading, start=timezone.now() + timedelta(days=9))
    soon = MeetingFactory(network=reading, start=timezone.now() + timedelta(days=3))
    text = answer_to(client, name="Vorlesekreis Lindenau")
    assert reading.purpose in text
    assert "Bücherei Lindenau" in text
    assert re.findall(r'<time datetime="([^"]+)"', flat(text)) == [timezone.localtime(soon.start).isoformat()]


def test_coordinator_that_nobody_may_see_is_not_named(reading, client):
    hidden = ActorFactory(name="Verein in Gründung", review_status="eingereicht")
    Network.objects.filter(pk=reading.pk).update(coordinator=hidden)
    assert "Verein in Gründung" not in answer_to(client, name="Vorlesekreis Lindenau")


@pytest.mark.parametrize(("status", "words"), [("aktiv", "gibt es schon"), ("beendet", "gab es schon")])
def test_what_has_ended_was_there_once(reading, client, status, words):
    Network.objects.filter(pk=reading.pk).update(
        status=status, ends_on=timezone.localdate() if status == "beendet" else None
    )
    said = re.findall(
        r'<p class="verdict.*?<strong>(.*?)</strong>', flat(answer_to(client, name="Vorlesekreis Lindenau"))
    )
    assert said == [words]


@pytest.mark.parametrize("score", [0.0, 0.02, 0.05, 0.2, 0.5, 0.9, 0.999])
def test_dots_are_full_for_the_same_thing_only(score):
    assert all(strength(Match(score, SAME, Structure())))
    assert not all(strength(Match(score, RELATED, Structure())))


def test_reasons_quote_the_words_of_the_entry(reading):
    reading.purpose = "Ehrenamtliche Vorleserinnen besuchen Kindertagesstätten."
    reading.save(update_fields=["purpose"])
    blocking.refresh_all()
    mine = Structure(name="Bücherwürmer", purpose="Freiwillige lesen in Kitas vor.")
    (match,) = candidates.find(mine)
    said = next(reason for reason in match.why.speaks_for if "Zweck" in reason)
    quoted = said.partition(": ")[2].split(", ")
    assert quoted
    assert all(word in f"{reading.name} {reading.purpose}" for word in quoted)


def test_live_answer_brings_print_address_and_bar(reading, client):
    plan = {"name": "Vorlesekreis Lindenau", "zweck": "", "thema": reading.themes.get().slug}
    text = answer_to(client, **plan)
    live = client.get(
        "/pruefen/", plan, headers={"HX-Request": "true", "HX-Target": "antwort"}
    ).content.decode()
    live = html.unescape(live)
    address = f"/pruefen/?name=Vorlesekreis+Lindenau&thema={plan['thema']}"
    for page in (text, live):
        assert "data-print" in page
        assert f'data-copy="{settings.SITE_URL}{address}"' in page
        assert "mailto:?subject=" in page
        assert page.count('id="antwort-leiste"') == 1
    assert 'hx-swap-oob="true"' in live
    assert client.get(address).status_code == 200
