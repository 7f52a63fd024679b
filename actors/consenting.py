"""Contact persons are asked anew before their consent to be shown runs out.

They answer by a signed link to their own address. Without an answer the consent ends on its day, and the person is not
shown any more (`ContactPerson.is_publishable`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts import consents
from actors.forgetting import forget
from actors.models import ContactPerson
from mailing import links
from mailing.letters import send_letter

ASK_BEFORE = timedelta(days=30)
REMIND_BEFORE = timedelta(days=16)  # 14 days after the first mail
LINK_LASTS = timedelta(days=60)
SIGNER = signing.TimestampSigner(salt="actors.consent")


@dataclass(frozen=True)
class Asked:
    """One person on the page behind a link. `is_open`: the consent is still the one that was asked about."""

    person: ContactPerson
    is_open: bool


@transaction.atomic
def ask() -> tuple[int, int]:
    """Write to people whose consent ends soon: 30 days before and once more. Returns how many people and mails."""
    today = timezone.localdate()
    ending = ContactPerson.objects.filter(
        consent_on__isnull=False,
        consent_until__range=(today, today + ASK_BEFORE),
        actor__in=ContactPerson._meta.get_field("actor").related_model.objects.in_use(),
    ).exclude(email="")
    is_first = Q(consent_asked_on__isnull=True) | Q(consent_asked_on__lt=F("consent_until") - ASK_BEFORE)
    is_second = Q(
        consent_until__lte=today + REMIND_BEFORE, consent_asked_on__lt=F("consent_until") - REMIND_BEFORE
    )
    people = list(
        ending.filter(is_first | is_second)
        .select_for_update(of=("self",))
        .select_related("actor")
        .order_by("pk")
    )
    for person in people:
        person.consent_asked_on = today
        person.save(update_fields=["consent_asked_on", "changed_at"])
    return len(people), _write(people)


def _write(people: Iterable[ContactPerson]) -> int:
    """One mail per address, however many actors name the person."""
    by_address: dict[str, list[ContactPerson]] = defaultdict(list)
    for person in people:
        by_address[person.email.lower()].append(person)
    for address, theirs in sorted(by_address.items()):
        until = min(person.consent_until for person in theirs if person.consent_until)
        context = {
            "people": theirs,
            "until": until,
            "path": link_for(address, theirs),
            "days": LINK_LASTS.days,
        }
        send_letter("consent_ends", address, context)
    return len(by_address)


def link_for(address: str, people: Iterable[ContactPerson]) -> str:
    """Path on which whoever reads mail at `address` renews or takes back these consents, without a login."""
    ends = {str(person.pk): str(person.consent_until) for person in people}
    return reverse(
        "actors:consent",
        args=[SIGNER.sign_object({"for": links.mark_of(address), "ends": ends}, compress=True)],
    )


def read_link(token: str) -> list[Asked]:
    """The people of a link who are still there under this address; may be empty.

    Raises signing.BadSignature if the link is forged or too old."""
    found = SIGNER.unsign_object(token, max_age=LINK_LASTS)
    people = ContactPerson.objects.filter(pk__in=found["ends"])
    return [
        Asked(person, str(person.consent_until) == found["ends"][str(person.pk)])
        for person in people.select_related("actor").order_by("pk")
        if links.is_for(found, person.email)
    ]


@transaction.atomic
def renew(asked: Asked) -> bool:
    """„Ja, weiter zeigen“. Returns False if that was answered already."""
    person = _locked(asked)
    if person is None:
        return False
    wording, today = consents.current(consents.Purpose.CONTACT), timezone.localdate()
    person.consent_on, person.consent_until = today, today + settings.CONSENT_LASTS
    day = formats.date_format(today, "j. F Y")
    person.consent_source = _("Bestätigt über den Link in unserer E-Mail, %(day)s") % {"day": day}
    person.consent_version, person.consent_asked_on = wording.version, None
    person.save()
    consents.record(wording, email=person.email, about=f"{person.name}, {person.actor}")
    return True


@transaction.atomic
def remove(asked: Asked) -> bool:
    """„Nein, entfernen“: the person goes, from the history, too. Returns False if that was answered already."""
    person = _locked(asked)
    if person is None:
        return False
    for caretaker in person.actor.caretakers():
        send_letter("contact_left", caretaker.email, {"actor": person.actor, "name": person.name})
    forget([person])
    return True


def _locked(asked: Asked) -> ContactPerson | None:
    """The person, locked, if the consent is still the one that was asked about."""
    until: date | None = asked.person.consent_until
    if not asked.is_open:
        return None
    people = ContactPerson.objects.select_for_update(of=("self",)).select_related("actor")
    return people.filter(pk=asked.person.pk, consent_until=until).first()
