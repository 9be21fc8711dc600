"""Reading an announcement: blocks, shares, then each production's own words."""

import re
from collections.abc import Mapping, Sequence

from cartelera.engines.announce.announcer import announcer_of
from cartelera.engines.announce.dates import Published
from cartelera.engines.announce.document import Block, blocks_of
from cartelera.engines.announce.language import lexicon_for
from cartelera.engines.announce.lexicon import Lexicon
from cartelera.engines.announce.names import may_be_person, surnames
from cartelera.engines.announce.productions import Reading, mentions_of, productions_of
from cartelera.engines.announce.shares import context_of, shares_of
from cartelera.engines.announce.sheets import sheets_in
from cartelera.engines.announce.skeleton import plain_sentences
from cartelera.engines.announce.values import Announcement
from cartelera.vocabulary.errors import InputError

LONGEST_TEXT = 1_000_000  # characters

_PUBLISHED = re.compile(r"(\d{4})(?:-(\d{2})(?:-\d{2})?)?")


def read(
    text: str, published: str, lexicons: Sequence[Lexicon], language: str | None = None
) -> Announcement:
    """Read the productions that a text announces.

    published  when: 2024, 2024-02 or 2024-02-09; "this year" is counted from it
    lexicons   the languages the reader knows
    language   a BCP 47 tag; None lets the text decide

    Every value lies in the text: text[start:end] says it. The same text gives the same
    reading. A title that the text does not name is None. Where a text holds sheets, as our own
    press room prints them, they alone are read.
    Raises InputError if the text is empty or too long, or the date or language not known.
    """
    if not text.strip():
        raise InputError("the announcement is empty: there is nothing to read")
    if len(text) > LONGEST_TEXT:
        raise InputError(
            f"the announcement has {len(text)} characters; at most {LONGEST_TEXT} are read"
        )
    moment = published_on(published)
    lexicon = lexicon_for(text, lexicons, language)
    for known in (lexicon,) if language else lexicons:
        if printed := sheets_in(text, known, moment):
            announcer = announcer_of(text, blocks_of(text, known), known)
            return Announcement(known.language, announcer, printed)
    blocks = blocks_of(text, lexicon)
    shares = shares_of(text, blocks, lexicon)
    context = context_of(blocks, shares)
    announcer = announcer_of(text, blocks, lexicon)
    reading = Reading(
        text=text,
        lexicon=lexicon,
        published=moment,
        works=mentions_of(text, [s.anchor.title for s in shares if s.anchor.title]),
        people=_people(text, blocks, lexicon),
        announcer=announcer.value if announcer else "",
    )
    productions = productions_of(reading, shares, context)
    return Announcement(lexicon.language, announcer, tuple(productions))


def published_on(said: str) -> Published:
    """Return a date of publication as a value.

    Raises InputError if it is not of the form 2024, 2024-02 or 2024-02-09.
    """
    match = _PUBLISHED.fullmatch(said.strip())
    if match is None or (match[2] and not 1 <= int(match[2]) <= 12):
        raise InputError(
            f"{said!r} is no date of publication: give 2024, 2024-02 or 2024-02-09"
        )
    return Published(int(match[1]), int(match[2]) if match[2] else None)


def _people(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Mapping[str, str]:
    """Return the people that the text names in full, by surname."""
    return surnames(
        chunk.text
        for block in blocks
        for sentence in plain_sentences(text, block.start, block.end, lexicon)
        for chunk in sentence.chunks
        if chunk.kind == "name" and may_be_person(chunk.text, lexicon)
    )
