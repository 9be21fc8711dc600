"""Read announcements from files and write one prediction for each, ready for a scorer.

    python -m benchmarks.announce DIR --out PRED --json

DIR holds ID.txt files, and beside each an ID.json of labels from which `meta.published` alone
is read: when the announcement was given out, as `announce read --published` takes it. PRED
gets an ID.json for each. A title that a text has lost is looked for among the predictions of
the other texts; what was found stands in `resolved_title`, never in the title itself.

Times are of reading alone, processor time of this process, each text read three times and the
shortest kept.
"""

import argparse
import json
import statistics
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cartelera.adapters.lexicons import lexicons
from cartelera.engines.announce.draft import draft_of
from cartelera.engines.announce.read import read
from cartelera.engines.announce.report import report_of
from cartelera.engines.announce.resolve import clear_winner, proposals_for
from cartelera.engines.announce.values import Announcement
from cartelera.vocabulary.record import TitleRecord

READINGS = 3  # of each text, for its time


@dataclass(frozen=True, slots=True)
class Document:
    """A text, its reading, and its productions as records."""

    key: str
    text: str
    reading: Announcement
    records: tuple[TitleRecord, ...]
    milliseconds: float


def document(path: Path) -> Document:
    """Read one text."""
    text = path.read_text(encoding="utf-8")
    published = _published(path.with_suffix(".json"))
    times = []
    for _ in range(READINGS):
        begun = time.process_time()
        reading = read(text, published, lexicons())
        times.append((time.process_time() - begun) * 1000)
    records = tuple(
        replace(draft_of(p, reading.language, text, path.stem).record, key=path.stem)
        for p in reading.productions
    )
    return Document(path.stem, text, reading, records, min(times))


def _published(labels: Path) -> str:
    """Return when a text was published, which is all that is read of its labels."""
    return str(json.loads(labels.read_text(encoding="utf-8"))["meta"]["published"])


def prediction(one: Document, others: list[TitleRecord]) -> dict[str, Any]:
    """Return the reading of a document as plain values, its lost titles looked for."""
    report = report_of(one.reading, one.text)
    for production, record in zip(report["productions"], one.records, strict=True):
        if not record.texts:
            found = proposals_for(record, others, one.text)
            best = clear_winner(found)
            production["resolved_title"] = best.name if best else None
            production["proposals"] = [
                {
                    "title": p.name,
                    "from": p.key,
                    "score": p.score,
                    "shared": [s.name for s in p.shared],
                }
                for p in found
            ]
    return {"id": one.key, **report}


def measure(directory: Path, out: Path) -> dict[str, Any]:
    """Read every text of a directory, write the predictions, and return a summary."""
    lexicons()  # made once, as a site that runs has them
    documents = [document(path) for path in sorted(directory.glob("*.txt"))]
    if not documents:
        raise SystemExit(f"{directory} holds no .txt file")
    out.mkdir(parents=True, exist_ok=True)
    lost = resolved = 0
    for one in documents:
        others = [r for d in documents if d is not one for r in d.records if r.texts]
        value = prediction(one, others)
        lost += sum(1 for r in one.records if not r.texts)
        resolved += sum(1 for p in value["productions"] if p.get("resolved_title"))
        target = out / f"{one.key}.json"
        target.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    times = sorted(d.milliseconds for d in documents)
    return {
        "documents": len(documents),
        "productions": sum(len(d.records) for d in documents),
        "lost_titles": lost,
        "lost_titles_with_a_proposal": resolved,
        "median_ms": round(statistics.median(times), 2),
        "p95_ms": round(times[int(len(times) * 0.95)], 2),
        "slowest_ms": round(times[-1], 2),
    }


def main() -> None:
    """Read what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("directory", type=Path, help="ID.txt files, with ID.json beside each")
    parser.add_argument("--out", type=Path, required=True, help="where predictions go")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    given = parser.parse_args()
    summary = measure(given.directory, given.out)
    if given.json:
        print(json.dumps(summary, indent=1))
    else:
        for name, value in summary.items():
            print(f"{name:<30}{value}")


if __name__ == "__main__":
    main()
