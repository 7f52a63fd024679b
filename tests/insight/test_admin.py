"""The counting rule and the notes in the admin: who may look, who may change, and that there is one rule."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from insight.models import CountingRule, FindingNote
from tests.factories import DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db
RULE = "/admin/insight/countingrule/1/change/"


def enter(client: Client, role: str) -> User:
    user = UserFactory(role=role)
    client.force_login(user)
    return user


def page(name: str, *args: object) -> str:
    return reverse(f"admin:insight_{name}", args=args)


def test_the_rule_is_changed_where_nobody_has_saved_one_yet(client: Client) -> None:
    enter(client, User.Role.CURATION)
    centre = DistrictFactory(name="Mitte")
    assert client.get(page("countingrule_changelist")).url == page("countingrule_change", 1)
    form = client.get(page("countingrule_change", 1)).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    sent |= {"busy_from": 6, "hours_per_meeting": "1.5", "central_districts": [centre.pk]}
    response = client.post(page("countingrule_change", 1), sent)
    assert response.status_code == 302, response.context["adminform"].form.errors
    rule = CountingRule.objects.get()
    assert (rule.busy_from, float(rule.hours_per_meeting), rule.everyday_from) == (6, 1.5, 24)
    assert list(rule.central_districts.all()) == [centre]
    assert client.get(page("countingrule_history", 1)).status_code == 200


def test_there_is_one_rule_and_it_stays(client: Client) -> None:
    enter(client, User.Role.SYSTEM)
    CountingRule.objects.create(pk=1)
    assert client.get(page("countingrule_add")).status_code == 403
    assert client.get(page("countingrule_delete", 1)).status_code == 403
    assert client.get(page("countingrule_change", 2)).status_code == 302


def test_koordination_reads_the_rule_and_changes_nothing(client: Client) -> None:
    enter(client, User.Role.COORDINATION)
    assert client.get(page("countingrule_change", 1)).status_code == 200
    assert client.post(page("countingrule_change", 1), {"busy_from": 9}).status_code == 403
    assert not CountingRule.objects.exists()
    assert "Rechenregel ändern" not in client.get("/einblick/").content.decode()
    enter(client, User.Role.CURATION)
    assert page("countingrule_change", 1) in client.get("/einblick/").content.decode()


@pytest.mark.parametrize("role", [User.Role.COORDINATION, User.Role.CURATION, User.Role.SYSTEM])
def test_notes_are_only_read(client: Client, role: str) -> None:
    note = FindingNote.objects.create(
        key="k", state="s", title="Zu viel", verdict="bekannt", reason="beschlossen"
    )
    enter(client, role)
    listed = client.get(page("findingnote_changelist"))
    assert "Zu viel" in listed.content.decode()
    assert client.get(page("findingnote_change", note.pk)).status_code == 200
    assert client.get(page("findingnote_add")).status_code == 403
    assert client.get(page("findingnote_delete", note.pk)).status_code == 403
    assert client.post(page("findingnote_change", note.pk), {"reason": "anders"}).status_code == 403


def test_registered_people_see_nothing_of_it(client: Client) -> None:
    enter(client, User.Role.REGISTERED)
    assert client.get(RULE).status_code in {302, 403}
