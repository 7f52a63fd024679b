from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from following.digests import send_digests
from following.models import SavedSearch
from mailing.schedule import job

RECALL_WITHIN = timedelta(days=7)


@job("send-digests", every=timedelta(minutes=5), label=_("Neuigkeiten an alle, die etwas beobachten"))
def digests() -> str:
    """Every few minutes, for those who want to know at once; the others' time comes in the morning."""
    sent = send_digests()
    told = ngettext("%d Mail", "%d Mails", sent.mails) % sent.mails
    return f"{told}, {sent.failed} gescheitert" if sent.failed else told


@job("forget-deleted-searches", every=timedelta(days=1), label=_("Gelöschte gemerkte Suchen entfernen"))
def forget_deleted_searches() -> str:
    """Keeps what was deleted within the last week, so that it can be had back."""
    searches = SavedSearch.objects.deleted_before(timezone.now() - RECALL_WITHIN)
    count = searches.count()
    searches.delete()
    return ngettext("%d gelöschte Suche entfernt", "%d gelöschte Suchen entfernt", count) % count
