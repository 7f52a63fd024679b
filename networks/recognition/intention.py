"""Whether somebody who searches may be planning something: only then does the list ask whether it exists already."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from german.analyzer import fold
from networks.models import DigitalForm, Network
from networks.recognition.wording import words_of
from rhythm import parse

CHOICES = (Network.Status, Network.Openness, Network.Bindingness, Network.MeetingMode, DigitalForm.Kind)


def is_plan(query: str, *, places: Iterable[str] = (), names: Iterable[str] = ()) -> bool:
    """Whether `query` says what something would be for.

    It does not where it is merely a rhythm („monatlich“), a property („ruhend“), a kind of cooperation, one of the
    `places` recognised in it, or one of the `names` of entries, which somebody just wants to find.
    """
    folded = fold(query)
    if folded in _properties() or folded in {fold(name) for name in names}:
        return False
    rhythm = parse(query)
    if rhythm is not None and not rhythm.leftover and not rhythm.note:
        return False
    where = {word.folded for place in places for word in words_of(place)}
    told = (word for word in words_of(query) if not word.is_format and word.folded not in where)
    return any(not word.folded.isdigit() for word in told)


@cache
def _properties() -> frozenset[str]:
    return frozenset(fold(str(label)) for choices in CHOICES for label in choices.labels)
