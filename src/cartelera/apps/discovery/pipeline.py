"""Make the copies that pages and searches read: the index of names."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count

from cartelera.adapters.names import Findable, write_names
from cartelera.apps.audience.models import Viewing
from cartelera.apps.discovery.queries import names_folder
from cartelera.apps.slate.models import SourceWork, Term, Title, TitleText
from cartelera.engines.discovery.search import Entry
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.kind import Kind, SourceKind


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
