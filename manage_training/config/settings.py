"""Every setting, read from the environment in this one place (a `.env` file counts, in development).

Production fails closed: what it needs and is not told stops the start, with the setting's name.
"""

import os
import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import dj_database_url
from environs import Env, validate

from manage_training.serving.embedded_postgres import EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[2]

env = Env(eager=True)
if "PRODUCTION" not in os.environ:  # who says that says the rest too; a file left lying about changes nothing then
    env.read_env(str(ROOT / ".env"), recurse=False)

DEMO = env.bool("DEMO", False)
PRODUCTION = env.bool("PRODUCTION", not DEMO)
if DEMO and PRODUCTION:
    raise SystemExit("DEMO and PRODUCTION are both on. A demo signs anybody in: turn one of them off.")

DATA_DIR = env.path("DATA_DIR", ROOT / "var").resolve()
PORT = env.int("PORT", 8000)
LISTEN_ON = env.str("LISTEN_ON", "127.0.0.1" if DEMO else "0.0.0.0")  # noqa: S104 - a container's proxy is elsewhere
WEB_PROCESSES = env.int("WEB_PROCESSES", 2)
WEB_THREADS = env.int("WEB_THREADS", 8)  # of each process; every thread keeps one database connection
WORKER_JOBS = env.int("WORKER_JOBS", 4)  # at the same time
CAMPAIGN_RATE = env.int("CAMPAIGN_RATE", 20)  # messages a second; an email provider takes so many and no more
SERVICE_URL = env.str("SERVICE_URL", f"http://localhost:{PORT}" if DEMO else "").rstrip("/")
SECRET_KEY = env.str("SECRET_KEY", "the demo keeps no secrets" if DEMO else "")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if DEMO else [])
EMAIL_ADAPTER = env.str(
    "EMAIL_ADAPTER", "mailbox" if DEMO else "", validate=validate.OneOf(["", "mailbox", "smtp", "notify"])
)
EMAIL_SENDER = f"manage_training.integrations.email.{EMAIL_ADAPTER}.from_settings"
EMAIL_URL = env.str("EMAIL_URL", "")  # smtp://user:password@host:port/?starttls=true
EMAIL_FROM = env.str("EMAIL_FROM", "Manage training for early career teachers <no-reply@localhost>" if DEMO else "")
NOTIFY_API_KEY = env.str("NOTIFY_API_KEY", "")
NOTIFY_TEMPLATE_ID = env.str("NOTIFY_TEMPLATE_ID", "")  # subject ((subject)), text ((body))
NOTIFY_REPLY_TO_ID = env.str("NOTIFY_REPLY_TO_ID", "")
NOTIFY_CALLBACK_TOKENS: list[str] = env.list("NOTIFY_CALLBACK_TOKENS", [])  # several while one takes another's place
NOTIFY_URL = env.str("NOTIFY_URL", "https://api.notifications.service.gov.uk")
SUPPORT_EMAIL = env.str("SUPPORT_EMAIL", "support@manage-training.example" if DEMO else "")
TRS_URL = env.str("TRS_URL", "")  # the Teaching Record System; the demo invents its records
TRS_API_KEY = env.str("TRS_API_KEY", "")
TEACHING_RECORDS = (
    f"manage_training.{'demo.teaching_records' if DEMO else 'integrations.teaching_records.trs'}.from_settings"
)
METRICS_TOKENS: list[str] = env.list("METRICS_TOKENS", [])  # who bears one may read /metrics; without any nobody may
DATABASE_URL = env.str("DATABASE_URL", "")
SERVICE_NAME = "Manage training for early career teachers"
LOG_FORMAT = env.str("LOG_FORMAT", "lines" if DEMO else "json", validate=validate.OneOf(["json", "lines"]))
LOG_REQUESTS = env.bool("LOG_REQUESTS", PRODUCTION)  # one line for each
GOVUK_FONT = env.bool("GOVUK_FONT", False)  # its typeface may only be used on GOV.UK's domains

if PRODUCTION:
    needed: dict[str, str | list[str]] = {
        "SECRET_KEY": SECRET_KEY,
        "ALLOWED_HOSTS": ALLOWED_HOSTS,
        "SERVICE_URL": SERVICE_URL,
        "EMAIL_ADAPTER": EMAIL_ADAPTER,
        "SUPPORT_EMAIL": SUPPORT_EMAIL,
        "TRS_URL": TRS_URL,
        "TRS_API_KEY": TRS_API_KEY,
        "DATABASE_URL": DATABASE_URL,
    }
    if EMAIL_ADAPTER == "smtp":
        needed |= {"EMAIL_URL": EMAIL_URL, "EMAIL_FROM": EMAIL_FROM}
    if EMAIL_ADAPTER == "notify":
        needed |= {
            "NOTIFY_API_KEY": NOTIFY_API_KEY,
            "NOTIFY_TEMPLATE_ID": NOTIFY_TEMPLATE_ID,
            "NOTIFY_CALLBACK_TOKENS": NOTIFY_CALLBACK_TOKENS,
        }
    if missing := [name for name, value in needed.items() if not value]:
        raise SystemExit(f"Not started: set {', '.join(missing)}. Each is explained in docs/operations.md.")
    if len(SECRET_KEY) < 50:
        raise SystemExit("Not started: SECRET_KEY can be guessed. Make one of 50 random characters or more.")
    if EMAIL_ADAPTER == "mailbox":
        raise SystemExit("Not started: EMAIL_ADAPTER=mailbox is the demo's. Set it to notify or smtp.")
    if EMAIL_ADAPTER == "notify" and not re.search(r"-[0-9a-f-]{36}-[0-9a-f-]{36}$", NOTIFY_API_KEY):
        raise SystemExit("Not started: NOTIFY_API_KEY is cut short. Copy all of it: NAME-SERVICE-SECRET.")
    for name, tokens in [("NOTIFY_CALLBACK_TOKENS", NOTIFY_CALLBACK_TOKENS), ("METRICS_TOKENS", METRICS_TOKENS)]:
        if any(len(token) < 32 for token in tokens):
            raise SystemExit(f"Not started: {name} can be guessed. Make each 32 random characters or more.")

