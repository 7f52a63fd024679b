"""How a draft becomes a released report, and how a released one gets another edition."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from insight.models import Chapter, CommitteeReport
from insight.reports.composing import Content, compose
from insight.reports.pdf import as_pdf


class NotAsSeenError(Exception):
    """What would be released is not what was looked at: figures, texts or the choice of chapters changed meanwhile."""


class AlreadyReleasedError(Exception):
    """Somebody else was faster, or the same person clicked twice."""


def mark_of(content: Content) -> str:
    """Equal for contents that say the same."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def public_chapters(report: CommitteeReport, also: Collection[Chapter] = ()) -> list[Chapter]:
    """What of a draft becomes public: the internal chapters only where that is said expressly."""
    return [one for one in report.chosen if not one.is_internal or one in also]


def release(report: CommitteeReport, *, seen: str, also: Collection[Chapter] = ()) -> CommitteeReport:
    """Freeze content and paper. `seen` is the mark of what was looked at, `also` the internal chapters that become public with it.

    Raises NotAsSeenError, and AlreadyReleasedError. Call outside a transaction, as the snapshot."""
    if report.is_released:
        raise AlreadyReleasedError
    chapters = public_chapters(report, also)
    content = compose(report, chapters)
    if mark_of(content) != seen:
        raise NotAsSeenError
    now = timezone.now()
    paper = as_pdf(content, now)
    with transaction.atomic():  # between looking and freezing nobody may write
        stored = CommitteeReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if stored.is_released:
            raise AlreadyReleasedError
        if stored.version != report.version:
            raise NotAsSeenError
        stored.chapters = [one.value for one in chapters]
        stored.texts = {name: text for name, text in stored.texts.items() if name in stored.chapters}
        stored.released_at, stored.content, stored.pdf = now, content, paper
        stored.save(update_fields=["chapters", "texts", "released_at", "content", "pdf", "changed_at"])
    stored.refresh_from_db(fields=["fingerprint", "version"])
    return stored


def new_edition(report: CommitteeReport, *, by: User) -> CommitteeReport:
    """The draft that shall replace a released report; the one that there is already, if somebody began it."""
    draft = CommitteeReport(
        title=report.title,
        scope=report.scope,
        first_day=report.first_day,
        last_day=report.last_day,
        chapters=report.chapters,
        texts=report.texts,
        edition=report.edition + 1,
        replaces=report,
        owner=by,
    )
    try:
        with transaction.atomic():  # a second one is refused by the database, not the request
            draft.save()
    except IntegrityError:
        return CommitteeReport.objects.get(replaces=report)
    return draft
