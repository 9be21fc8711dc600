"""An index of names on the disk: accents, beginnings and slips, in a few milliseconds.

It is a copy that can be made again from the record at any time.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cartelera.adapters.generations import current, next_generation
from cartelera.engines.discovery.search import FORGIVEN, Entry, words_of
from cartelera.vocabulary.folding import folded

SHAPE = 1  # rises when older indexes can no longer be read
ALWAYS_TRIED, ENOUGH = 3, 40  # ways, and entries after which no other way is tried
MOST = 60  # entries that each way of looking brings
WRITER_BYTES = 50_000_000
ALWAYS, NEVER = 0, 1 << 62
SCALE = 1000  # places of `Entry.static` that are kept


@dataclass(frozen=True, slots=True)
class Findable:
    """An entry, and from when on it may be found."""

    entry: Entry
    opens: datetime | None = None  # None: at once


def _schema() -> Any:
    import tantivy

    build = tantivy.SchemaBuilder()
    build.add_integer_field("opens", fast=True, indexed=True)
    build.add_integer_field("static", fast=True)
    build.add_text_field("whole", tokenizer_name="raw", index_option="basic")
    build.add_text_field("words", tokenizer_name="whitespace", index_option="basic")
    build.add_bytes_field("entry", stored=True)
    return build.build()


def write_names(place: Path, found: Iterable[Findable], made_at: datetime) -> None:
    """Make the index of a folder anew.

    made_at  the moment the entries were read; `NameIndex.made_at` says it again
    """
    import tantivy

    told = {"shape": SHAPE, "made_at": made_at.isoformat()}
    with next_generation(place, told) as folder:
        index = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(WRITER_BYTES, 1)
        for one in found:
            writer.add_document(_document(one))
        writer.commit()
        writer.wait_merging_threads()


def _document(one: Findable) -> Any:
    import tantivy

    entry = one.entry
    names = [name for name in (folded(name) for name in entry.names) if name]
    kept = json.dumps([entry.title, entry.names, entry.others, entry.known], ensure_ascii=False)
    document = tantivy.Document()
    document.add_integer("opens", int(one.opens.timestamp()) if one.opens else ALWAYS)
    document.add_integer("static", round(entry.static * SCALE))
    for name in dict.fromkeys(names):
        document.add_text("whole", name)
    document.add_text("words", " ".join((*names, entry.others.replace("|", " "))))
    document.add_bytes("entry", kept.encode())
    return document


class NameIndex:
    """One index, opened."""

    def __init__(self, folder: Path, made_at: datetime) -> None:
        import tantivy

        self.made_at = made_at
        self._schema = _schema()
        index = tantivy.Index.open(str(folder))
        index.config_reader(reload_policy="manual")
        self._searcher = index.searcher()

    def near(self, text: str, at: datetime | None = None, some: bool = False) -> list[Entry]:
        """Return the entries that may be meant, in no order: `rank` decides.

        at    only what may be found at this moment; None for all
        some  also what holds only some of the words
        """
        phrase, words = folded(text), words_of(text)
        if not words:
            return []
        found: dict[int, Entry] = {}
        for n, query in enumerate(self._queries(phrase, words, some)):
            if n >= ALWAYS_TRIED and len(found) >= ENOUGH:
                break
            for _key, address in self._best(query, at):
                number, *rest = json.loads(bytes(self._searcher.doc(address)["entry"][0]))
                found.setdefault(number, Entry(number, tuple(rest[0]), rest[1], rest[2]))
        return list(found.values())

    def _best(self, query: Any, at: datetime | None) -> list[Any]:
        import tantivy

        if at is not None:
            until = int(at.timestamp())
            public = tantivy.Query.range_query(
                self._schema, "opens", tantivy.FieldType.Integer, None, until
            )
            query = query.and_must_match(public)
        hits: list[Any] = self._searcher.search(
            query, MOST, count=False, order_by_field="static"
        ).hits
        return hits

    def _queries(self, phrase: str, words: Sequence[str], some: bool) -> list[Any]:
        from tantivy import Occur, Query

        schema, last = self._schema, len(words) - 1

        def begins(field: str, text: str) -> Any:  # quicker than a pattern has to be read
            return Query.fuzzy_term_query(schema, field, text, 0, True, True)

        def slipped(field: str, text: str, prefix: bool) -> Any:
            distance = int(len(text) >= FORGIVEN - (field == "whole"))
            return Query.fuzzy_term_query(schema, field, text, distance, True, prefix)

        def each(how: Any, occur: Any) -> Any:
            return Query.boolean_query(
                [(occur, how("words", word, n == last)) for n, word in enumerate(words)]
            )

        def exactly(field: str, text: str, prefix: bool) -> Any:
            return begins(field, text) if prefix else Query.term_query(schema, field, text)

        ways = [
            begins("whole", phrase),
            each(exactly, Occur.Must),
            slipped("whole", phrase, True),
            each(slipped, Occur.Must),
        ]
        return [*ways, each(slipped, Occur.Should)] if some else ways


_opened: dict[Path, NameIndex] = {}


def open_names(place: Path) -> NameIndex | None:
    """Return the index in use, opened once for each that is written; None if there is none."""
    found = current(place)
    if found is None or found[1].get("shape") != SHAPE:
        return None
    folder, told = found
    if folder not in _opened:
        _opened.clear()
        _opened[folder] = NameIndex(folder, datetime.fromisoformat(told["made_at"]))
    return _opened[folder]
