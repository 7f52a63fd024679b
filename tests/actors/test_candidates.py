"""Candidates for an institution from the database, the pairs of stored ones, and what people decide about them."""

from __future__ import annotations

import csv
import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from accounts.models import User
from actors.models import Actor, DuplicateDecision, Merge
from actors.recognition import blocking, candidates
from actors.recognition.merging import merge
from actors.recognition.pairs import alike_pairs
from actors.recognition.records import Record
from duplicates.candidates import CANDIDATES_SQL
from duplicates.scoring import SAME
from measuring.real_lists import split_address
from tests.factories import ActorFactory, ActorKindFactory, UserFactory
from tests.markup import flat
from vocabulary.models import Reservation

DOUBLES = settings.BASE_DIR / "portal/demo/auenberg/akteure_dubletten.csv"
REAL = Path(os.environ.get("REAL_DATA_FOLDER", settings.BASE_DIR.parent / "shared/data/echt"))
VISITOR = AnonymousUser()


def names(found) -> list[str | None]:
    return [item.actor and item.actor.name for item in found]


# --- candidates --------------------------------------------------------------------------------------------------------


def test_doubles_of_auenberg_are_found_first_and_stand_at_the_top(auenberg):
    pairs = [
        tuple(row.values()) for row in csv.DictReader(DOUBLES.read_text("utf-8").splitlines(), delimiter=";")
    ]
    by_kennung = {actor.kennung: actor for actor in Actor.objects.exclude(kennung=None)}
    first = [
        matches[0].existing.key if (matches := candidates.find(blocking.record_of(by_kennung[b]), exclude=[by_kennung[b].pk]))
        else ""
        for _a, b in pairs
    ]  # fmt: skip
    right = sum(key == str(by_kennung[a].pk) for (a, _b), key in zip(pairs, first, strict=True))
    assert right >= len(pairs) - 1
    top = {frozenset((item.first, item.second)) for item in alike_pairs()[: 2 * len(pairs)]}
    assert sum(frozenset((by_kennung[a].pk, by_kennung[b].pk)) in top for a, b in pairs) >= len(pairs) - 1


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "VHS Auenberg"},
        {"name": "Volkshochschule", "city": "Auenberg"},
        {"name": "Volkshochschulle Auenberg", "city": "Auenberg"},
        {"name": "Irgendwas", "phone": "+49 5555 111222", "street": "Schulstr. 5", "postal_code": "37990"},
    ],
)
def test_one_institution_in_many_spellings(db, typed):
    ActorFactory(name="Volkshochschule der Stadt Auenberg", city="Auenberg", postal_code="37990",
                 street="Schulstraße 5", phone="05555 111222")  # fmt: skip
    ActorFactory(name="Volksbank", city="Auenberg")
    found = candidates.found_for(VISITOR, Record(**typed))
    assert names(found) == ["Volkshochschule der Stadt Auenberg"]


def test_the_step_uses_the_index(db):
    ActorFactory()
    blocking.refresh_all()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {blocking.TABLE.sql(CANDIDATES_SQL)}", [["n:einric"], [1.0], 200, 32])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Bitmap Index Scan on actors_footprint_keys" in plan


def test_an_edit_counts_at_once(db):
    actor = ActorFactory(name="Kita Nordlicht", city="Auenberg")
    asked = Record(name="Kita Regenbogen", city="Auenberg")
    assert names(candidates.found_for(VISITOR, asked)) == []
    Actor.objects.filter(pk=actor.pk).update(name="Kita Regenbogen")
    assert names(candidates.found_for(VISITOR, asked)) == ["Kita Regenbogen"]
    actor.delete()
    assert names(candidates.found_for(VISITOR, asked)) == []


def test_hidden_entries_move_no_score_and_take_no_place(db):
    ActorFactory(name="Kita Regenbogen", city="Auenberg")
    asked = Record(name="Kita Regenbogen", city="Auenberg")
    before = candidates.found_for(VISITOR, asked)
    for number in range(70):
        ActorFactory(name=f"Kita Regenbogen {number}", city="Auenberg", review_status="entwurf")
    ActorFactory(name="Kita Regenbogen", city="Auenberg", review_status="eingereicht")
    blocking.TABLE.refresh_all()  # a reader works off marks for two seconds only
    after = candidates.found_for(VISITOR, asked)
    assert [(item.match.score, item.actor) for item in after[:-1]] == [
        (item.match.score, item.actor) for item in before
    ]
    assert after[-1].actor is None
    office = UserFactory(role=User.Role.COORDINATION)
    assert len(candidates.found_for(office, asked)) > 2


