"""The years against a naive recomputation, and what the page says about them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.development import MOST_YEARS, Year, development, kept_development
from insight.reading import snapshot_for
from insight.snapshot import Audience
from networks.models import Membership, Network
from tests.factories import ActorFactory, MembershipFactory, NetworkFactory
from tests.insight.landscape import TODAY, landscape, round_of

DAYS = st.one_of(st.none(), st.dates(date(1995, 1, 1), date(2028, 12, 31)))
SPANS = st.tuples(DAYS, DAYS, st.sampled_from(["aktiv", "ruhend", "geplant", "beendet"]))


def networks(spans):
    facts = ({"begins_on": begin, "ends_on": end, "status": status} for begin, end, status in spans)
    return list(landscape([round_of("AB", facts=one) for one in facts]).networks.values())


@given(st.lists(SPANS, max_size=8))
def test_every_year_counts_what_was_there_at_its_end(spans):
    found = development(networks(spans), {}, {}, TODAY)
    meant = [span for span in spans if span[2] != "geplant"]
    known = [(begin, end) for begin, end, status in meant if begin and not (status == "beendet" and not end)]
    assert found.unknown == len(meant) - len(known)
    for year in found.years:
        last = TODAY if year.year == TODAY.year else date(year.year, 12, 31)
        assert year.networks == sum(begin <= last and (end is None or end > last) for begin, end in known)
        assert year.begun == sum(begin.year == year.year and begin <= TODAY for begin, end in known)
        assert year.ended == sum(
            bool(end) and end.year == year.year and begin <= TODAY >= end for begin, end in known
        )
    years = [year.year for year in found.years]
    assert years == sorted(years) and len(years) <= MOST_YEARS
    assert not years or years[-1] == TODAY.year


def test_seats_by_year():
    found = development(networks([(date(2025, 5, 1), None, "aktiv")]), {2026: 3, 2019: 9}, {2025: 1}, TODAY)
    assert found.years == [Year(2025, 1, 1, 0, 0, 1), Year(2026, 1, 0, 0, 3, 0)]


def test_auenberg_equals_the_design(auenberg, time_machine) -> None:
    """106 at the end, 4 in 2002: `seiten.py` counted them from the tables alone."""
    found = kept_development(snapshot_for(Audience.PUBLIC))
    years = {year["year"]: year["networks"] for year in found["years"]}
    today = snapshot_for(Audience.PUBLIC).today
    for year, number in years.items():
        last = min(date(year, 12, 31), today)
        there = Network.objects.published().filter(begins_on__lte=last).exclude(status="geplant")
        assert number == sum(not one.ends_on or one.ends_on > last for one in there), year


@pytest.mark.django_db
def test_seats_are_those_that_this_audience_may_know_of() -> None:
    network, hidden = (
        NetworkFactory(begins_on=date(2020, 1, 1)),
        NetworkFactory(review_status="entwurf", begins_on=date(2020, 1, 1)),
    )
    actor, secret = ActorFactory(), ActorFactory(review_status="entwurf")
    since = {"since": date(2021, 3, 1)}
    MembershipFactory(network=network, actor=actor, **since, until=date(2023, 1, 1))
    MembershipFactory(network=network, actor=secret, **since)
    MembershipFactory(network=hidden, actor=actor, **since)
    MembershipFactory(network=network, actor=ActorFactory(), state=Membership.State.INVITED, **since)
    public = {one["year"]: one for one in kept_development(snapshot_for(Audience.PUBLIC))["years"]}
    assert (public[2021]["joined"], public[2021]["networks"], public[2023]["left"]) == (1, 1, 1)
    office = {one["year"]: one for one in kept_development(snapshot_for(Audience.COORDINATION))["years"]}
    assert (office[2021]["joined"], office[2021]["networks"]) == (3, 2)
