"""What allauth does not have of one's own account. Hangs below /konto/, before allauth's addresses."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("name/", views.NameView.as_view(), name="name"),
    path("daten/", views.DataView.as_view(), name="data"),
    path("daten.json", views.DataJsonView.as_view(), name="data_json"),
    path("daten.zip", views.DataCsvView.as_view(), name="data_csv"),
    path("loeschen/", views.DeleteAccountView.as_view(), name="delete"),
]
