"""What a profile is offered: its rows, a title's page, the slate to come, and search."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from operator import and_
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from cartelera.adapters.generations import current
from cartelera.adapters.names import open_names
from cartelera.apps.audience.models import Viewing
from cartelera.apps.audience.queries import Position, positions_of
from cartelera.apps.discovery.models import Exposure, Floor
from cartelera.apps.discovery.programme import Programme, programme_for
from cartelera.apps.discovery.queries.own import NOBODY, Own, keeps, own_of, said_of
from cartelera.apps.slate.models import (
    Avail,
    Credit,
    SourceWork,
    Term,
    Title,
    TitlePlace,
    TitleText,
)
from cartelera.apps.slate.queries import (
    COMING,
    TitleCard,
    cards_of,
    record_of,
    something_plays,
    titles_announced_to,
    titles_open_to,
    titles_public_to,
    titles_showing_to,
)
from cartelera.engines.discovery.answers import Said, put_back, weights_after
from cartelera.engines.discovery.floors import Held, Outcome, hold
from cartelera.engines.discovery.onward import onward
from cartelera.engines.discovery.page import (
    LEAST,
    LONGEST,
    SHARED,
    Offer,
    Why,
    compose,
    fullest,
)
from cartelera.engines.discovery.search import Entry, rank, words_of
from cartelera.engines.discovery.taste import LOOKED_IN
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.kind import (
    SERIAL_KINDS,
    Kind,
    PlaceUse,
    ReleaseKind,
    Role,
    TermFamily,
)
from cartelera.vocabulary.record import TitleRecord
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.viewer import Viewer

if TYPE_CHECKING:
    from cartelera.apps.discovery.personal import Appetite, Personal
    from cartelera.engines.discovery.diversity import Measures

FLOOR = "floor"  # as `diversity.Term` says it
CANDIDATES = 240  # the newest titles, that rows choose from
FEW = 3000  # avails of a territory, up to which its titles are gone through by themselves
LEFT_AFTER = timedelta(days=14)  # a title only looked into is offered to go on with no more
GENRE_ROWS = 4
THEMES = (Why.AUTHOR, Why.FILMED, Why.SHORT)
SHORT_KINDS = (Kind.SHORT_FILM, Kind.DOCUMENTARY_SHORT)
SHORTEST = 6  # titles, of the row of what is showing
HERO_OF = 5  # the newest titles, of which each day has one as its hero
RELATED = 6  # titles for each reason
RELATED_ROWS = 4
FOUND = 36  # titles a search shows
NEARBY = 12  # titles offered when none holds every word
NEAR_MISSES = 400  # titles that hold the words, ranked to find the best


@dataclass(frozen=True, slots=True)
class Slot:
    """One title where it stands: in a row, a list or alone."""

    title: TitleCard
    why: Why
    subject: str = ""  # the genre, person or place that the reason names
    term: str = ""  # what put it there, as `diversity.Term` names it; empty for its row
    floor: str = ""  # the floor that put it there, where a viewer may be told
    part: TitleCard | None = None  # of a series: the episode to go on with
    position: Position | None = None  # where the profile stopped

    @property
    def plays(self) -> str:
        """Return the key of what plays from here, or empty."""
        chosen = self.part or self.title
        return chosen.key if chosen.seconds else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A titled, ordered list of titles."""

    why: Why
    subject: str  # of the reason, as shown
    key: str  # of the subject: the genre's key, else empty
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one profile at one moment."""

    hero: Slot | None
    rows: tuple[Row, ...]
    outcomes: tuple[Outcome, ...] = ()  # of the floors it was held to
    measures: "Measures | None" = None  # of what was picked; None where nothing was


@dataclass(frozen=True, slots=True)
class Season:
    """The episodes of one season, in order."""

    number: int | None
    name: str
    episodes: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class TitlePage:
    """Everything a title's page says."""

    slot: Slot
    record: TitleRecord
    genres: tuple[tuple[str, str], ...]  # (key, label)
    playable: bool
    seasons: tuple[Season, ...]
    related: tuple[Row, ...]
    kept: bool = False  # by the profile that looks
    said: Said | None = None  # by the profile that looks
    opens: date | None = None  # the first day it can be seen here, of those to come


@dataclass(frozen=True, slots=True)
class StageGroup:
    """The titles of one stage."""

    stage: Stage
    titles: tuple[TitleCard, ...]


@dataclass(frozen=True, slots=True)
class SlateYear:
    """The titles to come in one year, by stage, the nearest to its viewers first."""

    year: int | None  # None: not yet dated
    groups: tuple[StageGroup, ...]


@dataclass(frozen=True, slots=True)
class SlateToCome:
    """The slate by year, and how many titles stand in each stage."""

    years: tuple[SlateYear, ...]
    counts: tuple[tuple[Stage, int], ...]


@dataclass(frozen=True, slots=True)
class Playing:
    """What the player needs of a film or episode, and what plays on after it."""

    title: TitleCard
    of: TitleCard | None  # the series of an episode
    package: str
    position: Position | None
    following: TitleCard | None


