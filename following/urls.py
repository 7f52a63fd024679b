from django.urls import path

from following import feeds, views, views_calendar, views_watching
from following.models import SavedSearch

app_name = "following"
urlpatterns = [
    path("suchen/", views.SearchesView.as_view(), name="searches"),
    path("suchen/neu/", views.NewSearchView.as_view(), name="new_search"),
    path("suchen/<int:pk>/", views.SearchView.as_view(), name="search"),
    path("suchen/<int:pk>/loeschen/", views.delete_search, name="delete_search"),
    path("suchen/<int:pk>/wiederherstellen/", views.restore_search, name="restore_search"),
    path("suche/<str:token>/", views.SharedSearchView.as_view(), name="shared_search"),
    path("beobachten/", views_watching.WatchesView.as_view(), name="watches"),
    path("beobachten/<int:pk>/beenden/", views_watching.stop, name="stop"),
    path("beobachten/<int:pk>/fortsetzen/", views_watching.resume, name="resume"),
    path("beobachten/netzwerk/<slug:slug>/", views_watching.WatchNetworkView.as_view(), name="watch_network"),
    path("beobachten/thema/<slug:slug>/", views_watching.WatchThemeView.as_view(), name="watch_theme"),
    path(
        "beobachten/stadtteil/<slug:slug>/", views_watching.WatchDistrictView.as_view(), name="watch_district"
    ),
    path("beobachten/kalender/", views_calendar.CalendarView.as_view(), name="calendar"),
    path("kalender/<str:token>.ics", views_calendar.own_calendar, name="own_calendar"),
    path("abmelden/<str:token>/", views_watching.unsubscribe, name="unsubscribe"),
    path("verzeichnis.atom", feeds.list_feed, {"kind": SavedSearch.Kind.EVERYTHING}, name="everything_feed"),
    path("netzwerke.atom", feeds.list_feed, {"kind": SavedSearch.Kind.NETWORKS}, name="networks_feed"),
    path("akteure.atom", feeds.list_feed, {"kind": SavedSearch.Kind.ACTORS}, name="actors_feed"),
    path(
        "verzeichnis.ics",
        feeds.list_calendar,
        {"kind": SavedSearch.Kind.EVERYTHING},
        name="everything_calendar",
    ),
    path("netzwerke.ics", feeds.list_calendar, {"kind": SavedSearch.Kind.NETWORKS}, name="networks_calendar"),
]
