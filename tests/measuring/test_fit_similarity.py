"""Weights fitted to collections, lists, and what people decided here."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import User
from actors.recognition import features as actor_features
from actors.recognition import merging as actor_merging
from actors.recognition import pairs as actor_pairs
from actors.recognition import scoring as actor_scoring
from duplicates.scoring import read_model
from measuring import evaluation
from networks.recognition import features as network_features
from networks.recognition import pairs as network_pairs
from networks.recognition import scoring as network_scoring
from tests.factories import ActorFactory, NetworkFactory, UserFactory

SMALL = "measuring/collections/kranach=Kranach"


def fitted(out: Path, *arguments: str) -> str:
    said = io.StringIO()
    call_command("fit_similarity", *arguments, "--out", str(out), stdout=said)
    return said.getvalue()


def test_collections_are_where_the_container_image_has_them():
    """A Kommune re-fits in the image, which has no tests and no development packages."""
    kept = {
        line[1:].rstrip("/")
        for line in (settings.BASE_DIR / ".dockerignore").read_text().split()
        if line[0] == "!"
    }
    folders = {Path(folder).parts[0] for folder in evaluation.FITTED_ON | evaluation.UNSEEN}
    assert folders <= kept
    assert all((settings.BASE_DIR / folder / "wahrheit.csv").exists() for folder in evaluation.FITTED_ON)


def test_a_collection_gives_weights_and_says_how_good_they_are(db, tmp_path):
    said = fitted(tmp_path / "m.toml", SMALL, "--same-from", "0.6")
    model = read_model(tmp_path / "m.toml", network_features.SIGNALS)
    assert (model.same_from, model.related_from) == (0.6, network_scoring.shipped_model().related_from)
    assert model.weights["name"] > 0 > model.weights["ort_gegen"]
    assert said.strip().startswith("kranach (as fitted): recall@1 1.000")
    assert said.strip() in (tmp_path / "m.toml").read_text().replace("# ", "").replace("#  ", "")


def test_decisions_about_networks_move_the_weights(db, tmp_path):
    fitted(tmp_path / "before.toml", SMALL)
    first, second = NetworkFactory.create_batch(2, name="Vorlesekreis", purpose="Wir lesen Kindern vor.")
    network_pairs.decide(first, second, decision="verschieden", by=UserFactory(role=User.Role.CURATION))
    fitted(tmp_path / "after.toml", SMALL, "--decisions")
    models = [read_model(tmp_path / name, network_features.SIGNALS) for name in ("before.toml", "after.toml")]
    assert models[1].weights["name"] < models[0].weights["name"]


@pytest.fixture
def decided(db) -> None:
    """One institution that was entered twice, and two of one name in two towns."""
    curator = UserFactory(role=User.Role.CURATION)
    twins = [
        ActorFactory(name=name, city="Auenberg", phone="05555 4711") for name in ("VHS", "Volkshochschule")
    ]
    actor_merging.merge(*twins, by=curator)
    others = [ActorFactory(name="Stadtbücherei", city=town) for town in ("Auenberg", "Flensburg")]
    actor_pairs.decide(*others, by=curator)


def test_decisions_about_actors_are_known(decided):
    rows, is_same = actor_pairs.decided_signals()
    same, apart = (dict(zip(actor_features.SIGNALS, row, strict=True)) for row in rows)
    assert is_same == [True, False]
    assert (same["telefon"], same["name_gleich"], same["ort"]) == (1.0, 1.0, 1.0)
    assert (apart["name_gleich"], apart["ort_gegen"], apart["telefon"]) == (1.0, 1.0, 0.0)


def test_actors_learn_from_decisions(decided, tmp_path):
    said = fitted(tmp_path / "m.toml", "--actors", "--decisions")
    model = read_model(tmp_path / "m.toml", actor_features.SIGNALS)
    shipped = actor_scoring.shipped_model()
    assert "decided here: 1 of 2 pairs are the same" in said
    assert {name: model.weights[name] for name in model.by_hand} == {
        name: shipped.weights[name] for name in shipped.by_hand
    }
    assert model.weights["telefon"] > 0


def test_actors_learn_from_lists(db, tmp_path):
    """Two lists of schools, one line of each the same school; the keys lie in the half that is learnt from."""
    two = tmp_path / "schleswig_holstein" / "gleiche_schulen"
    school = {
        "strasse": "Kaistr. 2",
        "plz": "24937",
        "ort": "Flensburg",
        "telefon": "0461 4711",
        "website": "",
    }
    write(two / "a_2016.csv", [
        {"id": "a1", "name": "Goethe-Schule", "adresse": "Kaistr. 2, 24937 Flensburg", "telefon": "0461 4711", "traeger": ""},
        {"id": "A2", "name": "Goethe-Gymnasium", "adresse": "Kaistr. 9, 24937 Flensburg", "telefon": "0461 99", "traeger": ""},
    ])  # fmt: skip
    write(two / "b_2025.csv", [{"id": "b1", "name": "Goetheschule", **school}])
    write(two / "pairs.csv", [{"id_a": "a1", "id_b": "b1"}])
    rows = [{"row": str(number), "state": "BW", "cluster": "x17", "name": "Hafenschule", "address": "Kai 1, 24937 Flensburg", "phone": "null"}
            for number in (1, 2)]  # fmt: skip
    write(tmp_path / "schulen" / "gleiche_schulen_in_einer_liste.csv", rows)
    said = fitted(tmp_path / "m.toml", "--schools", str(tmp_path))
    assert "Schleswig-Holstein 2016 and 2025: 1 of 2 pairs are the same" in said
    assert "lists with a row for every Schulform, no telephone: 1 of 1 pairs are the same" in said


def write(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0].keys())
        table.writeheader()
        table.writerows(rows)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--actors"], "Für Akteure braucht es Listen"),
        (["--actors", "--decisions"], "Ohne ein einziges Paar"),
        (["gibt/es/nicht=Nirgendwo"], "Daraus lässt sich nichts lernen"),
        (["--schools", "gibt/es/nicht"], "Daraus lässt sich nichts lernen"),
        ([SMALL, "--same-from", "7"], "„7“ liegt nicht zwischen 0 und 1"),
        ([SMALL, "--related-from", "viel"], "„viel“ liegt nicht zwischen 0 und 1"),
    ],
)
def test_what_cannot_be_learnt_from_is_said_and_nothing_is_written(db, tmp_path, arguments, said):
    with pytest.raises(CommandError, match=said):
        fitted(tmp_path / "m.toml", *arguments)
    assert not (tmp_path / "m.toml").exists()
