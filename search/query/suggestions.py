"""Suggestions while somebody types: entries, themes, places. Past queries of the device are none: privacy."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from german.analyzer import fold, is_stop_word, tokenize
from search.query.facets import Vocabulary
from search.query.highlighting import hits
from search.query.results import SearchRequest, Tier, ask
from search.sources import FACETS, SOURCES, Option

ENTRIES, TERMS = 5, 4  # nine lines: as many as one looks over while typing
SHORTEST, LONGEST = 2, 200  # letters


def suggestions(
    typed: str, audience: tuple[str, ...], scope: dict[str, list[str]], facets: tuple[str, ...], path: str
) -> list[dict[str, Any]]:
    """At most nine of {"group", "label", "url", "hint"}: terms and places first, then entries."""
    text = typed[:LONGEST]
    if len(fold(text)) < SHORTEST:
        return []
    answer = ask(SearchRequest(text=text, scope=scope, sort="treffer", audience=audience, is_typing=True))
    terms = _terms(text, answer.vocabulary, SearchRequest(scope=scope, audience=audience), facets, path)
    entries = [
        {
            "group": str(SOURCES[hit.kind].label),
            "label": hit.name,
            "url": hit.url,
            "hint": hit.card["label"],
        }
        for hit in hits(answer, answer.page(0, ENTRIES))
        if hit.tier is Tier.FULL
    ]
    return terms + entries


def _terms(
    text: str, known: Vocabulary, question: SearchRequest, facets: tuple[str, ...], path: str
) -> list[dict[str, Any]]:
    """Options of themes and places that begin as the text does, those with most hits first; empty ones are none."""
    wanted = [token.folded for token in tokenize(text) if not is_stop_word(token.folded)]
    found = []
    for name in ("thema", "stadtteil"):
        if name in facets:
            options = {o.value for o in known.options[name].values() if _begins(o, wanted)}
            found += [(name, value) for value in sorted(options)]
    if not found:
        return []
    answer = ask(
        SearchRequest(
            scope=question.scope, audience=question.audience, facets=tuple({name for name, _v in found})
        )
    )
    counted = {(f.name, o.value): o for f in answer.facets for o in f.flat if o.count}
    best = sorted((pair for pair in found if pair in counted), key=lambda pair: -counted[pair].count)[:TERMS]
    return [
        {
            "group": str(FACETS[name].label),
            "label": counted[name, value].label,
            "url": f"{path}?{urlencode([(name, value)])}",
            "hint": _("%(n)d Treffer") % {"n": counted[name, value].count},
        }
        for name, value in best
    ]


def _begins(option: Option, wanted: list[str]) -> bool:
    """Whether every typed word begins a word of the label or of one synonym."""
    for spelling in (option.label, *option.synonyms):
        words = [piece for token in tokenize(spelling) for piece in (token.folded, *token.pieces)]
        if wanted and all(any(word.startswith(beginning) for word in words) for beginning in wanted):
            return True
    return False
