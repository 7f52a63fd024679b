"""Deleting an account: what the institutions wrote stays, what tells of the person goes.

By relation and by whole address, never by a name wherever it stands: anybody may call herself like anybody else. The
name is struck out of what the account itself wrote. Where others name the person, that is told, not changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from pghistory.core import event_models
from pghistory.models import Context

from accounts import privacy
from accounts.forms import is_last_of_system
from accounts.models import User
from accounts.privacy import NamingText
from accounts.striking import NOBODY, pattern_of, strings_in, struck, telling
from mailing.letters import send_letter

MOST_PLACES = 200  # that are told; more than that nobody looks through

type History = type[models.Model]  # a model whose rows are former states of another's


class LastOfSystemError(Exception):
    """Somebody must be able to give out roles."""


@transaction.atomic  # an account is gone with all its traces, or it is there
def erase(user: User) -> None:
    """Delete the account and strike out the person in what she wrote, in history too; a last mail confirms it. Nothing
    happens for one that is gone already.

    Raises LastOfSystemError for the only account of the Systemverwaltung."""
    stored = User.objects.select_for_update().filter(pk=user.pk).first()
    if stored is None:  # another tab was faster
        return
    user = stored
    if is_last_of_system(user):
        raise LastOfSystemError
    to, words = user.email, words_for(user)
    strike_out(user, words)
    for trace in privacy.all_traces():
        trace.forget(user)
    if places := list(places_that_name(words)):
        privacy.tell_of(user, words, places)
    user.delete()
    send_letter("account_deleted", to, {}, keep=False)


def words_for(user: User) -> list[str]:
    """What to strike out: the addresses, and the name if it is one that nobody writes by accident."""
    return [*privacy.addresses_of(user), *filter(None, [telling(user.name)])]


# --- what she wrote --------------------------------------------------------------------------------------------------


def strike_out(user: User, words: list[str]) -> None:
    """Put „gelöschtes Konto“ in place of the words in what the person wrote. No trigger runs: this is not a change that
    somebody made."""
    pattern = pattern_of(words)
    if pattern is None:
        return
    histories = {events.pgh_tracked_model: events for events in event_models()}
    with pgtrigger.ignore():
        for writing in privacy.all_writings():
            own = writing.by(user)
            ids = list(writing.model._base_manager.filter(own).values_list("pk", flat=True))
            _strike_rows(writing.model._base_manager.filter(pk__in=ids), writing.fields, pattern)
            if events := histories.get(writing.model):
                recorded = {field.name for field in events._meta.fields}
                former = events._base_manager.filter(models.Q(pgh_obj_id__in=ids) | own)
                _strike_rows(former, [name for name in writing.fields if name in recorded], pattern)
        for model in privacy.content_models() & histories.keys():
            _strike_history(histories[model], user, pattern)
        _strike_rows(Context._base_manager.filter(metadata__user=user.pk), ["metadata"], pattern)


def _strike_rows(rows: models.QuerySet, fields: Iterable[str], pattern: re.Pattern[str]) -> None:
    for row in rows.values("pk", *fields):
        changed = {
            name: new
            for name in fields
            if (new := _struck(rows.model, name, row[name], pattern)) != row[name]
        }
        if changed:
            rows.model._base_manager.filter(pk=row["pk"]).update(**changed)


def _struck(model: type[models.Model], name: str, value: Any, pattern: re.Pattern[str]) -> Any:
    """An address or a link with something else in it would be none: it goes as a whole."""
    field, new = model._meta.get_field(name), struck(value, pattern)
    if isinstance(field, (models.EmailField, models.URLField)):
        return value if new == value else ""
    return new[: field.max_length] if isinstance(new, str) and field.max_length else new


def _strike_history(events: History, user: User, pattern: re.Pattern[str]) -> None:
    """Former states of entries that the person changed: what she wrote there, unless the entry still says so today."""
    own = set(Context.objects.filter(metadata__user=user.pk).values_list("pk", flat=True))
    touched = events._base_manager.filter(pgh_context_id__in=own).values("pgh_obj_id")
    names = _texts_of(events)
    entries = events.pgh_tracked_model._base_manager.filter(pk__in=touched)
    today = {row["pk"]: row for row in entries.values("pk", *names)}
    former: dict[str, Any] = {}
    steps = events._base_manager.filter(pgh_obj_id__in=touched).order_by("pgh_obj_id", "pgh_id")
    for step in steps.values("pgh_id", "pgh_obj_id", "pgh_context_id", *names):
        is_new = former.get("pgh_obj_id") != step["pgh_obj_id"]
        changed = [name for name in names if is_new or former[name] != step[name]]
        before = set() if is_new else former["hers"] - set(changed)
        step["hers"] = before | set(changed if step["pgh_context_id"] in own else [])
        still = today.get(step["pgh_obj_id"], {})
        gone = [name for name in step["hers"] if still.get(name) != step[name]]
        _strike_rows(events._base_manager.filter(pk=step["pgh_id"]), gone, pattern)
        former = step


def _texts_of(model: type[models.Model]) -> list[str]:
    """Names of the fields that hold what people type."""
    kinds = (models.CharField, models.TextField, models.JSONField, ArrayField)
    return [
        field.name
        for field in model._meta.fields
        if isinstance(field, kinds)
        and not field.choices
        and field.editable
        and not field.name.startswith("pgh_")
    ]


# --- what others wrote -----------------------------------------------------------------------------------------------


def places_that_name(words: list[str], *, only_entries: bool = False) -> Iterator[NamingText]:
    """Texts of entries, and of what people write about them, in which one of the words stands."""
    pattern = pattern_of(words)
    if pattern is None:
        return iter(())
    places = (
        NamingText(row, name)
        for model, fields in _looked_through(only_entries=only_entries)
        for row in _candidates(model, fields, words)
        for name in fields
        if any(pattern.search(text) for text in strings_in(getattr(row, name)))
    )
    return islice(places, MOST_PLACES)


def _looked_through(*, only_entries: bool) -> Iterator[tuple[type[models.Model], Iterable[str]]]:
    for model in sorted(privacy.content_models(), key=lambda model: model._meta.label):
        yield model, _texts_of(model)
    if not only_entries:
        for writing in privacy.all_writings():
            yield writing.model, writing.fields


def _candidates(model: type[models.Model], fields: Iterable[str], words: list[str]) -> models.QuerySet:
    """Rows that hold the longest part of a word; whether it stands there as a whole is looked at afterwards."""
    wanted = models.Q(pk__in=[])
    texts = {f"{name}_as_text": Cast(name, models.TextField()) for name in fields}
    for word in words:
        part = max(re.findall(r"[\w@.+-]+", word), key=len)
        for name in texts:
            wanted |= models.Q(**{f"{name}__icontains": part})
    return model._base_manager.alias(**texts).filter(wanted).order_by("pk")


def remaining_in_entries(user: User) -> Iterator[NamingText]:
    """Entries whose text names the person: they stay as they are unless somebody edits them."""
    return places_that_name(words_for(user), only_entries=True)


def sentence_of_last_one() -> str:
    return _("Dies ist das letzte Konto der Systemverwaltung. Geben Sie die Rolle erst einem anderen Konto.")


__all__ = ["NOBODY", "LastOfSystemError", "erase", "remaining_in_entries", "strike_out", "words_for"]
