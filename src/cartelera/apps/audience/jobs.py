"""Counting viewings, called by the queue."""

from django.utils import timezone

from cartelera.apps.audience.pipeline import fold
from cartelera.apps.work.lease import Run, job


@job("audience.fold_viewings", subject="viewings")
def fold_viewings(run: Run) -> None:
    """Count what players have reported since the last time, and forget what is old."""
    fold(timezone.now(), run.progress)
