"""/netzwerke/: the list of networks, its table, its map and its suggestions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from search.pages.views import DirectoryCsvView, DirectoryMarkersView, DirectoryView, SuggestionsView


class OfNetworks:
    route = "networks:list"
    scope = {"art": ["netzwerk"]}
    facets = (
        "thema", "stadtteil", "format", "mitglied", "koordination", "zielgruppe", "phase", "charakter",
        "verbindlichkeit", "offenheit", "status", "lebendigkeit", "rhythmus", "trifft_sich", "digital", "monat", "wochentag", "tageszeit",
    )  # fmt: skip


class NetworkListView(OfNetworks, DirectoryView):
    title = _("Netzwerke")
    intro = _("Runde Tische, Arbeitskreise, Bündnisse: wer woran zusammenarbeitet.")


class NetworkCsvView(OfNetworks, DirectoryCsvView):
    pass


class NetworkMarkersView(OfNetworks, DirectoryMarkersView):
    pass


class NetworkSuggestionsView(OfNetworks, SuggestionsView):
    pass
