"""Public pages are asked for again each time: an embargo may end or begin at any moment."""

from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

from cartelera.web.doors import View


def fresh(view: View) -> View:
    """Answer 304 when the page's own bytes have not changed, and never a date of any record.

    The tag is a digest of what is sent, so it says nothing of what is under embargo.
    """
    return cache_control(no_cache=True)(conditional_page(view))
