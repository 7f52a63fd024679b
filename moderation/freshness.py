"""Every published entry is asked in its interval whether it is still right: one mail per person for all her entries.

Who answers proves it by a signed link to the address that was asked. A link shows and settles only questions about
entries for which this address may still answer. Nothing is asked twice in an interval, not even without an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import transaction
from django.db.models import Model, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from mailing import links
from mailing.letters import send_letter
from moderation import decisions
from moderation.models import Case, Inquiry, Moderated
from moderation.wording import wording

REMIND_AFTER = timedelta(days=14)
NOT_AGAIN_WITHIN = timedelta(days=14)  # after somebody confirmed or edited the entry, even when curators ask
LINK_LASTS = timedelta(days=60)
SIGNER = signing.TimestampSigner(salt="moderation.freshness")

type Ending = Callable[[Moderated, str], None]
ENDINGS: dict[type[Model], Ending] = {}


class AlreadyAnsweredError(Exception):
    """Somebody else was faster, or the same person clicked twice."""


def ending(model: type[Model]) -> Callable[[Ending], Ending]:
    """Register how editors end entries of this model with a reason; without one, the curators do it."""

    def register(function: Ending) -> Ending:
        ENDINGS[model] = function
        return function

    return register


def kinds() -> dict[str, type[Moderated]]:
    """The models whose entries are asked about, by the word for their kind."""
    models = (model for model in apps.get_models() if issubclass(model, Moderated))
    return {model.kind_word: model for model in models}


# --- asking ----------------------------------------------------------------------------------------------------------


def due(model: type[Moderated]) -> Iterator[Moderated]:
    """Entries whose interval is over and that were not asked in it."""
    every = settings.CONFIRM_EVERY[model.kind_word]
    asked = Inquiry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), asked_at__gt=timezone.now() - every
    )
    entries = model.objects.in_use().with_base_date().with_doubts().with_reach()
    overdue = entries.filter(base_date__lte=timezone.localdate() - every, can_be_asked=True)
    yield from overdue.exclude(pk__in=asked.values("object_id")).order_by("sort_name", "pk")


def addresses_of(entry: Moderated) -> list[str]:
    """Those of its editors, else the one in the entry."""
    people = [person.email for person in entry.caretakers()]
    return people or [address for address in [entry.address_for_questions] if address]


@transaction.atomic
def ask(entries: Iterable[Moderated]) -> tuple[int, int]:
    """Ask the people behind these entries. Returns how many entries could be asked about, and how many mails went out.

    Left out: who confirmed lately, who was asked today, entries that nobody can be asked about."""
    asked = []
    for entry in entries:
        recently = timezone.localdate() - NOT_AGAIN_WITHIN
        is_fresh = entry.confirmed_at is not None and entry.confirmed_at > recently
        addresses = addresses_of(entry) if entry.is_in_use and not is_fresh else []
        if addresses and (inquiry := _inquiry(entry)):
            asked.append((inquiry, entry, addresses))
    return len(asked), _write(asked)


def _inquiry(entry: Moderated) -> Inquiry | None:
    """A new question, or the one that waits, begun anew; None if it was asked within a day."""
    type(entry).objects.select_for_update(of=("self",)).get(pk=entry.pk)  # one click at a time
    now = timezone.now()
    last = Inquiry.objects.about(entry).first()
    if last and last.asked_at > now - timedelta(days=1):
        return None
    if last is None or not last.is_open:
        return Inquiry.objects.create(entry=entry, asked_at=now)
    last.asked_at, last.reminded_at = now, None
    last.save(update_fields=["asked_at", "reminded_at"])
    return last


@transaction.atomic
def remind() -> int:
    """Write once more to whoever has not answered for 14 days. Returns how many mails went out."""
    before = timezone.now() - REMIND_AFTER
    waiting = Inquiry.objects.waiting().filter(reminded_at__isnull=True, asked_at__lte=before)
    inquiries = list(waiting.select_for_update().order_by("pk"))
    found = [(inquiry, inquiry.entry, addresses_of(inquiry.entry)) for inquiry in inquiries if inquiry.entry]
    for inquiry in inquiries:
        inquiry.reminded_at = timezone.now()
        inquiry.save(update_fields=["reminded_at"])
    return _write(found, is_reminder=True)


def _write(asked: list[tuple[Inquiry, Moderated, list[str]]], *, is_reminder: bool = False) -> int:
    """One mail per address for all its entries. Returns how many."""
    by_address: dict[str, list[tuple[Inquiry, Moderated]]] = defaultdict(list)
    for inquiry, entry, addresses in asked:
        for address in {address.lower() for address in addresses}:
            by_address[address].append((inquiry, entry))
    for address, questions in sorted(by_address.items()):
        path = link_for(address, [inquiry for inquiry, _entry in questions])
        entries = [entry for _inquiry, entry in questions]
        context = {"entries": entries, "path": path, "is_reminder": is_reminder, "days": LINK_LASTS.days}
        send_letter("confirm_entries", address, context)
    return len(by_address)


@transaction.atomic
def close_pointless() -> int:
    """Close questions about entries that are gone, over, or were confirmed elsewhere. Returns how many."""
    closed = 0
    for inquiry in Inquiry.objects.waiting().select_for_update().order_by("pk"):
        if answer := _moot(inquiry):
            inquiry.close(answer)
            closed += 1
    return closed


def _moot(inquiry: Inquiry) -> Inquiry.Answer | None:
    entry = inquiry.entry
    if entry is None or not entry.is_in_use:
        return Inquiry.Answer.VOID
    if entry.confirmed_at and entry.confirmed_at >= timezone.localdate(inquiry.asked_at):
        return Inquiry.Answer.ELSEWHERE
    return None


# --- the link --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """One entry on the page behind a link. `editor`: the person at this `address`, if she edits the entry."""

    inquiry: Inquiry
    entry: Moderated
    editor: User | None
    address: str

    @property
    def is_open(self) -> bool:
        return self.inquiry.is_open and _moot(self.inquiry) is None

    @property
    def can_end(self) -> bool:
        return self.editor is not None and type(self.entry) in ENDINGS

    @property
    def edit_page(self) -> str:
        """Where somebody who logs in changes the entry: its form, or how to become its editor."""
        page = "edit" if self.editor else "claim"
        return reverse(f"{self.entry._meta.app_label}:{page}", args=[self.entry.slug])

    def facts(self) -> list[tuple[str, str]]:
        """Label and wording of what somebody who confirms should look at; nothing of entries that are not public."""
        found = []
        for name in self.entry.key_facts:
            field: Any = self.entry._meta.get_field(name)
            value = getattr(self.entry, name)
            if value and (not isinstance(value, Moderated) or value.is_public):
                found.append((str(field.verbose_name), wording(field, value)))
        return found + self.entry.further_facts()


def link_for(address: str, inquiries: Iterable[Inquiry]) -> str:
    """Path of the page on which whoever reads mail at `address` answers these questions, without a login."""
    ids = [inquiry.pk for inquiry in inquiries]
    token = SIGNER.sign_object({"for": links.mark_of(address), "of": ids}, compress=True)
    return reverse("moderation:confirm_entries", args=[token])


def read_link(token: str) -> tuple[str, list[Question]]:
    """The address and the questions it may (still) answer or has answered.

    Raises signing.BadSignature if the link is forged or too old, or if nothing is left of it."""
    found = SIGNER.unsign_object(token, max_age=LINK_LASTS)
    inquiries = Inquiry.objects.filter(pk__in=found["of"]).prefetch_related("entry").order_by("pk")
    questions = [question for each in inquiries if (question := _question(each, found))]
    if not questions:
        raise signing.BadSignature("The entries are gone, or this address does not answer for them any more.")
    return questions[0].address, questions


def _question(inquiry: Inquiry, found: dict[str, Any]) -> Question | None:
    entry = inquiry.entry
    if entry is None or not entry.is_public:
        return None
    address = next((to.lower() for to in addresses_of(entry) if links.is_for(found, to)), None)
    if address is None:
        return None
    return Question(inquiry, entry, entry.caretakers().filter(email__iexact=address).first(), address)


# --- answers ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def confirm(question: Question) -> None:
    """„Stimmt noch“. Raises AlreadyAnsweredError."""
    inquiry = _locked(question)
    question.entry.confirm(timezone.localdate())
    inquiry.close(Inquiry.Answer.RIGHT)


@transaction.atomic
def confirm_as_editor(entry: Moderated) -> None:
    """Somebody who is logged in says so without being asked; that answers the question, if there is one."""
    entry.confirm(timezone.localdate())
    for inquiry in Inquiry.objects.about(entry).waiting().select_for_update():
        inquiry.close(Inquiry.Answer.RIGHT)


@transaction.atomic
def ask_for_change(question: Question, *, address: str, text: str) -> Case:
    """„Ändern“ without a login: the curators change it. Raises AlreadyAnsweredError."""
    inquiry = _locked(question)
    case = _submit(question, address, text, what="falsch")
    inquiry.close(Inquiry.Answer.CHANGE, case=case)
    return case


@transaction.atomic
def tell_gone(question: Question, *, address: str, text: str) -> Case | None:
    """„Gibt es nicht mehr“: editors end what can end, otherwise the curators look. Raises AlreadyAnsweredError."""
    inquiry = _locked(question)
    case = None
    if question.can_end:
        ENDINGS[type(question.entry)](question.entry, text)
    else:
        case = _submit(question, address, text, what="veraltet")
    inquiry.close(Inquiry.Answer.GONE, case=case)
    return case


def _submit(question: Question, address: str, text: str, *, what: str) -> Case:
    return decisions.submit(
        kind=Case.Kind.REPORT,
        entry=question.entry,
        submitter=question.editor,
        email=address,
        reason=text,
        payload={"what": what, "inquiry": question.inquiry.pk},
    )


def _locked(question: Question) -> Inquiry:
    inquiry = Inquiry.objects.select_for_update().get(pk=question.inquiry.pk)
    if not inquiry.is_open or _moot(inquiry):
        raise AlreadyAnsweredError
    return inquiry


@decisions.effect(Case.Kind.REPORT, Case.Outcome.ACCEPTED)
def confirm_what_was_corrected(case: Case) -> None:
    """Somebody of the entry told what was wrong, the curators put it right: now it is confirmed."""
    if case.payload.get("inquiry") and case.payload.get("what") == "falsch" and case.entry:
        case.entry.confirm(timezone.localdate())


# --- the curators' list ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stale:
    """An entry that the curators should look after. `reasons` of REASONS; `since`: last confirmed or published."""

    entry: Moderated
    since: date
    reasons: frozenset[str]
    doubts: list[str]
    asked_at: datetime | None
    answer: str

    @property
    def key(self) -> str:
        return f"{self.entry.kind_word}:{self.entry.pk}"

    @property
    def kind_label(self) -> str:
        return str(self.entry._meta.verbose_name)

    @property
    def answer_label(self) -> str:
        return str(Inquiry.Answer(self.answer).label) if self.answer else ""


UNCONFIRMED, RHYTHM, NOBODY, WAITING = "unbestaetigt", "rhythmus", "niemand", "wartet"


def stale_entries(models: Iterable[type[Moderated]], reason: str = "") -> list[Stale]:
    """What waits for the curators, longest unconfirmed first; with `reason` only what has it.

    Without one, entries whose question is only waiting for its answer are left out."""
    found = [row for model in models for row in _rows(model)]
    wanted = {reason} if reason else {UNCONFIRMED, RHYTHM, NOBODY}
    found = [row for row in found if row.reasons & wanted]
    return sorted(found, key=lambda row: (row.since, row.entry.sort_name, row.key))


def _rows(model: type[Moderated]) -> Iterator[Stale]:
    inquiries: dict[int, Inquiry] = {}
    of_model = Inquiry.objects.filter(content_type=ContentType.objects.get_for_model(model))
    for inquiry in of_model.order_by("asked_at", "pk"):
        inquiries[inquiry.object_id] = inquiry
    today = timezone.localdate()
    entries = model.objects.in_use().with_base_date().with_doubts().with_reach()
    is_old = Q(base_date__lte=today - settings.CONFIRM_EVERY[model.kind_word])
    is_waiting = Q(pk__in=[pk for pk, inquiry in inquiries.items() if inquiry.is_open])
    for entry in entries.filter(is_old | is_waiting | entries.may_be_doubtful()).order_by("pk"):
        last, doubts = inquiries.get(entry.pk), entry.doubts()
        is_due = entry.confirm_again_on <= today
        holds = {
            UNCONFIRMED: entry.is_unconfirmed,
            RHYTHM: bool(doubts),
            NOBODY: is_due and not entry.can_be_asked,
            WAITING: last is not None and last.is_open,
        }
        if reasons := frozenset(name for name, is_so in holds.items() if is_so):
            answered = last.answer if last and not last.is_open else ""
            yield Stale(entry, entry.base_date, reasons, doubts, last.asked_at if last else None, answered)
