"""What an outlook says in words. Nobody has to understand a score."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networks.meetings.collisions import Outlook
from networks.meetings.land import land
from rhythm.lands import Break

FEW = 0.25  # of the members: so many can be missed, more make another day worth looking for


def level_of(outlook: Outlook) -> str:
    """How it looks: „ok“, „few“ or „bad“; the sentence says the same."""
    if not outlook.busy:
        return "ok"
    is_little = outlook.busy == 1 or outlook.busy <= FEW * len(outlook.members)
    return "few" if is_little and not outlook.busy_then else "bad"


def who_is_free(outlook: Outlook) -> str:
    """„3 von 8 Mitgliedern haben an diesem Tag schon ein Treffen“; empty for a network without members."""
    total, busy, then = len(outlook.members), outlook.busy, outlook.busy_then
    if not total:
        return ""
    if not busy:
        return ngettext("Das Mitglied ist frei", "Alle %(total)s Mitglieder sind frei", total) % {
            "total": total
        }
    if total == 1:
        return (
            _("Das Mitglied hat zur selben Zeit schon ein Treffen")
            if then
            else _("Das Mitglied hat an diesem Tag schon ein Treffen")
        )
    if not then:
        return ngettext(
            "%(busy)s von %(total)s Mitgliedern hat an diesem Tag schon ein Treffen",
            "%(busy)s von %(total)s Mitgliedern haben an diesem Tag schon ein Treffen",
            busy,
        ) % {"busy": busy, "total": total}
    at_once = ngettext(
        "%(then)s von %(total)s Mitgliedern hat zur selben Zeit schon ein Treffen",
        "%(then)s von %(total)s Mitgliedern haben zur selben Zeit schon ein Treffen",
        then,
    ) % {"then": then, "total": total}
    if busy == then:
        return at_once
    more = ngettext("%(more)s weiteres an diesem Tag", "%(more)s weitere an diesem Tag", busy - then)
    return f"{at_once}, {more % {'more': busy - then}}"


def about_the_day(outlook: Outlook) -> str:
    """Holidays, in sentences; empty where there are none, or where no Land is set."""
    said = []
    if outlook.public_holiday:
        said.append(_("Feiertag: %(name)s.") % {"name": outlook.public_holiday})
    if outlook.school_break:
        said.append(_("In den Ferien: %(name)s.") % {"name": break_words(outlook.school_break)})
    elif land() and not outlook.knows_holidays:
        year = {"year": outlook.slot.day.year}
        said.append(_("Die Schulferien %(year)s liegen noch nicht vor.") % year)
    return " ".join(said)


def break_words(found: Break) -> str:
    """„Osterferien, 22. März bis 3. April“."""
    first, last = short(found.first), short(found.last)
    days = _("%(first)s bis %(last)s") % {"first": first, "last": last} if found.first < found.last else first
    return f"{found.name}, {days}"


def in_full(day: date) -> str:
    """„Donnerstag, 22. April 2027“."""
    return date_format(day, "l, j. F Y")


def short(day: date) -> str:
    return date_format(day, "j. F")


def enumerated(words: Iterable[str]) -> str:
    """„a, b und c“; empty for none."""
    *before, last = [*words] or [""]
    return _("%(before)s und %(last)s") % {"before": ", ".join(before), "last": last} if before else last
