"""Read announcements from files and write one prediction for each, ready for a scorer.

    python -m benchmarks.announce DIR --out PRED --json

DIR holds ID.txt files, and beside each an ID.json of labels from which `meta.published` alone
is read: when the announcement was given out, as `announce read --published` takes it. PRED
gets an ID.json for each. A title that a text has lost is looked for among the predictions of
the other texts; what was found stands in `resolved_title`, never in the title itself.

With --leave-one-out each text is read by lexicons from which every word and phrase is gone
that no other text of DIR bears out: what the reader owes to having seen that very text. The
difference between the two scores says how much of the plain one is fit.

Times are of reading alone, processor time of this process, each text read three times and the
shortest kept.
"""

import argparse
import json
import re
import statistics
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cartelera.adapters.lexicons import lexicons
from cartelera.engines.announce.document import blocks_of
from cartelera.engines.announce.draft import draft_of
from cartelera.engines.announce.lexicon import CreditRule, Lexicon, any_of
from cartelera.engines.announce.read import read
from cartelera.engines.announce.report import report_of
from cartelera.engines.announce.resolve import clear_winner, proposals_for
from cartelera.engines.announce.skeleton import plain_sentences
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


def document(path: Path, known: Sequence[Lexicon]) -> Document:
    """Read one text."""
    text = path.read_text(encoding="utf-8")
    published = _published(path.with_suffix(".json"))
    times = []
    for _ in range(READINGS):
        begun = time.process_time()
        reading = read(text, published, known)
        times.append((time.process_time() - begun) * 1000)
    records = tuple(
        replace(draft_of(p, reading.language, text, path.stem).record, key=path.stem)
        for p in reading.productions
    )
    return Document(path.stem, text, reading, records, min(times))


def without(text: str, others: str, lexicon: Lexicon) -> Lexicon:
    """Return a lexicon without what `text` alone bears out, and `others` do not."""
    here, there = text.casefold(), others.casefold()

    def kept(words: Iterable[str]) -> set[str]:
        return {w for w in words if not (_says(here, w) and not _says(there, w))}

    def entries(table: Mapping[str, Any]) -> dict[str, Any]:
        stay = kept(table)
        return {word: value for word, value in table.items() if word in stay}

    own, rest = _skeletons(text, lexicon), _skeletons(others, lexicon)
    credits = tuple(
        rule
        for rule in lexicon.credits
        if not (_matches(rule, own) and not _matches(rule, rest))
    )
    kinds, genres = entries(lexicon.kinds), entries(lexicon.genres)
    stages, sources = entries(lexicon.stages), entries(lexicon.sources)
    return replace(
        lexicon,
        credits=credits,
        kinds=kinds,
        kind_word=any_of(kinds or ["\ue00f"]),
        genres=genres,
        genre_word=any_of(genres or ["\ue00f"]),
        stages=stages,
        stage_word=any_of(stages or ["\ue00f"]),
        stage_phrases=tuple(
            (stage, said)
            for stage, said in lexicon.stage_phrases
            if said.search(others) or not said.search(text)
        ),
        sources=sources,
        source_word=any_of(sources or ["\ue00f"]),
        role_labels=entries(lexicon.role_labels),
        labels=entries(lexicon.labels),
        outlets=frozenset(kept(lexicon.outlets)),
        given_names=frozenset(kept(lexicon.given_names)),
        company_marks=frozenset(kept(lexicon.company_marks)),
        countries=entries(lexicon.countries),
        before=tuple(c for c in lexicon.before if _stays(c.pattern, own, rest)),
        after=tuple(c for c in lexicon.after if _stays(c.pattern, own, rest)),
    )


def _says(text: str, word: str) -> bool:
    """Whether a text has a word, as a whole."""
    plain = word.casefold()
    at = text.find(plain)
    while at >= 0:
        end = at + len(plain)
        if not text[max(0, at - 1) : at].isalnum() and not text[end : end + 1].isalnum():
            return True
        at = text.find(plain, at + 1)
    return False


def _skeletons(text: str, lexicon: Lexicon) -> list[str]:
    """Return the skeletons of all sentences of a text."""
    blocks = blocks_of(text, lexicon)
    cut = (plain_sentences(text, b.start, b.end, lexicon) for b in blocks)
    return [sentence.skeleton for sentences in cut for sentence in sentences]


def _matches(rule: CreditRule, skeletons: Sequence[str]) -> bool:
    """Whether a phrase stands in one of the skeletons."""
    return any(rule.pattern.search(skeleton) for skeleton in skeletons)


def _stays(pattern: re.Pattern[str], own: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether a cue is not the text's own alone; its end may stand anywhere."""
    anywhere = re.compile(pattern.pattern.removesuffix("$"))
    seen = any(anywhere.search(skeleton) for skeleton in own)
    return not seen or any(anywhere.search(skeleton) for skeleton in rest)


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


def measure(directory: Path, out: Path, leave_one_out: bool = False) -> dict[str, Any]:
    """Read every text of a directory, write the predictions, and return a summary."""
    known = lexicons()  # made once, as a site that runs has them
    texts = {p: p.read_text(encoding="utf-8") for p in sorted(directory.glob("*.txt"))}
    if not texts:
        raise SystemExit(f"{directory} holds no .txt file")
    documents = []
    for path, text in texts.items():
        others = "\n\n".join(other for key, other in texts.items() if key != path)
        fewer = [without(text, others, one) for one in known] if leave_one_out else known
        documents.append(document(path, fewer))
    out.mkdir(parents=True, exist_ok=True)
    lost = resolved = 0
    for one in documents:
        rivals = [r for d in documents if d is not one for r in d.records if r.texts]
        value = prediction(one, rivals)
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
    parser.add_argument(
        "--leave-one-out",
        action="store_true",
        help="read each text without the words and phrases that it alone bears out",
    )
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    given = parser.parse_args()
    summary = measure(given.directory, given.out, given.leave_one_out)
    if given.json:
        print(json.dumps(summary, indent=1))
    else:
        for name, value in summary.items():
            print(f"{name:<30}{value}")


if __name__ == "__main__":
    main()
