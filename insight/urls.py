"""Addresses of Einblick. The room hangs at the root of the site."""

from django.urls import include, path

from insight import gaps, overview

app_name = "insight"

urlpatterns = [
    path("einblick/", overview.OverviewView.as_view(), name="overview"),
    path("einblick/luecken/", gaps.GapsView.as_view(), name="gaps"),
    path("einblick/luecken.csv", gaps.GapsCsvView.as_view(), name="gaps_csv"),
    path("", include("insight.reports.urls")),
]
