"""The sample's catalogue: released titles invented for the product, with what they say.

Nothing here was ever made: people, companies and works are invented, but for Juan Rulfo and
his novel. Every synopsis says so, and what plays is a teaser drawn by program.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from cartelera.engines.slate.poster import PosterFacts
from cartelera.vocabulary.kind import PART_KINDS, PlaceUse, ReleaseKind, Role, SourceKind
from cartelera.vocabulary.record import (
    Avail,
    Credit,
    Place,
    Rating,
    Release,
    SourceWork,
    StageChange,
    Text,
    TitleRecord,
)
from cartelera.vocabulary.stage import Stage

AMERICAS = ("US", "CO", "AR", "CL", "PE", "GT", "CU")
NOTE_ES = (
    "Título inventado para la muestra de Cartelera; lo que se ve es un avance dibujado por "
    "programa."
)
NOTE_EN = "A title invented for Cartelera’s sample; what plays is a teaser drawn by program."


@dataclass(frozen=True, slots=True)
class Sample:
    """One title of the sample."""

    record: TitleRecord
    lines: tuple[tuple[str, str], ...] = ()  # of its teaser: (Spanish, English)
    facts: PosterFacts | None = None  # of its teaser; None: it has none of its own


def texts(
    es: tuple[str, str, str], en: tuple[str, str, str], note: bool = True
) -> tuple[Text, ...]:
    """Return the texts of a title: (name, logline, synopsis) in Spanish and in English."""
    made = []
    for language, (name, logline, synopsis), said in (
        ("es", es, NOTE_ES),
        ("en", en, NOTE_EN),
    ):
        whole = f"{synopsis}\n\n{said}" if note and synopsis else synopsis
        made.append(Text(language, name, logline, whole))
    return tuple(made)


def by(role: Role, *names: str, home: str = "MX") -> tuple[Credit, ...]:
    """Return credits of people in one role."""
    return tuple(Credit(role, name, territories=(home,)) for name in names)


def cast(*played: tuple[str, str]) -> tuple[Credit, ...]:
    """Return cast credits: (person, character)."""
    return tuple(
        Credit(Role.CAST, name, character=character, territories=("MX",))
        for name, character in played
    )


def company(name: str, role: Role = Role.PRODUCTION_COMPANY, home: str = "MX") -> Credit:
    """Return the credit of a company."""
    return Credit(role, name, company=True, territories=(home,))


def filmed(name: str, region: str, latitude: float, longitude: float) -> Place:
    """Return a place where a title is filmed."""
    return Place(PlaceUse.FILMED, name, region, region[:2], latitude, longitude)


def story(name: str, region: str, latitude: float, longitude: float) -> Place:
    """Return a place where a story happens; a region of two letters is a territory."""
    code = region if "-" in region else ""
    return Place(PlaceUse.STORY, name, code, region[:2], latitude, longitude)


def work(
    kind: SourceKind, name: str, author: str, year: int, publisher: str = ""
) -> SourceWork:
    """Return a source work of one author."""
    return SourceWork(kind, name, (author,) if author else (), publisher, year)


def festival(event: str, on: date, territory: str = "MX") -> Release:
    """Return a first showing at a festival."""
    return Release(ReleaseKind.FESTIVAL, territory, on, event)


def cinema(on: date, admissions: int, territory: str = "MX") -> Release:
    """Return a release in cinemas, with its admissions."""
    return Release(ReleaseKind.CINEMA, territory, on, "", admissions)


def released(
    record: TitleRecord, filmed_on: date, on: date, abroad: Sequence[str] = AMERICAS
) -> TitleRecord:
    """Return a record that has lived all its stages and may be shown.

    filmed_on  the first day of filming
    on         the day of its release on the platform
    abroad     territories beside Mexico
    """
    opens = datetime(on.year, on.month, on.day, 6, tzinfo=UTC)  # midnight in Mexico City
    announced = filmed_on.replace(year=filmed_on.year - 1)
    history = (
        StageChange(Stage.ANNOUNCED, announced),
        StageChange(Stage.FILMING, filmed_on),
        StageChange(Stage.RELEASED, on),
    )
    return replace(
        record,
        stage=Stage.RELEASED,
        stages=history,
        public_from=datetime(announced.year, announced.month, announced.day, 15, tzinfo=UTC),
        avails=tuple(Avail(code, opens) for code in ("MX", *abroad)),
        releases=(*record.releases, Release(ReleaseKind.PLATFORM, "MX", on, "Cartelera")),
    )


def rtc(value: str) -> tuple[Rating, ...]:
    """Return a rating of Mexico's system."""
    return (Rating("MX", "RTC", value),)


def sampled(record: TitleRecord, *lines: tuple[str, str]) -> Sample:
    """Return a title that plays, with the lines of its teaser in Spanish and English."""
    return Sample(record, lines, facts_of(record))


def facts_of(record: TitleRecord, small: str = "", genres: Sequence[str] = ()) -> PosterFacts:
    """Return what a title's poster and teaser are grown from, in Spanish.

    small   the small line; empty: the author of the source work, else the director
    genres  when the record has none of its own, as an episode
    """
    if not small and record.kind not in PART_KINDS:
        small = _small(record)
    return PosterFacts(
        key=record.key,
        name=record.texts[0].name,
        small=small,
        genres=tuple(record.genres or genres),
        kind=record.kind,
        year=record.year,
    )


_FROM = {
    SourceKind.NOVEL: "De la novela de",
    SourceKind.SHORT_STORY: "Del cuento de",
    SourceKind.PLAY: "De la obra de",
    SourceKind.COMIC: "De la historieta de",
    SourceKind.SONG: "De la canción de",
    SourceKind.ARTICLE: "Del reportaje de",
    SourceKind.NONFICTION_BOOK: "Del libro de",
    SourceKind.PODCAST: "Del pódcast de",
}


def _small(record: TitleRecord) -> str:
    for source in record.source_works:
        if source.kind in _FROM and source.authors:
            return f"{_FROM[source.kind]} {source.authors[0]}"
    makers = list(
        dict.fromkeys(c.name for c in record.credits if c.role in {Role.DIRECTOR, Role.CREATOR})
    )
    return f"De {' y '.join(makers[:2])}" if makers else ""
