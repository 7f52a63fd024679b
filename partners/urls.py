"""Addresses of Partner: finding, asking, offering. The room hangs at the root of the site."""

from django.urls import URLPattern

app_name = "partners"

urlpatterns: list[URLPattern] = []
