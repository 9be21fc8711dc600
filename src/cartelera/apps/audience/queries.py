"""Questions about viewings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max, Min, Q, Sum
from django.utils import timezone

from cartelera.adapters.heartbeats import Heartbeats
from cartelera.apps.audience.models import Beacon, Cell, Elsewhere, Fold, Retention, Viewing
from cartelera.apps.slate.models import Company, Person, Title, TitleText
from cartelera.apps.slate.queries import cards_of, house
from cartelera.engines.audience.beacon import WORD
from cartelera.engines.audience.cells import COUNTS, OTHER, WORLD
from cartelera.engines.audience.crossed import CLASSES, REST
from cartelera.engines.audience.elsewhere import Source
from cartelera.engines.audience.measures import (
    LEAST,
    Figures,
    returned_share,
    together,
    travel,
)
from cartelera.engines.audience.retention import Point, added, curve
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.kind import Kind

FINISHED = 0.95  # of its length: what was watched so far is not offered again
LOOKED_AT = 400  # viewings of a profile that its positions are taken from


@dataclass(frozen=True, slots=True)
class Position:
    """Where a profile stopped in a title."""

    title: int  # Title id
    seconds: float  # into the title
    share: float  # of its length, 0 to 1
    at: datetime

    @property
    def finished(self) -> bool:
        """Say whether only the end credits were left."""
        return self.share >= FINISHED


def positions_of(profile: int) -> dict[int, Position]:
    """Return where a profile stopped in each title it played, latest first."""
    found: dict[int, Position] = {}
    for v in Viewing.objects.filter(profile=profile).order_by("-reported_at")[:LOOKED_AT]:
        share = min(v.position / v.seconds_long, 1.0) if v.seconds_long else 0.0
        found.setdefault(v.title, Position(v.title, v.position, share, v.reported_at))
    return found


def watched_last_week(profile: int, title: int, week: date) -> bool:
    """Say whether a profile watched the film or series of a title in the week before.

    title  Title id of the film or episode
    week   the Monday of this week
    """
    end = timezone.make_aware(datetime.combine(week, time()))
    root = Title.objects.filter(pk=title).values_list("root", flat=True).first() or title
    parts = Title.objects.filter(Q(pk=root) | Q(root=root)).values_list("pk", flat=True)
    played = Viewing.objects.filter(
        profile=profile, started_at__lt=end, started_at__gte=end - timedelta(days=7)
    )
    return not set(played.values_list("title", flat=True)).isdisjoint(parts)


@dataclass(frozen=True, slots=True)
class Watched:
    """One line of a viewer's own history."""

    title: int  # Title id
    key: str
    name: str
    started_at: datetime
    seconds_played: float
    position: float  # seconds into the title
    seconds_long: float


def history_of(profile: int, language: str = "es") -> list[Watched]:
    """Return all that a profile has watched, latest first."""
    rows = list(Viewing.objects.filter(profile=profile).order_by("-started_at"))
    titles = cards_of(Title.objects.filter(pk__in={row.title for row in rows}), language)
    named = {card.pk: (card.key, card.name) for card in titles}
    return [
        Watched(
            title=row.title,
            key=named.get(row.title, ("", ""))[0],
            name=named.get(row.title, ("", ""))[1],
            started_at=row.started_at,
            seconds_played=row.seconds_played,
            position=row.position,
            seconds_long=row.seconds_long,
        )
        for row in rows
    ]


def heartbeats_at_hand() -> Heartbeats:
    """Return the house's heartbeats, which the last thirty days have left."""
    return Heartbeats(Path(settings.DATA) / "audience")


# Reach


@dataclass(frozen=True, slots=True)
class Week:
    """The whole of a subject in one week."""

    week: date  # its Monday
    figures: Figures
    returned: float | None  # of the viewers of the week before


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: a territory, a device, an episode."""

    label: str  # as cells name it
    figures: Figures  # over the weeks asked for; its viewers are those of the best week
    share: float  # of the hours


@dataclass(frozen=True, slots=True)
class Reach:
    """What reached whom, over some weeks; every figure in it is safe to publish."""

    subject: str
    weeks: tuple[Week, ...]
    total: Figures  # its viewers are those of the best week
    tables: Mapping[str, tuple[Line, ...]]  # by what it is divided: most hours first
    home: float | None  # share of the hours
    home_is_least: bool  # some of the rest may have been at home too
    territories: int  # reached
    travel: float | None
    national: float | None  # share of the hours, for the house


@dataclass(frozen=True, slots=True)
class Curve:
    """How much of one film or episode was watched, second by second."""

    title: int  # Title id
    plays: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The weeks from one Monday to another, both in it."""

    first: date
    last: date


