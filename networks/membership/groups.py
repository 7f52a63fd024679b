"""Members that are no single institution, as people write them: „62 Partner“, „Anwohnerschaft“."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from networks.models import MemberGroup
from vocabulary.texts import one_line

NUMBERED = re.compile(r"(\d{1,9}) (.+)")
LONGEST = MemberGroup._meta.get_field("name").max_length or 0


def read_groups(lines: Iterable[str]) -> dict[str, int | None]:
    """Name -> how many they are, None where nobody counted. Raises ValidationError with a German sentence for each line that
    says nothing that can be meant."""
    found: dict[str, int | None] = {}
    problems = []
    for line in filter(None, map(one_line, lines)):
        match = NUMBERED.fullmatch(line)
        name, number = (match[2], int(match[1])) if match else (line, None)
        if len(name) > LONGEST:
            problems.append(_("„%s …“ ist zu lang für eine Gruppe.") % name[:60])
        elif name in found:
            problems.append(_("„%s“ steht zweimal da.") % name)
        elif number == 0:
            problems.append(_("Eine Gruppe zählt mindestens eins; sonst lassen Sie die Zahl leer."))
        else:
            found[name] = number
    if problems:
        raise ValidationError(problems)
    return found
