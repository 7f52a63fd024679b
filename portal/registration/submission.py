"""From a finished draft to an entry that waits for review: one transaction, once."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts import consents
from accounts.models import User
from actors.models import Actor
from mailing.letters import send_letter
from moderation import decisions
from moderation.adoption import owner_of
from moderation.models import Case, Draft, Moderated
from networks.models import Network
from networks.naming import add_members, find_actor
from portal.registration.forms import MODELS, STEPS, StepForm
from portal.registration.similar import payload_of

CONFIRMATION = signing.TimestampSigner(salt="portal.registration")
CONFIRM_WITHIN = 3 * 24 * 3600  # seconds


def as_data(draft: Draft) -> QueryDict:
    """The answers as a form reads them."""
    data = QueryDict(mutable=True)
    for name, values in draft.answers.items():
        data.setlist(name, values)
    return data


def checked_forms(draft: Draft, user: User | AnonymousUser) -> list[StepForm]:
    """All steps with what was typed; ask each `is_valid()`."""
    return [step.form_class(as_data(draft), user=user) for step in STEPS[draft.kind]]


def ask_to_confirm(draft: Draft, email: str, difference: str) -> None:
    """Without an account: the mail proves that the address is the person's own."""
    consent = consents.current(consents.Purpose.ENTRY).version
    number = uuid4().hex  # each mail its own: the address may have been mistyped the first time
    asked = {"email": email, "difference": difference, "consent": consent}
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft.pk)
        draft.confirmations = draft.confirmations | {number: asked}
        draft.save(update_fields=["confirmations", "changed_at"])
    token = CONFIRMATION.sign_object({"draft": str(draft.pk), "number": number})
    path = reverse("portal:registration_confirm", args=[token])
    send_letter("registration_confirm", email, {"draft": draft, "path": path})


class Confirmation(NamedTuple):
    """What a confirmation link says; `consent` is the version of the sentence that was ticked."""

    draft: Draft
    email: str
    difference: str
    consent: str


def read_confirmation(token: str) -> Confirmation:
    """Raises signing.BadSignature for a forged or old link, Draft.DoesNotExist."""
    found = CONFIRMATION.unsign_object(token, max_age=CONFIRM_WITHIN)
    draft = Draft.objects.get(pk=found["draft"])
    asked = draft.confirmations.get(found["number"]) if "number" in found else found  # older links say it all
    if asked is None:
        raise signing.BadSignature("What was asked then is gone.")
    return Confirmation(draft, asked.get("email", ""), asked.get("difference", ""), asked.get("consent", ""))


@transaction.atomic
def submit(
    draft: Draft, *, by: User | None, email: str = "", difference: str = "", consent: str = ""
) -> Case:
    """Make the entry and open its case. A draft that was submitted already returns its case.

    Raises ValidationError with German sentences when the answers don't make an entry."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.case:
        return draft.case
    by = by or owner_of(email)
    payload = payload_of(draft, by or AnonymousUser())
    entry = _build(draft, by)
    draft.case = decisions.submit(
        kind=Case.Kind.NEW, entry=entry, submitter=by, email=email, reason=difference, payload=payload,
        submission_key=draft.pk,
    )  # fmt: skip
    agreed = consents.at_version(consents.Purpose.ENTRY, consent)
    consents.record(agreed, user=by, email=email, about=str(entry))
    draft.submitted_at = timezone.now()
    draft.confirmations = {
        number: {} for number in draft.confirmations
    }  # the links go on saying that it is done
    draft.save(update_fields=["case", "submitted_at", "confirmations", "changed_at"])
    return draft.case


def _build(draft: Draft, by: User | None) -> Network | Actor:
    forms = checked_forms(draft, by or AnonymousUser())
    invalid = [
        f"{form.fields[name].label}: {error}"
        for form in forms
        for name, errors in form.errors.items()
        for error in errors
    ]
    if invalid:
        raise ValidationError(invalid)
    model = MODELS[draft.kind]
    cleaned = {name: value for form in forms for name, value in form.cleaned_data.items()}
    many = {field.name for field in model._meta.many_to_many}
    plain = {field.name for field in model._meta.fields} & set(cleaned)
    entry = model(
        **{name: cleaned[name] for name in plain},
        review_status=Moderated.ReviewStatus.SUBMITTED,
        submitted_by=by,
    )
    entry.full_clean(exclude=["slug"])
    entry.save()
    for name in many & set(cleaned):
        getattr(entry, name).set(cleaned[name])
    if isinstance(entry, Network):
        _add_members(entry, cleaned, by)
    return entry


def _add_members(network: Network, cleaned: dict[str, Any], by: User | None) -> None:
    if name := cleaned.get("coordinator_name"):
        network.coordinator = find_actor(name, by or AnonymousUser())
        network.save(update_fields=["coordinator", "changed_at"])
    add_members(network, cleaned.get("members", []), by=by)
