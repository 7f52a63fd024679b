"""What two networks may have in common, as keys, and how a structure is kept."""

from __future__ import annotations

import json
from datetime import date

import pytest

from actors.models import Actor
from networks.models import Membership, Network
from networks.recognition.blocking import TABLE, from_json, keys_of, knowledge_key, read_structures, to_json
from networks.recognition.structures import Structure
from networks.recognition.wording import knowledge
from tests.factories import (
    ActorFactory,
    DistrictFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    TargetGroupFactory,
    ThemeFactory,
)


def keys(kind: str, **fields: object) -> set[str]:
    found = keys_of(Structure(**fields))
    assert found == sorted(set(found))
    return {key[2:] for key in found if key[0] == kind}


def test_roots_of_names_and_purpose_that_say_something():
    found = keys(
        "r", name="Runder Tisch Wald", short_name="Orgel", other_names=("Pferd",), purpose="heute Mathematik"
    )
    assert found == {"wald", "orgel", "pferd", "mathematik"}


def test_word_fields_of_the_texts():
    assert keys("f", purpose="Teenager") & keys("f", name="Jugendliche")
    assert not keys("f", purpose="Teenager") & keys("f", name="Wald")


@pytest.mark.parametrize(
    ("names", "letters"),
    [
        ({"name": "Wald AG"}, {"wald", "alda", "ldag"}),
        ({"name": "Wal", "other_names": ("Hort",)}, {"wal", "hort"}),
        ({"name": "Wald", "short_name": "Hort"}, {"wald"}),
        ({"name": "Wald" + "x" * 300}, {"wald", "aldx", "ldxx", "dxxx", "xxxx"}),
        ({"name": "xx " * 66 + "yzzz"}, {"xxxx", "xxxy", "xxyz"}),  # 200 characters are read
    ],
)
def test_four_letters_of_a_name(names, letters):
    assert keys("g", **names) == letters


@pytest.mark.parametrize(
    ("names", "acronyms"),
    [
        ({"name": "Bildung für Neuzugewanderte"}, {"bfn", "bn"}),
        ({"name": "Wald", "short_name": "BfN"}, {"bfn"}),
        ({"name": "QD KTP Wald"}, {"qd", "ktp"}),
        ({"name": "Wald"}, set()),
    ],
)
def test_acronyms(names, acronyms):
    assert acronyms <= keys("a", **names)
    assert all(len(acronym) > 1 for acronym in keys("a", **names))


def test_people_and_themes():
    fields = {"members": frozenset({"1"}), "coordinator": "2", "themes": frozenset({"Lesen"})}
    assert (keys("m", **fields), keys("t", **fields)) == ({"1", "2"}, {"Lesen"})


FULL = Structure(
    key=7,
    kennung="N1",
    name="Wald",
    other_names=("Forst",),
    themes=frozenset({"b", "a"}),
    target_groups=frozenset({"c"}),
    districts=frozenset({"d"}),
    members=frozenset({"2", "1"}),
    is_citywide=True,
    since=2020,
)


def test_what_says_nothing_is_not_kept():
    assert to_json(FULL) == {
        "kennung": "N1", "name": "Wald", "other_names": ("Forst",), "themes": ["a", "b"], "target_groups": ["c"],
        "districts": ["d"], "members": ["1", "2"], "is_citywide": True, "since": 2020,
    }  # fmt: skip
    assert to_json(Structure(key=7)) == {}


def test_what_is_kept_is_read_back():
    assert from_json(json.loads(json.dumps(to_json(FULL))), 7) == FULL
    assert from_json({}) == Structure()


def test_keys_are_those_of_todays_knowledge():
    assert knowledge_key() == f"v:{knowledge()}"
    assert TABLE.bears() == [knowledge_key()]


def test_a_stored_network_is_read_with_all_that_is_compared(db):
    actor, hidden = ActorFactory(), ActorFactory(review_status=Actor.ReviewStatus.SUBMITTED)
    town = MunicipalityFactory()
    quarter = DistrictFactory(name="Lindenau", parent=town)
    full = NetworkFactory(
        kennung="N1", name="Vorlesekreis", short_name="VK", other_names=["Lesekreis"], purpose="Vorlesen.", goals="Mehr lesen.",
        format__name="Runder Tisch", coordinator=actor, themes=[ThemeFactory(name="Lesen")],
        target_groups=[TargetGroupFactory(name="Kinder")], districts=[quarter], begins_on=date(2020, 5, 1),
        ends_on=date(2024, 7, 31), status=Network.Status.ENDED,
    )  # fmt: skip
    bare = NetworkFactory(name="Runde", coordinator=hidden, format__name="Runde", districts=[town])
    waiting = {"actor": hidden, "state": Membership.State.INVITED}
    for network, member in ((full, {"actor": actor}), (full, {"actor": hidden}), (bare, waiting)):
        MembershipFactory(network=network, **member)
    MembershipFactory(network=bare, state=Membership.State.INVITED)
    MembershipFactory(network=bare, until=date(2020, 1, 1))
    assert dict(read_structures([full.pk, bare.pk, 0])) == {
        full.pk: Structure(
            key=full.pk, kennung="N1", name="Vorlesekreis", short_name="VK", other_names=("Lesekreis",),
            format="Runder Tisch", purpose="Vorlesen. Mehr lesen.", themes=frozenset({"Lesen"}),
            target_groups=frozenset({"Kinder"}), districts=frozenset({"Lindenau"}), coordinator=str(actor.pk),
            members=frozenset({str(actor.pk)}), status="beendet", since=2020, ended_in=2024,
        ),
        bare.pk: Structure(
            key=bare.pk, name="Runde", format="Runde", is_citywide=True, status=bare.status
        ),
    }  # fmt: skip
