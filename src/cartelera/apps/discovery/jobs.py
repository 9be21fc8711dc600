"""Long work of discovery, and when it is due."""

from django.db import transaction
from django.utils import timezone

from cartelera.apps.discovery.pipeline import index_names
from cartelera.apps.discovery.queries import names_are_stale
from cartelera.apps.work.lease import Run, chore, job


@job("discovery.index_names", subject="names")
def index_all_names(_run: Run) -> None:
    """Make the index of names anew, so that search finds what was changed."""
    index_names(timezone.now())


@chore
def ask_for_names() -> None:
    """Queue a new index of names once a title has changed."""
    if names_are_stale():
        with transaction.atomic():
            index_all_names.enqueue()
