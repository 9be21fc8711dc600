"""What a process that serves the site loads: the site, and its tie to the parent."""

from cartelera.adapters.processes import die_with_parent
from cartelera.web.wsgi import application

__all__ = ["application"]

die_with_parent()
