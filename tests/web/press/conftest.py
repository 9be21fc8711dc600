"""A title in which every field says a word of its own, so that a leak names the field."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image

from cartelera.apps.announce.actions import receive_announcement
from cartelera.apps.announce.models import Announcement, Draft
from cartelera.apps.slate.actions import record_title
from cartelera.vocabulary import record as r
from cartelera.vocabulary.kind import (
    ArtworkKind,
    IdentifierScheme,
    Kind,
    PlaceUse,
    ReleaseKind,
    Role,
    SourceKind,
)
from cartelera.vocabulary.stage import Stage

SHA = "5e" * 32


def drawn() -> bytes:
    """Return a picture that says a word after its end."""
    out = BytesIO()
    Image.new("RGB", (64, 36), "teal").save(out, "JPEG")
    return out.getvalue() + b"Zqpixels."


PIXELS = drawn()

WHOLE = r.TitleRecord(
    key="planted",
    kind=Kind.SERIES,
    texts=(
        r.Text("es", "Zqnombre", "Zqlogline va.", "Zqsinopsis va.\n\nZqsegundo va."),
        r.Text("en", "Zqname", "Zqenlogline goes.", "Zqensynopsis goes."),
    ),
    stage=Stage.FILMING,
    original_name="Zqoriginal",
    alternative_names=("Zqalternative",),
    year=2031,
    episodes_planned=8,
    countries=("MX",),
    languages=("es",),
    genres=("drama",),
    source_works=(
        r.SourceWork(SourceKind.NOVEL, "Zqsource", ("Zqauthor",), "Zqpublisher", 1955),
    ),
    credits=(
        r.Credit(Role.DIRECTOR, "Zqdirector"),
        r.Credit(Role.CAST, "Zqactress", character="Zqcharacter"),
        r.Credit(Role.CINEMATOGRAPHER, "Zqcamera"),
        r.Credit(Role.PRODUCTION_COMPANY, "Zqcompany", company=True),
    ),
    places=(
        r.Place(PlaceUse.FILMED, "Zqlocation", "MX-OAX", "MX"),
        r.Place(PlaceUse.STORY, "Zqsetting"),
    ),
    stages=(r.StageChange(Stage.ANNOUNCED, date(2026, 1, 2)),),
    releases=(
        r.Release(
            ReleaseKind.FESTIVAL,
            "MX",
            datetime.now(UTC).date() + timedelta(days=90),
            "Zqfestival",
        ),
    ),
    identifiers=(r.Identifier(IdentifierScheme.WIKIDATA, "Q918273645"),),
    artworks=(
        r.Artwork(
            ArtworkKind.STILL, SHA, "image/jpeg", 1920, 1080, "Zqphotographer", "Zqlicence",
            (("es", "Zqalt va"), ("en", "Zqenalt goes")),
        ),
    ),
)  # fmt: skip
SEASON = r.TitleRecord(
    "planted-1", Kind.SEASON, (r.Text("es", "Zqseason"),), parent="planted", number=1
)
EPISODE = r.TitleRecord(
    "planted-1-1",
    Kind.EPISODE,
    (r.Text("es", "Zqepisode", "Zqepisodelogline va."),),
    parent="planted-1",
    number=1,
)


ANNOUNCEMENTS = {
    "es": "# Zqtitular\n\nZqentrada va.\n\n## Zqapartado\n\n- Zqpunto va.\n\nZqfinal va.",
    "en": "# Zqheadline\n\nZqopening goes.\n\n### Zqheading\n\nZqclosing goes.",
}


def announce(public_from: datetime | None) -> None:
    """Keep an announcement of the series in two languages, public from a moment."""
    first = None
    for language, text in ANNOUNCEMENTS.items():
        first = receive_announcement(
            text, "2031-02", None, language=language, outlet="Zqoutlet", translates=first
        )
        first.drafts.create(
            number=99, read={}, record={}, state=Draft.State.ACCEPTED, title_key="planted"
        )
    Announcement.objects.update(announcer="Zqannouncer", public_from=public_from)


def plant(public_from: datetime | None) -> None:
    """Keep the whole series, the bytes of its still, and what announced it, from a moment."""
    if not Announcement.objects.exists():
        announce(public_from)
    kept = settings.DATA / "artwork" / SHA
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(PIXELS)
    for record in (replace(WHOLE, public_from=public_from), SEASON, EPISODE):
        record_title(record, None)


@pytest.fixture
def over() -> datetime:
    """Return a moment at which an embargo is over."""
    return timezone.now() - timedelta(days=1)


@pytest.fixture
def to_come() -> datetime:
    """Return a moment at which an embargo is still to end."""
    return timezone.now() + timedelta(days=1)
