"""Two people at the same record: the second is told, sees both versions, and nothing is lost."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.transaction import TransactionManagementError
from django.forms import modelform_factory
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from actors.models import Actor, ContactPerson
from moderation.conflicts import ConflictAwareForm, fingerprint
from networks.models import Membership, Network
from tests.factories import (
    ActorFactory,
    ContactPersonFactory,
    MembershipFactory,
    NetworkFactory,
    ThemeFactory,
    UserFactory,
)
from tests.sending import fields_of
from vocabulary.models import Theme

pytestmark = pytest.mark.django_db
FORM = modelform_factory(Actor, form=ConflictAwareForm, fields=["name", "phone", "city", "themes", "kind"])


def opened(record: Actor, form: type[ConflictAwareForm] = FORM) -> dict[str, object]:
    """What a browser would send back if nobody typed anything."""
    return shown(form(instance=type(record).objects.get(pk=record.pk)))


def _as_sent(data: dict[str, object]) -> MultiValueDict:
    return MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in data.items()}
    )


def sent(record: Actor, data: dict[str, object]) -> ConflictAwareForm:
    form = FORM(_as_sent(data), instance=Actor.objects.get(pk=record.pk))
    with transaction.atomic():
        if form.is_valid():
            form.save()
    return form


def shown(form: ConflictAwareForm) -> dict[str, object]:
    """What a form shows, and would send."""
    return fields_of(str(form))


def test_form_saves_when_nobody_was_faster() -> None:
    actor = ActorFactory(phone="05555 1")
    form = sent(actor, {**opened(actor), "phone": "05555 222"})
    assert form.errors == {}
    assert Actor.objects.get(pk=actor.pk).phone == "05555 222"


def test_second_person_is_told_and_nothing_is_overwritten() -> None:
    actor = ActorFactory(phone="05555 111", city="Auenberg")
    data = opened(actor)
    Actor.objects.filter(pk=actor.pk).update(phone="05555 333", city="Talheim")
    form = sent(actor, {**data, "phone": "05555 222"})

    assert [error.code for error in form.non_field_errors().as_data()] == ["conflict"]
    assert [tuple(difference) for difference in form.conflict] == [
        ("Ort", "Auenberg", "Talheim", False),
        ("Telefon", "05555 222", "05555 333", True),
    ]
    actor.refresh_from_db()
    assert (actor.phone, actor.city) == ("05555 333", "Talheim")


def test_refused_form_keeps_what_was_typed_and_shows_the_rest_as_stored() -> None:
    actor = ActorFactory(phone="05555 111", city="Auenberg")
    data = opened(actor)
    Actor.objects.filter(pk=actor.pk).update(city="Talheim")
    again = shown(sent(actor, {**data, "phone": "05555 222"}))
    assert (again["phone"], again["city"]) == (["05555 222"], ["Talheim"])


def test_sending_the_refused_form_again_saves_what_it_shows() -> None:
    actor = ActorFactory(phone="05555 111", city="Auenberg")
    data = opened(actor)
    Actor.objects.filter(pk=actor.pk).update(city="Talheim", phone="05555 333")
    refused = sent(actor, {**data, "phone": "05555 222"})
    assert sent(actor, shown(refused)).errors == {}
    actor.refresh_from_db()
    assert (actor.phone, actor.city) == ("05555 222", "Talheim")


def test_a_third_person_in_between_is_noticed_again() -> None:
    actor = ActorFactory(phone="05555 111")
    data = opened(actor)
    Actor.objects.filter(pk=actor.pk).update(phone="05555 333")
    refused = sent(actor, {**data, "phone": "05555 222"})
    Actor.objects.filter(pk=actor.pk).update(phone="05555 444")
    again = sent(actor, shown(refused))
    assert [tuple(difference) for difference in again.conflict] == [
        ("Telefon", "05555 222", "05555 444", True)
    ]


def test_lists_are_compared_too() -> None:
    """Themes are rows of another table: the version of the entry's own row says nothing about them."""
    mine, theirs = ThemeFactory(name="Lesen"), ThemeFactory(name="Rechnen")
    actor = ActorFactory()
    data = opened(actor)
    actor.themes.add(theirs)
    form = sent(actor, {**data, "themes": [mine.pk]})
    assert [tuple(difference) for difference in form.conflict] == [("Themen", "Lesen", "Rechnen", True)]
    assert [*actor.themes.all()] == [theirs]
    assert shown(form)["themes"] == [str(mine.pk)]


