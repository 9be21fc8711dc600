"""Measure how choosing titles grows with them: learning, a page, a page of a cold process.

    python -m benchmarks.growth --json OUT [--titles 1000 --titles 10000 --titles 100000]

Titles and viewings are made by program: 20,000 viewers of about twenty titles each, most of
them of two genres of the viewer's own, popularity falling as a power. Up to 6,000 titles the
weights are learned whole; above, among the 200 nearest, of which `--sample` titles are timed
and the whole is their mean times the titles (`extrapolated`). A page is the whole query: the
gate, history, candidates, floors, rows and cards, on an SQLite file that goes away; `engine` is
its share without the database: scores, candidates, choice, rows and floors. With `--viewers`
also what counting and learning take for so many viewers of a thousand titles. Times are CPU
seconds of one thread where they say `cpu`, else by the clock.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402  # the threads are counted when it is loaded

VIEWERS, EACH, GENRES = 20_000, 20, 18
HISTORY = 40  # titles of the viewer whose page is made
PAGES = 60
DENSE, NEAREST = 6000, 200  # as the product learns
MX = 0.3  # share of titles that are Mexican


def main() -> None:
    """Measure each size in a process of its own, and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--titles", type=int, action="append")
    parser.add_argument("--sample", type=int, default=500)
    parser.add_argument("--viewers", type=int, action="append", default=[])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--cold", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.cold:
        print(json.dumps(cold(given.cold)))
    elif given.one:
        with tempfile.TemporaryDirectory() as place:
            print(json.dumps(measure(given.one, given.sample, Path(place))))
    else:
        out = {}
        for titles in given.titles or [1000, 10_000, 100_000]:
            line = [sys.executable, "-m", "benchmarks.growth", "--json", str(given.json)]
            line += ["--one", str(titles), "--sample", str(given.sample)]
            done = subprocess.run(line, check=True, stdout=subprocess.PIPE, text=True)
            out[str(titles)] = json.loads(done.stdout.splitlines()[-1])
            print(titles, out[str(titles)], flush=True)
            given.json.write_text(json.dumps(out, indent=1) + "\n")
        for viewers in given.viewers:
            out[f"{viewers} viewers"] = counted(viewers)
            print(viewers, out[f"{viewers} viewers"], flush=True)
            given.json.write_text(json.dumps(out, indent=1) + "\n")


def counted(viewers: int) -> dict[str, float]:
    """Return what learning from so many viewers of a thousand titles costs, once read."""
    from scipy.sparse import csr_matrix

    from cartelera.engines.discovery import relevance

    titles, draw = 1000, np.random.default_rng(6)
    known = 1.0 / (np.arange(titles) + 10.0) ** 0.8
    ends = np.cumsum(known / known.sum())
    columns = np.searchsorted(ends[:-1], draw.random(viewers * EACH, dtype=np.float32))
    starts = np.arange(0, viewers * EACH + 1, EACH)
    shape = (viewers, titles)
    viewings = csr_matrix((np.ones(len(columns)), columns, starts), shape=shape)
    viewings.sum_duplicates()
    usual, worked = relevance.Learning(), time.process_time()
    together = relevance.counted(viewings, usual)
    counting = time.process_time() - worked
    watched = np.asarray((viewings > 0).sum(axis=0), dtype=np.float64).ravel()
    worked = time.process_time()
    relevance.learn(together, watched, usual, None)
    return {
        "counting_cpu_seconds": round(counting, 2),
        "learning_cpu_seconds": round(time.process_time() - worked, 2),
        "viewings_mb": round((viewings.data.nbytes + viewings.indices.nbytes) / 1e6),
    }


def measure(titles: int, sample: int, place: Path) -> dict[str, Any]:
    """Return what a house of so many titles costs."""
    draw = np.random.default_rng(6)
    genres = np.array([draw.choice(GENRES, 2, replace=False) for _ in range(titles)])
    viewings = _viewings(titles, genres, draw)
    out: dict[str, Any] = _learned(viewings, genres, sample)
    weights = out.pop("weights")
    _house(place, titles, genres)
    out |= _pages(viewings, weights, genres)
    line = [sys.executable, "-m", "benchmarks.growth", "--json", "-", "--cold", str(place)]
    colds = []
    for _ in range(5):
        done = subprocess.run(line, check=True, stdout=subprocess.PIPE, text=True)
        colds.append(json.loads(done.stdout)["page_ms"])
    return out | {"cold_page_ms": sorted(colds)[2]}


