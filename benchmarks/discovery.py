"""Measure relevance, diversity, the page and titles with no history beside their peers.

    python -m benchmarks.discovery DIR --json OUT

DIR holds `interactions.parquet` (user_id, movie_id, positive 1/0/null) and `movies.dat`
(id::title (year)::Genre|Genre); `movies_extrainfos.dat`, where it lies there too, adds
directors, cast, plots and certificates to what is known of a title.

Strong generalisation (Liang et al. 2018): positives only, titles with `--min-item` of them and
viewers with `--min-user`; viewers sorted by id, then `default_rng(seed).permutation`, the first
for testing, the next for validation, the others to learn from. Of a held-out history 80 % is
shown and 20 % is to be found. Every choice (`chosen` in the output) is made on the validation
viewers; the test viewers are looked at once. One BLAS thread, so that times can be compared.
"""

import argparse
import json
import os
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402  # the threads are counted when it is loaded

from benchmarks import discovery_peers as peers  # noqa: E402
from cartelera.engines.discovery import cold_start, diversity, relevance  # noqa: E402
from cartelera.engines.discovery.page import Why  # noqa: E402
from cartelera.engines.discovery.rows import Wish, fill  # noqa: E402

LIST = 20
HEAD = 0.2  # share of the titles that are the most watched
NEAR, SELDOM = 150, 60  # candidates of a list: the best, and the best of those few have watched
PAGE_NEAR, PAGE_SELDOM = 600, 150
KIN = {"genre*year": 1.0, "name": 1.0, "director": 1.0}
RECORD = dict.fromkeys(("year", "director", "cast", "plot", "certificate"), 1.0)
RECORD |= {"genre": 1.5, "name": 0.7}
COMMON = frozenset(
    "the a an and of to in is his her with for on as by he she who that from are it at "
    "their has be but when him into they this after which out while was up have all one "
    "two not".split()
)


@dataclass
class Split:
    """One set of ratings, dealt out."""

    train: Any  # viewers x titles
    validation: Any
    test: Any
    disliked: Any  # of validation: titles with an opinion that is no positive
    titles: Any  # movie ids
    draw: np.random.Generator


def read(place: Path, args: argparse.Namespace) -> Split:
    """Return the histories dealt out by the protocol."""
    import duckdb

    found = duckdb.execute(
        "select distinct user_id, movie_id from read_parquet(?) where positive = 1",
        [str(place / "interactions.parquet")],
    ).fetchnumpy()
    user = np.asarray(found["user_id"], dtype=np.int64)
    movie = np.asarray(found["movie_id"], dtype=np.int64)
    kept = np.bincount(movie)[movie] >= args.min_item
    user, movie = user[kept], movie[kept]
    kept = np.bincount(user)[user] >= args.min_user
    user, movie = user[kept], movie[kept]
    users, user = np.unique(user, return_inverse=True)
    draw = np.random.default_rng(args.seed)
    order = draw.permutation(len(users))
    held = args.test_users + args.validation_users
    if held >= len(users):
        raise SystemExit(f"{len(users)} viewers are too few to hold out {held}")
    rank = np.empty(len(users), dtype=np.int64)
    rank[order] = np.arange(len(users))
    rank = rank[user]
    titles = np.unique(movie[rank >= held])  # what learning has seen
    known = np.isin(movie, titles)
    rank, column = rank[known], np.searchsorted(titles, movie[known])

    def part(first: int, last: int) -> Any:
        own = (rank >= first) & (rank < last)
        return peers.sparse_of(rank[own] - first, column[own], (last - first, len(titles)))

    tests = args.test_users
    learned, valid, test = part(held, len(users)), part(tests, held), part(0, tests)
    disliked = _disliked(place, users[order[tests:held]], titles)
    return Split(learned, valid, test, disliked, titles, draw)


def _disliked(place: Path, viewers: Any, titles: Any) -> Any:
    import duckdb

    found = duckdb.execute(
        "select distinct user_id, movie_id from read_parquet(?) where positive = 0",
        [str(place / "interactions.parquet")],
    ).fetchnumpy()
    known = np.isin(found["user_id"], viewers) & np.isin(found["movie_id"], titles)
    rising = np.argsort(viewers)
    rows = rising[np.searchsorted(viewers, found["user_id"][known], sorter=rising)]
    columns = np.searchsorted(titles, found["movie_id"][known])
    return peers.sparse_of(rows, columns, (len(viewers), len(titles)))