def test_untouched_list_takes_over_what_somebody_added() -> None:
    theme = ThemeFactory()
    actor = ActorFactory(phone="05555 111")
    data = opened(actor)
    actor.themes.add(theme)
    refused = sent(actor, {**data, "phone": "05555 222"})
    assert sent(actor, shown(refused)).errors == {}
    assert [*actor.themes.all()] == [theme]


def test_change_outside_the_form_is_no_conflict_and_is_kept() -> None:
    actor = ActorFactory(phone="05555 111", description="alt")
    data = opened(actor)
    stale = Actor.objects.get(pk=actor.pk)
    Actor.objects.filter(pk=actor.pk).update(description="neu")
    form = FORM(_as_sent({**data, "phone": "05555 222"}), instance=stale)
    with transaction.atomic():
        assert form.is_valid()
        form.save()
    actor.refresh_from_db()
    assert (actor.phone, actor.description) == ("05555 222", "neu")


def test_both_typed_the_same_is_no_conflict() -> None:
    actor = ActorFactory(phone="05555 111")
    data = opened(actor)
    Actor.objects.filter(pk=actor.pk).update(phone="05555 222")
    assert sent(actor, {**data, "phone": "05555 222"}).errors == {}


@pytest.mark.parametrize("seen", ["", "{", "[]", "null", '{"phone": 7}'])
def test_form_that_does_not_say_what_it_saw_must_not_overwrite(seen: str) -> None:
    actor = ActorFactory(phone="05555 111")
    form = sent(actor, {**opened(actor), "seen": seen, "phone": "05555 222"})
    assert [difference.label for difference in form.conflict] == ["Telefon"]


def test_invalid_input_counts_as_typed() -> None:
    actor = ActorFactory(phone="05555 111")
    data = opened(actor)
    Actor.objects.filter(pk=actor.pk).update(phone="05555 333")
    form = sent(actor, {**data, "phone": "keine Nummer"})
    assert [tuple(difference) for difference in form.conflict] == [
        ("Telefon", "keine Nummer", "05555 333", True)
    ]
    assert shown(form)["phone"] == ["keine Nummer"]


def test_deleted_meanwhile_is_told_with_the_text_kept() -> None:
    actor = ActorFactory()
    data = opened(actor)
    instance = Actor.objects.get(pk=actor.pk)
    actor.delete()
    form = FORM(_as_sent({**data, "phone": "05555 222"}), instance=instance)
    with transaction.atomic():
        assert not form.is_valid()
    assert [error.code for error in form.non_field_errors().as_data()] == ["gone"]
    assert shown(form)["phone"] == ["05555 222"]


@pytest.mark.django_db(transaction=True)
def test_check_outside_a_transaction_is_a_mistake_of_the_programmer() -> None:
    actor = ActorFactory()
    with pytest.raises(TransactionManagementError):
        FORM(_as_sent(opened(actor)), instance=actor).is_valid()


def test_fingerprint_is_equal_for_what_means_the_same() -> None:
    moment = timezone.now()
    theme = ThemeFactory()
    assert fingerprint("a\r\nb ") == fingerprint("a\nb")
    assert fingerprint(None) == fingerprint("") == fingerprint([]) == fingerprint(Theme.objects.none())
    assert fingerprint(moment) == fingerprint(timezone.localtime(moment).replace(microsecond=0))
    assert fingerprint([theme]) == fingerprint(Theme.objects.filter(pk=theme.pk)) == fingerprint([theme.pk])
    assert len({fingerprint(value) for value in ("1", 1, True, False, None, "a", ["a"], {"a": 1})}) == 8


# --- In the admin, with rows ----------------------------------------------------------------------------------------


