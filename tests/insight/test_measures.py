import json

import pytest

from insight import graph
from insight.kept import MEASURES, compute_measure, result_of
from insight.measures import bridges_in, fields_in, ties_in
from insight.models import KeptResult
from insight.reading import snapshot_for
from insight.snapshot import Audience
from tests.insight.landscape import landscape, round_of

CITY = landscape([round_of("ABC"), round_of("BCDE"), round_of("DEF"), round_of("FG")])


def test_bridges_can_be_kept():
    data = json.loads(json.dumps(MEASURES["bridges"].compute(CITY)))
    assert bridges_in(data, CITY) == graph.bridges(CITY) != []


def test_fields_can_be_kept():
    data = json.loads(json.dumps(MEASURES["fields"].compute(CITY)))
    found = graph.ties(CITY)
    assert ties_in(data, CITY) == found.strongest != []
    assert fields_in(data, CITY) == graph.fields(found.strongest)
    assert data["total"] == found.total


def test_what_was_kept_of_an_entry_that_is_hidden_by_now_is_left_out():
    data = {name: MEASURES[name].compute(CITY) for name in ("bridges", "fields")}
    now = landscape([round_of("ABC"), round_of("BC")])
    assert all(one.actor in now.rounds for one in bridges_in(data["bridges"], now))
    assert [pair.number for pair in ties_in(data["fields"], now)] == [2]
    assert {one.entry for field in fields_in(data["fields"], now) for one in field} <= set(now.active)


def test_large_ones_are_left_to_the_worker(auenberg, monkeypatch):
    monkeypatch.setattr("insight.measures.QUICK_SEATS", 10)
    city = snapshot_for(Audience.PUBLIC)
    assert result_of("bridges", city).data is None
    compute_measure.func("bridges", "oeffentlich", "")
    row = KeptResult.objects.get()
    assert bridges_in(row.data, city)[0] == pytest.approx(graph.bridges(city)[0])
    assert result_of("bridges", city).is_current
