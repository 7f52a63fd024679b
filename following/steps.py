"""What people do with searches and watches. Every step is one transaction; doing it twice changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from following import news
from following.models import LONGEST_QUERY, SavedSearch, Watch

MOST = 200  # searches, and watches, of one person


@transaction.atomic
def save_search(owner: User, kind: str, query: str, *, name: str, rhythm: str) -> SavedSearch:
    """The search, kept once however often it is asked for. `query` is canonical; `rhythm` may be empty: no mails.

    Raises ValidationError with a German sentence for what is too long or too much."""
    if len(query) > LONGEST_QUERY:
        raise ValidationError(
            _("Diese Suche hat zu viele Filter, um sie zu merken. Bitte nehmen Sie einige weg.")
        )
    if SavedSearch.objects.of(owner).count() >= MOST:
        raise ValidationError(
            _("Sie haben schon %d Suchen gemerkt. Bitte löschen Sie eine, die Sie nicht mehr brauchen.")
            % MOST
        )
    try:
        with transaction.atomic():
            search = SavedSearch.objects.create(owner=owner, kind=kind, query=query, name=name)
    except IntegrityError:  # a second click, or a second tab
        search = SavedSearch.objects.of(owner).get(kind=kind, query=query)
    change_search(search, name=name, rhythm=rhythm)
    return search


@transaction.atomic
def change_search(search: SavedSearch, *, name: str, rhythm: str) -> None:
    if search.name != name:
        search.name = name
        search.save(update_fields=["name"])
    if rhythm:
        watch(search.owner, rhythm, search=search)
    else:
        Watch.objects.filter(search=search).delete()


@transaction.atomic
def restore_search(search: SavedSearch) -> SavedSearch:
    """Takes the deletion back. Where the same search has been kept anew meanwhile, that one."""
    again = SavedSearch.objects.of(search.owner).filter(kind=search.kind, query=search.query).first()
    if again is not None:
        return again
    search.deleted_at = None
    search.save(update_fields=["deleted_at"])
    return search


@transaction.atomic
def watch(owner: User, rhythm: str, **target: Any) -> Watch:
    """Begin, or change the rhythm; goes on with what was paused. `target`: one of Watch.TARGETS.

    Raises ValidationError when somebody watches too much already."""
    known = Watch.objects.select_for_update().filter(owner=owner, **target).first()
    if known is None and Watch.objects.of(owner).count() >= MOST:
        raise ValidationError(
            _(
                "Sie beobachten schon %d Dinge. Bitte beenden Sie eine Beobachtung, die Sie nicht mehr brauchen."
            )
            % MOST
        )
    if known is None:
        known, is_new = Watch.objects.get_or_create(owner=owner, **target, defaults={"rhythm": rhythm})
        if is_new:
            news.begin(known)
    if known.paused_at:
        known.paused_at = None
        news.begin(known)  # what came meanwhile is no news any more
    if known.rhythm != rhythm:
        known.rhythm = rhythm
        known.save(update_fields=["rhythm"])
    return known
