from django.urls import path

from moderation import (
    views,
    views_changes,
    views_claims,
    views_corrections,
    views_days,
    views_freshness,
    views_requests,
    views_searches,
)

app_name = "moderation"
urlpatterns = [
    path("moderation/", views.QueueView.as_view(), name="queue"),
    path("moderation/aktualitaet/", views_freshness.FreshnessView.as_view(), name="freshness"),
    path("moderation/tage/", views_days.DaysView.as_view(), name="days"),
    path("moderation/suchen/", views_searches.VainSearchesView.as_view(), name="searches"),
    path("moderation/aenderungen/", views_changes.ChangesView.as_view(), name="changes"),
    path("moderation/aenderungen/gesehen/", views_changes.SeenView.as_view(), name="changes_seen"),
    path(
        "moderation/aenderungen/<slug:kind>/<int:pk>/<int:moment>/",
        views_changes.RevertView.as_view(),
        name="revert",
    ),
    path("moderation/<int:pk>/", views.CaseView.as_view(), name="case"),
    path("bestaetigen/<str:token>/", views_freshness.ConfirmEntriesView.as_view(), name="confirm_entries"),
    path("uebernahme/<str:token>/", views_claims.ClaimConfirmView.as_view(), name="claim_confirm"),
    path("meine/anfragen/<int:pk>/", views_requests.RequestView.as_view(), name="request"),
    path("anfrage/<str:token>/", views_requests.RequestByLinkView.as_view(), name="request_by_link"),
    path("vorgang/<str:token>/angaben/", views_corrections.CorrectView.as_view(), name="correct"),
    path("vorgang/<str:token>/", views.AnswerView.as_view(), name="answer"),
]
