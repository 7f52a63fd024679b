"""A claim says what it opens and can be narrowed; whoever shares or loses a right hears of it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from actors.recognition import merging
from moderation import claims, decisions, rights
from moderation.changes import changes_of
from moderation.models import Case
from networks.membership import handover
from networks.models import Network
from search.pages.views import audience_of
from search.query.results import SearchRequest, ask
from tests.factories import PASSWORD, ActorFactory, MembershipFactory, NetworkFactory, UserFactory
from tests.moderation.test_editors import editors_form
from tests.sending import fields_of

pytestmark = pytest.mark.django_db


def person(email: str, name: str = "Paul Person"):
    user = UserFactory(email=email, name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@pytest.fixture
def curator(settings):
    settings.STAFF_NEEDS_MFA = False
    return UserFactory(role="kuration", name="Karla Kuration")


@pytest.fixture
def kita():
    return ActorFactory(name="Kita Süd", email="buero@kita-sued.de")


@pytest.fixture
def nets(kita):
    """What the Kita coordinates: two public networks and one that nobody else sees yet."""
    return [
        NetworkFactory(name="Leserunde", coordinator=kita),
        NetworkFactory(name="Sprachnetz", coordinator=kita),
        NetworkFactory(name="Geheimplan", coordinator=kita, review_status="entwurf"),
    ]


def told() -> dict[str, str]:
    """Letters about editors: address -> body; nobody gets two."""
    letters = [m for m in mail.outbox if "Wer den Eintrag pflegt" in m.subject]
    assert len({m.to[0] for m in letters}) == len(letters)
    return {m.to[0]: m.body for m in letters}


@pytest.mark.parametrize(
    ("address", "verdict"),
    [
        ("buero@kita-sued.de", "dieselbe Adresse wie im Eintrag"),
        ("leitung@kita-sued.de", "dieselbe Domain wie im Eintrag"),
        ("leitung@gmx.de", "von einem Anbieter für alle"),
        ("leitung@anders.de", "andere Domain als im Eintrag"),
    ],
)
def test_curators_see_addresses_editors_and_what_opens(client, curator, kita, nets, address, verdict):
    case = claims.claim(kita, by=person(address), reason="Ich leite sie.")
    kita.editors.add(UserFactory(name="Eva Editor", email="eva@kita-sued.de"))
    client.force_login(curator)
    page = client.get(reverse("moderation:case", args=[case.pk])).content.decode()
    for words in (verdict, address, "buero@kita-sued.de", "Eva Editor", *(net.name for net in nets)):
        assert words in page
    assert len(re.findall(r'name="opens"[^>]*checked', page)) == 3


def test_claim_of_a_network_is_compared_with_the_address_of_its_coordinator(client, curator, nets):
    case = claims.claim(nets[0], by=person("leitung@kita-sued.de"), reason="Ich koordiniere.")
    client.force_login(curator)
    page = client.get(reverse("moderation:case", args=[case.pk])).content.decode()
    assert "buero@kita-sued.de" in page
    assert 'name="opens"' not in page


def decide(client, curator, case, **data):
    client.force_login(curator)
    url = reverse("moderation:case", args=[case.pk])
    assert client.post(url, {"action": "decide", "outcome": "angenommen", **data}).status_code == 302


def test_what_the_curator_leaves_out_cannot_be_edited(client, curator, kita, nets):
    user = person("leitung@anders.de")
    case = claims.claim(kita, by=user, reason="Ich leite sie.")
    decide(client, curator, case, opens=[f"netzwerk-{nets[0].pk}"])
    assert (
        set(Network.objects.editable_by(user))
        == {net for net in nets if net.is_editable_by(user)}
        == {nets[0]}
    )
    assert [user in net.caretakers() for net in nets] == [True, False, False]
    assert [net.has_editors for net in nets] == [True, False, False]
    reached = dict(
        Network.objects.filter(pk__in=[n.pk for n in nets]).with_reach().values_list("pk", "can_be_asked")
    )
    assert reached[nets[1].pk]  # by the address of the coordinating actor
    client.force_login(user)
    edit = [client.get(reverse("networks:edit", args=[net.slug])).status_code for net in nets[:2]]
    assert edit[0] == 200
    assert edit[1] in {403, 404}
    assert ask(SearchRequest(text="Geheimplan", audience=audience_of(user))).total == 0
    letter = next(m.body for m in mail.outbox if m.to == [user.email] and "ab jetzt selbst" in m.body)
    assert "Leserunde" in letter
    assert "Sprachnetz" not in letter


def test_nobody_who_may_not_edit_counts_as_reach(kita):
    kita.email = ""
    kita.save()
    network, user = NetworkFactory(coordinator=kita), UserFactory()
    kita.editors.add(user)
    assert Network.objects.with_reach().get(pk=network.pk).can_be_asked
    network.withheld.add(user)
    assert not Network.objects.with_reach().get(pk=network.pk).can_be_asked


def test_leaving_out_is_recorded_and_taken_back_in_the_admin(client, curator, kita, nets):
    user = person("leitung@anders.de")
    decide(client, curator, claims.claim(kita, by=user, reason="Ich leite sie."))  # no box is ticked
    network = nets[1]
    labels = [d.label for change in changes_of(network) for step in change.steps for d in step.differences]
    assert "nicht über die Koordination" in labels
    url, data = editors_form(client, network)
    assert data["withheld"] == user.email
    mail.outbox.clear()
    assert client.post(url, data | {"withheld": ""}).status_code == 302
    assert network.is_of(user)
    assert "Neu dabei: Sie" in told()[user.email]


def test_people_at_the_address_read_who_asks_and_what_opens(client, kita, nets):
    user = person("leitung@kita-sued.de")
    user.email = "privat@gmx.de"  # the login, not confirmed
    user.save()
    claims.claim(kita, by=user, reason="Ich leite sie.")
    letter = next(m.body for m in mail.outbox if m.to == [kita.email])
    [path] = re.findall(r"/uebernahme/\S+", letter)
    page = client.get(path).content.decode()
    for text in (letter, page):
        assert "leitung@kita-sued.de" in text
        assert "privat@gmx.de" not in text
        assert "Leserunde" in text
        assert "Sprachnetz" in text
        assert "Geheimplan" not in text  # a mailbox is read by many
        assert "einen weiteren Eintrag" in text
    Client().post(path, {"antwort": "ja"})
    assert set(Network.objects.of(user)) == set(nets)


def test_a_claim_is_told_to_who_edits_the_entry_and_what_comes_with_it(client, curator, kita, nets):
    user = person("leitung@anders.de")
    case = claims.claim(kita, by=user, reason="Ich leite sie.")
    kita.editors.add(UserFactory(email="eva@example.org", name="Eva Editor"))
    nets[0].editors.add(UserFactory(email="nina@example.org", name="Nina Netz"))
    decide(client, curator, case, opens=[f"netzwerk-{nets[0].pk}"])
    letters = told()
    assert set(letters) == {"eva@example.org", "nina@example.org"}  # the claimant reads the decision
    assert "Neu dabei: Paul Person" in letters["eva@example.org"]
    assert "Kita Süd" not in letters["nina@example.org"].split("Sie bekommen")[0].replace("Leserunde", "")
    assert not any("@" in body for body in letters.values())


def test_publication_tells_the_others_but_not_the_submitter():
    author = person("autorin@example.org")
    network = NetworkFactory(
        review_status="eingereicht", submitted_by=author, editors=[UserFactory(email="a@x.example")]
    )
    case = decisions.submit(kind=Case.Kind.NEW, entry=network, submitter=author)
    decisions.decide(case, by=None, outcome=Case.Outcome.ACCEPTED)
    assert set(told()) == {"a@x.example"}


def test_the_admin_tells_who_joined_left_and_stayed(client, curator):
    old, new, stays = (person(f"{name}@example.org", name) for name in ("alt", "neu", "bleibt"))
    network = NetworkFactory(name="Leserunde", editors=[old, stays])
    client.force_login(curator)
    url, data = editors_form(client, network)
    assert client.post(url, data | {"editors": f"{new.email}\n{stays.email}"}).status_code == 302
    letters = told()
    assert set(letters) == {old.email, new.email, stays.email}
    assert "Nicht mehr dabei: Sie" in letters[old.email]
    assert "Neu dabei: Sie" in letters[new.email]
    assert "Neu dabei: neu\nNicht mehr dabei: alt" in letters[stays.email]
    mail.outbox.clear()
    url, data = editors_form(client, network)
    client.post(url, data | {"purpose": "Anders"})
    assert told() == {}


@pytest.mark.parametrize("needs_review", [False, True])
def test_a_handover_is_told_to_the_former_coordinators_people(curator, settings, needs_review):
    settings.EDIT_NEEDS_REVIEW = needs_review
    boss, colleague = person("chef@example.org", "Chef"), person("kollegin@example.org", "Kollegin")
    successor = person("neu@example.org", "Neue")
    library, kita = ActorFactory(editors=[boss, colleague]), ActorFactory(editors=[successor])
    network = NetworkFactory(name="Leserunde", coordinator=library, editors=[boss])
    MembershipFactory(network=network, actor=kita)
    case = handover.propose(network, kita, by=boss)
    decisions.decide(case, by=successor, outcome=Case.Outcome.ACCEPTED)
    if needs_review:
        assert told() == {}
        decisions.decide(Case.objects.get(kind=Case.Kind.CHANGE), by=curator, outcome=Case.Outcome.ACCEPTED)
    assert set(told()) == {colleague.email}  # who asked and who accepted have letters of their own
    assert "Nicht mehr dabei: Sie, Chef" in told()[colleague.email]


def test_another_coordinator_in_the_form_is_told_to_those_it_concerns(client, curator):
    before, after = person("vorher@example.org"), person("nachher@example.org")
    network = NetworkFactory(coordinator=ActorFactory(editors=[before]))
    client.force_login(curator)
    url, data = editors_form(client, network)
    other = ActorFactory(editors=[after])
    assert client.post(url, data | {"coordinator": other.pk}).status_code == 302
    assert set(told()) == {before.email, after.email}


def test_merging_tells_the_editors_of_both(curator):
    one, two = person("eins@example.org", "Eins"), person("zwei@example.org", "Zwei")
    kept, merged = ActorFactory(editors=[one]), ActorFactory(editors=[two])
    merging.merge(kept, merged, by=curator)
    assert set(told()) == {one.email, two.email}


@pytest.mark.parametrize("needs_review", [False, True])
def test_another_coordinator_in_the_edit_form_is_told_to_those_it_concerns(
    client, curator, settings, needs_review
):
    settings.EDIT_NEEDS_REVIEW = needs_review
    before, after = person("vorher@example.org", "Vera Vorher"), person("nachher@example.org", "Nora Nachher")
    author = person("pflegt@example.org", "Paula Pflegt")
    network = NetworkFactory(coordinator=ActorFactory(editors=[before]), editors=[author])
    other = ActorFactory(editors=[after])
    client.force_login(author)
    url = reverse("networks:edit", args=[network.slug])
    data = fields_of(client.get(url).content.decode())
    assert client.post(url, data | {"coordinator": other.name}).status_code == 302
    if needs_review:
        assert told() == {}
        decisions.decide(Case.objects.get(kind=Case.Kind.CHANGE), by=curator, outcome=Case.Outcome.ACCEPTED)
    network.refresh_from_db()
    assert network.coordinator == other
    letters = told()
    assert {before.email, after.email} <= set(letters)
    assert set(letters) - {before.email, after.email} <= {author.email}
    assert "Nicht mehr dabei: Sie" in letters[before.email]
    assert "Neu dabei: Sie" in letters[after.email]


def test_editing_anything_else_tells_nobody(client):
    author, colleague = person("pflegt@example.org"), person("auch@example.org")
    network = NetworkFactory(coordinator=ActorFactory(editors=[colleague]), editors=[author])
    client.force_login(author)
    url = reverse("networks:edit", args=[network.slug])
    data = fields_of(client.get(url).content.decode())
    assert client.post(url, data | {"purpose": "Wir lesen vor."}).status_code == 302
    assert told() == {}


def test_who_adopts_an_entry_is_told_to_the_editors_of_what_comes_with_it(client):
    """A Verein that somebody submitted without an account, and that coordinates a network with editors of its own."""
    verein = ActorFactory(name="Leseverein", review_status="eingereicht")
    case = decisions.submit(kind=Case.Kind.NEW, entry=verein, email="neu@example.org")
    decisions.decide(case, by=None, outcome=Case.Outcome.ACCEPTED)
    nina = person("nina@example.org", "Nina Netz")
    NetworkFactory(name="Leserunde", coordinator=verein, editors=[nina])
    NetworkFactory(name="Fremdes Netz", editors=[person("fremd@example.org")])
    newcomer = person("neu@example.org", "Nele Neu")
    mail.outbox.clear()
    client.post(reverse("account_login"), {"login": newcomer.email, "password": PASSWORD})
    assert newcomer in verein.editors.all()
    letters = told()
    assert set(letters) == {nina.email}
    assert "Neu dabei: Nele Neu" in letters[nina.email]
    assert "Leserunde" in letters[nina.email]


def test_an_account_without_a_name_is_told_without_its_address():
    reader, nameless = person("eva@example.org", "Eva"), person("kim@example.org", "")
    network = NetworkFactory(editors=[reader])
    with rights.telling(network) as told_apart:
        network.editors.add(nameless, person("ada@example.org", "Ada"))
        told_apart.add(nameless.pk)
    assert set(told()) == {"eva@example.org", "ada@example.org"}
    assert "Neu dabei: Ada, eine Person ohne Namen" in told()["eva@example.org"]
    assert "Neu dabei: Sie, eine Person ohne Namen" in told()["ada@example.org"]


def test_what_comes_with_an_entry_only_now_is_told_to_nobody(kita):
    eva = person("eva@example.org", "Eva")
    kita.editors.add(eva)
    with rights.telling(kita, by=eva):
        NetworkFactory(coordinator=kita)
    assert told() == {}


def test_what_a_person_may_edit_of_an_entry_and_of_what_comes_with_it(kita, nets):
    user = person("eva@example.org")
    assert rights.opened_for(kita, user) == []
    kita.editors.add(user)
    nets[2].withheld.add(user)
    assert rights.opened_for(kita, user) == [kita, *nets[:2]]
    assert rights.opened_with(nets[0]) == []
    assert [rights.key_of(entry) for entry in (kita, nets[0])] == [
        f"akteur-{kita.pk}",
        f"netzwerk-{nets[0].pk}",
    ]