def _viewings(titles: int, genres: Any, draw: Any) -> Any:
    from scipy.sparse import csr_matrix

    own = [np.flatnonzero((genres == g).any(axis=1)) for g in range(GENRES)]
    known = 1.0 / (draw.permutation(titles) + 10.0) ** 0.8
    ends = [np.cumsum(known[titles_of]) for titles_of in own]
    tastes = np.array([draw.choice(GENRES, 2, replace=False) for _ in range(VIEWERS)])
    rows, columns = [], []
    for viewer, taste in enumerate(tastes):
        count = HISTORY if viewer < PAGES else EACH
        for n in range(count):
            genre = int(taste[n % 2]) if draw.random() < 0.8 else int(draw.integers(GENRES))
            at = np.searchsorted(ends[genre], draw.random() * ends[genre][-1])
            rows.append(viewer)
            columns.append(int(own[genre][at]))
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(VIEWERS, titles))
    matrix.data[:] = 1.0
    return matrix


def _learned(viewings: Any, genres: Any, sample: int) -> dict[str, Any]:
    """Return the cost of learning: whole up to the size that is learned whole, else nearby."""
    from cartelera.engines.discovery import relevance

    usual, titles = relevance.Learning(), viewings.shape[1]
    watched = np.asarray((viewings > 0).sum(axis=0), dtype=np.float64).ravel()
    began = time.process_time()
    if titles <= DENSE:
        counted = relevance.counted(viewings, usual)
        weights: Any = relevance.learn(counted, watched, usual, None)
        seconds, extrapolated = time.process_time() - began, False
    else:
        picked = np.random.default_rng(1).choice(titles, sample, replace=False)
        relevance.learn_near(viewings, np.sort(picked), usual)
        seconds = (time.process_time() - began) * titles / sample
        weights, extrapolated = None, True
    placing = None if titles <= DENSE else _placed(genres, sample)
    return {
        "learning": "whole" if titles <= DENSE else "nearby",
        "learning_cpu_seconds": round(seconds, 2),
        "extrapolated": extrapolated,
        "placing_ms_a_title": placing,
        "weights": _drawn(genres) if weights is None else weights,
    }


def _placed(genres: Any, sample: int) -> float:
    """Return the milliseconds to place a title that nobody watched among all the others."""
    from cartelera.engines.discovery import cold_start

    draw = np.random.default_rng(5)
    facts = [
        {
            "genre": [f"g{g}" for g in own],
            "person": [f"p{n}" for n in draw.integers(20_000, size=6)],
        }
        for own in genres
    ]
    records = cold_start.Records(facts, {"genre": 1.0, "person": 1.0})
    known, fresh = np.arange(sample, len(facts)), np.arange(sample)
    near = _drawn(genres)[known][:, known]
    watched = draw.integers(1, 200, size=len(known)).astype(np.float64)
    began = time.process_time()
    mixed = cold_start.mixed_of_nearest(known, fresh, records)
    cold_start.towards_near(near, watched, mixed, 0.1, NEAREST)
    return round(1000 * (time.process_time() - began) / sample, 1)


def _drawn(genres: Any) -> Any:
    """Return weights of the shape that learning nearby gives: 200 for each title."""
    from scipy.sparse import csc_matrix

    draw = np.random.default_rng(2)
    own = [np.flatnonzero((genres == g).any(axis=1)) for g in range(GENRES)]
    near = np.concatenate([np.sort(draw.choice(own[first], NEAREST)) for first, _ in genres])
    ends = np.arange(0, len(near) + 1, NEAREST)
    values = draw.random(len(near), dtype=np.float32)
    return csc_matrix((values, near, ends), shape=(len(genres), len(genres))).tocsr()


def _house(place: Path, titles: int, genres: Any) -> None:
    """Keep so many films that play in Mexico, the newest of the last ten years."""
    from datetime import timedelta

    _open(place)
    from django.utils import timezone

    from cartelera.apps.slate.models import Avail, Term, Title, TitleText

    now = timezone.now()
    terms = list(Term.objects.filter(family="genre").order_by("key")[:GENRES])
    draw = np.random.default_rng(3)
    for first in range(0, titles, 5000):
        block = range(first, min(first + 5000, titles))
        made = Title.objects.bulk_create(
            Title(
                key=f"t-{n}",
                kind="film",
                stage="released",
                countries=["MX"] if draw.random() < MX else ["US"],
                languages=["es"],
                public_from=now - timedelta(hours=int(draw.integers(1, 24 * 3650))),
                playable_package="p",
                playable_seconds=5400.0,
                search_text=f"t {n}",
            )
            for n in block
        )
        TitleText.objects.bulk_create(
            TitleText(title=title, language="es", name=f"Luz {title.key}") for title in made
        )
        Avail.objects.bulk_create(
            Avail(title=title, territory="MX", opens=title.public_from) for title in made
        )
        link = Title.terms.through
        link.objects.bulk_create(
            link(title_id=title.pk, term_id=terms[g].pk)
            for title, n in zip(made, block, strict=True)
            for g in genres[n]
        )


