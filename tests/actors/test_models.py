from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from actors.models import Actor, ContactPerson, Offer
from actors.models.actor import ActorThemesLink
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    ContactPersonFactory,
    DistrictFactory,
    MunicipalityFactory,
    OfferFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def labels(record):
    return [
        event.pgh_label
        for event in type(record).pgh_event_model.objects.filter(pgh_obj_id=record.pk).order_by("pgh_id")
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"latitude": 51.5}, "Breite und Länge gehören zusammen: bitte beide angeben oder keine."),
        ({"longitude": 9.3}, "Breite und Länge gehören zusammen: bitte beide angeben oder keine."),
        ({"postal_code": "1234"}, "Eine Postleitzahl hat fünf Ziffern. Beispiel: 37990"),
        ({"phone": "anrufen!"}, "Das ist keine Telefonnummer. Beispiel: 05555 40613"),
        ({"phone": "00"}, "Das ist keine Telefonnummer. Beispiel: 05555 40613"),
        ({"kennung": "A1"}, "Diese Kennung trägt schon ein anderer Eintrag."),
    ],
)
def test_rules_are_told_in_german(fields, sentence):
    ActorFactory(kennung="A1")
    with pytest.raises(ValidationError) as refusal:
        Actor(name="X", kind=ActorKindFactory(), **fields).full_clean(exclude=["slug"])
    assert sentence in refusal.value.messages


def test_a_parent_body_is_chosen_or_written_but_not_both():
    parent = ActorFactory()
    with pytest.raises(ValidationError, match="entweder aus dem Verzeichnis wählen oder als Text"):
        ActorFactory.build(kind=parent.kind, parent_body=parent, parent_body_name="Stadt").full_clean(
            exclude=["slug"]
        )
    parent.parent_body = parent
    with pytest.raises(ValidationError, match="nicht ihr eigener Träger"):
        parent.full_clean(exclude=["slug"])


@pytest.mark.parametrize(
    "fields",
    [
        {"latitude": 51.5}, {"postal_code": "1234"}, {"name": ""}, {"kennung": ""},
        {"latitude": 91.0, "longitude": 9.0}, {"latitude": 51.0, "longitude": 181.0},
    ],
)  # fmt: skip
def test_the_database_refuses_what_a_bulk_update_would_let_pass(fields):
    actor = ActorFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Actor.objects.filter(pk=actor.pk).update(**fields)


@pytest.mark.parametrize(
    ("name", "sort_name"),
    [
        ("Öffentliche Bücherei", "offentliche bucherei"),
        ("Straßen-Café „Süd“", "strassen cafe sud "),
        ("Łomža Žena Ørsted", "lomza zena orsted"),
        ("ÄÖÜß", "aouss"),
        ("STRAẞE", "strasse"),
        ("Ærø Œuvre", "aero oeuvre"),
        ("ß" * 250, "ss" * 250),
        ("ẞ" * 250, "ss" * 250),
        ("æ" * 250, "ae" * 250),
    ],
)
def test_names_sort_by_din_5007_1(name, sort_name):
    assert Actor.objects.get(pk=ActorFactory(name=name).pk).sort_name == sort_name


def test_capital_sharp_s_stands_beside_the_small_one():
    for name in ("Straßenbau", "STRAẞE", "Strasser", "Strata"):
        ActorFactory(name=name)
    assert list(Actor.objects.values_list("name", flat=True)) == [
        "STRAẞE",
        "Straßenbau",
        "Strasser",
        "Strata",
    ]


def test_umlauts_stand_beside_their_letters():
    for name in ("Ozeaneum", "Öko-Haus", "Offene Tür", "Zoo"):
        ActorFactory(name=name)
    assert [actor.name for actor in Actor.objects.all()] == ["Offene Tür", "Öko-Haus", "Ozeaneum", "Zoo"]


