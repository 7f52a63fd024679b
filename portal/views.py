from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, F, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import DetailView, ListView, TemplateView

from accounts.models import User
from actors.models import Actor
from moderation.models import Moderated
from networks.models import Commitment, Meeting, Network, Update
from portal.counts import count_districts, count_themes, most_used
from portal.filters import TASKS, CommitmentFilterForm
from search.pages.districts import list_filter
from vocabulary import reserving
from vocabulary.models import District, ResourceKind, Term, Theme

SLUG = re.compile(r"[-\w]{1,120}", re.ASCII)
PUBLISHED = Moderated.ReviewStatus.PUBLISHED
TILES = 12  # themes: divides by two, three and four columns
QUICK_THEMES = 5  # in one line below the search field
LARGE_FIRST = Case(*(When(level=level, then=place) for place, level in enumerate(District.Level.values)))


class HomeView(TemplateView):
    template_name = "portal/home.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        networks = Network.objects.published()
        themes = most_used(count_themes(Theme.objects.filter(parent=None), self.request.user))
        return super().get_context_data(
            **kwargs,
            network_total=networks.count(),
            active_total=networks.active().count(),
            actor_total=Actor.objects.published().count(),
            themes=themes[:TILES],
            quick=themes[:QUICK_THEMES],
            meetings=public_meetings()[:4],
            updates=public_updates()[:3],
            suggest_url=f"{reverse('portal:directory')}vorschlaege.json",
            kommune=settings.KOMMUNE_NAME,
        )


def public_meetings() -> QuerySet[Meeting]:
    return (
        Meeting.objects.public()
        .upcoming()
        .filter(network__review_status=PUBLISHED)
        .select_related("network__format")
        .order_by("start", "pk")
    )


def public_updates() -> QuerySet[Update]:
    return (
        Update.objects.filter(is_public=True, network__review_status=PUBLISHED)
        .select_related("network")
        .order_by("-date", "-pk")
    )


class ThemeListView(ListView):
    template_name = "portal/theme_list.html"
    context_object_name = "themes"

    def get_queryset(self) -> list[Theme]:
        themes = Theme.objects.filter(parent=None).prefetch_related("children").order_by("position", "pk")
        return count_themes(themes, self.request.user)


class WordView(DetailView):
    """The page of a theme or a place; from the address that it had before one is led to today's."""

    page: str

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        word: Any = reserving.at_address(self.model, kwargs["slug"])
        if word is not None and word.slug != kwargs["slug"]:
            return redirect(self.page, word.slug, permanent=True)
        return super().get(request, *args, **kwargs)


class ThemeView(WordView):
    model, page = Theme, "portal:theme"
    template_name = "portal/theme.html"
    context_object_name = "theme"
    shown = 12

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        theme, user = self.object, self.request.user
        _itself, *children = count_themes([theme, *theme.children.order_by("position", "pk")], user)
        family = theme.descendants(include_self=True)
        networks = Network.objects.visible_to(user).filter(themes__in=family).distinct()
        actors = Actor.objects.visible_to(user).filter(themes__in=family).distinct()
        return super().get_context_data(
            **kwargs,
            children=children,
            network_total=theme.network_count,
            networks=networks.select_related("format").with_next_meeting()[: self.shown],
            commitments=shown_commitments(user).about(family)[: self.shown],
            actor_total=theme.actor_count,
            actors=actors.select_related("kind")[: self.shown],
        )


class DistrictListView(ListView):
    template_name = "portal/district_list.html"
    context_object_name = "districts"
    paginate_by = 120

    def get_queryset(self) -> QuerySet[District]:
        return District.objects.order_by(LARGE_FIRST, "position", "name", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["districts"] = count_districts(context["districts"], self.request.user)
        return context


class DistrictView(WordView):
    model, page = District, "portal:district"
    template_name = "portal/district.html"
    context_object_name = "district"
    shown = 12

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        district, user = self.object, self.request.user
        below = district.children.order_by("position", "name", "pk")
        _itself, *children = count_districts([district, *below], user)
        networks = Network.objects.visible_to(user).in_district(district)
        actors = Actor.objects.visible_to(user).in_district(district)
        return super().get_context_data(
            **kwargs,
            list_filter=list_filter(district),
            children=children,
            network_total=district.network_count,
            networks=networks.select_related("format").with_next_meeting()[: self.shown],
            actor_total=district.actor_count,
            actors=actors.select_related("kind")[: self.shown],
        )


def shown_commitments(user: User | AnonymousUser) -> QuerySet[Commitment]:
    """Tasks and resources of networks that go on, by theme."""
    found = Commitment.objects.current().in_use().visible_to(user)
    by_theme = F("theme__position").asc(nulls_last=True), F("theme__name").asc(nulls_last=True)
    return found.select_related("network", "actor", "resource", "theme").order_by(*by_theme, "text", "pk")


class CommitmentsView(ListView):
    """Who feels responsible for what, across the whole Kommune; `thema` and `ressource` narrow it."""

    template_name = "portal/commitments.html"
    context_object_name = "commitments"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Commitment]:
        found = shown_commitments(self.request.user)
        self.theme: Any = self._word(Theme, "thema")
        self.resource: Any = self._word(ResourceKind, "ressource")
        if self.theme:
            found = found.about(self.theme.descendants(include_self=True))
        if self.resource:
            return found.filter(resource=self.resource)
        return found.tasks() if self.request.GET.get("ressource") == TASKS else found

    def _word(self, model: type[Term], name: str) -> Term | None:
        slug = self.request.GET.get(name, "")
        return reserving.at_address(model, slug) if SLUG.fullmatch(slug) else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = self.resource.slug if self.resource else self.request.GET.get("ressource", "")
        theme = self.theme.slug if self.theme else ""
        return super().get_context_data(
            **kwargs, theme=self.theme, filter_form=CommitmentFilterForm(thema=theme, ressource=kind)
        )


class MeetingsView(ListView):
    """All meetings to come, by month."""

    template_name = "portal/meetings.html"
    context_object_name = "meetings"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Meeting]:
        return public_meetings()
