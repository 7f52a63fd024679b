"""/akteure/: the list of actors, its table, its map and its suggestions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from search.pages.views import DirectoryCsvView, DirectoryMarkersView, DirectoryView, SuggestionsView


class OfActors:
    route = "actors:list"
    scope = {"art": ["akteur"]}
    facets = ("thema", "stadtteil", "akteursart", "zielgruppe", "phase", "bietet", "sucht")


class ActorListView(OfActors, DirectoryView):
    title = _("Akteure")
    intro = _("Einrichtungen, Ämter, Vereine und Betriebe, die Bildung machen oder möglich machen.")


class ActorCsvView(OfActors, DirectoryCsvView):
    pass


class ActorMarkersView(OfActors, DirectoryMarkersView):
    pass


class ActorSuggestionsView(OfActors, SuggestionsView):
    pass
