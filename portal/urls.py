"""Addresses of pages that show several rooms at once. The room hangs at the root of the site."""

from django.urls import path
from django.views.generic import TemplateView

from portal import directory, mine, pages, processing, views
from portal.calendar import views as calendar
from registration import views as registration

app_name = "portal"

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("verzeichnis/", directory.DirectoryListView.as_view(), name="directory"),
    path("verzeichnis.csv", directory.DirectoryTableView.as_view(), name="directory_csv"),
    path("verzeichnis/karte.json", directory.DirectoryMapView.as_view(), name="directory_markers"),
    path(
        "verzeichnis/vorschlaege.json",
        directory.DirectorySuggestionsView.as_view(),
        name="directory_suggestions",
    ),
    path("themen/", views.ThemeListView.as_view(), name="theme_list"),
    path("themen/<slug:slug>/", views.ThemeView.as_view(), name="theme"),
    path("stadtteile/", views.DistrictListView.as_view(), name="district_list"),
    path("stadtteile/<slug:slug>/", views.DistrictView.as_view(), name="district"),
    path("wer-macht-was/", views.CommitmentsView.as_view(), name="commitments"),
    path("termine/", calendar.MeetingsView.as_view(), name="meetings"),
    path("termine/drucken/", calendar.MeetingsPrintView.as_view(), name="meetings_print"),
    path("termine.csv", calendar.MeetingsTableView.as_view(), name="meetings_csv"),
    path("impressum/", pages.TextView.as_view(slug="impressum"), name="imprint"),
    path("datenschutz/", pages.TextView.as_view(slug="datenschutz"), name="privacy"),
    path("barrierefreiheit/", pages.TextView.as_view(slug="barrierefreiheit"), name="accessibility"),
    path("leichte-sprache/", pages.TextView.as_view(slug="leichte-sprache"), name="plain_language"),
    path("tastenkuerzel/", TemplateView.as_view(template_name="portal/shortcuts.html"), name="shortcuts"),
    path("barriere-melden/", pages.BarrierReportView.as_view(), name="report_barrier"),
    path("barriere-melden/danke/", pages.BarrierReportedView.as_view(), name="barrier_reported"),
    path("verarbeitungsverzeichnis/", processing.ProcessingView.as_view(), name="processing"),
    path("meine/", mine.MineView.as_view(), name="mine"),
    path("eintragen/", registration.StartView.as_view(), name="registration"),
    path(
        "eintragen/bestaetigen/<str:token>/", registration.ConfirmView.as_view(), name="registration_confirm"
    ),
    path("eintragen/weiter/<str:token>/", registration.ContinueView.as_view(), name="registration_continue"),
    path("eintragen/<uuid:pk>/spaeter/", registration.LaterView.as_view(), name="registration_later"),
    path("eintragen/<uuid:pk>/absenden/", registration.SubmitView.as_view(), name="registration_submit"),
    path("eintragen/<uuid:pk>/<slug:step>/", registration.StepView.as_view(), name="registration_step"),
]