def opinions(split: Split, shown: Any, sought: Any, weights: Any) -> dict[str, float]:
    """Return NDCG@100 of validation viewers, by what a title disliked counts in a history.

    What was disliked is itself never among what is ranked.
    """
    if shown.shape[0] != split.disliked.shape[0]:
        return {}  # some have nothing to be found
    measured = {}
    for counts in (-0.2, -0.1, -0.05, 0.0, 0.05, 0.1, 0.2):
        scores = masked(lambda seen, c=counts: (seen + c * split.disliked) @ weights, shown)
        scores[split.disliked.nonzero()] = -np.inf
        measured[str(counts)] = float(ndcg(peers.best(scores, 100), sought, 100).mean())
    return measured


def shown_and_sought(histories: Any, draw: np.random.Generator) -> tuple[Any, Any]:
    """Return 80 % of each history, and the 20 % to be found; at least one title in each."""
    shown, sought = [], []
    for row in range(histories.shape[0]):
        own = np.sort(histories.indices[histories.indptr[row] : histories.indptr[row + 1]])
        own = draw.permutation(own)
        cut = min(max(1, round(len(own) * 0.2)), max(len(own) - 1, 0))
        sought.append(own[:cut])
        shown.append(own[cut:])

    def matrix(lists: Sequence[Any]) -> Any:
        rows = np.repeat(np.arange(len(lists)), [len(own) for own in lists])
        columns = np.concatenate(lists).astype(np.int64)
        return peers.sparse_of(rows, columns, histories.shape)

    shown_matrix, sought_matrix = matrix(shown), matrix(sought)
    whole = np.asarray(sought_matrix.sum(axis=1)).ravel() > 0
    whole &= np.asarray(shown_matrix.sum(axis=1)).ravel() > 0
    return shown_matrix[whole].tocsr(), sought_matrix[whole].tocsr()


def facts_of(place: Path, titles: Any) -> list[dict[str, tuple[str, ...]]]:
    """Return what each title's record says, by family."""
    said: dict[int, dict[str, tuple[str, ...]]] = {}
    for line in (place / "movies.dat").read_text(encoding="latin-1").splitlines():
        number, name, genres = line.split("::")[:3]
        year = re.search(r"\((\d{4})\)", name)
        said[int(number)] = {
            "genre": tuple(g for g in genres.split("|") if g and not g.startswith("(no")),
            "year": cold_start.years_about(int(year.group(1)) if year else None),
            "name": _words(re.sub(r"\(\d{4}\)", "", name)),
        }
    more = place / "movies_extrainfos.dat"
    for line in more.read_text(encoding="latin-1").splitlines() if more.exists() else ():
        field = line.split("::")
        if len(field) >= 10 and int(field[0]) in said:
            said[int(field[0])] |= {
                "certificate": tuple(field[3:4]) if field[3] not in ("", "N/A") else (),
                "director": _names(field[6]),
                "cast": _names(field[8]),
                "plot": _words(field[9]),
            }
    return [said.get(int(title), {}) for title in titles]


def _words(text: str) -> tuple[str, ...]:
    return tuple(w for w in re.findall(r"[^\W\d_]{3,}", text.casefold()) if w not in COMMON)


def _names(text: str) -> tuple[str, ...]:
    names = (re.sub(r"\(.*?\)", "", name).strip() for name in text.split(","))
    return tuple(name for name in names if name and name != "N/A")


def masked(score: Callable[[Any], Any], shown: Any) -> Any:
    """Return the scores of titles that a viewer has not been shown as watched."""
    scores = np.array(score(shown), dtype=np.float64)
    scores[shown.nonzero()] = -np.inf
    return scores


def _discounts(count: int) -> Any:
    return 1 / np.log2(np.arange(count) + 2)


def ndcg(lists: Any, sought: Any, count: int) -> Any:
    """Return truncated NDCG for each viewer."""
    found = np.asarray(sought.todense(), dtype=bool)
    hits = found[np.arange(len(lists))[:, None], lists[:, :count]]
    most = np.minimum(found.sum(axis=1), count)
    return (hits @ _discounts(count)) / np.cumsum(_discounts(count))[most - 1]


def recall(lists: Any, sought: Any, count: int) -> Any:
    """Return recall for each viewer, over min(count, titles to be found)."""
    found = np.asarray(sought.todense(), dtype=bool)
    hits = found[np.arange(len(lists))[:, None], lists[:, :count]]
    return hits.sum(axis=1) / np.minimum(found.sum(axis=1), count)


