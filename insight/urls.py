"""Addresses of Einblick. The room hangs at the root of the site."""

from django.urls import path

from insight import lacking, overview

app_name = "insight"

urlpatterns = [
    path("einblick/", overview.OverviewView.as_view(), name="overview"),
    path("einblick/hinweise/<int:pk>/zuruecknehmen/", overview.TakeBackView.as_view(), name="take_back"),
    path("einblick/es-fehlt/", lacking.LackingView.as_view(), name="lacking"),
]
