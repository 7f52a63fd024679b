"""What is not public can't be found out: not by reading, searching, filtering, sorting, counting or guessing addresses.

A small Kommune is photographed: every public address with every parameter. Then secrets are put into it, beside and on
public entries, each with a marker that stands nowhere else, and it is photographed again. No marker may be on a picture,
and no picture may have changed at all: a count, an order or a suggestion that moves tells of what it does not show.
Addresses come from the resolver, so that new pages are covered as soon as they exist.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.models import User
from actors.models import Actor, ContactPerson, Offer
from moderation.models import Case, Draft, Moderated, Note
from networks.models import DigitalForm, Meeting, Membership, Network, Update
from tests import factories
from vocabulary.models import District, LifePhase, TargetGroup, Theme

pytestmark = pytest.mark.django_db

HIDDEN = [status for status in Moderated.ReviewStatus.values if status != Moderated.ReviewStatus.PUBLISHED]
ELSEWHERE = ("admin/", "konto/")  # staff and one's own account: tests of their own
NOWHERE = "gibtesnirgends"
NO_NUMBER = "0111111"
DRAFT, CASE = "0f0e0d0c-0b0a-4908-8706-050403020100", "4711"
FIXED = {
    "kind": ["netzwerk"],
    "moment": ["1"],
    "pk": [],
    "token": ["erraten"],
    "step": ["name", "themen"],
    "file": ["netzwerke.graphml", "akteure.gexf"],
}
CHANGING = re.compile(  # what differs from one answer to the next by itself
    r'name="(?:csrfmiddlewaretoken|submission_key|shown_at)" value="[^"]*"|nonce="[^"]*"|DTSTAMP:\S+|"erzeugt": "[^"]*"|value="[\w-]+:[\w-]+:[\w-]{20,}"'
)


PLANS = [  # for /pruefen/
    "",
    "name=Leserunde",
    "name=Leserunde&zweck=Wir+lesen+vor&thema=lesen&stadtteil=nordstadt",
    "name=zqx+verborgen&zweck=zqx999verborgn",
    "zweck=Eltern+treffen+sich&mit=Grundschule+Nord",
]


class Markers:
    """Values that stand nowhere else, and what each of them gives away."""

    def __init__(self) -> None:
        self.meaning: dict[str, str] = {}
        self._numbers = itertools.count(1)

    def fill(
        self, model: type[models.Model], label: str, *, only: set[str] | None = None
    ) -> dict[str, object]:
        """A marker for every text of `model` (or for those in `only`)."""
        values = {}
        for field in model._meta.fields:
            inner = field.base_field if isinstance(field, ArrayField) else field
            wanted = field.editable and field.name in only if only is not None else field.editable
            if wanted and not inner.choices and isinstance(inner, (models.CharField, models.TextField)):
                value = self._value(inner, f"{label}.{field.name}")
                values[field.name] = [value] if isinstance(field, ArrayField) else value
        return values

    def _value(self, field: models.Field, meaning: str) -> str:
        number = next(self._numbers)
        word = f"zqx{number:03d}verborgen"
        match field.name:
            case "phone":
                word, value = f"0{987000 + number}", f"0{987000 + number}"
            case "postal_code":
                word = value = f"{97000 + number}"
            case "kennung":
                value = word
            case "email" | "reply_to":
                value = f"{word}@example.org"
            case "website" | "link" | "agreement_link":
                value = f"https://{word}.example.org/"
            case "rhythm_text":
                value = f"monatlich {word}"
            case _:
                value = word
        self.meaning[word] = meaning
        return value

    def found_in(self, text: str) -> set[str]:
        return {f"{self.meaning[marker]} ({marker})" for marker in self.meaning if marker in text}


@pytest.fixture
def kommune() -> dict[str, Any]:
    """What is public, with the words that the secrets will share with it."""
    city = factories.MunicipalityFactory(name="Auenberg", synonyms=["Gesamte Stadt"])
    quarter = factories.DistrictFactory(name="Nordstadt", parent=city)
    theme = factories.ThemeFactory(name="Sprachbildung")
    words = {
        "themes": [theme, factories.ThemeFactory(name="Lesen", parent=theme)],
        "target_groups": [factories.TargetGroupFactory(name="Eltern")],
        "life_phases": [factories.LifePhaseFactory(name="Kita")],
    }
    kind, form = (
        factories.ActorKindFactory(name="Verein"),
        factories.NetworkFormatFactory(name="Runder Tisch"),
    )
    library = factories.ActorFactory(name="Stadtbücherei", kind=kind, district=quarter, **words)
    school = factories.ActorFactory(
        name="Grundschule Nord", kind=kind, district=quarter, parent_body=None, **words
    )
    network = factories.NetworkFactory(
        name="Leserunde", format=form, coordinator=library, districts=[quarter], character=["abstimmung"],
        bindingness="lose", openness="offen", rhythm_text="monatlich", purpose="Wir lesen vor.", **words,
    )  # fmt: skip
    factories.NetworkFactory(name="Elterncafé", format=form, coordinator=school, districts=[quarter], **words)
    factories.MembershipFactory(network=network, actor=library)
    factories.MembershipFactory(network=network, actor=school, role="gast")
    factories.MeetingFactory(network=network, title="Herbsttreffen")
    factories.UpdateFactory(network=network, text="Wir haben angefangen.")
    factories.OfferFactory(actor=library, text="Lesesaal")
    return {
        "words": words,
        "kind": kind,
        "form": form,
        "quarter": quarter,
        "actor": library,
        "network": network,
    }


def hide_secrets(kommune: dict[str, Any], markers: Markers) -> dict[str, list[str]]:
    """Put everything there that must not show; returns the addresses of hidden entries."""
    slugs: dict[str, list[str]] = {"actor": [], "network": []}
    for number, status in enumerate(HIDDEN):
        actor = hidden_actor(kommune, markers, status, latitude=51.5 + number / 100)
        network = hidden_network(kommune, markers, status, actor)
        slugs["actor"].append(actor.slug)
        slugs["network"].append(network.slug)
    hide_on_public(kommune, markers)
    return slugs


def hidden_actor(kommune: dict[str, Any], markers: Markers, status: str, **fields: object) -> Actor:
    """An entry in every place where the page of a public one could name it."""
    label = f"{status}er Akteur"
    texts = {**markers.fill(Actor, label), "parent_body_name": ""}
    actor = factories.ActorFactory(
        **texts, review_status=status, kind=kommune["kind"], district=kommune["quarter"],
        parent_body=kommune["actor"], longitude=9.3, **fields, **kommune["words"],
    )  # fmt: skip
    factories.MembershipFactory(network=kommune["network"], actor=actor, role="moderation")
    kommune["network"].involved_units.add(actor)
    factories.ContactPersonFactory(
        actor=actor, consenting=True, **markers.fill(ContactPerson, f"Kontakt am {label}")
    )
    factories.OfferFactory(actor=actor, **markers.fill(Offer, f"Angebot am {label}"))
    return actor


def hidden_network(kommune: dict[str, Any], markers: Markers, status: str, actor: Actor) -> Network:
    label = f"{status}es Netzwerk"
    network = factories.NetworkFactory(
        **{**markers.fill(Network, label), "committee_name": ""}, review_status=status, format=kommune["form"],
        coordinator=kommune["actor"], committee=kommune["actor"], parent=kommune["network"],
        successor=kommune["network"], districts=[kommune["quarter"]], character=["abstimmung"],
        bindingness="lose", openness="offen", involved_units=[kommune["actor"]],
        related_networks=[kommune["network"]], **kommune["words"],
    )  # fmt: skip
    factories.MembershipFactory(network=network, actor=kommune["actor"], role="koordination")
    factories.MembershipFactory(network=network, actor=actor)
    factories.MeetingFactory(network=network, **markers.fill(Meeting, f"Treffen im {label}"))
    factories.UpdateFactory(network=network, **markers.fill(Update, f"Zwischenstand im {label}"))
    factories.DigitalFormFactory(network=network, **markers.fill(DigitalForm, f"digitale Form im {label}"))
    return network


def hide_on_public(kommune: dict[str, Any], markers: Markers) -> None:
    """Internal fields of public entries, written past save() so that nothing else about them changes."""
    actor, network = kommune["actor"], kommune["network"]
    author = factories.UserFactory(**markers.fill(User, "wer eingereicht hat", only={"email", "name"}))
    Actor.objects.filter(pk=actor.pk).update(submitted_by=author)
    note = markers.fill(Network, "Netzwerk", only={"internal_note"})
    Network.objects.filter(pk=network.pk).update(submitted_by=author, **note)
    today = timezone.localdate()
    without_consent = [
        ("ohne Einwilligung", {}),
        (
            "Einwilligung abgelaufen",
            {"consent_on": date(2020, 1, 1), "consent_until": today - timedelta(days=1)},
        ),
        ("Einwilligung erst ab morgen", {"consent_on": today + timedelta(days=1)}),
    ]
    for label, consent in without_consent:
        person = factories.ContactPersonFactory(
            actor=actor, is_key_person=True, **markers.fill(ContactPerson, f"Kontakt {label}"), **consent
        )
        Membership.objects.filter(network=network, actor=actor).update(contact=person)
        Network.objects.filter(pk=network.pk).update(contact=person)
    factories.UpdateFactory(
        network=network, is_public=False, **markers.fill(Update, "interner Zwischenstand")
    )
    for visibility in (Meeting.Visibility.MEMBERS, Meeting.Visibility.HIDDEN):
        label = f"Treffen, sichtbar für {visibility}"
        factories.MeetingFactory(network=network, visibility=visibility, **markers.fill(Meeting, label))
    case = Case(pk=CASE, kind=Case.Kind.REPORT, content_type=ContentType.objects.get_for_model(network),
                object_id=network.pk, **markers.fill(Case, "Meldung", only={"reason", "submitter_email"}))  # fmt: skip
    case.save()
    Note.objects.create(
        case=case, author=author, kind=Note.Kind.INTERNAL, **markers.fill(Note, "Notiz zur Meldung")
    )
    answers = {"name": [markers.fill(Network, "fremder Entwurf", only={"name"})["name"]]}
    Draft.objects.create(pk=DRAFT, kind="netzwerk", owner=author, case=case, answers=answers)
    expired = {"valid_until": today - timedelta(days=1)}
    factories.OfferFactory(actor=actor, **expired, **markers.fill(Offer, "abgelaufenes Angebot"))


# --- Walking ------------------------------------------------------------------------------------------------------------


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every public pattern as (route, qualified name)."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            if not route.startswith(ELSEWHERE):
                yield from patterns(entry, route)
        elif isinstance(entry, URLPattern) and not route.startswith(ELSEWHERE):
            yield route, entry.lookup_str


def addresses(slugs: dict[str, list[str]]) -> list[str]:
    """Every public address, with these slugs where a pattern takes one, and the secrets' own ids where it takes an id."""
    found = []
    for route, view in patterns():
        kind = route.partition("/")[0]
        filled = [f"/{route}"]
        for placeholder, argument in re.findall(r"(<(?:\w+:)?(\w+)>)", route):
            values = slugs.get(kind, []) if argument == "slug" else FIXED.get(argument)
            assert values is not None, f"Teach this test what to put for {argument} into {route} ({view})"
            if argument == "pk":
                values = [DRAFT if "uuid:" in placeholder else CASE]
            filled = [url.replace(placeholder, value) for url in filled for value in values]
        found += filled
    return found


