"""An update reads all rhythms again, as if nobody had touched the entries."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from networks.models import Network
from tests.factories import NetworkFactory

read_again = import_module("networks.migrations.0017_read_rhythms_again").read_again


@pytest.mark.django_db
def test_what_was_read_wrongly_is_read_again_without_history():
    network = NetworkFactory(rhythm_text="jeden 2. Dienstag im Monat, Sommerpause im Juli und August")
    silent = NetworkFactory(rhythm_text="")
    right = Network.objects.values("rhythm", "rhythm_frequency", "version", "changed_at").get(pk=network.pk)
    Network.objects.filter(pk=network.pk).update(
        rhythm={"freq": "MONTHLY", "bymonth": [7, 8]}, rhythm_frequency="jährlich"
    )
    before = Network.objects.values("version", "changed_at").get(pk=network.pk)
    events = network.events.count()
    with connection.schema_editor() as editor:
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as at the beginning of a transaction
        read_again(apps, editor)
    after = Network.objects.values("rhythm", "rhythm_frequency", "version", "changed_at").get(pk=network.pk)
    assert (after["rhythm"], after["rhythm_frequency"]) == (right["rhythm"], right["rhythm_frequency"])
    assert {name: after[name] for name in before} == before
    assert network.events.count() == events
    assert Network.objects.get(pk=silent.pk).rhythm is None
    Network.objects.filter(pk=network.pk).update(name="Anders")
    assert network.events.count() == events + 1, "The triggers are at work again."
