"""Forms are drawn by crispy and its template pack, nowhere else. What the pack draws: `tests/design/test_forms.py`."""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "templates"
PACK = "design/forms/"
OTHERS = ("admin/", "mail/")  # the admin draws its forms itself
TAG = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
CONTROL = re.compile(r'<(?:input|select|textarea)\b(?![^>]*type="(?:hidden|submit)")[^>]*>')
FIELD_BY_HAND = re.compile(r"{{[^}]*(?:\|\s*styled|\.as_(?:p|div|ul|table|widget|hidden)|\.label_tag)\b")

# Controls that are no fields of a Django form, and why they are not.
OWN_CONTROLS = {
    "400.html": "the search, in the frame around all pages",
    "allauth/elements/field.html": "allauth gives a name and a value instead of a field",
    "moderation/_merge_form.html": "the values of two entries, in two columns",
    "moderation/freshness.html": "a box in each row of a list",
    "moderation/searches.html": "one word in each row of a list, beside proposals",
    "networks/import_calendar.html": "a box in each row of a list",
    "partials/different.html": "an answer for each entry found, which comes and goes while somebody types",
    "portal/registration/later.html": "a link to be copied",
    "portal/calendar/_filters.html": "facets, whose options are counted",
    "search/_map.html": "read by the script of the map alone",
    "search/_narrow.html": "options of a facet, looked for by name",
    "search/_searchbar.html": "the search, with suggestions",
    "search/_table.html": "columns of a table",
    "search/list.html": "facets, whose options are counted, and the order of the hits",
}


def sources() -> dict[str, str]:
    """Templates of the portal's own pages, without the pack."""
    paths = {path.relative_to(TEMPLATES).as_posix(): path for path in TEMPLATES.rglob("*.html")}
    return {name: path.read_text() for name, path in paths.items() if not name.startswith((PACK, *OTHERS))}


def test_only_what_is_no_field_of_a_form_is_written_by_hand() -> None:
    with_controls = {name for name, source in sources().items() if CONTROL.search(TAG.sub("", source))}
    assert with_controls == set(OWN_CONTROLS)


def test_no_page_draws_a_field_past_the_pack() -> None:
    """What a variable holds only shows when the page is there: `tests/portal/test_pages.py`."""
    assert [name for name, source in sources().items() if FIELD_BY_HAND.search(source)] == []
