"""Every setting, from the environment. What an installation writes lies in one folder, CSC_DATA (default var/).

CSC_DATA            the folder for database, broker, uploads and documents (default: var/)
DATABASE_URL        a PostgreSQL 15+ server (default: the embedded database in CSC_DATA)
CELERY_BROKER_URL   a Redis server (default: a folder in CSC_DATA)
CSC_BASE_URL        where users find the site; https makes cookies secure (default: http://localhost:8000)
CSC_SECRET_KEY      signs sessions (default: made once and kept in CSC_DATA)
CSC_EMAIL_URL       smtp://user:password@host:port (default: mail is written to files in CSC_DATA/mail)
CSC_EMAIL_FROM      the sender of mails
CSC_COUNCIL         the council's name, on every page
CSC_TRACKERS_AS_AT  the day as at which trackers speak: extract (the newest one's) or today (default: extract)
CSC_ENVIRONMENT     a banner on every page, such as Training (default: Demonstration on the embedded database)
CSC_LOG_LEVEL       how much is logged (default: WARNING)
CSC_DEBUG           1 shows errors in the browser; never where real data are (default: 0)
"""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from csc_tracker import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
CSC_DATA = Path(os.environ.get("CSC_DATA") or BASE_DIR / "var").resolve()
BASE_URL = os.environ.get("CSC_BASE_URL") or "http://localhost:8000"
HTTPS = BASE_URL.startswith("https://")
DEBUG = os.environ.get("CSC_DEBUG") == "1"
COUNCIL_NAME = os.environ.get("CSC_COUNCIL") or "Demonstration council"
# A database of one's own is taken for real; the embedded one is for trying out, unless said otherwise.
ENVIRONMENT = os.environ.get("CSC_ENVIRONMENT", "" if os.environ.get("DATABASE_URL") else "Demonstration")
LARGEST_FORM_BYTES = 2 * 1024 * 1024  # of a request to a page that takes no files


def _kept_secret() -> str:
    """The key that signs sessions: made at the first start and kept with the installation's data."""
    CSC_DATA.mkdir(parents=True, exist_ok=True)
    path = CSC_DATA / "secret_key"
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=CSC_DATA) as new:
            new.write(secrets.token_urlsafe(50))
            new.flush()
            with contextlib.suppress(FileExistsError):  # another process was first: use its key
                os.link(new.name, path)
    return path.read_text()


SECRET_KEY = os.environ.get("CSC_SECRET_KEY") or _kept_secret()
ALLOWED_HOSTS = sorted({urlsplit(BASE_URL).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"})
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "accounts",
    "tracking",
    "kpis",
    "audits",
    "csc_tracker",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "pgtrigger",
    "pghistory",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Before CSRF, which reads the body: nobody uploads to a page that is closed to them.
    "accounts.middleware.ClosedByDefault",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "csc_tracker.urls"
WSGI_APPLICATION = "csc_tracker.wsgi.application"
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
                "accounts.context.navigation",
            ],
        },
    }
]
FORM_RENDERER = "accounts.forms.GovukRenderer"
DJANGO_TABLES2_TEMPLATE = "tables/govuk.html"

# The database: one dialect, PostgreSQL.
EMBEDDED_DATABASE = not os.environ.get("DATABASE_URL")
DATABASES: dict[str, dict[str, Any]]
if EMBEDDED_DATABASE:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": embedded.DATABASE,
            "USER": embedded.SUPERUSER,
            "HOST": str(embedded.cluster(CSC_DATA).sockets),
        }
    }
else:
    DATABASES = {"default": {**dj_database_url.parse(os.environ["DATABASE_URL"])}}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Every event keeps the row as it was before the change: the row as it is stands in its own table, so an import of
# two million rows need not be written twice. Insertions are kept where a person made them (an imported row names its
# import).
PGHISTORY_APPEND_ONLY = True

