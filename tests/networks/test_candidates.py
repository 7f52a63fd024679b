"""Which keys of a proposal are looked for, and what a person is told of what was found."""

from __future__ import annotations

from collections import Counter

import pytest

from duplicates.blocking import REFRESHED_AT_ONCE
from duplicates.scoring import RELATED, SAME, Match, Model
from networks.models import Network, StaleBlockingRecord
from networks.recognition import blocking, candidates
from networks.recognition.candidates import (
    FoundNetwork,
    NetworkStatistics,
    key_weight,
    too_little,
    wanted_keys,
)
from networks.recognition.structures import Structure
from tests.factories import NetworkFactory


def match(verdict: str) -> Match:
    return Match(0.5, verdict, Structure(), {}, Model({}, {}, 0.0, 0.9, 0.1))


def statistics(proposal: Structure, often: dict[str, int], **fields: object) -> NetworkStatistics:
    """As if each key of the proposal were borne by 10 networks, or by so many."""
    keys = Counter(dict.fromkeys(blocking.keys_of(proposal), 10) | often)
    return NetworkStatistics(keys=keys, public=1_000, **fields)


@pytest.mark.parametrize(
    ("key", "value"),
    [("r:x", 1.0), ("f:x", 0.5), ("g:x", 0.12), ("a:x", 1.2), ("m:x", 0.6), ("t:x", 0.3)],
)
def test_worth_of_a_key_by_its_kind(key, value):
    assert key_weight(key, 0, 100) == pytest.approx(value)
    assert key_weight(key, 100, 100) < value * 0.05


WALD = Structure(name="Wald", themes=frozenset({"Natur"}))


def test_rare_keys_come_first_until_enough_rows_were_looked_at():
    wanted = wanted_keys(WALD, statistics(WALD, {"t:Natur": 5_000, "g:wald": 2_000}))
    assert [*wanted][-1] == "g:wald"
    assert "t:Natur" not in wanted
    assert "t:Natur" in wanted_keys(WALD, statistics(WALD, {"t:Natur": 5_000}))
    assert wanted["r:wald"] == key_weight("r:wald", 10, 1_000)


def test_a_sample_stands_for_all():
    wanted = wanted_keys(WALD, statistics(WALD, {"t:Natur": 2_500}, scale=3.0))
    assert "t:Natur" not in wanted
    assert wanted["r:wald"] == key_weight("r:wald", 30, 1_000)


def test_the_rarest_key_is_looked_for_however_often_it_is():
    theme = Structure(themes=frozenset({"Natur"}))
    keys = dict.fromkeys(blocking.keys_of(theme), 7_000)
    assert len(wanted_keys(theme, statistics(theme, keys))) == 1


@pytest.mark.parametrize(
    ("verdict", "network", "words"),
    [
        (SAME, Network(status="aktiv"), "gibt es schon"),
        (SAME, Network(status="beendet"), "gab es schon"),
        (SAME, None, "gibt es schon"),
        (RELATED, Network(status="beendet"), "verwandt"),
    ],
)
def test_verdict_in_words(verdict, network, words):
    found = FoundNetwork(match(verdict), network)
    assert (found.verdict, found.is_same) == (words, verdict == SAME)


def test_what_somebody_may_not_see_leads_nowhere():
    assert FoundNetwork(match(SAME), None).join_address == ""


@pytest.mark.parametrize(
    ("proposal", "named", "sentence"),
    [
        (Structure(name=" Runde "), "", "„Runde“ sagt noch nicht, worum es geht."),
        (Structure(purpose=" heute "), "", "„heute“ sagt noch nicht genau genug, worum es geht."),
        (Structure(purpose="heute " * 20), "", f"„{('heute ' * 14)[:79]}…“ sagt noch nicht genau genug, worum es geht."),
        (Structure(members=frozenset({"1"})), "", "Wer mitmacht, sagt noch nicht, worum es geht."),
        (Structure(), "Kita Igel", "Wer mitmacht, sagt noch nicht, worum es geht."),
        (Structure(themes=frozenset({"a"})), " ", "Die Auswahl allein sagt noch nicht, worum es geht."),
        (Structure(name="Mathematik"), "", ""),
    ],
)  # fmt: skip
def test_what_says_too_little_is_told(monkeypatch, proposal, named, sentence):
    monkeypatch.setattr(candidates, "current_statistics", NetworkStatistics)
    assert too_little(proposal, [], named=named) == sentence
    hidden, shown = FoundNetwork(match(SAME), None), FoundNetwork(match(SAME), Network())
    assert too_little(proposal, [hidden], named=named) == sentence
    assert too_little(proposal, [hidden, shown], named=named) == ""


def test_what_was_loaded_just_now_is_found_at_once(db):
    """An entry is marked for each of its rows while it is loaded: the first who asks reads no „nichts Ähnliches“ for it."""
    loaded = NetworkFactory(name="Anderes"), NetworkFactory(name="Vorlesekreis Lindenau")
    StaleBlockingRecord.objects.all().delete()
    often = [loaded[0].pk] * (REFRESHED_AT_ONCE + 1)
    StaleBlockingRecord.objects.bulk_create(
        StaleBlockingRecord(network_id=pk) for pk in (*often, loaded[1].pk)
    )
    NetworkStatistics._kept.clear()
    found = candidates.find(Structure(name="Vorlesekreis Lindenau"))
    assert [match.existing.name for match in found] == ["Vorlesekreis Lindenau"]
