"""Measure search beside SQLite FTS5, over the distinct titles and people of two tables.

    python -m benchmarks.search DIR --json OUT

DIR holds `netflix_titles.csv` and `movielens_movies_62k.csv`. Names are told apart by their
letters alone (no accents, case or marks); a title gives its other names too ("Name, The (Otro
nombre)"). Of 800 targets half are titles and people of Mexico, Spain, Argentina, Colombia,
Chile and Peru. Each is asked for without accents: whole; with one slip (a letter too many,
missing, wrong, or two swapped, never the first); the first 60 % of its letters; and those
with a slip. A hit is the target among the first 1 or 10. What is known of a name is its
credits for a person, nothing for a title.
"""

import argparse
import csv
import json
import math
import random
import re
import sqlite3
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cartelera.adapters.names import Findable, open_names, write_names
from cartelera.engines.discovery.search import Entry, rank
from cartelera.vocabulary.folding import folded

NEAR = ("Mexico", "Spain", "Argentina", "Colombia", "Chile", "Peru")
ARTICLES = "The|A|An|El|La|Los|Las|Un|Una|Le|Les|Il|Der|Die|Das"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Find = Callable[[str], list[str]]  # typed -> folded names, best first


def read(place: Path) -> tuple[dict[str, tuple[str, int]], list[str]]:
    """Return names (folded: as written, credits), and the folded ones of the six countries."""
    names: dict[str, tuple[str, int]] = {}
    near: set[str] = set()
    credited: Counter[str] = Counter()
    with (place / "netflix_titles.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            people = {p.strip() for f in ("director", "cast") for p in row[f].split(",")} - {""}
            credited.update(people)
            names.setdefault(folded(row["title"]), (row["title"].strip(), 0))
            if any(c.strip() in NEAR for c in row["country"].split(",")):
                near |= {folded(name) for name in (row["title"], *people)}
    with (place / "movielens_movies_62k.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            title = re.sub(r"\s*\(\d{4}(–\d*)?\)\s*$", "", row["title"])
            for part in re.split(r"\s+\((?:a\.k\.a\. )?", title):
                name = re.sub(rf"(.*), ({ARTICLES})$", r"\2 \1", part.rstrip(") ").strip())
                names.setdefault(folded(name), (name, 0))
    for name, count in credited.items():
        written, before = names.get(folded(name), (name, 0))
        names[folded(name)] = (written, max(before, count))
    names.pop("", None)
    return names, sorted(near - {""})


def slip(text: str, draw: random.Random) -> str:
    """Return a text with one slip of the fingers, never in its first letter."""
    while len(text) > 1:
        place, letter = draw.randrange(1, len(text)), draw.choice(LETTERS)
        slipped = draw.choice(
            (
                text[:place] + letter + text[place:],
                text[:place] + text[place + 1 :],
                text[:place] + letter + text[place + 1 :],
                text[:place] + text[place : place + 2][::-1] + text[place + 2 :],
            )
        )
        if folded(slipped) not in ("", folded(text)):
            return slipped
    return text


def engine(names: dict[str, tuple[str, int]], place: Path) -> tuple[Find, dict[str, float]]:
    """Return the product's search over the names."""
    folds = list(names)
    begin = time.perf_counter()
    entries = (Entry(n, (names[f][0],), "", names[f][1]) for n, f in enumerate(folds))
    write_names(place, (Findable(entry) for entry in entries), datetime.now(UTC))
    built = time.perf_counter() - begin
    size = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
    index = open_names(place)
    assert index is not None

    def find(typed: str) -> list[str]:
        return [folds[n] for n in rank(typed, index.near(typed))[:10]]

    return find, {"build_seconds": round(built, 2), "index_mb": round(size / 1e6, 2)}


def sqlite(names: dict[str, tuple[str, int]], place: Path) -> tuple[Find, dict[str, float]]:
    """Return the peer: FTS5 with words and prefixes, best of BM25 and credits."""
    begin = time.perf_counter()
    table = sqlite3.connect(place / "names.db")
    table.execute(
        "create virtual table names using fts5(name, known unindexed, prefix='2 3 4',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    table.executemany(
        "insert into names values (?, ?)", ((f, k) for f, (_, k) in names.items())
    )
    table.commit()
    built = time.perf_counter() - begin
    size = (place / "names.db").stat().st_size

    def find(typed: str) -> list[str]:
        words = folded(typed).split()
        if not words:
            return []
        asked = " ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*'])
        found = table.execute(
            "select name from names where names match ?"
            " order by name = ? desc, length(name) limit 10",
            (asked, folded(typed)),
        )
        return [name for (name,) in found]

    return find, {"build_seconds": round(built, 2), "index_mb": round(size / 1e6, 2)}


def measure(find: Find, asked: list[tuple[str, str]]) -> dict[str, float]:
    """Return hits and times of typed texts, each with the folded name that is meant."""
    first = ten = 0
    times, busy = [], []
    for typed, meant in asked:
        begin, worked = time.perf_counter(), time.thread_time()
        found = find(typed)
        times.append((time.perf_counter() - begin) * 1000)
        busy.append((time.thread_time() - worked) * 1000)
        first += found[:1] == [meant]
        ten += meant in found
    ordered = sorted(times)
    return {
        "hit@1": first / len(asked),
        "hit@10": ten / len(asked),
        "p50_ms": round(statistics.median(ordered), 2),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 2),
        "p95_processor_ms": round(sorted(busy)[int(len(busy) * 0.95)], 2),
    }


def run(place: Path, targets: int, seed: int) -> dict[str, Any]:
    """Build both, ask both the same."""
    names, near = read(place)
    draw = random.Random(seed)
    meant = [*draw.sample(near, targets // 2), *draw.sample(sorted(names), targets // 2)]
    part = {name: name[: math.ceil(len(name) * 0.6)].strip() for name in meant}
    asked = {
        "exact": [(name, name) for name in meant],
        "typo": [(slip(name, draw), name) for name in meant],
        "part": [(part[name], name) for name in meant],
        "part, typo": [(slip(part[name], draw), name) for name in meant],
    }
    models: dict[str, Any] = {}
    for name, make in (("cartelera", engine), ("sqlite-fts5", sqlite)):
        with tempfile.TemporaryDirectory() as folder:
            find, facts = make(names, Path(folder))
            models[name] = {**facts, **{kind: measure(find, a) for kind, a in asked.items()}}
        print(name, json.dumps(models[name]), flush=True)
    return {"names": len(names), "targets": len(meant), "seed": seed, "models": models}


def main() -> None:
    """Read the options, measure, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", type=Path, help="where the two tables lie")
    parser.add_argument("--json", type=Path, required=True, help="file to write")
    parser.add_argument("--targets", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    found = run(args.directory, args.targets, args.seed)
    args.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
