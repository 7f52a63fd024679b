"""Searches without a hit: their words are counted, so that curators see what people call things.

Nothing of who searched is kept, and nothing that looks like a name, an address or a number: a word counts where the lexicon
knows it, or where it stands alone and is no proper name by its capital."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import F
from django.utils import timezone

from german.folding import Token, tokenize
from german.words import analyse, is_stop_word, rank_of
from search.models import LONGEST_WORDS, VainSearch
from search.query.results import SearchResult, Tier

MOST_WORDS = 3  # more are a text
SHORTEST, LONGEST = 3, 40  # letters of a word
MOST_KEPT = 2_000  # rows: whoever floods the search fills no table
TITLES = frozenset("frau herr herrn dr prof familie".split())
NO_WORDS = re.compile(r"[@\d§/\\<>=]|https?:|www\.")


def words_of(text: str) -> str:
    """The words of a query that say what was meant, lower case; empty where they may say who."""
    if NO_WORDS.search(text):
        return ""
    tokens = tokenize(text)
    if any(token.folded in TITLES for token in tokens):
        return ""
    telling = [
        token for token in tokens if not is_stop_word(token.folded) and rank_of(token.folded) != "rauschen"
    ]
    if not 0 < len(telling) <= MOST_WORDS or not all(_is_word(token) for token in telling):
        return ""
    unknown = [token for token in telling if not analyse(token.folded).known]
    if unknown and (len(telling) > 1 or text[unknown[0].start].isupper()):
        return ""
    return " ".join(text[token.start : token.end].lower() for token in telling)[:LONGEST_WORDS]


def _is_word(token: Token) -> bool:
    return token.folded.isalpha() and SHORTEST <= len(token.folded) <= LONGEST


def is_in_vain(answer: SearchResult) -> bool:
    """Whether words by themselves found nothing that meets them."""
    question, understood = answer.question, answer.understood
    is_plain = not question.filters and not understood.conditions and not understood.places
    found = answer.number_in(Tier.FULL) + answer.number_in(Tier.AROUND)
    return bool(answer.needs) and is_plain and not found


def count(text: str, today: date | None = None) -> None:
    """Adds one to the words of a query. Two or three statements, only after a search without a hit."""
    words, today = words_of(text), today or timezone.localdate()
    if not words:
        return
    known = VainSearch.objects.filter(words=words).update(times=F("times") + 1, last_on=today)
    if not known and VainSearch.objects.count() < MOST_KEPT:
        VainSearch.objects.bulk_create([VainSearch(words=words, last_on=today)], ignore_conflicts=True)
