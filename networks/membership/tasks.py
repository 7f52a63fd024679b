"""What members take on, as people write it, one a line: „Kita Nordlicht: Fahrdienst“."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from networks.models import Commitment
from vocabulary.texts import one_line

LONGEST = Commitment._meta.get_field("text").max_length or 0


class Task(NamedTuple):
    member: str  # as it is named among the members
    text: str


def read_tasks(lines: Iterable[str]) -> list[Task]:
    """Raises ValidationError with a German sentence for each line that does not say who does what."""
    found: list[Task] = []
    problems = []
    for line in filter(None, map(one_line, lines)):
        member, _colon, text = (part.strip() for part in line.partition(":"))
        if not member or not text:
            problems.append(
                _("„%s“: Bitte schreiben Sie die Einrichtung, einen Doppelpunkt und die Aufgabe.") % line[:60]
            )
        elif len(text) > LONGEST:
            problems.append(_("„%s …“ ist zu lang für eine Aufgabe.") % text[:60])
        elif Task(member, text) in found:
            problems.append(_("„%s“ steht zweimal da.") % line[:60])
        else:
            found.append(Task(member, text))
    if problems:
        raise ValidationError(problems)
    return found
