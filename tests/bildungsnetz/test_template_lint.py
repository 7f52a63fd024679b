"""What `make lint` says about templates."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path

import pytest

LINT = run_path(str(Path(__file__).parents[2] / ".ci/templates.py"))
ORDER = LINT["rooms"]()
LIBRARIES = {"permissions": "moderation", "following": "following", "bn": "design"}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("search/list.html", '{% include "networks/_card.html" %}'),
        ("networks/detail.html", "{% load bn following i18n %}"),
        ("design/forms/field.html", "{% load permissions %}"),
        ("portal/registration/step.html", '{% extends "portal/home.html" %}'),
        ("account/login.html", '{%- include "search/_searchbar.html" with autofocus=True %}'),
    ],
)
def test_a_page_knows_no_room_above_its_own(template: str, text: str) -> None:
    ((line, said),) = LINT["climbs"](template, f"<p>\n{text}", ORDER, LIBRARIES)
    assert line == 2
    assert "above" in said


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("portal/home.html", '{% load following %}{% include "search/_searchbar.html" %}'),
        ("networks/detail.html", '{% include "actors/_card.html" %}{% include "partials/pages.html" %}'),
        ("404.html", '{% include "search/_searchbar.html" %}'),  # the frame around all pages
        ("partials/header.html", "{% load permissions %}"),
        ("search/list.html", "{% include hit.template %}"),
    ],
)
def test_a_page_may_name_what_is_below(template: str, text: str) -> None:
    assert not LINT["climbs"](template, text, ORDER, LIBRARIES)


def test_rooms_are_in_the_order_of_the_imports() -> None:
    assert ORDER.index("design") < ORDER.index("search") < ORDER.index("networks") < ORDER.index("portal")