def test_an_address_survives_a_rename():
    actor = ActorFactory(name="Stadtbücherei")
    actor.name = "Stadtbibliothek"
    actor.save(update_fields=["name"])
    actor.refresh_from_db()
    assert (actor.slug, actor.former_slugs) == ("stadtbibliothek", ["stadtbuecherei"])
    assert Actor.objects.at_address("stadtbuecherei").get() == actor
    actor.name = "Stadtbücherei"
    actor.save()
    assert (actor.slug, actor.former_slugs) == ("stadtbuecherei", ["stadtbibliothek"])


def test_a_former_address_is_not_given_to_another_entry():
    former = ActorFactory(name="Bücherei")
    former.name = "Bibliothek"
    former.save()
    present = ActorFactory(name="Bücherei")
    assert present.slug == "buecherei-2"
    assert list(Actor.objects.at_address("buecherei")) == [former]


def test_equal_names_get_numbered_addresses_that_stay():
    first, second = ActorFactory.create_batch(2, name="Stadtbücherei")
    second.phone = "05555 40613"
    second.save()
    assert (first.slug, second.slug) == ("stadtbuecherei", "stadtbuecherei-2")
    assert ActorFactory(name="…").slug == "eintrag"


def test_the_version_counts_every_change_and_no_idle_save():
    actor = ActorFactory(name="Eins")
    actor.save()
    Actor.objects.filter(pk=actor.pk).update(phone="05555 40613")
    actor.refresh_from_db()
    assert actor.version == 2
    Actor.objects.filter(pk=actor.pk).update(phone="05555 40613")
    actor.refresh_from_db()
    assert actor.version == 2


def test_history_records_bulk_update_links_and_deletion():
    actor, theme = ActorFactory(), ThemeFactory()
    Actor.objects.filter(pk=actor.pk).update(phone="05555 40613")
    actor.themes.add(theme)
    actor.themes.remove(theme)
    links = ActorThemesLink.pgh_event_model.objects.filter(actor_id=actor.pk).order_by("pgh_id")
    assert [(event.pgh_label, event.theme_id) for event in links] == [
        ("insert", theme.pk),
        ("delete", theme.pk),
    ]
    assert labels(actor) == ["insert", "update"]
    Actor.objects.filter(pk=actor.pk).delete()
    assert Actor.pgh_event_model.objects.filter(pgh_label="delete", name=actor.name).count() == 1


@pytest.mark.parametrize(
    ("on", "until", "publishable"),
    [
        (None, None, False), (None, 30, False),
        (-400, None, True), (-400, 0, True), (-400, -1, False), (0, 30, True),
        (1, None, False), (1, 30, False),
    ],
)  # fmt: skip
def test_consent_is_the_same_for_queryset_and_predicate(on, until, publishable):
    today = timezone.localdate()
    days = {key: today + timedelta(days=n) for key, n in (("on", on), ("until", until)) if n is not None}
    person = ContactPersonFactory(
        consent_on=days.get("on"), consent_until=days.get("until"), consent_source="Brief"
    )
    assert (person.is_publishable, ContactPerson.objects.publishable().exists()) == (publishable, publishable)


def test_consent_needs_a_source_and_an_end_after_its_begin():
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="wo die Einwilligung vorliegt"):
        ContactPersonFactory.build(actor=ActorFactory(), consent_on=today).full_clean()
    with pytest.raises(ValidationError, match="endet vor dem Tag"):
        ContactPersonFactory.build(
            actor=ActorFactory(),
            consent_on=today,
            consent_source="Brief",
            consent_until=today - timedelta(days=1),
        ).full_clean()


@pytest.mark.parametrize(("until", "current"), [(None, True), (0, True), (-1, False)])
def test_offers_run_out_in_queryset_and_predicate(until, current):
    valid_until = None if until is None else timezone.localdate() + timedelta(days=until)
    offer = OfferFactory(valid_until=valid_until)
    assert (offer.is_current, Offer.objects.current().exists()) == (current, current)


def test_in_district_includes_everything_below():
    town = MunicipalityFactory()
    inside, whole = ActorFactory(district=DistrictFactory(parent=town)), ActorFactory(district=town)
    ActorFactory(district=DistrictFactory())
    assert set(Actor.objects.in_district(town)) == {inside, whole}
