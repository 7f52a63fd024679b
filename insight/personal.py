"""What this room keeps about people: who noted something about a finding."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from accounts.privacy import PersonalData, Row, Writing
from insight.models import FindingNote
from insight.reports import personal as of_reports  # noqa: F401 registers what reports keep


def finding_notes(user: User) -> Iterator[Row]:
    for note in FindingNote.objects.filter(noted_by=user).order_by("noted_at", "pk"):
        yield {
            "am": note.noted_at,
            "hinweis": note.title,
            "einschaetzung": str(note.get_verdict_display()),
            "weil": note.reason,
        }


privacy.writings(Writing(FindingNote, ("reason",), lambda user: Q(noted_by=user)))
privacy.register(
    PersonalData(
        "notierte_hinweise",
        _("Hinweise, zu denen Sie etwas notiert haben"),
        _("Nachvollziehen, wer einen Hinweis als bekannt oder erledigt bezeichnet hat"),
        _("bleiben; statt Ihres Namens steht dort „ein gelöschtes Konto“"),
        finding_notes,
        {"am": _("am"), "hinweis": _("Hinweis"), "einschaetzung": _("Einschätzung"), "weil": _("weil")},
        covers=("insight.FindingNote.noted_by",),
        people=_("Mitarbeitende der Verwaltung"),
        until=_("bis jemand die Notiz zurücknimmt; ohne Namen, sobald das Konto gelöscht ist"),
        place=75,
    ),
)
