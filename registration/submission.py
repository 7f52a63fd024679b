"""From a finished draft to an entry that waits for review: one transaction, once."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import consents
from accounts.models import User
from actors.models import Actor
from mailing.letters import send_letter
from moderation import decisions
from moderation.adoption import owner_of
from moderation.models import Case, Draft, Moderated
from networks.membership.naming import (
    Named,
    add_members,
    find_actor,
    only_named,
    propose_actor,
    replace_naming,
    same_name,
)
from networks.membership.tasks import Task
from networks.models import Commitment, MemberGroup, Membership, Network
from registration.forms import MODELS, STEPS, StepForm
from registration.similar import payload_of

CONFIRMATION = signing.TimestampSigner(salt="portal.registration")
CONFIRM_WITHIN = 3 * 24 * 3600  # seconds
CONTINUATION = signing.TimestampSigner(salt="portal.registration.continuation")
COMPANION = "companion"  # among the answers: the other draft, see `companion_of`


def as_data(draft: Draft) -> QueryDict:
    """The answers as a form reads them."""
    data = QueryDict(mutable=True)
    for name, values in draft.answers.items():
        data.setlist(name, values)
    return data


def checked_forms(draft: Draft, user: User | AnonymousUser) -> list[StepForm]:
    """All steps with what was typed; ask each `is_valid()`."""
    companion = companion_of(draft)
    name = companion.title if companion else ""
    return [step.form_class(as_data(draft), user=user, companion=name) for step in STEPS[draft.kind]]


def refusals(draft: Draft, forms: list[StepForm], user: User | AnonymousUser) -> list[str]:
    """German sentences about what the entry as a whole would be refused for, once every step is right."""
    if not all(form.is_valid() for form in forms):
        return []
    entry = _instance(draft, _cleaned(forms), user if user.is_authenticated else None)
    try:
        entry.full_clean(exclude=["slug"])
    except ValidationError as error:
        return error.messages
    return []


# --- two entries in one go -------------------------------------------------------------------------------------------


def begin(kind: str, owner: User | None, beside: Draft | None) -> Draft:
    """A new draft. A network that somebody enters `beside` a new actor is coordinated by it, as long as nobody says
    otherwise."""
    answers = {}
    if beside and kind == "netzwerk":
        answers = {COMPANION: [str(beside.pk)], "coordinator_name": [beside.title]}
    return Draft.objects.create(kind=kind, owner=owner, answers=answers)


def companion_of(draft: Draft) -> Draft | None:
    """The actor that the same person is entering beside this network, submitted or still to be confirmed by mail."""
    key = next(iter(draft.answers.get(COMPANION, [])), None)
    return Draft.objects.filter(pk=key, kind="akteur").first() if key else None


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


def send_continuation(draft: Draft, email: str) -> None:
    """Without an account: the link under which the draft goes on. The address is kept nowhere."""
    path = reverse("portal:registration_continue", args=[CONTINUATION.sign(str(draft.pk))])
    send_letter(
        "registration_continue",
        email,
        {"draft": draft, "path": path, "days": settings.KEEP["drafts"].days},
        keep=False,
    )


def read_continuation(token: str) -> Draft:
    """Raises signing.BadSignature for a forged or old link, Draft.DoesNotExist."""
    return Draft.objects.get(pk=CONTINUATION.unsign(token, max_age=settings.KEEP["drafts"]))


class ConfirmedLink(NamedTuple):
    """What a confirmation link says; `consent` is the version of the sentence that was ticked."""

    draft: Draft
    email: str
    difference: str
    consent: str


def read_confirmation(token: str) -> ConfirmedLink:
    """Raises signing.BadSignature for a forged or old link, Draft.DoesNotExist."""
    found = CONFIRMATION.unsign_object(token, max_age=CONFIRM_WITHIN)
    draft = Draft.objects.get(pk=found["draft"])
    asked = draft.confirmations.get(found["number"]) if "number" in found else found  # older links say it all
    if asked is None:
        raise signing.BadSignature("What was asked then is gone.")
    return ConfirmedLink(draft, asked.get("email", ""), asked.get("difference", ""), asked.get("consent", ""))


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
    entry = _build(draft, by, "" if by else email)
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


def _cleaned(forms: list[StepForm]) -> dict[str, Any]:
    return {name: value for form in forms for name, value in form.cleaned_data.items()}


def _instance(draft: Draft, cleaned: dict[str, Any], by: User | None) -> Network | Actor:
    """The entry that the answers make, not saved yet."""
    model = MODELS[draft.kind]
    plain = {field.name for field in model._meta.fields} & set(cleaned)
    values = {name: cleaned[name] for name in plain}
    entry = model(review_status=Moderated.ReviewStatus.SUBMITTED, submitted_by=by)
    if isinstance(entry, Actor):
        place = values["city"] or getattr(values["district"], "name", "")
        entry = only_named(values["name"], place) or entry
        entry.submitted_by = by
    for name, value in values.items():
        setattr(entry, name, value)
    return entry


def _build(draft: Draft, by: User | None, email: str) -> Network | Actor:
    forms = checked_forms(draft, by or AnonymousUser())
    invalid = [
        f"{form.fields[name].label}: {error}" if name in form.fields else error
        for form in forms
        for name, errors in form.errors.items()
        for error in errors
    ]
    if invalid:
        raise ValidationError(invalid)
    cleaned = _cleaned(forms)
    entry = _instance(draft, cleaned, by)
    entry.full_clean(exclude=["slug"])
    if isinstance(entry, Actor) and entry.pk:
        replace_naming(entry)
    entry.save()
    for name in {field.name for field in entry._meta.many_to_many} & set(cleaned):
        getattr(entry, name).set(cleaned[name])
    if isinstance(entry, Network):
        _add_members(entry, cleaned, by, companion_of(draft))
        if email:
            _confirm_own(entry, email)
    return entry


def _add_members(network: Network, cleaned: dict[str, Any], by: User | None, companion: Draft | None) -> None:
    members = cleaned.get("members", [])
    if name := cleaned.get("coordinator_name"):
        network.coordinator = find_actor(name, by or AnonymousUser()) or propose_actor(
            _as_named(name, members, companion),
            by=by,
            reason=_("Als Koordination von „%s“ genannt.") % network,
        )
        network.save(update_fields=["coordinator", "changed_at"])
    add_members(network, members, by=by)
    groups = cleaned.get("groups") or {}
    for name, number in groups.items():
        MemberGroup.objects.create(network=network, name=name, number=number)
    _add_tasks(network, cleaned.get("tasks", []), by)


def _add_tasks(network: Network, tasks: list[Task], by: User | None) -> None:
    """To the members under whatever name they were given; who coordinates is one."""
    actors = list(Actor.objects.filter(memberships__network=network).distinct())
    for task in tasks:
        named = next((actor for actor in actors if same_name(task.member, actor.name)), None)
        actor = named or find_actor(task.member, by or AnonymousUser())
        if actor in actors:
            Commitment.objects.create(network=network, actor=actor, text=task.text)


def _as_named(name: str, members: list[Named], companion: Draft | None) -> Named:
    """A coordinator that is not in the directory yet, with its place if the person gave one elsewhere."""
    found = next((named for named in members if same_name(named.name, name)), Named(name))
    if companion is None or not same_name(companion.title, name):
        return found
    forms = checked_forms(companion, AnonymousUser())
    given = _cleaned([form for form in forms if form.is_valid()])
    place = given.get("city") or getattr(given.get("district"), "name", "")
    return Named(found.name, place=place or "")


def _confirm_own(network: Network, email: str) -> None:
    """Who proved her address speaks for the actor that waits from the same address. Mirrors `state_for`."""
    own = Case.objects.open().filter(
        kind=Case.Kind.NEW,
        submitter_email__iexact=email,
        content_type=ContentType.objects.get_for_model(Actor),
    )
    own = own.exclude(payload__has_key="only_named")
    network.memberships.filter(actor__in=own.values("object_id")).update(state=Membership.State.CONFIRMED)
