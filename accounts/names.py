"""Names of people: they stand in mails to others, so they hold no addresses and nothing that cannot be seen."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST_NAME = 200  # characters: longer than any name in a register, shorter than a text
INVISIBLE = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
JOINERS = {"\u200c", "\u200d"}  # between letters of some scripts they are part of the spelling
ENDINGS = "com|net|org|info|biz|de|at|ch|eu|io|app|dev|xyz|top|shop|site|online|ru|cn"
ADDRESS = re.compile(rf"@|://|\bwww\.|\w\.(?:{ENDINGS})\b", re.IGNORECASE)


def tidy_name(text: str) -> str:
    """Without what cannot be seen, blanks once."""
    text = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    seen = "".join(char for char in text if char in JOINERS or unicodedata.category(char) not in INVISIBLE)
    return " ".join(seen.split()).strip("".join(JOINERS))


def person_name(text: str) -> str:
    """The tidied name; may be empty. Raises ValidationError with a German sentence for what is no name."""
    name = tidy_name(text)
    if ADDRESS.search(name):
        raise ValidationError(_("Ein Name enthält keine E-Mail-Adresse und keine Internetadresse."))
    if name and not any(char.isalpha() for char in name):
        raise ValidationError(_("Ein Name enthält mindestens einen Buchstaben."))
    if len(name) > LONGEST_NAME:
        raise ValidationError(_("Ein Name hat höchstens %d Zeichen.") % LONGEST_NAME)
    return name
