"""Addresses of Partner: finding, asking, offering. The room hangs at the root of the site."""

from django.urls import path

from partners import finding, views

app_name = "partners"

urlpatterns = [
    path("partner/", finding.FindView.as_view(), name="find"),
    path("partner/anfragen/", views.RequestsView.as_view(), name="requests"),
    path("partner/anfragen/bestaetigen/<str:token>/", views.RequestConfirmView.as_view(), name="confirm"),
    path("partner/anfragen/ergebnis/<str:token>/", views.RequestOutcomeView.as_view(), name="outcome"),
    path("partner/anfragen-in-zahlen/", views.NumbersView.as_view(), name="numbers"),
    path("partner/anfragen/<slug:slug>/", views.AskView.as_view(), name="ask"),
]
