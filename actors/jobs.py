from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy, ngettext

from actors import consenting
from mailing.schedule import job


@job(
    "ask-for-consent",
    every=timedelta(days=1),
    label=gettext_lazy("Kontaktpersonen fragen, deren Einwilligung endet"),
)
def ask_for_consent() -> str:
    people, mails = consenting.ask()
    asked = ngettext("%d Einwilligung", "%d Einwilligungen", people) % people
    return asked + " " + ngettext("in %d Mail", "in %d Mails", mails) % mails
