from django.urls import path

from mailing import views

app_name = "mailing"
urlpatterns = [
    path("", views.MailboxView.as_view(), name="mailbox"),
    path("<int:pk>/", views.MailView.as_view(), name="mail"),
]
