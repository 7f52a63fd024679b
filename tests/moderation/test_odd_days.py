"""Stored days that nobody can mean are named to the curators, with the way to the form that puts them right."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from actors.models import Actor
from mailing.schedule import all_jobs, run_jobs
from networks.models import Meeting, Membership, Network
from tests import factories
from vocabulary.odd_days import odd_days, watched

pytestmark = pytest.mark.django_db


@pytest.fixture
def odd(time_machine) -> dict[str, object]:
    """Some of which only the constraint of an older database let in."""
    time_machine.move_to(datetime(2026, 12, 1, 12, tzinfo=UTC))
    network = factories.NetworkFactory(name="Lesenetz", begins_on=date(2099, 12, 31))
    seat = factories.MembershipFactory(network=network, until=date(2200, 12, 31))
    meeting = factories.MeetingFactory(network=network, start=datetime(1899, 12, 31, 9, tzinfo=UTC))
    actor = factories.ActorFactory(name="Kita", confirmed_at=date(2026, 12, 2))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE networks_membership DROP CONSTRAINT membership_days")
        cursor.execute("UPDATE networks_membership SET until = 'infinity'")
    return {"network": network, "seat": seat, "meeting": meeting, "actor": actor}


def test_every_field_with_bounds_is_watched_and_ordinary_days_are_not_told():
    assert {"networks.Meeting.start", "networks.Membership.until", "actors.ContactPerson.consent_on"} <= {
        str(field) for field, _bounds in watched()
    }
    factories.MeetingFactory()
    factories.NetworkFactory(begins_on=date(1848, 5, 18))
    assert list(odd_days()) == []


def test_what_lies_outside_is_found(odd):
    found = {(type(one.row), one.row.pk, one.field.name): one.shown for one in odd_days()}
    assert found == {
        (Network, odd["network"].pk, "begins_on"): "31. Dezember 2099",
        (Membership, odd["seat"].pk, "until"): "31. Dezember 2200 oder später",
        (Meeting, odd["meeting"].pk, "start"): "31. Dezember 1899",
        (Actor, odd["actor"].pk, "confirmed_at"): "2. Dezember 2026",
    }


def test_a_moment_counts_by_the_day_here(time_machine):
    time_machine.move_to(datetime(2026, 12, 1, 12, tzinfo=UTC))
    inside = factories.MeetingFactory(start=datetime(2036, 12, 1, 22, 59, tzinfo=UTC))
    outside = factories.MeetingFactory(start=datetime(2036, 12, 1, 23, 0, tzinfo=UTC))
    assert inside.pk != outside.pk
    assert [one.row for one in odd_days()] == [outside]


def test_the_page_leads_to_the_form_of_each(odd):
    client = Client()
    client.force_login(factories.UserFactory(role=User.Role.CURATION))
    page = client.get(reverse("moderation:days"))
    text = page.content.decode()
    assert "4 Tage, die kaum gemeint sein können" in text
    for row in odd.values():
        address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        assert f'href="{address}"' in text
        assert client.get(address).status_code == 200
    assert "Möglich ist ein Tag zwischen dem 1. Januar 1950 und dem 1. Dezember 2036." in text


def test_nothing_to_do_is_said():
    client = Client()
    client.force_login(factories.UserFactory(role=User.Role.CURATION))
    assert "Alle Tage können stimmen." in client.get(reverse("moderation:days")).content.decode()


def test_rows_do_not_cost_queries(odd, django_assert_max_num_queries):
    client = Client()
    client.force_login(factories.UserFactory(role=User.Role.CURATION))
    client.get(reverse("moderation:days"))
    with django_assert_max_num_queries(60) as few:
        client.get(reverse("moderation:days"))
    for _n in range(5):
        factories.MeetingFactory(start=datetime(1900, 1, 1, tzinfo=UTC))
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("moderation:days"))


def test_the_index_tells_what_it_could_only_clamp(odd):
    told, warned = StringIO(), StringIO()
    call_command("reindex_search", stdout=told, stderr=warned)
    lines = warned.getvalue().splitlines()
    assert len(lines) == 5
    assert f"Netzwerk {odd['network'].pk} „Lesenetz“: Beginn 31. Dezember 2099" in lines
    assert lines[-1].startswith("4 Tage können kaum gemeint sein")


def test_the_daily_job_counts_them(odd):
    [run] = run_jobs([all_jobs()["look-for-odd-days"]])
    assert (
        run.summary.startswith("4 zu berichtigen")
        if hasattr(run, "summary")
        else "4 zu berichtigen" in str(vars(run))
    )
