"""The teasers of the sample, drawn and delivered by the worker."""

import tempfile
from pathlib import Path

from django.utils import timezone

from cartelera.apps.media.actions import receive_master
from cartelera.apps.slate.queries import title_by_key
from cartelera.apps.work.lease import Run, job
from cartelera.command.sample.catalogue import Sample
from cartelera.command.sample.teasers import draw_teaser, subtitles
from cartelera.command.sample.titles import SAMPLES
from cartelera.command.sample.viewings import load_viewings
from cartelera.engines.media.captions import CaptionKind
from cartelera.engines.media.order import CaptionFile, Order
from cartelera.vocabulary.errors import InputError


@job("sample.deliver_teaser", subject="teaser:{0}", priority=-10)
def deliver_teaser(run: Run, key: str) -> None:
    """Draw the teaser of one of the sample's titles, and deliver it as its master."""
    sample = next((each for each in SAMPLES if each.record.key == key), None)
    if sample is None or sample.facts is None:
        raise InputError(f"the sample has no teaser for {key}")
    run.progress(0.0, "draw")
    with tempfile.TemporaryDirectory() as folder:
        teaser = Path(folder) / f"{key}.mp4"
        draw_teaser(sample.facts, teaser)
        run.progress(0.9, "deliver")
        receive_master(title_by_key(key), teaser, teaser.name, None, order=_order(sample))


@job("sample.load_viewings", subject="viewings of the sample", priority=-5)
def make_viewings(run: Run) -> None:
    """Make nine weeks of viewings for the sample's dashboards, by program."""
    run.progress(0.0, "draw")
    load_viewings(timezone.now())


def _order(sample: Sample) -> Order:
    return Order(
        tuple(
            CaptionFile(
                language,
                CaptionKind.SUBTITLES,
                subtitles(sample.facts, [line[n] for line in sample.lines]).encode(),
                f"{sample.record.key}.{language}.srt",
            )
            for n, language in enumerate(("es", "en"))
            if sample.facts is not None and sample.lines
        ),
        sound_languages=("es",),
    )