@dataclass
class House:
    """What is known of the titles, for lists and pages."""

    attributes: Any  # titles x genres, 0 or 1
    genres: list[str]
    seldom: Any  # outside the most watched

    def mix(self, shown: Any) -> Any:
        """Return each viewer's share of each genre."""
        mix = np.asarray(shown @ diversity.mixes(self.attributes))
        return mix / np.maximum(mix.sum(axis=1, keepdims=True), 1e-12)


def house_of(facts: Sequence[dict[str, tuple[str, ...]]], train: Any) -> House:
    """Return genres, and which titles few have watched."""
    genres = sorted({g for own in facts for g in own.get("genre", ())})
    attributes = np.array([[g in own.get("genre", ()) for g in genres] for own in facts], float)
    watched = np.asarray(train.sum(axis=0)).ravel()
    seldom = np.ones(len(facts), dtype=bool)
    seldom[np.argsort(-watched, kind="stable")[: int(HEAD * len(facts))]] = False
    return House(attributes, genres, seldom)


def measures(lists: Any, shown: Any, sought: Any, house: House) -> dict[str, float]:
    """Return what lists of twenty are measured by."""
    mix, own = house.mix(shown), house.attributes
    return {
        "ndcg@20": float(ndcg(lists, sought, LIST).mean()),
        "recall@20": float(recall(lists, sought, LIST).mean()),
        "ild": float(np.mean([diversity.mean_distance(own[row]) for row in lists])),
        "c_kl": float(
            np.mean(
                [diversity.miscalibration(m, own[r]) for m, r in zip(mix, lists, strict=True)]
            )
        ),
        "coverage": len(np.unique(lists)) / len(own),
        "tail": float(house.seldom[lists].mean()),
    }


def candidates(row: Any, house: House, near: int, seldom: int) -> Any:
    """Return the titles a list is chosen from: the best, and the best that few have watched."""
    able = np.flatnonzero(np.isfinite(row))
    near, ranked = min(near, len(able)), able[np.argsort(-row[able], kind="stable")]
    rare = ranked[near:][house.seldom[ranked[near:]]][:seldom]
    return np.concatenate([ranked[:near], rare])


def offered(row: Any, places: Any, house: House) -> diversity.Candidates:
    """Return candidates as the engine takes them."""
    return diversity.Candidates(
        diversity.relevance_of(row[places]),
        house.attributes[places],
        house.seldom[places],
        {"seldom": house.seldom[places]},
    )


def balanced(
    scores: Any, mix: Any, house: House, balance: diversity.Balance
) -> tuple[Any, int]:
    """Return the engine's lists of twenty, and how many fall short of a floor."""
    lists, short = [], 0
    for row, own in zip(scores, mix, strict=True):
        places = candidates(row, house, NEAR, SELDOM)
        choice = diversity.Choice(offered(row, places, house), own, balance)
        lists.append(places[[chosen.place for chosen in choice.take(LIST)]])
        short += bool(choice.shortfalls())
    return np.array(lists), short


def reranked_by_peers(scores: Any, mix: Any, house: House) -> dict[str, Any]:
    """Return the lists that other re-rankers make of the best hundred."""
    shares = diversity.mixes(house.attributes)
    found: dict[str, list[Any]] = {}
    for row, own, near in zip(scores, mix, peers.best(scores, 100), strict=True):
        both = house.attributes[near] @ house.attributes[near].T
        size = np.diag(both)
        either = size[:, None] + size[None] - both
        distances = 1 - both / np.maximum(either, 1)
        np.fill_diagonal(distances, 0)
        score = row[near]
        for trade in (0.9, 0.7, 0.5):
            chosen = peers.mmr(score, distances, trade, LIST)
            found.setdefault(f"ease, mmr {trade}", []).append(near[chosen])
        for trade in (0.95, 0.9, 0.8):
            chosen = peers.dpp(score, distances, trade, LIST)
            found.setdefault(f"ease, dpp {trade}", []).append(near[chosen])
        for trade in (0.3, 0.5, 0.7):
            chosen = peers.calibrated(score, shares[near], own, trade, LIST)
            found.setdefault(f"ease, calibrated {trade}", []).append(near[chosen])
    return {name: np.array(lists) for name, lists in found.items()}


# Pages


ROWS, BECAUSE, BECAUSE_NEAR = 10, 3, 150
PAGE_FLOOR = {"seldom": 0.2}  # on top of the balance of a whole page


