"""All settings, read from the environment. The README has a table of them; `environment.py` reads them strictly.

BILDUNGSNETZ_MODE decides how careful the portal is. Without it, a set DATABASE_URL means production; without either,
`manage.py` works on this machine with the embedded database ("development").
"""

import os
import secrets
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from bildungsnetz.environment import Environment
from bildungsnetz.postgres import Cluster, PostgresError, write_secret

BASE_DIR = Path(__file__).resolve().parent.parent
# Tests must not depend on the settings of whoever runs them.
_of_tests = os.environ.get("BILDUNGSNETZ_MODE") == "test"
ENVIRONMENT = Environment(
    {n: v for n, v in os.environ.items() if not _of_tests or n.startswith("BILDUNGSNETZ_")}
)
_env = ENVIRONMENT

# --- What kind of start is this? ----------------------------------------------------------------------------------

_database_url = _env.secret("DATABASE_URL")
MODE = _env.choice(
    "BILDUNGSNETZ_MODE",
    ["production", "development", "demo", "test"],
    default="production" if _database_url else "development",
)
PRODUCTION, DEMO, TEST = (mode == MODE for mode in ("production", "demo", "test"))
VAR = Path(_env.text("BILDUNGSNETZ_VAR", str(BASE_DIR / "var"))).expanduser().resolve()

DEBUG = _env.flag("DEBUG", default=MODE == "development")
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured(
        "DEBUG zeigt Fremden das Innere des Portals: Schreiben Sie im Betrieb DEBUG=0 oder nichts."
    )


def _own_secret_key() -> str:
    """Return this machine's key, made on the first start, so that logins in demo and development outlive a restart."""
    path = VAR / "secret-key"
    try:
        if not path.exists():
            VAR.mkdir(parents=True, exist_ok=True)
            write_secret(path, secrets.token_urlsafe(64), keep_existing=True)
        return path.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"In {VAR} darf dieses Benutzerkonto nicht schreiben: Setzen Sie BILDUNGSNETZ_VAR auf ein eigenes Verzeichnis."
        ) from error


_secret_key = _env.secret("SECRET_KEY")
if PRODUCTION:
    SECRET_KEY = _env.required(
        _secret_key,
        "SECRET_KEY",
        "Schreiben Sie einen zufälligen Text von mindestens 50 Zeichen hinein, zum Beispiel die Ausgabe von "
        'python -c "import secrets; print(secrets.token_urlsafe(64))".',
    )
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
        raise ImproperlyConfigured(
            "SECRET_KEY ist zu leicht zu erraten: Schreiben Sie mindestens 50 zufällige Zeichen hinein."
        )
else:
    SECRET_KEY = _secret_key or ("test" * 16 if TEST else _own_secret_key())

PORT = _env.number("PORT", default=8000, least=1, most=65535)
BIND = _env.text("BIND", "127.0.0.1")
_LOCAL_HOSTS = [".localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = _env.hosts(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else _LOCAL_HOSTS if BIND == "127.0.0.1" else ["*"]
)
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS fehlt: Schreiben Sie die Rechnernamen hinein, unter denen das Portal erreichbar ist, "
        "zum Beispiel bildungsnetz.auenberg.de."
    )
if PRODUCTION and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS=* lässt gefälschte Rechnernamen zu: Schreiben Sie die Namen des Portals hinein."
    )

# --- The Kommune and who answers for the portal (shown in the header and on the legal pages) -----------------------

KOMMUNE_NAME = _env.text("KOMMUNE_NAME", "Stadt Auenberg" if DEMO else "Musterkommune")
# Whose school and public holidays count („NI“); none where none is named.
KOMMUNE_LAND = _env.choice(
    "KOMMUNE_LAND", "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH".split(), default="NI" if DEMO else ""
)
SITE_URL = _env.address(
    "SITE_URL", f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if PRODUCTION else f"http://localhost:{PORT}"
)
PORTAL_OPERATOR = _env.text("PORTAL_OPERATOR", KOMMUNE_NAME)
PORTAL_ADDRESS = _env.text("PORTAL_ADDRESS", "Rathausplatz 1, 12345 Auenberg" if DEMO else "")
PORTAL_REPRESENTATIVE = _env.text("PORTAL_REPRESENTATIVE")
PORTAL_EMAIL = _env.text("PORTAL_EMAIL", "bildungsbuero@auenberg.example" if DEMO else "")
PORTAL_PHONE = _env.text("PORTAL_PHONE", "01234 567-0" if DEMO else "")
PRIVACY_OFFICER = _env.text("PRIVACY_OFFICER")
ENFORCEMENT_BODY = _env.text("ENFORCEMENT_BODY")

