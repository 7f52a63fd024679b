from django.urls import path

from moderation.views import ReportView
from moderation.views_claims import ClaimView
from moderation.views_editing import EditView
from moderation.views_freshness import ConfirmEntryView
from networks import (
    feeds,
    listing,
    views,
    views_calendar,
    views_duplicates,
    views_editing,
    views_joining,
    views_meeting,
    views_members,
    views_planning,
    views_rhythm,
    views_roster,
)
from networks.forms import NetworkForm
from networks.models import Network

app_name = "networks"
urlpatterns = [
    path("netzwerke/", listing.NetworkListView.as_view(), name="list"),
    path("netzwerke.csv", listing.NetworkCsvView.as_view(), name="csv"),
    path("netzwerke/karte.json", listing.NetworkMarkersView.as_view(), name="markers"),
    path("netzwerke/vorschlaege.json", listing.NetworkSuggestionsView.as_view(), name="suggestions"),
    path("netzwerke/<slug:slug>/", views.NetworkView.as_view(), name="detail"),
    path("netzwerke/<slug:slug>/aehnliche/", views.SimilarView.as_view(), name="similar"),
    path("netzwerke/<slug:slug>/melden/", ReportView.as_view(model=Network), name="report"),
    path("netzwerke/<slug:slug>/uebernehmen/", ClaimView.as_view(model=Network), name="claim"),
    path(
        "netzwerke/<slug:slug>/bearbeiten/",
        EditView.as_view(model=Network, form_class=NetworkForm),
        name="edit",
    ),
    path("netzwerke/<slug:slug>/bestaetigen/", ConfirmEntryView.as_view(model=Network), name="confirm"),
    path("netzwerke/<slug:slug>/zwischenstand/", views_editing.UpdateView.as_view(), name="update"),
    path("netzwerke/<slug:slug>/mitmachen/", views_joining.JoinView.as_view(), name="join"),
    path("netzwerke/<slug:slug>/verlassen/", views_joining.LeaveView.as_view(), name="leave"),
    path("netzwerke/<slug:slug>/beenden/", views_joining.EndView.as_view(), name="end"),
    path("netzwerke/<slug:slug>/mitglieder/<int:pk>/", views_roster.MemberView.as_view(), name="member"),
    path(
        "netzwerke/<slug:slug>/gruppen/neu/", views_roster.MemberGroupView.as_view(), name="add_member_group"
    ),
    path(
        "netzwerke/<slug:slug>/gruppen/<int:pk>/", views_roster.MemberGroupView.as_view(), name="member_group"
    ),
    path("netzwerke/<slug:slug>/einladen/", views_members.InviteView.as_view(), name="invite"),
    path(
        "netzwerke/<slug:slug>/einladungen/<int:pk>/erinnern/",
        views_members.RemindView.as_view(),
        name="remind",
    ),
    path(
        "netzwerke/<slug:slug>/einladungen/<int:pk>/zurueckziehen/",
        views_members.WithdrawView.as_view(),
        name="withdraw_invitation",
    ),
    path("netzwerke/<slug:slug>/uebergeben/", views_members.HandoverView.as_view(), name="handover"),
    path("netzwerke/<slug:slug>/termine/<int:pk>/", views_meeting.MeetingView.as_view(), name="meeting"),
    path(
        "netzwerke/<slug:slug>/termine/<int:pk>/bearbeiten/",
        views_meeting.EditMeetingView.as_view(),
        name="edit_meeting",
    ),
    path(
        "netzwerke/<slug:slug>/termine/<int:pk>/verlegen/",
        views_meeting.MoveMeetingView.as_view(),
        name="move_meeting",
    ),
    path(
        "netzwerke/<slug:slug>/termine/<int:pk>/absagen/",
        views_meeting.CancelMeetingView.as_view(),
        name="cancel_meeting",
    ),
    path(
        "netzwerke/<slug:slug>/termine/<int:pk>/ergebnis/",
        views_meeting.OutcomeView.as_view(),
        name="outcome",
    ),
    path("nachfragen/", views_meeting.outcome_mails, name="outcome_mails"),
    path("nachfragen/<str:token>/", views_meeting.decline_outcome_mails, name="decline_outcome_mails"),
    path("rhythmus/", views_rhythm.RhythmView.as_view(), name="rhythm_answer"),
    path("netzwerke/<slug:slug>/termine.ics", feeds.network_calendar, name="calendar"),
    path("netzwerke/<slug:slug>/termine/<int:pk>.ics", feeds.meeting_calendar, name="meeting_calendar"),
    path(
        "netzwerke/<slug:slug>/termine/einlesen/",
        views_calendar.ImportCalendarView.as_view(),
        name="import_calendar",
    ),
    path("akteure/<slug:slug>/termine.ics", feeds.actor_calendar, name="actor_calendar"),
    path("netzwerke/<slug:slug>/termine/", views_planning.PlanView.as_view(), name="meetings"),
    path("netzwerke/<slug:slug>/termine/neu/", views_planning.NewMeetingView.as_view(), name="new_meeting"),
    path(
        "netzwerke/<slug:slug>/termine/voraussichtlich/",
        views_planning.ExpectedView.as_view(),
        name="expected",
    ),
    path(
        "netzwerke/<slug:slug>/termine/zuruecknehmen/",
        views_planning.UndoMeetingsView.as_view(),
        name="undo_meetings",
    ),
    path("doppelstrukturen/", views_duplicates.DuplicatesView.as_view(), name="duplicates"),
    path("doppelstrukturen.csv", views_duplicates.DuplicatesCsvView.as_view(), name="duplicates_csv"),
    path("doppelstrukturen/entscheiden/", views_duplicates.DecideView.as_view(), name="decide"),
    path("doppelstrukturen/zusammenfuehren/", views_duplicates.MergeView.as_view(), name="merge"),
    path(
        "doppelstrukturen/<int:pk>/zuruecknehmen/",
        views_duplicates.UndoDecisionView.as_view(),
        name="undo_decision",
    ),
    path(
        "doppelstrukturen/zusammengefuehrt/<int:pk>/trennen/",
        views_duplicates.UndoMergeView.as_view(),
        name="undo_merge",
    ),
    path("pruefen/", views_duplicates.CheckView.as_view(), name="check"),
    path("termine.ics", feeds.meetings_calendar, name="meetings_calendar"),
]
