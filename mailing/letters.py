"""German letters from templates: `templates/mail/<name>.txt`, the first line "Betreff: …", then the text.

The HTML version is made from the same text (paragraphs, lists, links), so the two can't say different things."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

SUBJECT = "Betreff:"
EMPTY_LINE = re.compile(r"\r?\n[ \t]*\r?\n")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def send_letter(
    name: str,
    to: str,
    context: Mapping[str, object],
    *,
    headers: Mapping[str, str] | None = None,
    keep: bool = True,
) -> None:
    """Queue the letter `name` to one address; without `keep` it is deleted as soon as it was sent.

    The context is joined by `kommune` and `site_url`. Raises ValueError for a template without subject line
    and for header injection."""
    context = {**context, "kommune": settings.KOMMUNE_NAME, "site_url": settings.SITE_URL, "to": to}
    subject, body = _split(name, render_to_string(f"mail/{name}.txt", context))
    message = EmailMultiAlternatives(subject, body, to=[to], headers=dict(headers or {}))
    message.attach_alternative(
        render_to_string("mail/letter.html", {**context, "subject": subject, "body": body}), "text/html"
    )
    message.keep = keep  # the queue reads it, see OutgoingMail.from_message
    message.send()


def _split(name: str, text: str) -> tuple[str, str]:
    """The subject ends at the first empty line: a name in it may have line breaks that somebody pasted."""
    first, *rest = EMPTY_LINE.split(text.lstrip(), maxsplit=1)
    if not first.startswith(SUBJECT):
        raise ValueError(f"mail/{name}.txt must begin with a line '{SUBJECT} …'.")
    subject = CONTROL.sub(" ", first.removeprefix(SUBJECT))
    return " ".join(subject.split()), "".join(rest).strip() + "\n"
