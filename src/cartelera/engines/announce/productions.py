"""One production from its own words, and what the text says once for several."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cartelera.engines.announce.cells import (
    Cell,
    countries_of,
    credits_of,
    field_of,
    is_countries,
    rows_in,
    words_of_row,
)
from cartelera.engines.announce.credits import FILM_KINDS, credits_in
from cartelera.engines.announce.dates import Published, dates_in
from cartelera.engines.announce.facts import (
    Piece,
    countries_in,
    date_beside,
    dates_in_brackets,
    episodes_in,
    genres_in,
    kind_in,
    languages_in,
    languages_spoken,
    section_kind,
    stage_in,
    stage_of,
)
from cartelera.engines.announce.lexicon import Lexicon, any_of
from cartelera.engines.announce.names import is_outlet
from cartelera.engines.announce.places import locations_in, settings_in
from cartelera.engines.announce.shares import Share
from cartelera.engines.announce.skeleton import Chunk, Sentence, sentences_of
from cartelera.engines.announce.sources import sources_in
from cartelera.engines.announce.values import Production, Said, SaidCredit
from cartelera.vocabulary.kind import Kind, Role
from cartelera.vocabulary.stage import Stage

_OTHER = re.compile(
    r"\s*/\s*([A-ZÀ-Þ¿¡\d][^,.;:()\n/]{0,80}?)(?=\s*[,.;:()\n]|\s+(?:by|in|de|en)\s)"
)
_OPENING_BRACKET = re.compile(r"\s*\(([^()\n]+)\)")  # on the line under a title
_STROKE = re.compile(r"\s*/\s*([^(\n—–]{2,80}?)(?=\s*[(\n—–]|$)")
_MAKERS = frozenset({Role.DIRECTOR, Role.PRODUCTION_COMPANY, Role.IN_COLLABORATION_WITH})


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading any one production needs to know of the whole text."""

    text: str
    lexicon: Lexicon
    published: Published
    works: Mapping[int, int]  # where titles stand: start -> end
    people: Mapping[str, str]  # full names by surname
    announcer: str


@dataclass(frozen=True, slots=True)
class Handed:
    """What the text has said so far for every production below."""

    kind: Said[Kind] | None = None
    stage: Said[str] | None = None
    filming_date: Said[str] | None = None
    release_date: Said[str] | None = None
    countries: tuple[Said[str], ...] = ()
    platforms: tuple[SaidCredit, ...] = ()


def mentions_of(text: str, titles: Sequence[Piece]) -> dict[int, int]:
    """Return where each title stands in the text, every time: start -> end."""
    found: dict[int, int] = {}
    names = {text[start:end] for start, end in titles}
    for name in sorted(names, key=lambda n: (-len(n), n)):  # the longest first
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not text[end : end + 1].isalnum() and not text[max(0, at - 1) : at].isalnum():
                found.setdefault(at, end)
            at = text.find(name, end)
    return found


def productions_of(
    reading: Reading, shares: Sequence[Share], context: Sequence[Piece]
) -> Iterator[Production]:
    """Yield each production, with what the text has said before it for all."""
    handed, n = Handed(), 0
    for share in shares:
        while n < len(context) and context[n][1] <= share.anchor.start:
            handed = _hand_on(reading, handed, context[n])
            n += 1
        yield _inherit(_own(reading, share, handed), handed)


def _hand_on(reading: Reading, handed: Handed, piece: Piece) -> Handed:
    """Add to what is handed down what one piece of the context says."""
    text, lexicon = reading.text, reading.lexicon
    sentences = _sentences(reading, [piece])
    pieces = [(s.start, s.end) for s in sentences if _is_general(reading, s)]
    outlets = tuple(
        credit
        for credit in credits_in(text, sentences, lexicon, {}, None)
        if credit.role is Role.PLATFORM and credit.name != reading.announcer
    )
    return Handed(
        kind=_section(text, section_kind(text, pieces, lexicon), handed.kind),
        stage=_for_all(text, pieces, lexicon) or handed.stage,
        filming_date=_date(reading, pieces, "filming", "film_cues", "release_cues")
        or handed.filming_date,
        release_date=_date(reading, pieces, "release", "release_cues", "film_cues")
        or handed.release_date,
        countries=countries_in(text, pieces, lexicon) or handed.countries,
        platforms=outlets or handed.platforms,
    )


