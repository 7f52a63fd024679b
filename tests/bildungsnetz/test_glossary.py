"""The glossary says what the pages say and what the code says."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

ROWS = re.findall(
    r"^\| (.+?) \| .+? \| `(\w+\.\w+(?:\.\w+)?)` \|$",
    (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(),
    flags=re.MULTILINE,
)
ROOMS = [
    "vocabulary",
    "actors",
    "networks",
    "moderation",
    "following",
    "partners",
    "portal",
    "accounts",
    "mailing",
]
UNSEEN = {
    "portal.DemoRow",
    "networks.BlockingRecord",
    "networks.StaleBlockingRecord",
    "networks.ExpectedMeeting",
    "networks.StaleExpectation",
    "actors.BlockingRecord",
    "actors.StaleBlockingRecord",
}


def test_words_are_those_of_the_models():
    for german, place in ROWS:
        label, _dot, field = place.rpartition(".") if place.count(".") == 2 else (place, "", "")
        meta = apps.get_model(label)._meta
        assert str(meta.get_field(field).verbose_name if field else meta.verbose_name) == german, place


def test_every_model_that_people_meet_is_named():
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    met = {m._meta.label for m in models if not m.__name__.endswith(("Event", "Link"))} - UNSEEN
    assert {place for _german, place in ROWS if place.count(".") == 1} == met