def test_check_duplicates_reads_tables_of_actors(db, tmp_path):
    ActorFactory(
        name="Stadtbücherei", city="Auenberg", postal_code="37990", street="Marktgasse 11", kennung="A017"
    )
    table = tmp_path / "akteure.csv"
    table.write_text(
        "Kennung;Name;Adresse;unbekannt\nX1;Stadtbibliothek Auenberg;Marktgasse 11, 37990 Auenberg;?\nX2;Imkerverein;;\n",
        encoding="utf-8",
    )
    out = StringIO()
    call_command("check_duplicates", "--akteure", str(table), "--json", stdout=out)
    first, second = json.loads(out.getvalue())
    assert (first["kennung"], [hit["kennung"] for hit in first["candidates"]]) == ("X1", ["A017"])
    assert first["candidates"][0]["verdict"] == SAME
    assert second == {"kennung": "X2", "candidates": []}
    out = StringIO()
    call_command("check_duplicates", "--akteure", str(table), stdout=out)
    assert "GIBT ES SCHON" in out.getvalue()


@pytest.mark.skipif(not os.environ.get("REAL_DATA"), reason="REAL_DATA=all and the lists beside the project")
def test_the_sql_step_keeps_the_partners_of_real_schools(db):
    folder = REAL / "schleswig_holstein" / "gleiche_schulen"
    kind = ActorKindFactory()
    rows = list(csv.DictReader(StringIO((folder / "b_2025.csv").read_text("utf-8"))))
    Actor.objects.bulk_create(
        Actor(name=row["name"][:250], kind=kind, street=row["strasse"][:150], postal_code=row["plz"], city=row["ort"],
              phone=row["telefon"][:60], kennung=row["id"], slug=f"s-{number}", review_status="veroeffentlicht")
        for number, row in enumerate(rows)
    )  # fmt: skip
    blocking.refresh_all()
    known, pk_of = candidates.current_statistics(), dict(Actor.objects.values_list("kennung", "pk"))
    partner = {
        row["id_a"]: row["id_b"]
        for row in csv.DictReader(StringIO((folder / "pairs.csv").read_text("utf-8")))
    }
    kept = asked = 0
    for row in csv.DictReader(StringIO((folder / "a_2016.csv").read_text("utf-8"))):
        if row["id"] in partner:
            street, postal_code, city = split_address(row["adresse"])
            record = Record(
                name=row["name"], street=street, postal_code=postal_code, city=city, phone=row["telefon"]
            )
            near = candidates.nearest(record, known, limit=candidates.CANDIDATES)
            asked += 1
            kept += pk_of[partner[row["id"]]] in {item.pk for item in near}
    assert kept / asked >= 0.97, f"{kept} of {asked}"


# --- pairs and decisions -----------------------------------------------------------------------------------------------


@pytest.fixture
def both(db) -> tuple[Actor, Actor]:
    place = {"street": "Lindenplatz 2", "postal_code": "37992", "city": "Auenberg"}
    return ActorFactory(name="Kita Regenbogen", **place), ActorFactory(name="=Kita Regenbogen e. V.", **place)


@pytest.fixture
def office(client) -> User:
    user = UserFactory(role=User.Role.COORDINATION)
    client.force_login(user)
    return user


def pairs() -> list[tuple[int, int]]:
    return [(item.first, item.second) for item in alike_pairs()]


def test_a_decision_is_remembered_until_one_of_them_changes_substantially(both, office, client):
    assert pairs() == [(both[0].pk, both[1].pk)]
    answers = {"erstes": both[1].slug, "zweites": both[0].slug, "begruendung": "Zwei Häuser."}
    client.post(reverse("actors:decide"), answers)
    decision = DuplicateDecision.objects.get()
    assert (decision.first, decision.reason, decision.decided_by) == (both[0], "Zwei Häuser.", office)
    assert pairs() == []
    Actor.objects.filter(pk=both[0].pk).update(description="Neu beschrieben")
    assert pairs() == []
    Actor.objects.filter(pk=both[0].pk).update(phone="05555 123456")
    assert len(pairs()) == 1


def test_a_decision_can_be_taken_back_once(both, office, client):
    client.post(reverse("actors:decide"), {"erstes": both[0].slug, "zweites": both[1].slug})
    decision = DuplicateDecision.objects.get()
    for _click in range(2):
        assert client.post(reverse("actors:undo_decision", args=[decision.pk])).status_code == 302
    decision.refresh_from_db()
    assert decision.undone_by == office
    assert len(pairs()) == 1


