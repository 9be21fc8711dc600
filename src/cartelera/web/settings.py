"""The platform's settings. What a house may choose comes from the environment:

CARTELERA_DATA           the data directory (default ./cartelera-data)
CARTELERA_DATABASE_URL   postgres://user:password@host:port/name instead of SQLite
CARTELERA_HOSTS          host names served, apart by commas (default: this machine's own)
CARTELERA_HTTPS          1 when served over HTTPS: secure cookies and HSTS
CARTELERA_TIME_ZONE      the house's time zone (default America/Mexico_City)
CARTELERA_DEBUG          1 shows the trace of an error in the browser; never on a public host
CARTELERA_MEDIA          where masters and packages are: a directory, or s3://bucket/prefix
CARTELERA_SCHEDULER      a cluster that shares encodes and learning: tls://host:8786
CARTELERA_CLUSTER_TLS    a directory with ca.pem, cert.pem and key.pem, to speak to it
CARTELERA_MEDIA_REDIRECT an internal nginx location that serves packages (default: served here)
CARTELERA_ADDRESSES      a MaxMind file of territories (default: territories.mmdb in the data)
CARTELERA_PROXIES        addresses of our own proxies, apart by commas: only these are believed
CARTELERA_TERRITORY_HEADER a header in which they name the territory, such as CF-IPCountry
CARTELERA_READER_URL     an OpenAI-compatible endpoint, for `announce read --backend`
CARTELERA_READER_MODEL   the model asked there
CARTELERA_READER_KEY     its key, if it wants one
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from cartelera.adapters.secrets import kept_secret

django_stubs_ext.monkeypatch()

WEB = Path(__file__).parent
DATA = Path(os.environ.get("CARTELERA_DATA") or "cartelera-data").absolute()

SECRET_KEY = kept_secret(DATA / "secret")
DEBUG = os.environ.get("CARTELERA_DEBUG") == "1"
HTTPS = os.environ.get("CARTELERA_HTTPS") == "1"
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("CARTELERA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
]
MEDIA = os.environ.get("CARTELERA_MEDIA", "")
SCHEDULER = os.environ.get("CARTELERA_SCHEDULER", "")
CLUSTER_TLS = os.environ.get("CARTELERA_CLUSTER_TLS", "")
MEDIA_REDIRECT = os.environ.get("CARTELERA_MEDIA_REDIRECT", "")

ADDRESSES = Path(os.environ.get("CARTELERA_ADDRESSES") or DATA / "territories.mmdb")
PROXIES = os.environ.get("CARTELERA_PROXIES", "").replace(",", " ").split()
TERRITORY_HEADER = os.environ.get("CARTELERA_TERRITORY_HEADER", "")

INSTALLED_APPS = [
    "cartelera.apps.work",
    "cartelera.apps.accounts",
    "cartelera.apps.slate",
    "cartelera.apps.audience",
    "cartelera.apps.media",
    "cartelera.apps.announce",
    "cartelera.apps.discovery",
    "cartelera.apps.filming",
    "cartelera.web",
    "cartelera.web.apps.RecordsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads its answers, so that lengths tell nothing
    "cartelera.web.middleware.ContentSecurity",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cartelera.web.middleware.Viewers",
    "cartelera.web.middleware.Refusals",
]

ROOT_URLCONF = "cartelera.web.urls"
WSGI_APPLICATION = "cartelera.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cartelera.web.context.house",
            ],
        },
    }
]


def _sqlite(name: str, synchronous: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / name,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous};",
        },
    }


def _databases(address: str) -> dict[str, dict[str, object]]:
    if not address:
        return {
            "default": _sqlite("record.db", "FULL"),
            "viewings": _sqlite("viewings.db", "FULL"),
        }
    parts = urlsplit(address)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(query.get("host", "") or parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }
    }


DATABASES = _databases(os.environ.get("CARTELERA_DATABASE_URL", ""))
DATABASE_ROUTERS = ["cartelera.apps.work.databases.Databases"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Spanish")), ("en", _("English"))]
LOCALE_PATHS = [
    WEB / "locale",
    *(WEB / door / "locale" for door in ("screen", "press", "office", "api")),
]
TIME_ZONE = os.environ.get("CARTELERA_TIME_ZONE", "America/Mexico_City")
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = None
STATICFILES_DIRS = [WEB / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SAMESITE = "Lax"
# Behind a proxy the site is asked over HTTP; only a house that says so hears the proxy.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a title with a long cast has many
FILE_UPLOAD_TEMP_DIR = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
