"""Addresses of Einblick. The room hangs at the root of the site."""

from django.urls import include, path

from insight import compare, exports, gaps, lacking, load_page, overview, stock_page, ties

app_name = "insight"

urlpatterns = [
    path("einblick/", overview.OverviewView.as_view(), name="overview"),
    path("einblick/hinweise/<int:pk>/zuruecknehmen/", overview.TakeBackView.as_view(), name="take_back"),
    path("einblick/es-fehlt/", lacking.LackingView.as_view(), name="lacking"),
    path("einblick/bestand/", stock_page.StockView.as_view(), name="stock"),
    path("einblick/wer-mit-wem/", ties.TiesView.as_view(), name="ties"),
    path("einblick/wer-mit-wem/ueberschneidungen.csv", ties.MatrixTableView.as_view(), name="matrix_csv"),
    path("einblick/wer-mit-wem/<str:file>", exports.ExportView.as_view(), name="graph_file"),
    path("einblick/auslastung/", load_page.LoadView.as_view(), name="load"),
    path("einblick/auslastung.csv", load_page.LoadTableView.as_view(), name="load_csv"),
    path("einblick/auslastung/paare.csv", load_page.PairTableView.as_view(), name="load_pairs_csv"),
    path("einblick/luecken/", gaps.GapsView.as_view(), name="gaps"),
    path("einblick/luecken.csv", gaps.GapsCsvView.as_view(), name="gaps_csv"),
    path("einblick/vergleich/", compare.CompareView.as_view(), name="compare"),
    path("", include("insight.reports.urls")),
]
