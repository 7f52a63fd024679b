"""What the domain rooms tell the search: their documents, and the facets of the lists.

A source turns ids into documents; it is the only thing that knows the tables behind an entry. It registers itself
when its app is ready (`actors/search.py`, `networks/search.py`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Weight = Literal["A", "B", "C", "D", "E"]
PUBLIC = "@oeffentlich"
COORDINATION = "@koordination"
ACTIVE = "@aktiv"  # its value is the day, in days since 1970; like an audience it is no filter


def personal(user_id: int) -> str:
    return f"@person={user_id}"


@dataclass(frozen=True)
class Passage:
    """A piece of text of an entry. `via` says in words where it stands ("Thema"), empty for prose. `stands_for`: the
    text is not what the entry says but means the same, or more, as a synonym of its theme does. `within`: a question may
    look for words in such passages only („wer sucht …“). What `is_about_a_person` is found but never suggested."""

    weight: Weight
    text: str
    via: str = ""
    stands_for: str = ""
    within: str = ""
    is_about_a_person: bool = False


@dataclass(frozen=True)
class Document:
    """Everything the search knows of one object. `names` are all its names, the first is the one it is listed by;
    `facets` maps a facet to its values (ancestors in a tree included); `audience` says who may see it;
    `phones`: telephone numbers by which it is found, however they are written; `standing` (per cent) lowers what has ended; `active_on`: the day on which it last gave a sign of life; `stale_at` is the moment from which it has to be made anew."""

    object_id: int
    names: list[str]
    sort_name: str
    passages: list[Passage]
    facets: dict[str, list[str]]
    audience: list[str]
    card: dict[str, Any]
    kennung: str = ""
    confirmed_at: date | None = None
    upcoming_at: datetime | None = None
    active_on: date | None = None
    stale_at: datetime | None = None
    place: tuple[float, float] | None = None
    standing: int = 100
    phones: tuple[str, ...] = ()


class Source(Protocol):
    """One kind of entry. `label` names it in the plural, `route` is the URL name of its page (argument: the slug in
    the card), `template` draws one as a hit. `documents` may be given ids that do not exist (any more): it leaves them out."""

    kind: str
    label: Any
    route: str
    template: str

    def documents(self, ids: list[int]) -> Iterable[Document]: ...

    def all_ids(self) -> Iterator[int]: ...


@dataclass(frozen=True)
class Option:
    """One value of a facet. `synonyms` are words that mean the same; `is_whole` marks a place that contains the
    other places (the city itself), so that it is no narrowing; `whole` is the city that a place lies in. `former`:
    values that led here before, and still do."""

    value: str
    label: str
    parent: str = ""
    synonyms: tuple[str, ...] = ()
    is_whole: bool = False
    whole: str = ""
    former: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facet:
    """One group of filters. `options` reads the current options; `is_place` makes their names places that the
    query may name; `kinds` are the kinds of entry that have it (empty: all).

    `look_up` is for a facet whose values are entries themselves (actors): far too many to be read as options, and
    changing with every edit. It reads those of some values that everybody may see; the key is the value asked for,
    the option may have another one (an entry's former address). `find` gives the values of those that are called so.
    `is_listed`: its options stand beside lists; those of others are only asked for in questions and addresses.
    `values_are`: facet -> values that such entries have themselves; a value is the slug on their cards."""

    name: str
    label: StrOrPromise
    options: Callable[[], list[Option]]
    all_label: StrOrPromise = ""
    is_place: bool = False
    kinds: tuple[str, ...] = ()
    look_up: Callable[[Iterable[str]], dict[str, Option]] | None = None
    find: Callable[[str], Iterable[str]] | None = None
    values_are: Mapping[str, list[str]] = field(default_factory=dict)
    is_listed: bool = True


SOURCES: dict[str, Source] = {}  # by kind
FACETS: dict[str, Facet] = {}  # by name


def register(source: Source) -> None:
    SOURCES[source.kind] = source


def register_facet(facet: Facet) -> None:
    FACETS[facet.name] = facet
