"""„Das ist meine Einrichtung“: how somebody becomes the editor of an entry that has none.

Who can read mail at the address of the entry may say so with one click; otherwise the curators decide."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Action
from mailing import links
from mailing.letters import send_letter
from moderation import decisions
from moderation.case_context import section
from moderation.models import Case, Moderated, Note
from moderation.permissions import may
from moderation.rights import key_of, opened_with

SIGNER = signing.TimestampSigner(salt="moderation.claim")
CONFIRM_WITHIN = 7 * 24 * 3600  # seconds
# Everybody can get an address there, so sharing the domain says nothing.
FREEMAIL = frozenset(
    "gmx.de gmx.net gmx.at gmx.ch gmx.com web.de gmail.com googlemail.com t-online.de magenta.de outlook.com "
    "outlook.de hotmail.com hotmail.de live.com live.de msn.com yahoo.com yahoo.de ymail.com rocketmail.com aol.com "
    "aol.de icloud.com me.com mac.com posteo.de posteo.net posteo.eu mailbox.org freenet.de arcor.de mail.de "
    "email.de vodafone.de vodafonemail.de kabelmail.de online.de 1und1.de proton.me protonmail.com pm.me tutanota.com "
    "tutanota.de tuta.com tuta.io unitybox.de netcologne.de ewe.net ewetel.net alice-dsl.net alice.de o2mail.de "
    "o2online.de versanet.de osnanet.de htp-tel.de mail.com gmx.info riseup.net systemli.org disroot.org zoho.com "
    "yandex.com mailfence.com hushmail.com fastmail.com bluewin.ch a1.net aon.at chello.at".split()
)


def shares_mailbox(address: str, on_record: str) -> bool:
    """Whether both are the same address, or of the same institution's domain."""
    address, on_record = address.strip().lower(), on_record.strip().lower()
    if not address or not on_record:
        return False
    domain = address.rpartition("@")[2]
    return address == on_record or (domain not in FREEMAIL and domain == on_record.rpartition("@")[2])


class Proof(NamedTuple):
    """One confirmed address of the claimant and, in words, how it compares with the addresses on record."""

    address: str
    verdict: str
    fits: bool


def proof_of(address: str, on_record: list[str]) -> Proof:
    if address.strip().lower() in {known.strip().lower() for known in on_record}:
        return Proof(address, _("dieselbe Adresse wie im Eintrag"), True)
    if any(shares_mailbox(address, known) for known in on_record):
        return Proof(address, _("dieselbe Domain wie im Eintrag"), True)
    if address.rpartition("@")[2].lower() in FREEMAIL:
        return Proof(address, _("von einem Anbieter für alle; das belegt nichts"), False)
    if not on_record:
        return Proof(address, _("im Eintrag steht keine Adresse zum Vergleichen"), False)
    return Proof(address, _("andere Domain als im Eintrag"), False)


def proofs_of(case: Case) -> list[Proof]:
    on_record = case.entry.addresses_on_record()
    addresses = case.submitter.confirmed_addresses() if case.submitter else []
    return [proof_of(address, on_record) for address in addresses]


def asked_at_the_address(case: Case) -> dict[str, Any]:
    """What the people at the address on record have to know before they agree: who asks, from which confirmed address, and
    what opens. Entries that are not public yet are only counted: a mailbox is read by more people than edit them."""
    proofs = proofs_of(case)
    entry: Any = case.entry  # a Moderated, of whichever room
    others = opened_with(entry)
    return {
        "addresses": [proof.address for proof in proofs if proof.fits] or [proof.address for proof in proofs],
        "opens": [other for other in others if other.is_public],
        "hidden": sum(not other.is_public for other in others),
    }


@section(Case.Kind.CLAIM, "moderation/_claim.html")
def beside(case: Case, user: User | AnonymousUser) -> dict[str, Any] | None:
    """For curators: what speaks for the person, who is there already, and what an acceptance opens."""
    if case.entry is None or not may(user, Action.CURATE, case.entry):
        return None
    chosen = case.payload.get("opens")
    others = [(one, chosen is None or key_of(one) in chosen) for one in opened_with(case.entry)]
    return {
        "case": case,
        "proofs": proofs_of(case),
        "on_record": case.entry.addresses_on_record(),
        "editors": list(case.entry.caretakers()),
        "others": others,
    }


@transaction.atomic
def claim(entry: Moderated, *, by: User, reason: str) -> Case:
    """Open a case; with a link to the address on record, if the person's confirmed address fits it.

    A second claim of the same person returns the first one while it is open."""
    entry = type(entry).objects.select_for_update().get(pk=entry.pk)  # one click at a time
    known = Case.objects.about(entry).open().filter(kind=Case.Kind.CLAIM, submitter=by).first()
    if known:
        return known
    to = entry.address_on_record
    fits = any(shares_mailbox(address, to) for address in by.confirmed_addresses())
    case = decisions.submit(
        kind=Case.Kind.CLAIM, entry=entry, submitter=by, reason=reason, payload={"by_mail": fits}
    )
    if fits:
        _send_link(case, to)
    return case


def _send_link(case: Case, to: str) -> None:
    case.state = Case.State.ASKED
    case.save(update_fields=["state", "changed_at"])
    text = _("Ein Link zum Bestätigen ging an die hinterlegte Adresse %(to)s. Er gilt sieben Tage.")
    Note.objects.create(case=case, kind=Note.Kind.INTERNAL, text=text % {"to": to})
    token = SIGNER.sign_object({"case": case.pk, "for": links.mark_of(to)})
    send_letter(
        "claim_confirm",
        to,
        {
            "case": case,
            "path": reverse("moderation:claim_confirm", args=[token]),
            **asked_at_the_address(case),
        },
    )


def read_link(token: str) -> Case:
    """The case of a link. Raises signing.BadSignature if it is forged or too old, or if the entry has a new address."""
    found = SIGNER.unsign_object(token, max_age=CONFIRM_WITHIN)
    case = Case.objects.filter(pk=found["case"], kind=Case.Kind.CLAIM).first()
    if case is None or case.entry is None or not links.is_for(found, case.entry.address_on_record):
        raise signing.BadSignature("The entry is gone or has another address now.")
    return case


def settle(case: Case, *, is_ours: bool) -> None:
    """What the people at the address say. Raises AlreadyDecidedError when the link was used before."""
    if is_ours:
        text = _("Bestätigt von der E-Mail-Adresse, die im Eintrag steht.")
        decisions.decide(case, by=None, outcome=Case.Outcome.ACCEPTED, text=text)
    else:
        text = _("Unter der E-Mail-Adresse, die im Eintrag steht, wurde die Anfrage abgelehnt.")
        decisions.decide(case, by=None, outcome=Case.Outcome.REJECTED, text=text)


@decisions.effect(Case.Kind.CLAIM, Case.Outcome.ACCEPTED)
def add_editor(case: Case) -> None:
    if case.submitter:
        case.entry.editors.add(case.submitter)