def weeks_counted() -> Span | None:
    """Return the first and the last week of which anything is counted; None if nothing is."""
    found = Cell.objects.aggregate(first=Min("week"), last=Max("week"))
    return Span(found["first"], found["last"]) if found["first"] else None


def folded_at() -> datetime | None:
    """Return when viewings were last counted."""
    last = Fold.objects.order_by("-at").first()
    return last.at if last else None


def made_up_file() -> Path:
    """Return the file that names the last week whose viewings were made up for the sample."""
    return Path(settings.DATA) / "audience" / "made-up"


def has_made_up(span: Span) -> bool:
    """Say whether some weeks hold viewings that a program made up for the sample."""
    file = made_up_file()
    return file.is_file() and span.first <= date.fromisoformat(file.read_text().strip())


def reach_of(subject: str, span: Span) -> Reach:
    """Return the reach of a subject over some weeks, in a constant number of queries.

    subject  house, title:1, season:2, company:3, person:4, year:2026, row:hero,
             campaign:autumn, origin:national, origin:foreign
    """
    at_home = house().home_territory
    columns = ("week", "by", "label", *COUNTS)
    found: dict[str, dict[str, dict[date, Figures]]] = defaultdict(lambda: defaultdict(dict))
    rows = Cell.objects.filter(subject=subject, week__range=(span.first, span.last))
    for week, by, label, *counts in rows.values_list(*columns):
        found[by][label][week] = Figures(*counts)
    whole = found.pop("all", {}).get("", {})
    ordered = sorted(whole)
    # who came back to a series may have watched another season, or come by another row
    back = subject.partition(":")[0] not in CLASSES
    weeks = tuple(
        Week(
            week,
            whole[week],
            _returned(whole.get(week - timedelta(days=7)), whole[week]) if back else None,
        )
        for week in ordered
    )
    total = _over_weeks(whole.values())
    tables = {by: _lines(labels, total) for by, labels in found.items()}
    places = {line.label: line for line in tables.get("territory", ())}
    return Reach(
        subject=subject,
        weeks=weeks,
        total=total,
        tables=tables,
        home=places[at_home].share if at_home in places else (0.0 if places else None),
        home_is_least=REST in places,
        territories=sum(is_territory(label) for label in places),
        travel=None if REST in places else _travel(places, at_home, subject, span),
        national=_national(span, total) if subject == "house" else None,
    )


def is_territory(label: str) -> bool:
    """Say whether the label of a place is one territory, not several folded together."""
    return len(label) == 2 and label.isupper()


def _returned(before: Figures | None, after: Figures) -> float | None:
    return returned_share(before, after) if before else None


def _over_weeks(figures: Iterable[Figures]) -> Figures:
    """Return the sum over weeks, with the viewers of the best week."""
    known = list(figures)
    summed = together(known) if known else Figures()
    best = max((one.viewers for one in known), default=0)
    return Figures(best, *(getattr(summed, name) for name in COUNTS[1:]))


def _lines(labels: Mapping[str, Mapping[date, Figures]], total: Figures) -> tuple[Line, ...]:
    lines = []
    for label, weeks in labels.items():
        figures = _over_weeks(weeks.values())
        lines.append(Line(label, figures, figures.played_ms / max(1, total.played_ms)))
    folded = (OTHER, WORLD, REST)
    return tuple(sorted(
        lines, key=lambda line: (line.label in folded, -line.figures.played_ms, line.label)
    ))  # fmt: skip


def _travel(places: Mapping[str, Line], home: str, subject: str, span: Span) -> float | None:
    if subject == "house" or home not in places:
        return None
    rows = Cell.objects.filter(
        subject="house", by="territory", week__range=(span.first, span.last)
    ).values_list("label", "viewers")
    house_home = sum(viewers for label, viewers in rows if label == home)
    house_abroad = sum(viewers for label, viewers in rows if label != home)
    own = Cell.objects.filter(
        subject=subject, by="territory", week__range=(span.first, span.last)
    ).values_list("label", "viewers")
    return travel(
        Figures(viewers=sum(viewers for label, viewers in own if label == home)),
        Figures(viewers=sum(viewers for label, viewers in own if label != home)),
        house_home,
        house_abroad,
    )


def _national(span: Span, total: Figures) -> float | None:
    cells = Cell.objects.filter(
        subject="origin:national", by="all", week__range=(span.first, span.last)
    )
    hours = sum(cells.values_list("played_ms", flat=True))
    return hours / total.played_ms if total.played_ms else None