class Desk:
    """A curator with the change form of one record open in the browser."""

    def __init__(self, record: Actor | Network, name: str = "Kim Kuration") -> None:
        self.client = Client()
        user = UserFactory(role=User.Role.CURATION, name=name)
        self.client.force_login(user, backend="accounts.backends.RoleBackend")
        self.url = reverse(
            f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk]
        )
        self.fields = fields_of(self.client.get(self.url).content.decode())

    def save(self, **typed: object) -> object:
        """Send the form with `typed` instead of what it showed; returns the response, 302 when it was saved."""
        response = self.client.post(self.url, {**self.fields, **typed})
        if response.status_code == 200:
            self.fields = fields_of(response.content.decode())
        return response


def test_admin_tells_who_saved_and_shows_both_versions() -> None:
    network = NetworkFactory(purpose="Alter Zweck", goals="Ziele")
    first, second = Desk(network, "Jo Redaktion"), Desk(network)
    assert first.save(purpose="Zweck von Jo").status_code == 302
    page = second.save(purpose="Zweck von Kim")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Inzwischen hat Jo Redaktion diesen Eintrag gespeichert" in text
    assert [tuple(d) for d in page.context["adminform"].form.conflict] == [
        ("Zweck", "Zweck von Kim", "Zweck von Jo", True)
    ]
    assert "Zwei Fassungen dieses Eintrags" in text
    assert second.save().status_code == 302
    network.refresh_from_db()
    assert network.purpose == "Zweck von Kim"


def test_admin_row_that_somebody_else_changed_is_told_in_the_row() -> None:
    contact = ContactPersonFactory(phone="05555 111")
    first, second = Desk(contact.actor), Desk(contact.actor)
    assert first.save(**{"contacts-0-phone": "05555 333"}).status_code == 302
    page = second.save(**{"contacts-0-phone": "05555 222"})
    assert page.status_code == 200
    assert "bei Ihnen „05555 222“, gespeichert „05555 333“" in page.content.decode()
    contact.refresh_from_db()
    assert contact.phone == "05555 333"
    assert second.save().status_code == 302
    contact.refresh_from_db()
    assert contact.phone == "05555 222"


def test_admin_row_that_this_person_did_not_touch_stays_as_somebody_else_left_it() -> None:
    contact = ContactPersonFactory(phone="05555 111", actor__city="Auenberg")
    first, second = Desk(contact.actor), Desk(contact.actor)
    assert first.save(**{"contacts-0-phone": "05555 333"}).status_code == 302
    assert second.save(city="Talheim").status_code == 302
    assert ContactPerson.objects.get().phone == "05555 333"
    assert Actor.objects.get().city == "Talheim"


def test_admin_row_that_somebody_changed_is_not_deleted_unseen() -> None:
    contact = ContactPersonFactory(phone="05555 111")
    first, second = Desk(contact.actor), Desk(contact.actor)
    first.save(**{"contacts-0-phone": "05555 333"})
    assert second.save(**{"contacts-0-DELETE": "on"}).status_code == 200
    assert ContactPerson.objects.count() == 1
    assert second.save(**{"contacts-0-DELETE": "on"}).status_code == 302
    assert ContactPerson.objects.count() == 0


def test_admin_row_that_somebody_deleted_comes_back_only_on_purpose() -> None:
    actor = ActorFactory()
    ContactPersonFactory(actor=actor, name="Anna")
    ContactPersonFactory(actor=actor, name="Berta")
    first, second = Desk(actor), Desk(actor)
    first.save(**{"contacts-0-DELETE": "on"})
    page = second.save(**{"contacts-0-phone": "05555 222", "contacts-1-phone": "05555 444"})
    assert page.status_code == 200
    assert "Diese Zeile hat inzwischen jemand gelöscht" in page.content.decode()
    assert [*ContactPerson.objects.values_list("name", "phone")] == [("Berta", "")]
    assert second.save().status_code == 302
    assert [*ContactPerson.objects.values_list("name", "phone")] == [
        ("Anna", "05555 222"),
        ("Berta", "05555 444"),
    ]