def page_of(
    row: Any, history: Any, own: Any, weights: Any, house: House, balance: diversity.Balance
) -> tuple[list[Any], bool]:
    """Return the rows of one viewer's page, as titles, and whether its floors are met."""
    places = candidates(row, house, PAGE_NEAR, PAGE_SELDOM)
    among = offered(row, places, house)
    choice = diversity.Choice(among, own, balance, ROWS * LIST)
    everything = np.ones(len(places), dtype=bool)
    wishes = [Wish(Why.SHOWING, everything, most=LIST, pinned=True)]
    speaking = weights[np.ix_(history, places[:100])].sum(axis=1)
    for watched in history[np.argsort(-speaking, kind="stable")[:BECAUSE]]:
        near = weights[watched, places]
        allowed = near >= np.sort(near)[::-1][min(BECAUSE_NEAR, len(near) - 1)]
        wishes.append(Wish(Why.ALIKE, allowed, str(watched), LIST, LIST, pinned=True))
    for genre, name in enumerate(house.genres):
        wishes.append(
            Wish(Why.GENRE, among.attributes[:, genre] > 0, name, least=LIST, most=LIST)
        )
    rows = fill(wishes, choice, ROWS)
    page = [places[[chosen.place for chosen in filled.chosen]] for filled in rows]
    return page, not choice.shortfalls()


def pages(
    scores: Any, shown: Any, sought: Any, weights: Any, house: House, balance: diversity.Balance
) -> dict[str, float]:
    """Return what the pages of all viewers are measured by."""
    mix, times, recalls, every, met, twice, sizes = house.mix(shown), [], [], set(), 0, 0, []
    for n, row in enumerate(scores):
        history = shown.indices[shown.indptr[n] : shown.indptr[n + 1]]
        begin = time.perf_counter()
        rows, floors = page_of(row, history, mix[n], weights, house, balance)
        times.append((time.perf_counter() - begin) * 1000)
        on_page = np.concatenate(rows)
        wanted = sought.indices[sought.indptr[n] : sought.indptr[n + 1]]
        recalls.append(len(np.intersect1d(on_page, wanted)) / min(len(wanted), ROWS * LIST))
        every |= set(on_page.tolist())
        met += floors and float(house.seldom[on_page].mean()) >= PAGE_FLOOR["seldom"]
        twice += len(on_page) - len(set(on_page.tolist()))
        sizes.append(len(on_page))
    return {
        "recall": float(np.mean(recalls)),
        "coverage": len(every) / len(house.attributes),
        "repeats": twice,
        "floors_met": met / len(scores),
        "slots": float(np.mean(sizes)),
        "p50_ms": float(np.percentile(times, 50)),
        "p95_ms": float(np.percentile(times, 95)),
    }


# Titles with no history


def tenths(titles: int, draw: np.random.Generator) -> list[Any]:
    """Return ten parts of the titles, to be hidden one after another."""
    return [np.sort(part) for part in np.array_split(draw.permutation(titles), 10)]


def without(split: Split, hidden: Any, histories: Any) -> tuple[Any, Any, Any]:
    """Return the known titles, and viewers' histories of known and of hidden titles."""
    known = np.setdiff1d(np.arange(len(split.titles)), hidden)
    sought = histories[:, hidden]
    some = np.asarray(sought.sum(axis=1)).ravel() > 0
    return known, histories[:, known][some].tocsr(), sought[some].tocsr()


def fresh_scores(
    split: Split, known: Any, hidden: Any, shown: Any, alike: Any, learning: Any, ridge: float
) -> Any:
    """Return the scores of hidden titles by what their records say."""
    train = split.train[:, known].tocsr()
    watched = np.asarray(train.sum(axis=0)).ravel()
    weights = relevance.learn(relevance.counted(train, learning), watched, learning, None)
    mixed = cold_start.carried_over(known, hidden, alike, ridge)
    return np.asarray(shown @ cold_start.towards(weights, watched, mixed, learning.shrink))


def content_cosine(known: Any, hidden: Any, shown: Any, alike: Any) -> Any:
    """The peer: how alike a hidden title is, on average, to what a viewer watched."""
    return shown @ alike[np.ix_(known, hidden)]


