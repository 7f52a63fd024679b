"""The table of gaps: every field against the rows of the database, every link against the list it leads to."""

import csv
import io
import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import User
from actors.models import Actor
from insight.coverage import CellKind
from insight.gaps_table import MOST_COLUMNS
from insight.models import CountingRule
from moderation.models import Moderated
from networks.models import Network
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    DistrictFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    NetworkFormatFactory,
    TargetGroupFactory,
    ThemeFactory,
    UserFactory,
)
from tests.people import login
from vocabulary.models import District, LifePhase, TargetGroup, Theme

PAGE = "/einblick/luecken/"
HIDDEN = Moderated.ReviewStatus.SUBMITTED
EVERYBODY = AnonymousUser()


def table_of(query: str = "", client: Client | None = None):
    return (client or Client()).get(f"{PAGE}{query}").context["table"]


def seats_by_network() -> dict[int, set[int]]:
    """Who sits in each network or coordinates it, asked one by one."""
    return {
        network.pk: {
            *network.coordinators().values_list("pk", flat=True),
            *network.memberships.current().confirmed().values_list("actor", flat=True),
        }
        for network in Network.objects.all()
    }


def naive(theme: Theme, field: str, term, seats: dict[int, set[int]], *, is_central: bool) -> tuple:
    """(networks, actors, those of them that sit in a network on the theme, kind), asked of the rows."""
    below = {one.pk for one in theme.descendants(include_self=True)}
    networks = Network.objects.visible_to(EVERYBODY).active().filter(themes__in=below).distinct()
    actors = Actor.objects.visible_to(EVERYBODY).filter(themes__in=below).distinct()
    of_actors = {"districts": "district"}.get(field, field)
    here = networks.filter(**{field: term}).count()
    there = {actor.pk for actor in actors.filter(**{of_actors: term})}
    seated = {pk for pk in there if any(pk in seats[network.pk] for network in networks)}
    kind = CellKind.HERE if here else CellKind.NOTHING
    if not here and not is_central:
        if len(there) >= 2 and not seated:
            kind = CellKind.GAP
        elif len(there) >= 3:
            kind = CellKind.CHECK
    return here, len(there), len(seated), kind


@pytest.mark.parametrize(
    ("mit", "field", "terms"),
    [
        ("", "districts", District.objects.quarters),
        ("?mit=zielgruppe", "target_groups", TargetGroup.objects.all),
        ("?mit=phase", "life_phases", LifePhase.objects.all),
    ],
)
def test_every_field_of_auenberg_is_what_the_rows_say(auenberg, mit, field, terms) -> None:
    table, seats = table_of(mit), seats_by_network()
    columns = {term.slug: term for term in terms()}
    assert [one.value for one in table.shown] == [term.slug for term in terms().order_by("position", "name")]
    for row in table.top:
        theme = Theme.objects.get(slug=row.theme.value)
        for one in row.cells:
            term, cell = columns[one.column.value], one.cell
            expected = naive(theme, field, term, seats, is_central=term.slug == "altstadt")
            assert (len(cell.networks), len(cell.actors), len(cell.seated), cell.kind) == expected, cell


def test_what_works_in_the_whole_city_stands_apart(auenberg) -> None:
    table = table_of()
    assert (table.place.slug, table.around_label) == ("auenberg", "Gesamte Stadt")
    shown = Network.objects.visible_to(EVERYBODY).active()
    for row in table.top:
        below = Theme.objects.get(slug=row.theme.value).descendants(include_self=True)
        on_theme = shown.filter(themes__in=[one.pk for one in below]).distinct()
        assert row.networks.number == on_theme.count()
        assert row.around.number == on_theme.filter(districts__slug="auenberg").count()
    networks, actors = table.nowhere
    places = District.objects.values("pk")
    assert networks == shown.exclude(districts__in=places).count() == 1
    assert actors == Actor.objects.visible_to(EVERYBODY).exclude(district__level="stadtteil").count()


def test_the_summary_counts_what_the_table_shows(auenberg) -> None:
    page = Client().get(PAGE)
    assert page.context["status"] == (
        "1 Lücke und 4 Stellen zum Prüfen. 28 von 207 Feldern haben ein eigenes Netzwerk."
    )
    assert f'<p role="status">{page.context["status"]}</p>' in page.content.decode()
    found = [(one.row.theme.value, one.shown.column.value) for one in page.context["findings"]]
    assert found == [
        ("uebergang-schule-beruf", "hafenviertel"),
        ("inklusion", "ziegelhof"),
        ("integration-und-migration", "hafenviertel"),
        ("bildung-fuer-nachhaltige-entwicklung", "kirchfeld"),
        ("geschlechtergerechtigkeit", "suedvorstadt"),
    ]
    gap = page.context["findings"][-1]
    assert [actor.name for actor in gap.actors] == [
        "Alleinerziehend in Auenberg e. V.", "Queeres Zentrum Auenberg e. V.",
    ]  # fmt: skip
    assert gap.seated == "Keiner davon sitzt in einem Netzwerk zum Thema."