def test_admin_untouched_row_that_somebody_deleted_stays_deleted() -> None:
    actor = ActorFactory(city="Auenberg")
    ContactPersonFactory(actor=actor, name="Anna")
    ContactPersonFactory(actor=actor, name="Berta")
    first, second = Desk(actor), Desk(actor)
    first.save(**{"contacts-0-DELETE": "on"})
    assert second.save(city="Talheim", **{"contacts-1-phone": "05555 444"}).status_code == 302
    assert [*ContactPerson.objects.values_list("name", "phone")] == [("Berta", "05555 444")]


def test_admin_row_that_somebody_added_is_kept() -> None:
    membership = MembershipFactory()
    other = ActorFactory()
    first, second = Desk(membership.network), Desk(membership.network)
    new = {"memberships-TOTAL_FORMS": 2, "memberships-1-actor": other.pk, "memberships-1-role": "gast",
           "memberships-1-network": membership.network_id, "memberships-1-state": "bestaetigt"}  # fmt: skip
    assert first.save(**new).status_code == 302
    assert second.save(**{"memberships-0-role": "moderation"}).status_code == 302
    assert sorted(Membership.objects.values_list("actor", "role")) == sorted(
        [(membership.actor_id, "moderation"), (other.pk, "gast")]
    )


def test_admin_names_the_actor_who_would_be_in_twice() -> None:
    membership = MembershipFactory(actor__name="VHS Auenberg")
    desk = Desk(membership.network)
    new = {"memberships-TOTAL_FORMS": 3, "memberships-1-actor": ActorFactory(name="Musikschule").pk,
           "memberships-1-role": "gast", "memberships-2-role": "gast",
           "memberships-1-state": "bestaetigt", "memberships-2-state": "bestaetigt"}  # fmt: skip
    new["memberships-2-actor"] = new["memberships-1-actor"]
    page = desk.save(**new)
    assert page.status_code == 200
    assert "Musikschule ist in dieser Zeit zweimal Mitglied" in page.content.decode()


def test_overlaps_says_what_the_database_says() -> None:
    day = timezone.localdate()
    spans = [(None, None), (None, day), (day, None), (day + timedelta(1), None), (None, day - timedelta(1))]
    network, actor = NetworkFactory(), ActorFactory()
    for since, until in spans:
        for other_since, other_until in spans:
            row = Membership(network=network, actor=actor, since=since, until=until)
            other = Membership(network=network, actor=actor, since=other_since, until=other_until)
            with connection.cursor() as cursor:
                cursor.execute(
                    "select daterange(%s::date, %s::date, '[]') && daterange(%s::date, %s::date, '[]')",
                    [since, until, other_since, other_until],
                )
                assert row.overlaps(other) == cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_the_same_moment_on_two_connections() -> None:
    """Both forms were opened before either was sent; the database lets one through and the other one is told."""
    actor = ActorFactory(phone="05555 111")
    opened_by = {name: opened(actor) for name in ("05555 222", "05555 333")}
    instances = {name: Actor.objects.get(pk=actor.pk) for name in opened_by}
    inside, results = threading.Barrier(2), {}

    def save(phone: str) -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("select pg_backend_pid()")
                    backend = cursor.fetchone()[0]
                inside.wait(timeout=10)  # both transactions are open now
                form = FORM(_as_sent({**opened_by[phone], "phone": phone}), instance=instances[phone])
                saved = form.is_valid()
                if saved:
                    form.save()
            results[phone] = (saved, backend, form.conflict)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=save, args=[phone]) for phone in opened_by]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    winners = [phone for phone, (saved, *_rest) in results.items() if saved]
    losers = [phone for phone, (saved, *_rest) in results.items() if not saved]
    assert (len(winners), len(losers)) == (1, 1)
    assert results[winners[0]][1] != results[losers[0]][1]
    assert Actor.objects.get(pk=actor.pk).phone == winners[0]
    assert [tuple(d) for d in results[losers[0]][2]] == [("Telefon", losers[0], winners[0], True)]
