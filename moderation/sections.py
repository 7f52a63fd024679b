"""Where people enter what an entry says: one line a field, from which editing form, wizard and admin take their lists.

`actors/sections.py` and `networks/sections.py` hold the lines. Their order is that of the wizard, and within
a section that of form and admin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Entered(NamedTuple):
    """A field, the section of form and admin in which it stands, and the step of the wizard that asks for it, if one does.

    `in_form`: whether who looks after the entry may change it. `beside`: in the admin, on the line of the field before."""

    name: str
    section: str
    step: str = ""
    in_form: bool = True
    beside: bool = False


def in_form(fields: Iterable[Entered]) -> list[str]:
    return [field.name for field in fields if field.in_form]


def in_step(fields: Iterable[Entered], step: str) -> list[str]:
    return [field.name for field in fields if field.step == step]


def in_sections(
    headings: Mapping[str, StrOrPromise], fields: Iterable[Entered]
) -> list[tuple[StrOrPromise, list[str]]]:
    """As the editing form shows them, in the order of the headings; a section without such a field is left out."""
    named = [
        (heading, [one.name for one in fields if one.section == section and one.in_form])
        for section, heading in headings.items()
    ]
    return [(heading, names) for heading, names in named if names]


def fieldsets(
    headings: Mapping[str, StrOrPromise], fields: Iterable[Entered]
) -> list[tuple[StrOrPromise, dict]]:
    """As an admin takes them, in the order of the headings."""
    lines: dict[str, list[list[str]]] = {section: [] for section in headings}
    for field in fields:
        if field.beside:
            lines[field.section][-1].append(field.name)
        else:
            lines[field.section].append([field.name])
    return [
        (heading, {"fields": [_line(names) for names in lines[section]]})
        for section, heading in headings.items()
    ]


def _line(names: list[str]) -> str | tuple[str, ...]:
    return names[0] if len(names) == 1 else tuple(names)
