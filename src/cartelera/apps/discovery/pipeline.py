"""Make the copies that pages and searches read: the index of names, and what viewings teach."""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max

from cartelera.adapters.names import Findable, write_names
from cartelera.apps.accounts.models import Profile
from cartelera.apps.audience.models import Beacon, Viewing
from cartelera.apps.discovery.models import Choosing, Exposure
from cartelera.apps.discovery.queries import home_page, monday_of, names_folder, taste_folder
from cartelera.apps.slate.models import (
    Avail,
    Credit,
    SourceWork,
    Term,
    Title,
    TitlePlace,
    TitleText,
)
from cartelera.apps.slate.queries import house
from cartelera.engines.discovery.floors import Outcome, Standing
from cartelera.engines.discovery.search import Entry, words_of
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.kind import Kind, SourceKind
from cartelera.vocabulary.viewer import ADULT, Viewer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from cartelera.adapters.tastes import Watched

log = logging.getLogger(__name__)

DENSE = 6000  # titles: above it, weights are learned among the nearest alone
NEAREST = 200  # titles that may speak for one, above it
BLOCK = 500  # titles learned between two looks at whether the work must stop
PLACED = 50  # titles without viewings placed at a time: each is compared with every other
ENOUGH = 20  # titles with viewings, from which those without are placed by kernel
READ_ANEW = timedelta(days=7)  # how often all viewings are read, and not only what is new
AT_ONCE = 5000  # profiles whose viewings are read together
POPULAR = 200  # titles kept for each territory
FAMILIES = {
    "genre*year": 1.0,
    "theme": 1.0,
    "name": 0.5,
    "person": 1.0,
    "source": 1.0,
    "place": 0.5,
}
Facts = dict[str, list[str]]
Tell = Callable[[float], None]  # told a share from 0 to 1; may raise to stop


def index_names(at: datetime) -> None:
    """Make the index of names anew, of every title that is or will be public.

    at  the moment before the first row is read: what changes later is found by the next index
    """
    write_names(names_folder(), _findable(), at)


def _findable() -> Iterator[Findable]:
    names: dict[int, list[str]] = defaultdict(list)
    for pk, name in TitleText.objects.values_list("title", "name"):
        names[pk].append(name)
    labels = _labels()
    known = _known()
    rows = Title.objects.values_list(
        "pk", "kind", "search_text", "original_name", "alternative_names", "public_from", "root"
    )
    for pk, kind, others, original, more, public_from, root in rows.iterator():
        if public_from is None and root is None:
            continue  # under an embargo without an end
        called = tuple(dict.fromkeys(n for n in (*names[pk], original, *more) if n))
        said = " | ".join([others, *labels[pk], *_both(Kind(kind))])
        yield Findable(Entry(pk, called, said, float(known[pk])), public_from)


def _labels() -> dict[int, list[str]]:
    """Return the words, in both languages, for what a title is drawn from and its genres."""
    found: dict[int, list[str]] = defaultdict(list)
    for title, kind in SourceWork.objects.exclude(titles=None).values_list("titles", "kind"):
        found[title] += _both(SourceKind(kind))
    for title, es, en in Term.objects.exclude(titles=None).values_list("titles", "es", "en"):
        found[title] += [folded(es), folded(en)]
    return found


def _both(word: Kind | SourceKind) -> list[str]:
    return [folded(word.es), folded(word.en)]


def _known() -> Counter[int]:
    """Return how often each title was watched, its episodes with it."""
    home = dict(Title.objects.values_list("pk", "root"))
    known: Counter[int] = Counter()
    for title, count in Viewing.objects.values_list("title").annotate(Count("pk")).order_by():
        known[home.get(title) or title] += count
    return known


# What viewings teach


