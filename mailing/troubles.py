"""What does not live or is behind of all that should keep running: said in the admin's bar, with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, Min, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mailing.models import Heartbeat, JobRun, OutgoingMail
from mailing.querysets import LATE, SKEW
from mailing.schedule import all_jobs

GRACE = timedelta(minutes=30)  # a cron line comes every quarter of an hour, and a job may take its time
NAMED = 3  # jobs by name, then their number


@dataclass(frozen=True)
class Trouble:
    what: str
    remedy: str


def troubles() -> list[Trouble]:
    """Empty when all is well, and where nothing keeps running by itself (on a developer's machine)."""
    if settings.TASKS["default"]["BACKEND"] != "django_tasks_db.DatabaseBackend":
        return []
    return [*_of_worker(), *_of_mails(), *_of_jobs()]


def _of_worker() -> Iterator[Trouble]:
    if Heartbeat.objects.alive(Heartbeat.Kind.MAILS).exists():
        return
    seen = Heartbeat.objects.filter(kind=Heartbeat.Kind.MAILS).aggregate(last=Max("seen_at"))["last"]
    if seen is None:
        what = _("Der Mailversand läuft nicht.")
    else:
        what = _("Vom Mailversand war zuletzt %s etwas zu hören.") % _moment(seen)
    waiting = OutgoingMail.objects.on_the_way().count()
    if waiting:
        what += " " + ngettext("%d Mail wartet.", "%d Mails warten.", waiting) % waiting
    yield Trouble(
        what,
        _(
            "Starten Sie auf dem Server „python manage.py db_worker“ (mit Docker: „docker compose up -d worker“). Was "
            "wartet, geht dann von selbst hinaus."
        ),
    )


def _of_mails() -> Iterator[Trouble]:
    late = OutgoingMail.objects.overdue(LATE)
    failing = OutgoingMail.objects.on_the_way().exclude(last_error="")
    mails = OutgoingMail.objects.filter(Q(pk__in=late) | Q(pk__in=failing)).order_by()
    count, oldest = mails.count(), mails.aggregate(oldest=Min("created_at"))["oldest"]
    if count:
        what = ngettext(
            "%(n)d Mail kommt nicht hinaus, geschrieben %(since)s.",
            "%(n)d Mails kommen nicht hinaus, die älteste geschrieben %(since)s.",
            count,
        ) % {"n": count, "since": _moment(oldest)}
        yield Trouble(
            what,
            _(
                "Unter „E-Mail“, „ausgehende Mails“ steht bei jeder, woran es liegt: meist am Mailserver (MAIL_HOST) oder "
                "am Passwort dafür. Das Portal versucht es von selbst wieder."
            ),
        )
    if given_up := OutgoingMail.objects.given_up().count():
        yield Trouble(
            ngettext(
                "%d Mail wurde nach vielen Versuchen aufgegeben.",
                "%d Mails wurden nach vielen Versuchen aufgegeben.",
                given_up,
            )
            % given_up,
            _(
                "Wählen Sie sie unter „E-Mail“, „ausgehende Mails“ aus: Dort gibt es „erneut senden“ und „löschen“."
            ),
        )


def _of_jobs() -> Iterator[Trouble]:
    now, last = timezone.now(), JobRun.objects.latest_of_each()
    behind, failed = [], []
    for job in all_jobs().values():
        run = last.get(job.name)
        if run is None or job.next_time(run) < now - GRACE:
            behind.append(str(job.label))
        elif not run.succeeded:
            failed.append(str(job.label))
    if behind:
        yield Trouble(
            _("Regelmäßige Aufgaben sind überfällig: %s.") % _named(behind),
            _(
                "Starten Sie auf dem Server „python manage.py run_jobs --loop“ (mit Docker: „docker compose up -d "
                "schedule“) oder prüfen Sie die Zeile für cron. Überfälliges wird dann von selbst nachgeholt."
            ),
        )
    if failed:
        yield Trouble(
            _("Zuletzt gescheitert: %s.") % _named(failed),
            _(
                "Woran es lag, steht unter „E-Mail“, „regelmäßige Aufgaben“. Es wird von selbst wieder versucht."
            ),
        )
    if (future := JobRun.objects.filter(started_at__gt=now + SKEW)).exists():
        yield Trouble(
            _("Aufgaben haben einen Lauf in der Zukunft, bis %s: Die Uhr des Servers ging vor.")
            % _moment(future.aggregate(last=Max("started_at"))["last"]),
            _(
                "Geht die Uhr jetzt richtig, ist nichts zu tun: Diese Läufe zählen nicht. Unter „E-Mail“, „regelmäßige "
                "Aufgaben“ können Sie sie löschen."
            ),
        )


def _named(labels: list[str]) -> str:
    names, more = labels[:NAMED], len(labels) - NAMED
    told = ", ".join(f"„{name}“" for name in names)
    return told + (" " + ngettext("und %d weitere", "und %d weitere", more) % more if more > 0 else "")


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return _("am %(day)s um %(time)s Uhr") % {
        "day": date_format(local, "j. F Y"),
        "time": date_format(local, "G:i"),
    }
