"""The least that Django needs to keep licences in a database of a PostgreSQL server."""
import os
from urllib.parse import urlsplit

url = urlsplit(os.environ["BENCH_DATABASE"])
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": url.hostname,
        "PORT": url.port or 5432,
        "USER": url.username,
        "PASSWORD": url.password or "",
        "NAME": url.path.lstrip("/"),
    }
}
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django_fsm",
    "django_fsm_log",
    "register",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
SECRET_KEY = "nothing is signed here"
