"""What stands in each chapter: functions of the facts that give blocks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from insight.models import Chapter
from insight.reports.blocks import Block
from insight.reports.chapters.dates import dates
from insight.reports.chapters.doubles import busiest, doubles
from insight.reports.chapters.freshness import freshness
from insight.reports.chapters.gaps import gaps
from insight.reports.chapters.stock import stock
from insight.reports.chapters.summary import summary
from insight.reports.chapters.told import told
from insight.reports.facts import Facts

BUILDERS: Mapping[Chapter, Callable[[Facts], Iterator[Block]]] = {
    Chapter.STOCK: stock,
    Chapter.GAPS: gaps,
    Chapter.DOUBLES: doubles,
    Chapter.LOAD: busiest,
    Chapter.FRESHNESS: freshness,
    Chapter.TOLD: told,
    Chapter.DATES: dates,
}


def blocks_of(chapter: Chapter, facts: Facts, chapters: Collection[Chapter]) -> list[Block]:
    """`chapters`: all that the report has; the summary tells only of these."""
    if chapter is Chapter.SUMMARY:
        return list(summary(facts, chapters))
    return list(BUILDERS[chapter](facts))
