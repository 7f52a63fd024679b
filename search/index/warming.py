"""What the first visitor of a process would otherwise wait for: a second or two, with many entries more."""

from __future__ import annotations

import gc

from django.db import Error
from django.template.loader import get_template
from django.urls import get_resolver

from search.index.dictionary import spellings
from search.query.results import SearchRequest, ask


def warm_up() -> None:
    """Reads the index, the German words, the addresses and the templates of lists. Meant for a thread of its own; a
    database that is not there yet is left to the first visitor."""
    try:
        ask(SearchRequest(text="Kita"))
        spellings.speller()
        get_resolver().url_patterns  # noqa: B018 (imports all views)
        get_template("search/list.html")
    except Error:
        pass
    gc.collect()
    gc.freeze()  # what is read now stays: no page shall wait until all of it was looked through again