def ranking(prefix: str, span: Span, most: int = 60) -> list[Line]:
    """Return the subjects of one kind by views, such as every `title:`, most first."""
    total = Cell.objects.filter(
        subject="house", by="all", week__range=(span.first, span.last)
    ).values_list("played_ms", flat=True)
    whole = max(1, sum(total))
    found: dict[str, list[Figures]] = defaultdict(list)
    rows = Cell.objects.filter(
        subject__startswith=prefix, by="all", week__range=(span.first, span.last)
    )
    for subject, *counts in rows.values_list("subject", *COUNTS):
        found[subject].append(Figures(*counts))
    lines = [
        Line(subject, figures, figures.played_ms / whole)
        for subject, weeks in found.items()
        for figures in (_over_weeks(weeks),)
    ]
    return sorted(lines, key=lambda line: (-line.figures.microviews, line.label))[:most]


def curves_of(number: int, span: Span) -> list[Curve]:
    """Return the retention of a film, or of the episodes of a series or season in their order.

    number  Title id of the film, series or season
    """
    root = Title.objects.filter(pk=number).values_list("root", flat=True).first() or number
    parts = Title.objects.filter(Q(pk=number) | Q(root=number) | Q(parent=number))
    steps: dict[int, list[list[tuple[int, int]]]] = defaultdict(list)
    known = list(parts.order_by("parent__number", "number", "pk"))
    rows = Retention.objects.filter(
        title__in=[part.pk for part in known], week__range=(span.first, span.last)
    )
    for title, told in rows.values_list("title", "steps"):
        steps[title].append([(second, count) for second, count in told])
    plays: dict[str, int] = defaultdict(int)
    cells = Cell.objects.filter(
        subject=f"title:{root}", by="part", week__range=(span.first, span.last)
    )
    for label, count in cells.values_list("label", "plays"):
        plays[label] += count
    out = []
    for part in known:
        count = plays[str(part.pk)]
        line = added(steps[part.pk])
        seconds = max([int(part.playable_seconds or 0), *(second for second, _ in line)])
        points = curve(line, count, seconds, LEAST)
        if count and points:
            out.append(Curve(part.pk, count, tuple(points)))
    return out


def subject_name(subject: str, language: str) -> str:
    """Return what a title, season, company, person, year, row or campaign is called.

    Raises InputError if there is none such.
    """
    name = names_of([subject], language).get(subject)
    if not name:
        raise InputError(f"nothing is known of {subject!r}")
    return name


def names_of(subjects: Iterable[str], language: str) -> dict[str, str]:
    """Return what subjects are called, in a few queries for any number of them."""
    wanted: dict[str, list[int]] = defaultdict(list)
    found = {}
    for subject in subjects:
        kind, _, number = subject.partition(":")
        if kind in ("year", "row", "campaign"):
            found[subject] = number
        elif number.isdecimal():
            wanted[kind].append(int(number))
    seasons = Title.objects.filter(pk__in=wanted["season"]).values_list("pk", "root")
    series = {pk: root or pk for pk, root in seasons}
    own = {*wanted["title"], *series, *series.values()}
    named = {
        card.pk: card.name for card in cards_of(Title.objects.filter(pk__in=own), language)
    }
    found |= {f"title:{pk}": named[pk] for pk in wanted["title"] if pk in named}
    found |= {f"season:{pk}": f"{named[root]}: {named[pk]}" for pk, root in series.items()}
    companies = Company.objects.filter(pk__in=wanted["company"]).values_list("pk", "name")
    people = Person.objects.filter(pk__in=wanted["person"]).values_list("pk", "name")
    found |= {f"company:{pk}": name for pk, name in companies}
    found |= {f"person:{pk}": name for pk, name in people}
    return found


def part_names(root: int, language: str) -> dict[str, str]:
    """Return what the parts of a series or season are called, by the label of a cell."""
    own = Q(root=root) | Q(pk=root) | Q(parent=root)
    parts = cards_of(Title.objects.filter(own), language)
    return {
        str(part.pk): _part_name(part.kind, part.season_number, part.number, part.name)
        for part in parts
    }


def _part_name(kind: Kind, season: int | None, number: int | None, name: str) -> str:
    if kind == Kind.EPISODE and number is not None:
        return f"{season or 1}.{number:02d} {name}"
    return name


def beacons_waiting() -> int:
    """Return how many beacons have come since viewings were last counted."""
    last = folded_at()
    rows = Beacon.objects.all() if last is None else Beacon.objects.filter(received_at__gt=last)
    return rows.count()


