"""One place says who may do what to which entry; everything else asks it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template

from accounts.models import User
from accounts.roles import EVERYWHERE, Action
from actors.models import Actor
from moderation.permissions import may, narrowed
from networks.models import Network
from tests.factories import ActorFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("action", Action)
def test_one_entry_and_many_are_answered_alike(action):
    submitter, editor, coordinator, withheld = UserFactory.create_batch(4)
    actor = ActorFactory(editors=[coordinator, withheld])
    for status in Actor.ReviewStatus.values:
        ActorFactory(review_status=status, submitted_by=submitter)
        NetworkFactory(review_status=status, editors=[editor])
        NetworkFactory(review_status=status, coordinator=actor).withheld.add(withheld)
    roles = [UserFactory(role=role) for role in User.Role.values]
    for user in [AnonymousUser(), submitter, editor, coordinator, withheld, *roles]:
        for model in (Actor, Network):
            entries = model.objects.all()
            allowed = {entry for entry in entries if may(user, action, entry)}
            assert set(narrowed(entries, user, action)) == allowed, (user, model)
            assert not may(user, action, model) or allowed == set(entries), (user, model)


@dataclass
class Entry:
    """As far as the rules look at one."""

    is_public: bool
    is_hers: bool

    def is_of(self, _user: object) -> bool:
        return self.is_hers


@pytest.mark.parametrize(
    ("entry", "actions"),
    [
        (Entry(is_public=False, is_hers=False), set()),
        (Entry(is_public=True, is_hers=False), {Action.SEE}),
        (Entry(is_public=False, is_hers=True), {Action.SEE, Action.EDIT}),
        (Entry(is_public=True, is_hers=True), {Action.SEE, Action.EDIT}),
        (Entry, set()),  # whether to any of them
        (None, set()),
    ],
)
def test_what_an_entry_opens_to_whom_no_role_does(entry, actions):
    assert {action for action in Action if may(AnonymousUser(), action, entry)} == actions


def test_every_role_has_its_actions():
    assert set(EVERYWHERE) == set(User.Role.values)


def test_without_the_second_factor_a_role_opens_nothing(settings):
    settings.STAFF_NEEDS_MFA = True
    curator, draft = UserFactory(role="kuration"), ActorFactory(review_status="entwurf")
    assert not any(may(curator, action, draft) for action in Action)


def test_templates_ask_the_same_place():
    template = Template('{% load permissions %}{% if user|may:"curate" %}ja{% else %}nein{% endif %}')
    answers = [template.render(Context({"user": UserFactory(role=role)})) for role in User.Role.values]
    assert answers == ["nein", "nein", "ja", "ja"]


def test_no_room_asks_for_the_role_itself():
    """Who may do what to an entry is asked of `moderation.permissions`; a role is a word of `accounts` alone."""
    rooms = [path.parent for path in ROOT.glob("*/apps.py") if path.parent.name != "accounts"]
    files = [
        file
        for room in [*rooms, ROOT / "templates"]
        for file in room.rglob("*")
        if file.suffix in {".py", ".html"}
    ]
    asks = re.compile(r"\.is_(curator|coordination)\b|[\"']is_(curator|coordination)[\"']|\bacting_role\b")
    assert [str(file.relative_to(ROOT)) for file in files if asks.search(file.read_text())] == []
