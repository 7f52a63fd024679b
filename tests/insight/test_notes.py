"""„Bekannt, weil …“ and „erledigt“: a finding stays away until it changes, and everything can be taken back."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts import erasure
from accounts.models import User
from insight import kept
from insight.models import FindingNote
from insight.noticing import noticed
from networks.models import Membership
from tests.factories import ActorFactory, MembershipFactory, NetworkFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/einblick/"


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_done", type(kept._done)())


@pytest.fixture
def person() -> User:
    return UserFactory(role=User.Role.COORDINATION, name="Kim Amt")


@pytest.fixture
def office(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


@pytest.fixture
def busy() -> Membership:
    """Two actors with more meetings than the rule calls many, the first with more. Returns a seat of the first."""
    networks = NetworkFactory.create_batch(7, rhythm_text="monatlich", bindingness="vereinbart")
    first, second = ActorFactory(name="Jugendamt"), ActorFactory(name="Schulamt")
    seats = [MembershipFactory(network=network, actor=first) for network in networks]
    for network in networks[:5]:
        MembershipFactory(network=network, actor=second)
    return seats[-1]


def card(client: Client, kind: str = "auslastung", url: str = PAGE):
    found = [one for one in client.get(url).context["cards"] if one.said.finding.kind == kind]
    return found[0] if found else None


def note(client: Client, one, verdict: str = "bekannt", reason: str = "so beschlossen", url: str = PAGE):
    data = {
        "case": one.said.key,
        "state": one.said.finding.state,
        "verdict": ["bekannt", verdict],
        "reason": reason,
    }
    return client.post(url, data, follow=True)


def test_a_noted_case_goes_and_the_next_of_its_kind_comes(office: Client, busy, person: User) -> None:
    page = note(office, card(office)).content.decode()
    kept_note = FindingNote.objects.get()
    assert (kept_note.verdict, kept_note.reason, kept_note.noted_by) == (
        "bekannt",
        "so beschlossen",
        person,
    )
    assert kept_note.title.startswith("Jugendamt sitzt in 7 von 7")
    assert "1 notierter Hinweis" in page
    assert "Kim Amt" in page
    assert "weil: so beschlossen" in page
    assert card(office).said.title.startswith("Schulamt sitzt in 5 von 7")


def test_done_needs_no_reason_and_known_does(office: Client, busy) -> None:
    page = note(office, card(office), reason="")
    assert "Bitte schreiben Sie dazu, warum das so in Ordnung ist." in page.content.decode()
    assert not FindingNote.objects.exists()
    note(office, card(office), verdict="erledigt", reason="")
    assert FindingNote.objects.get().verdict == "erledigt"


def test_what_was_typed_stays_where_it_was_wrong(office: Client, busy) -> None:
    page = note(office, card(office), reason="x" * 401)
    forms = [one.form for one in page.context["cards"] if one.form.is_bound]
    assert [form["case"].value() for form in forms] == [card(office).said.key]
    assert "x" * 401 in page.content.decode()
    assert page.content.decode().count('<details class="note-it noprint" open>') == 1


def test_it_comes_back_when_it_changes_and_says_what_was_noted(office: Client, busy) -> None:
    note(office, card(office))
    busy.network.name = "Anders geschrieben"
    busy.network.save()
    assert card(office).said.title.startswith("Schulamt")
    busy.delete()
    again = card(office)
    assert again.said.title.startswith("Jugendamt sitzt in 6 von 7")
    assert again.before.reason == "so beschlossen"
    assert "Damals: „so beschlossen“" in office.get(PAGE).content.decode()
    note(office, again, reason="immer noch")
    assert FindingNote.objects.get().reason == "immer noch"


def test_taking_back_shows_it_again(office: Client, busy) -> None:
    one = card(office)
    note(office, one)
    url = reverse("insight:take_back", args=[FindingNote.objects.get().pk])
    assert office.get(url).status_code == 405
    response = office.post(url, {"next": "/einblick/?thema=lesen"})
    assert response.url == "/einblick/?thema=lesen"
    assert not FindingNote.objects.exists()
    assert card(office).said == one.said
    assert office.post(url).status_code == 404


def test_taking_back_leads_to_no_other_site(office: Client, busy) -> None:
    note(office, card(office))
    url = reverse("insight:take_back", args=[FindingNote.objects.get().pk])
    assert office.post(url, {"next": "https://example.com/"}).url == PAGE


def test_a_case_that_changed_meanwhile_is_not_noted(office: Client, busy) -> None:
    one = card(office)
    busy.delete()
    page = note(office, one)
    assert "Daran hat sich gerade etwas geändert." in page.content.decode()
    assert not FindingNote.objects.exists()


def test_a_note_about_a_choice_leaves_the_whole_as_it_is(office: Client, busy) -> None:
    theme = ThemeFactory(name="Lesen")
    for seat in Membership.objects.select_related("network"):
        seat.network.themes.add(theme)
    MembershipFactory(network=NetworkFactory(rhythm_text="monatlich"), actor=busy.actor)
    part = f"{PAGE}?thema={theme.slug}"
    note(office, card(office, url=part), url=part)
    assert card(office, url=part).said.title.startswith("Schulamt")
    assert card(office).said.title.startswith("Jugendamt")


def test_who_does_not_coordinate_can_note_and_take_back_nothing(office: Client, busy, client: Client) -> None:
    one = card(office)
    note(office, one)
    url = reverse("insight:take_back", args=[FindingNote.objects.get().pk])
    others = Client()
    others.force_login(UserFactory())
    assert others.post(url).status_code == 403
    assert Client().post(url).status_code == 302
    data = {"case": one.said.key, "state": one.said.finding.state, "verdict": "erledigt"}
    assert others.post(PAGE, data).url == reverse("insight:stock")
    assert FindingNote.objects.get().verdict == "bekannt"


def test_without_a_token_nothing_is_noted(busy, person: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)
    one = card(strict)
    data = {"case": one.said.key, "state": one.said.finding.state, "verdict": "erledigt"}
    assert strict.post(PAGE, data).status_code == 403
    assert not FindingNote.objects.exists()


def test_history_keeps_every_step(office: Client, busy) -> None:
    note(office, card(office))
    office.post(reverse("insight:take_back", args=[FindingNote.objects.get().pk]))
    events = FindingNote.pgh_event_model.objects.order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "delete"]


def test_when_the_account_goes_the_note_stays_without_a_name(office: Client, busy, person: User) -> None:
    note(office, card(office), reason=f"sagt {person.email}")
    erasure.erase(person)
    kept_note = FindingNote.objects.get()
    assert kept_note.noted_by is None
    assert person.email not in kept_note.reason
    office.force_login(UserFactory(role=User.Role.CURATION))
    assert "ein gelöschtes Konto" in office.get(PAGE).content.decode()


def test_the_database_keeps_no_known_case_without_a_reason() -> None:
    with pytest.raises(ValidationError, match="warum das so in Ordnung ist"):
        FindingNote(key="a", state="b", title="c", verdict="bekannt").full_clean()


def test_a_result_that_names_what_is_gone_is_passed_over(rf, busy) -> None:
    from insight.finding_words import FindingWords
    from insight.scope import scope_of

    request = rf.get(PAGE)
    request.user = UserFactory(role=User.Role.COORDINATION)
    scope = scope_of(request, PAGE)
    cases = [one for one, _note in noticed(scope).open]
    Membership.objects.filter(actor=busy.actor).delete()
    busy.actor.delete()
    said = FindingWords(scope, cases).all()
    assert "auslastung" not in {one.finding.kind.value for one in said}
