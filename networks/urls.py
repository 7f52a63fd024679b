from django.urls import path

from moderation.views import ReportView
from moderation.views_claims import ClaimView
from networks import feeds, listing, views, views_duplicates
from networks.models import Network

app_name = "networks"
urlpatterns = [
    path("netzwerke/", listing.NetworkListView.as_view(), name="list"),
    path("netzwerke.csv", listing.NetworkCsvView.as_view(), name="csv"),
    path("netzwerke/karte.json", listing.NetworkMarkersView.as_view(), name="markers"),
    path("netzwerke/vorschlaege.json", listing.NetworkSuggestionsView.as_view(), name="suggestions"),
    path("netzwerke/<slug:slug>/", views.NetworkView.as_view(), name="detail"),
    path("netzwerke/<slug:slug>/melden/", ReportView.as_view(model=Network), name="report"),
    path("netzwerke/<slug:slug>/uebernehmen/", ClaimView.as_view(model=Network), name="claim"),
    path("netzwerke/<slug:slug>/termine.ics", feeds.network_calendar, name="calendar"),
    path("pruefen/", views_duplicates.CheckView.as_view(), name="check"),
    path("termine.ics", feeds.meetings_calendar, name="meetings_calendar"),
]
