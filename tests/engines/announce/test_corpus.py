"""The labelled announcements, where they are at hand: a floor under every later change."""

import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType
from typing import Any

from pytest import fixture, mark

from benchmarks.announce import measure
from cartelera.adapters.lexicons import lexicons
from cartelera.engines.announce.read import read
from cartelera.engines.announce.report import report_of

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("CARTELERA_SHARED", ROOT.parent / "shared"))
CORPUS = SHARED / "data" / "announcements"

pytestmark = mark.skipif(not CORPUS.is_dir(), reason="the labelled announcements are not here")


@fixture(scope="module")
def scorer() -> ModuleType:
    """Return the corpus's own scorer."""
    spec = importlib.util.spec_from_file_location("announcement_scorer", CORPUS / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@fixture(scope="module")
def gold() -> dict[str, Any]:
    """Return the labels by document."""
    labels = (path for path in sorted(CORPUS.glob("*.json")))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in labels}


@fixture(scope="module")
def predictions(gold: dict[str, Any]) -> dict[str, Any]:
    """Return our reading of each document."""
    found = {}
    for name, labels in gold.items():
        text = (CORPUS / f"{name}.txt").read_text(encoding="utf-8")
        published = labels["meta"]["published"]
        found[name] = report_of(read(text, published, lexicons()), text)
    return found


def test_the_seed_is_read_whole(
    scorer: ModuleType, gold: dict[str, Any], predictions: dict[str, Any]
) -> None:
    tally = scorer.run({"seed": predictions["seed"]}, {"seed": gold["seed"]})
    assert tally["production"].prf() == (1.0, 1.0, 1.0)
    assert (tally["credit"].tp, tally["credit"].fn, tally["credit"].fp) == (11, 0, 0)
    titles = [p["title"]["value"] for p in predictions["seed"]["productions"]]
    assert titles == [None, None, "No one saw us leave", None, None]


def test_the_whole_set_stays_above_its_floor(
    scorer: ModuleType, gold: dict[str, Any], predictions: dict[str, Any]
) -> None:
    tally = scorer.run(predictions, gold)
    assert tally["MICRO (all fields)"].prf()[2] >= 0.93
    assert tally["production"].prf()[2] >= 0.95
    assert tally["credit"].prf()[2] >= 0.93
    assert tally["#distractor titles taken"].fp == 0


def test_the_titles_that_the_seed_lost_are_proposed_right(tmp_path: Path) -> None:
    measure(CORPUS, tmp_path)
    seed = json.loads((tmp_path / "seed.json").read_text(encoding="utf-8"))
    assert [p.get("resolved_title") for p in seed["productions"]] == [
        "Las Muertas",
        "Gringo Hunters",
        None,  # it has its title
        "The Biggest Fan",
        "Príncipes salvajes",
    ]


def test_what_each_text_alone_bears_out_is_not_all_that_reads_it(
    scorer: ModuleType, gold: dict[str, Any], tmp_path: Path
) -> None:
    measure(CORPUS, tmp_path, leave_one_out=True)
    paths = tmp_path.glob("*.json")
    unseen = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}
    tally = scorer.run(unseen, gold)
    assert tally["MICRO (all fields)"].prf()[2] >= 0.74
    assert tally["resolved_title"].fp == 0
