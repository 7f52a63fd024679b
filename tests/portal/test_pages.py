"""Every page of the portal is sound: its markup, its links, its answers, and what it costs.

Pages come from the resolver, so that a new page is held to this as soon as it exists.
"""

from __future__ import annotations

import re
from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.forms import BoundField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, URLPattern, get_resolver, resolve, reverse

from accounts.models import User
from actors.models import Actor
from networks.meetings import expected
from networks.models import Network
from portal.models import BarrierReport, Page
from tests import factories
from tests.markup import Markup, faults, flat
from vocabulary.models import District, Theme

ROOMS = ("portal", "networks", "actors")
NOT_PAGES = (".csv", ".json", ".ics")
LOGIN = ("account_login", "account_signup", "account_reset_password", "account_request_login_code")
NEEDS_A_QUESTION = ("networks:merge", "actors:merge")  # 404 without the two entries that they are about
OWN_ACCOUNT = ("account_email", "accounts:data", "account_change_password", "mfa_index", "account_logout")
PER_VIEW = 4  # addresses of each kind that the walk over all links visits


def fixed_pages() -> list[str]:
    """Addresses of all pages that need no argument."""
    found = []
    for room in ROOMS:
        patterns = get_resolver(f"{room}.urls").url_patterns
        names = [pattern.name for pattern in patterns if isinstance(pattern, URLPattern) and pattern.name]
        for pattern, name in zip(patterns, names, strict=True):
            if not pattern.pattern.converters and f"{room}:{name}" not in NEEDS_A_QUESTION:
                found.append(reverse(f"{room}:{name}"))
    return [address for address in found if not address.endswith(NOT_PAGES)]


def entry_pages() -> list[str]:
    """One page of every kind of entry, in every state that looks different."""
    networks = [Network.objects.published().filter(status=status).first() for status in Network.Status]
    busiest = Network.objects.published().exclude(meetings=None).exclude(updates=None).first()
    actors = [
        Actor.objects.published().exclude(offers=None).first(),
        Actor.objects.published().exclude(subsidiaries=None).first(),
        Actor.objects.published().filter(memberships=None).first(),
    ]
    themes = [Theme.objects.exclude(children=None).first(), Theme.objects.filter(networks=None).first()]
    districts = [
        District.objects.exclude(children=None).first(),
        District.objects.filter(children=None).first(),
    ]
    return (
        [entry.get_absolute_url() for entry in [busiest, *networks, *actors] if entry]
        + [reverse("portal:theme", args=[theme.slug]) for theme in themes if theme]
        + [reverse("portal:district", args=[district.slug]) for district in districts if district]
        + [reverse(f"networks:{page}", args=[busiest.slug]) for page in ("report", "similar")]
    )


LISTS = [
    "/verzeichnis/?q=lesen",
    "/verzeichnis/?q=gibtesnichtxyz",
    "/netzwerke/?thema=sprachbildung&stadtteil=lindenau&mehr=thema",
    "/netzwerke/?page=2",
    "/netzwerke/?ansicht=karte",
    "/akteure/?sort=name&akteursart=kita",
]


def all_pages() -> list[str]:
    return [*fixed_pages(), *entry_pages(), *LISTS, *(reverse(name) for name in LOGIN)]


def read(client: Client, address: str) -> str:
    """HTML of a page; nothing for an address that asks for a login first or only takes what forms send."""
    response = client.get(address)
    if response.status_code == 302:
        assert response.headers["Location"].startswith("/konto/"), address
        return ""
    assert response.status_code in {200, 405}, address
    return response.content.decode() if response.status_code == 200 else ""


def faulty(client: Client, addresses: list[str]) -> dict[str, list[str]]:
    pages = {address: html for address in addresses if (html := read(client, address))}
    assert len(pages) > 25
    return {address: found for address, html in pages.items() if (found := faults(html))}


def queries_of(client: Client, address: str) -> list[str]:
    client.get(address)  # fills caches of the process
    with CaptureQueriesContext(connection) as context:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in context.captured_queries]


# --- What holds on every page -------------------------------------------------------------------------------------


