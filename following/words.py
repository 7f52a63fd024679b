"""Saved searches name words of the vocabulary in their address: what deleting or replacing a word means for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts import hanging
from accounts.hanging import Hanging
from duplicates import replacing
from following.models import SavedSearch
from vocabulary import reserving
from vocabulary.models import ActorKind, District, LifePhase, NetworkFormat, TargetGroup, Theme

FACETS: dict[type[models.Model], str] = {
    Theme: "thema",
    TargetGroup: "zielgruppe",
    LifePhase: "phase",
    ActorKind: "akteursart",
    NetworkFormat: "format",
    District: "stadtteil",
}


def naming(model: type[models.Model], slugs: list[str]) -> list[SavedSearch]:
    """Searches that ask for one of these words."""
    name = FACETS.get(model)
    if name is None or not slugs:
        return []
    some = Q()
    for slug in slugs:
        some |= Q(query__contains=f"={slug}")
    wanted = set(slugs)
    return [
        one for one in SavedSearch.objects.filter(some) if wanted & set(QueryDict(one.query).getlist(name))
    ]


def addresses_of(model: type[models.Model], ids: Iterable[object]) -> list[str]:
    """Those that these words have, and had: kept searches still name them."""
    known = reserving.reservations(model, reserving.ADDRESS).filter(owner__in=ids)
    return list(known.values_list("value", flat=True))


@hanging.also
def searches_of(model: type[models.Model], ids: list[object]) -> Iterator[Hanging]:
    if model in FACETS:
        slugs = addresses_of(model, ids)
        if count := len(naming(model, slugs)):
            yield Hanging(_("gemerkte Suchen, die danach filtern"), hanging.LOOSENED, count)


@replacing.besides
def searches_ask_for_the_new_word(old: Any, new: Any) -> int:
    """Who has the same search with the new word already keeps that one alone."""
    before = addresses_of(type(old), [old.pk])
    found = naming(type(old), before)
    name = FACETS[type(old)] if found else ""
    for one in found:
        query = QueryDict(one.query, mutable=True)
        values = [new.slug if value in before else value for value in query.getlist(name)]
        query.setlist(name, sorted(dict.fromkeys(values)))
        try:
            with transaction.atomic():
                SavedSearch.objects.filter(pk=one.pk).update(query=query.urlencode())
        except IntegrityError:
            one.delete()
    return len(found)
