from __future__ import annotations

from datetime import datetime, timedelta

import pgtrigger
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.retention import deletes
from mailing.schedule import job
from moderation import freshness, ledgers
from moderation.models import Case, Draft, Note, Unfinished
from vocabulary.odd_days import odd_days

SAID_BY_SUBMITTER = (Note.Kind.SUBMITTED, Note.Kind.ANSWER)


@job("delete-old-drafts", every=timedelta(days=1), label=_("Alte Entwürfe löschen"))
@deletes("drafts", _("Entwürfe, nach der letzten Änderung"))
def delete_old_drafts(before: datetime) -> int:
    """Submitted ones, too: what they said stands in the entry."""
    kinds = (Draft, Unfinished)
    return sum(kind.objects.filter(changed_at__lt=before).delete()[0] for kind in kinds)


@job(
    "forget-submitters", every=timedelta(days=1), label=_("Bei erledigten Vorgängen vergessen, wer anfragte")
)
@deletes("cases", _("Namen und Adressen von Menschen, deren Anfrage oder Meldung entschieden ist"))
def forget_submitters(before: datetime) -> int:
    """The case, its words and its decision stay. In the history, too, and without leaving a new trace there."""
    known = Q(submitter__isnull=False) | ~Q(submitter_email="")
    settled = Case.objects.filter(known, state=Case.State.DONE, decided_at__lt=before)
    ids = list(settled.values_list("pk", flat=True))
    with pgtrigger.ignore():
        for cases in (
            Case.objects.filter(pk__in=ids),
            Case.pgh_event_model.objects.filter(pgh_obj_id__in=ids),
        ):
            cases.update(submitter=None, submitter_email="")
        for notes in (Note.objects, Note.pgh_event_model.objects):
            notes.filter(case_id__in=ids, kind__in=SAID_BY_SUBMITTER).update(author=None)
    forgotten = set(ids)
    ledgers.forget_submitters(lambda pk, _case: pk in forgotten)
    return len(ids)


@job(
    "ask-for-confirmation",
    every=timedelta(days=1),
    label=_("Fragen, ob Einträge noch stimmen, und nach 14 Tagen erinnern"),
)
def ask_for_confirmation() -> str:
    closed = freshness.close_pointless()
    reminders = freshness.remind()
    due = [entry for model in freshness.kinds().values() for entry in freshness.due(model)]
    entries, mails = freshness.ask(due)
    return ", ".join(
        [
            ngettext("%d Eintrag", "%d Einträge", entries) % entries
            + " "
            + ngettext("in %d Mail", "in %d Mails", mails) % mails,
            ngettext("%d Erinnerung", "%d Erinnerungen", reminders) % reminders,
            str(_("%d erledigt")) % closed,
        ]
    )


@job("look-for-odd-days", every=timedelta(days=1), label=_("Nach Tagen suchen, die kaum gemeint sein können"))
def look_for_odd_days() -> str:
    """Whatever wrote them past the forms: the curators find them under /moderation/tage/."""
    count = sum(1 for _odd in odd_days())
    return str(_("%d zu berichtigen, siehe /moderation/tage/")) % count if count else str(_("keine"))
