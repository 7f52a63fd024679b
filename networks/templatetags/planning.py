"""What speaks for and against a day, on the pages of planning."""

from __future__ import annotations

from django import template
from django.utils.translation import ngettext

from networks.meetings import sentences
from networks.meetings.collisions import Collision, Outlook
from rhythm.lands import Break

register = template.Library()
NAMED = 4  # members of one collision; the others are counted


@register.filter
def who_is_free(outlook: Outlook) -> str:
    return sentences.who_is_free(outlook)


@register.filter
def level(outlook: Outlook) -> str:
    return sentences.level_of(outlook)


@register.filter
def about_the_day(outlook: Outlook) -> str:
    return sentences.about_the_day(outlook)


@register.filter
def break_words(found: Break) -> str:
    return sentences.break_words(found)


@register.filter
def dots(outlook: Outlook) -> list[str]:
    """A class for each member, the busy ones first; the sentence before them says the same."""
    return ["busy"] * outlook.busy + [""] * (len(outlook.members) - outlook.busy)


@register.filter
def who(collision: Collision) -> str:
    """„Stadtbibliothek, VHS und 2 weitere“."""
    names = [actor.short_name or actor.name for actor in collision.actors]
    more = len(names) - NAMED
    if more < 1:
        return sentences.enumerated(names)
    said = ngettext("%(count)s weiteres Mitglied", "%(count)s weitere Mitglieder", more) % {"count": more}
    return sentences.enumerated([", ".join(names[:NAMED]), said])