# --- Database -----------------------------------------------------------------------------------------------------


# A server that is switched off says nothing at all: then pages say so within seconds, instead of waiting for hours.
ANSWERS_SOON = {
    "connect_timeout": "5",  # seconds, like the next three
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",  # milliseconds
}


def _database() -> dict[str, object]:
    """Return Django's settings for the database at DATABASE_URL, or for the embedded server, which is started."""
    if _database_url:
        url = _database_url
    elif PRODUCTION:
        raise ImproperlyConfigured(
            "DATABASE_URL fehlt: Schreiben Sie die Adresse der PostgreSQL-Datenbank hinein, "
            "zum Beispiel postgresql://name:passwort@rechner:5432/bildungsnetz."
        )
    else:
        try:
            url = Cluster(VAR / ("postgres-test" if TEST else "postgres"), throwaway=TEST).connect()
        except PostgresError as error:
            raise ImproperlyConfigured(str(error)) from error
    try:
        parts = conninfo_to_dict(url if url.startswith(("postgresql://", "postgres://")) else "invalid")
        name = parts.pop("dbname")
    except (ProgrammingError, KeyError) as error:
        raise ImproperlyConfigured(
            "DATABASE_URL ist keine Adresse einer PostgreSQL-Datenbank: "
            "Schreiben Sie postgresql://name:passwort@rechner:5432/datenbank."
        ) from error
    login = {key.upper(): parts.pop(key, "") for key in ("user", "password", "host", "port")}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        **login,
        "OPTIONS": {**ANSWERS_SOON, **parts},  # sslmode and the like
        "CONN_MAX_AGE": 60
        if PRODUCTION or DEMO
        else 0,  # runserver starts a thread, and a connection, per request
        "CONN_HEALTH_CHECKS": True,
    }


DATABASE_IS_EMBEDDED = not _database_url
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes, as the limits on logins need; the table is made by `manage.py createcachetable`.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    "template_fragments": {  # parts of cards, under the digest of what they show: in each process, never stale
        "BACKEND": f"django.core.cache.backends.{'dummy.DummyCache' if DEBUG else 'locmem.LocMemCache'}",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if PRODUCTION or DEMO
        else "django.tasks.backends.immediate.ImmediateBackend"
    }
}

# --- What the portal is made of -----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "measuring",
    "portal",
    "registration",
    "partners",
    "following",
    "insight",
    "networks",
    "actors",
    "exchange",
    "duplicates",
    "moderation",
    "search",
    "vocabulary",
    "accounts",
    "mailing",
    "design",
    "bildungsnetz",
    "accounts.apps.AdministrationConfig",  # django.contrib.admin behind the portal's own login
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",  # shows nothing without OIDC_SERVER_URL
    "crispy_forms",
    "django_filters",
    "django_htmx",
    "django_tasks_db",
    "import_export",
    "pghistory",
    "pgtrigger",
    "tree_queries",
]

MIDDLEWARE = [
    "bildungsnetz.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "bildungsnetz.headers.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bildungsnetz.methods.MethodsMiddleware",
    "bildungsnetz.caching.CachingMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "accounts.once.SentOnceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "vocabulary.middleware.VisibleTextMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.FactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.HistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.portal",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = "design/forms"  # below templates/
CRISPY_ALLOWED_TEMPLATE_PACKS = [CRISPY_TEMPLATE_PACK]
CRISPY_FAIL_SILENTLY = False  # a layout that names a field the form does not have is a mistake

ROOT_URLCONF = "bildungsnetz.urls"
WSGI_APPLICATION = "bildungsnetz.wsgi.application"

# --- Language and time --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch")]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

# --- Files --------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
_static_storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
if PRODUCTION:
    _static_storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
elif DEMO:  # compressing takes ten seconds, which nobody gains on their own machine
    _static_storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _static_storage},
}
# Development and tests serve the files as they lie in the rooms, collected or not.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not (PRODUCTION or DEMO)
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # of a form without its files; Django allows half of it

# --- How entries are looked after -----------------------------------------------------------------------------------