# The home page


def home_page(viewer: Viewer, profile: int | None, language: str, at: datetime) -> Page:
    """Return the page of a profile at this moment, no title on it twice.

    profile  Profile id; None for someone who has none
    The number of queries is the same however many titles there are.
    """
    positions = positions_of(profile) if profile is not None else {}
    return page_after(programme_for(viewer, at), positions, language, own_of(profile))


def page_after(
    programme: Programme,
    positions: Mapping[int, Position],
    language: str,
    asked: Own = NOBODY,
) -> Page:
    """Return the page that follows from a history, held to what the programmer asks.

    asked  what the viewer asks: it comes before anything the programmer does
    """
    viewer, at = programme.viewer, programme.at
    begun, ended = _going_on(viewer, at, positions)
    going_on = {pk: part for pk, part in begun.items() if pk not in asked.hidden}
    counting = {
        pk: position
        for pk, position in positions.items()
        if asked.personal and (asked.since is None or position.at >= asked.since)
    }
    seen = ended if counting else frozenset()
    gone = {*seen, *asked.refused}
    showing = [pk for pk in _newest_showing(viewer, at) if pk not in gone]
    coming = [pk for pk in _newest_coming(viewer, at) if pk not in asked.refused]
    members = [pk for pk in programme.members() if pk not in gone]
    pins = tuple(pk for pk, _es, _en in programme.pins if pk not in asked.refused)

    taken = {*going_on, *pins, *gone}
    near = _near(viewer, at, counting, taken=taken, members=members, silent=asked.fewer)
    weights = _weights_after(asked.fewer, {*showing, *coming, *members, *near.titles})
    showing, coming = put_back(showing, weights), put_back(coming, weights)
    fresh = [pk for pk in showing if pk not in going_on] or coming
    fresh = [pk for pk in fresh if pk not in weights] or fresh
    hero = fresh[at.toordinal() % min(HERO_OF, len(fresh))] if fresh else None
    fixed = () if hero is None else (hero,)
    kept = [pk for pk in asked.kept if pk not in asked.hidden]
    open_here = _among(titles_showing_to(viewer, at), {*kept, *near.titles})
    announced = _among(titles_announced_to(viewer, at), set(kept) - open_here)
    listed = tuple(pk for pk in kept if pk in open_here)
    followed = tuple(pk for pk in kept if pk in announced)
    groups = programme.groups({*showing, *coming, *members, *fixed, *pins, *kept, *open_here})
    genres = _genres_of(showing, language, weights)
    free = open_here.difference(fixed)
    own = _own_rows(programme, near, free, groups, genres=genres, weights=weights)
    themes = _themes(showing, {*begun, *ended}, _half(showing) // 2)
    first = (
        Offer(Why.CONTINUE, tuple(going_on), least=1),
        Offer(Why.KEPT, listed, least=1),
        Offer(Why.FOLLOWED, followed, least=1),
        Offer(Why.PINNED, pins, least=1),
        *own.first,
    )
    then = (
        Offer(Why.SHOWING, tuple(showing), least=1, most=_half(showing)),
        *own.because[:1],
        Offer(Why.COMING, tuple(coming), least=1),
        *own.because[1:],
    )
    offers = (*first, *then, *themes, *own.genres)
    order = {(offer.why, offer.subject): n for n, offer in enumerate(offers)}
    # What few titles share has its choice early: later their own row would be left with none.
    rows = sorted(
        compose((*first, *themes, *then, *own.genres), taken=fixed),
        key=lambda row: order[row.why, row.subject],
    )
    others = [row for row in rows if row.why != Why.GENRE]
    shown = [*others, *[row for row in rows if row.why == Why.GENRE][:GENRE_ROWS]]
    more = {Why.SHOWING: members, Why.PICKED: own.personal.wanted if own.personal else ()}
    held = _held(shown, offers, programme.shares, groups, more=more, fixed=fixed)
    measures = None
    if own.personal is not None:
        measures = own.personal.ground.measures(
            [pk for row in held.rows if row.why == Why.PICKED for pk in row.titles]
        )
    page = _shown(
        hero,
        held,
        own.personal,
        programme,
        coming={*coming, *followed},
        positions=positions,
        going_on=going_on,
        language=language,
    )
    return replace(page, outcomes=held.outcomes, measures=measures)


def _among(titles: QuerySet[Title], asked: Collection[int]) -> set[int]:
    """Return those of the titles asked about that are among some that passed the gate."""
    return set(titles.filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()


def _held(
    rows: Sequence[Offer],
    offers: Sequence[Offer],
    shares: Mapping[str, float],
    groups: Mapping[str, Collection[int]],
    *,
    more: Mapping[Why, Sequence[int]],
    fixed: Sequence[int],
) -> Held:
    """Return the rows with the floors met; those of the viewer and of the house stay.

    more  what a kind of row may show beyond what it offers; picked titles, this alone
    """
    if not shares:
        return Held(tuple(rows), {}, ())
    whole = {(offer.why, offer.subject): offer.titles for offer in offers}

    def pool(row: Offer) -> Sequence[int]:
        if row.why == Why.PICKED:
            return more[row.why]
        among = {Why.SHOWING, Why.COMING, Why.GENRE}
        both = (*whole[row.why, row.subject], *more.get(row.why, ()))
        return tuple(dict.fromkeys(both)) if row.why in among else ()

    offered = [row for row in rows if row.why != Why.CONTINUE]
    pools = [pool(row) for row in offered]
    taken = [pk for row in rows if row.why == Why.CONTINUE for pk in row.titles]
    held = hold(offered, pools, shares, groups, fixed=fixed, taken=taken)
    first = tuple(row for row in rows if row.why == Why.CONTINUE)
    return replace(held, rows=(*first, *held.rows))


@dataclass(frozen=True, slots=True)
class _Near:
    """What a page may be made of beyond the newest; the gate is not asked yet."""

    taken: Set[int]  # titles that the page shows already
    appetite: "Appetite | None" = None
    popular: tuple[int, ...] = ()

    @property
    def titles(self) -> set[int]:
        return self.appetite.titles if self.appetite else set(self.popular)


def _near(
    viewer: Viewer,
    at: datetime,
    positions: Mapping[int, Position],
    *,
    taken: Set[int],
    members: Sequence[int],
    silent: Set[int],
) -> _Near:
    if current(taste_folder()) is None:
        return _Near(taken)
    from cartelera.apps.discovery.personal import appetite_of, popular_near  # heavy

    appetite = appetite_of(positions, taken, members, at, silent) if positions else None
    if appetite is not None:
        return _Near(taken, appetite)
    return _Near(taken, popular=tuple(popular_near(viewer.territory, taken)))


@dataclass(frozen=True, slots=True)
class _OwnRows:
    """The rows of a page that depend on who looks, and on what others watch."""

    first: tuple[Offer, ...]
    because: tuple[Offer, ...]
    genres: tuple[Offer, ...]
    personal: "Personal | None" = None


def _own_rows(
    programme: Programme,
    near: _Near,
    open_here: Set[int],
    groups: Mapping[str, Collection[int]],
    *,
    genres: Sequence[tuple[tuple[str, str], list[int]]],
    weights: Mapping[int, float],
) -> _OwnRows:
    usual = {
        key: Offer(Why.GENRE, tuple(own), f"{key}|{label}") for (key, label), own in genres
    }
    if not near.titles:
        return _OwnRows((), (), tuple(usual.values()))
    from cartelera.apps.discovery.personal import personal_rows, popular_near, popular_row

    personal = None
    if near.appetite is not None:
        personal = personal_rows(programme, near.appetite, open_here, groups, weights)
    if personal is None:
        viewer, most, plays = programme.viewer, near.popular, open_here
        if near.appetite is not None:  # too little of what follows plays here
            most = tuple(popular_near(viewer.territory, near.taken))
            plays = _among(titles_showing_to(viewer, programme.at), most)
        popular = popular_row(put_back(most, weights), plays)
        return _OwnRows((popular,) if popular else (), (), tuple(usual.values()))
    own = {row.subject: row for row in personal.genres if row.subject in usual}
    by_genre = [replace(row, subject=usual[key].subject) for key, row in own.items()]
    left = [row for key, row in usual.items() if key not in own]
    return _OwnRows((personal.picked,), personal.because, (*by_genre, *left), personal)


def _themes(showing: Sequence[int], known: Set[int], most: int) -> tuple[Offer, ...]:
    """Return rows of what titles share: who wrote their source, where they were filmed, length.

    known  titles that the viewer began or saw: what is like them is shown first
    """
    every = {*showing, *known}
    sources = SourceWork.objects.filter(titles__in=every).values_list("titles", "authors")
    filmed = TitlePlace.objects.filter(use=PlaceUse.FILMED, title__in=every).exclude(
        place__region=""
    )
    short = Title.objects.filter(pk__in=showing, kind__in=SHORT_KINDS)
    by: dict[Why, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for title, authors in sources:
        if authors:
            by[Why.AUTHOR][", ".join(authors)].add(title)
    for title, region in filmed.order_by().values_list("title", "place__region"):
        by[Why.FILMED][region].add(title)
    by[Why.SHORT][""] = set(short.values_list("pk", flat=True))
    offers = []
    for why in THEMES:
        if row := fullest(by[why], showing, known):
            least = 1 if by[why][row[0]] & known else SHARED
            offers.append(Offer(why, row[1], row[0], least, most=max(most, LEAST)))
    return tuple(offers)


def _half(titles: Sequence[int]) -> int:
    """Return how many titles the first row shows, so that a small house has others too."""
    return min(max(len(titles) // 2, SHORTEST), LONGEST)


def _newest_showing(viewer: Viewer, at: datetime) -> list[int]:
    # A title that is open by a press link alone has no date, and stands last.
    last = F("public_from").desc(nulls_last=True) if viewer.opened else "-public_from"
    showing = titles_showing_to(viewer, at)
    here = Avail.objects.filter(territory=viewer.territory).order_by()
    if here[: FEW + 1].count() <= FEW:  # the newest of all would be gone through for nothing
        showing = showing.filter(pk__in=here.values(top=Coalesce("title__root", "title")))
    order = showing.order_by(last, "key")
    return list(order.values_list("pk", flat=True)[:CANDIDATES])


def _newest_coming(viewer: Viewer, at: datetime) -> list[int]:
    # Put in order here: few are ever on their way, and their index is by stage.
    rows = titles_announced_to(viewer, at).values_list("public_from", "key", "pk")
    ordered = sorted(rows, key=lambda row: row[1])
    ordered.sort(key=lambda row: row[0].timestamp() if row[0] else 0.0, reverse=True)
    return [pk for _from, _key, pk in ordered[:CANDIDATES]]


def _newest_offered(viewer: Viewer, at: datetime) -> list[int]:
    both = Title.objects.filter(
        pk__in=[*_newest_showing(viewer, at), *_newest_coming(viewer, at)]
    )
    order = both.order_by(F("public_from").desc(nulls_last=True), "key")
    return list(order.values_list("pk", flat=True)[:CANDIDATES])


def _weights_after(fewer: Set[int], titles: Set[int]) -> dict[int, float]:
    """Return what titles count once a viewer wants fewer like some; no query where none."""
    if not fewer:
        return {}
    families = (TermFamily.GENRE, TermFamily.THEME)
    rows = Term.objects.filter(family__in=families, titles__in=titles | fewer)
    words: dict[int, set[str]] = defaultdict(set)
    for title, family, key in rows.values_list("titles", "family", "key"):
        words[title].add(f"{family}:{key}")
    return weights_after(words, fewer)


def _genres_of(
    showing: Sequence[int], language: str, weights: Mapping[int, float]
) -> list[tuple[tuple[str, str], list[int]]]:
    """Return the genres of titles with their titles, the one that counts most first."""
    label = "es" if language.startswith("es") else "en"
    pairs = Term.objects.filter(family=TermFamily.GENRE, titles__in=showing).values_list(
        "titles", "key", label
    )
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for title, key, shown in pairs:
        found[key, shown].add(title)

    def counts(titles: Set[int]) -> float:
        return sum(sorted(weights.get(pk, 1.0) for pk in titles))

    ordered = sorted(found.items(), key=lambda item: (-counts(item[1]), item[0]))
    return [(genre, [pk for pk in showing if pk in titles]) for genre, titles in ordered]


def _going_on(
    viewer: Viewer, at: datetime, positions: Mapping[int, Position]
) -> tuple[dict[int, int], frozenset[int]]:
    """Return, for each title begun and not ended, what plays next; and those seen whole.

    What plays next is the title itself, or an episode. A title that was only looked into
    counts as begun for `LEFT_AFTER`.
    """
    if not positions:
        return {}, frozenset()
    played = list(titles_open_to(viewer, at).filter(pk__in=positions).values_list("pk", "root"))
    series = {root for _pk, root in played if root is not None}
    parts = episodes_in_order(viewer, at, series) if series else {}
    finished = {pk for pk, position in positions.items() if position.finished}
    home = {pk: root or pk for pk, root in played}
    begun = {
        home.get(pk)
        for pk, position in positions.items()
        if position.share >= LOOKED_IN or at - position.at < LEFT_AFTER
    }
    found: dict[int, int] = {}
    for pk in positions:  # latest first
        title = home.get(pk)
        if title is None or title in found or title not in begun:
            continue
        following = onward(parts.get(title, [title]), finished, pk)
        found[title] = following or 0
    seen = {title for title in found if finished.issuperset(parts.get(title, [title]))}
    return {title: part for title, part in found.items() if part}, frozenset(seen)


def episodes_in_order(
    viewer: Viewer, at: datetime, series: Iterable[int]
) -> dict[int, list[int]]:
    """Return the open episodes of each series, in the order of its seasons and numbers."""
    rows = (
        titles_open_to(viewer, at)
        .filter(root__in=list(series), kind=Kind.EPISODE)
        .order_by("parent__number", "number", "pk")
        .values_list("root", "pk")
    )
    found: dict[int, list[int]] = defaultdict(list)
    for root, pk in rows:
        if root is not None:
            found[root].append(pk)
    return dict(found)


def _shown(
    hero: int | None,
    held: Held,
    personal: "Personal | None",
    programme: Programme,
    *,
    coming: Set[int],
    going_on: Mapping[int, int],
    positions: Mapping[int, Position],
    language: str,
) -> Page:
    rows = held.rows
    wanted = {pk for row in rows for pk in row.titles} | set(going_on.values())
    if hero is not None:
        wanted.add(hero)
    if personal is not None:
        picked = {pk for row in rows if row.why == Why.PICKED for pk in row.titles}
        wanted |= {personal.speaking[pk] for pk in picked}
        wanted |= {*(int(row.subject) for row in personal.because)}
    cards = cards_by_pk(wanted, language)

    told = {floor.name: floor.told for floor in programme.floors}
    pinned = {pk: es if language.startswith("es") else en for pk, es, en in programme.pins}

    def slot(pk: int, why: Why, subject: str) -> Slot:
        floor = _floor_of(pk, why, held, personal)
        term, named = (FLOOR, told[floor]) if floor else ("", "")
        if why == Why.PINNED:
            subject = pinned[pk]
        if pk in coming:
            return Slot(replace(cards[pk], seconds=None), why, subject, term, named)
        if why == Why.PICKED and personal is not None:
            speaking = cards[personal.speaking[pk]].name
            if not term and pk in personal.reasons:
                term = personal.reasons[pk].term
            return Slot(cards[pk], why, speaking, term, named)
        if why != Why.CONTINUE:
            return Slot(cards[pk], why, subject, term, named)
        part = going_on[pk]
        position = positions.get(part)
        return Slot(
            cards[pk],
            why,
            part=cards[part] if part != pk else None,
            position=position if position and not position.finished else None,
        )

    shown = []
    for row in rows:
        key, _, subject = row.subject.rpartition("|")
        if row.why == Why.BECAUSE:
            subject = cards[int(row.subject)].name
        slots = tuple(slot(pk, row.why, subject) for pk in row.titles)
        shown.append(Row(row.why, subject, key, slots))
    return Page(slot(hero, Why.HERO, "") if hero is not None else None, tuple(shown))


def _floor_of(pk: int, why: Why, held: Held, personal: "Personal | None") -> str:
    """Return the floor that put a title where it stands; empty for none."""
    if pk in held.moved:
        return held.moved[pk]
    if why == Why.PICKED and personal is not None and pk in personal.reasons:
        return personal.reasons[pk].group
    return ""


def cards_by_pk(titles: Iterable[int], language: str) -> dict[int, TitleCard]:
    """Return the cards of titles that have passed the gate, by id."""
    rows = Title.objects.filter(pk__in=list(titles))
    return {card.pk: card for card in cards_of(rows, language)}


# A title's page


def title_page(
    key: str, viewer: Viewer, profile: int | None, language: str, at: datetime
) -> TitlePage | None:
    """Return the page of a film or series that is public to the viewer; None otherwise."""
    title = titles_public_to(viewer, at).filter(key=key, root=None).first()
    if title is None:
        return None
    positions = positions_of(profile) if profile is not None else {}
    record = record_of(title, private=False)
    playable = bool(_among(titles_showing_to(viewer, at), {title.pk}))
    refused = own_of(profile).refused
    related = related_to(title, viewer, at, refused)
    cards = cards_by_pk({title.pk, *(pk for row in related for pk in row.titles)}, language)
    card = cards[title.pk] if playable else replace(cards[title.pk], seconds=None)
    seasons = _seasons(title, viewer, language, at, positions)
    part, position = _next_part(title.pk, seasons, positions)
    why = Why.SHOWING if playable else Why.COMING
    return TitlePage(
        slot=Slot(card, why, part=part, position=position),
        record=record,
        genres=tuple(zip(card.genres, card.genre_labels, strict=True)),
        playable=playable,
        seasons=seasons,
        related=tuple(_related_row(row, card, cards) for row in related),
        kept=profile is not None and keeps(profile, title.pk),
        said=said_of(profile, title.pk) if profile is not None else None,
        opens=opening_of(record, viewer, at),
    )


def opening_of(record: TitleRecord, viewer: Viewer, at: datetime) -> date | None:
    """Return the day a title opens to all where the viewer is; None unless it is ahead."""
    here = [release for release in record.releases if release.territory == viewer.territory]
    days = [release.on for release in here if release.kind != ReleaseKind.FESTIVAL]
    return min((day for day in days if day >= timezone.localdate(at)), default=None)


def series_of(key: str, viewer: Viewer, at: datetime) -> str | None:
    """Return the key of the series that a public season or episode belongs to."""
    part = titles_public_to(viewer, at).filter(key=key, root__isnull=False)
    return part.values_list("root__key", flat=True).first()


def _seasons(
    title: Title,
    viewer: Viewer,
    language: str,
    at: datetime,
    positions: Mapping[int, Position],
) -> tuple[Season, ...]:
    if title.kind not in SERIAL_KINDS:
        return ()
    public = titles_public_to(viewer, at).filter(root=title.pk)
    ordered = public.order_by("parent__number", "number", "pk")
    cards = cards_of(ordered, language)
    if not cards:
        return ()
    may_play = set(
        titles_open_to(viewer, at).filter(root=title.pk).values_list("pk", flat=True)
    )
    names = {card.number: card.name for card in cards if card.kind == Kind.SEASON}
    found: dict[int | None, list[Slot]] = {number: [] for number in names}
    for card in cards:
        if card.kind == Kind.EPISODE:
            shown = card if card.pk in may_play else replace(card, seconds=None)
            slot = Slot(shown, Why.SHOWING, position=positions.get(card.pk))
            found.setdefault(card.season_number, []).append(slot)
    return tuple(
        Season(number, names.get(number, ""), tuple(found[number]))
        for number in sorted(found, key=lambda n: (n is None, n))
    )


def _next_part(
    title: int, seasons: Sequence[Season], positions: Mapping[int, Position]
) -> tuple[TitleCard | None, Position | None]:
    parts = {s.title.pk: s.title for season in seasons for s in season.episodes if s.plays}
    if not parts:
        return None, _unfinished(positions.get(title))
    latest = next((pk for pk in positions if pk in parts), None)
    finished = {pk for pk in parts if pk in positions and positions[pk].finished}
    following = onward(list(parts), finished, latest) or next(iter(parts))
    return parts[following], _unfinished(positions.get(following))


def _unfinished(position: Position | None) -> Position | None:
    return position if position and not position.finished else None


def related_to(
    title: Title, viewer: Viewer, at: datetime, refused: Set[int] = frozenset()
) -> tuple[Offer, ...]:
    """Return those of the titles offered that share something with a title, by what.

    Whoever and whatever they share is gone through whole; genres, among the newest.
    """
    newest = {*_newest_showing(viewer, at), *_newest_coming(viewer, at)}
    people, shared = _shared_people(title), (*_by_author(title), *_by_place(title))
    asked = {pk for _name, pk, _role in people}.union(*(offer.titles for offer in shared))
    near = newest | _among(_offered_to(viewer, at), asked - newest)
    seen = [replace(o, titles=tuple(pk for pk in o.titles if pk in near)) for o in shared]
    offers = (*_by_person(title, people, near), *seen, _by_genre(title, newest))
    return compose(offers, taken={title.pk, *refused})[:RELATED_ROWS]


def _shared_people(title: Title) -> list[tuple[str, int, str]]:
    """Return whoever works on a title, with each title they work on and as what."""
    own = title.credits.exclude(person=None).values("person")
    rows = Credit.objects.filter(person__in=own).order_by("title__key")
    return [
        (str(name), pk, role)
        for name, pk, role in rows.values_list("person__name", "title", "role")
    ]


def _by_person(
    title: Title, people: Sequence[tuple[str, int, str]], near: Set[int]
) -> list[Offer]:
    titles: dict[str, list[int]] = defaultdict(list)
    directs: set[str] = set()
    for name, pk, role in people:
        if pk not in near:
            continue
        titles[name].append(pk)
        if role == Role.DIRECTOR:
            directs.add(name)
    own = [c.person.name for c in title.credits.select_related("person") if c.person]
    order = sorted(dict.fromkeys(own), key=lambda name: (name not in directs, own.index(name)))
    return [
        Offer(
            Why.DIRECTOR if name in directs else Why.PERSON, tuple(titles[name]), name, least=1
        )
        for name in order
        if name in titles
    ]


def _by_author(title: Title) -> list[Offer]:
    authors = [source.authors for source in title.source_works.all() if source.authors]
    same = Q(pk__in=title.source_works.values("pk"))
    for names in authors:
        same |= Q(authors=names)
    rows = (
        SourceWork.objects.filter(same, titles__isnull=False)
        .order_by("titles__key")
        .values_list("titles", "authors", "name")
    )
    found: dict[str, list[int]] = defaultdict(list)
    for pk, names, name in rows:
        found[", ".join(names) or name].append(pk)
    return [Offer(Why.SOURCE, tuple(pks), who, 1, RELATED) for who, pks in found.items()]


def _by_place(title: Title) -> list[Offer]:
    rows = (
        TitlePlace.objects.filter(
            use=PlaceUse.FILMED,
            place__in=title.title_places.filter(use=PlaceUse.FILMED).values("place"),
        )
        .order_by("place__name", "title__key")
        .values_list("place__name", "title")
    )
    found: dict[str, list[int]] = defaultdict(list)
    for name, pk in rows:
        found[name].append(pk)
    return [Offer(Why.PLACE, tuple(pks), name, 1, RELATED) for name, pks in found.items()]


def _by_genre(title: Title, near: Set[int]) -> Offer:
    own = title.terms.filter(family=TermFamily.GENRE).values("pk")
    same = Title.terms.through.objects.filter(term__in=own, title__in=near)
    shared = Counter(same.values_list("title", flat=True))
    best = sorted(shared, key=lambda pk: (-shared[pk], pk))[: RELATED * RELATED_ROWS]
    return Offer(Why.ALIKE, tuple(best), most=RELATED)


def _related_row(row: Offer, card: TitleCard, cards: Mapping[int, TitleCard]) -> Row:
    subject = " · ".join(card.genre_labels[:2]) if row.why == Why.ALIKE else row.subject
    slots = tuple(Slot(cards[pk], row.why, subject) for pk in row.titles)
    return Row(row.why, subject, "", slots)


# The slate to come


def slate_to_come(
    viewer: Viewer, language: str, at: datetime, stage: Stage | None = None
) -> SlateToCome:
    """Return the announced titles by year and stage; with `stage`, only those in it."""
    cards = cards_of(titles_announced_to(viewer, at).order_by("key"), language)
    counts = Counter(card.stage for card in cards)
    kept = [card for card in cards if stage in (None, card.stage)]
    years = sorted({card.year for card in kept}, key=lambda year: (year is None, year))
    return SlateToCome(
        years=tuple(
            SlateYear(year, _by_stage([card for card in kept if card.year == year]))
            for year in years
        ),
        counts=tuple((known, counts[known]) for known in COMING if counts[known]),
    )


def _by_stage(cards: Sequence[TitleCard]) -> tuple[StageGroup, ...]:
    groups = [
        StageGroup(stage, tuple(card for card in cards if card.stage == stage))
        for stage in reversed(COMING)
    ]
    return tuple(group for group in groups if group.titles)


# Search


def names_folder() -> Path:
    """Return where the index of names lies."""
    folder: Path = settings.DATA / "discovery" / "names"
    return folder


def names_are_stale() -> bool:
    """Say whether a title has changed since the index of names was made."""
    index = open_names(names_folder())
    latest = Title.objects.aggregate(latest=Max("changed_at"))["latest"]
    return latest is not None and (index is None or latest >= index.made_at)


def taste_folder() -> Path:
    """Return where what was learned from viewings lies."""
    folder: Path = settings.DATA / "discovery" / "taste"
    return folder


def taste_is_stale(rested: datetime) -> bool:
    """Say whether there are viewings to learn from since the last time, if that is long ago.

    rested  the moment before which the last learning must lie
    """
    latest = Viewing.objects.aggregate(latest=Max("reported_at"))["latest"]
    found = current(taste_folder())
    if latest is None or found is None:
        return latest is not None
    made_at = datetime.fromisoformat(found[1]["made_at"])
    return made_at < rested and made_at <= latest


def monday_of(at: datetime) -> date:
    """Return the first day of the week of a moment, by the house's clock."""
    day = timezone.localdate(at)
    return day - timedelta(days=day.weekday())


def exposure_is_due(at: datetime) -> bool:
    """Say whether floors hold that have not been counted this week."""
    return Floor.objects.exists() and not Exposure.objects.filter(week=monday_of(at)).exists()


@dataclass(frozen=True, slots=True)
class Narrow:
    """To what a search is narrowed; empty: to nothing."""

    genre: str = ""  # a genre's key
    kind: str = ""
    country: str = ""  # of production, ISO 3166-1

    def __bool__(self) -> bool:
        return bool(self.genre or self.kind or self.country)


ANYTHING = Narrow()


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow what was found: its values, the one of most titles first."""

    name: str  # a field of `Narrow`
    values: tuple[tuple[str, str, int], ...]  # key, label (empty where the key says it), titles


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to."""

    slots: tuple[Slot, ...]
    titles: int  # found, shown or not
    facets: tuple[Facet, ...]
    nearby: bool = False  # nothing holds every word: these hold some, or are the newest


def find(
    text: str, viewer: Viewer, language: str, at: datetime, narrow: Narrow = ANYTHING
) -> Found:
    """Return the titles and episodes that hold every word, best first; else what is near.

    Words find every title that has a page, even one that does not play here; with neither
    words nor narrowing the newest titles offered are returned, of all narrowed ones by name.
    Accents and case make no difference, and one slip in a word is forgiven.
    """
    near = _sought(words_of(text), viewer, at, narrow)
    if words_of(text):
        found = rank(text, _entries(text, near, at))
    else:
        found = _by_name(near) if narrow else _newest_offered(viewer, at)
    if found or not text:
        return Found(_slots(found, language), len(found), _facets(found, language, narrow))
    some = rank(text, _entries(text, near, at, some=True), some=True)
    offered = (some or _newest_offered(viewer, at))[:NEARBY]
    return Found(_slots(offered, language), 0, _facets((), language, narrow), nearby=True)


def search(
    text: str, viewer: Viewer, language: str, at: datetime, narrow: Narrow = ANYTHING
) -> tuple[Slot, ...]:
    """Return what `find` finds, without what is near and without facets."""
    found = find(text, viewer, language, at, narrow)
    return () if found.nearby else found.slots


def _slots(titles: Sequence[int], language: str) -> tuple[Slot, ...]:
    cards = cards_by_pk(titles[:FOUND], language)
    return tuple(Slot(cards[pk], Why.SHOWING) for pk in titles[:FOUND])


def _facets(titles: Sequence[int], language: str, narrow: Narrow) -> tuple[Facet, ...]:
    """Return by what some titles can be narrowed; what they are narrowed to stays among it."""
    label = "es" if language.startswith("es") else "en"
    rows = Term.objects.filter(family=TermFamily.GENRE, titles__in=titles)
    genres = Counter(rows.values_list("key", label))
    kinds: Counter[tuple[str, str]] = Counter()
    countries: Counter[tuple[str, str]] = Counter()
    for kind, own in Title.objects.filter(pk__in=titles).values_list("kind", "countries"):
        kinds[kind, Kind(kind).label(language)] += 1
        countries.update((code, "") for code in own)
    if narrow.genre and all(key != narrow.genre for key, _label in genres):
        chosen = Term.objects.filter(family=TermFamily.GENRE, key=narrow.genre)
        genres.update(dict.fromkeys(chosen.values_list("key", label), 0))
    if narrow.kind in set(Kind):
        kinds.update({(narrow.kind, Kind(narrow.kind).label(language)): 0})
    if narrow.country:
        countries.update({(narrow.country, ""): 0})
    named = (("genre", genres), ("kind", kinds), ("country", countries))
    return tuple(
        Facet(name, tuple((key, word, count) for (key, word), count in _most_first(counts)))
        for name, counts in named
    )


def _most_first(counts: Counter[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _sought(
    words: Sequence[str], viewer: Viewer, at: datetime, narrow: Narrow
) -> QuerySet[Title]:
    near = _known_to(viewer, at) if words else _offered_to(viewer, at)
    if narrow.genre:
        near = near.filter(terms__key=narrow.genre, terms__family=TermFamily.GENRE)
    if narrow.kind:
        near = near.filter(kind=narrow.kind)
    if narrow.country:
        near = near.filter(countries__icontains=f'"{narrow.country}"')
    return near


def _entries(text: str, near: QuerySet[Title], at: datetime, some: bool = False) -> list[Entry]:
    """Return what may be meant of the titles `near`: by the index, and by what it lacks yet."""
    index = open_names(names_folder())
    if index is None:
        return _entries_of(near.filter(_holding(text)))
    found = index.near(text, at, some)
    unchanged = near.filter(pk__in=[e.title for e in found], changed_at__lt=index.made_at)
    may_be_seen = set(unchanged.values_list("pk", flat=True))
    fresh = near.filter(_holding(text), changed_at__gte=index.made_at)
    return [*(e for e in found if e.title in may_be_seen), *_entries_of(fresh)]


def _holding(text: str) -> Q:
    return reduce(and_, (Q(search_text__contains=word) for word in words_of(text)), Q())


def _entries_of(titles: QuerySet[Title]) -> list[Entry]:
    """Return what can be found of some titles, read from the record."""
    rows = list(
        titles.order_by("key").values_list(
            "pk", "search_text", "original_name", "alternative_names"
        )[:NEAR_MISSES]
    )
    names: dict[int, list[str]] = defaultdict(list)
    texts = TitleText.objects.filter(title__in=[row[0] for row in rows])
    for pk, name in texts.values_list("title", "name"):
        names[pk].append(name)
    return [
        Entry(pk, tuple(name for name in (*names[pk], original, *others) if name), whole)
        for pk, whole, original, others in rows
    ]


def _known_to(viewer: Viewer, at: datetime) -> QuerySet[Title]:
    """Return the titles that have a page for the viewer, and the episodes that play."""
    plays = titles_open_to(viewer, at).filter(kind=Kind.EPISODE, pk=OuterRef("pk"))
    return titles_public_to(viewer, at).filter(Q(root=None) | Exists(plays))


def _offered_to(viewer: Viewer, at: datetime) -> QuerySet[Title]:
    """Return the titles of which something plays, and those announced."""
    coming = titles_announced_to(viewer, at).values("pk")
    own = Title.objects.filter(root=None)
    return own.filter(something_plays(viewer, at) | Q(pk__in=coming))


def _by_name(near: QuerySet[Title]) -> list[int]:
    return list(near.order_by("search_text", "pk").values_list("pk", flat=True))


# The player


def playing(
    key: str, viewer: Viewer, profile: int | None, language: str, at: datetime
) -> Playing:
    """Return what plays under this key.

    Raises InputError if nothing of that key is open to the viewer at this moment.
    """
    title = titles_open_to(viewer, at).filter(key=key).first()
    if title is None:
        raise InputError(f"nothing called {key!r} plays here and now")
    positions = positions_of(profile) if profile is not None else {}
    following = _following(title, viewer, at)
    wanted = {title.pk, *({title.root_id} if title.root_id else ()), *following}
    cards = cards_by_pk(wanted, language)
    return Playing(
        title=cards[title.pk],
        of=cards[title.root_id] if title.root_id else None,
        package=title.playable_package,
        position=_unfinished(positions.get(title.pk)),
        following=cards[following[0]] if following else None,
    )


def _following(title: Title, viewer: Viewer, at: datetime) -> list[int]:
    if title.root_id is None:
        return []
    parts = episodes_in_order(viewer, at, [title.root_id]).get(title.root_id, [])
    return parts[parts.index(title.pk) + 1 :][:1] if title.pk in parts else []
