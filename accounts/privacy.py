"""What the portal keeps about people: every room says it once, in `<room>/personal.py`.

From these traces come „Meine Daten“ with its export, the deletion of an account, and the record of processing
activities (Art. 30 GDPR), so that none of them can tell something else than the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from accounts.models import User

type Cell = str | int | float | bool | date | datetime | list[object] | dict[str, object] | None
type Row = dict[str, Cell]

TASK = _("Art. 6 Abs. 1 Buchst. e DSGVO: Aufgabe im öffentlichen Interesse")
CONSENT = _("Art. 6 Abs. 1 Buchst. a DSGVO: Einwilligung")
WITH_THE_ACCOUNT = _("bis das Konto gelöscht wird")
PEOPLE_WITH_ACCOUNT = _("Menschen mit Konto")

TRACES: dict[str, PersonalData] = {}
_content: set[type[models.Model]] = set()
WRITINGS: dict[type[models.Model], Writing] = {}
LISTENERS: list[Listener] = []


def nothing(_user: User) -> None:
    """For traces that go with the row of the account, or that hold no more than its number."""


@dataclass(frozen=True)
class PersonalData:
    """One kind of thing that is kept about a person; one table of her export.

    `rows`: what is kept about this person; `columns`: key of a row -> heading. `forget` is called before the account is deleted,
    in the same transaction. `covers` names the fields that lead to an account ("app.model.field"). `kept` names
    intervals of settings.KEEP after which it goes by itself, `until` says in words when else. `more` are further
    categories of data that no column shows."""

    name: str
    label: str | Promise
    purpose: str | Promise
    fate: str | Promise
    rows: Callable[[User], Iterable[Row]]
    columns: Mapping[str, str | Promise]
    forget: Callable[[User], None] = nothing
    covers: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    until: str | Promise = WITH_THE_ACCOUNT
    people: str | Promise = PEOPLE_WITH_ACCOUNT
    basis: str | Promise = TASK
    recipients: str | Promise = ""
    correct: str = ""  # name of the address on which the person corrects it
    place: int = 50


@dataclass(frozen=True)
class Writing:
    """Texts that people write about things in their own words. `by`: which rows of `model` one person wrote; it is asked of
    the history of the model, too. Only there her name is struck out of `fields` when her account goes."""

    model: type[models.Model]
    fields: tuple[str, ...]
    by: Callable[[User], models.Q]


@dataclass(frozen=True)
class NamingText:
    """A text that names the person and that somebody else answers for."""

    row: models.Model
    field: str

    @property
    def label(self) -> str:
        return str(self.row._meta.get_field(self.field).verbose_name)


type Listener = Callable[[User, list[str], list[NamingText]], None]


def register(*traces: PersonalData) -> None:
    """Add what a room keeps. Raises ValueError for a name that is taken."""
    for trace in traces:
        if trace.name in TRACES and TRACES[trace.name].rows.__module__ != trace.rows.__module__:
            raise ValueError(f"Two traces are called {trace.name}.")
        TRACES[trace.name] = trace


def content(*kinds: type[models.Model]) -> None:
    """Models that hold what institutions say about themselves: it stays when the account of its writer goes."""
    _content.update(kinds)


def writings(*kinds: Writing) -> None:
    """Say where people write in their own words."""
    WRITINGS.update({kind.model: kind for kind in kinds})


def all_writings() -> list[Writing]:
    autodiscover_modules("personal")
    return list(WRITINGS.values())


def when_others_name_her(listener: Listener) -> Listener:
    """Decorator for what takes notice of texts that still name somebody (by these words) whose account is being deleted."""
    LISTENERS.append(listener)
    return listener


def tell_of(user: User, words: list[str], places: list[NamingText]) -> None:
    for listener in LISTENERS:
        listener(user, words, places)


def all_traces() -> list[PersonalData]:
    """All traces of all rooms, in the order in which a person reads them."""
    autodiscover_modules("personal")
    return sorted(TRACES.values(), key=lambda trace: (trace.place, trace.name))


def content_models() -> set[type[models.Model]]:
    autodiscover_modules("personal")
    return set(_content)


def addresses_of(user: User) -> list[str]:
    """Lower-case e-mail addresses that are certainly this person's: confirmed ones, and the login unless it still waits for
    its confirmation."""
    login = user.email.lower()
    waits = user.emailaddress_set.filter(email__iexact=login, verified=False).exists()
    return sorted({*([] if waits else [login]), *(address.lower() for address in user.confirmed_addresses())})


def collected(user: User) -> Mapping[str, list[Row]]:
    """Everything that is kept about the person, by the name of the trace."""
    return {trace.name: list(trace.rows(user)) for trace in all_traces()}


def period(key: str) -> timedelta:
    """How long settings.KEEP lets something lie. Raises KeyError for an interval that is not there."""
    return settings.KEEP[key]


def fields_to_accounts() -> set[str]:
    """Every field of every model that leads to an account, history apart: there are only numbers."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        if hasattr(model, "pgh_tracked_model") or model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.get_fields():
            is_list = isinstance(field, models.ManyToManyField)  # its own table is looked at instead
            if field.concrete and field.related_model is User and not is_list:
                found.add(f"{model._meta.label}.{field.name}")
    return found
