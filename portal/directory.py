"""/verzeichnis/: networks and actors in one list, its table, its map and its suggestions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from search.pages.views import DirectoryCsvView, DirectoryMarkersView, DirectoryView, SuggestionsView


class OfEverything:
    route = "portal:directory"
    facets = (
        "art", "thema", "stadtteil", "format", "akteursart", "mitglied", "koordination", "zielgruppe", "phase",
        "charakter", "verbindlichkeit", "offenheit", "status", "rhythmus", "trifft_sich", "digital", "monat", "wochentag", "tageszeit", "lebendigkeit",
        "bietet", "sucht",
    )  # fmt: skip


class DirectoryListView(OfEverything, DirectoryView):
    title = _("Verzeichnis")
    intro = _("Wer bildet was, wo und mit wem?")


class DirectoryTableView(OfEverything, DirectoryCsvView):
    pass


class DirectoryMapView(OfEverything, DirectoryMarkersView):
    pass


class DirectorySuggestionsView(OfEverything, SuggestionsView):
    pass
