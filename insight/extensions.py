"""What pages of rooms below show of Einblick: on an actor's page, for Koordination, how much it carries."""

from __future__ import annotations

from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from actors.models import Actor
from design.extensions import extend
from insight.counting import rule_of_today
from insight.load import load_of
from insight.pages import sees_internal
from insight.reading import snapshot_for
from insight.snapshot import Audience
from search.models import Entry


def _load(context: Context, *, actor: Actor) -> SafeString:
    """Nothing for others, and nothing of an actor that sits nowhere: the page says so itself."""
    if not sees_internal(context["user"]):
        return SafeString()
    snapshot = snapshot_for(Audience.COORDINATION)  # first: it sees to it that a new actor has its entry
    entry = Entry.objects.filter(kind="akteur", object_id=actor.pk).values_list("pk", flat=True).first()
    load = load_of(snapshot, entry or 0, rule_of_today())
    if not load.rounds:
        return SafeString()
    about = {"load": load, "url": reverse("insight:load", query={"akteur": actor.name})}
    return render_to_string("insight/_actor_load.html", about)


extend("actor-networks", _load)
