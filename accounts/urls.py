"""What allauth does not have of one's own account. Hangs below /konto/, before allauth's addresses."""

from django.urls import path

from accounts import views, views_factor

app_name = "accounts"
urlpatterns = [
    path("name/", views.NameView.as_view(), name="name"),
    path("daten/", views.DataView.as_view(), name="data"),
    path("daten.json", views.DataJsonView.as_view(), name="data_json"),
    path("daten.zip", views.DataCsvView.as_view(), name="data_csv"),
    path("loeschen/", views.DeleteAccountView.as_view(), name="delete"),
    path("zweiter-faktor/", views_factor.FactorView.as_view(), name="factor"),
    # allauth's own addresses: whoever sets a factor up here has proved it for this login
    path("2fa/totp/activate/", views_factor.ActivateTotpView.as_view(), name="activate_totp"),
    path("2fa/webauthn/add/", views_factor.AddWebAuthnView.as_view(), name="add_webauthn"),
]
