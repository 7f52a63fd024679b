"""What this room keeps about people: what they asked institutions for."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from accounts.privacy import PersonalData, Row
from moderation import decisions
from moderation.models import Case
from partners.models import PartnerRequest


def requests(user: User) -> Iterator[Row]:
    own = PartnerRequest.objects.of(user).select_related("actor")
    for request in own.order_by("created_at", "pk"):
        yield {
            "am": request.created_at,
            "an": str(request.actor),
            "name": request.sender_name,
            "einrichtung": request.institution,
            "e_mail": request.email,
            "vorhaben": request.plan,
            "bedarf": request.need,
            "fuer_wen": request.audience,
            "wann": request.period,
            "stand": str(request.get_state_display()),
            "zugestellt_am": request.delivered_at,
            "ergebnis": str(request.get_outcome_display()),
            "dazu": request.outcome_text,
        }


@transaction.atomic
def forget_requests(user: User) -> None:
    """The institution has its mail; here everything goes. The curators need not pass on what nobody waits for."""
    own = PartnerRequest.objects.of(user) | PartnerRequest.objects.with_address_of(user)
    ids = list(own.values_list("pk", flat=True))
    for case in Case.objects.open().filter(kind=Case.Kind.PARTNER, payload__request__in=ids):
        decisions.withdraw(case, by=None)
    PartnerRequest.objects.filter(pk__in=ids).delete()


privacy.register(
    PersonalData(
        "anfragen_an_partner",
        _("Anfragen an Partner"),
        _("Zustellen Ihrer Anfrage, Nachfrage, was daraus geworden ist"),
        _("werden gelöscht; was zugestellt ist, hat die Einrichtung"),
        requests,
        {
            "am": _("am"),
            "an": _("an"),
            "name": _("Name"),
            "einrichtung": _("Einrichtung"),
            "e_mail": _("E-Mail"),
            "vorhaben": _("Vorhaben"),
            "bedarf": _("Bedarf"),
            "fuer_wen": _("für wen"),
            "wann": _("wann"),
            "stand": _("Stand"),
            "zugestellt_am": _("zugestellt am"),
            "ergebnis": _("Ergebnis"),
            "dazu": _("dazu"),
        },
        forget=forget_requests,
        covers=("partners.PartnerRequest.sender",),
        kept=("partner_requests", "unconfirmed_accounts"),
        people=_("Menschen mit und ohne Konto, die eine Einrichtung anfragen"),
        recipients=_("wer den Eintrag der Einrichtung bearbeitet; ohne Bearbeitende die Kuration"),
        correct="partners:requests",
        place=36,
    ),
)
