"""What may be taken back is offered and works; what can't be is not offered, and leaves the entry as it is."""

from datetime import timedelta
from functools import partial

import pytest
from django.core import serializers
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from actors.recognition.merging import merge as merge_actors
from moderation import recent, reverting
from moderation.recent import Key, Wanted
from networks.models import Network
from networks.recognition.merging import merge as merge_networks
from tests.factories import (
    ActorFactory,
    CommitmentFactory,
    ContactPersonFactory,
    DigitalFormFactory,
    DistrictFactory,
    MeetingFactory,
    MemberGroupFactory,
    MembershipFactory,
    NetworkFactory,
    OfferFactory,
    ThemeFactory,
    UpdateFactory,
    UserFactory,
)
from tests.people import login

pytestmark = pytest.mark.django_db(transaction=True)  # each step is a transaction, as it is for people
LIST = reverse("moderation:changes")


@pytest.fixture
def client():
    return login(UserFactory(role="kuration"))


def keys() -> list[Key]:
    wanted = Wanted(timezone.now() - timedelta(days=1), 0, "alle")
    return [Key(*row) for row in recent.list_keys(wanted)]


def path(key: Key) -> str:
    return reverse("moderation:revert", args=[key.kind, key.pk, key.moment])


def picture(entry) -> list:
    """The entry with its links and all that belongs to it."""
    rows = [entry, *(row for relation in entry._meta.related_objects if relation.one_to_many
            and hasattr(relation.related_model, "version") for row in
            relation.related_model._base_manager.filter(**{relation.field.name: entry}).order_by("pk"))]  # fmt: skip
    found = serializers.serialize("python", rows)
    for row in found:
        for stamp in ("version", "changed_at", "former_slugs"):
            row["fields"].pop(stamp, None)
        for name, value in row["fields"].items():
            row["fields"][name] = sorted(value) if isinstance(value, list) else value
    return found


def whole_network() -> Network:
    with transaction.atomic():  # as the wizard, the admin and an import do it
        network = NetworkFactory(name="Leserunde", themes=[ThemeFactory()], editors=[UserFactory()])
        network.districts.add(DistrictFactory())
        CommitmentFactory(network=network)
        MemberGroupFactory(network=network)
        MeetingFactory(network=network)
    return network


def whole_actor():
    with transaction.atomic():
        actor = ActorFactory(name="Bücherei", themes=[ThemeFactory()], editors=[UserFactory()])
        ContactPersonFactory(actor=actor)
        OfferFactory(actor=actor)
    return actor


@pytest.mark.parametrize("make", [whole_network, whole_actor])
def test_a_creation_is_not_offered_refused_in_words_and_damages_nothing(client, make):
    entry = make()
    [key] = [key for key in keys() if key.pk == entry.pk and key.kind == entry.kind_word]
    assert path(key) not in client.get(LIST, {"wer": "alle"}).content.decode()
    before = picture(entry)
    page = client.get(path(key))
    assert not page.context["plan"].is_possible
    assert "Ja, zurücknehmen" not in page.content.decode()
    answer = client.post(path(key), {"stand": page.context["plan"].fingerprint}, follow=True).content.decode()
    assert "Hier wurde der Eintrag angelegt. Das lässt sich nicht zurücknehmen." in answer
    assert picture(entry) == before


def test_instead_of_taking_a_creation_back_the_entry_is_archived_which_can_be_taken_back(client):
    network = whole_network()
    [key] = [key for key in keys() if key.kind == "netzwerk"]
    client.post(path(key), {"stattdessen": "archivieren"})
    network.refresh_from_db()
    assert (network.review_status, network.themes.count()) == ("archiviert", 1)
    answer = client.post(path(key), {"stattdessen": "archivieren"})
    assert "hier nicht möglich" in answer.content.decode()
    key = keys()[0]
    client.post(path(key), {"stand": client.get(path(key)).context["plan"].fingerprint})
    network.refresh_from_db()
    assert network.is_public