def learn_taste(at: datetime, tell: Tell) -> None:
    """Learn from all viewings, so that a history that was erased is in it no more.

    at  the moment before the first row is read
    Reading grows with the viewings of those who watched since the last time, counting with all
    viewings times a history's length, and learning with the cube of the titles up to `DENSE`,
    and with their number above it.
    """
    import numpy as np

    from cartelera.adapters.tastes import Learned, write_taste

    titles = list(
        Title.objects.filter(root=None, public_from__isnull=False)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not titles:
        return
    facts = _facts(titles)
    history = _watched(titles, at)
    viewings = history.taken[np.diff(history.taken.indptr) > 0]
    tell(0.1)
    named = tuple(
        sorted(
            {
                f"{family}:{word}"
                for own in facts
                for family in ATTRIBUTES
                for word in own[family]
            }
        )
    )
    column = {name: n for n, name in enumerate(named)}
    attributes = np.zeros((len(titles), len(named)), dtype=np.uint8)
    for row, own in enumerate(facts):
        for family in ATTRIBUTES:
            attributes[row, [column[f"{family}:{word}"] for word in own[family]]] = 1
    watched = np.asarray((viewings > 0).sum(axis=0), dtype=np.float64).ravel()
    learned = Learned(
        titles=np.array(titles),
        watched=watched,
        attributes=attributes,
        named=named,
        popular=_popular(titles, watched),
        weights=_weights(viewings, watched, facts, tell),
        history=history,
    )
    write_taste(taste_folder(), learned, at)


ATTRIBUTES = ("genre", "theme", "country", "language", "kind", "length")
LENGTHS = ((40, "short"), (75, "medium"), (130, "feature"))  # minutes below which, and its name


def _facts(titles: Sequence[int]) -> list[Facts]:
    """Return what the record of each title says, by family."""
    found: dict[int, Facts] = {pk: defaultdict(list) for pk in titles}
    rows = Title.objects.filter(root=None).values_list(
        "pk", "kind", "year", "countries", "languages", "runtime_minutes"
    )
    for pk, kind, year, countries, languages, minutes in rows.iterator():
        if pk in found:
            own = found[pk]
            own["kind"], own["country"], own["language"] = [kind], countries, languages
            own["year"] = list(_years(year))
            if minutes:
                own["length"] = [next((n for most, n in LENGTHS if minutes < most), "long")]
    pairs: list[tuple[str, Any]] = [
        ("name", TitleText.objects.values_list("title", "name")),
        ("person", Credit.objects.exclude(person=None).values_list("title", "person__name")),
        ("place", TitlePlace.objects.values_list("title", "place__name")),
        ("source", SourceWork.objects.exclude(titles=None).values_list("titles", "kind")),
        ("source", SourceWork.objects.exclude(titles=None).values_list("titles", "authors")),
    ]
    for family, values in pairs:
        for pk, value in values.iterator():
            if pk in found:
                said = words_of(value) if family == "name" else value
                found[pk][family] += [said] if isinstance(said, str) else said
    terms = Term.objects.exclude(titles=None).values_list("titles", "family", "key")
    for pk, family, key in terms.iterator():
        if pk in found:
            found[pk][family].append(key)
    return [found[pk] for pk in titles]


def _years(year: int | None) -> tuple[str, ...]:
    from cartelera.engines.discovery.cold_start import years_about

    return years_about(year)


def _watched(titles: Sequence[int], at: datetime) -> "Watched":
    """Return how much each profile took to each title, reading only what is new.

    The viewings of a profile are read again where it has watched since the last time, or has
    more or fewer than then; what the others took to fades as it stands. Once in `READ_ANEW`
    everything is read.
    """
    import numpy as np
    from scipy.sparse import vstack

    from cartelera.adapters.tastes import Watched, open_watched
    from cartelera.engines.discovery.taste import fading

    private = Choosing.objects.filter(personal=False).values_list("profile", flat=True)
    every = Viewing.objects.exclude(profile__in=list(private)).order_by()
    counted = every.values_list("profile").annotate(Count("pk"), Max("reported_at"))
    told = {profile: (count, latest) for profile, count, latest in counted}
    kept = open_watched(taste_folder(), np.array(titles))
    if kept is None or at - kept[0].read_at >= READ_ANEW:
        profiles, taken = _read(titles, sorted(told), at)
        read_at = at
    else:
        before, made_at = kept
        had = dict(zip(before.profiles.tolist(), before.viewings.tolist(), strict=True))
        again = [
            profile
            for profile, (count, latest) in sorted(told.items())
            if had.get(profile) != count or latest >= made_at
        ]
        as_were = set(told).difference(again)
        carried = np.array([n for n, one in enumerate(had) if one in as_were], dtype=np.intp)
        left = fading((at - made_at).total_seconds() / 86400)
        fresh, rows = _read(titles, again, at)
        profiles = np.concatenate([before.profiles[carried], fresh])
        order = np.argsort(profiles)
        both = vstack([before.taken[carried] * left, rows]).tocsr()
        profiles, taken = profiles[order], both[order]
        read_at = before.read_at
    viewings = np.array([told[one][0] for one in profiles.tolist()], dtype=np.int64)
    return Watched(profiles, viewings, taken, read_at)


def _read(
    titles: Sequence[int], profiles: Sequence[int], at: datetime
) -> "tuple[NDArray[np.int64], csr_matrix]":
    """Return some profiles x titles: how much each took to each, and the profiles, rising."""
    import numpy as np
    from scipy.sparse import csr_matrix

    from cartelera.engines.discovery.taste import fading, strength, together

    column = {title: n for n, title in enumerate(titles)}
    home = dict(Title.objects.exclude(root=None).values_list("pk", "root"))
    places: list[tuple[int, int]] = []
    values: list[float] = []
    for first in range(0, len(profiles), AT_ONCE):
        own = {profile: n for n, profile in enumerate(profiles[first : first + AT_ONCE], first)}
        said: dict[tuple[int, int], list[float]] = defaultdict(list)
        last: dict[tuple[int, int], datetime] = {}
        rows = Viewing.objects.filter(profile__in=list(own)).values_list(
            "profile", "title", "seconds_played", "seconds_long", "reported_at"
        )
        for profile, title, played, long, reported_at in rows.iterator():
            place = column.get(home.get(title) or title)
            if place is not None:
                pair = own[profile], place
                said[pair].append(strength(played, long))
                last[pair] = max(reported_at, last.get(pair, reported_at))
        for pair in sorted(said):
            if (total := together(said[pair])) > 0:
                places.append(pair)
                values.append(total * fading((at - last[pair]).total_seconds() / 86400))
    at_rows = ([row for row, _ in places], [place for _, place in places])
    taken = csr_matrix((values, at_rows), shape=(len(profiles), len(titles)))
    return np.array(profiles, dtype=np.int64), taken


def _weights(viewings: "csr_matrix", watched: Any, facts: Sequence[Facts], tell: Tell) -> Any:
    import numpy as np

    from cartelera.engines.discovery import cold_start, relevance

    usual = relevance.Learning()
    known, fresh = np.flatnonzero(watched > 0), np.flatnonzero(watched == 0)
    if len(facts) > DENSE:
        return _weights_near(viewings, watched, facts, tell)
    alike = cold_start.likeness(facts, FAMILIES)
    tell(0.4)
    weights = relevance.learn(relevance.counted(viewings, usual), watched, usual, alike)
    if len(known) >= ENOUGH and len(fresh):
        mixed = cold_start.carried_over(known, fresh, alike)
        among = weights[np.ix_(known, known)]
        weights[np.ix_(known, fresh)] = cold_start.towards(
            among, watched[known], mixed, usual.shrink
        )
    return weights


def _weights_near(
    viewings: "csr_matrix", watched: Any, facts: Sequence[Facts], tell: Tell
) -> Any:
    """Return weights among the nearest alone, for more titles than can be learned whole."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack

    from cartelera.engines.discovery import cold_start, relevance

    usual = relevance.Learning()
    known, fresh = np.flatnonzero(watched > 0), np.flatnonzero(watched == 0)
    blocks = _blocks_near(viewings, known, tell)
    learned = hstack([csr_matrix((len(facts), 0), dtype=np.float32), *blocks]).tocsr()
    expected = [csr_matrix((len(known), 0), dtype=np.float32)]
    if len(known) >= ENOUGH:
        records, among = cold_start.Records(facts, FAMILIES), learned[known]
        for first in range(0, len(fresh), PLACED):
            tell(0.7 + 0.25 * first / len(fresh))
            mixed = cold_start.mixed_of_nearest(known, fresh[first : first + PLACED], records)
            expected.append(
                cold_start.towards_near(among, watched[known], mixed, usual.shrink, NEAREST)
            )
    placed = hstack(expected).tocoo()
    rows = (known[placed.row], placed.col)
    carried = csr_matrix((placed.data, rows), shape=(len(facts), len(fresh)))
    order = np.argsort(np.concatenate([known, fresh]))
    return hstack([learned, carried]).tocsc()[:, order].tocsr()


def _blocks_near(
    viewings: "csr_matrix", known: "NDArray[np.intp]", tell: Tell
) -> "list[csr_matrix]":
    """Return the weights towards known titles, in blocks: from a cluster, where there is one.

    A cluster is sent the viewings once, without a name, and what it leaves is learned here.
    """
    from cartelera.adapters import cluster
    from cartelera.engines.discovery import relevance

    usual = relevance.Learning()
    calls = {n: (known[n : n + BLOCK], usual, NEAREST) for n in range(0, len(known), BLOCK)}
    found: dict[int, csr_matrix] = {}
    if settings.SCHEDULER and calls:
        cluster.require_cluster()
        place = settings.SCHEDULER, settings.CLUSTER_TLS
        try:
            for came in cluster.spread(*place, relevance.learn_near, calls, shared=(viewings,)):
                found |= came
                tell(0.1 + 0.6 * len(found) / len(calls))
        except cluster.LostError as lost:
            log.warning("%s: learning the rest here", lost)
    for n in sorted(calls.keys() - found.keys()):
        tell(0.1 + 0.6 * len(found) / len(calls))
        found[n] = relevance.learn_near(viewings, *calls[n])
    return [found[n] for n in calls]


def _popular(titles: Sequence[int], watched: Any) -> Mapping[str, list[int]]:
    """Return what is watched most: lately in each territory, and at all under ""."""
    import numpy as np

    home = dict(Title.objects.exclude(root=None).values_list("pk", "root"))
    lately: dict[str, Counter[int]] = defaultdict(Counter)
    rows = Beacon.objects.values_list("territory", "title").annotate(
        playings=Count("playing", distinct=True)
    )
    own = set(titles)
    for territory, title, playings in rows.order_by():
        if (top := home.get(title) or title) in own:
            lately[territory][top] += playings
    order = np.argsort(-watched, kind="stable")[:POPULAR]
    found = {"": [titles[n] for n in order if watched[n] > 0]}
    for territory, counts in lately.items():
        most = sorted(counts, key=lambda title: (-counts[title], title))
        found[territory] = most[:POPULAR]
    return found


# How floors stand on viewers' pages

LATELY = timedelta(days=28)  # since when a profile has watched, for its page to be counted
COUNTED = 300  # pages, those of who watched last


def count_exposure(at: datetime, tell: Tell) -> None:
    """Make the pages of this moment again and count how each floor stands on them.

    At home the pages of profiles that watched lately, and that of someone without a history;
    abroad that of someone without a history in each territory where something may be shown.
    What one page held is not kept. Counting again in the same week takes the place of before.
    """
    home = house().home_territory
    lately = Viewing.objects.filter(reported_at__gte=at - LATELY).values("profile")
    latest = lately.annotate(last=Max("reported_at")).order_by("-last")
    profiles = list(latest.values_list("profile", flat=True)[:COUNTED])
    ages = dict(Profile.objects.filter(pk__in=profiles).values_list("pk", "maturity"))
    abroad = Avail.objects.exclude(territory=home).filter(withdrawn=False, opens__lte=at)
    looks: list[tuple[Viewer, int | None]] = [(Viewer(home), None)]
    looks += [(Viewer(home, ages.get(pk, ADULT)), pk) for pk in profiles]
    looks += [
        (Viewer(territory), None)
        for territory in sorted(set(abroad.values_list("territory", flat=True)))
    ]
    stood: dict[tuple[bool, str], list[Outcome]] = defaultdict(list)
    for n, (viewer, profile) in enumerate(looks):
        tell(n / len(looks))
        for outcome in home_page(viewer, profile, "es", at).outcomes:
            stood[viewer.territory == home, outcome.floor].append(outcome)
    with transaction.atomic():
        for (at_home, floor), outcomes in stood.items():
            Exposure.objects.update_or_create(
                week=monday_of(at), at_home=at_home, floor=floor, defaults=_summed(outcomes)
            )


def _summed(outcomes: Sequence[Outcome]) -> dict[str, float]:
    standings = Counter(outcome.standing for outcome in outcomes)
    shares = [outcome.shown / max(outcome.slots, 1) for outcome in outcomes]
    return {
        "percent": round(100 * outcomes[0].share),
        "pages": len(outcomes),
        "met": standings[Standing.MET],
        "few": standings[Standing.FEW],
        "full": standings[Standing.FULL],
        "least": min(shares),
        "mean": sum(shares) / len(shares),
        "prominence": sum(outcome.prominence for outcome in outcomes) / len(outcomes),
    }
