"""Who looks after an entry: its submitter until it is published, then its editors; the search agrees."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.models import User
from actors.models import Actor
from moderation import decisions
from moderation.changes import changes_of
from moderation.models import Case, Moderated
from networks.models import Network
from search.pages.views import audience_of
from search.query.results import SearchRequest, ask
from tests.factories import ActorFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db
STATUSES = Moderated.ReviewStatus.values


@pytest.fixture
def people() -> dict[str, User | AnonymousUser]:
    roles = {role: UserFactory(role=role) for role in User.Role.values}
    others = {name: UserFactory() for name in ("submitter", "editor", "coordinator")}
    return {"visitor": AnonymousUser(), **roles, **others}


@pytest.fixture
def entries(people) -> list[Actor | Network]:
    """Every status, with every relation a person can have to an entry."""
    submitter, editor = people["submitter"], people["editor"]
    coordinator = ActorFactory(editors=[people["coordinator"]], name="Koordinationsstelle")
    made = []
    for factory, status in product((ActorFactory, NetworkFactory), STATUSES):
        made += [factory(review_status=status, submitted_by=submitter), factory(review_status=status)]
        made.append(factory(review_status=status, editors=[editor, UserFactory()]))
    made += [NetworkFactory(review_status=status, coordinator=coordinator) for status in STATUSES]
    return [*made, coordinator]


def test_querysets_predicates_and_search_agree_on_every_entry_and_person(people, entries):
    for name, user in people.items():
        for model in (Actor, Network):
            every = list(model.objects.all())
            assert set(model.objects.visible_to(user)) == {e for e in every if e.is_visible_to(user)}, name
            assert set(model.objects.editable_by(user)) == {e for e in every if e.is_editable_by(user)}, name
            assert set(model.objects.of(user)) == {e for e in every if e.is_of(user)}, name
        visible = sum(model.objects.visible_to(user).count() for model in (Actor, Network))
        assert ask(SearchRequest(audience=audience_of(user))).total == visible, name


def test_each_person_edits_what_is_hers(people, entries):
    got = {
        name: sum(model.objects.editable_by(user).count() for model in (Actor, Network))
        for name, user in people.items()
    }
    every = len(entries)
    assert got == {
        "visitor": 0, "registriert": 0, "koordination": 0, "kuration": every, "systemverwaltung": every,
        "submitter": 2 * (len(STATUSES) - 1),  # published ones belong to their editors
        "editor": 2 * len(STATUSES),
        "coordinator": 1 + len(STATUSES),  # the actor and every network that it coordinates
    }  # fmt: skip


def test_search_notices_at_once_who_becomes_or_stops_being_an_editor(people):
    coordinator = ActorFactory()
    network = NetworkFactory(review_status="entwurf", coordinator=coordinator)
    user = people["registriert"]

    def total() -> int:
        return ask(SearchRequest(audience=audience_of(user))).total

    before = total()
    network.editors.add(user)
    assert total() == before + 1
    network.editors.remove(user)
    assert total() == before
    coordinator.editors.add(user)
    assert total() == before + 1
    network.coordinator = None
    network.save()
    assert total() == before


def test_submitter_of_an_accepted_entry_becomes_its_editor():
    submitter = UserFactory()
    entry = NetworkFactory(review_status="eingereicht", submitted_by=submitter)
    case = decisions.submit(kind=Case.Kind.NEW, entry=entry, submitter=submitter)
    decisions.decide(case, by=UserFactory(role="kuration"), outcome=Case.Outcome.ACCEPTED)
    assert list(entry.editors.all()) == [submitter]


def test_naming_an_actor_as_a_member_makes_nobody_its_editor():
    submitter = UserFactory()
    entry = ActorFactory(review_status="eingereicht", submitted_by=submitter)
    case = decisions.submit(
        kind=Case.Kind.NEW, entry=entry, submitter=submitter, payload={"only_named": True}
    )
    decisions.decide(case, by=UserFactory(role="kuration"), outcome=Case.Outcome.ACCEPTED)
    entry.refresh_from_db()
    assert not entry.is_editable_by(submitter)


def test_becoming_an_editor_is_recorded():
    network, user = NetworkFactory(), UserFactory()
    network.editors.add(user)
    network.editors.remove(user)
    labels = [d.label for change in changes_of(network) for step in change.steps for d in step.differences]
    assert labels.count("Bearbeitende") == 2


def editors_form(client, network):
    """What a browser sends when nothing was touched."""
    url = reverse("admin:networks_network_change", args=[network.pk])
    context = client.get(url).context
    data = {}
    for form in (
        context["adminform"].form,
        *(f.formset.management_form for f in context["inline_admin_formsets"]),
        *(row for f in context["inline_admin_formsets"] for row in f.formset.initial_forms),
    ):
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = value
    return url, data


def test_curators_name_editors_by_their_addresses(client, settings):
    settings.STAFF_NEEDS_MFA = False
    network, old, new = (
        NetworkFactory(),
        UserFactory(email="alt@example.org"),
        UserFactory(email="neu@example.org"),
    )
    network.editors.add(old)
    client.force_login(UserFactory(role="kuration"))
    url, data = editors_form(client, network)
    assert data["editors"] == "alt@example.org"
    page = client.post(url, data | {"editors": "alt@example.org\nniemand@example.org"}).content.decode()
    assert "gibt es kein Konto: niemand@example.org" in page
    assert list(network.editors.all()) == [old]
    assert client.post(url, data | {"editors": " NEU@example.org \n"}).status_code == 302
    assert list(network.editors.all()) == [new]


def test_two_curators_at_the_editors_of_an_entry_lose_nobody(client, settings):
    settings.STAFF_NEEDS_MFA = False
    network, person = NetworkFactory(), UserFactory(email="neu@example.org")
    client.force_login(UserFactory(role="kuration"))
    url, data = editors_form(client, network)
    other = UserFactory(email="inzwischen@example.org")
    network.editors.add(other)
    response = client.post(url, data | {"editors": person.email})
    assert response.status_code == 200
    assert list(network.editors.all()) == [other]