# Signing in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedSignup"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # signing up is closed, but this is how allauth knows of passwords
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # its mail would invite to sign up
ACCOUNT_EMAIL_NOTIFICATIONS = True  # mail to the user when their password or second factor changes
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "accounts.sign_in_forms.SignIn",
    "change_password": "accounts.sign_in_forms.ChangePassword",
    "reset_password": "accounts.sign_in_forms.AskForLink",
    "reset_password_from_key": "accounts.sign_in_forms.SetPassword",
}
MFA_FORMS = {
    "authenticate": "accounts.sign_in_forms.GiveCode",
    "reauthenticate": "accounts.sign_in_forms.ConfirmByCode",
    "activate_totp": "accounts.sign_in_forms.SetUpApp",
}
# Wrong passwords are counted by django-axes, which says so in the access log; this is for wrong codes.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/30m/key", "login": "300/m/ip"}  # an office shares one address
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0  # https ends at a proxy in front of us
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator gave the address
MFA_TOTP_ISSUER = "Children's social care tracker"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]  # by account: an office shares one address
AXES_USERNAME_CALLABLE = "accounts.adapter.account_name"
AXES_CLIENT_IP_CALLABLE = "accounts.log.address_of"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # half an hour, however often somebody tries meanwhile
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # accounts.AccessLog has it
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# What a browser may do with our pages: nothing from another host, no inline script or style.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "csc_session"
X_FRAME_OPTIONS = "DENY"

# Limits on attempts are counted in the cache, which all processes of the site share.
if os.environ.get("CELERY_BROKER_URL", "").startswith("redis"):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": os.environ["CELERY_BROKER_URL"],
            "KEY_PREFIX": "csc",
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(CSC_DATA / "cache"),
        }
    }

# Tasks
CELERY_FOLDER = CSC_DATA / "broker"
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL") or "filesystem://localhost//"
EMBEDDED_BROKER = CELERY_BROKER_URL.startswith("filesystem://")
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "data_folder_in": f"{CELERY_FOLDER}/queue",
        "data_folder_out": f"{CELERY_FOLDER}/queue",
        "control_folder": f"{CELERY_FOLDER}/control",
        "polling_interval": 0.2,
    }
    if EMBEDDED_BROKER
    else {"visibility_timeout": 3600}
)
if EMBEDDED_BROKER:
    CELERY_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
    for _part in ("queue", "control"):  # the folder transport expects them
        (CELERY_FOLDER / _part).mkdir(exist_ok=True)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Every task may run twice, so one whose worker dies is handed out again; what came of it stands in the database.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
TASKS_OF_A_NEW_WORKER = ["kpis.tasks.resume_builds", "kpis.tasks.resume_documents", "tracking.tasks.resume_uploads"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/London"

# The day as at which trackers speak: "extract", that of the newest extract, since nothing later is known; or "today",
# where the records are kept here day by day.
TRACKERS_AS_AT = os.environ.get("CSC_TRACKERS_AS_AT") or "extract"
if TRACKERS_AS_AT not in ("extract", "today"):
    raise ImproperlyConfigured(f"CSC_TRACKERS_AS_AT is {TRACKERS_AS_AT!r}: set it to extract or today.")

# What follows a record written on the site, and an import, by name, because neither may know who uses the records. (How
# much an import puts up with: tracking/imports/limits.py; each of its limits can be set here.)
AFTER_RECORDING_TASKS = ["kpis.tasks.follow_changes"]
AFTER_IMPORT_TASKS = ["tracking.tasks.refresh_duties", "kpis.tasks.build_after_import"]

# Mail
if os.environ.get("CSC_EMAIL_URL"):
    _mail = urlsplit(os.environ["CSC_EMAIL_URL"])
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_PORT == 587, EMAIL_PORT == 465
    EMAIL_TIMEOUT = 10  # seconds
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = CSC_DATA / "mail"
    EMAIL_FILE_PATH.mkdir(mode=0o700, parents=True, exist_ok=True)
DEFAULT_FROM_EMAIL = os.environ.get("CSC_EMAIL_FROM") or "Children's social care tracker <no-reply@localhost>"

# Pages
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
UPLOAD_FOLDER = CSC_DATA / "uploads"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
DATE_FORMAT = "j F Y"
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # locked by account, see AXES_LOCKOUT_PARAMETERS

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("CSC_LOG_LEVEL") or "WARNING"},
}
