"""Counting viewings and forecasting from them, called by the queue."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cartelera.apps.audience.forecasting import forecast_is_stale, forecast_slate
from cartelera.apps.audience.pipeline import fold
from cartelera.apps.work.lease import Run, chore, job

RESTED = timedelta(hours=1)  # between two forecasts, unless somebody asks


@job("audience.fold_viewings", subject="viewings")
def fold_viewings(run: Run) -> None:
    """Count what players have reported since the last time, and forget what is old."""
    fold(timezone.now(), run.progress)


@job("audience.forecast_slate", subject="forecast")
def forecast_announced(run: Run) -> None:
    """Forecast what the announced titles may reach, from all that is known now."""
    forecast_slate(timezone.now(), run.progress)


@chore
def ask_for_forecast() -> None:
    """Queue a forecast once viewings, lists or titles have changed, an hour after the last."""
    if forecast_is_stale(timezone.now() - RESTED):
        with transaction.atomic():
            forecast_announced.enqueue()
