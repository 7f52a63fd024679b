"""The facts of a report against naive recomputation with the ORM, and what a public report must never hold."""

import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from insight.coverage import CellKind, group_cell, place_cell
from insight.load import LoadRule, loads, meetings_a_year
from insight.models import Chapter, CommitteeReport, CountingRule
from insight.overlap import Advice, advised, pairs
from insight.reading import snapshot_for
from insight.reports.composing import compose
from insight.reports.periods import ReportSpan
from insight.reports.reading import facts_of, public_scope
from insight.snapshot import Audience
from networks.models import DuplicateDecision, Meeting, Network, Update
from tests.factories import (
    ActorFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    UpdateFactory,
    UserFactory,
)
from vocabulary.models import District, TargetGroup, Theme

EVERYBODY = AnonymousUser()


def year() -> ReportSpan:
    """The last 365 days, whatever today is."""
    today = timezone.localdate()
    return ReportSpan(today - timedelta(days=364), today)


def report(**changes) -> CommitteeReport:
    span = year()
    fields = {"title": "B", "first_day": span.first, "last_day": span.last, "chapters": [*Chapter.values]}
    return CommitteeReport(**fields | changes)


def test_facts_of_the_whole_city(auenberg) -> None:
    span = year()
    facts = facts_of(public_scope(""), span)
    city = snapshot_for(Audience.PUBLIC)
    public = Network.objects.visible_to(EVERYBODY)
    active = public.filter(status="aktiv")

    assert facts.snapshot.audience is Audience.PUBLIC
    assert len(facts.snapshot.active) == active.count()
    assert facts.city == "Gesamte Stadt"
    assert facts.around == active.filter(districts__level=District.Level.MUNICIPALITY).distinct().count()

    told = Update.objects.filter(
        network__in=public, is_public=True, date__gte=span.first, date__lte=span.last
    )
    assert sorted((one.day, one.kind, one.text) for one in facts.told) == sorted(
        told.values_list("date", "kind", "text")
    )

    now = timezone.now()
    held = [
        meeting.network_id
        for meeting in Meeting.objects.filter(
            network__in=public, visibility="oeffentlich", is_cancelled=False
        )
        if timezone.localdate(meeting.start) in span
        and (
            timezone.localdate(meeting.start) < timezone.localdate()
            if meeting.is_all_day
            else meeting.start < now
        )
    ]
    assert sum(facts.held.values()) == len(held)
    assert {facts.snapshot.pks[entry] for entry in facts.held} == set(held)

    due = timezone.localdate() - settings.CONFIRM_EVERY["netzwerk"]
    stale = {one.pk for one in active if one.confirmed_or_published_on <= due}
    assert {facts.snapshot.pks[entry] for entry in facts.stale} == stale

    assert facts.doubles == advised(pairs(city), Advice.MERGE)
    assert [load for _name, load in facts.busiest] == loads(city, LoadRule())[:8]
    assert facts.busiest[0][0].name == "Jugendamt der Stadt Auenberg"
    assert facts.meetings_a_year == round(meetings_a_year(city))


def test_gaps_and_groups_are_those_of_single_cells(auenberg) -> None:
    facts, city = facts_of(public_scope(""), year()), snapshot_for(Audience.PUBLIC)
    whole = District.objects.get(level=District.Level.MUNICIPALITY)
    central = set(CountingRule.current().central_districts.all())
    cells = {
        (theme.name, place.name): place_cell(
            city, theme.slug, place.slug, whole=whole.slug, is_central=place in central
        )
        for theme in Theme.objects.filter(parent=None)
        for place in District.objects.filter(parent=whole)
    }
    expected = {key: cell.kind for key, cell in cells.items() if cell.kind in (CellKind.GAP, CellKind.CHECK)}
    assert {(one.theme, one.place): one.cell.kind for one in facts.gaps} == expected
    assert len(expected) >= 5
    groups = {one.name: group_cell(city, "zielgruppe", one.slug) for one in TargetGroup.objects.all()}
    assert {one.name: (one.cell.networks, one.cell.actors) for one in facts.groups} == {
        name: (cell.networks, cell.actors) for name, cell in groups.items()
    }


