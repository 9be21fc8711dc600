"""Long work of discovery, and when it is due."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cartelera.apps.discovery.pipeline import count_exposure, index_names, learn_taste
from cartelera.apps.discovery.queries import (
    exposure_is_due,
    names_are_stale,
    taste_is_stale,
)
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


@job("discovery.count_exposure", subject="floors")
def count_floors(run: Run) -> None:
    """Count how the floors stand on viewers' pages this week."""
    count_exposure(timezone.now(), run.progress)


@chore
def ask_for_exposure() -> None:
    """Queue counting how floors stand, once a week."""
    if exposure_is_due(timezone.now()):
        with transaction.atomic():
            count_floors.enqueue()
