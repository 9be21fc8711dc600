"""Measure forecasts made at the announcement, beside the simple forecasts they must beat.

    python -m benchmarks.audience --train DIR --test DIR --json OUT [--report 2025H1]
        [--leave-out TITLE ...] [--announced FILE]

Both folders may hold engagement* reports, top10_* lists and title_metadata*. Every fact dated
on or after the first day of the test report is hidden from training and from features. Errors
are in log10. Territories and home lists: debuts that a catalogue collected without regard to
success describes, taught before April 2022 and tested after, with nothing known later than
its first day.
"""

import argparse
import json
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from cartelera.adapters.lists import Lists, half_year, read_lists
from cartelera.engines.audience import simple
from cartelera.engines.audience.cases import Case, named, territory_cases, view_cases
from cartelera.engines.audience.features import tongue_of
from cartelera.engines.audience.reached import debuts
from cartelera.engines.audience.record import Announced, Record, Screening
from cartelera.engines.audience.simple import Range
from cartelera.engines.audience.taught import Taught, home_chances, teach
from cartelera.engines.audience.words import WordLevels
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.folding import folded

LISTED_TEST = date(2022, 4, 1)  # territories: taught before, tested after
LISTED_END = date(2022, 12, 1)
SOURCES = ("justwatch2022",)  # of the others it is not known how their titles were chosen
TAILS = (0.1, 0.5, 0.9)


def scores(outcomes: np.ndarray, ranges: Sequence[Range]) -> dict[str, Any]:
    """Return the figures of one forecaster."""
    from scipy.stats import spearmanr

    low, middle, high = (np.array([getattr(r, n) for r in ranges]) for n in Range.__slots__)
    off = outcomes - middle
    flat = np.ptp(middle) == 0
    return {
        "titles": len(outcomes),
        "mae": round(float(np.abs(off).mean()), 4),
        "r2": round(1 - float((off**2).sum() / ((outcomes - outcomes.mean()) ** 2).sum()), 4),
        "spearman": 0.0 if flat else round(float(spearmanr(outcomes, middle)[0]), 4),
        "coverage80": round(float(((outcomes >= low) & (outcomes <= high)).mean()), 4),
        "width80": round(float((high - low).mean()), 4),
        "pinball": [
            round(float(np.maximum(t * (outcomes - q), (t - 1) * (outcomes - q)).mean()), 4)
            for t, q in zip(TAILS, (low, middle, high), strict=True)
        ],
    }


def peers(taught: Taught, asked: Sequence[Case]) -> dict[str, list[Range]]:
    """Return the forecasts of the simple forecasters."""
    return {
        "global median": [simple.usual(taught.outcomes)] * len(asked),
        "kind x language median": taught.tables(asked),
        "ridge": _ridge(taught, asked),
        "nearest comps": [
            simple.usual(np.array([case.outcome for case in taught.comparable(one)]))
            for one in asked
        ],
    }


def _ridge(taught: Taught, asked: Sequence[Case]) -> list[Range]:
    from sklearn.linear_model import RidgeCV

    table, rows = taught.table, taught.features_of(asked)
    told = np.array([len(np.unique(c[~np.isnan(c)])) > 1 for c in table.T])
    table, rows = table[:, told], rows[:, told]
    middle = np.nanmean(table, axis=0)
    table, rows = (np.where(np.isnan(t), middle, t) for t in (table, rows))
    scale = table.std(0) + 1e-9
    model = RidgeCV(np.logspace(0, 4, 9)).fit((table - middle) / scale, taught.outcomes)
    off = taught.outcomes - model.predict((table - middle) / scale)
    below, above = np.quantile(off, (0.1, 0.9))
    return [Range(q + below, q, q + above) for q in model.predict((rows - middle) / scale)]


def views(lists: Lists, record: Record, report: str, left: frozenset[str]) -> dict[str, Any]:
    """Forecast the first report of every title that came out in the test report."""
    begins, _ = half_year(report)
    seen = [row for row in lists.shown if row.ends <= begins]
    taught = teach(view_cases(seen, begins, left), record, WordLevels(_without(seen, left)))
    asked = [
        Case(row.title, begins, math.log10(row.views))
        for row in lists.shown
        if row.first and row.begins == begins
    ]
    kept = [case for case in asked if not named(case.title, left)]
    if not kept:
        raise InputError(f"no title came out in {report}, in any report of these folders")
    ours = taught.ranges(kept)
    outcomes = np.array([case.outcome for case in kept])
    table = taught.features_of(kept)
    returning = table[:, taught.names.index("returning")] > 0
    groups = {
        "Spanish": np.array([tongue_of(case.title) == "es" for case in kept]),
        "film": np.array([case.title.kind is Screening.FILM for case in kept]),
        "series": np.array([case.title.kind is Screening.SERIES for case in kept]),
        "new titles": ~returning,
        "returning": returning,
    }
    return {
        "taught": len(taught.cases),
        "views": {"cartelera": scores(outcomes, ours)}
        | {name: scores(outcomes, said) for name, said in peers(taught, kept).items()},
        "groups": {
            name: scores(outcomes[inside], [r for r, i in zip(ours, inside, strict=True) if i])
            for name, inside in groups.items()
            if inside.any()
        },
        "left_out": {
            case.title.name: _said(said) | {"outcome": round(10**case.outcome)}
            for case, said in _asked_apart(taught, asked, left)
        },
        "replays": [
            {
                "from": str(date.fromordinal(r.period)),
                "mae": r.error,
                "table": r.table_error,
                "held": r.held,
            }
            for r in taught.forecaster.replays
        ],
    }