EDIT_NEEDS_REVIEW = _env.flag("EDIT_NEEDS_REVIEW", default=True)
# How long an entry counts as confirmed, by kind, and the consent of a contact person.
CONFIRM_EVERY = {
    "netzwerk": timedelta(days=_env.number("CONFIRM_NETWORKS", default=182, least=30, most=3650)),
    "akteur": timedelta(days=_env.number("CONFIRM_ACTORS", default=365, least=30, most=3650)),
}
CONSENT_LASTS = timedelta(days=_env.number("CONSENT_LASTS", default=730, least=30, most=3650))

# --- How long things about people are kept, in days (see accounts/retention.py) ---------------------------

KEEP = {
    name.removeprefix("KEEP_").lower(): timedelta(days=_env.number(name, default=days, least=1, most=3650))
    for name, days in {
        "KEEP_UNCONFIRMED_ACCOUNTS": 14,
        "KEEP_DRAFTS": 180,
        "KEEP_MAILS": 90,
        "KEEP_CASES": 365,
        "KEEP_PARTNER_REQUESTS": 365,
        "KEEP_TASKS": 14,
        "KEEP_SESSIONS": 14,
        "KEEP_SEARCHES": 90,
    }.items()
}

# --- Accounts -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}"}
    for validator in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
if TEST:
    PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]  # slow hashes would be most of a test run
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that has just signed up, nowhere else
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or a new second factor is told to the person by mail
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_MAX_EMAIL_ADDRESSES = 2  # the old one and the new one, while an address is changed
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "signup": "accounts.signup.SpamProtectedSignupForm",
    "request_login_code": "accounts.login_code.LoginCodeForm",
}
ACCOUNT_RATE_LIMITS = {"signup": None}  # LIMITS counts it, and keeps what was typed; the rest is allauth's
# What visitors send: a classroom may register behind one address, a robot does not fill the queue (accounts/limits.py).
LIMITS = {
    "sign_up": "40/h/ip",
    "submission": "40/h/ip",
    "report": "20/h/ip",
    "partner_request": "20/h/ip",
    "partner_request_sender": "10/d/key",  # one sender may not write to the whole directory
    "confirmation": "5/h/key",  # letters to one address that a visitor typed
    "calendar": "60/h/key",  # one's own calendar: a few devices, each every quarter of an hour
}
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = f"Bildungsnetz {KOMMUNE_NAME}"
MFA_TOTP_TOLERANCE = 1  # telephones whose clock is up to half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # http://localhost
STAFF_NEEDS_MFA = _env.flag("STAFF_NEEDS_MFA", default=PRODUCTION)
# What the provider's `amr` must hold for single sign-on to count as a second factor (RFC 8176).
OIDC_MFA_AMR = frozenset(_env.text("OIDC_MFA_AMR", "mfa").replace(",", " ").split())

# Single sign-on with the Kommune's own identity provider, for example Keycloak.
SOCIALACCOUNT_ADAPTER = "accounts.adapter.SocialAccountAdapter"
# An address that it has verified opens the account with this address: who sets it up trusts it with the logins.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
_oidc_server = _env.address("OIDC_SERVER_URL")
_oidc_name = _env.text("OIDC_NAME", f"Anmeldung {KOMMUNE_NAME}")
_oidc_id, _oidc_secret = _env.text("OIDC_CLIENT_ID"), _env.secret("OIDC_CLIENT_SECRET")
if _oidc_server:
    _how_to_oidc = "Tragen Sie ein, was Ihr Anmeldedienst für das Bildungsnetz ausgegeben hat."
    _oidc_app = {
        "provider_id": "oidc",
        "name": _oidc_name,
        "client_id": _env.required(_oidc_id, "OIDC_CLIENT_ID", _how_to_oidc),
        "secret": _env.required(_oidc_secret, "OIDC_CLIENT_SECRET", _how_to_oidc),
        "settings": {"server_url": _oidc_server, "oauth_pkce_enabled": True},
    }
    SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_oidc_app]}}

# --- Mail ---------------------------------------------------------------------------------------------------------

