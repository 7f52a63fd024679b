"""How PostgreSQL looks up memberships: an index that is slow for a single actor or network must not be taken."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.test import RequestFactory

from actors.admin import ActorAdmin
from actors.models import Actor
from networks.models import Membership, Network
from tests import factories

pytestmark = pytest.mark.django_db


def plan_of(queryset: QuerySet) -> str:
    """Without scans of whole tables, which are right for the few rows of a test and hide the choice."""
    sql, params = queryset.query.sql_with_params()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize(("model", "field"), [(Actor, "actor"), (Network, "network")])
def test_memberships_of_each_entry_are_looked_up_by_a_b_tree(model: type, field: str) -> None:
    factories.MembershipFactory.create_batch(3)
    mine = Membership.objects.filter(**{field: OuterRef("pk")}).order_by()
    counted = mine.values(field).annotate(count=Count("role")).values("count")
    plan = plan_of(model.objects.annotate(found=Subquery(counted, IntegerField())).order_by("found"))
    assert f"networks_membership_{field}_id" in plan or f"membership_of_{field}" in plan
    assert "membership_once_at_a_time" not in plan


def test_the_list_of_actors_by_networks_takes_no_slow_index(rf: RequestFactory) -> None:
    factories.MembershipFactory.create_batch(3)
    request = rf.get("/admin/actors/actor/", {"o": "5"})
    request.user = AnonymousUser()
    ordered = ActorAdmin(Actor, admin.site).get_queryset(request).order_by("seat_count", "-pk")
    plan = plan_of(ordered)
    assert "membership_of_actor" in plan
    assert "membership_once_at_a_time" not in plan
