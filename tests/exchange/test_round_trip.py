"""What the admin exports and what is read are each other's inverse, for every column of every resource."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from import_export.exceptions import ImportError as ResourceError

from accounts.models import User
from actors.models import Actor, Offer
from actors.resources import ActorResource
from exchange.cells import paragraphs
from exchange.errors import TableError
from exchange.formats import GermanCsv, Json, Xlsx
from exchange.mapping import MappedTable
from exchange.references import EntryReference
from exchange.resources import LINE, PROBLEM
from exchange.tables import table_of
from moderation.models import Moderated
from networks.models import Membership, Network
from networks.resources import NetworkResource
from portal.management.commands.import_actors import Command as ImportActors
from portal.management.commands.import_networks import Command as ImportNetworks
from tests import factories
from vocabulary.models import Reservation
from vocabulary.texts import one_line

FORMATS = [GermanCsv(), Xlsx(), Json()]
# Separators, quotes, formulas, signs for „nothing“, results of broken formulas, zeros in front, brackets of our own.
HARD = [
    "=1+1", "+49 431", "-", "–", "@home", "'=1", "''-", "'", '"', '"A"', '""A""', "a;b", "a,b", "a|b", "a\\", "\\|", "|", "#NV",
    "#WERT!", "n/a", "null", "k. A.", "keine Angabe", "0017", "1.0", "1E5", "4,95555E+11", "_x000D_", "_x005F_x000D_", "TRUE",
    "ja", "2026-01-01", "Übergang Kita – Schule", "übergang kita-schule", "Kinder- und Jugend", "Förder- schule", "Straße", "GROẞE",
    "&amp;", "MÃ¼hle", "B?cherei", "a: b", "/akteure/x/", "/altstadt/", "👨‍👩‍👧", "بيت", "«x»", "#zeile", "[1]", "{}", "\u2028x", "Err:502",
]  # fmt: skip
LETTERS = "aZä ß1.;,|\"'\\=+-@#/:&_\t\n–(<%"


def lines(most: int, least: int = 0) -> st.SearchStrategy[str]:
    text = st.sampled_from(HARD) | st.text(LETTERS, max_size=min(most, 25))
    return text.map(one_line).map(lambda t: t[:most].strip()).filter(lambda t: len(t) >= least)


TEXTS = (st.lists(st.sampled_from(HARD) | st.text(LETTERS, max_size=30), max_size=4)).map(
    lambda parts: paragraphs("\n\n".join(parts))
)
NAMES = lines(250, 1)
LISTS = st.lists(lines(250, 1), max_size=3, unique=True)
DAYS = st.none() | st.dates(
    date(1900, 1, 1), date(2030, 1, 1)
)  # nothing begins later than ten years from now
PAST = st.none() | st.dates(date(1900, 1, 1), date(2020, 1, 1))  # nothing is confirmed in advance
MOMENTS = st.none() | st.datetimes(datetime(2001, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
STATUS = st.sampled_from(Moderated.ReviewStatus.values)
WEBSITES = st.sampled_from(["", "https://a.example/?q=a;b&amp;c|d", "http://müller.example/'x"])


def some(entries: list) -> st.SearchStrategy[list]:
    return st.lists(st.sampled_from(entries), max_size=3, unique=True)


def one_of(entries: list) -> st.SearchStrategy:
    return st.none() | st.sampled_from(entries)


def moderated(draw: Any) -> dict[str, Any]:
    """What is public has been so since some moment."""
    fields = _moderated(draw)
    if fields["review_status"] == Moderated.ReviewStatus.PUBLISHED and fields["published_at"] is None:
        fields["published_at"] = draw(MOMENTS.filter(bool))
    return fields


def _moderated(draw: Any) -> dict[str, Any]:
    return {
        "name": draw(NAMES), "kennung": draw(st.none() | lines(60, 1)), "short_name": draw(lines(60)),
        "other_names": draw(LISTS), "review_status": draw(STATUS), "published_at": draw(MOMENTS), "website": draw(WEBSITES),
        "confirmed_at": draw(PAST), "former_kennungen": draw(st.lists(st.sampled_from(["F1", "-", "a|b"]), max_size=2, unique=True)),
    }  # fmt: skip


def vocabulary(draw: Any) -> dict[str, list]:
    names = draw(st.lists(lines(120, 1), min_size=3, max_size=6, unique=True))
    town, other = factories.MunicipalityFactory(name="Auenberg"), factories.MunicipalityFactory(name="Buchen")
    places = [(name, parent) for name in names[:2] for parent in (town, other)]
    return {
        "themes": [factories.ThemeFactory(name=name) for name in names],
        "target_groups": [factories.TargetGroupFactory(name=name) for name in names],
        "life_phases": [factories.LifePhaseFactory(name=name) for name in names],
        "kinds": [factories.ActorKindFactory(name=name) for name in names],
        "formats": [factories.NetworkFormatFactory(name=name) for name in names],
        "districts": [factories.DistrictFactory(name=name, parent=parent) for name, parent in places],
    }


def actors(draw: Any, words: dict[str, list], most: int) -> list[Actor]:
    made: list[Actor] = []
    for _number in range(draw(st.integers(1, most))):
        fields = moderated(draw)
        taken = {a.kennung for a in made} | {k for a in made for k in a.former_kennungen}
        if fields["kennung"] in taken or fields["kennung"] in fields["former_kennungen"]:
            fields["kennung"] = None
        fields["former_kennungen"] = [k for k in fields["former_kennungen"] if k not in taken]
        parent = draw(one_of(made)) if made else None
        place = draw(st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)))
        made.append(
            factories.ActorFactory(
                **fields, kind=draw(st.sampled_from(words["kinds"])), district=draw(one_of(words["districts"])),
                parent_body=parent, parent_body_name="" if parent else draw(lines(250) | st.sampled_from([a.name for a in made] or [""])),
                street=draw(lines(150)), city=draw(lines(100)), postal_code=draw(st.sampled_from(["", "01067"])),
                latitude=place and place[0], longitude=place and place[1], email=draw(st.sampled_from(["", "o'neill+x@example.org"])),
                phone=draw(st.sampled_from(["", "+49 431 1234", "(0431) 12", "0431 12"])), description=draw(TEXTS),
                legal_form=draw(lines(80)), is_internal=draw(st.booleans()),
                takes_suggestions=draw(st.booleans()), takes_requests=draw(st.booleans()),
                **{name: draw(some(words[name])) for name in ("themes", "target_groups", "life_phases")},
            )
        )  # fmt: skip
        offers = st.tuples(
            st.sampled_from(Offer.Direction.values), st.sampled_from(Offer.Kind.values), lines(300, 1)
        )
        for direction, kind, text in draw(st.lists(offers, max_size=3, unique=True)):
            factories.OfferFactory(actor=made[-1], direction=direction, kind=kind, text=text)
    return made


def networks(draw: Any, words: dict[str, list], known: list[Actor]) -> list[Network]:
    made: list[Network] = []
    closed = ("bindingness", "openness", "meeting_mode", "status")
    choices = {name: [key for key, _label in Network._meta.get_field(name).choices] for name in closed}
    for _number in range(draw(st.integers(1, 3))):
        fields = moderated(draw)
        if fields["kennung"] in {n.kennung for n in made} or fields["former_kennungen"]:
            fields["kennung"], fields["former_kennungen"] = None, []
        begins, permanent, committee = draw(DAYS), draw(st.booleans()), draw(one_of(known))
        made.append(
            factories.NetworkFactory(
                **fields, format=draw(st.sampled_from(words["formats"])), begins_on=begins, is_permanent=permanent,
                ends_on=None if permanent or not begins else begins + timedelta(days=draw(st.integers(0, 9))),
                parent=draw(one_of(made)) if made else None, successor=draw(one_of(made)) if made else None,
                committee=committee, committee_name="" if committee else draw(lines(250) | st.sampled_from([a.name for a in known])),
                character=draw(st.lists(st.sampled_from(Network.Character.values), unique=True, max_size=3)),
                agreement_date=draw(DAYS), agreement_link=draw(WEBSITES), rhythm_text=draw(lines(250) | st.just("jeden 2. Dienstag im Monat, 16 Uhr")),
                **{name: draw(st.sampled_from([*([""] if name != "status" else []), *values])) for name, values in choices.items()},
                **{name: draw(lines(150)) for name in ("occasion", "agreement_text", "end_reason", "planning_field")},
                **{name: draw(TEXTS) for name in ("purpose", "goals", "added_value", "how_to_join", "between_meetings", "planning_tie")},
                **{name: draw(some(words[name])) for name in ("themes", "target_groups", "life_phases", "districts")},
                involved_units=draw(some(known)),
            )
        )  # fmt: skip
        network = made[-1]
        for actor in draw(some(known)):
            factories.MembershipFactory(network=network, actor=actor, role=draw(st.sampled_from(ROLES)))
        if draw(st.booleans()) and (
            seat := network.memberships.filter(role=Membership.Role.COORDINATION).first()
        ):
            network.coordinator = seat.actor
        network.memberships.filter(role=Membership.Role.COORDINATION).exclude(
            actor=network.coordinator
        ).update(role=Membership.Role.MEMBER)
        network.save()
        soon = timezone.now().replace(second=0, microsecond=0) + timedelta(
            minutes=draw(st.integers(2_000, 10**6))
        )
        whole = draw(st.booleans())
        start = timezone.localtime(soon).replace(hour=0, minute=0) + timedelta(days=1) if whole else soon
        factories.MeetingFactory(network=network, start=start, end=None, is_all_day=whole)
    return made


ROLES = Membership.Role.values


def state(model: type, resource: Any) -> list[dict[str, Any]]:
    """Everything that the columns stand for, without keys of the database."""
    return [
        {column.column_name: _held(column, record) for column in resource.get_import_fields()}
        for record in resource.get_queryset().order_by("slug")
    ]


def _held(column: Any, record: Any) -> Any:
    if column.column_name == "naechster_termin":
        return [(m.start, m.is_all_day) for m in record.meetings.all()]
    if isinstance(column, EntryReference):
        entry = getattr(record, column.attribute)
        return entry and entry.slug, getattr(record, getattr(column, "text", "slug"), "") if hasattr(
            column, "text"
        ) else ""
    held = column.current(record)
    return set(held) if column.column_name in {"charakter", "fruehere_portaladressen"} else held


def read(content: bytes, resource: Any) -> Any:
    table = table_of(content, resource.headers)
    result = resource.import_data(
        MappedTable(table, None, resource.headers, (LINE, PROBLEM)), raise_errors=True
    )
    assert resource.refused == []
    return result.totals


def empty(model: type) -> None:
    """As in a portal that never knew the entries: addresses stay with them even when they are gone."""
    model.objects.all().delete()
    Reservation.objects.filter(kind=model._meta.db_table).delete()


def comes_back(model: type, resource_class: type) -> None:
    before = state(model, resource_class())
    for form in FORMATS:
        content = form.export_data(resource_class().export())
        again = resource_class()
        totals = read(content, again)
        assert (totals["new"], totals["update"], dict(again.changed_columns)) == (0, 0, {}), form.get_title()
        with transaction.atomic():
            empty(model)
            read(content, resource_class())
            assert state(model, resource_class()) == before, form.get_title()
            transaction.set_rollback(True)


in_a_few_tries = settings(
    deadline=None,
    max_examples=40,
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # to shrink an example of so many parts takes minutes
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


@in_a_few_tries
@given(data=st.data())
def test_actors_come_back_as_they_went(db, data):
    with transaction.atomic():
        actors(data.draw, vocabulary(data.draw), 4)
        comes_back(Actor, ActorResource)
        transaction.set_rollback(True)


@in_a_few_tries
@given(data=st.data())
def test_networks_come_back_as_they_went(db, data):
    with transaction.atomic():
        words = vocabulary(data.draw)
        networks(data.draw, words, actors(data.draw, words, 3))
        comes_back(Network, NetworkResource)
        transaction.set_rollback(True)


def test_a_text_that_is_the_own_kennung_comes_back_as_text(db):
    factories.ActorFactory(kennung="=1+1", parent_body_name="=1+1", review_status="entwurf")
    factories.ActorFactory(kennung="A1", name="Amt", parent_body_name="A1", review_status="entwurf")
    comes_back(Actor, ActorResource)


def test_the_own_kennung_without_quotes_is_a_ring(db):
    factories.ActorKindFactory(name="Amt")
    resource = ActorResource()
    table = table_of(b'kennung;name;art;traeger\nA1;Haus;Amt;A1\nA2;Heim;Amt;"""A2"""\n', resource.headers)
    resource.import_data(MappedTable(table, None, resource.headers, (LINE, PROBLEM)))
    assert [row[LINE] for row, _error in resource.refused] == [2]


# --- through the admin -----------------------------------------------------------------------------------------------


@pytest.fixture
def system(client, db):
    client.force_login(UserFactory(role=User.Role.SYSTEM))
    return client


UserFactory = factories.UserFactory


def exported(client, model, number: int) -> bytes:
    page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_export")
    names = [name for name in client.get(page).context["form"].fields if "resource_" in name]
    response = client.post(page, {"format": str(number), "resource": "0", **dict.fromkeys(names, "on")})
    assert "attachment" in response["Content-Disposition"]
    return response.content


@pytest.mark.parametrize("number", range(len(FORMATS)))
@pytest.mark.parametrize(("model", "resource"), [(Actor, ActorResource), (Network, NetworkResource)])
def test_the_admin_exports_every_column_and_archived_stays_archived(system, model, resource, number):
    factory = {Actor: factories.ActorFactory, Network: factories.NetworkFactory}[model]
    for status in Moderated.ReviewStatus.values:
        factory(name=f"Eintrag {status}", review_status=status)
    content = exported(system, model, number)
    assert set(table_of(content, resource().headers).headers) == set(resource().headers)
    with transaction.atomic():
        model.objects.all().delete()
        read(content, resource())
        assert dict(model.objects.values_list("name", "review_status")) == {
            f"Eintrag {status}": status for status in Moderated.ReviewStatus.values
        }


def test_a_column_with_the_name_of_a_form_field_can_be_left_out_too(system):
    factories.NetworkFactory()
    page = reverse("admin:networks_network_export")
    sent = {"format": "0", "resource": "0", "networkresource_name": "on"}
    assert system.post(page, sent).content.decode("utf-8-sig").splitlines()[0] == "name"
    assert "mindestens eine Spalte" in system.post(page, {"format": "0", "resource": "0"}).content.decode()


def test_without_the_column_nothing_becomes_public(db):
    actor = factories.ActorFactory(kennung="A1", review_status="archiviert", city="Alt")
    read(b"kennung;ort\nA1;Neu\n", ActorResource())
    read(b"kennung;ort;veroeffentlichung\nA1;Neuer;\n", ActorResource())
    actor.refresh_from_db()
    assert (actor.city, actor.review_status, actor.published_at) == ("Neuer", "archiviert", None)


def test_a_renamed_row_keeps_its_entry_by_the_address(db):
    """Without a kennung: the address of the export says which entry was meant, today and when the file comes again."""
    factories.ActorFactory(name="Alt", slug="alt")
    content = GermanCsv().export_data(ActorResource().export()).replace(b";Alt;", b";Neu;")
    for totals in [{"new": 0, "update": 1}, {"new": 0, "update": 0}]:
        found = read(content, ActorResource())
        assert {name: found[name] for name in totals} == totals
    assert list(Actor.objects.values_list("name", "slug", "former_slugs")) == [("Neu", "neu", ["alt"])]


def test_a_text_too_long_for_excel_is_told_instead_of_cut(system):
    factories.ActorFactory(description="x" * 40_000)
    page = reverse("admin:actors_actor_export")
    names = [name for name in system.get(page).context["form"].fields if "resource_" in name]
    response = system.post(page, {"format": "1", "resource": "0", **dict.fromkeys(names, "on")})
    assert "zu lang für eine Zelle in Excel" in response.content.decode()


def test_what_the_admin_exports_or_imports_is_tested_here():
    """Whoever adds a resource adds its round trip."""
    both = {
        own.resource_classes[0]
        for own in admin.site._registry.values()
        if hasattr(own, "resource_classes") and own.resource_classes
    }
    assert both == {ActorResource, NetworkResource}
    commands = {ImportActors.resource_class, ImportNetworks.resource_class}
    assert commands == both


@pytest.mark.parametrize(
    ("path", "resource"),
    [("akteure", ActorResource), ("netzwerke", NetworkResource), ("verzeichnis", NetworkResource)],
)
def test_a_list_of_what_is_public_says_so_and_does_not_come_in(client, db, path, resource):
    hidden = factories.ActorFactory(review_status="entwurf")
    network = factories.NetworkFactory(kennung="N1")
    factories.MembershipFactory(network=network, actor=hidden)
    factories.ActorFactory(kennung="A1")
    response = client.get(f"/{path}.csv")
    assert response["Content-Disposition"] == f'attachment; filename="{path}-liste.csv"'
    with pytest.raises(TableError, match="Liste zum Ansehen"):
        try:
            read(b"".join(response.streaming_content), resource())
        except ResourceError as error:
            raise error.error from error
    assert network.memberships.count() == 1


@pytest.mark.parametrize("text", ["Rat", '"Rat"', 'Rat"', '"A" und "B"', '""', '""""', '""A""', "=1+1"])
def test_a_text_stays_text_where_an_entry_is_called_so(db, text):
    """Also where the entry, of another kind, has the number of the record."""
    network = factories.NetworkFactory(committee_name=text, review_status="entwurf")
    factories.ActorFactory(pk=network.pk, name=text)
    comes_back(Network, NetworkResource)