def test_stock_and_course_are_those_of_the_rows(auenberg) -> None:
    facts = facts_of(public_scope(""), year())
    rows = Network.objects.visible_to(EVERYBODY).exclude(status="geplant")
    for day in (date(2014, 12, 31), date(2020, 6, 1), timezone.localdate()):
        there = [
            one
            for one in rows
            if (one.begins_on is None or one.begins_on <= day) and (one.ends_on is None or one.ends_on > day)
        ]
        assert facts.stock_on(day) == len(there)
    begun = {one.pk for one in rows if one.begins_on and one.begins_on in facts.span}
    assert {one.pk for one in facts.begun} == begun


def test_a_choice_narrows_all_that_is_told(auenberg) -> None:
    slug = "lindenau"
    facts = facts_of(public_scope(f"stadtteil={slug}"), year())
    there = Network.objects.visible_to(EVERYBODY).filter(districts__slug=slug)
    assert {one.pk for one in facts.snapshot.networks.values()} == set(there.values_list("pk", flat=True))
    told = Update.objects.filter(
        network__in=there, is_public=True, date__range=(facts.span.first, facts.span.last)
    )
    assert len(facts.told) == told.count()
    content = compose(report(scope=f"stadtteil={slug}"))
    assert content["scope"] == "Stadtteil: Lindenau"


@pytest.mark.django_db
def test_nothing_hidden_and_nothing_internal_is_in_a_report() -> None:
    shown = NetworkFactory(name="Sichtbarer Kreis", status="aktiv")
    hidden = NetworkFactory(name="Verborgener Kreis", review_status="eingereicht", status="aktiv")
    actor = ActorFactory(name="Sichtbares Haus")
    secret = ActorFactory(name="Verborgenes Haus", review_status="eingereicht")
    today = timezone.localdate()
    for network in (shown, hidden):
        for member in (actor, secret):
            MembershipFactory(network=network, actor=member)
        UpdateFactory(network=network, date=today, kind="problem", text=f"öffentlich von {network}")
        UpdateFactory(network=network, date=today, text=f"internes Wort von {network}", is_public=False)
        for visibility in Meeting.Visibility:
            MeetingFactory(
                network=network,
                visibility=visibility,
                start=timezone.now() + timedelta(days=3),
                is_all_day=False,
            )
            MeetingFactory(network=network, visibility=visibility, start=timezone.now() - timedelta(days=3))
    content = compose(report())
    said = json.dumps(content, ensure_ascii=False)
    assert "öffentlich von Sichtbarer Kreis" in said
    assert "Sichtbares Haus" in said
    for word in ("Verborgen", "internes Wort"):
        assert word not in said
    facts = facts_of(public_scope(""), year())
    assert (sum(facts.held.values()), len(facts.snapshot.agreed)) == (1, 1)


@pytest.mark.django_db
def test_pairs_settled_in_the_period_are_counted_and_left_out() -> None:
    networks = [NetworkFactory(review_status=state) for state in ("veroeffentlicht",) * 3 + ("eingereicht",)]
    by = UserFactory()

    def decide(first, second, days_ago):
        one = DuplicateDecision.objects.create(
            first=networks[first], second=networks[second], decision="verschieden", decided_by=by
        )
        at = timezone.now() - timedelta(days=days_ago)
        DuplicateDecision.objects.filter(pk=one.pk).update(decided_at=at)
        return one

    decide(0, 1, 10)
    decide(1, 2, 500)
    decide(0, 3, 10)
    decide(0, 2, 10).note_undone(by)
    settled = facts_of(public_scope(""), year()).settled
    keys = [one.pk for one in networks]
    assert settled.apart == {(keys[0], keys[1]), (keys[1], keys[2])}
    assert settled.decided == 1


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_entries() -> None:
    def fill(number):
        for _n in range(number):
            network = NetworkFactory(status="aktiv")
            MembershipFactory(network=network, actor=ActorFactory())
            UpdateFactory(network=network, date=timezone.localdate())

    counts = []
    for number in (2, 6):
        fill(number)
        snapshot_for(Audience.PUBLIC)
        with CaptureQueriesContext(connection) as queries:
            compose(report())
        counts.append(len(queries))
    assert counts[0] == counts[1] < 40


@pytest.mark.django_db
def test_a_word_that_is_gone_is_said_and_not_passed_over() -> None:
    NetworkFactory()
    content = compose(report(scope="stadtteil=gibt-es-nicht"))
    assert len(content["notices"]) == 1
