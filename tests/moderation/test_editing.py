"""Editors change their entries on the pages themselves."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from moderation import decisions
from moderation.changes import last_change
from moderation.models import Case
from networks.models import Network, Update
from tests.factories import ActorFactory, NetworkFactory, NetworkFormatFactory, ThemeFactory, UserFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory(name="Eva Editor")


@pytest.fixture
def network(editor):
    return NetworkFactory(name="Leserunde", purpose="Wir lesen.", editors=[editor], internal_note="geheim")


def url(entry, page: str = "edit") -> str:
    return reverse(f"{entry._meta.app_label}:{page}", args=[entry.slug])


def shown(client, entry) -> dict[str, object]:
    """What a browser sends when nothing was touched."""
    form = client.get(url(entry)).context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, False)}


@pytest.mark.parametrize(
    ("who", "status"), [("visitor", 302), ("stranger", 404), ("koordination", 404), ("kuration", 200), ("editor", 200)]
)  # fmt: skip
@pytest.mark.parametrize("page", ["edit", "update"])
def test_only_editors_and_curators_get_in(client, network, editor, who, status, page):
    if who != "visitor":
        roles = {"koordination": User.Role.COORDINATION, "kuration": User.Role.CURATION}
        client.force_login(editor if who == "editor" else UserFactory(role=roles.get(who, "registriert")))
    assert client.get(url(network, page)).status_code == status
    assert client.post(url(network, page), {"kind": "nichts-neues", "name": "X"}).status_code == status or (
        status == 200 and page == "update"
    )


def test_the_form_is_in_sections_and_tells_errors_in_their_order(client, network, editor):
    client.force_login(editor)
    page = client.post(url(network), {"website": "x y", "begins_on": "heute"}).content.decode()
    assert re.findall(r'<fieldset class="form-section">\s*<legend>(.*?)</legend>', page) == [
        "Name und Format", "Worum geht es?", "Themen und Orte", "Art der Zusammenarbeit", "Koordination", "Treffen",
        "Laufzeit", "Verbindungen",
    ]  # fmt: skip
    told = re.findall(r'href="#(id_\w+)"', page)
    assert told == sorted(told, key=lambda name: page.index(f'id="{name}'))


def test_edit_goes_live_at_once_and_is_recorded(client, network, editor):
    client.force_login(editor)
    theme = ThemeFactory()
    values = shown(client, network) | {"purpose": "Wir lesen vor.", "themes": [theme.pk]}
    assert client.post(url(network), values).status_code == 302
    network.refresh_from_db()
    assert (network.purpose, list(network.themes.all())) == ("Wir lesen vor.", [theme])
    assert last_change(network).who == "Eva Editor"
    assert Case.objects.count() == 0


def test_fields_that_the_form_does_not_ask_for_are_not_taken(client, network, editor):
    client.force_login(editor)
    extra = {
        "review_status": "archiviert", "kennung": "N1", "internal_note": "weg", "slug": "x", "submitted_by": "1",
        "editors": [UserFactory().pk], "confirmed_at": "2020-01-01", "version": "99", "status": "beendet",
    }  # fmt: skip
    before = Network.objects.values().get()
    client.post(url(network), shown(client, network) | extra)
    client.post(url(network), shown(client, network) | extra | {"status": "aktiv"})
    after = Network.objects.values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"changed_at", "confirmed_at", "version"}  # saving confirms, as of today
    assert (after["confirmed_at"], after["version"]) == (timezone.localdate(), before["version"] + 1)
    assert list(network.editors.all()) == [editor]


def test_name_format_and_coordinator_need_a_second_look(client, network, editor):
    client.force_login(editor)
    form, library = NetworkFormatFactory(name="Beirat"), ActorFactory(name="Stadtbibliothek")
    values = shown(client, network) | {
        "name": "Lesebeirat", "format": form.pk, "coordinator": "stadtbibliothek", "purpose": "Neu.",
    }  # fmt: skip
    old_format = network.format_id
    for _click in range(2):
        client.post(url(network), values)
        values["seen"] = shown(client, network)["seen"]
    network.refresh_from_db()
    assert (network.name, network.format_id, network.coordinator) == ("Leserunde", old_format, None)
    assert network.purpose == "Neu."
    case = Case.objects.get()
    assert case.payload == {
        "name": ["Leserunde", "Lesebeirat"], "format": [old_format, form.pk], "coordinator": [None, library.pk],
    }  # fmt: skip
    assert "Lesebeirat" in client.get(url(network)).content.decode()
    assert "[" not in flat(client.get(reverse("portal:mine")).content.decode().partition('id="h-cases"')[2])
    curator = UserFactory(role="kuration")
    client.force_login(curator)
    page = client.get(reverse("moderation:case", args=[case.pk])).content.decode()
    assert all(word in page for word in ("Lesebeirat", "Beirat", "Stadtbibliothek"))
    client.post(reverse("moderation:case", args=[case.pk]), {"action": "decide", "outcome": "angenommen"})
    network.refresh_from_db()
    assert (network.name, network.format, network.coordinator) == ("Lesebeirat", form, library)
    assert (network.slug, network.former_slugs) == ("lesebeirat", ["leserunde"])
    assert mail.outbox[-1].to == [editor.email]


def test_refused_change_changes_nothing(client, network, editor):
    client.force_login(editor)
    client.post(url(network), shown(client, network) | {"name": "Anders"})
    decisions.decide(Case.objects.get(), by=None, outcome=Case.Outcome.REJECTED, text="Nein.")
    network.refresh_from_db()
    assert network.name == "Leserunde"


def test_payload_of_a_change_reaches_no_other_field(network, editor):
    payload = {"internal_note": ["geheim", "offen"], "format": [network.format_id, 999_999]}
    case = decisions.submit(kind=Case.Kind.CHANGE, entry=network, submitter=editor, payload=payload)
    decisions.decide(case, by=None, outcome=Case.Outcome.ACCEPTED)
    before = (network.internal_note, network.format_id)
    network.refresh_from_db()
    assert (network.internal_note, network.format_id) == before


@pytest.mark.parametrize("why", ["setting", "unpublished", "curator"])
def test_second_look_is_for_editors_of_published_entries(client, network, editor, settings, why):
    if why == "setting":
        settings.EDIT_NEEDS_REVIEW = False
    if why == "unpublished":
        Network.objects.update(review_status="eingereicht")
    client.force_login(UserFactory(role="kuration") if why == "curator" else editor)
    client.post(url(network), shown(client, network) | {"name": "Anders"})
    network.refresh_from_db()
    assert (network.name, Case.objects.count()) == ("Anders", 0)


def test_actor_is_renamed_without_a_second_look(client, editor):
    actor = ActorFactory(name="Kita Süd", editors=[editor])
    client.force_login(editor)
    client.post(url(actor), shown(client, actor) | {"name": "Kita Südstern", "is_internal": "on"})
    actor.refresh_from_db()
    assert (actor.name, actor.is_internal) == ("Kita Südstern", False)


def test_two_people_at_the_same_entry_lose_nothing(client, network, editor):
    client.force_login(editor)
    values = shown(client, network) | {"purpose": "Von Eva."}
    Network.objects.filter(pk=network.pk).update(purpose="Von Ada.")
    page = client.post(url(network), values).content.decode()
    network.refresh_from_db()
    assert network.purpose == "Von Ada."
    assert "Von Eva." in page
    assert "Von Ada." in page


def test_hidden_actors_are_not_found_by_name(client, network, editor):
    ActorFactory(name="Geheimer Träger", review_status="entwurf")
    client.force_login(editor)
    page = client.post(url(network), shown(client, network) | {"coordinator": "Geheimer Träger"})
    assert "steht nicht im Verzeichnis" in page.content.decode()


@pytest.mark.parametrize(("days", "word"), [(-40, "seit"), (0, "seit"), (40, "ab")])
def test_what_begins_later_does_not_run_yet(client, network, days, word):
    day = timezone.localdate() + timedelta(days=days)
    Network.objects.filter(pk=network.pk).update(begins_on=day)
    assert f"{word} {date_format(day, 'F Y')}" in flat(client.get(url(network, "detail")).content.decode())


def test_ended_network_that_goes_on_has_no_end(client, network, editor):
    Network.objects.update(status="beendet", ends_on="2026-01-31", end_reason="Fertig.")
    client.force_login(editor)
    client.post(url(network), shown(client, network) | {"status": "aktiv"})
    network.refresh_from_db()
    assert (network.status, network.ends_on, network.end_reason) == ("aktiv", None, "")


def test_update_is_posted_once_with_todays_date(client, network, editor):
    client.force_login(editor)
    for _click in range(2):
        client.post(url(network, "update"), {"kind": "ergebnis", "text": "Plan steht.", "date": "2020-01-01"})
    update = Update.objects.get()
    assert (update.network, update.date, update.kind, update.text, update.is_public) == (
        network, timezone.localdate(), "ergebnis", "Plan steht.", False,
    )  # fmt: skip


def test_nothing_new_is_one_click_on_the_page_of_the_network(client, network, editor):
    assert "nichts-neues" not in client.get(network.get_absolute_url()).content.decode()
    client.force_login(editor)
    page = flat(client.get(network.get_absolute_url()).content.decode())
    [form] = re.findall(rf'<form[^>]*action="{url(network, "update")}">.*?</form>', page)
    values = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    client.post(url(network, "update"), values)
    assert Update.objects.values_list("kind", "text", "is_public").get() == ("nichts-neues", "", True)


def test_update_says_something(client, network, editor):
    client.force_login(editor)
    page = client.post(url(network, "update"), {"kind": "fortschritt", "text": ""}).content.decode()
    assert "wählen Sie „nichts Neues“" in page
    assert Update.objects.count() == 0


def test_sending_needs_the_token_of_the_form(network, editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(url(network), {"name": "X"}).status_code == 403
    assert client.post(url(network, "update"), {"kind": "nichts-neues"}).status_code == 403


def test_parent_and_committee_are_chosen_by_name(client, network, editor):
    above, council = NetworkFactory(name="Lesebündnis"), ActorFactory(name="Jugendhilfeausschuss")
    client.force_login(editor)
    page = client.get(url(network)).content.decode()
    for name, list_url in (("parent", "networks:suggestions"), ("committee", "actors:suggestions")):
        assert re.search(rf'<input[^>]*name="{name}"[^>]*data-suggest-url="{reverse(list_url)}"', page)
    typed = shown(client, network) | {"parent": "lesebündnis", "committee": "jugendhilfeausschuss"}
    assert client.post(url(network), typed).status_code == 302
    network.refresh_from_db()
    assert (network.parent, network.committee) == (above, council)


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_network_does_not_belong_to_what_belongs_to_it(client, network, editor, depth):
    below = network
    for number in range(depth):
        below = NetworkFactory(name=f"Untergruppe {number}", parent=below)
    client.force_login(editor)
    page = client.post(url(network), shown(client, network) | {"parent": below.name}).content.decode()
    assert 'id="id_parent_error"' in page
    network.refresh_from_db()
    assert network.parent is None
