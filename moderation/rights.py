"""Who may edit which entries: what comes with an entry, and who hears of it when that changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from mailing.letters import send_letter
from moderation.models import Moderated

type Reach = Callable[[Moderated], list[Moderated]]

REACHES: list[Reach] = []


@dataclass(frozen=True)
class RightsChange:
    """What changed for one entry, as one of its people reads it: names of persons, never their addresses."""

    entry: Moderated
    added: list[str]
    removed: list[str]


def reach(function: Reach) -> Reach:
    """Register which other entries the editors of an entry may edit, too. Rooms above say it for their entries."""
    REACHES.append(function)
    return function


def opened_with(entry: Moderated) -> list[Moderated]:
    """The other entries that whoever becomes an editor of this one may edit from then on."""
    return [other for function in REACHES for other in function(entry)]


def key_of(entry: Moderated) -> str:
    """How a form and a case name an entry of whichever kind."""
    return f"{entry.kind_word}-{entry.pk}"


def opened_for(entry: Moderated, user: User) -> list[Moderated]:
    """What this person really may edit of the entry and of what comes with it."""
    return [one for one in [entry, *opened_with(entry)] if one.is_of(user)]


@contextmanager
def telling(entry: Moderated, *, by: User | None = None) -> Iterator[set[int]]:
    """Whoever looks after the entry, or after what comes with it, before or after what happens inside, gets one letter if
    that changes who they are; not who did it. Who reads it in another letter is put into the yielded set of ids."""
    entries = [entry, *opened_with(entry)]
    before = {key_of(one): _people(one) for one in entries}
    told = {by.pk} if by else set()
    yield told
    known = {key_of(one) for one in entries}
    entries += [one for one in opened_with(entry) if key_of(one) not in known]
    letters: dict[User, list[RightsChange]] = defaultdict(list)
    for one in entries:
        then, now = before.get(key_of(one), set()), _people(one)
        if then == now or key_of(one) not in before:
            continue
        for person in then | now:
            letters[person].append(
                RightsChange(one, _names(now - then, reader=person), _names(then - now, reader=person))
            )
    for person, changes in sorted(letters.items(), key=lambda item: item[0].pk):
        if person.pk not in told:
            send_letter("editors_changed", person.email, {"entry": changes[0].entry, "changes": changes})


def _people(entry: Any) -> set[User]:
    return set(entry.caretakers()) if entry.pk else set()


def _names(people: set[User], *, reader: User) -> list[str]:
    """Who reads the letter is „Sie“; an account without a name is not told by its address."""
    others = sorted(person.name or _("eine Person ohne Namen") for person in people - {reader})
    return [_("Sie"), *others] if reader in people else others
