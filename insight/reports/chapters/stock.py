"""„Bestand und Entwicklung“: how many there are, since when, of what kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from insight.reports.blocks import Block, Course, KeyNumber, Mark, Numbers, Paragraph, bars, scale
from insight.reports.facts import Facts
from insight.reports.words import decimal, networks, whole

YEARS = 20  # back from the end of the period: what a committee remembers
EVERY = 4  # years from one figure on the line to the next: more of them would stand in each other's way
MOST_BARS = 8  # fit beside each other on a page with the two other lists


def stock(facts: Facts) -> Iterator[Block]:
    if not facts.snapshot.networks:
        yield Paragraph(_("In dieser Auswahl steht noch kein Netzwerk im Verzeichnis."))
        return
    yield Paragraph(
        _(
            "Gezählt sind Netzwerke, Runde Tische, Arbeitskreise und ähnliche Runden, die im Bildungsnetz stehen."
        )
    )
    yield Numbers(tuple(_numbers(facts)))
    yield _course(facts)
    formats = Counter(one.format for one in facts.snapshot.active.values() if one.format)
    by_number = sorted(formats.items(), key=lambda one: (-one[1], one[0]))
    if formats:
        yield bars(_("Häufigste Formate"), _("Format"), _("aktive Netzwerke"), by_number[:MOST_BARS])
    binding = Counter(one.bindingness for one in facts.snapshot.active.values())
    said = [(label, binding[value]) for value, label in facts.bindingness.items() if binding[value]]
    if said:
        yield bars(_("Verbindlichkeit"), _("Wie verbindlich"), _("aktive Netzwerke"), said)
    named = sorted((one for one in facts.themes if one[1]), key=lambda one: (-one[1], one[0]))
    if named:
        yield bars(_("Häufigste Themen"), _("Thema"), _("aktive Netzwerke"), named[:MOST_BARS])
        yield Paragraph(
            _("Ein Netzwerk kann mehrere Themen haben; engere Themen zählen beim weiteren mit."), is_note=True
        )


def _numbers(facts: Facts) -> Iterator[KeyNumber]:
    active, statuses = len(facts.snapshot.active), facts.statuses
    yield KeyNumber(
        whole(active),
        _("aktive Netzwerke"),
        _("von %(n)s") % {"n": whole(sum(statuses.values()))},
    )
    yield KeyNumber(whole(len(facts.begun)), _("im Zeitraum begonnen"))
    yield KeyNumber(whole(len(facts.ended)), _("im Zeitraum beendet"))
    if seats := sum(len(one.members) for one in facts.snapshot.active.values()):
        yield KeyNumber(decimal(seats / active), _("Mitglieder je Netzwerk, im Mittel"))


def _course(facts: Facts) -> Course:
    """At the end of each year, the last one as far as the period and today go."""
    last = min(facts.span.last, facts.snapshot.today)
    years = range(max(last.year - YEARS, _first_year(facts, last)), last.year + 1)
    figures = [(year, facts.stock_on(min(date(year, 12, 31), last))) for year in years]
    marks = tuple(
        Mark(str(year), number, is_named=(last.year - year) % EVERY == 0) for year, number in figures
    )
    steps = scale(max(number for _year, number in figures))
    first, final = figures[0], figures[-1]
    alt = _("Linie: von %(first)s im Jahr %(start)s zu %(final)s im Jahr %(end)s.") % {
        "first": networks(first[1]), "start": first[0], "final": networks(final[1]), "end": final[0],
    }  # fmt: skip
    caption = _(
        "%(year)s bis zum %(day)s. Gezählt nach Beginn und Ende im Eintrag, mit ruhenden. Was früher endete und nie "
        "eingetragen wurde, fehlt; die frühen Jahre sind deshalb zu niedrig."
    ) % {"year": last.year, "day": date_format(last, "j. F")}
    return Course(
        _("Netzwerke am Ende jedes Jahres"), _("Jahr"), _("Netzwerke"), marks, steps, steps[-1], alt, caption
    )


def _first_year(facts: Facts, last: date) -> int:
    """The year in which the first of them began; before it there is nothing to see."""
    begun = [
        one.begins_on.year
        for one in facts.snapshot.networks.values()
        if one.begins_on and one.begins_on <= last
    ]
    return min(begun, default=last.year)
