"""What the role Koordination reads in the admin: internal notes and structures, no personal data without consent."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from actors.models import ContactPerson
from moderation.models import Case
from portal.models import BarrierReport
from tests import factories
from tests.people import login

pytestmark = pytest.mark.django_db
SECRETS = (
    "Vera Verborgen",
    "verborgen@example.org",
    "Egon Editor",
    "editor@example.org",
    "melder@example.org",
    "0177 4711",
)


def test_koordination_reads_structures_but_nobody_without_consent() -> None:
    editor = factories.UserFactory(name="Egon Editor", email="editor@example.org")
    actor = factories.ActorFactory(submitted_by=editor)
    actor.editors.add(editor)
    person = ContactPerson.objects.create(
        actor=actor, name="Vera Verborgen", email="verborgen@example.org", phone="0177 4711"
    )
    agreed = ContactPerson.objects.create(
        actor=actor, name="Ola Offen", consent_on=timezone.localdate(), consent_source="Formular"
    )
    network = factories.NetworkFactory(
        coordinator=actor, contact=person, internal_note="Nur unter uns", submitted_by=editor
    )
    network.editors.add(editor)
    seat = factories.MembershipFactory(network=network, actor=actor, contact=person)
    case = Case.objects.create(
        kind=Case.Kind.REPORT, content_type=ContentType.objects.get_for_model(network), object_id=network.pk,
        submitter_email="melder@example.org",
    )  # fmt: skip
    report = BarrierReport.objects.create(text="Karte", reply_to="melder@example.org")
    coordination, curation = (
        login(factories.UserFactory(role=r)) for r in (User.Role.COORDINATION, User.Role.CURATION)
    )
    pages = []
    for record in (actor, person, agreed, network, seat, case, report):
        label = f"admin:{record._meta.app_label}_{record._meta.model_name}"
        pages += [reverse(f"{label}_changelist"), reverse(f"{label}_changelist", query={"q": "verborgen"})]
        pages += [reverse(f"{label}_{page}", args=[record.pk]) for page in ("change", "history")]
    for label, lookup in (
        ("networks_network", "contact__email__startswith"), ("networks_network", "editors__email__startswith"),
        ("networks_network", "coordinator__contacts__name__startswith"), ("actors_actor", "submitted_by__name__startswith"),
    ):  # fmt: skip
        assert (
            coordination.get(reverse(f"admin:{label}_changelist", query={lookup: "v"})).status_code == 400
        ), lookup
    pages += [reverse(f"admin:{label}_export") for label in ("actors_actor", "networks_network")]
    told = {
        page: coordination.get(page, follow=True).content.decode().replace("q=verborgen", "")
        for page in pages
    }
    assert [(page, word) for page, html in told.items() for word in SECRETS if word in html] == []
    seen = "".join(told.values())
    assert "Nur unter uns" in seen
    assert "Ola Offen" in seen
    curated = "".join(curation.get(page).content.decode() for page in pages)
    assert [word for word in SECRETS if word not in curated] == []