def fresh_titles(
    split: Split, hidden: Sequence[Any], facts: Any, learned: Any, chosen: dict[str, Any]
) -> dict[str, dict[str, float]]:
    """Return measures over all ten tenths, each hidden once; the ridge by validation viewers.

    Validation hides the first three tenths, and looks at its own viewers alone.
    """
    alike = cold_start.likeness(facts, RECORD)
    watched = np.asarray(split.train.sum(axis=0)).ravel()

    def value(ridge: float) -> float:
        found = []
        for part in hidden[:3]:
            known, shown, sought = without(split, part, split.validation)
            scores = fresh_scores(split, known, part, shown, alike, learned, ridge)
            found.append(ndcg(peers.best(scores, LIST), sought, LIST).mean())
        return float(np.mean(found))

    ridge = chosen["cold_start"] = choose(
        "titles with no history, ridge", (0.1, 0.2, 0.4), value
    )
    every: dict[str, list[tuple[float, float, int]]] = {}
    for part in hidden:
        known, shown, sought = without(split, part, split.test)
        scores = {
            "cartelera": fresh_scores(split, known, part, shown, alike, learned, ridge),
            "content cosine": content_cosine(known, part, shown, alike),
            "true popularity": np.tile(watched[part], (shown.shape[0], 1)),
            "random": split.draw.random(sought.shape),
        }
        for name, found in scores.items():
            lists = peers.best(found, LIST)
            own = recall(lists, sought, LIST).mean(), ndcg(lists, sought, LIST).mean()
            every.setdefault(name, []).append((*own, shown.shape[0]))
    return {
        name: {
            "recall@20": float(np.mean([r for r, _, _ in each])),
            "ndcg@20": float(np.mean([n for _, n, _ in each])),
            "viewers": float(np.mean([v for _, _, v in each])),
        }
        for name, each in every.items()
    }


# The whole


def choose(name: str, options: Iterable[Any], value: Callable[[Any], float]) -> Any:
    """Return the option of the greatest value, and say so."""
    scored = [(value(option), n, option) for n, option in enumerate(options)]
    best = max(scored, key=lambda s: (s[0], -s[1]))
    print(f"  {name}: {best[2]} ({best[0]:.4f} on validation)", flush=True)
    return best[2]


def bootstrap(ours: Any, theirs: Any, draw: np.random.Generator) -> dict[str, float]:
    """Return the paired difference and its one-sided p by 10,000 resamplings of viewers."""
    difference = ours - theirs
    picks = draw.integers(0, len(difference), (10_000, len(difference)))
    means = difference[picks].mean(axis=1)
    p = (1 + int((means <= 0).sum())) / 10_001
    return {"difference": float(difference.mean()), "p": p, "users": len(difference)}


