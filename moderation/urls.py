from django.urls import path

from moderation import views

app_name = "moderation"
urlpatterns = [
    path("moderation/", views.QueueView.as_view(), name="queue"),
    path("moderation/<int:pk>/", views.CaseView.as_view(), name="case"),
    path("vorgang/<str:token>/", views.AnswerView.as_view(), name="answer"),
]
