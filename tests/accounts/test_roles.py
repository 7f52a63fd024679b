"""The table of roles, and that nothing but the role gives rights."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group, Permission

from accounts.backends import RoleBackend
from accounts.models import User
from accounts.roles import ACCOUNT_FIELDS, Action, allows, may_everywhere
from tests.factories import UserFactory

REGISTERED, COORDINATION, CURATION, SYSTEM = User.Role
ACTIONS = ("view", "add", "change", "delete")
NOTHING, READ, ALL = "", "view", "view add change delete"

TABLE = {
    # room          registered  coordination  curation  system
    "vocabulary":   (NOTHING,    READ,         ALL,      ALL),
    "actors":       (NOTHING,    READ,         ALL,      ALL),
    "networks":     (NOTHING,    READ,         ALL,      ALL),
    "insight":      (NOTHING,    READ,         ALL,      ALL),
    "portal":       (NOTHING,    READ,         ALL,      ALL),
    "moderation":   (NOTHING,    READ,         ALL,      ALL),
    "accounts":     (NOTHING,    NOTHING,      NOTHING,  ALL),
    "pghistory":    (NOTHING,    NOTHING,      NOTHING,  ALL),
    "unknown_room": (NOTHING,    NOTHING,      NOTHING,  ALL),
}  # fmt: skip


@pytest.mark.parametrize("room", TABLE)
def test_role_allows_what_the_table_says(room: str) -> None:
    for role, expected in zip(User.Role, TABLE[room], strict=True):
        allowed = {action for action in ACTIONS if allows(role, room, f"{action}_something")}
        assert (role, allowed) == (role, {*expected.split()})


@pytest.mark.parametrize(
    ("room", "model", "reads"),
    [
        ("moderation", "case", False),
        ("moderation", "note", False),
        ("moderation", "letter", True),
        ("portal", "barrierreport", False),
        ("portal", "case", True),  # of another room: only the name is the same
        ("actors", "note", True),
    ],
)
def test_coordination_reads_structures_and_no_persons(room: str, model: str, reads: bool) -> None:
    assert allows(COORDINATION, room, f"view_{model}") == reads
    assert allows(CURATION, room, f"view_{model}")
    assert allows(SYSTEM, room, f"view_{model}")


def test_fields_that_name_accounts_are_those_of_entries_decisions_and_merges() -> None:
    assert {
        "editors", "withheld", "submitted_by", "decided_by", "merged_by", "undone_by", "reason",
    } == ACCOUNT_FIELDS  # fmt: skip


@pytest.mark.django_db
def test_backend_follows_the_role_alone() -> None:
    """Neither groups nor single permissions nor Django's superuser flag on other roles open a door."""
    user = UserFactory(role=COORDINATION)
    permission = Permission.objects.get(codename="change_network")
    user.user_permissions.add(permission)
    group = Group.objects.create(name="alle Rechte")
    group.permissions.add(permission)
    user.groups.add(group)
    user = User.objects.get(pk=user.pk)
    assert user.has_perm("networks.view_network")
    assert not user.has_perm("networks.change_network")
    assert not user.has_module_perms("accounts")


@pytest.mark.django_db
@pytest.mark.parametrize("role", User.Role)
def test_locked_account_may_nothing(role: str) -> None:
    user = UserFactory(role=role, is_active=False)
    assert not RoleBackend().has_perm(user, "networks.view_network")
    assert not user.has_perm("networks.view_network")
    assert not (user.is_staff or user.is_coordination or user.is_curator or user.is_system)


def test_visitor_may_nothing() -> None:
    assert not AnonymousUser().has_perm("networks.view_network")
    assert not RoleBackend().has_module_perms(AnonymousUser(), "networks")


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (REGISTERED, (False, False, False, False)),
        (COORDINATION, (True, False, False, True)),
        (CURATION, (True, True, False, True)),
        (SYSTEM, (True, True, True, True)),
    ],
)
def test_predicates_include_the_lower_roles(role: str, expected: tuple[bool, ...]) -> None:
    user = User(email="a@example.org", role=role)
    assert (user.is_coordination, user.is_curator, user.is_system, user.is_staff) == expected


SEEN, NOTES, COMPARED, EDITED, CURATED = Action


@pytest.mark.parametrize(
    ("role", "actions"),
    [
        (REGISTERED, set()),
        (COORDINATION, {SEEN, NOTES, COMPARED}),
        (CURATION, {SEEN, NOTES, COMPARED, EDITED, CURATED}),
        (SYSTEM, {SEEN, NOTES, COMPARED, EDITED, CURATED}),
    ],
)
def test_what_a_role_may_do_to_every_entry(settings, role: str, actions: set[Action]) -> None:
    settings.STAFF_NEEDS_MFA = False
    user = User(email="a@example.org", role=role)
    assert {action for action in Action if may_everywhere(user, action)} == actions


def test_who_is_not_logged_in_may_do_nothing_to_every_entry() -> None:
    assert not any(may_everywhere(AnonymousUser(), action) for action in Action)


def test_fields_that_name_accounts_are_those_of_the_models() -> None:
    """The admin leaves them out for who may not read them; a name that no entry has would hide nothing."""
    models = [*apps.get_app_config("actors").get_models(), *apps.get_app_config("networks").get_models()]
    fields = {field.name for model in models for field in model._meta.get_fields()}
    assert fields >= ACCOUNT_FIELDS
