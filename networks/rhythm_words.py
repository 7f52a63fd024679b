"""How a rhythm is shown to everybody: as it was written, or, where only a part was read, the part and the wording."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from networks.models import Network


def read_in_part(network: Network) -> tuple[str, str]:
    """The part of a rhythm that was read, as a sentence, and what was not; two times nothing where all was read, or
    nothing at all."""
    rhythm = network.structured_rhythm
    return (rhythm.in_words(), rhythm.leftover) if rhythm and rhythm.leftover else ("", "")


def plain(text: str, read: str) -> str:
    """„jeden 2. Dienstag im Monat · im Wortlaut: „jeden 2. Dienstag im Monat, bei Vollmond später““."""
    return _("%(read)s · im Wortlaut: „%(text)s“") % {"read": read, "text": text} if read else text


def marked(text: str, read: str, unread: str) -> SafeString:
    """The same with the words marked that were not read. Nothing that was typed is left out."""
    if not read:
        return format_html("{}", text)
    pieces = format_html_join("", "{}{}", ((before, _mark(piece)) for before, piece in _parted(text, unread)))
    return format_html("{} · {} „{}“", read, _("im Wortlaut:"), pieces)


def _mark(piece: str) -> SafeString:
    return format_html("<mark>{}</mark>", piece) if piece else SafeString()


def _parted(text: str, unread: str) -> Iterator[tuple[str, str]]:
    """What stands before each unread piece, and the piece; a piece that was spelled otherwise is not found."""
    pieces = {unread} if unread in text else set(unread.split(", "))
    places = sorted((text.find(piece), piece) for piece in pieces if piece)
    end = 0
    for start, piece in places:
        if start >= end:
            yield text[end:start], piece
            end = start + len(piece)
    yield text[end:], ""
