"""Addresses of Einblick. The room hangs at the root of the site."""

from django.urls import path

from insight import overview

app_name = "insight"

urlpatterns = [
    path("einblick/", overview.OverviewView.as_view(), name="overview"),
]