def _for_all(text: str, pieces: Sequence[Piece], lexicon: Lexicon) -> Said[str] | None:
    """Return the stage of a whole slate; that a festival announces what it shows says none."""
    shows = any_of(lexicon.facts["selections"])
    return stage_in(text, [p for p in pieces if not shows.search(text, *p)], lexicon)


def _section(text: str, said: Said[Kind] | None, above: Said[Kind] | None) -> Said[Kind] | None:
    """Return the kind of a section: "Ficción" among feature films is a film."""
    if said is None or above is None:
        return said or above
    fiction = text[said.start : said.end].casefold() in {"ficción", "ficciones", "ficção"}
    return replace(said, value=Kind.FILM) if fiction and above.value in FILM_KINDS else said


def _is_general(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence speaks of the slate, and not of one work and its people."""
    credits = credits_in(reading.text, [sentence], reading.lexicon, {}, Kind.FILM)
    drawn = sources_in([sentence], reading.lexicon, None)
    return not drawn and all(credit.role is Role.PLATFORM for credit in credits)


def _inherit(production: Production, handed: Handed) -> Production:
    """Give a production what is said for all where its own words say nothing."""
    credits = production.credits
    if not any(credit.role is Role.PLATFORM for credit in credits):
        credits = (*credits, *handed.platforms)
    return replace(
        production,
        credits=credits,
        stage=_further(production.stage, handed.stage),
        filming_date=production.filming_date or handed.filming_date,
        release_date=production.release_date or handed.release_date,
        countries=production.countries or handed.countries,
    )


def _further(own: Said[str] | None, handed: Said[str] | None) -> Said[str] | None:
    """Return the stage a production is in: its own, but "will be shot" gives way to all of
    the slate being before the cameras.
    """
    if own is None or (own.value == Stage.ANNOUNCED and handed is not None):
        return handed
    return own


def _own(reading: Reading, share: Share, handed: Handed) -> Production:
    """Read a production from its own words."""
    text, lexicon, pieces = reading.text, reading.lexicon, share.pieces
    sentences = _sentences(reading, pieces)
    plain = _plain_pieces(sentences)
    title = _title(text, share)
    bracketed = _title_brackets(sentences, title)
    original, others = _other_titles(reading, share, sentences)
    cells = _cells(reading, share)
    said = [*_words_in_brackets(reading, bracketed), *_beside(cells, "format", "genre"), *plain]
    episodes = episodes_in(text, pieces, lexicon)
    kind = (
        kind_in(text, said, lexicon)
        or kind_in(text, share.leads, lexicon)
        or handed.kind
        or _kind_of_parts(episodes)
    )
    plain_kind = kind.value if kind else None
    credits = [
        *credits_in(text, sentences, lexicon, reading.people, plain_kind),
        *credits_of(text, share.anchor.cells, lexicon),
    ]
    filming_date = _date_in(reading, _beside(cells, "filming date"), "filming") or _date(
        reading, pieces, "filming", "film_cues", "release_cues"
    )
    stage = (
        stage_of(text, _beside(cells, "stage"), lexicon)
        or stage_in(text, pieces, lexicon)
        or stage_in(text, share.leads, lexicon)
    )
    return Production(
        title=title,
        original_title=original,
        alternative_titles=others,
        kind=kind,
        genres=genres_in(text, said, lexicon, sure=_beside(cells, "genre")),
        sources=sources_in(sentences, lexicon, title),
        credits=_each_once(credits),
        locations=_placed(reading, cells, "location") or locations_in(sentences, lexicon),
        settings=_placed(reading, cells, "setting") or settings_in(text, sentences, lexicon),
        stage=_not_before(reading, stage, filming_date),
        filming_date=filming_date,
        release_date=_date_in(reading, _beside(cells, "release date"), "release")
        or dates_in_brackets(text, bracketed, lexicon, reading.published)
        or _date(reading, pieces, "release", "release_cues", "film_cues"),
        episodes=episodes,
        countries=_countries(reading, share, sentences, cells, credits)
        or countries_in(text, [*pieces, *share.leads], lexicon),
        languages=_languages(reading, cells) or languages_spoken(text, pieces, lexicon),
    )


def _not_before(
    reading: Reading, stage: Said[str] | None, filmed: Said[str] | None
) -> Said[str] | None:
    """Return the stage, only announced where the cameras roll later: "starts in November"."""
    if stage is None or filmed is None or stage.value != Stage.FILMING:
        return stage
    now = reading.lexicon.facts.get("present", ())
    if not any_of(now).search(reading.text, stage.start, stage.end):
        return stage
    day = f"{reading.published.year}-{reading.published.month or 12:02}"
    later = filmed.value[:7] > day[: len(filmed.value)]
    return replace(stage, value=Stage.ANNOUNCED) if later else stage


def _cells(reading: Reading, share: Share) -> list[Cell]:
    """Return the cells of a production: of its table or bar, and its rows with a label."""
    cells = (*share.anchor.cells, *rows_in(reading.text, share.pieces, reading.lexicon))
    return [replace(cell, field=field_of(cell, reading.lexicon)) for cell in cells]


def _beside(cells: Sequence[Cell], *fields: str) -> list[Piece]:
    """Return where the cells of some fields stand."""
    return [(c.start, c.end) for c in cells if c.field in fields]


def _kind_of_parts(episodes: Said[int] | None) -> Said[Kind] | None:
    """Return a series for what has episodes."""
    if episodes is None or episodes.value < 2:
        return None
    return Said(Kind.SERIES, episodes.start, episodes.end, "kind: it has episodes")


def _each_once(credits: Sequence[SaidCredit]) -> tuple[SaidCredit, ...]:
    """Return the credits, each name and role once."""
    found = {(c.name.casefold(), c.role): c for c in reversed(credits)}
    return tuple(sorted(found.values(), key=lambda c: (c.start, c.role)))


def _placed(reading: Reading, cells: Sequence[Cell], field: str) -> tuple[Said[str], ...]:
    """Return the places that a row of places names."""
    found = (
        said
        for cell in cells
        if cell.field == field
        for said in words_of_row(reading.text, cell, f"{field}: its row", reading.lexicon)
    )
    return tuple({said.value.casefold(): said for said in found}.values())


def _date_in(reading: Reading, pieces: Sequence[Piece], what: str) -> Said[str] | None:
    """Return the date that a cell of dates holds."""
    for start, end in pieces:
        for said in dates_in(reading.text, start, end, reading.lexicon, reading.published):
            return replace(said, rule=f"{what} date: its row")
    return None


def _countries(
    reading: Reading,
    share: Share,
    sentences: Sequence[Sentence],
    cells: Sequence[Cell],
    credits: Sequence[SaidCredit],
) -> tuple[Said[str], ...]:
    """Return the countries that stand alone: in a row, or in brackets after the title, its
    director or a company that makes it.
    """
    text, lexicon = reading.text, reading.lexicon
    made = {c.start for c in credits if c.role in _MAKERS}
    held = [
        *_beside(cells, "country"),
        *_after_stroke(reading, share),
        *(
            bracket
            for sentence in (*sentences, *_cell_sentences(reading, share))
            for chunk in sentence.chunks
            if chunk.kind in {"work", "mark"} or chunk.start in made
            for bracket in chunk.brackets
            if is_countries(text[slice(*bracket)], lexicon)
        ),
        *(
            bracket.span(1)
            for piece in share.pieces
            if (bracket := _OPENING_BRACKET.match(text, *piece))
            and is_countries(bracket[1], lexicon)
        ),
    ]
    return countries_of(text, held, lexicon)


def _cell_sentences(reading: Reading, share: Share) -> list[Sentence]:
    """Return the cells of a bar or a line of people as sentences."""
    return _sentences(reading, [(c.start, c.end) for c in share.anchor.cells])


def _after_stroke(reading: Reading, share: Share) -> list[Piece]:
    """Return the countries after a title and a stroke: "Low Tide / Chile, France"."""
    if share.anchor.title is None:
        return []
    match = _STROKE.match(reading.text, share.anchor.title[1])
    if match is None or not is_countries(match[1], reading.lexicon):
        return []
    return [match.span(1)]


def _sentences(reading: Reading, pieces: Sequence[Piece]) -> list[Sentence]:
    """Cut pieces of the text into sentences in which its titles are known."""
    return [
        sentence
        for start, end in pieces
        for sentence in sentences_of(reading.text, start, end, reading.lexicon, reading.works)
    ]


def _plain_pieces(sentences: Sequence[Sentence]) -> list[Piece]:
    """Return the text of the sentences without names, titles and brackets."""
    pieces: list[Piece] = []
    for sentence in sentences:
        start: int | None = None
        for chunk in sentence.chunks:
            plain = chunk.kind in {"word", "mark"} and not chunk.quoted
            if plain and start is None:
                start = chunk.start
            if start is not None and (not plain or chunk.brackets):
                pieces.append((start, chunk.end if plain else chunk.start))
                start = None
        if start is not None:
            pieces.append((start, sentence.end))
    return pieces


def _title_brackets(sentences: Sequence[Sentence], title: Said[str] | None) -> list[Piece]:
    """Return what stands in brackets after the title."""
    return [
        bracket
        for sentence in sentences
        for chunk in sentence.chunks
        if chunk.kind == "work" and title and chunk.text == title.value
        for bracket in chunk.brackets
    ]


def _words_in_brackets(reading: Reading, brackets: Sequence[Piece]) -> list[Piece]:
    """Return what the brackets hold beside names of two words and more."""
    return [
        (chunk.start, chunk.end)
        for sentence in _sentences(reading, brackets)
        for chunk in _runs(sentence)
    ]


def _runs(sentence: Sentence) -> Iterator[Chunk]:
    """Yield the chunks of a bracket that are no longer name; words in a row count as one."""
    run: Chunk | None = None
    for chunk in sentence.chunks:
        if chunk.kind == "name" and len(chunk.text.split()) > 1:
            if run:
                yield run
            run = None
            continue
        if run and chunk.kind == "word":
            run = replace(run, end=chunk.end)
            continue
        if run:
            yield run
        run = chunk
    if run:
        yield run


def _title(text: str, share: Share) -> Said[str] | None:
    """Return the title as printed."""
    if share.anchor.title is None:
        return None
    start, end = share.anchor.title
    return Said(text[start:end], start, end, share.anchor.rule)


def _other_titles(
    reading: Reading, share: Share, sentences: Sequence[Sentence]
) -> tuple[Said[str] | None, tuple[Said[str], ...]]:
    """Return the original title after a stroke, and the titles in the bracket."""
    if share.anchor.title is None:
        return None, ()
    text = reading.text
    after = _OTHER.match(text, share.anchor.title[1])
    original = (
        Said(after[1], after.start(1), after.end(1), "original title after a stroke")
        if after and not _after_stroke(reading, share)
        else None
    )
    others = []
    for start, end in _title_brackets(sentences, _title(text, share)):
        held = _alternative(reading, start, end)
        if held:
            others.append(held)
    return original, tuple(others[:2])


def _alternative(reading: Reading, start: int, end: int) -> Said[str] | None:
    """Return the other title that a bracket gives: a quote, or words in capitals."""
    text, lexicon = reading.text, reading.lexicon
    first = text[start:end].split(",", maxsplit=1)[0]
    body = first.strip(" \"“”‘’'«»")
    if not body or not (body[0].isupper() or body[0] in "¿¡"):
        return None
    plain = first.strip() == body
    facts = (lexicon.genre_word, lexicon.kind_word, lexicon.working)
    if any(words.search(body) for words in facts) or is_outlet(body, lexicon):
        return None
    if plain and (any(c.isdigit() for c in body) or len(body.split()) < 2):
        return None
    at = text.index(body, start)
    return Said(body, at, at + len(body), "another title in the bracket")


def _date(
    reading: Reading, pieces: Sequence[Piece], what: str, cues: str, others: str
) -> Said[str] | None:
    """Return when it is filmed or released, as far as the pieces say."""
    facts = reading.lexicon.facts
    return date_beside(
        reading.text,
        pieces,
        cues=facts[cues],
        others=facts[others],
        lexicon=reading.lexicon,
        published=reading.published,
        what=what,
    )


def _languages(reading: Reading, cells: Sequence[Cell]) -> tuple[Said[str], ...]:
    """Return the languages of the rows that name them."""
    found: dict[str, Said[str]] = {}
    for start, end in _beside(cells, "language"):
        for said in languages_in(reading.text, start, end, reading.lexicon):
            found.setdefault(said.value, said)
    return tuple(found.values())
