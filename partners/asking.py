"""An institution is asked through the portal: by a confirmed sender, once, and by those who edit the entry.

Who edits an entry answers the sender directly (Reply-To): the portal shows nobody's address. Where nobody edits it, the
curators pass the request on. Three months later the sender is asked once what came of it (`partners.outcomes`)."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.once import wait_for_others
from actors.models import Actor
from mailing.letters import send_letter
from mailing.links import is_for, mark_of, reply_headers
from moderation import decisions
from moderation.models import Case
from partners.models import PartnerRequest

SIGNER = signing.TimestampSigner(salt="partners.confirmation")
CONFIRM_WITHIN = timedelta(days=7)
NOT_AGAIN_WITHIN = timedelta(days=7)  # for one sender and one institution: time to answer


def refusal(actor: Actor, email: str) -> str:
    """A German sentence that says why this sender cannot ask this actor now; empty if she can."""
    names = {"actor": actor.name}
    if not actor.is_public:
        return _("„%(actor)s“ steht nicht mehr im Verzeichnis.") % names
    if not actor.takes_requests:
        return _("„%(actor)s“ nimmt über das Portal keine Anfragen an.") % names
    since = timezone.now() - NOT_AGAIN_WITHIN
    if PartnerRequest.objects.sent().filter(actor=actor, email__iexact=email, created_at__gte=since).exists():
        return (
            _(
                "Sie haben „%(actor)s“ in den letzten sieben Tagen schon angefragt. Bitte warten Sie die Antwort ab."
            )
            % names
        )
    return ""


@transaction.atomic
def send(request: PartnerRequest) -> bool:
    """Save a new request. With an account whose address is confirmed it goes out at once, otherwise a mail asks first.

    Returns whether it went out. Raises ValidationError with a German sentence where it cannot."""
    sender = request.sender
    request.full_clean()
    request.save()
    if sender is not None and _is_confirmed(sender, request.email):
        hand_over(request)
        return True
    path = reverse("partners:confirm", args=[_token_of(request)])
    send_letter("partner_confirm", request.email, {"wish": request, "path": path}, keep=False)
    return False


def _is_confirmed(user: User, address: str) -> bool:
    return address.lower() in {known.lower() for known in user.confirmed_addresses()}


def _token_of(request: PartnerRequest) -> str:
    return SIGNER.sign_object({"request": request.pk, "for": mark_of(request.email)})


def read_link(token: str) -> PartnerRequest:
    """The request of a link to confirm. Raises signing.BadSignature if it is forged or too old, or the request is gone."""
    found = SIGNER.unsign_object(token, max_age=CONFIRM_WITHIN)
    request = PartnerRequest.objects.select_related("actor").filter(pk=found["request"]).first()
    if request is None or not is_for(found, request.email):
        raise signing.BadSignature("The request is gone.")
    return request


@transaction.atomic
def hand_over(request: PartnerRequest) -> None:
    """To those who edit the entry, else to the curators; what was handed over already stays as it is.

    Raises ValidationError with a German sentence where it cannot be."""
    wait_for_others(f"partner request {request.actor_id} {request.email.lower()}")
    request.refresh_from_db()
    if request.is_sent:
        return
    if sentence := refusal(request.actor, request.email):
        raise ValidationError(sentence)
    people = list(request.actor.caretakers())
    if people:
        _deliver(request, [person.email for person in people])
        return
    request.state = PartnerRequest.State.WITH_CURATION
    request.save(update_fields=["state"])
    decisions.submit(
        kind=Case.Kind.PARTNER,
        entry=request.actor,
        submitter=request.sender,
        email=request.email,
        payload={"request": request.pk},
    )


def _deliver(request: PartnerRequest, addresses: list[str]) -> None:
    """Where there is no address, whoever decided has passed it on otherwise."""
    is_of_editor = request.actor.caretakers().exists()
    way_out = reverse("actors:edit" if is_of_editor else "actors:report", args=[request.actor.slug])
    context = {"wish": request, "is_of_editor": is_of_editor, "end_path": way_out}
    headers = reply_headers(request.email)
    for address in addresses:
        send_letter("partner_request", address, context, headers=headers, keep=False)
    request.state, request.delivered_at = PartnerRequest.State.DELIVERED, timezone.now()
    request.save(update_fields=["state", "delivered_at"])


# --- where nobody edits the entry -----------------------------------------------------------------------------------


def request_of(case: Case) -> PartnerRequest | None:
    """What a case is about; None when it was deleted meanwhile."""
    found = PartnerRequest.objects.select_related("actor")
    return found.filter(pk=case.payload.get("request")).first()


def addresses_for(actor: Actor) -> list[str]:
    """Where the curators' consent sends a request: to editors that there are by now, else to the address on record."""
    people = [person.email for person in actor.caretakers()]
    return people or [address for address in (actor.address_for_questions,) if address]


@decisions.effect(Case.Kind.PARTNER, Case.Outcome.ACCEPTED)
def pass_on(case: Case) -> None:
    request = request_of(case)
    if request is None or request.state != PartnerRequest.State.WITH_CURATION:
        return
    if not request.actor.takes_requests:
        told = _(
            "„%(actor)s“ nimmt inzwischen keine Anfragen mehr an. Bitte lehnen Sie mit einem Satz dazu ab."
        )
        raise ValidationError(told % {"actor": request.actor.name})
    _deliver(request, addresses_for(request.actor))


@decisions.effect(Case.Kind.PARTNER, Case.Outcome.REJECTED)
def refuse(case: Case) -> None:
    PartnerRequest.objects.filter(
        pk=case.payload.get("request"), state=PartnerRequest.State.WITH_CURATION
    ).update(state=PartnerRequest.State.DECLINED)