# The demo's clock is moved by whole days, so that the time of day runs on. `make run` works the days out once, from
# TODAY, and hands them to all its processes: one that starts after midnight keeps the same clock.
LONDON = ZoneInfo("Europe/London")
pretended = env.date("TODAY", None)
CLOCK_OFFSET = timedelta(
    days=env.int("CLOCK_OFFSET_DAYS", (pretended - datetime.now(LONDON).date()).days if pretended else 0)
)
if CLOCK_OFFSET and not DEMO:
    raise SystemExit("TODAY moves the clock, which only the demo may do. Take it out, or set DEMO=true.")

# In 5 minutes, in one web process. A whole trust can sit behind one internet address.
REQUESTS_PER_SESSION = env.int("REQUESTS_PER_SESSION", 300)
REQUESTS_PER_ADDRESS = env.int("REQUESTS_PER_ADDRESS", 3000)
# How many proxies of ours stand before the web processes; so many addresses in X-Forwarded-For are believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)

# Of a form, its files apart. The longest answer is a message of 2,000 characters; each byte of a form that is far too
# long costs time, and is shown again escaped, at up to six times its size.
DATA_UPLOAD_MAX_MEMORY_SIZE = 250_000

DEBUG = False
ROOT_URLCONF = "manage_training.config.urls"
WSGI_APPLICATION = "manage_training.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
USE_I18N = False
APPEND_SLASH = True

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "pgtrigger",
    "procrastinate.contrib.django",
    "django_linear_migrations",
    "manage_training.domain.events",
    "manage_training.domain.messages",
    "manage_training.domain.limits",
    "manage_training.domain.academic_years",
    "manage_training.domain.schools",
    "manage_training.domain.organisations",
    "manage_training.domain.accounts",
    "manage_training.domain.cases",
    "manage_training.domain.programmes",
    "manage_training.domain.invitations",
    "manage_training.domain.partnerships",
    "manage_training.domain.teachers",
    "manage_training.domain.training",
    "manage_training.domain.campaigns",
    "manage_training.integrations.school_register",
    "manage_training.integrations.spreadsheets",
    "manage_training.journeys",
    "manage_training.design_system",
    "manage_training.web",
    "manage_training.serving",
]
if DEMO:
    INSTALLED_APPS.append("manage_training.demo")

MIDDLEWARE = [
    "manage_training.web.operations.observe.Observe",
    "manage_training.web.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "manage_training.web.errors.ErrorPages",
    "manage_training.web.traffic.Traffic",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "manage_training.web.access.Access",
    "manage_training.web.headers.OwnForms",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# Each thread keeps its connection, and looks once a request whether it still lives. Statements are bound in the server
# and, from the third time on, planned already: most of a query's cost here is its planning (docs/adr/0011-serving.md).
connection = dj_database_url.parse(
    DATABASE_URL or EmbeddedPostgres(DATA_DIR).url,
    engine="manage_training.serving.postgresql",
    conn_max_age=None,
    conn_health_checks=True,
)
# Every trigger first asks for pgtrigger's setting. Where that was never set, PostgreSQL raises an error, and catching
# it costs a look at each deferred check that waits: minutes where ten thousand rows change at once.
ours = {"connect_timeout": 5, "server_side_binding": True, "prepare_threshold": 2, "options": "-c pgtrigger.ignore={}"}
options = ours | connection.get("OPTIONS", {})
host = options.pop("host", connection["HOST"])  # a socket's folder comes as "?host=/folder"
DATABASES = {"default": connection | {"HOST": host, "OPTIONS": options}}

SESSION_ENGINE = "manage_training.web.session_store"
# web/sessions.py ends a session much sooner. Whose it was is known for longer: who comes back to an open page after a
# weekend loses nothing that they send (web/unsent.py).
SESSION_COOKIE_AGE = 7 * 24 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # schools share computers
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "manage_training.web.csrf.refused"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# In Django 6's form: there, django.middleware.csp takes web/headers.py's place for it.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^live$", r"^ready$", r"^metrics$"]  # asked from inside, where there is no TLS
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_CSP["upgrade-insecure-requests"] = []

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [ROOT / "manage_training"],
        "OPTIONS": {
            "environment": "manage_training.design_system.environment.environment",
            "context_processors": ["manage_training.design_system.page_parts.one_token"],
        },
    }
]

# `make` puts the design system's files into build/; its style sheet asks for /assets by that very address.
STATIC_URL = "/static/"
STATIC_ROOT: Path | None = ROOT / "static"
STATICFILES_DIRS = [ROOT / "build" / "static"]
WHITENOISE_ROOT = ROOT / "build" / "public"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "manage_training.design_system.storage.NamedByContent"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {"()": "manage_training.serving.logs.Lines"},
        "json": {"()": "manage_training.serving.logs.Json"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},  # a page that is not there is nobody's fault
        "django.security.csrf": {"level": "ERROR"},  # a form that was open for a day, or somebody trying
        "manage_training.requests": {"level": "INFO" if LOG_REQUESTS else "WARNING"},
        "notifications_python_client": {"level": "CRITICAL"},  # repeats what Notify says, which may name the person
        "urllib3": {"level": "CRITICAL"},  # says which address it asks
        "psycopg.pool": {"level": "ERROR"},  # says each time that it tries again; the worker says once that it ended
    },
}
