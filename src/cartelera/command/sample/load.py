"""Load the sample into an empty house."""

from django.utils import timezone

from cartelera.apps.slate.actions import name_house, record_title
from cartelera.apps.slate.models import Title
from cartelera.command.sample import announcements, loglines, shoot, year
from cartelera.command.sample.census import keep_census
from cartelera.command.sample.jobs import deliver_teaser, make_viewings
from cartelera.command.sample.titles import SAMPLES


def load_sample() -> None:
    """Load the sample, once: a house that has a title of its own is left alone.

    The announcement is read by the house's own reader; each released title is recorded, and its
    teaser waits to be drawn and delivered as a master by the worker.
    """
    if Title.objects.exists():
        return
    name_house("Cartelera", "MX", "Inés Robledo, prensa@cartelera.example", None)
    keep_census()
    announcements.load(None)
    loglines.write(None)
    for sample in SAMPLES:
        record_title(sample.record, None, same_name_is_another=True)
    make_viewings.enqueue()
    shoot.load()
    year.load(timezone.localdate())
    for sample in SAMPLES:
        if sample.facts is not None:
            deliver_teaser.enqueue(sample.record.key)