def test_a_text_stays_text_where_two_entries_are_called_so(db):
    """One by its former kennung, which an import would prefer: but it may not have read it yet."""
    factories.ActorFactory(name="-", review_status="entwurf")
    factories.ActorFactory(name="1E5", parent_body_name="-", former_kennungen=["-"], review_status="entwurf")
    comes_back(Actor, ActorResource)


def test_an_entry_is_named_by_a_word_that_no_other_has(db):
    """The kennung of one is the name of another that stands before it, and the one refers from above both."""
    body = factories.ActorFactory(name="Zweckverband", kennung="Mitte", review_status="entwurf")
    factories.ActorFactory(name="Mitte", review_status="entwurf")
    factories.ActorFactory(name="Kita", parent_body=body, review_status="entwurf")
    comes_back(Actor, ActorResource)


def test_an_entry_further_down_is_found_by_its_address(db):
    twins = [factories.ActorFactory(name="Verein", review_status="entwurf") for _n in range(2)]
    factories.ActorFactory(name="Anlaufstelle", parent_body=twins[1], review_status="entwurf")
    comes_back(Actor, ActorResource)


def test_an_entry_of_another_kind_may_be_called_as_the_own_kennung(db):
    committee = factories.ActorFactory(name="Beirat", review_status="entwurf")
    factories.NetworkFactory(kennung="Beirat", committee=committee, review_status="entwurf")
    comes_back(Network, NetworkResource)


def test_nothing_is_its_own_parent_body(db):
    actor = factories.ActorFactory(name="Kirche", parent_body_name="Kirche", review_status="entwurf")
    comes_back(Actor, ActorResource)
    actor.refresh_from_db()
    assert (actor.parent_body, actor.parent_body_name) == (None, "Kirche")