def _without(seen: Sequence[Any], left: frozenset[str]) -> list[Any]:
    return [row for row in seen if not named(row.title, left)]


def _asked_apart(
    taught: Taught, asked: Sequence[Case], left: frozenset[str]
) -> list[tuple[Case, Range]]:
    apart = [case for case in asked if named(case.title, left)]
    return list(zip(apart, taught.ranges(apart), strict=True)) if apart else []


def territories(
    lists: Lists, record: Record, begins: date, left: frozenset[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Forecast the territories reached within four weeks, and the list at home."""
    found = debuts(lists.weeks)
    listed = {week.territory for week in lists.weeks if week.territory}
    split, end = min(LISTED_TEST, begins), min(LISTED_END, begins)
    old = territory_cases(
        found, lists.catalogue, listed, until=end, known_until=split, leave_out=left
    )
    first = {debut.name: debut.ends for debut in found}
    known = [c for c in old if first[c.title.name] < split and c.at < split]
    asked = [c for c in old if first[c.title.name] >= split]
    if len(asked) < 30 or len(known) < 60:
        return {}, {}
    taught = teach(known, record, None, math.log10(len(listed)))
    outcomes = np.array([case.outcome for case in asked])
    reached = {"cartelera": taught.ranges(asked)} | peers(taught, asked)
    table = {name: scores(outcomes, said) for name, said in reached.items()}
    at_home = [case for case in asked if case.home is not None]
    truth = np.array([float(case.home is True) for case in at_home])
    usual = np.mean([case.home is True for case in known if case.home is not None])
    brier = {
        "cartelera": home_chances(taught, at_home),
        "base rate": np.full(len(at_home), usual),
        "rate by home country": _rates(known, at_home, float(usual)),
    }
    home = {
        name: {"titles": len(at_home), "brier": round(float(((said - truth) ** 2).mean()), 4)}
        for name, said in brier.items()
    }
    return table, home


def _rates(known: Sequence[Case], asked: Sequence[Case], usual: float) -> np.ndarray:
    by_home: dict[str, list[bool]] = {}
    for case in known:
        if case.home is not None:
            by_home.setdefault(case.title.countries[0], []).append(case.home)
    return np.array(
        [
            (sum(by_home.get(case.title.countries[0], [])) + 5 * usual)
            / (len(by_home.get(case.title.countries[0], [])) + 5)
            for case in asked
        ]
    )


def announced(
    lists: Lists, record: Record, begins: date, left: frozenset[str], titles: list[Announced]
) -> dict[str, Any]:
    """Forecast titles of an announcement as of the first day of the test report."""
    seen = _without([row for row in lists.shown if row.ends <= begins], left)
    said = teach(view_cases(seen, begins, left), record, WordLevels(seen))
    asked = [Case(title, begins, 0.0) for title in titles]
    found = debuts([week for week in lists.weeks if week.ends < begins])
    listed = {week.territory for week in lists.weeks if week.territory}
    cases = territory_cases(found, lists.catalogue, listed, until=begins, leave_out=left)
    reach = teach(cases, record, None, math.log10(len(listed)))
    return {
        title.name: {"views": _said(v), "territories": _said(t), "home": round(float(h), 3)}
        for title, v, t, h in zip(
            titles,
            said.ranges(asked),
            reach.ranges(asked),
            home_chances(reach, asked),
            strict=True,
        )
    }


def _said(said: Range) -> dict[str, float]:
    return {
        name: float(f"{10 ** getattr(said, name):.3g}") for name in ("low", "middle", "high")
    }


def _announced_in(file: Path) -> list[Announced]:
    return [
        replace(
            Announced(**{**row, "kind": Screening(row["kind"])}),
            countries=tuple(row.get("countries", ())),
            genres=tuple(row.get("genres", ())),
        )
        for row in json.loads(file.read_text())
    ]


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Measure every table."""
    lists = read_lists([options.train, options.test], SOURCES)
    report = options.report or max(
        f"{row.begins.year}H{1 + (row.begins.month > 6)}" for row in lists.shown
    )
    begins, _ = half_year(report)
    left = frozenset(folded(name) for name in options.leave_out)
    record = Record.of(lists.shown, lists.weeks)
    result = {"report": report, **views(lists, record, report, left)}
    result["territories"], result["home"] = territories(lists, record, begins, left)
    if options.announced:
        result["announced"] = announced(
            lists, record, begins, left, _announced_in(options.announced)
        )
    return result


def main() -> None:
    """Measure, and write what was measured."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.audience", description="Measure forecasts."
    )
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--test", type=Path, required=True)
    parser.add_argument("--report", default="", help="such as 2024H2 (default: the latest)")
    parser.add_argument("--leave-out", action="append", default=[], metavar="TITLE")
    parser.add_argument("--announced", type=Path, help="JSON list of titles to forecast")
    parser.add_argument("--json", type=Path, help="file to write (default: standard output)")
    options = parser.parse_args()
    text = json.dumps(measure(options), indent=2, ensure_ascii=False)
    if options.json:
        options.json.write_text(text + "\n")
    else:
        print(text)


if __name__ == "__main__":
    main()
