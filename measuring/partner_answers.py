"""What answers the situations of `measuring.partner_quality`: the page, and what one would do without it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from actors.models import Actor
from measuring import partner_quality
from measuring.partner_quality import NamedPartners, Situation
from partners.question import ROUTE, PartnerQuestion
from vocabulary.models import District, LifePhase, TargetGroup, Term, Theme

CITY = settings.BASE_DIR / "portal" / "demo" / "auenberg"
INTRO = (Path(__file__).parent / "collections" / "partners" / "quality.md").read_text(encoding="utf-8")


def address_of(one: Situation) -> dict[str, list[str]]:
    """The parameters of /partner/ that ask for a situation."""
    lists: tuple[tuple[str, type[Term | District], Iterable[str]], ...] = (
        ("zielgruppe", TargetGroup, one.groups),
        ("thema", Theme, one.themes),
        ("stadtteil", District, one.places),
        ("phase", LifePhase, one.phases),
    )
    asked = {name: [_slugs(model)[word] for word in words] for name, model, words in lists}
    asker = Actor.objects.filter(kennung=one.asker).values_list("slug", flat=True) if one.asker else ()
    own = {
        "art": list(one.kinds),
        "gesucht": [one.wish] if one.wish else [],
        "richtung": ["bietet"] if one.is_offer else [],
        "fuer": list(asker),
    }
    return {name: values for name, values in (asked | own).items() if values}


def _slugs(model: type[Term | District]) -> Mapping[str, str]:
    return dict(model.objects.values_list("name", "slug"))


def of_page(one: Situation) -> NamedPartners:
    """Exactly what an anonymous visitor sees at first."""
    request = RequestFactory().get(reverse(ROUTE), address_of(one))
    request.user = AnonymousUser()
    question = PartnerQuestion(request)
    keys = {pk: kennung or "" for pk, kennung in Actor.objects.values_list("pk", "kennung")}
    exact, second = (
        tuple(keys[one.row.pk] for one in found.first) for found in (question.exact, question.second)
    )
    return NamedPartners(exact, second)


def same_theme(one: Situation) -> NamedPartners:
    return _listed(one, "themes", one.themes)


def same_group(one: Situation) -> NamedPartners:
    return _listed(one, "target_groups", one.groups)


def _listed(one: Situation, field: str, names: Iterable[str]) -> NamedPartners:
    """The first of the directory that name one of the words, in the order of their names."""
    found = (
        Actor.objects.published()
        .filter(**{f"{field}__name__in": names})
        .exclude(kennung__in=same_as(one.asker))
    )
    keys = found.distinct().order_by("sort_name", "pk").values_list("kennung", flat=True)
    return NamedPartners(tuple(key or "" for key in keys[: partner_quality.SHOWN]))


def same_as(key: str) -> set[str]:
    """The asking actor and its second entry."""
    return {key, *_doubles().get(key, ())} if key else set()


@cache
def _doubles() -> Mapping[str, tuple[str, ...]]:
    with (CITY / "akteure_dubletten.csv").open(encoding="utf-8-sig", newline="") as file:
        pairs = [(row["kennung_a"], row["kennung_b"]) for row in csv.DictReader(file, delimiter=";")]
    return {one: (other,) for pair in pairs for one, other in (pair, pair[::-1])}


ANSWERS: Mapping[str, Callable[[Situation], NamedPartners]] = {
    "this portal": of_page,
    "same theme, five by name": same_theme,
    "same target group, five by name": same_group,
}


def report(folders: Iterable[Path] = ()) -> str:
    """The section of docs/quality.md. `folders`: where further labels lie. Needs the demo city in the directory."""
    asked = partner_quality.situations()
    by = partner_quality.labels([partner_quality.FOLDER, *folders])
    number = Actor.objects.published().count()
    kappas = []
    for half, title in partner_quality.HALVES.items():
        those = [one for one in asked if one.half == half]
        if partner_quality.is_labelled(those, by):
            judged = {one.number: number - len(same_as(one.asker)) for one in those}
            found = partner_quality.agreement(by, those, judged)
            kappas.append(
                f"{title}: {found['fits']:.2f} (fits or not), {found['grades']:.2f} (three grades, weighted)"
            )
    lines = partner_quality.table(asked, by, ANSWERS)
    return f"{INTRO}\nCohen's kappa of the two: {'; '.join(kappas)}.\n\n" + "\n".join(lines) + "\n"
