from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors import consenting
from mailing.schedule import job


@job(
    "ask-for-consent",
    every=timedelta(days=1),
    label=gettext_lazy("Kontaktpersonen fragen, deren Einwilligung endet"),
)
def ask_for_consent() -> str:
    people, mails = consenting.ask()
    return _("%(people)d Einwilligungen in %(mails)d Mails") % {"people": people, "mails": mails}
