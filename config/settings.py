"""Every setting, read from the environment once. Nothing else in the project reads it.

| variable | meaning | default |
|---|---|---|
| ERRATA_VAR | where everything that runs or is made lives | var/ beside manage.py |
| DATABASE_URL | an external PostgreSQL (with pgvector) | the embedded one |
| REDIS_URL | an external Redis or Valkey | the embedded one |
| PORT | where the web server listens | 8000 |
| ERRATA_BIND | the address it listens on | 127.0.0.1 |
| ERRATA_HOSTS | host names it answers to, comma separated | localhost,127.0.0.1 |
| ERRATA_HTTPS | yes behind TLS: secure cookies, HSTS | no |
| ERRATA_WEB_WORKERS, ERRATA_TASK_WORKERS | processes of each kind | 2, 1 |
| ERRATA_TRUSTED_PROXIES | how many proxies stand in front | 0 |
| ERRATA_ONNX_FOLDERS | folders of sentence-transformers models, comma separated | none |
| ERRATA_EMBEDDINGS_URL, _MODEL, _DIMENSION, _KEY | an OpenAI-compatible endpoint | none |
| ERRATA_LLM_URL, ERRATA_LLM_MODEL, ERRATA_LLM_KEY | a chat endpoint that words titles | none |
| ERRATA_URL | the address in links that leave the house | its first host name |
| EMAIL_URL | the server that sends mail | files in ERRATA_VAR |
| ERRATA_QUIET_S | seconds until reporters are told what happened to an issue | 60 |
| ERRATA_PRIVATE_NETWORKS | inside networks that integrations may reach, comma separated | none |
| SECRET_KEY | signs sessions, seals secrets of others | made once, in ERRATA_VAR |
| SECRET_KEY_FALLBACKS | former ones, comma separated, that still open | none |
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
import dj_email_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.logs import LOGGING  # noqa: F401 - a setting
from config.networks import networks_in
from config.schedule import *  # noqa: F403 - settings
from config.secret_key import kept_key
from config.services.places import Places

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("ERRATA_VAR") or BASE_DIR / "var").resolve()
PLACES = Places(VAR)


def _yes(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "yes", "true", "on"}


# --- Django ---------------------------------------------------------------------------------

SECRET_KEY = os.environ.get("SECRET_KEY") or kept_key(VAR)
SECRET_KEY_FALLBACKS = [
    key for key in (os.environ.get("SECRET_KEY_FALLBACKS") or "").split(",") if key
]
DEBUG = False
HTTPS = _yes("ERRATA_HTTPS")
PORT = int(os.environ.get("PORT") or 8000)
BIND = os.environ.get("ERRATA_BIND") or "127.0.0.1"
WEB_WORKERS = int(os.environ.get("ERRATA_WEB_WORKERS") or 2)
TASK_WORKERS = int(os.environ.get("ERRATA_TASK_WORKERS") or 1)
ALLOWED_HOSTS = (os.environ.get("ERRATA_HOSTS") or "localhost,127.0.0.1").split(",")
URL = (
    os.environ.get("ERRATA_URL")
    or (f"https://{ALLOWED_HOSTS[0]}" if HTTPS else f"http://{ALLOWED_HOSTS[0]}:{PORT}")
).rstrip("/")


INSTALLED_APPS = [
    "config",
    "demo",
    "reporting",
    "triage",
    "feedback",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_cotton",
    "django_filters",
    "django_htmx",
    "django_linear_migrations",
    "template_partials",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "feedback.widget.cors.CorsMiddleware",
    "feedback.capture.entering.StraightToCapture",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "feedback.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- the database and the broker ------------------------------------------------------------

DATABASE_URL = os.environ.get("DATABASE_URL") or PLACES.database_url
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"].setdefault("OPTIONS", {})
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    # For the statements that ask to be prepared; Django itself prepares none.
    DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 5)

# --- models of the installation's own, for projects to choose --------------------------------

ONNX_FOLDERS = [
    folder for folder in (os.environ.get("ERRATA_ONNX_FOLDERS") or "").split(",") if folder
]
EMBEDDINGS_URL = os.environ.get("ERRATA_EMBEDDINGS_URL") or ""
EMBEDDINGS_MODEL = os.environ.get("ERRATA_EMBEDDINGS_MODEL") or ""
EMBEDDINGS_DIMENSION = int(os.environ.get("ERRATA_EMBEDDINGS_DIMENSION") or 0)
EMBEDDINGS_KEY = os.environ.get("ERRATA_EMBEDDINGS_KEY") or ""

REDIS_URL = os.environ.get("REDIS_URL") or PLACES.redis_url
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 0.25, "socket_timeout": 0.5},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = (
    "redis+socket://" + REDIS_URL.removeprefix("unix://").replace("?db=", "?virtual_host=")
    if REDIS_URL.startswith("unix://")
    else REDIS_URL
)
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat" / "schedule")

# --- a language model, where one is set up ---------------------------------------------------

LLM_URL = os.environ.get("ERRATA_LLM_URL", "").rstrip("/")
LLM_MODEL = os.environ.get("ERRATA_LLM_MODEL", "")
LLM_KEY = os.environ.get("ERRATA_LLM_KEY", "")
if LLM_URL and not (LLM_URL.startswith(("http://", "https://")) and LLM_MODEL):
    raise ImproperlyConfigured("ERRATA_LLM_URL is an http(s) address, with ERRATA_LLM_MODEL")

# --- other people's servers, whose addresses users type --------------------------------------

PRIVATE_NETWORKS = networks_in(os.environ.get("ERRATA_PRIVATE_NETWORKS") or "")

# --- reporters --------------------------------------------------------------------------------

# How long nothing has happened to an issue when its reporters are told where it stands.
REPORTERS_QUIET = timedelta(seconds=int(os.environ.get("ERRATA_QUIET_S") or 60))

# --- security -------------------------------------------------------------------------------

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "config.accounts.InvitedOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ERRATA_TRUSTED_PROXIES") or 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Errata"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "errata_session"
CSRF_COOKIE_NAME = "errata_csrf"
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- files, mail, logs ----------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [VAR / "vendor"]  # third-party scripts, put there by `manage.py prepare`
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR / "media"
# EMAIL_BACKEND, EMAIL_HOST and so on.
globals().update(dj_email_url.parse(os.environ.get("EMAIL_URL") or f"file:///{VAR / 'mail'}"))
EMAIL_TIMEOUT = globals()["EMAIL_TIMEOUT"] or 10
DEFAULT_FROM_EMAIL = globals().get("DEFAULT_FROM_EMAIL", "errata@localhost")

# --- the API --------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "feedback.directory.authentication.KeyAuthentication",
        "feedback.directory.authentication.MemberAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["feedback.directory.authentication.Allowed"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "feedback.directory.schemes.Description",
    "EXCEPTION_HANDLER": "feedback.problems.respond",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # `format` is a list's own parameter
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",  # the messages' own schemas say "null" as JSON Schema does
    "TITLE": "Errata",
    "DESCRIPTION": "Feedback on single AI answers: capture, issues, figures.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "EndpointKindEnum": "triage.models.Endpoint.Kind",
        "DeliveryStateEnum": "triage.models.Delivery.State",
        "KindEnum": "triage.models.issues.Kind",
        "ProposalKindEnum": "triage.models.Proposal.Kind",
        "ProposalStateEnum": "triage.models.Proposal.State",
        "StateEnum": "triage.notices.receipts.STATES",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

SILENCED_SYSTEM_CHECKS: list[str] = [
    "auth.W004",  # unique without regard to case, by a constraint on lower(email)
]
