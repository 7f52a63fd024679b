"""Addresses of Einblick. The room hangs at the root of the site."""

from django.urls import path

from insight import exports, overview, ties

app_name = "insight"

urlpatterns = [
    path("einblick/", overview.OverviewView.as_view(), name="overview"),
    path("einblick/wer-mit-wem/", ties.TiesView.as_view(), name="ties"),
    path("einblick/wer-mit-wem/ueberschneidungen.csv", ties.MatrixTableView.as_view(), name="matrix_csv"),
    path("einblick/wer-mit-wem/<str:file>", exports.ExportView.as_view(), name="graph_file"),
]