def test_the_page_shows_both_sides_and_the_table_is_harmless(both, office, client):
    page = client.get(reverse("actors:duplicates")).content.decode()
    assert "vermutlich dasselbe" in page
    assert "gleiche Anschrift" in page
    assert reverse("actors:merge") not in page, "Koordination decides, curators merge"
    assert "Kita" not in client.get(reverse("actors:duplicates"), {"stadtteil": "nordstadt"}).content.decode()
    table = client.get(reverse("actors:duplicates_csv")).content.decode("utf-8-sig").splitlines()
    assert table[0] == "kennung_a;name_a;kennung_b;name_b;aehnlichkeit;urteil;dafuer;dagegen"
    assert table[1].startswith(";Kita Regenbogen;;'=Kita Regenbogen e. V.;")


def test_curators_merge_from_the_pages_and_part_again(both, client):
    client.force_login(UserFactory(role=User.Role.CURATION))
    kept, merged = both
    start = client.get(kept.get_absolute_url()).content.decode()
    assert f"{reverse('actors:merge')}?bleibt={kept.slug}" in start
    suggested = client.get(reverse("actors:merge"), {"bleibt": kept.slug}).content.decode()
    assert f"geht={merged.slug}" in suggested
    unknown = client.get(
        reverse("actors:merge"), {"bleibt": kept.slug, "mit": "Gibt es nicht"}
    ).content.decode()
    assert "„Gibt es nicht“ steht nicht im Verzeichnis" in unknown
    side_by_side = client.get(reverse("actors:merge"), {"bleibt": kept.slug, "mit": merged.name.upper()})
    assert 'name="name" value="geht"' in flat(side_by_side.content.decode())
    answers = {"bleibt": kept.slug, "geht": merged.slug, "name": "geht", "begruendung": "dasselbe Haus"}
    response = client.post(reverse("actors:merge"), answers)
    record = Merge.objects.get()
    kept.refresh_from_db()
    assert (response["Location"], kept.name, record.reason) == (
        f"{kept.get_absolute_url()}#zusammengefuehrt",
        merged.name,
        "dasselbe Haus",
    )
    assert "Wieder trennen" in client.get(reverse("actors:duplicates")).content.decode()
    client.post(reverse("actors:undo_merge", args=[record.pk]))
    assert set(Actor.objects.values_list("name", flat=True)) == {"Kita Regenbogen", "=Kita Regenbogen e. V."}


@pytest.mark.parametrize("role", [None, *User.Role])
def test_who_merges_and_parts_by_sending(both, client, role):
    record = merge(ActorFactory(), ActorFactory(), by=UserFactory())
    if role:
        client.force_login(UserFactory(role=role))
    may = role in {User.Role.CURATION, User.Role.SYSTEM}
    client.post(reverse("actors:merge"), {"bleibt": both[0].slug, "geht": both[1].slug})
    client.post(reverse("actors:undo_merge", args=[record.pk]))
    record.refresh_from_db()
    assert (Actor.objects.filter(pk=both[1].pk).exists(), record.undone_at is not None) == (not may, may)
    decides = client.post(reverse("actors:decide"), {"erstes": both[0].slug, "zweites": "gibt-es-nicht"})
    assert decides.status_code == {None: 302, User.Role.REGISTERED: 403}.get(role, 404)


def test_undo_that_is_impossible_says_why(both, client):
    client.force_login(UserFactory(role=User.Role.CURATION))
    Actor.objects.filter(pk=both[1].pk).update(kennung="A1")
    record = merge(*(Actor.objects.get(pk=actor.pk) for actor in both), by=UserFactory())
    Reservation.objects.filter(value="A1").delete()  # as where it was taken before values were reserved
    ActorFactory(kennung="A1")
    page = client.post(reverse("actors:undo_merge", args=[record.pk]), follow=True).content.decode()
    assert "Adresse oder Kennung sind inzwischen vergeben" in page
    assert not Actor.objects.filter(pk=both[1].pk).exists()


@pytest.mark.parametrize(
    ("chosen", "address"), [(1, None), (2, "/doppelstrukturen/akteure/zusammenfuehren/"), (3, None)]
)
def test_the_action_of_the_admin_takes_exactly_two(both, client, chosen, address):
    client.force_login(UserFactory(role=User.Role.CURATION))
    entries = [*both, ActorFactory()][:chosen]
    data = {"action": "merge", "_selected_action": [actor.pk for actor in entries]}
    response = client.post(reverse("admin:actors_actor_changelist"), data)
    if address:
        assert response["Location"] == f"{address}?bleibt={both[0].slug}&geht={both[1].slug}"
    else:
        assert response["Location"].startswith("/admin/actors/actor/")
