"""Settings of RMT. All that differs between two installations is read from the environment, here only.

Production needs SECRET_KEY, SITE_URL and DATABASE_URL; without them, nothing starts. Any variable may be read
from a file instead, by its name and `_FILE`: SECRET_KEY_FILE=/run/secrets/rmt. DEMO=1 (what `make demo` sets) and
DEBUG=1 need nothing, keep their state in the ignored folder `.demo/`, and do not start on https.
"""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote, urlsplit

from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from environ import FileAwareEnv, ImproperlyConfigured

from rmt import logs

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]

# Whatever is made from here on is its owner's alone: database, uploads, practice desks, backups, mail of a
# demonstration. Styles and scripts are for everybody, and for a proxy that is another user.
if {"build_assets", "collectstatic"}.isdisjoint(sys.argv):
    os.umask(0o077)

env = FileAwareEnv()


def refuse(why: str) -> NoReturn:
    """End with one line on stderr. Exit code 3 also tells gunicorn not to start its worker again."""
    print(f"RMT does not start: {why}", file=sys.stderr)  # noqa: T201 (logging is not set up yet)
    raise SystemExit(3)


def read(name: str, *, default: str = "") -> str:
    """The variable as text; unset and empty are the same."""
    try:
        return env.str(name, default="") or default
    except (ImproperlyConfigured, OSError) as error:
        refuse(f"{name} cannot be read ({error}).")


def read_bool(name: str, *, default: bool = False) -> bool:
    value = read(name, default=str(default)).lower()
    if value not in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
        refuse(f"{name} must be 1 or 0.")
    return value in {"1", "true", "yes", "on"}


