"""What this room keeps about people: reports of barriers that ask for an answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from accounts.privacy import PersonalData, Row, Writing
from portal.models import BarrierReport, Page


def with_own_address(user: User) -> Q:
    query = Q(pk__in=[])
    for address in privacy.addresses_of(user):
        query |= Q(reply_to__iexact=address)
    return query


def reports_of(user: User) -> QuerySet[BarrierReport]:
    return BarrierReport.objects.filter(with_own_address(user)).order_by("pk")


def reports(user: User) -> Iterator[Row]:
    for report in reports_of(user):
        yield {
            "am": report.created_at,
            "seite": report.page,
            "text": report.text,
            "e_mail": report.reply_to,
            "erledigt_am": report.done_at,
        }


def forget_reports(user: User) -> None:
    reports_of(user).update(reply_to="")


privacy.content(Page)
privacy.writings(Writing(BarrierReport, ("page", "text"), with_own_address))
privacy.register(
    PersonalData(
        "gemeldete_barrieren",
        _("Gemeldete Barrieren"),
        _("Beheben der Barriere und Antwort an Sie"),
        _("bleiben ohne Ihre Adresse"),
        reports,
        {
            "am": _("am"),
            "seite": _("Seite"),
            "text": _("Text"),
            "e_mail": _("E-Mail"),
            "erledigt_am": _("erledigt am"),
        },
        forget=forget_reports,
        kept=("cases",),
        people=_("Menschen mit und ohne Konto, die eine Barriere melden"),
        place=33,
    ),
)
