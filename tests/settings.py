"""The product's settings over a data directory that goes away, on either database."""

import atexit
import os
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="cartelera-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["CARTELERA_DATA"] = _data

if os.environ.get("CARTELERA_TEST_DATABASE") == "postgres":
    os.environ.setdefault("XDG_RUNTIME_DIR", _data)
    import pgserver

    _server = pgserver.get_server(os.path.join(_data, "postgres"), cleanup_mode="stop")
    os.environ["CARTELERA_DATABASE_URL"] = _server.get_uri()

from cartelera.web.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