def span_of(first: date | None, last: date | None) -> Span:
    """Return the weeks of two days, within those counted; without a day, as far as they go.

    Raises InputError if nothing has been counted, or the last comes before the first.
    """
    known = weeks_counted()
    if known is None:
        raise InputError("no viewing has been counted yet")
    span = Span(_monday(first) if first else known.first, _monday(last) if last else known.last)
    if span.last < span.first:
        raise InputError("the last week comes before the first")
    return span


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def subject_of(text: str) -> str:
    """Return the subject that a person names, such as `title:el-faro` or `row:hero`.

    Raises InputError if there is none such.
    """
    kind, _, name = text.partition(":")
    if text == "house" or (kind == "year" and name.isdecimal()):
        return text
    if kind in ("row", "campaign") and WORD.fullmatch(name):
        return text
    known = {
        "title": Title.objects.filter(key=name, root=None).values_list("pk", flat=True),
        "season": Title.objects.filter(key=name, kind=Kind.SEASON).values_list("pk", flat=True),
        "company": Company.objects.filter(name__iexact=name).values_list("pk", flat=True),
        "person": Person.objects.filter(name__iexact=name).values_list("pk", flat=True),
    }
    if kind not in known:
        raise InputError(
            f"{text!r} is no house, title:, season:, company:, person:, year:, row: or "
            "campaign:"
        )
    pk = next(iter(known[kind]), None)
    if pk is None:
        raise InputError(f"no {kind} is called {name!r}")
    return f"{kind}:{pk}"


def cells_in(subject: str, span: Span) -> list[tuple[str | int, ...]]:
    """Return every cell of a subject: week, what it is divided by, label, then COUNTS."""
    cells = Cell.objects.filter(subject=subject, week__range=(span.first, span.last))
    rows = cells.order_by("week", "by", "label").values_list("week", "by", "label", *COUNTS)
    return [(week.isoformat(), *rest) for week, *rest in rows]


# Elsewhere


def titles_called(names: set[str]) -> dict[str, int]:
    """Return our films and series by the folded names that they go by, where one alone does."""
    found: dict[str, set[int]] = defaultdict(set)
    own = Title.objects.filter(root=None).values_list(
        "pk", "original_name", "alternative_names"
    )
    for pk, name, others in own:
        for each in (name, *others):
            found[folded(each)].add(pk)
    texts = TitleText.objects.filter(title__root=None).values_list("title", "name")
    for pk, name in texts:
        found[folded(name)].add(pk)
    return {
        name: next(iter(pks)) for name, pks in found.items() if name in names and len(pks) == 1
    }


@dataclass(frozen=True, slots=True)
class Seen:
    """What one source tells of a title."""

    source: Source
    begins: date
    last: date
    territory: str  # ISO 3166-1; ZZ: the whole world
    season: str
    rank: int | None
    hours: int | None
    views: int | None
    admissions: int | None


def seen_elsewhere(title: int, most: int = 200) -> list[Seen]:
    """Return what others told of a film or series, latest first."""
    rows = Elsewhere.objects.filter(title=title).order_by("-begins", "source", "rank")[:most]
    return [
        Seen(
            Source(row.source), row.begins, row.ends - timedelta(days=1), row.territory,
            row.season, row.rank, row.hours, row.views, row.admissions,
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Brought:
    """How much of one source is at hand."""

    source: Source
    count: int
    ours: int  # of them, those of a title of this house
    first: date
    last: date


def brought_in() -> list[Brought]:
    """Return what has been imported, by source."""
    rows = Elsewhere.objects.values_list("source").annotate(
        Count("pk"), Count("title"), Min("begins"), Max("ends")
    )
    return [
        Brought(Source(source), count, ours, first, last - timedelta(days=1))
        for source, count, ours, first, last in rows.order_by("source")
    ]


@dataclass(frozen=True, slots=True)
class Travelled:
    """How a title of the house did in the lists of others."""

    title: int  # Title id
    territories: int  # in whose lists it ever was
    best_rank: int | None
    views: int  # told in all
    admissions: int


def ours_elsewhere() -> list[Travelled]:
    """Return the titles of the house that others tell of, the widest travelled first."""
    rows = (
        Elsewhere.objects.filter(title__isnull=False)
        .values_list("title")
        .annotate(
            places=Count("territory", distinct=True, filter=~Q(territory="ZZ")),
            best=Min("rank"),
            seen=Sum("views"),
            sold=Sum("admissions"),
        )
    )
    found = [Travelled(t, n, rank, views or 0, sold or 0) for t, n, rank, views, sold in rows]
    return sorted(found, key=lambda one: (-one.territories, -one.views, -one.admissions))
