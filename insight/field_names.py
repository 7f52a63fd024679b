"""What a field is called. Pure: no Django."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from insight.graph import Field

type Word = tuple[str, str]  # a facet and its value, as in the directory: ("thema", "lesen")


def words_for(fields: Iterable[Field], tops: Mapping[str, str], around: Collection[str]) -> list[Word | None]:
    """For each field the Stadtteil if all work there, else its most frequent theme, else a phase or target group that all have in
    common, else a rarer theme; no word twice if that can be avoided, None where nothing is said.

    `tops`: theme -> the widest theme it belongs to; `around`: places that contain the others. Fields that share their theme
    most choose first."""
    fields = list(fields)
    found: dict[int, Word | None] = {}
    for number in sorted(
        range(len(fields)), key=lambda one: (-_unity(fields[one], tops), -len(fields[one]), one)
    ):
        choices = list(_choices(fields[number], tops, around))
        free = (word for word in choices if word not in found.values())
        found[number] = next(free, choices[0] if choices else None)
    return [found[number] for number in range(len(fields))]


def _themes(field: Field, tops: Mapping[str, str]) -> list[tuple[str, int]]:
    """With how many of the networks have it: the most frequent first, then by its name in the address."""
    number = Counter(theme for one in field for theme in {tops.get(theme, theme) for theme in one.themes})
    return sorted(number.items(), key=lambda pair: (-pair[1], pair[0]))


def _unity(field: Field, tops: Mapping[str, str]) -> float:
    themes = _themes(field, tops)
    return themes[0][1] / len(field) if themes else 0


def _choices(field: Field, tops: Mapping[str, str], around: Collection[str]) -> Iterator[Word]:
    def of_all(lists: Iterable[tuple[str, ...]]) -> list[str]:
        return sorted(set.intersection(*map(set, lists)))

    yield from (("stadtteil", one) for one in of_all(one.districts for one in field) if one not in around)
    themes = _themes(field, tops)
    yield from (("thema", theme) for theme, number in themes if number == themes[0][1])
    yield from (("phase", one) for one in of_all(one.life_phases for one in field))
    yield from (("zielgruppe", one) for one in of_all(one.target_groups for one in field))
    yield from (("thema", theme) for theme, number in themes if number < themes[0][1])
