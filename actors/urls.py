from django.urls import path

from actors import listing, views, views_consent, views_duplicates
from actors.forms import ActorForm
from actors.models import Actor
from moderation.views import ReportView
from moderation.views_claims import ClaimView
from moderation.views_editing import EditView
from moderation.views_freshness import ConfirmEntryView

app_name = "actors"
urlpatterns = [
    path("akteure/", listing.ActorListView.as_view(), name="list"),
    path("akteure.csv", listing.ActorCsvView.as_view(), name="csv"),
    path("akteure/karte.json", listing.ActorMarkersView.as_view(), name="markers"),
    path("akteure/vorschlaege.json", listing.ActorSuggestionsView.as_view(), name="suggestions"),
    path("einwilligung/<str:token>/", views_consent.ConsentView.as_view(), name="consent"),
    path("akteure/<slug:slug>/", views.ActorView.as_view(), name="detail"),
    path("akteure/<slug:slug>/melden/", ReportView.as_view(model=Actor), name="report"),
    path("akteure/<slug:slug>/uebernehmen/", ClaimView.as_view(model=Actor), name="claim"),
    path("akteure/<slug:slug>/bestaetigen/", ConfirmEntryView.as_view(model=Actor), name="confirm"),
    path("akteure/<slug:slug>/bearbeiten/", EditView.as_view(model=Actor, form_class=ActorForm), name="edit"),
    path("doppelstrukturen/akteure/", views_duplicates.DuplicatesView.as_view(), name="duplicates"),
    path("doppelstrukturen/akteure.csv", views_duplicates.DuplicatesCsvView.as_view(), name="duplicates_csv"),
    path("doppelstrukturen/akteure/entscheiden/", views_duplicates.DecideView.as_view(), name="decide"),
    path("doppelstrukturen/akteure/zusammenfuehren/", views_duplicates.MergeView.as_view(), name="merge"),
    path(
        "doppelstrukturen/akteure/<int:pk>/zuruecknehmen/",
        views_duplicates.UndoDecisionView.as_view(),
        name="undo_decision",
    ),
    path(
        "doppelstrukturen/akteure/zusammengefuehrt/<int:pk>/trennen/",
        views_duplicates.UndoMergeView.as_view(),
        name="undo_merge",
    ),
]