def figures_of(page) -> dict[str, int]:
    """Address -> number, of everything on the page that leads into the directory."""
    table, found = page.context["table"], {}
    for row in table.rows:
        cells = [one for cell in row.cells for one in (cell.networks, cell.actors)]
        found |= {one.url: one.number for one in (row.networks, row.actors, row.around, *cells) if one.url}
    for group in page.context["groups"]:
        found |= {one.url: one.number for one in (group.networks, group.actors)}
    return found


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?mit=zielgruppe&akteursart=schule&status=aktiv&status=ruhend",
        "?mit=phase&stadtteil=nordstadt&offen=sprachbildung",
        "?stadtteil=lindenau&stadtteil=kirchfeld&thema=sprachbildung&thema=inklusion&format=runder-tisch",
        "?zielgruppe=jugendliche&stadtteil=auenberg&offen=alle",
    ],
)
def test_a_number_is_that_of_the_hits_behind_it(auenberg, query) -> None:
    client = Client()
    figures = figures_of(client.get(f"{PAGE}{query}"))
    asked = [*figures.items()][:: max(1, len(figures) // 12)]
    assert len(asked) >= 8
    for url, number in asked:
        assert client.get(url).context["listing"].total == number, url


class Cards(HTMLParser):
    """Texts of the table's rows and of the cards, by the address of the theme."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.where, self.theme, self.open = "", "", 0
        self.found: dict[str, dict[str, list[str]]] = {"matrix": {}, "by-theme": {}}
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        given = dict(attrs)
        self.where = next(
            (name for name in self.found if name in (given.get("class") or "").split()), self.where
        )
        if tag == "section":
            self.where = ""
        href = given.get("href") or ""
        if self.where and href.startswith("/themen/"):
            self.theme = href
            self.found[self.where][self.theme] = []
        elif self.where and href.startswith(("/netzwerke/", "/akteure/")):
            self.found[self.where][self.theme].append(href)


def test_the_cards_of_a_phone_lead_where_the_table_does(auenberg) -> None:
    html = Client().get(f"{PAGE}?offen=sprachbildung").content.decode()
    read = Cards(html).found
    assert len(read["matrix"]) > 20
    assert {theme: set(links) for theme, links in read["matrix"].items()} == {
        theme: set(links) for theme, links in read["by-theme"].items()
    }
    words = re.findall(r'href="(/(?:netzwerke|akteure)/[^"]*)">(\d+) (?:Netzwerk|Akteur)', html)
    numbers: dict[str, set[str]] = {}
    for url, number in words:
        numbers.setdefault(url, set()).add(number)
    assert all(len(said) == 1 for said in numbers.values())


def test_the_csv_file_says_what_the_table_shows(auenberg) -> None:
    client = Client()
    query = "?offen=sprachbildung&zielgruppe=jugendliche"
    table = client.get(f"{PAGE}{query}").context["table"]
    response = client.get(table.csv_url)
    head, *lines = csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";")
    assert head == ["thema", "stadtteil", "netzwerke", "akteure", "davon_in_netzwerk_zum_thema", "hinweis"]
    assert len(lines) == len(table.rows) * (len(table.shown) + 2)
    shown = {(row.theme.label, one.column.label): one for row in table.rows for one in row.cells}
    read = {(line[0], line[1]): line[2:] for line in lines}
    for key, one in shown.items():
        networks, actors, seated, _hint = read[key]
        assert [int(networks), int(actors), int(seated)] == [
            one.networks.number, one.actors.number, len(one.cell.seated),
        ]  # fmt: skip
    assert {line[5] for line in lines if line[1] == "Altstadt"} <= {"ausgenommen", ""}


# --- made by hand ----------------------------------------------------------------------------------------------------


@pytest.fixture
def town(db) -> dict[str, District]:
    city = MunicipalityFactory(name="Auenstadt", synonyms=["Gesamte Stadt"])
    return {"city": city} | {name: DistrictFactory(name=name, parent=city) for name in ("Nord", "Süd")}


def test_words_that_are_formulas_stay_words(town) -> None:
    ActorFactory(themes=[ThemeFactory(name="=1+1")], district=town["Nord"])
    text = Client().get("/einblick/luecken.csv").content.decode("utf-8-sig")
    assert "'=1+1;Nord;0;1;0;" in text


def test_a_centre_is_exempt_and_named(town) -> None:
    theme = ThemeFactory(name="Lesen")
    for _number in range(3):
        ActorFactory(themes=[theme], district=town["Nord"])
    assert table_of().top[0].cells[0].cell.kind is CellKind.GAP
    CountingRule.objects.create(pk=1).central_districts.add(town["Nord"])
    page = Client().get(PAGE)
    cell = page.context["table"].top[0].cells[0].cell
    assert (cell.kind, len(cell.actors)) == (CellKind.NOTHING, 3)
    assert page.context["findings"] == []
    html = page.content.decode()
    assert "Ausgenommen ist hier:" in html
    assert "Hier fällt zurzeit nichts auf." in html


def test_a_city_without_quarters_says_so_and_offers_the_other_axes(db) -> None:
    theme, group = ThemeFactory(), TargetGroupFactory(name="Jugendliche")
    NetworkFactory(themes=[theme], target_groups=[group])
    NetworkFactory(themes=[theme])
    html = Client().get(PAGE).content.decode()
    assert "Hier sind keine Stadtteile eingetragen." in html
    assert 'href="/einblick/luecken/?mit=zielgruppe"' in html
    assert "<table" in html  # the target groups
    assert table_of("?mit=zielgruppe").top[0].networks.number == 2


def test_an_empty_portal_says_how_to_begin(db) -> None:
    html = Client().get(PAGE).content.decode()
    assert "Noch ist das Verzeichnis leer." in html
    assert 'href="/eintragen/"' in html
    assert "Lücken und Stellen zum Prüfen" not in html


def test_a_choice_without_entries_says_which_filter_to_drop(town) -> None:
    reading, sums = ThemeFactory(name="Lesen"), ThemeFactory(name="Rechnen")
    NetworkFactory(themes=[reading], districts=[town["Nord"]])
    group = TargetGroupFactory(name="Kinder")
    NetworkFactory(themes=[sums], target_groups=[group])
    html = Client().get(f"{PAGE}?thema=lesen&zielgruppe=kinder&akteursart=").content.decode()
    assert "Zu dieser Auswahl ist nichts eingetragen." in html
    assert "ohne Zielgruppe: Kinder" in html


def test_what_is_hidden_changes_nothing_for_the_public(town) -> None:
    theme, kind, form = ThemeFactory(name="Lesen"), ActorKindFactory(), NetworkFormatFactory()
    for _number in range(2):
        ActorFactory(themes=[theme], district=town["Nord"], kind=kind)
    before = Client().get(PAGE).content
    there = {"themes": [theme], "review_status": HIDDEN}
    secret = NetworkFactory(**there, districts=[town["Nord"]], format=form)
    hidden = ActorFactory(**there, district=town["Nord"], kind=kind)
    MembershipFactory(network=secret, actor=hidden)
    for actor in Actor.objects.published():
        MembershipFactory(network=secret, actor=actor)
    assert Client().get(PAGE).content == before
    office = table_of(client=login(UserFactory(role=User.Role.COORDINATION)))
    assert office.top[0].cells[0].cell.kind is CellKind.HERE
    assert table_of(client=login(UserFactory())).top[0].cells[0].cell.kind is CellKind.GAP


def test_narrower_themes_open_below_the_wider_one(town) -> None:
    wide = ThemeFactory(name="Sprache")
    narrow = ThemeFactory(name="Lesen", parent=wide)
    ThemeFactory(name="Schreiben", parent=wide)  # nobody names it
    deep = ThemeFactory(name="Vorlesen", parent=narrow)
    NetworkFactory(themes=[deep], districts=[town["Nord"]])

    def shown(query: str) -> list[tuple[str, int]]:
        return [(row.theme.label, row.below) for row in table_of(query).rows]

    assert shown("") == [("Sprache", 0)]
    assert shown("?offen=sprache") == [("Sprache", 0), ("Lesen", 1)]
    assert shown("?offen=lesen") == shown("?offen=alle") == [("Sprache", 0), ("Lesen", 1), ("Vorlesen", 2)]
    assert shown("?thema=lesen&thema=vorlesen") == [("Lesen", 0)]
    assert all(row.networks.number == 1 for row in table_of("?offen=alle").rows)
    opened = table_of("?offen=lesen").rows
    assert parse_qs(urlsplit(opened[1].toggle_url).query) == {"offen": ["sprache"]}


def test_a_chosen_place_is_a_column_and_narrows_nothing_else(town) -> None:
    theme = ThemeFactory(name="Lesen")
    NetworkFactory(themes=[theme], districts=[town["Nord"]])
    NetworkFactory(themes=[theme], districts=[town["city"]])
    table = table_of("?stadtteil=nord")
    assert [one.label for one in table.shown] == ["Nord"]
    assert (table.top[0].networks.number, table.top[0].cells[0].networks.number) == (2, 1)
    whole = table_of("?stadtteil=auenstadt")
    assert ([one.label for one in whole.shown], whole.top[0].around.number) == (["Nord", "Süd"], 1)
    assert [one.label for one in table_of("?gebiet=gibt-es-nicht").shown] == ["Nord", "Süd"]


# --- a Land -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def state(db) -> District:
    """Land > 2 Kreise > 30 Gemeinden each > Stadtteile in the first of them."""
    level = District.Level
    state = DistrictFactory(name="Musterland", level=level.STATE)
    for county in ("Ostkreis", "Westkreis"):
        made = DistrictFactory(name=county, parent=state, level=level.COUNTY)
        for number in range(30):
            town = DistrictFactory(name=f"{county} {number:02}", parent=made, level=level.MUNICIPALITY)
            for quarter in ("Nord", "Süd") if number == 0 else ():
                DistrictFactory(name=quarter, parent=town)
    return state


def test_a_land_shows_its_kreise_and_leads_into_them(state) -> None:
    theme = ThemeFactory(name="Lesen")
    places = {one.slug: one for one in District.objects.all()}
    NetworkFactory(themes=[theme], districts=[places["ostkreis-00"]])
    NetworkFactory(themes=[theme], districts=[District.objects.get(name="Nord", parent__name="Ostkreis 00")])
    NetworkFactory(themes=[theme], districts=[places["ostkreis"]])
    NetworkFactory(themes=[theme], districts=[state])
    client = Client()
    table = table_of()
    assert [one.label for one in table.shown] == ["Ostkreis", "Westkreis"]
    row = table.top[0]
    assert (row.networks.number, row.around, row.cells[0].networks.number) == (4, type(row.around)(1), 3)
    inside = table_of(table.headings[0].url.removeprefix(PAGE))
    assert inside.outer == [("Musterland", "/einblick/luecken/?gebiet=musterland")]
    assert (len(inside.columns), len(inside.shown), inside.parts) == (60 // 2, MOST_COLUMNS, 2)
    cell = inside.top[0].cells[0]
    assert (cell.column.label, cell.networks.number, inside.top[0].around.number) == ("Ostkreis 00", 2, 1)
    for figure in (row.cells[0].networks, cell.networks):
        assert client.get(figure.url).context["listing"].total == figure.number
    rest = table_of("?gebiet=ostkreis&teil=2")
    assert [one.label for one in rest.shown] == [f"Ostkreis {number}" for number in range(25, 30)]
    assert table_of("?gebiet=ostkreis&teil=99").part == 2
    quarters = table_of(inside.headings[0].url.removeprefix(PAGE))
    assert [one.label for one in quarters.shown] == ["Nord", "Süd"]
    assert quarters.top[0].around.number == 1
    assert [name for name, _url in quarters.outer] == ["Musterland", "Ostkreis"]


@pytest.mark.django_db(transaction=True)
def test_queries_do_not_grow_with_entries_or_places(django_assert_max_num_queries) -> None:
    client, theme = Client(), ThemeFactory()
    city = MunicipalityFactory()

    def ask() -> int:
        client.get(PAGE)
        with django_assert_max_num_queries(12) as asked:
            client.get(PAGE)
        return len(asked)

    def more() -> None:
        place = DistrictFactory(parent=city)
        for _number in range(3):
            ActorFactory(themes=[theme], district=place)

    more(), more()
    few = ask()
    for _number in range(6):
        more()
        NetworkFactory(themes=[theme], districts=[city])
    assert ask() == few


# --- kept for as long as the landscape stands ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_table_is_kept_until_something_changes(client) -> None:
    theme, district = ThemeFactory(name="Lesen"), DistrictFactory(name="Nordstadt")
    NetworkFactory(name="Leserunde", themes=[theme], districts=[district])
    first = client.get("/einblick/luecken/").content.decode()
    assert client.get("/einblick/luecken/").content.decode() == first
    assert client.get("/einblick/luecken/?mit=phase").content.decode() != first
    ActorFactory(themes=[theme], district=district)
    assert client.get("/einblick/luecken/").content.decode() != first


@pytest.mark.django_db(transaction=True)
def test_a_new_centre_shows_at_once(client) -> None:
    theme, city = ThemeFactory(name="Lesen"), MunicipalityFactory()
    district = DistrictFactory(name="Altstadt", parent=city)
    DistrictFactory(name="Neustadt", parent=city)
    ActorFactory(themes=[theme], district=district)
    ActorFactory(themes=[theme], district=district)
    assert "1 Lücke und" in client.get("/einblick/luecken/").content.decode()
    rule = CountingRule.current()
    rule.save()
    rule.central_districts.add(district)
    assert "0 Lücken und" in client.get("/einblick/luecken/").content.decode()