def run(place: Path, args: argparse.Namespace) -> dict[str, Any]:
    """Do everything, in the order of the docstring."""
    split = read(place, args)
    valid = shown_and_sought(split.validation, split.draw)
    tests = shown_and_sought(split.test, split.draw)
    hidden = tenths(len(split.titles), split.draw)
    facts = facts_of(place, split.titles)
    house = house_of(facts, split.train)
    print(f"{split.train.shape[0]} viewers, {len(facts)} titles, {split.train.nnz} positives")
    watched = np.asarray(split.train.sum(axis=0)).ravel()

    def timed_engine(learning: relevance.Learning, kin: bool) -> tuple[Any, float]:
        begin = time.process_time()
        alike = cold_start.likeness(facts, KIN) if kin else None
        together = relevance.counted(split.train, learning)
        weights = relevance.learn(together, watched, learning, alike)
        return weights, time.process_time() - begin

    def on_validation(score: Callable[[Any], Any]) -> float:
        lists = peers.best(masked(score, valid[0]), 100)
        return float(ndcg(lists, valid[1], 100).mean())

    chosen: dict[str, Any] = {}
    ridge = choose(
        "ease ridge",
        (100.0, 200.0, 400.0, 600.0, 800.0, 1200.0),
        lambda r: on_validation(peers.ease(split.train, r)),
    )
    near = choose(
        "item-knn near", (50, 100, 200), lambda k: on_validation(peers.item_knn(split.train, k))
    )
    als = choose(
        "ials", product((64, 128), (0.01, 10.0), (1.0, 10.0)),
        lambda o: on_validation(peers.ials(split.train, *o)),
    )  # fmt: skip
    usual = relevance.Learning()

    def engine_value(learning: relevance.Learning, kin: bool) -> float:
        weights = timed_engine(learning, kin)[0]
        return on_validation(lambda history: history @ weights)

    learned = {}
    for name, kin in (("cartelera", True), ("cartelera, viewings alone", False)):
        best_ridge = choose(
            f"{name} ridge", (100.0, 200.0, 400.0, 800.0),
            lambda r, k=kin: engine_value(replace(usual, ridge=r), k),
        )  # fmt: skip
        learned[name] = choose(
            f"{name} shrink",
            [replace(usual, ridge=best_ridge, shrink=s) for s in (0.0, 0.05, 0.1, 0.15)],
            lambda o, k=kin: engine_value(o, k),
        )
    chosen |= {"ease": ridge, "item-knn": near, "ials": als}
    chosen |= {name: repr(learning) for name, learning in learned.items()}

    scorers: dict[str, Callable[[], Callable[[Any], Any]]] = {
        "ease": lambda: peers.ease(split.train, ridge),
        "ials": lambda: peers.ials(split.train, *als),
        "item-knn": lambda: peers.item_knn(split.train, near),
        "popularity": lambda: peers.popularity(split.train),
    }
    models: dict[str, dict[str, float]] = {}
    by_viewer, scores = {}, {}
    weights: dict[str, Any] = {}
    for name in (*learned, *scorers):
        begin = time.process_time()
        if name in learned:
            weights[name], seconds = timed_engine(learned[name], name == "cartelera")
            score = lambda history, w=weights[name]: history @ w  # noqa: E731
        else:
            score = scorers[name]()
            seconds = time.process_time() - begin
        scores[name] = masked(score, tests[0])
        lists = peers.best(scores[name], 100)
        by_viewer[name] = ndcg(lists, tests[1], 100)
        models[name] = {
            **measures(lists[:, :LIST], *tests, house),
            "recall@50": float(recall(lists, tests[1], 50).mean()),
            "ndcg@100": float(by_viewer[name].mean()),
            "train_seconds": round(seconds, 3),
        }
        print(f"  {name}: NDCG@100 {models[name]['ndcg@100']:.4f}", flush=True)

    disliked = opinions(split, *valid, weights["cartelera"])
    print(f"  disliked, on validation: {_rounded(disliked)}", flush=True)
    mix = house.mix(tests[0])
    own = scores["cartelera"]
    reranked = {
        name: measures(lists, *tests, house)
        for name, lists in reranked_by_peers(scores["ease"], mix, house).items()
    }
    only = {"calibration": 0.0, "variety": 0.0, "seldom": 0.0}
    settings = {
        "cartelera, balanced": diversity.Balance(),
        "cartelera, calibrated": diversity.Balance(6.0, 0.0, 0.0),
        "cartelera, floor 20 %": diversity.Balance(**only, floors={"seldom": 0.2}),
        "cartelera, floor 30 %": diversity.Balance(**only, floors={"seldom": 0.3}),
        "cartelera, balanced, floor 20 %": diversity.Balance(floors={"seldom": 0.2}),
        "cartelera, balanced, floor 30 %": diversity.Balance(floors={"seldom": 0.3}),
    }
    for name, balance in settings.items():
        lists, short = balanced(own, mix, house, balance)
        reranked[name] = measures(lists, *tests, house)
        if balance.floors:
            reranked[name]["floor_met"] = 1 - short / len(lists)
        print(f"  {name}: {_rounded(reranked[name])}", flush=True)

    page_balance = replace(diversity.PAGE, floors=PAGE_FLOOR)
    page = pages(own, *tests, weights["cartelera"], house, page_balance)
    print(f"  page: {_rounded(page)}", flush=True)

    cold = fresh_titles(split, hidden, facts, learned["cartelera, viewings alone"], chosen)
    print(f"  titles with no history: {cold}", flush=True)
    paired = {
        f"cartelera-{name}": bootstrap(by_viewer["cartelera"], by_viewer[name], split.draw)
        for name in by_viewer
        if name != "cartelera"
    }
    return {
        "set": {
            "viewers": int(split.train.shape[0]),
            "titles": len(facts),
            "positives": int(split.train.nnz),
            "seed": args.seed,
        },
        "chosen": chosen,
        "models": models,
        "reranked": reranked,
        "page": page,
        "cold_start": cold,
        "disliked": disliked,
        "paired": paired,
    }


def _rounded(found: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in found.items()}


def main() -> None:
    """Read the options, measure, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", type=Path, help="where interactions.parquet lies")
    parser.add_argument("--json", type=Path, required=True, help="file to write")
    parser.add_argument("--test-users", type=int, default=1000)
    parser.add_argument("--validation-users", type=int, default=500)
    parser.add_argument("--min-item", type=int, default=10)
    parser.add_argument("--min-user", type=int, default=5)
    parser.add_argument("--seed", type=int, default=98765)
    args = parser.parse_args()
    found = run(args.directory, args)
    args.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
