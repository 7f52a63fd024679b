"""What reports keep about people: whose one is, and what she wrote into it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from accounts.privacy import PersonalData, Row, Writing
from insight.models import CommitteeReport, ReportSetting


def reports(user: User) -> Iterator[Row]:
    for report in CommitteeReport.objects.filter(owner=user).for_lists().order_by("pk"):
        yield {
            "titel": report.title,
            "texte": "\n".join(report.texts.values()),
            "angelegt_am": report.created_at,
            "freigegeben_am": report.released_at,
        }


def settings(user: User) -> Iterator[Row]:
    for setting in ReportSetting.objects.filter(owner=user).order_by("pk"):
        yield {"titel": setting.title, "rhythmus": str(setting.get_rhythm_display())}


def own_drafts(user: User) -> Q:
    """What is released was read by everybody and stays, whoever wrote it: it names no private persons."""
    return Q(owner=user, released_at=None)


privacy.writings(Writing(CommitteeReport, ("title", "texts", "change_note"), own_drafts))
privacy.register(
    PersonalData(
        "berichte",
        _("Berichte, die Sie angelegt haben"),
        _("Damit die Koordination weiß, wer einen Entwurf schreibt"),
        _("bleiben ohne Ihren Namen"),
        reports,
        {
            "titel": _("Titel"),
            "texte": _("Texte"),
            "angelegt_am": _("angelegt am"),
            "freigegeben_am": _("freigegeben am"),
        },
        covers=("insight.CommitteeReport.owner",),
        correct="insight:reports",
        place=60,
    ),
    PersonalData(
        "einstellungen_berichte",
        _("Einstellungen für Berichte"),
        _("Damit Sie eine E-Mail bekommen, wenn ein Entwurf bereitliegt"),
        _("bleiben ohne Ihren Namen; die E-Mails bekommt dann die Kuration"),
        settings,
        {"titel": _("Titel"), "rhythmus": _("Rhythmus")},
        covers=("insight.ReportSetting.owner",),
        correct="insight:reports",
        place=61,
    ),
)
