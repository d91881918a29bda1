"""The least that a Django site needs to keep its own students beside Rentrée. Yours has more."""

import os

# An example must start without being told; a site that anybody can reach must be.
SECRET_KEY = os.environ.get("DJANGO_SECRET_KEY", "only-for-the-example")
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "roster"]
ROOT_URLCONF = "site_example.urls"
WSGI_APPLICATION = "site_example.wsgi.application"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("DJANGO_DB", "db.sqlite3"),
        # A transaction takes its turn to write when it begins: of two that read the feed at once, the second waits instead of failing.
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
    }
}
AUTH_USER_MODEL = "roster.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True

# Where Rentrée is, which school this site follows, the key that may read it, and the secret of the webhook.
RENTREE = {
    "URL": os.environ.get("RENTREE_URL", "http://127.0.0.1:8080"),
    "ESTABLISHMENT": os.environ.get("RENTREE_ESTABLISHMENT", ""),
    "KEY": os.environ.get("RENTREE_KEY", ""),
    "WEBHOOK_SECRET": os.environ.get("RENTREE_WEBHOOK_SECRET", ""),
}
