"""Every setting, read once from the environment; `docs/operate.md` lists the variables."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from inglenook.config.database import databases
from inglenook.config.logs import LOGGING as LOGGING
from inglenook.config.paths import data_directory, server_secret

PACKAGE = Path(__file__).resolve().parent.parent
DATA = data_directory()
SECRET_KEY = server_secret(DATA)

# The address people type. Anything but https is served to this machine alone.
ADDRESS = os.environ.get("INGLENOOK_URL", "http://localhost:8765")
SECURE = ADDRESS.startswith("https://")
SAMPLE_MODE = os.environ.get("INGLENOOK_SAMPLE") == "1"
EXIT_URL = os.environ.get("INGLENOOK_EXIT_URL", "https://www.wikipedia.org/")
# A language model for the coach: none by default, and none in the sample, where anybody may come in.
COACH_MODEL = "" if SAMPLE_MODE else os.environ.get("INGLENOOK_COACH_MODEL", "")
COACH_MODEL_NAME = os.environ.get("INGLENOOK_COACH_MODEL_NAME", "")
COACH_MODEL_KEY = os.environ.get("INGLENOOK_COACH_MODEL_KEY", "")
DEBUG = False

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", urlsplit(ADDRESS).hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [ADDRESS]

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "inglenook.vault",
    "inglenook.people",
    "inglenook.bonds",
    "inglenook.guide",
    "inglenook.coaching",
    "inglenook.safety",
    "inglenook.entries",
    "inglenook.exchanges",
    "inglenook.conversations",
    "inglenook.home",
    "inglenook.sample",
    "inglenook.web",
]
MIDDLEWARE = [
    "inglenook.web.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "inglenook.web.middleware.SameSiteOnly",
    "inglenook.web.compress.Compress",
    "django.middleware.locale.LocaleMiddleware",
    "inglenook.web.middleware.WholeOnly",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "inglenook.vault.middleware.OpenVault",
    "inglenook.people.middleware.KnowPerson",
    "inglenook.bonds.middleware.KnowBonds",
]
ROOT_URLCONF = "inglenook.config.urls"
ASGI_APPLICATION = "inglenook.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "inglenook.web.jinja.Templates",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "inglenook.web.jinja.environment",
            "context_processors": ["inglenook.web.jinja.shell", "inglenook.sample.guests.shown"],
        },
    },
]

DATABASES = databases(DATA)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

ASSETS = DATA / "assets"
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [ASSETS]
STORAGES = {"staticfiles": {"BACKEND": "inglenook.web.storage.StaticFiles"}}
WHITENOISE_MAX_AGE = 60
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Uploads stay in memory: no plaintext ever reaches a temporary file.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE = PREFIX + "inglenook"
DEVICE_COOKIE = PREFIX + "inglenook-device"
LOOK_COOKIE = PREFIX + "inglenook-look"
LANGUAGE_COOKIE_NAME = PREFIX + "inglenook-language"
BOND_COOKIE = PREFIX + "inglenook-bond"
INVITATION_COOKIE = PREFIX + "inglenook-invitation"
CSRF_COOKIE_NAME = PREFIX + "inglenook-form"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # gone when the browser is closed
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "inglenook.web.views.form_out_of_date"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
X_FRAME_OPTIONS = "DENY"
# Django looks for its own security middleware; ours puts the same headers on every answer, static files too.
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002"]
