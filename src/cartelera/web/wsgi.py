"""The site as a WSGI application, with the gate of packages in front of it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cartelera.web.settings")
site = get_wsgi_application()

from cartelera.web.media_gate import gate_of_house  # noqa: E402 - needs the apps set up

application = gate_of_house(site)
