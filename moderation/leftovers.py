"""Texts of others that still name somebody whose account was deleted: a case lists them, the curators decide.

The case does not keep the name. It knows fingerprints of the words, so its page finds them as long as they stand there:
what is changed is gone from the list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts import privacy
from accounts.models import User
from accounts.privacy import NamingText
from accounts.striking import strings_in
from moderation import decisions
from moderation.case_context import section
from moderation.models import Case, Note

AROUND = 60  # characters of a text before and after the name
TOKEN = re.compile(r"\w+")


@dataclass(frozen=True)
class Leftover:
    """One place that still names the person, with the text around it. `address` is empty where no page shows it."""

    what: str
    field: str
    address: str
    before: str
    name: str
    after: str


@privacy.when_others_name_her
def open_case(user: User, words: list[str], places: list[NamingText]) -> None:
    """Where the account was, nobody is any more: the case belongs to its number."""
    decisions.submit(
        kind=Case.Kind.NAMED,
        entry=user,
        reason=_("Ein Konto wurde gelöscht. Andere nennen den Menschen noch, hier steht wo."),
        payload={
            "places": [[place.row._meta.label, place.row.pk, place.field] for place in places],
            "marks": {_mark(TOKEN.findall(word)): len(TOKEN.findall(word)) for word in words},
        },
    )


@section(Case.Kind.NAMED, "moderation/_leftovers.html")
def leftovers(case: Case, user: User | AnonymousUser) -> dict[str, Any] | None:  # noqa: ARG001 every section gets it
    return None if case.is_done else {"leftovers": list(_still_there(case))}


def _still_there(case: Case) -> Iterator[Leftover]:
    for label, pk, field in case.payload.get("places", []):
        row = apps.get_model(label)._base_manager.filter(pk=pk).first()
        for text in strings_in(getattr(row, field, "")):
            if found := _find(text, case.payload["marks"]):
                start, end = found
                wording = str(row._meta.get_field(field).verbose_name)
                yield Leftover(
                    f"{row._meta.verbose_name}: {row}",
                    wording,
                    _address_of(row),
                    text[max(0, start - AROUND) : start],
                    text[start:end],
                    text[end : end + AROUND],
                )


def _find(text: str, marks: dict[str, int]) -> tuple[int, int] | None:
    tokens = list(TOKEN.finditer(text))
    for length in set(marks.values()):
        for first in range(len(tokens) - length + 1):
            window = tokens[first : first + length]
            if marks.get(_mark([token.group() for token in window])) == length:
                return window[0].start(), window[-1].end()
    return None


def _mark(tokens: list[str]) -> str:
    return salted_hmac("moderation.leftovers", " ".join(tokens).casefold(), algorithm="sha256").hexdigest()


def _address_of(row: Model) -> str:
    """Where a curator reads or changes it: the page of the entry or case, else the admin's."""
    if isinstance(row, (Case, Note)):
        case = row if isinstance(row, Case) else row.case
        page = "case" if case.audience == Case.Audience.CURATION else "request"
        return reverse(f"moderation:{page}", args=[case.pk])
    if hasattr(row, "get_absolute_url"):
        return str(row.get_absolute_url())
    try:
        return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return ""