def _open(place: Path) -> None:
    from cartelera.command.site import open_house, prepare, use_data

    os.environ["DJANGO_SETTINGS_MODULE"] = "cartelera.web.settings"
    use_data(place)
    open_house()
    prepare()


def _pages(viewings: Any, weights: Any, genres: Any) -> dict[str, Any]:
    """Return the milliseconds of a page: with everything, and without the database."""
    from django.utils import timezone

    from cartelera.adapters.tastes import Learned, open_taste, write_taste
    from cartelera.apps.audience.models import Viewing
    from cartelera.apps.discovery import personal
    from cartelera.apps.discovery.actions import set_floor
    from cartelera.apps.discovery.programme import Programme
    from cartelera.apps.discovery.queries import home_page, taste_folder
    from cartelera.apps.slate.models import Title
    from cartelera.vocabulary.viewer import Viewer

    now, viewer = timezone.now(), Viewer("MX")
    pks = np.array(Title.objects.order_by("pk").values_list("pk", flat=True))
    attributes = (genres[:, :, None] == np.arange(GENRES)).any(axis=1).astype(np.uint8)
    watched = np.asarray((viewings > 0).sum(axis=0), dtype=np.float64).ravel()
    named = tuple(f"genre:g{g:02}" for g in range(GENRES))
    write_taste(taste_folder(), Learned(pks, watched, attributes, named, {}, weights), now)
    Viewing.objects.bulk_create(
        Viewing(
            profile=profile + 1,
            session=f"{profile}-{n}",
            title=int(pks[n]),
            package="p",
            position=5000.0,
            seconds_played=5000.0,
            seconds_long=5400.0,
            started_at=now,
            reported_at=now,
        )
        for profile in range(PAGES)
        for n in viewings[profile].indices
    )
    plain = _times(lambda n: home_page(viewer, n + 1, "es", timezone.now()))
    set_floor("National", "country:MX", 30, 0, None)
    abroad = _times(lambda n: home_page(Viewer("AR"), n + 1, "es", timezone.now()))
    floors = _times(lambda n: home_page(viewer, n + 1, "es", timezone.now()))
    taste = open_taste(taste_folder())
    history = [{int(pks[n]): 1.0 for n in viewings[p].indices} for p in range(PAGES)]
    personal._history = lambda n, _at: history[n]
    everything = frozenset(pks.tolist())

    def rows(n: int) -> object:
        appetite = personal.appetite_of(n, (), (), now)
        return personal.personal_rows(Programme(viewer, now), appetite, everything, {}, {})

    engine = _times(rows)
    return {
        "page": plain,
        "page_with_a_floor": floors,
        "page_where_nothing_plays": abroad,
        "engine": engine,
        "titles": len(taste.titles),
    }


def _times(make: Callable[[int], object]) -> dict[str, float]:
    make(0)
    found, cpu = [], []
    for n in range(PAGES):
        began, worked = time.perf_counter(), time.process_time()
        make(n)
        found.append(1000 * (time.perf_counter() - began))
        cpu.append(1000 * (time.process_time() - worked))
    return {
        "p50_ms": round(float(np.percentile(found, 50)), 1),
        "p95_ms": round(float(np.percentile(found, 95)), 1),
        "p95_cpu_ms": round(float(np.percentile(cpu, 95)), 1),
    }


def cold(place: Path) -> dict[str, float]:
    """Return how long a process that has just opened the house takes for its first page."""
    _open(place)
    from django.utils import timezone

    from cartelera.apps.discovery.queries import home_page
    from cartelera.vocabulary.viewer import Viewer

    began = time.perf_counter()
    home_page(Viewer("MX"), 1, "es", timezone.now())
    return {"page_ms": round(1000 * (time.perf_counter() - began), 1)}


if __name__ == "__main__":
    main()
