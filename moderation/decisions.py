"""What happens to a case: it is submitted, asked about, answered, decided. Each step is one transaction, leaves a
note, and tells the submitter by mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core import signing
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.once import wait_for_others
from mailing.letters import send_letter
from moderation.models import Case, Note
from moderation.rights import opened_for, telling

if TYPE_CHECKING:
    from accounts.models import User

type Effect = Callable[[Case], None]

SIGNER = signing.Signer(salt="moderation.case")
READABLE_AFTER = timedelta(days=30)  # the decision, by the link in our mails
EFFECTS: dict[tuple[str, str], list[Effect]] = {}


class AlreadyDecidedError(Exception):
    """Somebody else was faster; `case` says who and how."""

    def __init__(self, case: Case) -> None:
        super().__init__(str(case))
        self.case = case


def effect(kind: Case.Kind, outcome: Case.Outcome) -> Callable[[Effect], Effect]:
    """Register what an outcome does to the entry of a case, in the transaction of the decision.

    Rooms above may add theirs to that of a room below; the lower room's comes first."""

    def register(function: Effect) -> Effect:
        EFFECTS.setdefault((kind, outcome), []).append(function)
        return function

    return register


@transaction.atomic
def submit(
    *,
    kind: Case.Kind,
    entry: models.Model,
    submitter: User | None = None,
    email: str = "",
    reason: str = "",
    payload: dict[str, Any] | None = None,
    audience: Case.Audience = Case.Audience.CURATION,
    submission_key: UUID | None = None,
) -> Case:
    """Open a case. A second submission with the same key returns the first case and says nothing twice.

    The submitter gets a mail that it arrived, except for an offer, which somebody else gets."""
    if submission_key:
        wait_for_others(f"case {submission_key}")
    if submission_key and (known := Case.objects.filter(submission_key=submission_key).first()):
        return known
    case = Case(
        kind=kind, entry=entry, submitter=submitter, submitter_email="" if submitter else email, reason=reason,
        payload=payload or {}, audience=audience, submission_key=submission_key,
    )  # fmt: skip
    case.full_clean(exclude=["content_type"])
    case.save()
    Note.objects.create(case=case, kind=Note.Kind.SUBMITTED, author=submitter, text=reason)
    if not case.is_offer:
        _tell(case, "case_received")
    return case


def is_readable_by_link(case: Case) -> bool:
    """A mail lies around for years; what people wrote in a case need not."""
    return case.decided_at is None or timezone.now() <= case.decided_at + READABLE_AFTER


@transaction.atomic
def ask(case: Case, *, by: User | None, text: str) -> Case:
    """Send the case back with a question; it waits until the submitter answers."""
    case = _locked(case)
    case.state, case.assigned_to = Case.State.ASKED, by
    case.save(update_fields=["state", "assigned_to", "changed_at"])
    note = Note.objects.create(case=case, kind=Note.Kind.QUESTION, author=by, text=text)
    _tell(case, "case_question", note=note)
    return case


@transaction.atomic
def answer(case: Case, *, text: str, by: User | None = None) -> Case:
    """The submitter's answer puts the case back into the queue, at its old place."""
    case = _locked(case)
    case.state = Case.State.OPEN
    case.save(update_fields=["state", "changed_at"])
    note = Note.objects.create(case=case, kind=Note.Kind.ANSWER, author=by, text=text)
    if case.audience == Case.Audience.EDITORS and case.assigned_to:  # who has no queue to look into
        path = reverse("moderation:request", args=[case.pk])
        send_letter("case_answered", case.assigned_to.email, {"case": case, "note": note, "path": path})
    return case


@transaction.atomic
def assign(case: Case, *, to: User | None) -> Case:
    case = _locked(case)
    case.assigned_to = to
    case.save(update_fields=["assigned_to", "changed_at"])
    return case


@transaction.atomic
def decide(
    case: Case,
    *,
    by: User | None,
    outcome: Case.Outcome,
    text: str = "",
    details: dict[str, Any] | None = None,
) -> Case:
    """Close the case with its effect on the entry. Raises AlreadyDecidedError when somebody was faster.

    `by` is None where a signed link decided instead of a login. `details` join the payload for the effects to read."""
    case = _locked(case)
    case.payload = case.payload | (details or {})
    case.state, case.outcome = Case.State.DONE, outcome
    case.decided_by, case.decided_at = by, timezone.now()
    case.save(update_fields=["state", "outcome", "decided_by", "decided_at", "payload", "changed_at"])
    note = Note.objects.create(case=case, kind=Note.Kind.DECISION, author=by, text=text)
    _take_effect(case, by=by)
    if case.submitter is None or case.submitter != by:  # nobody needs a letter about her own answer
        _tell(case, "case_decided", note=note)
    return case


def _take_effect(case: Case, *, by: User | None) -> None:
    """Whoever loses or shares the right to edit the entry hears of it; the submitter reads it in the decision."""
    effects = EFFECTS.get((Case.Kind(case.kind), Case.Outcome(case.outcome)), [])
    if not effects or case.entry is None:
        for function in effects:
            function(case)
        return
    with telling(case.entry, by=by) as told:
        if case.submitter_id:
            told.add(case.submitter_id)
        case.told_apart = told
        for function in effects:
            function(case)


@transaction.atomic
def withdraw(case: Case, *, by: User | None) -> Case:
    """Who submitted the case takes it back, or what it was about is gone. Raises AlreadyDecidedError."""
    case = _locked(case)
    case.state, case.outcome = Case.State.DONE, Case.Outcome.WITHDRAWN
    case.decided_by, case.decided_at = by, timezone.now()
    case.save(update_fields=["state", "outcome", "decided_by", "decided_at", "changed_at"])
    Note.objects.create(case=case, kind=Note.Kind.DECISION, author=by)
    return case


def _locked(case: Case) -> Case:
    """The case as it is now, locked until the transaction ends: two reviewers can't both decide."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.is_done:
        raise AlreadyDecidedError(case)
    return case


def answer_page(case: Case) -> str:
    """Path on which whoever submitted the case reads what was said and answers, with or without an account."""
    return reverse("moderation:answer", args=[SIGNER.sign(str(case.pk))])


def _tell(case: Case, letter: str, *, note: Note | None = None) -> None:
    if case.reply_to:
        context: dict[str, Any] = {"case": case, "note": note, "answer_path": answer_page(case)}
        entry: Any = case.entry  # a Moderated, of whichever room
        if case.kind == Case.Kind.CLAIM and case.outcome == Case.Outcome.ACCEPTED and case.submitter:
            context["opened"] = [one for one in opened_for(entry, case.submitter) if one != entry]
        send_letter(letter, case.reply_to, context)


@effect(Case.Kind.NEW, Case.Outcome.ACCEPTED)
def publish(case: Case) -> None:
    entry: Any = case.entry  # a Moderated, of whichever room
    entry.review_status = entry.ReviewStatus.PUBLISHED
    entry.confirmed_at = timezone.localdate()
    entry.note_publication()
    entry.save(update_fields=["review_status", "published_at", "confirmed_at", "changed_at"])
    if case.submitter and not case.payload.get("only_named"):
        entry.editors.add(case.submitter)


@effect(Case.Kind.NEW, Case.Outcome.REJECTED)
def reject(case: Case) -> None:
    entry: Any = case.entry  # a Moderated, of whichever room
    entry.review_status = entry.ReviewStatus.REJECTED
    entry.save(update_fields=["review_status", "changed_at"])
