"""Settings, from the environment only. (First version: enough to migrate.)"""

import os
from pathlib import Path

import environ

from bildungsnetz.postgres import Cluster

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("BILDUNGSNETZ_VAR") or BASE_DIR / "var").resolve()
DATABASES = {"default": environ.Env.db_url_config(os.environ.get("DATABASE_URL") or Cluster(VAR / "postgres").connect())}
SECRET_KEY = "development"
DEBUG = True
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "portal", "insight", "networks", "actors", "exchange", "moderation", "search", "vocabulary", "accounts",
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.staticfiles", "django.contrib.postgres", "django.forms",
    "django.contrib.humanize", "allauth", "allauth.account", "allauth.mfa", "allauth.socialaccount",
    "crispy_forms", "crispy_bootstrap5", "django_filters", "django_htmx", "django_tasks_db", "import_export",
    "pghistory", "pgtrigger", "tree_queries",
]  # fmt: skip
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [BASE_DIR / "templates"], "APP_DIRS": True,
    "OPTIONS": {"context_processors": ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth", "django.contrib.messages.context_processors.messages"]},
}]  # fmt: skip
ROOT_URLCONF = "bildungsnetz.urls"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "allauth.account.auth_backends.AuthenticationBackend"]
LANGUAGE_CODE, TIME_ZONE, USE_TZ = "de", "Europe/Berlin", True
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