def public_slugs(kommune: dict[str, Any]) -> dict[str, list[str]]:
    return {
        "netzwerke": [network.slug for network in Network.objects.published()],
        "akteure": [actor.slug for actor in Actor.objects.published()],
        "themen": [theme.slug for theme in Theme.objects.all()],
        "stadtteile": [district.slug for district in District.objects.all()],
    }


def questions(kommune: dict[str, Any]) -> list[str]:
    """Query strings that a list understands: every parameter of the contract once, and some together."""
    words = {
        "art": ["netzwerk", "akteur"],
        "thema": [theme.slug for theme in Theme.objects.all()],
        "zielgruppe": [group.slug for group in TargetGroup.objects.all()],
        "phase": [phase.slug for phase in LifePhase.objects.all()],
        "stadtteil": [district.slug for district in District.objects.all()],
        "akteursart": [kommune["kind"].slug],
        "format": [kommune["form"].slug],
        "charakter": ["abstimmung"],
        "verbindlichkeit": ["lose"],
        "offenheit": ["offen"],
        "status": ["aktiv", "beendet"],
        "rhythmus": ["monatlich"],
        "sort": ["treffer", "name", "aktualitaet", "termin", "aktiv", "still"],
        "lebendigkeit": ["lebendig", "ruhig", "ueberfaellig"],
        "ansicht": ["liste", "karte", "tabelle", "kacheln"],
        "page": ["2"],
        "q": ["lesen", "stadtbücherei", "zqx", "verborgen", "zqx001verborgn"],
    }
    single = [f"{name}={value}" for name, values in words.items() for value in values]
    return ["", *single, "q=lesen&sort=name&thema=lesen", "q=verein&sort=termin"]