@pytest.mark.parametrize(("make", "merge"), [(whole_network, merge_networks), (whole_actor, merge_actors)])
def test_a_merge_is_taken_back_as_a_whole_and_so_is_nothing_after_it(client, make, merge):
    kept, merged, curator = make(), make(), UserFactory()
    rename(merged)
    known = keys()
    merge(kept, merged, by=curator)
    kept.refresh_from_db()
    key = next(key for key in keys() if key.pk == kept.pk and key.kind == kept.kind_word)
    before = picture(kept)
    client.post(path(key), {"stand": reverting.plan(key).fingerprint})
    assert picture(kept) == before
    page = client.get(path(key))
    assert "Wieder trennen" in page.content.decode()
    client.post(page.context["part_again"])
    assert type(kept).objects.filter(pk=merged.pk).exists()
    for key in keys():
        if key not in known and key.pk in (kept.pk, merged.pk) and key.kind == kept.kind_word:
            assert not reverting.plan(key).is_possible, reverting.plan(key).lines


def edits():
    """One of each kind of event that the history knows."""
    network, actor = whole_network(), whole_actor()
    theme, editor, unit = ThemeFactory(), UserFactory(), ActorFactory()
    yield from (lambda: rename(network), lambda: rename(actor))
    yield lambda: Network.objects.filter(pk=network.pk).update(purpose="Neu", status="ruhend", kennung="N1")
    yield lambda: network.themes.add(theme)
    yield lambda: network.themes.set([])
    yield network.districts.clear
    yield lambda: network.editors.add(editor)
    yield lambda: network.involved_units.add(unit)
    yield lambda: network.related_networks.add(NetworkFactory())
    yield network.related_networks.clear
    yield lambda: Network.objects.filter(pk=network.pk).update(coordinator=actor, successor=NetworkFactory())
    for part in (MembershipFactory, MeetingFactory, UpdateFactory, DigitalFormFactory):
        yield lambda part=part: part(network=network)
        yield lambda part=part: part(network=network).delete()
    yield lambda: network.memberships.update(role="gast")
    for part in (partial(CommitmentFactory, actor=actor, seat=False), MemberGroupFactory):
        yield lambda part=part: part(network=network)
        yield lambda part=part: part(network=network).delete()
    for part in (ContactPersonFactory, OfferFactory):
        yield lambda part=part: part(actor=actor)
        yield lambda part=part: part(actor=actor).delete()
    yield actor.target_groups.clear
    yield lambda: Network.objects.filter(pk=network.pk).archive()
    yield lambda: Network.objects.filter(pk=network.pk).confirm(timezone.localdate())
    yield network.delete
    yield actor.delete


def rename(entry):
    entry.name = f"{entry.name} neu"
    entry.save()


def test_what_is_offered_works_and_what_is_not_offered_changes_nothing(client):
    for edit in edits():
        edit()
    done = 0
    for key in keys():
        model = recent.kinds()[key.kind]
        entry = model.objects.filter(pk=key.pk).first()
        if entry is None:
            assert client.get(path(key)).status_code == 404
            continue
        plan, before = reverting.plan(key), picture(entry)
        client.post(path(key), {"stand": plan.fingerprint})
        after = picture(model.objects.get(pk=key.pk))
        assert (after != before) == plan.is_possible, (plan, before, after)
        done += plan.is_possible
    assert done < len(keys())


def test_each_kind_of_edit_alone_is_taken_back(client):
    seen = 0
    for edit in list(edits())[:-2]:
        known = set(keys())
        edit()
        new = [key for key in keys() if key not in known]
        for key in new:
            plan = reverting.plan(key)
            is_creation = bool(plan.refusal)
            client.post(path(key), {"stand": plan.fingerprint})
            again = reverting.plan(key)
            is_done = all(line.state == "ist" for line in plan.lines)  # the other side of a link between two
            assert is_creation or is_done or (plan.is_possible and not again.is_possible), (plan, again)
            seen += not is_creation and not is_done
    assert seen >= 20


def test_contact_whom_a_network_names_meanwhile_is_not_removed_with_its_creation(client):
    actor, network = whole_actor(), whole_network()
    person = ContactPersonFactory(actor=actor)
    key = keys()[0]
    Network.objects.filter(pk=network.pk).update(contact=person)
    assert not reverting.plan(key).is_possible
    client.post(path(key), {"stand": reverting.plan(key).fingerprint})
    network.refresh_from_db()
    assert network.contact == person
