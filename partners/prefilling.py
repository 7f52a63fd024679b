"""What the address of a request brings into its form, so that nobody types again what she searched for.

The names are those of the directory's filters (`zielgruppe`, `phase`, `stadtteil`), and `brauche` in words."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.text import Truncator

from partners.models import LONGEST_AUDIENCE
from vocabulary.models import District, LifePhase, TargetGroup, Term

LISTS: tuple[tuple[str, type[Term]], ...] = (
    ("zielgruppe", TargetGroup),
    ("phase", LifePhase),
    ("stadtteil", District),
)
MOST = 5  # terms of one list; more is no answer to „Für wen?“


def initial(given: QueryDict) -> dict[str, str]:
    """Values for the fields of `AskForm`. Words that are in no list say nothing."""
    named = [name for key, model in LISTS for name in _names(model, given.getlist(key))]
    return {
        "audience": Truncator(", ".join(named)).chars(LONGEST_AUDIENCE),
        "need": given.get("brauche", "")[:300],
        "plan": given.get("vorhaben", "")[:1000],
    }


def _names(model: type[Term], slugs: list[str]) -> list[str]:
    wanted = [slug for slug in slugs if slug and "\x00" not in slug][:MOST]
    if not wanted:
        return []
    return list(model.objects.filter(slug__in=wanted).order_by("pk").values_list("name", flat=True))
