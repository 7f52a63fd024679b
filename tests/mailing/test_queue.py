from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mailing.models import BACK_OFF, OutgoingMail
from mailing.tasks import deliver

QUEUE = {
    "default": {"BACKEND": "mailing.backends.QueueBackend"},
    "delivery": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"},
}
OUTAGE = QUEUE | {
    "delivery": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 2},
    }
}
DATABASE_TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue(settings):
    settings.MAILERS, settings.TASKS = QUEUE, DATABASE_TASKS


def queued() -> OutgoingMail:
    send_mail("Hallo", "Guten Tag", "portal@example.org", ["a@example.org"])
    return OutgoingMail.objects.get()


def test_mail_waits_for_the_worker():
    outgoing = queued()
    assert (outgoing.recipients, outgoing.is_sent, mail.outbox) == (["a@example.org"], False, [])


def test_worker_sends_once_however_often_it_is_asked():
    outgoing = queued()
    deliver.call(outgoing.pk)
    deliver.call(outgoing.pk)
    outgoing.refresh_from_db()
    assert [m.subject for m in mail.outbox] == ["Hallo"]
    assert (outgoing.is_sent, outgoing.attempts) == (True, 1)


def test_rolled_back_mail_is_never_sent():
    with pytest.raises(RuntimeError), transaction.atomic():
        queued()
        raise RuntimeError
    assert (OutgoingMail.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_outage_plans_a_later_attempt_and_loses_nothing(settings):
    outgoing = queued()
    settings.MAILERS = OUTAGE
    deliver.call(outgoing.pk)
    outgoing.refresh_from_db()
    assert (outgoing.attempts, outgoing.is_sent) == (1, False)
    assert "ConnectionRefusedError" in outgoing.last_error
    wait = outgoing.next_attempt_at - timezone.now()
    assert BACK_OFF[0] - timedelta(seconds=30) < wait <= BACK_OFF[0]
    assert DBTaskResult.objects.latest("enqueued_at").run_after == outgoing.next_attempt_at


def test_last_attempt_leaves_the_mail_to_a_person(settings):
    outgoing = queued()
    settings.MAILERS = OUTAGE
    outgoing.attempts = len(BACK_OFF)
    outgoing.save()
    deliver.call(outgoing.pk)
    outgoing.refresh_from_db()
    assert (outgoing.has_given_up, outgoing.next_attempt_at, outgoing.state) == (True, None, "aufgegeben")


def test_html_and_headers_arrive():
    message = EmailMultiAlternatives(
        "Hallo", "Text", "portal@example.org", ["a@example.org"], headers={"List-Unsubscribe": "<https://x>"}
    )
    message.attach_alternative("<p>Text</p>", "text/html")
    message.send()
    deliver.call(OutgoingMail.objects.get().pk)
    [sent] = mail.outbox
    assert sent.extra_headers["List-Unsubscribe"] == "<https://x>"
    assert sent.alternatives[0].content == "<p>Text</p>"


@pytest.mark.parametrize("field", ["subject", "to"])
def test_header_injection_is_refused(field):
    values = {"subject": "Hallo", "to": ["a@example.org"]} | {
        field: "Hallo\nBcc: b@example.org" if field == "subject" else ["a@example.org\nBcc: b@example.org"]
    }
    with pytest.raises(ValueError):
        EmailMultiAlternatives(body="x", from_email="p@example.org", **values).send()
    assert OutgoingMail.objects.count() == 0
