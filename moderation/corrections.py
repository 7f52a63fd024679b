"""A submission that waits for review: what it says, and changing it there, with or without an account.

The rooms above register the form with which their entries are edited, because this one knows no domain."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from moderation import decisions
from moderation.conflicts import ConflictAwareForm
from moderation.editing import save_edit
from moderation.models import Case, Moderated
from moderation.wording import NOTHING, wording

type Fact = tuple[str, str]
type Facts = Callable[[Any], Iterable[Fact]]

FORMS: dict[type[models.Model], tuple[type[ConflictAwareForm], Facts]] = {}


def register(model: type[Moderated], form: type[ConflictAwareForm], more: Facts = lambda _entry: ()) -> None:
    """`more`: what belongs to a submission besides the fields of its form, as label and words."""
    FORMS[model] = (form, more)


def can_correct(case: Case) -> bool:
    """Whether the submitter may still change what she submitted: nobody has decided about it."""
    entry: Any = case.entry
    is_waiting = isinstance(entry, Moderated) and entry.review_status == Moderated.ReviewStatus.SUBMITTED
    return case.kind == Case.Kind.NEW and not case.is_done and is_waiting and type(entry) in FORMS


def facts_of(case: Case) -> list[Fact]:
    """What a submission says, label and words; what is empty is left out."""
    if case.kind != Case.Kind.NEW or case.is_done or type(case.entry) not in FORMS:
        return []
    entry: Any = case.entry
    form, more = FORMS[type(entry)]
    facts = []
    for name in form._meta.fields:
        field, value = entry._meta.get_field(name), getattr(entry, name)
        words = wording(field, list(value.all()) if field.many_to_many else value)
        facts.append((str(field.verbose_name), words))
    return [fact for fact in [*facts, *more(entry)] if fact[1] not in {"", NOTHING}]


@transaction.atomic
def correct(case: Case, form: ConflictAwareForm, *, by: User | AnonymousUser) -> list[str]:
    """Save a valid form and put the case back into the queue. Returns the labels of what changed."""
    changed = [str(form.fields[name].label) for name in form.changed_data]
    if changed:
        save_edit(form, by=by)  # type: ignore[arg-type]  # what waits for review needs no rights beyond the link
        text = _("Angaben geändert: %s.") % ", ".join(changed)
        decisions.answer(case, text=text, by=by if by.is_authenticated else None)
    return changed
