from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from networks.meetings.access import is_inside
from networks.meetings.occurrences import OccurrenceKind, occurrences
from networks.models import Meeting, Network
from tests.factories import ActorFactory, MeetingFactory, MembershipFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db
KINDS = Meeting.Visibility


def seen_by(user) -> list[tuple[str, Meeting | None]]:
    now = timezone.now()
    networks = Network.objects.visible_to(user)
    found = occurrences(networks, user, now - timedelta(days=1), now + timedelta(days=30))
    return [(one.kind, one.meeting) for one in found]


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (KINDS.PUBLIC, {"visitor", "registered", "member", "editor", "coordination", "curation"}),
        (KINDS.MEMBERS, {"member", "editor", "coordination", "curation"}),
        (KINDS.HIDDEN, {"editor", "curation"}),
    ],
)
def test_who_sees_a_meeting(visibility, readers):
    network, actor = NetworkFactory(), ActorFactory()
    meeting = MeetingFactory(network=network, visibility=visibility)
    MembershipFactory(network=network, actor=actor)
    people = {
        "visitor": AnonymousUser(), "registered": UserFactory(), "member": UserFactory(), "editor": UserFactory(),
        "coordination": UserFactory(role=User.Role.COORDINATION), "curation": UserFactory(role=User.Role.CURATION),
    }  # fmt: skip
    actor.editors.add(people["member"])
    network.editors.add(people["editor"])
    assert {name for name, user in people.items() if seen_by(user)} == readers
    assert {name for name, user in people.items() if is_inside(network, user)} == {
        "member", "editor", "coordination", "curation",
    }  # fmt: skip
    assert meeting.is_public is (visibility == KINDS.PUBLIC)


def test_a_moved_meeting_stands_on_both_days():
    meeting = MeetingFactory()
    meeting.moved_from = meeting.start + timedelta(days=2)
    meeting.save()
    assert seen_by(AnonymousUser()) == [(OccurrenceKind.AGREED, meeting), (OccurrenceKind.MOVED, meeting)]


def test_a_cancelled_meeting_drops_the_expected_date():
    network = NetworkFactory(rhythm_text="jeden Montag, 9 Uhr")
    expected = seen_by(AnonymousUser())
    assert {kind for kind, _meeting in expected} == {OccurrenceKind.EXPECTED}
    ahead = network.expected_meetings.filter(start__gt=timezone.now()).first()
    dropped = MeetingFactory(network=network, start=ahead.start, is_cancelled=True)
    after = seen_by(AnonymousUser())
    assert (OccurrenceKind.CANCELLED, dropped) in after
    assert len(after) == len(expected)
    assert [one for one in after if one[0] != OccurrenceKind.EXPECTED] == [
        (OccurrenceKind.CANCELLED, dropped)
    ]
