"""Places in a page of a lower room that an upper room fills: `{% extension "list-actions" listing=listing %}`.

A template, like a module, knows only the rooms below its own. What an upper room shows there it registers when its app is
ready; `manage.py registries` lists it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template import Context
from django.utils.safestring import SafeString

# Takes the context of the page and what the tag hands on, by name.
Extension = Callable[..., SafeString]

EXTENSIONS: dict[str, list[Extension]] = {}  # by place


def extend(place: str, extension: Extension) -> None:
    EXTENSIONS.setdefault(place, []).append(extension)


def rendered(place: str, context: Context, about: dict[str, Any]) -> SafeString:
    """What the rooms above show in this place, in the order of the rooms; nothing where none does."""
    return SafeString("".join(extension(context, **about) for extension in EXTENSIONS.get(place, ())))
