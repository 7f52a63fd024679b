"""Addresses of pages that show several rooms at once. The room hangs at the root of the site."""

from django.urls import path

from portal import directory

app_name = "portal"

urlpatterns = [
    path("verzeichnis/", directory.DirectoryListView.as_view(), name="directory"),
    path("verzeichnis.csv", directory.DirectoryTableView.as_view(), name="directory_csv"),
    path("verzeichnis/karte.json", directory.DirectoryMapView.as_view(), name="directory_markers"),
    path("verzeichnis/vorschlaege.json", directory.DirectorySuggestionsView.as_view(), name="directory_suggestions"),
]