# /pruefen/ says that something like a plan has been handed in, without saying what: the only thing that may come and go.
HANDED_IN = re.compile(r'<div class="notice mt-3" data-handed-in>.*?</div>\s*', re.DOTALL)


def photograph(client: Client, urls: list[str], asked: list[str]) -> dict[str, str]:
    """What every address answers: status, what kind of thing, the page itself."""
    pictures = {}
    for url in urls:
        for question in asked if _is_list(url) else PLANS if url == "/pruefen/" and len(asked) > 1 else [""]:
            address = f"{url}?{question}" if question else url
            response = client.get(address)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            text = CHANGING.sub("", body.decode())
            pictures[address] = f"{response.status_code} {response.headers.get('Location', '')}\n{text}"
    return pictures


def _is_list(url: str) -> bool:
    return url.split(".", maxsplit=1)[0].strip("/").partition("/")[0] in {
        "verzeichnis",
        "netzwerke",
        "akteure",
        "termine",
        "",
    } and (url.count("/") <= 2 or url.endswith(".json"))


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Addresses whose answer changed, with the first line that did."""
    told = []
    for address in before:
        text, then = (HANDED_IN.sub("", pictures[address]) for pictures in (before, after))
        if text.split() != then.split():
            lines = ([line.strip() for line in page.splitlines() if line.strip()] for page in (text, then))
            pairs = itertools.zip_longest(*lines, fillvalue="")
            old, new = next((old, new) for old, new in pairs if old != new)
            told.append(f"{address}: {old.strip()[:150]!r} -> {new.strip()[:150]!r}")
    return told


@pytest.fixture(params=["visitor", "stranger"])
def somebody(request: pytest.FixtureRequest, client: Client) -> Client:
    """Nobody in particular: without a login, and with one that has nothing to do with any entry."""
    if request.param == "stranger":
        client.force_login(factories.UserFactory(), backend="accounts.backends.RoleBackend")
    return client


def test_secrets_show_nowhere_and_move_nothing(somebody: Client, kommune: dict[str, Any]) -> None:
    markers = Markers()
    urls, asked = addresses(public_slugs(kommune)), questions(kommune)
    before = photograph(somebody, urls, asked)
    assert [address for address, text in before.items() if text.startswith("5")] == []

    hide_secrets(kommune, markers)
    after = photograph(somebody, urls, asked)

    leaks = {
        address: found
        for address, text in after.items()
        if (found := markers.found_in(_unasked(address, text)))
    }
    assert leaks == {}
    assert differences(before, after) == []


def test_the_same_entries_show_once_they_are_published(client: Client, kommune: dict[str, Any]) -> None:
    """The test above can fail: what it looks for is found as soon as it may be."""
    markers = Markers()
    hide_secrets(kommune, markers)
    Actor.objects.publish()
    Network.objects.publish()
    pictures = photograph(client, addresses(public_slugs(kommune)), ["", "q=verborgen"])
    seen = {meaning for text in pictures.values() for meaning in markers.found_in(text)}
    labels = {found.partition(" (")[0] for found in seen}
    for status in HIDDEN:
        assert {
            f"{status}er Akteur.name",
            f"{status}er Akteur.description",
            f"{status}es Netzwerk.name",
        } <= labels
        assert {f"{status}es Netzwerk.purpose", f"Zwischenstand im {status}es Netzwerk.text"} <= labels
        assert f"{status}es Netzwerk.internal_note" not in labels
    assert not [
        label for label in labels if label.startswith(("Kontakt ohne", "Kontakt Ein", "interner", "wer "))
    ]


def test_no_word_of_a_secret_is_found_by_searching(somebody: Client, kommune: dict[str, Any]) -> None:
    """A question for a secret word is answered like one for a word that is nowhere."""
    markers = Markers()
    hide_secrets(kommune, markers)
    lists = [url for url in addresses(public_slugs(kommune)) if _is_list(url)]

    def answers(word: str) -> dict[str, str]:
        return {
            url: text.replace(word, "WORT")
            for url, text in photograph(somebody, lists, [f"q={word}"]).items()
        }

    nothing = {
        is_number: {url.partition("?")[0]: text for url, text in answers(nowhere).items()}
        for is_number, nowhere in ((False, NOWHERE), (True, NO_NUMBER))
    }
    told = {}
    for marker, meaning in markers.meaning.items():
        if not meaning.endswith(
            (".name", "purpose", ".internal_note", ".text", ".email", ".phone", ".description")
        ):
            continue  # each kind of text once: the photographs above cover the rest
        for url, text in answers(marker).items():
            alike = nothing[marker.isdigit()][url.partition("?")[0]]
            if text != alike:
                told[meaning] = differences({url: alike}, {url: text})
    assert told == {}


def test_hidden_entry_answers_like_one_that_does_not_exist(somebody: Client, kommune: dict[str, Any]) -> None:
    slugs = hide_secrets(kommune, Markers())
    hidden = addresses(
        {"netzwerke": slugs["network"], "akteure": slugs["actor"], "themen": [], "stadtteile": []}
    )
    hidden = [url for url in hidden if any(slug in url for slug in (*slugs["network"], *slugs["actor"]))]
    assert len(hidden) >= 2 * len(HIDDEN)
    for url in hidden:
        slug = url.split("/")[2]
        got, none = (photograph(somebody, [address], [""]) for address in (url, url.replace(slug, NOWHERE)))
        answer = got[url].replace(slug, NOWHERE)
        assert answer.startswith("404")
        assert answer == none[url.replace(slug, NOWHERE)]


def test_admin_says_the_same_of_what_is_there_and_what_is_not(
    somebody: Client, kommune: dict[str, Any]
) -> None:
    hide_secrets(kommune, Markers())
    hidden = Network.objects.exclude(review_status="veroeffentlicht").first()
    for page in ("change/", "history/", "delete/"):
        real = somebody.get(f"/admin/networks/network/{hidden.pk}/{page}")
        none = somebody.get(f"/admin/networks/network/999999/{page}")
        assert real.status_code == none.status_code
        assert real.status_code in {302, 403}
        assert real.headers.get("Location", "").replace(str(hidden.pk), "999999") == none.headers.get(
            "Location", ""
        )


def test_key_persons_and_sources_of_consent_stay_inside(client: Client, kommune: dict[str, Any]) -> None:
    """A person who may be shown: with name and role, not with what the Koordination notes about her."""
    person = factories.ContactPersonFactory(actor=kommune["actor"], name="Anna Offen", consenting=True)
    Network.objects.filter(pk=kommune["network"].pk).update(contact=person)
    urls = addresses(public_slugs(kommune))
    before = photograph(client, urls, [""])
    assert any("Anna Offen" in text for text in before.values())
    ContactPerson.objects.filter(pk=person.pk).update(
        is_key_person=True, consent_source="zqx-quelle-verborgen"
    )
    assert differences(before, photograph(client, urls, [""])) == []


def test_public_person_does_not_give_away_her_hidden_employer(
    client: Client, kommune: dict[str, Any]
) -> None:
    markers = Markers()
    hidden = hidden_actor(kommune, markers, "entwurf", latitude=51.5)
    person = hidden.contacts.get()
    markers.meaning = {
        marker: what for marker, what in markers.meaning.items() if what.startswith("entwurfer Akteur")
    }
    Network.objects.filter(pk=kommune["network"].pk).update(contact=person)
    pictures = photograph(client, addresses(public_slugs(kommune)), [""])
    assert {address: found for address, text in pictures.items() if (found := markers.found_in(text))} == {}


def _unasked(address: str, text: str) -> str:
    """The page without what it repeats of the question."""
    asked = re.search(r"[?&]q=([^&]*)", address)
    return text.replace(asked[1], "") if asked else text