@pytest.fixture
def only_crispy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template that writes a form or one of its fields into the page by itself, `{{ form.name }}`, fails."""
    written = BoundField.__str__

    def hidden_only(field: BoundField) -> str:
        assert field.is_hidden, f"{type(field.form).__name__}.{field.name}"
        return written(field)

    monkeypatch.setattr(BoundField, "__str__", hidden_only)


def test_every_page_is_sound_for_visitors(auenberg: None, only_crispy: None, client: Client) -> None:
    assert faulty(client, all_pages()) == {}


def test_every_page_is_sound_for_a_curator(auenberg: None, only_crispy: None, client: Client) -> None:
    client.force_login(factories.UserFactory(role=User.Role.CURATION))
    own = [reverse(name) for name in OWN_ACCOUNT]
    assert faulty(client, [*fixed_pages(), *entry_pages(), *LISTS[:2], *own]) == {}


def test_titles_tell_pages_apart(auenberg: None, client: Client) -> None:
    titles = defaultdict(list)
    for address in dict.fromkeys([*fixed_pages(), *entry_pages()]):
        if html := read(client, address):
            title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
            titles[" ".join(title[1].split())].append(address)
    assert {title: pages for title, pages in titles.items() if len(pages) > 1} == {}
    assert [title for title in titles if not re.fullmatch(r"\S.* – Bildungsnetz \S.*", title)] == []


def test_canonical_address_is_absolute_and_without_the_question(auenberg: None, client: Client) -> None:
    for address in ("/themen/", "/termine/?page=1", "/netzwerke/?sort=name&unsinn=1"):
        page = Markup(client.get(address).content.decode())
        canonical = [link["href"] for link in page.named("link") if link.get("rel") == "canonical"]
        assert len(canonical) == 1
        assert canonical[0].startswith("http")
        assert urlsplit(canonical[0]).path == address.partition("?")[0]
        assert "unsinn" not in canonical[0]


def test_no_page_sets_a_cookie_before_login(auenberg: None, client: Client) -> None:
    with_forms = {reverse("portal:report_barrier"), reverse("networks:check"), *(reverse(n) for n in LOGIN)}
    for address in [*fixed_pages(), *entry_pages(), *LISTS]:
        if "/melden/" in address or address in with_forms or address == reverse("portal:registration"):
            continue  # a form that is sent needs a token against forged requests
        client.get(address)
        assert not client.cookies, address


def test_every_link_leads_somewhere(auenberg: None, client: Client) -> None:
    """A walk from the home page over all links; of each kind of page only a few, since they are alike."""
    seen: set[str] = set()
    visits: dict[str, int] = defaultdict(int)
    waiting, broken = ["/"], {}
    while waiting:
        address = waiting.pop()
        path = urlsplit(address).path
        if path.startswith(("/static/", "/konto/logout")):
            continue
        try:
            view = resolve(path).view_name
        except Resolver404:
            broken[address] = "no such address"
            continue
        if visits[view] >= PER_VIEW:
            continue
        visits[view] += 1
        response = client.get(address, follow=True)  # what asks for a login leads there
        if response.status_code != 200:
            broken[address] = response.status_code
        elif response.headers["Content-Type"].startswith("text/html"):
            links = {
                link.partition("#")[0]
                for link in Markup(response.content.decode()).links
                if link.startswith(("/", "?"))
            }
            links = {path + link if link.startswith("?") else link for link in links}
            waiting += sorted(links - seen - {""})
            seen |= links
    assert broken == {}
    assert {"networks:detail", "actors:detail", "portal:theme", "portal:district", "networks:csv"} <= set(
        visits
    )


@pytest.mark.parametrize(
    "address", ["/gibt-es-nicht/", "/netzwerke/gibt-es-nicht/", "/themen/gibt-es-nicht/"]
)
def test_missing_page_says_so_and_shows_ways_on(db: None, client: Client, address: str) -> None:
    response = client.get(address)
    html = response.content.decode()
    assert response.status_code == 404
    assert faults(html) == []
    assert {reverse("portal:home"), reverse("portal:directory")} <= set(Markup(html).links)


def test_error_page_needs_no_database(client: Client) -> None:
    """No mark `django_db`: the test fails if the page asks for anything."""
    from django.test import RequestFactory
    from django.views.defaults import server_error

    response = server_error(RequestFactory().get("/netzwerke/"))
    assert response.status_code == 500
    assert faults(response.content.decode()) == []


# --- What pages cost ----------------------------------------------------------------------------------------------


def grow_network(network: Network, number: int) -> None:
    for _each in range(number):
        person = factories.ContactPersonFactory(consenting=True)
        factories.MembershipFactory(network=network, contact=person)
        factories.MeetingFactory(network=network)
        factories.UpdateFactory(network=network)
        factories.DigitalFormFactory(network=network)
        factories.NetworkFactory(parent=network)
        network.involved_units.add(factories.ActorFactory())
        network.related_networks.add(factories.NetworkFactory())
        network.themes.add(factories.ThemeFactory())
        network.districts.add(factories.DistrictFactory())


def grow_actor(actor: Actor, number: int) -> None:
    for _each in range(number):
        network = factories.NetworkFactory()
        factories.MembershipFactory(network=network, actor=actor)
        factories.CommitmentFactory(network=network, actor=actor, resource=factories.ResourceKindFactory())
        factories.MembershipFactory(network=network)
        factories.NetworkFactory(coordinator=actor)
        factories.ContactPersonFactory(actor=actor, consenting=True)
        factories.OfferFactory(actor=actor)
        factories.ActorFactory(parent_body=actor)


def test_page_of_a_network_costs_the_same_for_1_3_and_more(db: None, client: Client) -> None:
    network = factories.NetworkFactory(coordinator=factories.ActorFactory())
    numbers = []
    for more in (1, 2, 27):
        grow_network(network, more)
        call_command("reindex_search", verbosity=0)
        numbers.append(len(queries_of(client, network.get_absolute_url())))
    assert numbers == [numbers[0]] * 3


def test_page_of_an_actor_costs_the_same_for_1_3_and_more(db: None, client: Client) -> None:
    actor = factories.ActorFactory()
    numbers = []
    for more in (1, 2, 27):
        grow_actor(actor, more)
        numbers.append(len(queries_of(client, actor.get_absolute_url())))
    assert numbers == [numbers[0]] * 3


def test_overviews_cost_the_same_for_1_3_and_300(db: None, client: Client) -> None:
    theme, district = factories.ThemeFactory(), factories.DistrictFactory()
    addresses = [
        "/", "/themen/", f"/themen/{theme.slug}/", "/stadtteile/", f"/stadtteile/{district.slug}/", "/termine/",
        "/wer-macht-was/",
    ]  # fmt: skip
    numbers: dict[str, list[int]] = defaultdict(list)
    for more in (1, 2, 297):
        for _each in range(more):
            network = factories.NetworkFactory(themes=[theme], districts=[district])
            factories.CommitmentFactory(network=network)
            factories.ActorFactory(themes=[theme], district=district)
            factories.MeetingFactory(network=network)
            factories.UpdateFactory(network=network)
            factories.ThemeFactory(parent=theme)
            factories.DistrictFactory(parent=district)
        call_command("reindex_search", verbosity=0)
        expected.refresh_all()  # like the index: what 300 new networks let expect is worked off once, by whoever comes first
        for address in addresses:
            numbers[address].append(len(queries_of(client, address)))
    assert {address: counts for address, counts in numbers.items() if len(set(counts)) > 1} == {}


# --- What pages say -----------------------------------------------------------------------------------------------


TILE = re.compile(r'<a href="(/(?:themen|stadtteile)/[^"]+/)">[^<]*</a></h[23]>\s*<p[^>]*>([^<]*)</p>')


def entries_behind(address: str) -> list[int]:
    """Networks and actors of a theme or district and of everything below it, counted in plain SQL."""
    kind, slug = address.strip("/").split("/")
    model, on_network, on_actor = (
        (Theme, "themes", "themes") if kind == "themen" else (District, "districts", "district")
    )
    family = model.objects.get(slug=slug).descendants(include_self=True)
    return [
        Network.objects.published().filter(**{f"{on_network}__in": family}).distinct().count(),
        Actor.objects.published().filter(**{f"{on_actor}__in": family}).distinct().count(),
    ]


def test_numbers_of_themes_and_districts_are_those_of_plain_sql(auenberg: None, client: Client) -> None:
    """On tiles and on the page of each: a theme includes its sub-themes, a district its parts."""
    call_command("reindex_search", verbosity=0)
    told: dict[str, set[tuple[int, ...]]] = defaultdict(set)
    for overview in ("/themen/", "/stadtteile/", "/"):
        for address, counts in TILE.findall(client.get(overview).content.decode()):
            told[address].add(tuple(int(number) for number in re.findall(r"\d+", counts)))
    for address in list(told):
        headings = [text.strip() for _level, text in Markup(client.get(address).content.decode()).headings]
        counted = [text for text in headings if re.fullmatch(r"\d+ (Netzwerk|Akteur)e?", text)]
        told[address].add(tuple(int(text.split()[0]) for text in counted))
    assert len(told) > 20
    assert told == {address: {tuple(entries_behind(address))} for address in told}


def test_all_of_a_theme_or_place_is_as_many_as_its_page_says(auenberg: None, client: Client) -> None:
    call_command("reindex_search", verbosity=0)
    whole = District.objects.exclude(children=None).first()
    for address in (reverse("portal:district", args=[whole.slug]), "/themen/sprachbildung/"):
        page = Markup(client.get(address).content.decode())
        told = {
            text.strip().split()[1]: int(text.split()[0])
            for level, text in page.headings
            if level == 2 and text.strip()[0].isdigit()
        }
        for word, path in (("Netzwerke", "/netzwerke/"), ("Akteure", "/akteure/")):
            link = next(link for link in page.links if link.startswith(f"{path}?"))
            heading = Markup(client.get(link).content.decode()).headings
            assert f"{told[word]} Treffer" in [text.strip() for _level, text in heading]


def test_former_address_leads_to_the_new_one_for_good(db: None, client: Client) -> None:
    network, actor = factories.NetworkFactory(name="Alte Runde"), factories.ActorFactory(name="Altes Haus")
    for entry, new in ((network, "Neue Runde"), (actor, "Neues Haus")):
        before = entry.get_absolute_url()
        entry.name = new
        entry.save()
        assert entry.get_absolute_url() != before
        response = client.get(before)
        assert (response.status_code, response.headers["Location"]) == (301, entry.get_absolute_url())


def test_person_without_consent_is_named_nowhere(db: None, client: Client) -> None:
    network = factories.NetworkFactory()
    silent = factories.ContactPersonFactory(name="Stille Person")
    open_person = factories.ContactPersonFactory(name="Offene Person", consenting=True, actor=silent.actor)
    factories.MembershipFactory(network=network, actor=silent.actor, contact=silent)
    factories.MembershipFactory(network=network, actor=factories.ActorFactory(), contact=open_person)
    for contact in (silent, open_person):
        Network.objects.filter(pk=network.pk).update(contact=contact)
        for page in (network, silent.actor):
            html = client.get(page.get_absolute_url()).content.decode()
            assert "Stille Person" not in html
            assert "Offene Person" in html


def test_actor_shows_all_its_networks_with_its_role(db: None, client: Client) -> None:
    actor = factories.ActorFactory()
    roles = dict(factories.MembershipFactory._meta.model.Role.choices)
    names = {}
    for value, label in roles.items():
        membership = factories.MembershipFactory(actor=actor, role=value)
        names[membership.network.name] = str(label)
    hidden = factories.NetworkFactory(review_status="entwurf")
    factories.MembershipFactory(actor=actor, network=hidden)
    html = flat(client.get(actor.get_absolute_url()).content.decode())
    rows = re.findall(
        r'<li><span><a class="what"[^>]*>([^<]+)</a>.*?<strong>([^<]+)</strong>', html, re.DOTALL
    )
    assert dict(rows) == names


# --- Texts and the form to report a barrier --------------------------------------------------------------------------


@pytest.mark.parametrize("slug", Page.Slug.values)
def test_shipped_text_is_shown_until_somebody_writes_one(db: None, client: Client, slug: str) -> None:
    assert len(client.get(f"/{slug}/").content.decode()) > 1000
    Page.objects.create(
        slug=slug, body="## Neu\n\nGanz **neu** <script>alert(1)</script> [x](javascript:alert(1))"
    )
    html = client.get(f"/{slug}/").content.decode()
    assert "<h2>Neu</h2>" in html
    assert "<strong>neu</strong>" in html
    assert faults(html) == []
    assert 'href="javascript' not in html


def token_of(client: Client, address: str) -> str:
    html = client.get(address).content.decode()
    return next(f["value"] for f in Markup(html).named("input") if f.get("name") == "shown_at")


def test_barrier_is_stored(db: None, client: Client) -> None:
    address = reverse("portal:report_barrier") + "?seite=/termine/"
    assert 'value="/termine/"' in client.get(address).content.decode()
    sent = {
        "page": "/termine/",
        "text": "Zu klein",
        "reply_to": "a@example.org",
        "shown_at": token_of(client, address),
    }
    response = client.post(address, sent)
    assert response.status_code == 302
    assert list(BarrierReport.objects.values_list("page", "text", "reply_to")) == [
        ("/termine/", "Zu klein", "a@example.org")
    ]


def test_incomplete_report_is_explained_and_nothing_typed_is_lost(db: None, client: Client) -> None:
    address = reverse("portal:report_barrier")
    sent = {
        "page": "Startseite",
        "text": "",
        "reply_to": "unvollständig",
        "shown_at": token_of(client, address),
    }
    html = client.post(address, sent).content.decode()
    page = Markup(html)
    assert faults(html) == []
    assert [tag for tag, attributes in page.tags if "data-error-summary" in attributes] == ["div"]
    invalid = {f["name"] for f in page.named("input", "textarea") if f.get("aria-invalid") == "true"}
    assert invalid == {"text", "reply_to"}
    assert {"#id_text", "#id_reply_to"} <= set(page.links)
    assert 'value="unvollständig"' in html
    assert BarrierReport.objects.count() == 0
