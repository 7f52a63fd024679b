"""What a list has to be asked for so that it shows all of a district."""

from __future__ import annotations

from collections.abc import Iterable

from search.pages.filters import MOST_VALUES
from vocabulary.models import District

INCLUDE_THEIR_PARTS = {
    District.Level.STATE,
    District.Level.COUNTY,
}  # in the search; see search.terms.PlaceList


def slugs_with_parts(districts: Iterable[District]) -> dict[int, list[str]]:
    """By id: the slugs whose lists together are all that is in the district."""
    districts = list(districts)
    found = {district.pk: [district.slug] for district in districts}
    inside = {
        district.pk: [district.pk] for district in districts if district.level not in INCLUDE_THEIR_PARTS
    }
    while inside:
        below: dict[int, list[int]] = {}
        rows = District.objects.filter(parent__in=inside).order_by("position", "name", "pk")
        for pk, parent, slug in rows.values_list("pk", "parent_id", "slug"):
            for whole in inside[parent]:
                if slug not in found[whole]:
                    found[whole].append(slug)
                    below.setdefault(pk, []).append(whole)
        inside = below
    return found


def list_filter(district: District) -> list[str]:
    """Values of `stadtteil` that make a list show all of the district, as far as an address may carry them."""
    slugs = slugs_with_parts([district])[district.pk]
    return slugs if len(slugs) <= MOST_VALUES else slugs[:1]
