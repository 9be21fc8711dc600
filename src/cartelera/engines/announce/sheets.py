"""Sheets: productions printed as a press room prints them, every value in a row of its own.

A sheet is a heading with rows below it, of which one says a kind and one a stage, each in the
words of the closed lists. What a row says is taken whole, and nothing but rows is read: such a
page tells its slate twice, once in prose and once in rows, and the rows are the record.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

from cartelera.engines.announce.dates import Published, dates_in
from cartelera.engines.announce.lexicon import Lexicon
from cartelera.engines.announce.values import Production, Said, SaidCredit, SaidSource
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.kind import Kind, PlaceUse, Role, SourceKind
from cartelera.vocabulary.labelled import Labelled
from cartelera.vocabulary.language import language_called, language_name
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.terms import GENRES
from cartelera.vocabulary.territory import TERRITORIES, territory_name

_HEADING = re.compile(r"[ \t]*(#{1,6})[ \t]+(\S.*?)[ \t]*$")
_ROW = re.compile(r"[ \t]*([^:\n#]{1,40}?)[ \t]*:[ \t]+(\S.*?)[ \t]*$")
_NUMBER = re.compile(r"\d{1,4}(?!\d)")
_IN_BRACKET = re.compile(r"(\S.*?) \(([^()]*)\)")
_KINDS = "|".join(re.escape(word) for kind in SourceKind for word in (kind.en, kind.es))
_SOURCE = re.compile(
    rf"(?P<kind>{_KINDS})(?:: \*(?P<title>.+?)\*)?(?:,? (?:de|by) (?P<authors>[^()]+?))?"
    r"(?: \((?P<imprint>[^()]*)\))?"
)
_YEAR_LAST = re.compile(r"(?:, |^)\d{4}$")

Word = TypeVar("Word", bound=Labelled)


@dataclass(frozen=True, slots=True)
class _Line:
    """A heading, or one value of a row."""

    field: str  # "heading", a field of the lexicon, or the value of a role
    start: int
    end: int
    level: int = 0  # of a heading


def sheets_in(text: str, lexicon: Lexicon, published: Published) -> tuple[Production, ...]:
    """Return the productions that stand in a text as sheets, in order; most texts have none."""
    lines = list(_lines(text, lexicon))
    found: list[Production] = []
    heading: int | None = None
    for n, line in enumerate(lines):
        if line.field == "heading":
            heading = n
        elif line.field == "kind" and heading is not None:
            rows = _rows_below(lines, heading)
            if any(row.field == "stage" for row in rows):
                found.append(_production(text, lines[heading], rows, lexicon, published))
            heading = None
    return tuple(found)


def _rows_below(lines: Sequence[_Line], heading: int) -> list[_Line]:
    """Return the rows between a heading and the next one that is as high."""
    rows: list[_Line] = []
    for line in lines[heading + 1 :]:
        if line.field == "heading" and line.level <= lines[heading].level:
            break
        rows.append(line)
    return rows


def _lines(text: str, lexicon: Lexicon) -> Iterator[_Line]:
    """Yield the headings, and each value of each row with a label that sheets have."""
    if not lexicon.sheet:
        return
    labels = _labels(lexicon)
    at = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\r\n")
        heading, row = _HEADING.match(body), _ROW.match(body)
        if heading and lexicon.sheet.get(folded(heading[2])) != "section":
            yield _Line("heading", at + heading.start(2), at + heading.end(2), len(heading[1]))
        elif row and (field := labels.get(folded(row[1]))):
            for start, end in _values(row[2], row.start(2)):
                yield _Line(field, at + start, at + end)
        at += len(line)


@cache
def _labels(lexicon: Lexicon) -> dict[str, str]:
    """Return the field of each label, without case and accents."""
    roles = {folded(role.label(lexicon.language)): role.value for role in Role}
    places = {folded(use.label(lexicon.language)): use.value for use in PlaceUse}
    return roles | places | {folded(word): field for word, field in lexicon.sheet.items()}


def _values(said: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield where each value of a row stands: semicolons part them, or else commas."""
    for match in re.finditer(r"[^;]+" if ";" in said else r"[^,]+", said):
        value = match[0].strip()
        if value:
            begin = start + match.start() + match[0].index(value)
            yield begin, begin + len(value)


