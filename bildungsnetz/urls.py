"""The site map: every room hangs its own addresses in here."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

handler500 = "bildungsnetz.outages.server_error"
urlpatterns = [
    path("admin/", admin.site.urls),
    path("konto/", include("accounts.urls")),
    path("konto/", include("allauth.urls")),
    path("", include("moderation.urls")),
    path("", include("networks.urls")),
    path("", include("actors.urls")),
    path("", include("insight.urls")),
    path("", include("following.urls")),
    path("", include("partners.urls")),
    path("", include("portal.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("postfach/", include("mailing.urls")))
