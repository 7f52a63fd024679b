"""Tags that all templates stand on."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString

from design import extensions
from design.templatetags.bn import button_class


def drawn(source: str, **context: Any) -> str:
    return Template("{% load bn %}" + source).render(Context(context))


def test_a_fact_names_what_it_is() -> None:
    shown = drawn('{% fact "Telefon" "phone" %}{{ number }}{% endfact %}', number="0800 <1>")
    assert shown.startswith("<div><dt><svg")
    assert shown.endswith("Telefon</dt><dd>0800 &lt;1&gt;</dd></div>")


def test_a_fact_on_a_card_shows_its_picture_beside_what_it_says() -> None:
    shown = drawn('{% card_fact "Ort" "map-pin" %}<b>{{ place }}</b>{% endcard_fact %}', place="Lindenau")
    assert shown.startswith("<div><dt>Ort</dt><dd><svg")
    assert shown.endswith("<b>Lindenau</b></dd></div>")


@pytest.mark.parametrize("tag", ["fact", "card_fact"])
def test_what_is_not_known_has_no_line(tag: str) -> None:
    assert drawn(f'{{% {tag} "Telefon" "phone" %}}\n  {{{{ number }}}}\n{{% end{tag} %}}', number="") == ""


@pytest.mark.parametrize(
    ("tags", "look"),
    [
        ([], "btn btn-primary"),
        (["login"], "btn btn-primary"),
        (["outline"], "btn btn-quiet"),
        (["danger", "delete"], "btn btn-quiet danger"),
    ],
)
def test_look_of_a_button(tags: list[str], look: str) -> None:
    assert button_class(tags) == look


def test_rooms_above_fill_a_place_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extensions, "EXTENSIONS", {})
    extensions.extend("here", lambda context, *, thing: SafeString(f"<i>{thing} {context['by']}</i>"))
    extensions.extend("here", lambda _context, *, thing: SafeString(f"<b>{thing}</b>"))
    assert drawn('{% extension "here" thing=7 %}', by="x") == "<i>7 x</i><b>7</b>"
    assert drawn('{% extension "elsewhere" thing=7 %}') == ""