def _production(
    text: str, heading: _Line, rows: Sequence[_Line], lexicon: Lexicon, published: Published
) -> Production:
    def all_of(field: str) -> list[Said[str]]:
        return [_said(text, row) for row in rows if row.field == field]

    titles = all_of("original title")
    kinds = [s for said in all_of("kind") for s in _worded(said, Kind)]
    stages = [s for said in all_of("stage") for s in _worded(said, Stage)]
    return Production(
        title=_said(text, heading),
        original_title=titles[0] if titles else None,
        alternative_titles=tuple(all_of("other title")),
        kind=kinds[0] if kinds else None,
        genres=tuple(_called(all_of("genre"), _genres())),
        sources=tuple(_sources(text, rows)),
        credits=tuple(_credits(text, rows)),
        locations=tuple(map(_place, all_of(PlaceUse.FILMED))),
        settings=tuple(map(_place, all_of(PlaceUse.STORY))),
        stage=replace(stages[0], value=stages[0].value.value) if stages else None,  # type: ignore[arg-type]
        filming_date=_date(text, rows, "filming date", lexicon, published),
        release_date=_date(text, rows, "release date", lexicon, published),
        episodes=next(_numbers(all_of("episodes")), None),
        countries=tuple(_called(all_of("country"), _countries())),
        languages=tuple(_languages(all_of("language"))),
    )


def _said(text: str, line: _Line) -> Said[str]:
    return Said(text[line.start : line.end], line.start, line.end, "sheet: its row")


def _worded(said: Said[str], words: type[Word]) -> Iterator[Said[Word]]:
    """Yield the word of a closed list that a value is, if it is one."""
    for word in words:
        if folded(said.value) in {folded(word.en), folded(word.es)}:
            yield Said(word, said.start, said.end, said.rule)


def _called(values: Sequence[Said[str]], names: dict[str, str]) -> Iterator[Said[str]]:
    """Yield values under the names that the reader has for them."""
    for said in values:
        if (name := names.get(folded(said.value))) is not None:
            yield replace(said, value=name)


@cache
def _genres() -> dict[str, str]:
    named = ((key.replace("-", " "), word) for key, en, es in GENRES for word in (en, es))
    return {folded(word): genre for genre, word in named}


@cache
def _countries() -> dict[str, str]:
    return {
        folded(territory_name(code, into)): territory_name(code, "en")
        for code in TERRITORIES
        for into in ("es", "en")
    }


def _languages(values: Sequence[Said[str]]) -> Iterator[Said[str]]:
    for said in values:
        if tag := language_called(said.value):
            yield replace(said, value=language_name(tag, "en"))


def _numbers(values: Sequence[Said[str]]) -> Iterator[Said[int]]:
    for said in values:
        if found := _NUMBER.match(said.value):
            yield Said(int(found[0]), said.start, said.start + found.end(), said.rule)


def _place(said: Said[str]) -> Said[str]:
    """Return a place without the country in the bracket behind it."""
    found = _IN_BRACKET.fullmatch(said.value)
    if found is None or folded(found[2]) not in _countries():
        return said
    return replace(said, value=found[1], end=said.start + found.end(1))


def _date(
    text: str, rows: Sequence[_Line], field: str, lexicon: Lexicon, published: Published
) -> Said[str] | None:
    """Return the first day that the rows of a field say."""
    held = [row for row in rows if row.field == field]
    if not held:
        return None
    said = dates_in(text, held[0].start, held[-1].end, lexicon, published)
    return next((replace(each, rule="sheet: its row") for each in said), None)


def _credits(text: str, rows: Sequence[_Line]) -> Iterator[SaidCredit]:
    """Yield a credit for each name in the row of a role, without the part that is played."""
    roles = {role.value: role for role in Role}
    for row in rows:
        if role := roles.get(row.field):
            said = _said(text, row)
            part = _IN_BRACKET.fullmatch(said.value) if role is Role.CAST else None
            name, end = (part[1], row.start + part.end(1)) if part else (said.value, row.end)
            yield SaidCredit(name, role, row.start, end, said.rule)


def _sources(text: str, rows: Sequence[_Line]) -> Iterator[SaidSource]:
    """Yield each source work: "Novel: *Title*, by Ana Ruiz (Era, 1955)"."""
    for row in rows:
        found = _SOURCE.fullmatch(text, row.start, row.end) if row.field == "source" else None
        for kind in _worded(_part(found, "kind"), SourceKind) if found else ():
            assert found is not None  # noqa: S101 (tells the type checker)
            publisher = _part(found, "imprint") if found["imprint"] else None
            if publisher and (year := _YEAR_LAST.search(publisher.value)):
                shown = publisher.value[: year.start()]
                publisher = replace(publisher, value=shown, end=publisher.start + len(shown))
            yield SaidSource(
                kind=kind,
                title=_part(found, "title") if found["title"] else None,
                authors=tuple(_authors(found)) if found["authors"] else (),
                publisher=publisher if publisher and publisher.value else None,
            )


def _part(found: re.Match[str], name: str) -> Said[str]:
    return Said(found[name], found.start(name), found.end(name), "sheet: its row")


def _authors(found: re.Match[str]) -> Iterator[Said[str]]:
    for author in re.finditer(r"[^,\s][^,]*", found["authors"]):
        start = found.start("authors") + author.start()
        yield Said(author[0].rstrip(), start, start + len(author[0].rstrip()), "sheet: its row")