_mail_security = _env.choice("MAIL_SECURITY", ["starttls", "tls", "none"], default="starttls")
_mail_host = _env.text("MAIL_HOST")
_mail_options = {
    "host": _mail_host or "localhost",
    "port": _env.number("MAIL_PORT", default=465 if _mail_security == "tls" else 587, least=1, most=65535),
    "username": _env.text("MAIL_USER"),
    "password": _env.secret("MAIL_PASSWORD"),
    "use_tls": _mail_security == "starttls",
    "use_ssl": _mail_security == "tls",
    "timeout": 20,
}
if TEST:
    MAILERS: dict[str, dict[str, object]] = {
        "default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    }
elif DEMO:
    MAILERS = {
        "default": {"BACKEND": "mailing.backends.QueueBackend"},
        "delivery": {"BACKEND": "mailing.backends.KeepBackend"},  # read it at /postfach/
    }
elif _mail_host or PRODUCTION:
    MAILERS = {
        "default": {"BACKEND": "mailing.backends.QueueBackend"},
        "delivery": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": _mail_options},
    }
else:
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
DEFAULT_FROM_EMAIL = _env.text("MAIL_FROM", PORTAL_EMAIL or f"bildungsnetz@{urlsplit(SITE_URL).hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Security -----------------------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],  # Bootstrap draws its ticks and arrows as data: images
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    # Browsers hold redirects after a form to this list, too: signing on leads to the identity provider.
    "form-action": [
        CSP.SELF,
        *(["{0.scheme}://{0.netloc}".format(urlsplit(_oidc_server))] if _oidc_server else []),
    ],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = (
    None  # gone with the browser's session: a visitor who opened a form is not marked for a year
)
SESSION_COOKIE_AGE = int(KEEP["sessions"].total_seconds())
SECURE_SSL_REDIRECT = PRODUCTION
_hsts_seconds = _env.number("HSTS_SECONDS", default=31_536_000, least=1, most=63_072_000)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # want both of these always
# Only on request: whatever else the town has below the same domain would have to speak https, too.
_hsts_subdomains = _env.flag("HSTS_SUBDOMAINS", default=False)
_hsts_preload = _env.flag("HSTS_PRELOAD", default=False)
if _hsts_preload and not (_hsts_subdomains and _hsts_seconds >= 31_536_000):
    raise ImproperlyConfigured(
        "HSTS_PRELOAD=1 nehmen die Listen der Browser nur mit HSTS_SUBDOMAINS=1 und mindestens HSTS_SECONDS=31536000: "
        "Schreiben Sie beides dazu oder lassen Sie HSTS_PRELOAD weg."
    )
if PRODUCTION:
    SECURE_HSTS_SECONDS = _hsts_seconds
    SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD = _hsts_subdomains, _hsts_preload
if _env.flag("TRUST_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# --- Map: district outlines from the database; pictures of streets only from the address given here -----------------

MAP_TILE_URL = _env.tiles("MAP_TILE_URL")
MAP_TILE_ATTRIBUTION = _env.text("MAP_TILE_ATTRIBUTION")
if MAP_TILE_URL:
    _env.required(
        MAP_TILE_ATTRIBUTION,
        "MAP_TILE_ATTRIBUTION",
        "Schreiben Sie hinein, wen die Karte als Quelle nennen muss, zum Beispiel © basemap.de / BKG.",
    )

# --- History ------------------------------------------------------------------------------------------------------

PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
IMPORT_EXPORT_USE_TRANSACTIONS = True

# --- Logs: one JSON object per line in production, readable lines elsewhere, always on standard output ----------------

_log_level = _env.choice(
    "LOG_LEVEL",
    ["DEBUG", "INFO", "WARNING", "ERROR"],
    default="INFO" if PRODUCTION else "ERROR" if DEMO else "WARNING",
)
_log_filters = (
    [] if DEBUG else ["discreet"]
)  # a filter of a logger sees only what is logged there, the handler sees all
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "discreet": {"()": "bildungsnetz.logs.Discreet"},
        "outage": {"()": "bildungsnetz.logs.OutageFilter"},
    },
    "formatters": {
        "json": {"()": "bildungsnetz.logs.JsonFormatter"},
        "plain": {"format": "{levelname:.1} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": sys.stdout,
            "formatter": "json" if PRODUCTION else "plain",
            "filters": _log_filters,
        }
    },
    "root": {"handlers": ["stdout"], "level": _log_level},
    "loggers": {
        # Django comes with handlers of its own, which write to standard error and to ADMINS.
        "django": {"handlers": [], "level": _log_level},
        "django.request": {"filters": ["outage", *_log_filters]},
        "django.security.csrf": {"filters": _log_filters},
        "django.server": {
            "handlers": [], "propagate": True, "level": "INFO" if DEBUG else _log_level, "filters": _log_filters,
        },
    },
}  # fmt: skip
