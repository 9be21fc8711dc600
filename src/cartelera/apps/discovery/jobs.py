"""Long work of discovery, and when it is due."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cartelera.apps.discovery.pipeline import index_names, learn_taste
from cartelera.apps.discovery.queries import names_are_stale, taste_is_stale
from cartelera.apps.work.lease import Run, chore, job

RESTED = timedelta(hours=1)  # between two times of learning


@job("discovery.index_names", subject="names")
def index_all_names(_run: Run) -> None:
    """Make the index of names anew, so that search finds what was changed."""
    index_names(timezone.now())


@job("discovery.learn_taste", subject="taste")
def learn_from_viewings(run: Run) -> None:
    """Learn from viewings what goes with what, for each profile's own rows."""
    learn_taste(timezone.now(), run.progress)


@chore
def ask_for_names() -> None:
    """Queue a new index of names once a title has changed."""
    if names_are_stale():
        with transaction.atomic():
            index_all_names.enqueue()


@chore
def ask_for_taste() -> None:
    """Queue learning once there are new viewings, and the last time is an hour ago."""
    if taste_is_stale(timezone.now() - RESTED):
        with transaction.atomic():
            learn_from_viewings.enqueue()
