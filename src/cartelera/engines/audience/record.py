"""What is known at an announcement: the announcement, and the record before its day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cartelera.engines.audience.identity import Families, Identity, identify, language_of
from cartelera.vocabulary.kind import SERIAL_KINDS, Kind


class Screening(StrEnum):
    """The two ways lists count titles."""

    FILM = "film"
    SERIES = "series"


@dataclass(frozen=True, slots=True)
class Announced:
    """A title as its announcement tells it."""

    name: str  # as published, with its season: `Las hermanas: Season 2`
    kind: Screening
    native: str = ""  # name in its own language, where it has another
    language: str = ""  # BCP 47; empty: guessed from the native name
    worldwide: bool | None = None  # to be offered everywhere; None: not said
    limited: bool = False
    season: int | None = None
    countries: tuple[str, ...] = ()  # ISO 3166-1 alpha-2, home first
    genres: tuple[str, ...] = ()
    year: int | None = None  # first shown anywhere; before the announcement for an old title
    synopsis: str = ""

    @property
    def identity(self) -> Identity:
        """Return the show and season that the name says."""
        return identify(self.name)

    @property
    def spoken(self) -> str:
        """Return its language, told or guessed; empty if unsure."""
        return self.language.split("-")[0] or language_of(self.native)


def announced(
    kind: Kind,
    names: Mapping[str, str],
    *,
    original_name: str,
    key: str,
    languages: Sequence[str],
    worldwide: bool,
    countries: Sequence[str],
    genres: Sequence[str],
    year: int | None,
) -> Announced:
    """Return a title of a slate as its announcement tells it; of a series, its first season.

    names          by language; the English one is what lists know a title by
    original_name  as it is called at home; empty: the first of its names, or else its key
    languages      BCP 47, that of most of it first
    worldwide      it is to be offered everywhere
    countries      ISO 3166-1 alpha-2, home first
    """
    native = original_name or next(iter(names.values()), key)
    name = names.get("en") or native
    serial = kind in SERIAL_KINDS
    return Announced(
        name,
        Screening.SERIES if serial else Screening.FILM,
        native if native != name else "",
        next(iter(languages), ""),
        worldwide,
        kind is Kind.LIMITED_SERIES,
        1 if serial else None,
        tuple(countries),
        tuple(genres),
        year,
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What one report says of one title."""

    title: Announced
    begins: date  # first day of the report's period
    ends: date  # the day after its last
    released: date | None
    views: float
    hours: float

    @property
    def first(self) -> bool:
        """Say whether the title came out within this report."""
        return self.released is not None and self.begins <= self.released < self.ends


@dataclass(frozen=True, slots=True)
class Week:
    """A title's place in one weekly list."""

    name: str  # with its season
    ends: date  # the Sunday of the week
    kind: Screening
    territory: str = ""  # ISO 3166-1 alpha-2; empty for the worldwide list
    hours: float = 0.0  # worldwide list only


@dataclass(frozen=True, slots=True)
class Past:
    """What had been seen of a show, or of its family, before a day."""

    shown: tuple[Shown, ...] = ()
    weeks: tuple[Week, ...] = ()  # worldwide list
    territories: tuple[Week, ...] = ()  # lists of single territories


@dataclass(slots=True)
class Record:
    """Every report and list a house holds, asked only for what came before a day."""

    _shown: dict[str, list[Shown]] = field(default_factory=dict)
    _weeks: dict[str, list[Week]] = field(default_factory=dict)
    _territories: dict[str, list[Week]] = field(default_factory=dict)
    _families: dict[date, Families] = field(default_factory=dict)
    _names: dict[Identity, date] = field(
        default_factory=dict
    )  # and the first day each was seen
    _famous: dict[str, date] = field(default_factory=dict)

    @classmethod
    def of(cls, shown: Iterable[Shown], weeks: Iterable[Week]) -> "Record":
        """Index reports and weekly lists by show."""
        made = cls()
        for row in shown:
            known = row.title.identity
            made._shown.setdefault(known.show, []).append(row)
            made._meet(known, row.ends)
        for week in weeks:
            known = identify(week.name)
            shelf = made._territories if week.territory else made._weeks
            shelf.setdefault(known.show, []).append(week)
            if not week.territory:
                made._meet(known, week.ends)
                first = made._famous.get(known.show, week.ends)
                made._famous[known.show] = min(first, week.ends)
        return made

    def _meet(self, known: Identity, on: date) -> None:
        self._names[known] = min(self._names.get(known, on), on)

    def past(self, shows: Iterable[str], before: date) -> Past:
        """Return what reports that had ended, and weeks that had passed, said of some shows."""
        wanted = sorted(shows)
        return Past(
            tuple(row for s in wanted for row in self._shown.get(s, ()) if row.ends <= before),
            tuple(w for s in wanted for w in self._weeks.get(s, ()) if w.ends < before),
            tuple(w for s in wanted for w in self._territories.get(s, ()) if w.ends < before),
        )

    def kin_of(self, title: Announced, before: date) -> frozenset[str]:
        """Return the other shows of a title's family that had been seen before a day."""
        if before not in self._families:
            self._families[before] = Families(
                frozenset(known for known, on in self._names.items() if on <= before),
                frozenset(show for show, on in self._famous.items() if on < before),
            )
        return self._families[before].kin_of(title.identity)
