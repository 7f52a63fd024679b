"""From a place name in a cell to a District; on request, districts that are not there yet are created."""

from __future__ import annotations

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exchange.cells import one_line
from exchange.errors import CellError
from exchange.words import fold, nearest
from german.places import Kind, Place, gazetteer
from vocabulary.known_places import (
    LEVELS,
    district_at,
    districts_above,
    nearest_above,
    place_called,
    place_of,
)
from vocabulary.models import District

# Words for the whole Kommune, which is a district of its own and not one more Stadtteil.
WHOLE_TOWN = frozenset(
    fold(word)
    for word in (
        "Gesamte Stadt",
        "ganze Stadt",
        "stadtweit",
        "Gesamtstadt",
        "gesamte Gemeinde",
        "ganze Gemeinde",
        "alle Stadtteile",
    )
)
WHOLE_COUNTY = frozenset(
    fold(word)
    for word in ("gesamter Kreis", "ganzer Kreis", "kreisweit", "gesamter Landkreis", "gesamtes Kreisgebiet")
)
# What makes a name more than that of a part of the Kommune.
SAYS_WHAT = tuple(f"{word} " for word in ("landkreis", "kreis", "lk", "gemeinde", "stadt", "land", "region"))


class Districts:
    """All districts by name and synonym, seen from one Kommune: its own Altstadt comes before all others.

    `below`: the Kommune that the file is about; without it, the only Gemeinde there is. One that is not saved yet
    is saved as soon as a district of it is created."""

    def __init__(self, *, below: District | None = None, create_missing: bool = False) -> None:
        self.create_missing = create_missing
        self.created: list[District] = []
        self.guessed: list[District] = []  # created as a Stadtteil, because nothing is known of them
        self.adopted: list[District] = []
        self.names: dict[int, str] = {}
        self._slugs: dict[int, str] = {}
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._by_slug: dict[str, set[int]] = {}
        self._elsewhere: set[int] = set()  # quarters that lie in some Kommune
        self._below = below
        for district in District.objects.all():
            self._remember(district)
        self._home = self._find_home()

    def find(self, word: str) -> int:
        """Primary key of the district. Raises CellError for an unknown or ambiguous name."""
        best = self._named(word)
        if len(best) == 1:
            return next(iter(best))
        if best:
            raise CellError(
                _("„{word}“ gibt es mehrmals: Bitte mit --parent sagen, in welcher Kommune.").format(
                    word=word
                )
            )
        if (whole := self._the_whole(fold(word))) is not None:
            return whole
        place = self._known(one_line(word))
        if place and (here := district_at(place)):
            self._by_word[fold(word)].add(here.pk)  # the next row asks nobody
            return here.pk
        if self.create_missing:
            return self._create_known(one_line(word), place) if place else self._create(one_line(word))
        raise CellError(
            _("„{word}“ steht nicht in der Liste {label}. {nearest}")
            .format(word=word, label=_("Gebiet"), nearest=nearest(word, self.names.values()))
            .strip()
        )

    def _named(self, word: str) -> set[int]:
        """An address before a name: it is what an export writes where a name is not enough, also of one „/altstadt/“."""
        return self._by_slug.get(word) or self._candidates(self._by_word.get(fold(word), set()))

    def reference(self, pk: int) -> str:
        """How an export names the place: /altstadt-2/ where there are several Altstadt."""
        name = one_line(self.names[pk])
        return name if self._named(name) == {pk} else f"/{self._slugs[pk]}/"

    def _candidates(self, found: set[int]) -> set[int]:
        """In the Kommune itself, else above it or lying nowhere; another Kommune's quarter is never meant."""
        if self._below is None:
            return found
        return (found & self._home) or {pk for pk in found if pk not in self._elsewhere}

    def _the_whole(self, key: str) -> int | None:
        level = _level_of_whole(key)
        if level is None:
            return None
        if self._below is not None and self._below.level == level:
            self._ensure_kommune()
            return self._below.pk
        return None

    def _known(self, name: str) -> Place | None:
        """What a name means by the list of Germany's places.

        In a file about a Gemeinde a bare name is that of a part of it, whatever else is called so; „Landkreis Soest“ and what lies
        around the Gemeinde are meant as they stand."""
        if self._below is None:
            place = place_called(name)
            is_homeless = place and place.kind == Kind.QUARTER and not nearest_above(place)
            return None if is_homeless else place
        place, own = place_called(name), place_of(self._below)
        if place and own and gazetteer().relation(own, place) in {"same", "within"}:
            return place
        if self._below.level != District.Level.MUNICIPALITY:
            return place_called(name, inside=self._below)
        is_part = place is None or place.kind == Kind.QUARTER
        return place if not is_part and fold(name).startswith(SAYS_WHAT) else None

    def _find_home(self) -> set[int]:
        """The Kommune and everything in it."""
        if self._below is None:
            whole = list(District.objects.filter(level=District.Level.MUNICIPALITY)[:2])
            self._below = whole[0] if len(whole) == 1 else None
        if self._below is None or self._below.pk is None:
            return set()
        return set(self._below.descendants(include_self=True).values_list("pk", flat=True))

    def _create_known(self, name: str, place: Place) -> int:
        """With the Kreis, of a Stadtteil also the Gemeinde, that it lies in."""
        self._ensure_kommune()
        if here := district_at(place):  # the Kommune itself
            return here.pk
        return self._save_place(name, place, self._create_above(place)).pk

    def _create_above(self, place: Place) -> District | None:
        """The district right above a place. A Land is never created: few portals want one."""
        parent = None
        for upper in districts_above(place):
            here = district_at(upper)
            if here is None and upper.kind != Kind.STATE:
                here = self._save_place(upper.label, upper, parent)
            parent = here or parent
        return parent

    def _save_place(self, name: str, place: Place, parent: District | None) -> District:
        is_free = place.key and not District.objects.filter(key=place.key).exists()
        district = District(
            name=name,
            level=LEVELS[place.kind],
            key=place.key if is_free else None,
            parent=parent,
            position=len(self.names),
        )
        self._save(district)
        return district

    def _ensure_kommune(self) -> None:
        """A new Kommune is saved when a district of it is, below the Kreis it lies in."""
        if self._below is not None and self._below.pk is None:
            place = place_of(self._below)
            self._below.parent = self._create_above(place) if place else None
            self._save(self._below)

    def _create(self, name: str) -> int:
        level = _level_of_whole(fold(name)) or District.Level.QUARTER
        if level == District.Level.QUARTER:
            self._ensure_kommune()
        parent = self._below if level == District.Level.QUARTER else None
        district = District(name=name, level=level, parent=parent, position=len(self.names))
        self._save(district)
        if level == District.Level.QUARTER and parent is None:
            self.guessed.append(district)
        if level == District.Level.MUNICIPALITY and self._below is None:
            self._take_in_quarters(district)
        return district.pk

    def _save(self, district: District) -> None:
        try:
            district.full_clean(exclude=["slug"])
        except ValidationError as error:
            raise CellError(" ".join(error.messages)) from error
        district.save()
        self.created.append(district)
        self._remember(district)
        self._home.add(district.pk)

    def _take_in_quarters(self, whole: District) -> None:
        """Quarters that lie nowhere belong to the only Kommune there is, now that it has come."""
        self._below = whole
        if District.objects.filter(level=District.Level.MUNICIPALITY).exclude(pk=whole.pk).exists():
            return
        for quarter in District.objects.quarters().filter(parent__isnull=True):
            quarter.parent = whole
            quarter.save(update_fields=["parent"])
            self.adopted.append(quarter)
            self._home.add(quarter.pk)

    def _remember(self, district: District) -> None:
        self.names[district.pk], self._slugs[district.pk] = district.name, district.slug
        self._by_slug[f"/{district.slug}/"] = {district.pk}
        if district.level == District.Level.QUARTER and district.parent_id:
            self._elsewhere.add(district.pk)
        for word in (district.name, *district.synonyms):
            self._by_word[fold(word)].add(district.pk)


def _level_of_whole(key: str) -> District.Level | None:
    if key in WHOLE_TOWN:
        return District.Level.MUNICIPALITY
    return District.Level.COUNTY if key in WHOLE_COUNTY else None
