"""From a place name in a cell to a District; on request, districts that are not there yet are created."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import gettext as _

from exchange.cells import one_line
from exchange.errors import CellError
from exchange.words import fold, nearest
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


class Districts:
    """All districts by name and synonym, seen from one Kommune: its own Altstadt comes before all others.

    `below`: the Kommune that the file is about; without it, the only Gemeinde there is."""

    def __init__(self, *, below: District | None = None, create_missing: bool = False) -> None:
        self.create_missing = create_missing
        self.created: list[District] = []
        self.adopted: list[District] = []
        self.names: dict[int, str] = {}
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._levels: dict[int, str] = {}
        self._below = below
        for district in District.objects.all():
            self._remember(district)
        self._home = self._find_home()

    def find(self, word: str) -> int:
        """Primary key of the district. Raises CellError for an unknown or ambiguous name."""
        found = self._by_word.get(fold(word), set())
        best = (found & self._home) or found
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
        if self.create_missing:
            return self._create(one_line(word))
        raise CellError(
            _("„{word}“ steht nicht in der Liste {label}. {nearest}")
            .format(word=word, label=_("Gebiet"), nearest=nearest(word, self.names.values()))
            .strip()
        )

    def _the_whole(self, key: str) -> int | None:
        level = (
            District.Level.MUNICIPALITY
            if key in WHOLE_TOWN
            else District.Level.COUNTY
            if key in WHOLE_COUNTY
            else None
        )
        if level is None:
            return None
        if self._below is not None and self._below.level == level:
            return self._below.pk
        return None

    def _find_home(self) -> set[int]:
        """The Kommune and everything in it."""
        if self._below is None:
            whole = list(District.objects.filter(level=District.Level.MUNICIPALITY)[:2])
            self._below = whole[0] if len(whole) == 1 else None
        if self._below is None:
            return set()
        return set(self._below.descendants(include_self=True).values_list("pk", flat=True))

    def _create(self, name: str) -> int:
        level = {True: District.Level.MUNICIPALITY}.get(fold(name) in WHOLE_TOWN, District.Level.QUARTER)
        if fold(name) in WHOLE_COUNTY:
            level = District.Level.COUNTY
        parent = self._below if level == District.Level.QUARTER else None
        district = District(name=name, level=level, parent=parent, position=len(self.names))
        district.full_clean(exclude=["slug"])
        district.save()
        self.created.append(district)
        self._remember(district)
        self._home.add(district.pk)
        if level == District.Level.MUNICIPALITY and self._below is None:
            self._take_in_quarters(district)
        return district.pk

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
        self.names[district.pk] = district.name
        self._levels[district.pk] = district.level
        for word in (district.name, *district.synonyms):
            self._by_word[fold(word)].add(district.pk)
