"""Rows that are ticked for deletion in the form of an entry go with a word, and come back where that is possible."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from accounts.models import User
from actors.models import ContactPerson
from networks.models import Meeting, Membership
from tests import factories
from tests.sending import fields_of

pytestmark = pytest.mark.django_db(transaction=True)  # each step is a transaction, as it is for people


def saved(entry, *rows, role=User.Role.CURATION):
    """The form of the entry, sent with these rows („memberships-0“) ticked: the client and what was said."""
    client = Client()
    client.force_login(factories.UserFactory(role=role))
    page = reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk])
    typed = {name: values for name, values in fields_of(client.get(page).content.decode()).items() if name}
    typed |= {f"{row}-DELETE": "on" for row in rows}
    response = client.post(page, typed)
    assert response.status_code == 302, response.context["adminform"].form.errors
    return client, [str(one) for one in get_messages(response.wsgi_request)]


def test_what_went_is_named_and_can_be_taken_back():
    network = factories.NetworkFactory(name="Lesenetz")
    seat = factories.MembershipFactory(network=network, actor=factories.ActorFactory(name="Kita Süd"))
    meeting = factories.MeetingFactory(network=network, title="Auftakt")
    client, said = saved(network, "memberships-0", "meetings-0")
    members, meetings = (one for one in said if "gelöscht" in one)
    assert "Mit dem Speichern gelöscht ist Mitgliedschaft: Kita Süd · Lesenetz (Mitglied)." in members
    assert "Treffen: Auftakt am " in meetings
    assert (Membership.objects.count(), Meeting.objects.count()) == (0, 0)
    address = re.search(r'href="([^"]+)"', members)[1]
    page = client.get(address)
    assert page.status_code == 200
    client.post(address, {"stand": page.context["plan"].fingerprint})
    assert Membership.objects.get().actor == seat.actor
    assert Meeting.objects.get().start == meeting.start


def test_who_named_it_is_told_too():
    actor = factories.ActorFactory(name="Kita Süd")
    person = factories.ContactPersonFactory(actor=actor, name="Kim <b>")
    factories.NetworkFactory(name="Lesenetz", contact=person)
    _client, said = saved(actor, "contacts-0")
    [told] = [one for one in said if "gelöscht" in one]
    assert "Kontaktperson: Kim &lt;b&gt;." in told
    assert "Nicht mehr genannt in: Netzwerke (Kontaktperson): Lesenetz." in told
    assert not ContactPerson.objects.exists()


def test_nothing_is_said_where_nothing_went():
    network = factories.MembershipFactory().network
    _client, said = saved(network)
    assert not any("gelöscht" in one for one in said)


def test_many_rows_are_counted():
    network = factories.NetworkFactory()
    for _n in range(23):
        factories.MeetingFactory(network=network)
    _client, said = saved(network, *(f"meetings-{n}" for n in range(23)))
    [told] = [one for one in said if "gelöscht" in one]
    assert told.count("Treffen: ") == 20
    assert "und 3 weitere Zeilen." in told
