"""All settings, from typed environment readers. docs/howto/configure.md lists the variables."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import database, env, headers, secrets

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("DATA_DIR", ROOT / "data")
PORT = env.number("PORT", 8000, least=1, most=65535)
LIVE_PORT = env.number("LIVE_PORT", PORT + 1, least=1, most=65535)

DEBUG = False
SECRET_KEY = secrets.signing_key(DATA_DIR)
INSTALLATION_KEYS = secrets.installation_keys(DATA_DIR)
# Who was erased, one signed line each. Outside the database on purpose, and not to be restored with
# it: after a restore it says whom to erase again. Keep a copy elsewhere.
ERASURES_FILE = Path(env.text("ERASURES_FILE") or DATA_DIR / "erasures" / "tombstones.jsonl")
# The address people type. Behind a proxy with TLS set SITE_URL=https://… : cookies become Secure
# and the live address becomes wss:// on the same origin.
SITE_URL = env.text("SITE_URL").rstrip("/")
SECURE = SITE_URL.startswith("https://")
_OWN_HOSTS = tuple(filter(None, (urlsplit(SITE_URL).hostname, "localhost", "127.0.0.1", "[::1]")))
ALLOWED_HOSTS = list(env.words("ALLOWED_HOSTS", _OWN_HOSTS))
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []
# Where the page finds the live gateway. Empty: the same host on LIVE_PORT.
LIVE_URL = env.text("LIVE_URL") or (f"wss://{SITE_URL[8:]}/live" if SECURE else "")
# Whose pages may open the live connection. Without SITE_URL, pages of the same host name too.
LIVE_ORIGINS = [*filter(None, (env.origin(SITE_URL),)), *env.words("LIVE_ORIGINS")]
# Where several gateways tell each other who listens and types. Empty: over PostgreSQL.
BUS_SERVERS = env.servers("BUS_URL", ("nats", "tls"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "config.apps.CompositionConfig",
    "hearten.foundation.apps.FoundationConfig",
    "hearten.audit.apps.AuditConfig",
    "hearten.ui.apps.UiConfig",
    "hearten.accounts.apps.AccountsConfig",
    "hearten.attachments.apps.AttachmentsConfig",
    "hearten.notifications.apps.NotificationsConfig",
    "hearten.conduct.apps.ConductConfig",
    "hearten.crisis.apps.CrisisConfig",
    "hearten.rota.apps.RotaConfig",
    "hearten.safety.apps.SafetyConfig",
    "hearten.identity.apps.IdentityConfig",
    "hearten.profiles.apps.ProfilesConfig",
    "hearten.matching.apps.MatchingConfig",
    "hearten.boundaries.apps.BoundariesConfig",
    "hearten.toolkit.apps.ToolkitConfig",
    "hearten.forum.apps.ForumConfig",
    "hearten.conversations.apps.ConversationsConfig",
    "hearten.groups.apps.GroupsConfig",
    "hearten.imports.apps.ImportsConfig",
    "hearten.polls.apps.PollsConfig",
    "hearten.integrations.apps.IntegrationsConfig",
    "hearten.cockpit.apps.CockpitConfig",
    "hearten.demo.apps.DemoConfig",
    "hearten.pages.apps.PagesConfig",
    "hearten.gateway.apps.GatewayConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.headers.shut",
    "hearten.ui.middleware.no_store",
    "hearten.crisis.middleware.crisis_always",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hearten.accounts.middleware.reader_preferences",
    "hearten.ui.middleware.no_blank_page",
    "hearten.ui.middleware.domain_errors",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "hearten.pages.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "hearten.ui.forms.Renderer"

DATABASES = {"default": database.settings_from(env.text("DATABASE_URL", "postgresql:///hearten"))}
# auth.W004 wants the pseudonym itself unique; ours is unique in the form that counts, pseudonym_key.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes, so that a throttle counts once; made by `hearten migrate`.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "throttle_cache",
        # Above this Django drops a third of all entries, running throttles among them; expired ones
        # are deleted by a job, so it is never reached but under attack.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("pseudonym",)},
    },
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "pseudonym"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "hearten.accounts.adapters.AccountAdapter"
MFA_ADAPTER = "hearten.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_RECOVERY_CODE_COUNT = 8
MFA_RECOVERY_CODE_DIGITS = 12
# How many proxies in front of us write X-Forwarded-For: the address for throttling is the one the
# outermost of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 1 if SECURE else 0, most=9)
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "pages:home"
LOGOUT_REDIRECT_URL = "pages:home"

SESSION_ENGINE = "hearten.accounts.sessions"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
DEVICE_COOKIE_NAME = "__Host-device" if SECURE else "device"
DEVICE_COOKIE_AGE = 365 * 24 * 3600
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hearten.ui.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_HSTS_SECONDS = 63_072_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not no-referrer: browsers then send "Origin: null" with forms and the CSRF check refuses them.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
X_FRAME_OPTIONS = "DENY"
_LIVE_SOURCES = (
    [LIVE_URL] if LIVE_URL else [f"ws://localhost:{LIVE_PORT}", f"ws://127.0.0.1:{LIVE_PORT}"]
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "connect-src": [SELF, *_LIVE_SOURCES],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("ar", _("Arabic"))]
FORMAT_MODULE_PATH = "config.formats"
LOCALE_PATHS = [ROOT / "hearten" / "locale"]
LANGUAGE_COOKIE_NAME = "__Host-language" if SECURE else "language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_ADD_HEADERS_FUNCTION = headers.static_file
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static.Storage"},
}

# What people send as files is never on a disk.
FILE_UPLOAD_HANDLERS = ["hearten.attachments.uploads.InMemory"]
DATA_UPLOAD_MAX_NUMBER_FILES = 4

# A mature neutral site to land on after leaving quickly; an installation may choose another.
QUICK_EXIT_URL = env.text("QUICK_EXIT_URL", "https://www.wikipedia.org/")
# Whether others than this machine can reach the pages.
REACHABLE = bool(SITE_URL) or env.text("HOST", "127.0.0.1") not in {"127.0.0.1", "::1", "localhost"}
# Whether a first start with an empty database loads the demo programme. Its passphrase is public,
# its manager and moderator too: never by default where others can reach it.
DEMO = env.flag("DEMO", default=not REACHABLE)

# How moderators are called outside the pages. Without EMAIL_HOST there is no email.
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = env.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = env.flag("EMAIL_TLS", default=True) and not EMAIL_USE_SSL
# Seen by whoever looks at the phone: choose one that names no service.
EMAIL_FROM = env.text("EMAIL_FROM", "notice@localhost")

# Notifications in browsers. Push services want to know whom to write to when something is wrong, an
# https or mailto address; without one there are none. Browsers allow them over https only.
PUSH_KEY, PUSH_PUBLIC_KEY = secrets.push_keys(DATA_DIR)
PUSH_SUBJECT = env.contact("PUSH_SUBJECT", SITE_URL if SECURE else "")

# Text messages and calls. Each kind needs the account, its token and a number of its own.
TWILIO_ACCOUNT = env.text("TWILIO_ACCOUNT")
TWILIO_TOKEN = env.text("TWILIO_TOKEN")
TWILIO_TEXT_FROM = env.text("TWILIO_TEXT_FROM")
TWILIO_CALL_FROM = env.text("TWILIO_CALL_FROM")
# Another of their sites, such as one in the country whose law the programme lives by.
TWILIO_SITE = env.text("TWILIO_SITE").rstrip("/")
# Whether the provider can reach SITE_URL, so that a key pressed in a call answers it. Where it cannot,
# calls go out all the same and ask to open the app.
TWILIO_REACHES_US = SECURE and env.flag("TWILIO_REACHES_US", default=SECURE)

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "config.wiring.on_jobs_ready"

# Nothing people write, no address and no URL of a private page goes to the log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"private": {"()": "config.logs.Private"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["private"]}
    },
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING").upper()},
    # They write addresses and numbers of what is sent, whatever LOG_LEVEL says.
    "loggers": {name: {"level": "ERROR"} for name in ("twilio", "urllib3", "pywebpush")},
}
