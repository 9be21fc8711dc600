"""A site reached over HTTPS says so in every address it gives."""

import os
import subprocess
import sys

import pytest

from tests.programs import clean_environment

ASK = """
import django; django.setup()
from django.test import RequestFactory
from django.conf import settings
request = RequestFactory().get("/es/press/", headers={
    "X-Forwarded-Proto": "https", "Host": "testserver"})
print(request.build_absolute_uri("/"), settings.SESSION_COOKIE_NAME)
"""


@pytest.mark.parametrize(
    ("https", "said"),
    [("1", "https://testserver/ __Host-session"), ("", "http://testserver/ session")],
    ids=["the proxy is heard", "nobody is believed"],
)
def test_what_a_proxy_says_counts_only_for_a_house_that_says_it_has_one(tmp_path, https, said):
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        capture_output=True,
        text=True,
        check=True,
        env=clean_environment()
        | {
            "CARTELERA_DATA": str(tmp_path),
            "CARTELERA_HOSTS": "testserver",
            "CARTELERA_HTTPS": https,
            "DJANGO_SETTINGS_MODULE": "cartelera.web.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
    )
    assert done.stdout.strip() == said
