"""Django's settings. What differs between installations comes from the environment; see docs/reference/settings.md."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from . import cluster, keys
from .places import packs, var

KEYS = keys.load()
VAR = var()
PACKS = packs()
SECRET_KEY = KEYS.django
DEBUG = os.environ.get("TONGBAN_DEBUG") == "1"
DEMO = os.environ.get("TONGBAN_DEMO") == "1"
TESTING = "pytest" in sys.modules

BASE_URL = os.environ.get("TONGBAN_BASE_URL", "http://127.0.0.1:8000")
"""The address citizens see: in messages, receipts and QR codes."""
ALLOWED_HOSTS = os.environ.get("TONGBAN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
HTTPS = BASE_URL.startswith("https:")

INSTALLED_APPS = [
    "tongban.apps.journal",
    "tongban.apps.officedays",
    "tongban.apps.org",
    "tongban.apps.parties",
    "tongban.apps.documents",
    "tongban.apps.catalogue",
    "tongban.apps.cases",
    "tongban.apps.lookups",
    "tongban.apps.worklists",
    "tongban.apps.feedback",
    "tongban.apps.connectors",
    "tongban.apps.correspondence",
    "tongban.apps.insight",
    "tongban.web.parts",
    "tongban.web.citizen",
    "tongban.web.desk",
    "tongban.web.callcentre",
    "tongban.web.studio",
    "tongban.web.board",
    "tongban.web.api",
    "tongban.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
if DEMO:
    INSTALLED_APPS.append("tongban.demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tongban.web.parts.csp.ContentSecurityPolicy",
    "django_htmx.middleware.HtmxMiddleware",
    "tongban.web.parts.people.IdleLogOut",
    "tongban.web.parts.people.Rights",
    "tongban.web.parts.people.Duties",
]

API_MIDDLEWARE = ["tongban.web.api.headers.api_headers"]
"""The API's callers bring a token with each request: no session, no cookie, nothing to forge across sites."""

ROOT_URLCONF = "tongban.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
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

if DEMO:
    TEMPLATES[0]["OPTIONS"]["context_processors"].append("tongban.demo.notice.notice")  # type: ignore[index]

DATABASES = {"default": cluster.as_django(cluster.app_url()), "owner": cluster.as_django(cluster.owner_url())}
DATABASES["default"]["CONN_MAX_AGE"] = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- who comes in
AUTH_USER_MODEL = "org.Person"
AUTHENTICATION_BACKENDS = ["tongban.web.parts.people.backend.PersonBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("TONGBAN_PROXY") == "1" else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "tongban.web.parts.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- log-in: accounts come from administrators only; the rules are those of 防護基準, level 高
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email", "phone"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "tongban.apps.org.passwords.NotUsedLately"},
]
BEHIND_PROXY = os.environ.get("TONGBAN_PROXY") == "1"
IDLE_MINUTES = int(os.environ.get("TONGBAN_IDLE_MINUTES", "30"))
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
PASSWORD_RESET_TIMEOUT = 4 * 3600
SECOND_FACTOR_ROLES = [
    role
    for role in os.environ.get("TONGBAN_SECOND_FACTOR", "" if DEMO or TESTING else "agency-admin,city-admin").split(",")
    if role
]
"""Positions that may do nothing before a second factor is set up; the demo city asks nobody for one."""
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_ADAPTER = "tongban.web.parts.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_FORMS = {"reset_password": "tongban.web.parts.people.forms.AskForLink"}
# Passwords are counted by tongban.apps.org.actions.attempts; "login_failed" counts codes of the second factor.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/900s/key", "reset_password": "20/m/ip,3/h/key"}
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "tongban.web.parts.people.second_factor.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "tongban.web.parts.people.second_factor.SecondFactorForm"}
MFA_TOTP_TOLERANCE = 1
# Codes used once and attempts counted must be known to all processes.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}
# --- end of log-in

# --- language, time
LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", "正體中文"), ("en", "English")]
TIME_ZONE = "Asia/Taipei"
USE_TZ = USE_I18N = True
LANGUAGE_COOKIE_NAME = "language"

# --- files
STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).parents[1] / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/built/assets/.+-[\w-]{8}\.\w+$"
FONTS = Path(__file__).parents[1] / "web" / "static" / "built" / "fonts"
"""Noto Sans TC (`NotoSansTC-Regular.ttf`, `NotoSansTC-Bold.ttf`) for PDFs, put there by the front end's build."""
MEDIA_ROOT = VAR / "files"
UPLOAD_LIMIT = int(os.environ.get("TONGBAN_UPLOAD_LIMIT", "20971520"))
"""Bytes one uploaded file may have."""
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_485_760
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- what goes out
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("TONGBAN_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("TONGBAN_SMTP_PORT", "2525"))
EMAIL_HOST_USER = os.environ.get("TONGBAN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TONGBAN_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("TONGBAN_SMTP_TLS") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("TONGBAN_MAIL_FROM", "通辦 <no-reply@tongban.example>")
SMS_GATEWAY = {
    "kind": os.environ.get("TONGBAN_SMS_KIND", "mitake"),
    "url": os.environ.get("TONGBAN_SMS_URL", "http://127.0.0.1:2580/SmSend"),
    "user": os.environ.get("TONGBAN_SMS_USER", "demo"),
    "password": os.environ.get("TONGBAN_SMS_PASSWORD", "demo"),
    "segments": os.environ.get("TONGBAN_SMS_SEGMENTS", "3"),
}
CORRECTION_REMINDER_DAYS = int(os.environ.get("TONGBAN_CORRECTION_REMINDER_DAYS", "3"))
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "tongban.config.wiring.connect"
# What was due while no worker ran (the nightly seal) is made up for, up to a day later.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 86_400}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"tongban": {"level": "INFO"}},
}