def stored_secret(path: Path) -> str:
    """The secret of a demonstration: made once, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(get_random_secret_key())
    return path.read_text()


# What this installation is

DEMO_FULL = read_bool("DEMO_FULL")  # `make demo-full`: a demonstration with made-up results, in a state of its own
DEMO = DEMO_FULL or read_bool("DEMO")
DEBUG = read_bool("DEBUG")
LOCAL = DEMO or DEBUG
STATE = BASE_DIR / (".demo-full" if DEMO_FULL else ".demo" if LOCAL else "var")

if not LOCAL and (missing := [name for name in ("SECRET_KEY", "SITE_URL", "DATABASE_URL") if not read(name)]):
    refuse(f"set {', '.join(missing)} in the environment (or DEMO=1 for a demonstration on this machine).")

SECRET_KEY = read("SECRET_KEY") or stored_secret(STATE / "secret")
if not LOCAL and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10):
    refuse("SECRET_KEY must be 50 random signs or more: openssl rand -base64 48")
SECRET_KEY_FALLBACKS = read("SECRET_KEY_FALLBACKS").split()  # earlier ones: what was signed or kept under them is read

SITE_URL = read("SITE_URL", default=f"http://localhost:{read('PORT', default='8000')}").rstrip("/")
_site = urlsplit(SITE_URL)
_host = _site.hostname or ""
_is_loopback = _host in {"localhost", "::1"} or _host.startswith("127.") or _host.endswith(".localhost")
if _site.scheme not in {"http", "https"} or not _host or _site.path or _site.query or _site.fragment:
    refuse("SITE_URL must be a scheme and a host, such as https://results.example.org")
if _site.scheme == "http" and not _is_loopback:
    refuse("SITE_URL must begin with https:// unless its host is this machine (localhost).")
IS_HTTPS = _site.scheme == "https"
if IS_HTTPS and LOCAL:
    refuse("DEBUG and DEMO are for this machine alone: unset them, or SITE_URL with its https.")

ALLOWED_HOSTS = [host.strip() for host in read("ALLOWED_HOSTS").split(",") if host.strip()] or [
    f"[{_host}]" if ":" in _host else _host,
    *(LOOPBACK if LOCAL else []),
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Parts

INSTALLED_APPS = [
    "briefs",
    "indicators",
    "projects",
    "countries",
    "rmt",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "csp",
]

MIDDLEWARE = [
    "rmt.caching.early_answers.EarlyAnswerMiddleware",
    "rmt.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "rmt.middleware.LanguageOfTheAddressMiddleware",
    "rmt.middleware.SizeOfTheBodyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rmt.middleware.PersonOfTheDeskMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "rmt.people.second_step.SecondStepMiddleware",
    "rmt.site.practice.middleware.PracticeMiddleware",
    "rmt.forms.signed_out.NothingTypedIsLost",
    "django_htmx.middleware.HtmxMiddleware",
    "rmt.site.one_spelling.OneSpellingMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "rmt.forms.sent_once.OneKeyOneEffect",
]

ROOT_URLCONF = "rmt.urls"
WSGI_APPLICATION = "rmt.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["rmt.templatetags.components", "rmt.templatetags.keys", "rmt.site.sharing.tags"],
            # All of these are lazy: a public page that asks for none of them touches no session.
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rmt.site.context.site",
            ],
        },
    }
]
FORM_RENDERER = "rmt.forms.cleaning.CleaningRenderer"  # each form, of whatever app, gets what was typed cleaned

# What is kept

_database_url = read("DATABASE_URL", default=f"sqlite:///{quote(str(STATE / 'db.sqlite3'))}")
try:
    _database = env.db_url_config(_database_url) if _database_url.startswith(("sqlite:", "postgres")) else {}
except ValueError:
    _database = {}
match _database.get("ENGINE"):
    case "django.db.backends.sqlite3":
        # IMMEDIATE and WAL: processes that write at the same time wait for each other instead of failing.
        # recursive_triggers: without it, REPLACE deletes rows that are written once and no trigger sees it.
        _database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 60,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA recursive_triggers=ON;",
            **_database.get("OPTIONS", {}),
        }
        if _database["NAME"] != ":memory:":
            _database["CONN_MAX_AGE"] = 60  # opening the file anew costs more than most answers
            # Tests use a file too: the live server's threads each need a connection of their own.
            _database["TEST"] = {"NAME": f"{_database['NAME']}.test"}
            _file = Path(_database["NAME"])
            _file.parent.mkdir(parents=True, exist_ok=True)
            with suppress(OSError):  # an earlier release let others read it; of one that is not there, or not ours, no
                _file.chmod(_file.stat().st_mode & 0o700)
    case "django.db.backends.postgresql":
        _database.update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    case _:
        refuse("DATABASE_URL must begin with sqlite:/// or postgres://")
DATABASES = {"default": _database}

try:
    CACHES = {"default": env.cache_url_config(read("CACHE_URL", default="dbcache://rmt_cache"))}
except (ImproperlyConfigured, ValueError):
    refuse("CACHE_URL is not understood; it is like dbcache://rmt_cache or rediscache://localhost:6379/1")
if "db.DatabaseCache" in CACHES["default"]["BACKEND"]:
    CACHES["default"].setdefault("OPTIONS", {"MAX_ENTRIES": 10_000})

PRACTICE_ROOT = Path(read("PRACTICE_ROOT", default=str(STATE / "practice")))  # made up, and never backed up
MEDIA_ROOT = Path(read("MEDIA_ROOT", default=str(STATE / "media")))
MEDIA_URL = ""  # files are served by a view that asks who may read them, never by an address of their own
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# How many bytes may be sent to which address, the first that fits; to any other, public pages among them, nothing.
BODY_LIMITS = (
    ("/desk/imports/", 11_000_000),  # a list of 10 MB, and its form
    ("/desk/results/", 45_000_000),  # a form with evidence: files of 10 MB each
    ("/desk/briefs/", 11_000_000),  # a picture of 10 MB, and its form
    ("/desk/", DATA_UPLOAD_MAX_MEMORY_SIZE),
    ("/admin/", DATA_UPLOAD_MAX_MEMORY_SIZE),
    ("/accounts/", 100_000),
    ("/clearance/", 400_000),
    ("/reply/", 400_000),
    ("/follow/", 100_000),
)

STATIC_URL = "/static/"
STATIC_ROOT = Path(read("STATIC_ROOT", default=str(STATE / "static")))
STATICFILES_DIRS = [folder for folder in (BASE_DIR / "static", BASE_DIR / ".build" / "static") if folder.is_dir()]
STORAGES = {
    "default": {"BACKEND": "rmt.site.practice.files.MediaStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if read_bool("STATIC_MANIFEST", default=not DEBUG)
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
        # Not as uploads: the proxy, another user, shows the page of a closed site from here.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}

# People

AUTH_USER_MODEL = "rmt.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "rmt.people.passwords.WordsOfTheProgrammeValidator"},
]
LOGIN_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 60 * 60
INVITATION_TIMEOUT = 7 * 24 * 60 * 60  # people are on mission
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "rmt.people.tokens.PasswordLinks"  # noqa: S105 (a class)
ACCOUNT_FORMS = {"login": "rmt.people.forms.SignInForm", "reset_password": "rmt.people.forms.AskForLinkForm"}
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "rmt.people.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # managers make the accounts, for addresses that they know
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a new password is told to its owner
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
# Failures count for an address at a network address ("key", `rmt.people.accounts`), and for a network address as such
# ("ip"): an office of a hundred people shares one, and a stranger elsewhere locks nobody out.
# Wrong codes of a second step, and links to a new password, count for the account or address from wherever.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/5m/key,10/h/key,20/d/key,30/5m/ip,100/h/ip",
    "second_step_failed": "5/5m/key,10/h/key",
    "reset_password": "20/m/ip,3/h/key,10/d/key",
    "follow": "10/m/ip,60/h/ip",
    "follow_mail": "3/d/key",
}
MFA_ADAPTER = "rmt.people.second_step.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "rmt.people.second_step.SecondStepForm",
    "reauthenticate": "rmt.people.second_step.SecondStepAgainForm",
    "activate_totp": "rmt.people.second_step.SetUpForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = f"RMT ({_host})"
MFA_TOTP_TOLERANCE = 1  # clocks of phones are half a minute out
SECOND_STEP_REQUIRED = not DEMO  # of managers and administrators (`rmt.people.second_step`)

# `__Host-`: a browser takes such a cookie over https only, for this host alone, so no neighbour can plant one.
_prefix = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{_prefix}rmt_session"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_NAME = f"{_prefix}rmt_csrf"
CSRF_COOKIE_HTTPONLY = True  # forms carry the token themselves
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_FAILURE_VIEW = "rmt.forms.signed_out.csrf_failure"

# What a browser may do

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# https is ended by a proxy. It must set X-Forwarded-Proto and X-Forwarded-For itself, and drop what a client sent.
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if IS_HTTPS else 0
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Nothing here needs a device, a sensor or a payment; the list holds what browsers know, lest they warn.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "clipboard-read",
        "cross-origin-isolated",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "gamepad",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
        "local-fonts",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "screen-wake-lock",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
}

# Languages and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / ".build" / "locale"]  # made by build_assets from rmt/locale/
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Mail, logs and tools

MAIL_FROM = read("MAIL_FROM", default=f"rmt@{_host}")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
CONTACT = read("CONTACT", default=MAIL_FROM)  # whom readers write to; it stands on public pages
# Under which licence the programme's own texts and figures may be used: its name, and the address of its words.
RECORD_LICENCE, _space, RECORD_LICENCE_URL = read(
    "RECORD_LICENCE", default="CC BY 4.0 https://creativecommons.org/licenses/by/4.0/"
).rpartition(" ")
if not RECORD_LICENCE or not RECORD_LICENCE_URL.startswith("https://"):
    refuse("RECORD_LICENCE must be a name and an address: CC BY 4.0 https://creativecommons.org/licenses/by/4.0/")
SEAL_MAILTO = read("SEAL_MAILTO").replace(",", " ").split()  # who keeps the seals of the record, outside
_mail_default = f"filemail:///{quote(str(STATE / 'mail'))}" if LOCAL else "smtp://localhost:25"
try:
    _mail = env.email_url_config(read("EMAIL_URL", default=_mail_default))
except (ImproperlyConfigured, ValueError):
    refuse("EMAIL_URL is not understood; it is like smtp+tls://user:password@mail.example.org:587")
MAIL_BACKEND = _mail["EMAIL_BACKEND"]  # how mail leaves; from a practice desk it does not
vars().update(_mail, EMAIL_BACKEND="rmt.site.practice.mail.EmailBackend")
EMAIL_TIMEOUT = 20
TASKS = {"default": {"BACKEND": "rmt.site.practice.queue.Queue"}}  # run by `manage.py db_worker`

LOGGING = logs.configure(readable=LOCAL)

CHROMIUM = read("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
