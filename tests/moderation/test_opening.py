"""What an entry opens to people whose role does not: told here as a table, apart from the code that says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Action
from moderation.permissions import may

ROOT = Path(__file__).parents[2]
HERS, STRANGER = User(pk=1, email="a@example.org"), User(pk=2, email="b@example.org")


@dataclass
class Entry:
    is_public: bool

    def is_of(self, user: User | AnonymousUser) -> bool:
        return user == HERS


def allowed(user: User | AnonymousUser, entry: object) -> set[Action]:
    return {action for action in Action if may(user, action, entry)}


@pytest.mark.parametrize(
    ("user", "is_public", "actions"),
    [
        (AnonymousUser(), True, {Action.SEE}),
        (AnonymousUser(), False, set()),
        (STRANGER, True, {Action.SEE}),
        (STRANGER, False, set()),
        (HERS, True, {Action.SEE, Action.EDIT}),
        (HERS, False, {Action.SEE, Action.EDIT}),
    ],
)
def test_an_entry_opens_itself_to_all_when_public_and_always_to_its_people(user, is_public, actions):
    assert allowed(user, Entry(is_public)) == actions


@pytest.mark.parametrize("whatever", [None, Entry])
def test_of_all_entries_together_nothing_is_open_to_who_has_no_role(whatever):
    assert allowed(HERS, whatever) == set()


def test_a_role_opens_the_same_for_one_entry_all_and_none(settings):
    settings.STAFF_NEEDS_MFA = False
    curator = User(pk=3, email="c@example.org", role=User.Role.CURATION)
    assert (
        allowed(curator, Entry(is_public=False))
        == allowed(curator, Entry)
        == allowed(curator, None)
        == set(Action)
    )


def test_templates_ask_for_actions_that_exist():
    """A word that is none would be an error only where somebody opens the page."""
    asked = {
        word
        for template in (ROOT / "templates").rglob("*.html")
        for word in re.findall(r'\|may:"([^"]*)"', template.read_text(encoding="utf-8"))
    }
    assert asked
    assert asked <= set(Action)
